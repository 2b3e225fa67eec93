"""Lines of text drawn from the glyphs that were kept when they were laid out (`glyphs.py`).

Every glyph stands where Pango put it, to half a thousandth of an em: a distance is written where the places that a PDF
reader adds up, from widths rounded to thousandths, would be further off. The engine writes one after almost every
glyph, each cut off to a whole number, and over a justified line that adds up to 0.2 pt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from weasyprint.text.ffi import pango

from ..boxes import EXPANDABLE, PANGO_UNITS
from .glyphs import EMPTY, GlyphRun, LineGlyphs

Stream = Any
Font = Any

NEAREST = 0.5
"""How far a glyph may stand from its place, in thousandths of an em."""

_EXPANDABLE = re.compile("|".join(EXPANDABLE).encode())


def with_kept_glyphs_drawn(
    draw_first_line: Callable[..., list[Any]], reactivate: Callable[[Any, Any], None]
) -> Callable[..., list[Any]]:
    """Return the engine's `draw_first_line` so that lines whose glyphs are kept are drawn here.

    Lines that are to end in an ellipsis, fonts of pictures and colours, and lines in which a space shares a glyph with
    letters are left to the engine, which lays them out again by its own `reactivate`.
    """

    def draw(stream: Stream, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
        layout = box.pango_layout
        glyphs: LineGlyphs | None = getattr(layout, "glyphs", None)
        if glyphs is not None:
            if not box.text.strip() or box.style["font_size"] < 1e-6:  # not to be seen; as the engine has it
                return []
            if text_overflow != "ellipsis" and block_ellipsis == "none" and _is_drawn(stream, glyphs, layout, matrix):
                return []
            reactivate(layout, box.style)
        return draw_first_line(stream, box, text_overflow, block_ellipsis, matrix)

    return draw


def _is_drawn(stream: Stream, glyphs: LineGlyphs, layout: Any, matrix: Any) -> bool:
    """Draw a line where that can be done from its glyphs alone; says whether it was."""
    fonts = [_font_of(stream, run) for run in glyphs.runs]
    if any(font.bitmap or font.svg or font.png or font.colr for font in fonts):
        return False
    text = layout.text.encode()
    gaps = frozenset[int]()
    if layout.justification_spacing:
        gaps = frozenset(match.start() for match in _EXPANDABLE.finditer(text))
        begun = [run.offset + place for run in glyphs.runs for place in run.places()]
        if sorted(place for place in begun if place in gaps) != sorted(gaps):
            return False
    line = _Line(stream, glyphs.text.encode(), len(text), gaps, layout.justification_spacing)
    stream.set_text_matrix(*matrix.values)
    for run, font in zip(glyphs.runs, fonts, strict=True):
        line.draw(run, font)
    line.show()
    return True


def _font_of(stream: Stream, run: GlyphRun) -> Font:
    """Return the document's font of a run."""
    found = stream._fonts.get(run.font.key)
    return stream.add_font(run.font.pointer)[0] if found is None else found


class _Line:
    """A line that is being drawn."""

    def __init__(self, stream: Stream, text: bytes, end: int, gaps: frozenset[int], spacing: float) -> None:
        """Begin with nothing drawn; `text` was shaped, up to byte `end` it is drawn.

        `spacing`, in CSS pixels, is added to the spaces at `gaps`, half of it on each side.
        """
        self._stream = stream
        self._text = text
        self._end = end
        self._gaps = gaps
        self._spacing = spacing
        self._parts: list[str] = []
        """What TJ is to show: glyphs and, between `>` and `<`, distances."""
        self._ahead = 0.0
        """How far the place that Pango has come to is to the right of that which a reader has come to, in pixels."""

    def draw(self, run: GlyphRun, font: Font) -> None:
        """Draw a run with the document's font of it."""
        size = run.font.size
        if self._stream._current_font != (font.hash, size):
            self.show()
            self._stream.set_font_size(font.hash, size)
        unit, spacing = 1000 / (PANGO_UNITS * size), 1000 * self._spacing / size
        ahead = self._ahead * 1000 / size
        parts, widths, codes, known = self._parts, font.widths, run.font.codes, font.to_unicode
        offset, gaps, end = run.offset, self._gaps, self._end
        for index, (glyph, advance, right, down, place) in enumerate(run.glyphs()):
            if offset + place >= end:
                continue
            if glyph == EMPTY:
                ahead += advance * unit
                continue
            if glyph not in known:  # nor is its width
                known[glyph] = self._text_of(run, index)
                widths.setdefault(glyph, self._width(run, glyph))
            added = spacing if offset + place in gaps else 0
            distance = ahead + right * unit + added / 2
            if distance >= NEAREST or distance <= -NEAREST:
                distance = round(distance, 1)
                parts.append(f">{-distance}<")
                ahead -= distance
            if down:
                self._show_raised(codes[glyph], -down)
            else:
                parts.append(codes[glyph])
            ahead += advance * unit - widths[glyph] + added
        self._ahead = ahead * size / 1000

    def _show_raised(self, code: str, rise: int) -> None:
        """Write a glyph that is raised by so many of Pango's units."""
        self.show()
        self._stream.set_text_rise(rise / PANGO_UNITS)
        self._parts.append(code)
        self.show()
        self._stream.set_text_rise(0)

    def show(self) -> None:
        """Write what there is."""
        if self._parts:
            self._stream.show_text(f"<{''.join(self._parts)}>".removeprefix("<>").removesuffix("<>"))
            self._parts.clear()

    def _text_of(self, run: GlyphRun, index: int) -> str:
        """Return the text that a glyph stands for; of a cluster one glyph, the last to be read, has it all."""
        places = run.places()
        if run.is_rtl:
            end = run.length if index == 0 else places[index - 1]
        else:
            end = run.length if index == len(places) - 1 else places[index + 1]
        return self._text[run.offset + places[index] : run.offset + end].decode()

    def _width(self, run: GlyphRun, glyph: int) -> int:
        """Return a glyph's own advance in thousandths of an em, as the PDF's font has it."""
        stream = self._stream
        pango.pango_font_get_glyph_extents(run.font.pointer, glyph, stream.ink_rect, stream.logical_rect)
        width: int = round(stream.logical_rect.width * 1000 / (PANGO_UNITS * run.font.size))
        return width
