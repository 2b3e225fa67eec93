"""The text of a PDF as a list of runs with their places: a page that can be reviewed as text.

A dump shows in a diff what a picture hides: a line that broke elsewhere, a font that fell back,
a word that changed its side. The text is what a reader copies (the PDF's ToUnicode tables), with
one mending: PDFium turns the letters of a ligature round in right-to-left text, and they are
turned back.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from .pages import opened

_SUBSET_PREFIX = re.compile("[A-Z]{6}\\+")
"""What marks a subset font (ISO 32000-2, 9.9.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """One text object of a page: letters of one font, set in one go."""

    page: int
    """Counted from 1."""
    x: float
    """Of the first glyph's origin, in pt from the page's left edge."""
    y: float
    """Of the baseline, in pt from the page's top edge."""
    font: str
    """PostScript name, without the six letters that mark a subset."""
    size: float
    """In pt as printed, all scaling included."""
    text: str
    """In logical order, spaces as set."""


class _Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-2, 8.3.3)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def within(self, outer: _Matrix) -> _Matrix:
        """Return this matrix, then the outer one."""
        return _Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )


class _Letter(NamedTuple):
    character: str
    x: float
    y: float


def dump(pdf: bytes | Path) -> str:
    """Return one line a run: ``page x y font size text``, in the order of the content.

    Fields stand one space apart. Lengths are in pt, rounded to 0.1, so that a hair's breadth does
    not change the dump; a space in a font's name is written ``_``; the text is the rest of the
    line, its white space collapsed and its ends trimmed. Runs without a visible letter are left
    out. Raises RenderError where the PDF cannot be read.
    """
    return "".join(f"{_line(run)}\n" for run in text_runs(pdf) if run.text.strip())


def text_runs(pdf: bytes | Path) -> tuple[TextRun, ...]:
    """Return every text object of every page, those in form XObjects too, in content order.

    Raises RenderError where the PDF cannot be read.
    """
    with opened(pdf) as document:
        return tuple(run for index in range(len(document)) for run in _page_runs(document, index))


def _line(run: TextRun) -> str:
    x, y, size = (f"{value + 0.0:.1f}".replace("-0.0", "0.0") for value in (run.x, run.y, run.size))
    return f"{run.page} {x} {y} {run.font.replace(' ', '_')} {size} {' '.join(run.text.split())}"


def _page_runs(document: pypdfium2.PdfDocument, index: int) -> list[TextRun]:
    page = document[index]
    left, _bottom, _right, top = page.get_cropbox()
    textpage = page.get_textpage()
    try:
        letters = _letters(textpage.raw)
        objects = _text_objects(
            lambda number: pdfium.FPDFPage_GetObject(page.raw, number),
            pdfium.FPDFPage_CountObjects(page.raw),
            _Matrix(1, 0, 0, -1, -left, top),
        )
        return [_run(index + 1, text, matrix, letters.get(_address(text), [])) for text, matrix in objects]
    finally:
        textpage.close()
        page.close()


def _text_objects(get: Callable[[int], Any], count: int, outer: _Matrix) -> Iterator[tuple[Any, _Matrix]]:
    """Yield the text objects of a page or form, each with its matrix from text to page."""
    for number in range(count):
        item = get(number)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item, _matrix(item).within(outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _form_objects(item, _matrix(item).within(outer))


def _form_objects(form: Any, outer: _Matrix) -> Iterator[tuple[Any, _Matrix]]:
    count = pdfium.FPDFFormObj_CountObjects(form)
    return _text_objects(lambda number: pdfium.FPDFFormObj_GetObject(form, number), count, outer)


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _run(page: int, item: Any, matrix: _Matrix, letters: list[_Letter]) -> TextRun:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    return TextRun(
        page=page,
        x=matrix.e,
        y=matrix.f,
        font=_font_name(item),
        size=size.value * math.hypot(matrix.c, matrix.d),
        text=_text(letters),
    )


def _font_name(item: Any) -> str:
    font = pdfium.FPDFTextObj_GetFont(item)
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, name, length)
    return _SUBSET_PREFIX.sub("", name.value.decode("utf-8", "replace"), count=1)


def _letters(textpage: Any) -> dict[int, list[_Letter]]:
    """Return the page's characters by the address of the text object that they stand in.

    Not FPDFTextObj_GetText: it adds spaces and line ends that PDFium guesses between objects.
    """
    letters: dict[int, list[_Letter]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        item = pdfium.FPDFText_GetTextObject(textpage, index)
        if item:
            pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
            character = chr(pdfium.FPDFText_GetUnicode(textpage, index))
            letters.setdefault(_address(item), []).append(_Letter(character, x.value, y.value))
    return letters


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents)


def _text(letters: list[_Letter]) -> str:
    """Join letters; those of one right-to-left glyph have one origin and come turned round."""
    parts = []
    for _origin, group in groupby(letters, key=lambda letter: (letter.x, letter.y)):
        glyph = "".join(letter.character for letter in group)
        parts.append(glyph[::-1] if _is_right_to_left(glyph) else glyph)
    # PDFium gives letters outside the basic plane as two halves.
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_right_to_left(glyph: str) -> bool:
    return all(unicodedata.bidirectional(character) in ("R", "AL") for character in glyph)
