"""Widths of shaped text, measured with HarfBuzz in the same font files that the page is set in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import uharfbuzz

from .languages import Direction
from .text.kashida import KASHIDA

BALANCE_STEP = 0.02
"""How exactly a balanced width is looked for, in em."""

BALANCE_SLACK = 0.15
"""Room left for kerning between words, in em, so that the engine breaks where we counted."""


TOOTH = "\N{ARABIC LETTER BEH}"
"""The letter between two of which a unit of kashida is measured."""

STEPS = 8
"""How many units are measured together, as fonts round them to units of their own."""

LEAST_STEP = 0.005
"""Units narrower than this add no width that counts, in em."""


SPACES = " \N{NO-BREAK SPACE}"
"""The characters that CSS `word-spacing` makes wider (CSS Text 3, 8.1), of those that occur in our languages."""

_SPACE = re.compile(f"([{SPACES}])")


@dataclass(frozen=True, slots=True)
class ShapedWord:
    """The widths of a word, as the font's own tables and no others make them."""

    width: float
    """The advance width of the whole, in em."""
    ends: tuple[float, ...]
    """For each character, the width of the word up to and with it, in logical order, in em."""
    starts: frozenset[int]
    """The characters at which a cluster of glyphs begins; a letter at which none does shares a glyph."""


def text_width(text: str, font_file: Path, *, lang: str, direction: Direction) -> float:
    """Return the advance width of a text set on one line, in em of the font."""
    return _advance(text, font_file, lang, direction)


def spaced_width(text: str, font_file: Path, *, lang: str, direction: Direction) -> float:
    """Return the width of a text of which each space has `word-spacing`, without that spacing, in em of the font.

    Pango makes an item of each such space and shapes the words between them one by one. In most faces this is as
    wide as the whole; Amiri chooses some letters by what stands on the other side of a space, and then is not.
    """
    return sum(shape.width for _, shape in shaped_words(text, font_file, lang=lang, direction=direction))


def shaped_words(text: str, font_file: Path, *, lang: str, direction: Direction) -> tuple[tuple[str, ShapedWord], ...]:
    """Return the words and the spaces of a text, each shaped by itself: see `spaced_width`."""
    return tuple((piece, _shaped_word(piece, font_file, lang, direction)) for piece in _SPACE.split(text) if piece)


@cache
def kashida_step(font_file: Path) -> float:
    """Return by how much each unit of kashida makes a word wider, in em; 0 in a font where a tatweel adds no width.

    The first unit of a place may add more than this: where it parts two letters of which a font
    makes one form, as Amiri does of lam and meem, the letters take their usual and wider forms.
    """
    words = (TOOTH + KASHIDA * units + TOOTH for units in (1, 1 + STEPS))
    short, long = (_advance(word, font_file, "fa", "rtl") for word in words)
    step = (long - short) / STEPS
    return step if step > LEAST_STEP else 0.0


@lru_cache(maxsize=4096)
def ligated(text: str, font_file: Path, lang: str) -> frozenset[int]:
    """Return the offsets before which no kashida may go, as the letters on both sides share a glyph.

    An offset stands between a letter and the next; marks in between change nothing.
    """
    starts = _shaped_word(text, font_file, lang, "rtl").starts if text else frozenset[int]()
    found: set[int] = set()
    letters = [index for index, character in enumerate(text) if unicodedata.category(character) not in ("Mn", "Me")]
    for before, after in pairwise(letters):
        if not any(index in starts for index in range(before + 1, after + 1)):
            found.update(range(before + 1, after + 1))
    return frozenset(found)


def balanced_width(text: str, measure: float, font_file: Path, *, lang: str, direction: Direction) -> float | None:
    """Return the narrowest width that needs no more lines than the measure does, in em.

    Lines of a headline then come out about equally long (CSS Text 4, `text-wrap: balance`). None
    where there is nothing to balance: one line, or a word wider than the measure.
    """
    words = [text_width(word, font_file, lang=lang, direction=direction) for word in text.split()]
    space = text_width(" ", font_file, lang=lang, direction=direction)
    if max(words) > measure or (lines := _line_count(words, space, measure)) == 1:
        return None
    narrow, wide = max(words), measure
    while wide - narrow > BALANCE_STEP:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if _line_count(words, space, middle) == lines else (middle, wide)
    return min(measure, wide + BALANCE_SLACK)


def _line_count(words: list[float], space: float, width: float) -> int:
    """Count the lines of greedy breaking, as the layout engine breaks them."""
    lines, used = 1, -space
    for word in words:
        if used + space + word > width and used > 0:
            lines, used = lines + 1, -space
        used += space + word
    return lines


@lru_cache(maxsize=8192)
def _shaped_word(word: str, font_file: Path, lang: str, direction: Direction) -> ShapedWord:
    if direction == "rtl" and word not in SPACES and not _has_right_to_left(word):
        direction = "ltr"  # Latin letters and numbers
    buffer, upem = _shaped(word, font_file, lang, direction)
    advances = [0.0] * len(word)
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advances[glyph.cluster] += abs(position.x_advance) / upem
    ends = tuple(accumulate(advances))
    return ShapedWord(ends[-1], ends, frozenset(glyph.cluster for glyph in buffer.glyph_infos))


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


@lru_cache(maxsize=8192)
def _advance(text: str, font_file: Path, lang: str, direction: Direction) -> float:
    """Return the width of a text, in em."""
    if not text:
        return 0.0
    buffer, upem = _shaped(text, font_file, lang, direction)
    return float(sum(abs(position.x_advance) for position in buffer.glyph_positions) / upem)


def _shaped(text: str, font_file: Path, lang: str, direction: Direction) -> tuple[uharfbuzz.Buffer, int]:
    """Return a text as glyphs, and the font's units per em.

    Add up the advances without their signs: Pango turns negative ones round, which Nastaliq faces have.
    """
    font = _font(font_file)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.direction = direction
    buffer.guess_segment_properties()
    buffer.language = lang
    uharfbuzz.shape(font, buffer)
    return buffer, font.face.upem


@lru_cache(maxsize=32)
def _font(file: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))
