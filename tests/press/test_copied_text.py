"""Text copied out of the PDF is the text that was printed, in two readers and two faces; the page looks as before."""

from __future__ import annotations

import io

import pikepdf
import pytest

from afgazad_pdf.bidi.runs import MARK, MARK_WITHIN
from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.fonts import load_faces
from afgazad_pdf.pdf import Renderer
from afgazad_pdf.press import mended_text, tag_pages

from .copying import READERS, Paragraph, Score, corpus, documents, folded, page_html, score, stylesheet

FAMILIES = ("Afgazad Sans", "Afgazad Naskh")


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(load_faces(), mend_text=mended_text, tagger=tag_pages)  # as for screens


def printed(renderer: Renderer, paragraphs: tuple[Paragraph, ...], family: str, **layout) -> bytes:
    page = order_html(page_html(paragraphs), run_ends=True).html
    result = renderer.print(
        page, STYLESHEET + stylesheet(family, raised=True, **layout), {}, direction=paragraphs[0].direction
    )
    assert result.findings == ()
    return result.pdf


@pytest.fixture(scope="module", params=FAMILIES)
def family(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def pdfs(renderer, family):
    """Every document of the corpus, justified and in two columns."""
    return [(document, printed(renderer, document, family)) for document in documents()]


def test_the_corpus_is_large_enough():
    assert len(corpus()) >= 60
    assert {paragraph.lang for paragraph in corpus()} == {"fa-AF", "ps", "en", "de"}


@pytest.mark.parametrize("reader", READERS)
def test_paragraphs_of_one_direction_are_exact_and_words_of_mixed_ones_whole(pdfs, family, reader):
    total = sum((score(READERS[reader](pdf), document) for document, pdf in pdfs), Score())

    assert total.paragraphs == 53
    assert total.lost == ()
    assert total.whole >= 0.99, total.broken


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("reader", READERS)
def test_ragged_lines_and_lines_of_one_column_are_exact_too(renderer, family, reader, columns):
    pdfs = [(document, printed(renderer, document, family, columns=columns, align="start")) for document in documents()]
    total = sum((score(READERS[reader](pdf), document) for document, pdf in pdfs), Score())

    assert total.lost == ()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهد خانه‌های بی‌آنکه",
        "همهٔ خانۀ شبکهٔ",
        "سلام لا بلا الأول الله",
        "لطفاً، حتماً مثلاً",
        "مَن گُل عِشق سُخَن",
        "مُحَمَّد مُعَلِّم حَقّ",
        "رحمٰن هٰذا لٰکن",
        "لُا بِلَا",
        "مسئله مسؤول رئیس تأمل آن",
        "سال ۱۳۹۵ خورشیدی، ۲۳ نفر",
        "یا ۳۵٪ از همه",
        "(سال ۱۴۰۲) و [پیوست] و {نسخه} و «پیام «کوتاه» او»",
        "گفت: «نه!»؛ (و ‹شاید› آری) رفت",
        "نخست (الف)(ب)[ج] سپس",
        "آلام و مآل و لآلی، مُدَرِّس مُؤَدَّب",
        "سلامٌ سهواً دارالآخر",
    ],
)
def test_a_line_is_exact(renderer, family, reader, text):
    pdf = printed(renderer, (Paragraph("fa-AF", False, text),), family, columns=1, align="start")

    assert folded(READERS[reader](pdf)) == folded(text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("digit", ["1", "۴", "٤"])
def test_a_raised_call_stays_in_its_place(renderer, family, reader, digit):
    paragraph = Paragraph("fa-AF", False, f"این سند دارد^{{{digit}}} و سومی^{{{digit}}}؛ اما")

    assert folded(READERS[reader](printed(renderer, (paragraph,), family, columns=1))) == folded(paragraph.text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("width", [170, 180, 190])
def test_words_far_apart_are_one_line(renderer, family, reader, width):
    """The long word goes to the second line and leaves gaps of nearly 2 em in the first; the number has marks drawn."""
    text = "علاقه‌مندان به‌خوبی می‌دانند که پیش‌بینی‌های هواشناسان همیشه ۱۲ بار درست نیست"
    page = order_html(page_html((Paragraph("fa-AF", False, text),)), run_ends=True).html
    style = stylesheet(family, columns=1) + f"p {{ width: {width}pt }}"
    pdf = renderer.print(page, STYLESHEET + style, {}, direction="rtl").pdf

    assert folded(READERS[reader](pdf)) == folded(text)


def test_letters_from_left_to_right_get_no_mark_in_a_wide_gap(renderer):
    page = order_html('<p lang="fa-AF" dir="rtl">سال ۱۳۹۵، ۲۳ نفر</p><p dir="ltr">one two ten</p>', run_ends=True).html
    style = 'body { font: 12pt "Afgazad Sans" } p { width: 140pt; text-align-last: justify }'
    copied = READERS["PDFium"](renderer.print(page, STYLESHEET + style, {}, direction="rtl").pdf)

    assert sorted(copied.splitlines()[-1].split()) == ["one", "ten", "two"]


@pytest.mark.parametrize("align", ["start", "justify"])
def test_the_marks_of_the_pass_move_nothing(renderer, family, align):
    """Every line begins and ends where it does without them, with the same glyphs in between."""
    for document in documents():
        with_marks, without = (
            renderer.print(
                order_html(page_html(document), run_ends=run_ends).html,
                STYLESHEET + stylesheet(family, align=align),
                {},
                direction=document[0].direction,
                read_lines=True,
            ).lines
            for run_ends in (True, False)
        )

        assert [seen(line) for line in with_marks] == [seen(line) for line in without]


def seen(line) -> tuple[object, ...]:
    letters = sorted(line.text.translate(dict.fromkeys(map(ord, MARK + MARK_WITHIN))))
    return line.page, round(line.left, 2), round(line.right, 2), letters


def test_marks_of_the_pass_are_no_part_of_the_structure(family):
    renderer = Renderer(load_faces(), mend_text=mended_text, tagger=tag_pages)
    pdf = printed(renderer, tuple(item for item in corpus() if item.mixed), family)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        texts = [
            str(item[key])
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary)
            for key in ("/ActualText", "/Alt", "/Contents", "/Title")
            if isinstance(item.get(key), pikepdf.String)
        ]

    assert not any(mark in text for text in texts for mark in (MARK, MARK_WITHIN))
