"""Edits of a joined text land in the right runs."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afgazad_pdf.article import FootnoteCall, LineBreak, Span, Text, plain_text, walk_runs
from afgazad_pdf.text.passes import PASSES
from afgazad_pdf.text.passes.editing import BARRIER, LINE_BREAK, Edit, passage_of, plain_passage, runs_from


def bold(*runs):
    return Span(role="strong", runs=tuple(Text(text=run) if isinstance(run, str) else run for run in runs))


def edited(runs, *edits, orthographies=()):
    passage = passage_of(runs, "fa").edited([Edit(*edit) for edit in edits], *orthographies)
    return runs_from(passage, runs)


def test_the_joined_text_has_stand_ins_for_what_is_no_text():
    runs = (Text(text="a"), LineBreak(), bold("b"), FootnoteCall(label="1"), Span(role="code", runs=(Text(text="xy"),)))

    assert passage_of(runs, "fa").text == f"a{LINE_BREAK}b{BARRIER}{BARRIER}"


def test_an_edit_inside_a_run_keeps_its_formatting():
    runs = (Text(text="می "), bold("خواهد"))

    assert edited(runs, (2, 3, "\u200c")) == (Text(text="می\u200c"), bold("خواهد"))


def test_an_edit_over_two_runs_goes_to_the_first():
    assert edited((Text(text="a."), bold(".."), Text(text="b")), (1, 4, "…")) == (Text(text="a…"), Text(text="b"))


def test_an_insertion_goes_to_the_run_before():
    assert edited((Text(text="a"), bold("b")), (1, 1, " ")) == (Text(text="a "), bold("b"))
    assert edited((bold("b"),), (0, 0, "-")) == (bold("-b"),)


def test_edits_that_touch_what_is_fixed_are_left_out():
    runs = (Text(text="a"), LineBreak(), Text(text="b"))

    assert edited(runs, (0, 2, "x"), (2, 3, "c")) == (Text(text="a"), LineBreak(), Text(text="c"))


def test_edits_keep_to_their_orthography():
    runs = (Text(text="a"), Span(lang="en", runs=(Text(text="b"),)), Span(direction="ltr", runs=(Text(text="c"),)))
    edits = ((0, 1, "1"), (1, 2, "2"), (2, 3, "3"))

    assert plain_text(edited(runs, *edits, orthographies=("persian",))) == "1bc"
    assert plain_text(edited(runs, *edits, orthographies=("english",))) == "a2c"


def test_an_overriding_span_is_fixed():
    runs = (Span(direction="ltr", override=True, runs=(Text(text="abc"),)),)

    assert edited(runs, (0, 1, "x")) == runs


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/a?b=1,2;c",
        "www.example.org",
        "example.org/a",
        "report.pdf",
        "name@example.org",
        "@name",
        "#کتاب_ها",
        "C:\\a\\b",
        "snake_case",
    ],
)
def test_addresses_are_barriers(address):
    text = plain_passage(f"در {address}، بود", "fa").text

    assert text.startswith("در " + BARRIER)
    assert text.endswith("، بود")


def test_sentences_are_no_addresses():
    for text in ("Der Satz.Ende", "z.B. so", "e.g. this", "50 % (a, b)", "«A» و B."):
        assert BARRIER not in plain_passage(text, "en").text


LETTERS = st.text("می خواهدکتابر\u200c,?\"'. -«»123a" + string.ascii_lowercase[:3], max_size=8)
LEAVES = st.one_of(LETTERS.map(lambda text: Text(text=text)), st.just(LineBreak()), st.just(FootnoteCall(label="1")))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda runs, role: Span(role=role, runs=tuple(runs)),
        st.lists(inner, max_size=4),
        st.sampled_from(["strong", "emphasis", "small"]),
    ),
    max_leaves=12,
).flatmap(lambda one: st.lists(LEAVES, max_size=4).map(lambda others: (one, *others)))


def without_passes(runs):
    return "".join(
        run.text if isinstance(run, Text) else LINE_BREAK if isinstance(run, LineBreak) else BARRIER
        for run in walk_runs(runs)
        if not isinstance(run, Span)
    )


def roles_of(runs):
    """Every fixed run, with the roles around it: what no edit may move out of its formatting."""

    def walk(runs, around):
        for run in runs:
            if isinstance(run, Span):
                yield from walk(run.runs, (*around, run.role))
            elif not isinstance(run, Text):
                yield run.kind, around

    return list(walk(runs, ()))


@given(TREES, st.sampled_from(["fa", "ps", "en", "de", "fr"]))
def test_runs_have_the_text_of_the_pass_and_keep_their_formatting(runs, lang):
    passage = passage_of(runs, lang)
    plain = plain_passage(without_passes(runs), lang)
    for _, function in PASSES:
        passage, plain = function(passage), function(plain)
    after = runs_from(passage, runs)

    assert without_passes(after) == passage.letters
    assert roles_of(after) == roles_of(runs)
    if not any(isinstance(run, (LineBreak, FootnoteCall)) for run in walk_runs(runs)):
        assert passage.letters == plain.letters


@given(TREES)
def test_without_edits_the_runs_come_back(runs):
    assert runs_from(passage_of(runs, "fa"), runs) == runs
