"""Where words may be stretched, and that stretching changes nothing else."""

from __future__ import annotations

import importlib
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afgazad_pdf.bidi.joining import joins
from afgazad_pdf.text import joining_groups
from afgazad_pdf.text.joining_groups import JOINING_GROUPS
from afgazad_pdf.text.kashida import BANS, KASHIDA, RULES, TATWEEL, places, stretched, unstretched

ROOT = Path(__file__).resolve().parent.parent
UNICODE_FILES = Path("/usr/share/unicode")
CASES = [
    re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), line).split()
    for line in (Path(__file__).parent / "cases" / "kashida.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
LETTERS = "ابپتټثجچحخځڅدذډرزږژسشښصضطظعغفقکګگلمنڼوؤهۀیېۍئيىكةءآأ"
MARKS = "\u064b\u064e\u064f\u0650\u0651\u0652\u0654\u0670"
OTHERS = "\u200c\u200d\u0640 ،.:«»()۱۲٣4ab-\u00a0"
TEXTS = st.text(alphabet=LETTERS * 3 + MARKS + OTHERS, max_size=40)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_words_have_their_places(case):
    word, *expected = case

    assert [f"{place.offset}:{place.rank}" for place in places(word, "fa")] == expected


def test_there_are_enough_cases_of_each_kind():
    with_places = [case for case in CASES if len(case) > 1]

    assert len(CASES) >= 120
    assert len(with_places) >= 80
    assert {int(place.partition(":")[2]) for case in CASES for place in case[1:]} == set(range(1, 10))


def test_places_of_a_line_are_those_of_its_words_with_their_numbers():
    found = places("در کشور ما\u00a0سلام", "fa-AF")

    assert [(place.offset, place.rank, place.word) for place in found] == [(4, 8, 1), (5, 2, 1), (12, 2, 3)]


def test_no_places_in_languages_from_left_to_right():
    assert places("سلام", "de") == ()
    assert places("سلام", "tg") == ()
    for lang in ("fa", "fa-AF", "prs", "ps", "ar", "ur"):
        assert places("سلام", lang) != ()


def test_the_tables_name_groups_that_exist():
    named = [
        group
        for pattern in (*BANS, *(pattern for _, pattern in RULES))
        for groups in (pattern.earlier, pattern.after, pattern.before, pattern.then)
        for group in groups
    ]

    assert set(named) <= set(JOINING_GROUPS)


@pytest.mark.skipif(not UNICODE_FILES.is_dir(), reason="needs Debian's package unicode-data")
def test_the_groups_are_what_the_tool_makes(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    tool = importlib.import_module("make_joining_groups")
    written = Path(joining_groups.__file__).read_text(encoding="utf-8")
    if f"Unicode {tool.version_of(UNICODE_FILES / 'extracted' / 'DerivedJoiningGroup.txt')}," not in written:
        pytest.skip("another version of Unicode is installed")

    assert tool.table(UNICODE_FILES) == written


@given(TEXTS)
def test_places_stand_between_letters_that_join(text):
    for place in places(text, "fa"):
        before, after = text[: place.offset], text[place.offset :]
        assert joins(before, after)
        assert unicodedata.category(before[-1]) == "Lo"
        assert before[-1] != TATWEEL
        assert not before.endswith(("\u200c", "\u200d"))
        assert not after.lstrip(MARKS).startswith(("\u200c", "\u200d"))


@given(TEXTS)
def test_what_goes_in_comes_out_again(text):
    units = {place.offset: 1 + place.rank % 3 for place in places(text, "fa")}
    filled = stretched(text, units)

    assert unstretched(filled) == text
    assert filled.count(KASHIDA) == sum(units.values())
    assert filled.replace(KASHIDA, "").count(TATWEEL) == text.count(TATWEEL)


@given(TEXTS)
def test_a_word_with_a_typed_tatweel_is_stretched_there_only(text):
    for word in text.split():
        ranks = {place.rank for place in places(word, "fa")}
        assert ranks <= {1} or 1 not in ranks


def test_units_stand_between_a_letter_and_its_marks():
    assert stretched("مُحَمَّد", {5: 2}) == "مُحَم" + KASHIDA * 2 + "َّد"
