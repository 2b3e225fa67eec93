"""Lines as the engine laid them out, held against the glyphs of the finished PDF."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from types import SimpleNamespace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from afgazad_pdf.boxes import LaidLine, lines_of
from afgazad_pdf.fonts import load_faces
from afgazad_pdf.pdf import Printed, Renderer
from afgazad_pdf.shaping import text_width

EXACT = 0.05
"""In pt."""

ROUNDED = 0.012
"""In pt for a word: the engine writes widths to whole thousandths of the size, cut off, here of 12 pt."""

FONT = {"rtl": load_faces()[0].family, "ltr": "Noto Serif"}
WORDS = {
    "rtl": "برف کوه در بهار گرم می‌شود و به دریا می‌ریزد و دهقانان نان را در کوچه‌ها می‌برند تا گندم سبز شود. ",
    "ltr": "Snow melts on the mountains in spring and runs to the river, and farmers lead it to their fields. ",
}


@cache
def engine() -> Renderer:
    return Renderer(load_faces())


def printed(body: str, direction: str = "rtl", css: str = "") -> Printed:
    html = f'<html dir="{direction}"><body>{body}</body></html>'
    base = (
        f"@page {{ size: 300pt 400pt; margin: 40pt }} body {{ margin: 0; direction: {direction}; "
        f"font: 12pt '{FONT[direction]}' }} p {{ margin: 0 0 6pt; text-align: justify; orphans: 1; widows: 1 }}"
    )
    return engine().print(html, base + css, {}, read_lines=True)


def glyph_edges(pdf: bytes) -> dict[tuple[int, float], list[tuple[float, float]]]:
    """Origins of all visible glyphs, and where their advances end, by page and baseline, from left to right."""
    found = defaultdict(list)
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            height, textpage = page.get_height(), page.get_textpage()
            for index in range(pdfium.FPDFText_CountChars(textpage)):
                letter = chr(pdfium.FPDFText_GetUnicode(textpage, index))
                if letter.isspace() or not pdfium.FPDFText_GetTextObject(textpage, index):
                    continue
                x, y, box = pdfium.c_double(), pdfium.c_double(), pdfium.FS_RECTF()
                pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
                pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
                found[number, round(height - y.value, 1)].append((x.value, box.right))
    return {place: sorted(edges) for place, edges in found.items()}


def assert_edges_are_those_of_the_glyphs(result: Printed) -> None:
    glyphs = glyph_edges(result.pdf)
    for line in result.lines:
        places = [key for key in glyphs if key[0] == line.page and abs(key[1] - line.baseline) < 0.2]
        inside = [
            (left, right)
            for place in places
            for left, right in glyphs[place]
            if min(line.start, line.end) - 8 < left and right < max(line.start, line.end) + 8
        ]
        assert line.left == pytest.approx(min(left for left, _ in inside), abs=EXACT), line
        rounded = EXACT + ROUNDED * line.spaces
        assert line.right == pytest.approx(max(right for _, right in inside), abs=rounded), line


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
@pytest.mark.parametrize("align", ["justify", "start", "end", "center"])
def test_edges_are_those_of_the_glyphs(direction, align):
    result = printed(f"<p>{WORDS[direction] * 3}</p>" * 2, direction, f"p {{ text-align: {align} }}")

    assert len(result.lines) > 8
    assert_edges_are_those_of_the_glyphs(result)


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_edges_hold_in_columns_and_over_pages(direction):
    columns = "main { columns: 2; column-gap: 20pt; column-fill: auto }"
    result = printed(f"<main><p>{WORDS[direction] * 9}</p></main>", direction, columns)

    assert {line.page for line in result.lines} == {1, 2}
    assert len({line.start for line in result.lines}) == 2
    assert {line.block for line in result.lines} == {0}
    assert [line.last for line in result.lines].count(True) == 1
    assert result.lines[-1].last
    assert_edges_are_those_of_the_glyphs(result)


def test_mixed_lines_and_elements():
    other = '<span dir="ltr" style="direction: ltr">gold and silver</span>'
    text = f"برف <b>کوه در بهار </b><i>آب می‌شود</i> و {other} به دریا <a href='https://x.y'>می‌ریزد</a> و گندم سبز شود. "
    result = printed(f"<p>{text * 3}</p>")

    assert_edges_are_those_of_the_glyphs(result)
    assert (
        " ".join(line.text for line in result.lines)
        == ("برف کوه در بهار آب می‌شود و gold and silver به دریا می‌ریزد و گندم سبز شود. " * 3).strip()
    )


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_spaces_are_as_wide_as_said(direction):
    lang = {"rtl": "fa", "ltr": "en"}[direction]
    face = next(face.file for face in load_faces() if (face.family, face.weight) == (FONT[direction], 400))
    result = printed(f"<p lang={lang}>{WORDS[direction] * 2}</p>", direction)

    def width(text: str) -> float:
        return 12 * text_width(text, face, lang=lang, direction=direction)

    for line in result.lines:
        widened = line.spaces * (line.space_ratio - 1) * width(" ")
        assert line.width == pytest.approx(width(line.text) + widened, abs=EXACT)
        assert line.spaces == line.text.count(" ")
        assert line.space_width == pytest.approx(line.space_ratio * width(" "), abs=0.01)
        assert (line.families, line.weight) == ((FONT[direction],), 400)
        assert line.justified == (not line.last)
    assert result.lines[-1].space_ratio == 1
    assert max(line.space_ratio for line in result.lines) > 1.1


def test_word_spacing_of_a_style_counts_in_the_ratio():
    (line,) = printed("<p style='word-spacing: 0.2685546875em'>برف کوه در بهار</p>").lines

    assert (line.spaces, line.justified) == (3, False)
    assert line.space_ratio == pytest.approx(2, abs=0.01)


def test_the_nearest_element_names_its_lines():
    table = (
        '<table data-line="t"><tr><td data-line="t1">برف کوه</td><td>آب دریا</td></tr></table>'
        '<p>گندم</p><p data-line="p"><span data-line="no">سبز</span></p>'
    )

    assert [(line.name, line.text) for line in printed(table).lines] == [
        ("t1", "برف کوه"),
        ("t", "آب دریا"),
        (None, "گندم"),
        ("p", "سبز"),
    ]


def test_a_line_stretched_between_its_edges():
    css = "td { width: 150pt; padding: 0; text-align: justify; text-align-last: justify }"
    (line,) = printed('<table data-line="1"><tr><td>برف کوه در بهار</td></tr></table>', css=css).lines

    assert (line.start, line.end) == (line.right, line.left)
    assert line.width == pytest.approx(150, abs=EXACT)
    assert (line.justified, line.last, line.spaces) == (True, True, 3)
    assert line.space_ratio > 5


def test_spaces_at_the_end_do_not_count():
    body = "<p style='text-align: start'>برف کوه<span> </span></p><p style='text-align: start'>برف کوه </p>"
    first, second = printed(body).lines

    assert (first.left, first.right, first.spaces, first.text) == (second.left, second.right, 1, "برف کوه")
    assert_edges_are_those_of_the_glyphs(printed(body))


def test_a_note_has_lines_of_its_own():
    result = printed("<p data-line='p'>برف کوه<span class=f>پانویس</span> در بهار</p>", css=".f { float: footnote }")

    assert [(line.name, line.text) for line in result.lines] == [("p", "برف کوه1 در بهار"), (None, "1. پانویس")]


def test_a_broken_line_ends_no_block():
    lines = printed("<p>برف کوه<br>در بهار</p><p>گندم</p>").lines

    assert [(line.block, line.last, line.justified) for line in lines] == [
        (0, False, False),
        (0, True, False),
        (1, True, False),
    ]


def test_nothing_gives_no_lines():
    assert lines_of([]) == ()
    assert printed("<p></p><p> </p>").lines == ()


def test_lines_are_read_only_when_asked_for():
    page = "<html><body><p>x</p></body></html>"

    assert engine().print(page, "", {}).lines == ()
    assert engine().lines(page, "", {}) == engine().print(page, "", {}, read_lines=True).lines


def test_reading_needs_nothing_but_attributes():
    """A page of stand-ins: what is not asked for need not exist."""
    page = SimpleNamespace(children=(), element=None)

    assert lines_of([page]) == ()


def test_width_is_what_lies_between_the_edges():
    line = LaidLine(
        page=1, name=None, block=0, direction="rtl", size=12, left=10, right=30.5, start=40, end=0, baseline=20,
        families=("Noto Serif",), weight=400, spaces=0, space_ratio=1, space_width=0, justified=False, last=True, text="x",
    )  # fmt: skip

    assert line.width == 20.5
