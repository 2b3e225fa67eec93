"""What holds for every text: only one kind of error, letters are kept, and the model survives a file."""

from __future__ import annotations

import datetime
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afgazad_pdf.article import Article, LineBreak, Paragraph, Span, Text, plain_text
from afgazad_pdf.errors import ArticleError
from afgazad_pdf.sources import load_article, read_article
from afgazad_pdf.sources.letters import cleaned
from afgazad_pdf.sources.loading import Format

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*/article.md"))
CASES = sorted((Path(__file__).parent.parent / "cases" / "markdown").glob("*.txt"))

quick = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

PIECES = (
    "---\n", "+++\n", "title:", "# ", "\n", "\n\n", "> ", "- ", "1. ", "```", "    ", " ", "::: poem\n",
    ":::\n", "::: ", "| a | b |\n", "|---|---|\n", "|", ": ", "[^1]", "[^1]: ", "^[", "[", "](", ")", "]", "![",
    "(a.jpg)", "{.half}", "{lang=en}", "{lang=x!}", "{#x}", "*", "**", "~~", "`", "<b>", "</b>", "<script>",
    "</script>", "<p>", "<div dir=rtl>", "</ul>", "<!--", "-->", "<![CDATA[", "<?", "<a href=", "&", "&#0;",
    "&amp;", "javascript:", "https://x.example", "\\", "/", " / ", "\u2014 ", "-- ", "\t", "\x00", "\x0b",
    "\u200c", "\u2067", "\u2028", "\ufeff", "\ud800",
)  # fmt: skip

# The Arabic-script letters ALEF to FARSI YEH and ZERO WIDTH NON-JOINER, beside Latin ones.
letters = st.text(
    alphabet=st.sampled_from([*map(chr, range(0x627, 0x64B)), "\u06cc", "\u06a9", *"abcxyzß"]), min_size=1
)
words = st.lists(letters, min_size=1, max_size=8).map(" ".join)


def outcome(source: str | bytes, format: Format) -> str:
    try:
        told = [finding.message for finding in read_article(source, format=format).findings]
        result = "article"
    except ArticleError as error:
        told = [str(problem) for problem in error.problems] or ["nothing, which is a fault\n"]
        result = "error"
    assert [sentence for sentence in told if "\n" in sentence] == []
    return result


@quick
@given(st.text(max_size=200), st.sampled_from(["markdown", "json", "toml"]))
def test_any_text_is_an_article_or_an_article_error(text, format):
    outcome(text, format)


@quick
@given(st.binary(max_size=200), st.sampled_from(["markdown", "json", "toml"]))
def test_any_bytes_are_an_article_or_an_article_error(data, format):
    outcome(data, format)


@settings(quick, max_examples=600)
@given(st.lists(st.sampled_from(PIECES) | words, max_size=30).map("".join))
def test_any_marks_are_an_article_or_an_article_error(body):
    outcome("---\ntitle: T\n---\n" + body, "markdown")


@quick
@given(
    st.lists(
        st.sampled_from(
            ["title", ":", " ", "\n", "-", "[", "]", "{", "}", '"', "'", "&a", "*a", "!x", "|", ">", "#", "\t", "~"]
        ),
        max_size=20,
    ).map("".join)
)
def test_any_front_matter_is_an_article_or_an_article_error(front):
    outcome(f"---\n{front}\n---\ntext", "markdown")
    outcome(f"+++\n{front}\n+++\ntext", "markdown")


def test_any_cut_of_a_long_text_is_an_article_or_an_article_error():
    text = "\n".join(path.read_text(encoding="utf-8").replace("\n.\n", "\n\n") for path in CASES)
    results = {
        outcome("---\ntitle: T\n---\n" + text[start : start + 700], "markdown") for start in range(0, len(text), 487)
    }
    assert results == {"article", "error"}


@quick
@given(st.lists(words, min_size=1, max_size=5))
def test_plain_paragraphs_keep_their_letters(paragraphs):
    loaded = read_article("---\ntitle: T\n---\n" + "\n\n".join(paragraphs), format="markdown")
    assert [plain_text(block.runs) for block in loaded.article.blocks if isinstance(block, Paragraph)] == paragraphs
    assert loaded.findings == ()


@quick
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80))
def test_escaped_text_keeps_all_its_characters(text):
    words_of_text = cleaned(" ".join(text.split()), 30).text
    escaped = "".join(f"\\{c}" if c.isascii() and not c.isalnum() and c != " " else c for c in words_of_text)
    (block,) = load_article(f"---\ntitle: T\n---\nx {escaped} y", format="markdown").blocks
    assert isinstance(block, Paragraph)
    assert [plain_text(block.runs)] == [" ".join(f"x {words_of_text} y".split())]


texts = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
lines = texts.filter(lambda text: any(unicodedata.category(letter) not in ("Cf", "Zs", "Zl", "Zp") for letter in text))
tags = st.sampled_from([None, "fa-AF", "ps", "en", "uz-Arab"])
directions = st.sampled_from([None, "ltr", "rtl", "auto"])


def spans(runs: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    plain = st.fixed_dictionaries(
        {
            "kind": st.just("span"),
            "role": st.sampled_from(["emphasis", "strong", "code", "small", "mark", "deletion", "plain"]),
            "runs": st.lists(runs, max_size=3),
            "lang": tags,
            "direction": directions,
            "override": st.booleans(),
        }
    )
    link = st.fixed_dictionaries(
        {
            "kind": st.just("span"),
            "role": st.just("link"),
            "href": st.sampled_from(["https://example.org/\u0622", "#x", "mailto:a@example.org"]),
            "runs": st.lists(runs, max_size=2),
        }
    )
    return plain | link


runs = st.lists(
    st.recursive(
        st.fixed_dictionaries({"kind": st.just("text"), "text": texts})
        | st.just({"kind": "line-break"})
        | st.just({"kind": "footnote-call", "label": "1"}),
        spans,
        max_leaves=5,
    ),
    max_size=3,
)


def kind(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"kind": st.just(name), "lang": tags, "dir": directions, **fields})


cells = st.fixed_dictionaries({"runs": runs, "lang": tags})
leaves = (
    kind("paragraph", runs=runs)
    | kind("heading", runs=runs, level=st.integers(2, 6), anchor=st.none() | letters)
    | kind("figure", picture=letters, caption=runs, credit=runs, size=st.sampled_from(["full", "half"]))
    | kind("table", header=st.tuples(cells, cells), rows=st.lists(st.tuples(cells, cells), max_size=2), caption=runs)
    | kind(
        "poem",
        poet=st.none() | lines,
        stanzas=st.lists(
            st.fixed_dictionaries(
                {
                    "verses": st.lists(
                        st.fixed_dictionaries({"hemistichs": st.lists(runs, min_size=1, max_size=2)}),
                        min_size=1,
                        max_size=2,
                    )
                }
            ),
            min_size=1,
            max_size=2,
        ),
    )
    | kind("preformatted", text=texts)
    | kind("separator")
)
blocks = st.lists(
    st.recursive(
        leaves,
        lambda inner: (
            kind("quote", blocks=st.lists(inner, max_size=2), attribution=runs)
            | kind(
                "list",
                ordered=st.booleans(),
                start=st.integers(-5, 2000),
                items=st.lists(st.fixed_dictionaries({"blocks": st.lists(inner, max_size=2)}), max_size=2),
            )
        ),
        max_leaves=4,
    ),
    max_size=3,
)
articles = st.fixed_dictionaries(
    {
        "title": lines,
        "lang": tags,
        "section": st.none() | lines | st.just({"en": "World", "fa": "\u062c\u0647\u0627\u0646"}),  # جهان
        "date": st.none() | st.dates(datetime.date(1583, 1, 1), datetime.date(2599, 12, 31)).map(str),
        "author": st.lists(lines, max_size=2),
        "blocks": blocks,
        "footnotes": st.just([{"label": "1", "blocks": [{"kind": "paragraph", "runs": "n"}]}]),
    }
).map(Article.model_validate)


@quick
@given(articles)
def test_an_article_survives_json(article):
    assert load_article(article.model_dump_json(), format="json") == article
    assert load_article(json.dumps(article.model_dump(mode="json")).encode(), format="json") == article


@settings(quick, max_examples=60)
@given(articles)
def test_an_article_survives_toml(article):
    text = tomlkit.dumps(article.model_dump(mode="json", exclude_none=True))
    assert load_article(text, format="toml") == article


@pytest.mark.parametrize("path", SAMPLES, ids=[path.parent.name for path in SAMPLES])
def test_a_sample_survives_json_and_toml(path):
    article = load_article(path)
    plain = article.model_dump(mode="json", exclude_none=True)
    assert load_article(article.model_dump_json(), format="json").model_dump() == article.model_dump()
    assert load_article(tomlkit.dumps(plain), format="toml").model_dump() == article.model_dump()


def test_the_deepest_article_survives_json():
    body = "- " * 40 + "".join(f"[{number} " for number in range(20)) + "]{lang=en}" * 20
    article = load_article(f"---\ntitle: T\n---\n{body}", format="markdown")
    spans = [run for run in article.runs() if isinstance(run, Span)]
    assert len(spans) == 20
    assert spans[-1].runs == (Text(text="19 "),)
    assert load_article(article.model_dump_json(), format="json").model_dump() == article.model_dump()


@pytest.mark.parametrize("body", ["- " * 41, "> " * 41, "[^1]\n\n[^1]: " + "> " * 41])
def test_blocks_and_spans_share_one_depth(body):
    marks = "[a " * 20 + "]{lang=en}" * 20
    with pytest.raises(ArticleError, match=r"quotations, lists and spans stand in each other more than 60 deep"):
        load_article(f"---\ntitle: T\n---\n{body}{marks}", format="markdown")


def test_json_may_say_a_text_where_runs_are_meant():
    source = '{"title": "T", "blocks": [{"kind": "paragraph", "runs": ["a", {"kind": "line-break"}, "b\\r\\nc"]}]}'
    assert load_article(source, format="json").blocks == (
        Paragraph(runs=(Text(text="a"), LineBreak(), Text(text="b\nc"))),
    )


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5000, "<!--" * 20_000, "<div>" + "<a " * 20_000, "<div>" + "<![" * 5000, "<b>" * 5000, "> " * 5000,
        "- " * 3000, "*a **b " * 3000, "::: poem\n" + "/" * 20_000 + "\n:::", "::: poem " + "a=" * 5000,
        "[^1]: " * 2000, "^[a" * 300 + "]" * 300, "![a" * 300 + "](x)" * 300, "[a" * 300 + "]{lang=en}" * 300,
        "|a" * 1000 + "\n" + "|-" * 1000, "`a" * 5000, "[a](" * 3000, "&" * 20_000,
    ],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_texts_made_to_break_parsers_come_to_an_end(body):
    outcome("---\ntitle: T\n---\n" + body, "markdown")
