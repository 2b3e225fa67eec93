"""The direction pass as a rewriting of HTML; that the result is drawn right is shown in test_mixed_*."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import afgazad_pdf as ap
from afgazad_pdf.bidi.tree import order_html

FILE = Path(__file__).resolve().parent.parent / "cases" / "direction.txt"


def cases():
    lines = FILE.read_text(encoding="utf-8").split("\n")
    index = 0
    while index < len(lines):
        if not lines[index].strip():
            index += 1
            continue
        title, first = lines[index], index + 1
        dots = [number for number in range(first, len(lines)) if lines[number] == "."][:3]
        source, expected = ("\n".join(lines[one + 1 : other]) for one, other in itertools.pairwise(dots))
        yield pytest.param(source, expected, id=f"{FILE.name}:{index + 1}:{title}")
        index = dots[2] + 1


def body(page: str) -> str:
    return page.partition("<body>")[2].rpartition("</body>")[0]


def ordered(fragment: str) -> str:
    return body(order_html(f"<!DOCTYPE html><html><head></head><body>{fragment}</body></html>").html)


@pytest.mark.parametrize(("source", "expected"), list(cases()))
def test_case(source, expected):
    assert ordered(source) == expected


INLINE = st.recursive(
    st.text(st.sampled_from("abc 12 سلام پژوهش ۱۲ ()[]«»%$/-،.!‌َ\u202e\u2067\u2069\u202c"), min_size=1, max_size=12),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(["b", "i", "a href='#x'", "span dir='ltr'", "bdi", "bdo dir='rtl'", "sup"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def letters(fragment: str) -> str:
    text = lxml_html.fromstring(f"<div>{fragment}</div>").text_content()
    return re.sub("[\u200d\u202a-\u202e\u2063\u2066-\u2069]", "", text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(INLINE, min_size=1, max_size=6).map("".join), st.sampled_from(["ltr", "rtl"]))
def test_no_letter_is_lost_or_moved(inline, direction):
    """In logical order every letter stays where it was; a second pass finds nothing more to order."""
    source = f'<p dir="{direction}">{inline}</p>'
    result = ordered(source)

    assert letters(result) == letters(source)
    assert letters(ordered(result)) == letters(source)


def test_ids_stand_once():
    result = ordered('<p dir="rtl"><i id="k">یک abc</i> def <i id="l">ghi دو</i></p>')

    assert result.count('id="k"') == result.count('id="l"') == 1


def test_lam_and_alef_in_two_elements_are_a_finding():
    article = ap.Article(
        title="T",
        lang="fa",
        blocks=[{"kind": "paragraph", "runs": ["سل", {"kind": "span", "role": "strong", "runs": "ام"}, " به همه"]}],
    )

    assert [(finding.level, finding.code) for finding in ap.render_article(article).findings] == [
        ("warning", "lam-alef-split")
    ]


def test_a_page_of_any_size_and_depth_is_ordered():
    deep = "<div>" * 200 + "<b>یک</b> abc <i>2</i>" + "</div>" * 200
    assert "data-bidi" in ordered(deep)
    assert len(ordered("<p dir='rtl'>" + "سلام abc <b>5</b> " * 5000 + "</p>")) > 100_000


def test_a_line_break_opportunity_is_no_container():
    assert (
        ordered('<p dir="ltr">abc<wbr>def <i>ghi</i></p>')
        == '<p dir="ltr">abc\u200bdef<span data-bidi=""> </span><i>ghi</i></p>'
    )
