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

LOST = {
    ("PDFium", "Afgazad Sans"): 8,
    ("PDFium", "Afgazad Naskh"): 8,
    ("poppler", "Afgazad Sans"): 1,
    ("poppler", "Afgazad Naskh"): 3,
}
"""How many paragraphs of one direction are not exact: docs/accessibility.md tells which and why."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(load_faces(), mend_text=mended_text)


def printed(renderer: Renderer, paragraphs: tuple[Paragraph, ...], family: str, **layout) -> bytes:
    page = order_html(page_html(paragraphs), run_ends=True).html
    result = renderer.print(page, STYLESHEET + stylesheet(family, **layout), {}, direction=paragraphs[0].direction)
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

    assert len(total.lost) <= LOST[reader, family], total.lost
    assert total.whole >= 0.99, total.broken


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
    ],
)
def test_a_line_is_exact(renderer, family, reader, text):
    pdf = printed(renderer, (Paragraph("fa-AF", False, text),), family, columns=1, align="start")

    assert folded(READERS[reader](pdf)) == folded(text)


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
