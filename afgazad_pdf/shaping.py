"""Widths of shaped text, measured with HarfBuzz in the same font files that the page is set in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import uharfbuzz

from .languages import Direction

BALANCE_STEP = 0.02
"""How exactly a balanced width is looked for, in em."""

BALANCE_SLACK = 0.15
"""Room left for kerning between words, in em, so that the engine breaks where we counted."""


def text_width(text: str, font_file: Path, *, lang: str, direction: Direction) -> float:
    """Return the advance width of a text set on one line, in em of the font."""
    if not text:
        return 0.0
    font = _font(font_file)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = direction
    buffer.guess_segment_properties()
    buffer.language = lang
    uharfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem)


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


@lru_cache(maxsize=32)
def _font(file: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))
