"""The text of a PDF as a list of runs with their places: a page that can be reviewed as text.

A dump shows in a diff what a picture hides: a line that broke elsewhere, a font that fell back,
a word that changed its side.

The letters come from the PDF's ToUnicode tables. PDFium gives them in the order that it guesses
for a whole line, which turns web addresses and ligatures round; so they are taken by their places
instead, and brought into logical order run by run. Brackets in mixed text may be turned: one glyph
serves as the opening one of one direction and the closing one of the other.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ..bidi.visual import reordered
from ..languages import first_strong_direction
from .pages import opened

RAISED = 0.6
"""Of the size: how far a mark is set higher or lower than its run; the next line is farther away."""

DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
"""LRM, RLM and ALM: they stand in the page for readers that guess directions, and nobody sees them."""

_SUBSET_PREFIX = re.compile("[A-Z]{6}\\+")
"""What marks a subset font (ISO 32000-2, 9.9.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Letters of one font and size that stand in one go on a line: a text object, its marks included."""

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


class _Piece(NamedTuple):
    """One text object, with its characters from left to right."""

    x: float
    y: float
    font: str
    size: float
    glyphs: str


def dump(pdf: bytes | Path) -> str:
    """Return one line a run: ``page x y font size text``, in the order of the content.

    Fields stand one space apart. Lengths are in pt, rounded to 0.1, so that a hair's breadth does
    not change the dump; a space in a font's name is written ``_``; the text is the rest of the
    line, its white space collapsed and its ends trimmed. Runs without a visible letter are left
    out. Raises RenderError where the PDF cannot be read.
    """
    return "".join(f"{_line(run)}\n" for run in text_runs(pdf) if run.text.strip())


def text_runs(pdf: bytes | Path) -> tuple[TextRun, ...]:
    """Return the text of every page, that in form XObjects too, in the order of the content.

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
        return list(
            _joined(index + 1, (_piece(item, matrix, letters.get(_address(item), [])) for item, matrix in objects))
        )
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


def _piece(item: Any, matrix: _Matrix, letters: list[_Letter]) -> _Piece:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    return _Piece(
        x=matrix.e,
        y=matrix.f,
        font=_font_name(item),
        size=size.value * math.hypot(matrix.c, matrix.d),
        glyphs="".join(letter.character for letter in _from_left(letters) if letter.character not in DIRECTION_MARKS),
    )


def _from_left(letters: list[_Letter]) -> list[_Letter]:
    """Sort by place. PDFium has letters in the order of reading: one without a width stands behind its neighbour."""
    placed: list[_Letter] = []
    for _, together in groupby(sorted(letters, key=lambda letter: letter.x), key=lambda letter: letter.x):
        group = list(together)
        backwards = any(first_strong_direction(letter.character) == "rtl" for letter in group)
        placed += reversed(group) if backwards else group
    return placed


def _joined(page: int, pieces: Iterable[_Piece]) -> Iterator[TextRun]:
    """Join pieces that one run was broken into: a raised or lowered mark begins an object of its own.

    Such a piece has the font and size of the one before and stands a little higher or lower.
    """
    run: list[_Piece] = []
    for piece in pieces:
        if run and not _continues(run[-1], piece):
            yield _run(page, run)
            run = []
        run.append(piece)
    if run:
        yield _run(page, run)


def _continues(before: _Piece, piece: _Piece) -> bool:
    raised = abs(piece.y - before.y)
    return (piece.font, piece.size) == (before.font, before.size) and 0 < raised < RAISED * piece.size


def _run(page: int, pieces: list[_Piece]) -> TextRun:
    """Make one run; its place is that of the first piece with a letter, as marks are shifted."""
    first = next((piece for piece in pieces if not _marks_only(piece.glyphs)), pieces[0])
    glyphs = "".join(piece.glyphs for piece in pieces)
    return TextRun(page=page, x=first.x, y=first.y, font=first.font, size=first.size, text=_logical(glyphs))


def _marks_only(glyphs: str) -> bool:
    return all(unicodedata.bidirectional(character) == "NSM" for character in glyphs)


def _logical(glyphs: str) -> str:
    """Return glyphs, given from left to right, in logical order; the direction of most words decides."""
    # PDFium gives letters outside the basic plane as two halves.
    text = glyphs.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    directions = [first_strong_direction(word) for word in text.split()]
    if "rtl" not in directions:
        return text
    return reordered(text, base="rtl" if directions.count("rtl") >= directions.count("ltr") else "ltr")


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
            letters.setdefault(_address(item), []).append(_Letter(character, x.value))
    return letters


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents)
