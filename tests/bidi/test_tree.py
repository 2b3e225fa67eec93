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
from afgazad_pdf.bidi.words import always
from afgazad_pdf.text.kashida import KASHIDA

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


# ---------------------------------------------------------------- divided words


def never(pieces, language):
    return False


def whole(fragment: str, direction: str = "rtl", survives=never) -> str:
    """A line ordered for a font in which no divided word survives."""
    page = f'<html><body><p dir="{direction}">{fragment}</p></body></html>'
    return body(order_html(page, survives).html).partition(">")[2].removesuffix("</p>")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("این کت<b>اب ما</b> است", "این <b>کتاب ما</b> است", id="begins inside the word"),
        pytest.param("این <b>آن کت</b>اب است", "این <b>آن کتاب</b> است", id="ends inside the word"),
        pytest.param("مه<b>ند</b>س", "<b>مهندس</b>", id="inside"),
        pytest.param("مه<b>ن<i>د</i></b>س", "<b><i>مهندس</i></b>", id="deepest, though it holds least"),
        pytest.param(
            "یک <b>مه<i>ن</i>دس دو</b>", "یک <b><i>مهندس</i> دو</b>", id="deepest, inside one that holds more"
        ),
        pytest.param("<b>مهن</b><i>دس</i>", "<b>مهندس</b>", id="most letters"),
        pytest.param("<b>مهَ</b><i>ندس</i>", "<i>مهَندس</i>", id="most letters, marks not counted"),
        pytest.param("<b>مه</b><i>دس</i>", "<b>مهدس</b>", id="the first of equals"),
        pytest.param("<b>م</b>ه<b>ند</b>س", "<b>مهندس</b>", id="two of one kind"),
        pytest.param("<b>کتا</b>ب و سل<i>ام</i>", "<b>کتاب</b> و <i>سلام</i>", id="two words"),
        pytest.param("کت<b>اب سل</b>ام", "<b>کتاب سلام</b>", id="an element that divides two words"),
        pytest.param("کا<b>ر</b>", "<b>کار</b>", id="letters that do not join, but have other shapes"),
        pytest.param("کت<b>ا\u064eب</b>", "<b>کتا\u064eب</b>", id="a mark"),
        pytest.param("کت<b>\u064eاب</b>", "<b>کت\u064eاب</b>", id="a mark behind the border"),
        pytest.param("کتـ<b>ـاب</b>", "<b>کتــاب</b>", id="tatweel"),
        pytest.param("«کت<b>اب»</b>", "«<b>کتاب»</b>", id="quotation marks stay"),
        pytest.param("سلام<b>۱۲</b>", "سلام<b>۱۲</b>", id="digits are no letters"),
        pytest.param("کتاب<b>، خانه</b>", "کتاب<b>، خانه</b>", id="a border beside a word"),
        pytest.param("می\u200c<b>خواهد</b>", "می\u200c<b>خواهد</b>", id="before a half-space nothing joins"),
        pytest.param("می<b>\u200cخواهد</b>", "می<b>\u200cخواهد</b>", id="behind a half-space nothing joins"),
        pytest.param("کت<b>اب\u200cها</b>", "<b>کتاب\u200cها</b>", id="a word before a half-space"),
        pytest.param("می\u200cخو<b>اهد</b>", "می\u200c<b>خواهد</b>", id="a word behind a half-space"),
        pytest.param("of<b>fice</b> سلام", None, id="Latin letters"),
    ],
)
def test_the_border_moves_to_the_words_edge(source, expected):
    result = re.sub('<span data-bidi=""> </span>', " ", whole(source))

    assert result == (whole(source, survives=always) if expected is None else expected)


def test_where_shapes_survive_the_border_stays():
    assert whole("مح<b>مد</b>", survives=always) == "مح\u200d<b>\u200dمد</b>"


def test_every_piece_is_measured_together_in_the_language_of_the_text():
    asked = []
    page = '<html lang="fa"><body dir="rtl"><p>مه<b>ند</b>س</p><p lang="ps">ښا<i lang="de">ر</i> و</p><p><bdi lang="ur">کتا<b>ب</b></bdi></p>'
    order_html(page, lambda pieces, language: bool(asked.append((pieces, language))))

    assert asked == [(("مه", "ند", "س"), "fa"), (("ښا", "ر"), "ps"), (("کتا", "ب"), "ur")]


def test_texts_without_divided_words_are_not_measured():
    def fail(pieces, language):
        raise AssertionError(pieces)

    whole("یک <b>کتاب</b> و <i>دو</i> abc<b>def</b> <a href='#x'>۱۲</a> سلام، <b>(خوب)</b>", survives=fail)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('<a href="#x">کتا</a>ب', '<a href="#x">کتاب</a>', id="a link grows"),
        pytest.param('کتاب<a href="#x">ها و</a>', '<a href="#x">کتابها و</a>', id="a link begins inside"),
        pytest.param('<b><i>کتا</i></b><a href="#x">ب</a>', '<a href="#x">کتاب</a>', id="a link loses not all it has"),
        pytest.param(
            '<b><i>کتا</i></b><a href="#x">ب و</a>', '<b><i>کتاب</i></b><a href="#x"> و</a>', id="but some of it"
        ),
        pytest.param(
            '<a href="#x">کتا</a><a href="#y">بها</a>',
            '<a href="#x">کتا</a><a href="#y">بها</a>',
            id="two links in one word keep their letters",
        ),
        pytest.param(
            '<a href="#x">یک کتا</a><a href="#y">ب</a>',
            '<a href="#x">یک </a><a href="#y">کتاب</a>',
            id="two links meet in a word, one has more words",
        ),
        pytest.param('<b id="k">کت</b>اب', '<b id="k">کتاب</b>', id="the id of the one that takes it"),
        pytest.param(
            '<b id="k">ک</b><i id="l">تا</i>ب',
            '<b id="k"></b><i id="l">کتاب</i>',
            id="an emptied element stays for its id",
        ),
        pytest.param(
            '<b><u id="k"><s>ک</s></u></b><i><u><s>تا</s></u></i>ب',
            '<b><u id="k"></u></b><i><u><s>کتاب</s></u></i>',
            id="as far as the id",
        ),
        pytest.param("<b>ک</b><i>تا</i>ب", "<i>کتاب</i>", id="an emptied element without one goes"),
        pytest.param(
            '<b id="k"><u>ک</u></b><i><s>تاب</s></i> و',
            '<b id="k"></b><i><s>کتاب</s></i> و',
            id="inner elements of it go",
        ),
    ],
)
def test_links_and_ids_stay(source, expected):
    assert whole(source).replace("\u200d", "").replace('<span data-bidi=""> </span>', " ") == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('کتا<span data-flow="footnote" dir="rtl">یک</span>ب', id="a footnote call"),
        pytest.param('کتا<img src="a.png">ب', id="a picture"),
        pytest.param('کت<bdi dir="rtl">اب</bdi>', id="an isolate"),
        pytest.param('کت<span dir="rtl">اب</span>', id="a direction of its own"),
        pytest.param('کت<span dir="ltr">اب</span>', id="the other direction"),
        pytest.param('کت<b><bdo dir="rtl"></bdo></b>اب', id="an empty isolate"),
        pytest.param("کت<br><b>اب</b>", id="a line break"),
        pytest.param("کت<sup>اب</sup>", id="a superscript"),
        pytest.param("<b>کت<sub>اب</sub></b>", id="a subscript"),
    ],
)
def test_nothing_moves_across(source):
    assert whole(source) == whole(source, survives=always) == source
    assert order_html(f'<p dir="rtl">{source}</p>', never).findings == ()


def test_a_word_inside_an_isolate_or_a_superscript_stays_in_it():
    assert whole('یک <bdi dir="rtl">کت<b>اب</b></bdi>').endswith('<bdi dir="rtl"><b>کتاب</b></bdi>')
    assert whole("یک<sup>کت<b>اب</b></sup>") == "یک<sup><b>کتاب</b></sup>"


def test_words_move_in_text_of_the_other_direction():
    assert whole("see کت<b>اب ما</b> here", "ltr") == (
        'see<span data-bidi=""> </span><b><span dir="rtl" data-bidi="">کتاب ما</span></b> here'
    )


def test_each_divided_word_is_found_once():
    page = '<p dir="rtl">کت<b>اب</b> و کت<b>اب</b> و سل<i>ام</i></p><p dir="rtl">کت<b>اب</b></p>'
    found = order_html(page, never).findings

    assert [(finding.level, finding.code) for finding in found] == [("info", "border-moved")] * 2
    assert ["“کتاب”" in found[0].message, "“سلام”" in found[1].message] == [True, True]


def test_units_of_kashida_are_not_told():
    (found,) = order_html(f'<p dir="rtl">کت{KASHIDA}<b>اب</b></p>', never).findings

    assert "“کتاب”" in found.message


def test_a_word_that_two_links_divide_is_a_warning():
    found = order_html('<p dir="rtl"><a href="#x">سل</a><a href="#y">ام</a></p>').findings

    assert [(finding.level, finding.code) for finding in found] == [("warning", "link-divides-word")]


def test_lam_and_alef_become_one_letter_again():
    article = ap.Article(
        title="T",
        lang="fa",
        blocks=[{"kind": "paragraph", "runs": ["سل", {"kind": "span", "role": "strong", "runs": "ام"}, " به همه"]}],
    )

    assert whole("سل<b>ام</b> به همه", survives=always) == "<b>سلام</b> به همه"
    assert [finding.code for finding in ap.render_article(article).findings] == ["border-moved"]


def test_the_line_of_a_divided_word_is_told(tmp_path):
    file = tmp_path / "article.md"
    file.write_text(
        "---\ntitle: T\nlang: fa\n---\n\nیک دو.\n\nسه چهار\nس**لا**م و سل**ام** به همه.\n", encoding="utf-8"
    )
    (found,) = ap.render_article(ap.load_article(file)).findings

    assert (found.code, found.line) == ("border-moved", 8)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(INLINE, min_size=1, max_size=6).map("".join), st.sampled_from(["ltr", "rtl"]))
def test_no_letter_is_lost_or_moved_where_borders_move(inline, direction):
    source = f'<p dir="{direction}">{inline}</p>'
    result = body(order_html(f"<html><body>{source}</body></html>", never).html)

    assert letters(result) == letters(source)


def test_a_page_of_any_size_and_depth_is_ordered():
    deep = "<div>" * 200 + "<b>یک</b> abc <i>2</i>" + "</div>" * 200
    assert "data-bidi" in ordered(deep)
    assert len(ordered("<p dir='rtl'>" + "سلام abc <b>5</b> " * 5000 + "</p>")) > 100_000


def test_a_line_break_opportunity_is_no_container():
    assert (
        ordered('<p dir="ltr">abc<wbr>def <i>ghi</i></p>')
        == '<p dir="ltr">abc\u200bdef<span data-bidi=""> </span><i>ghi</i></p>'
    )
