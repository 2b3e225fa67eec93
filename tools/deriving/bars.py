"""The bars that lengthen a letter: the face's own tatweels, stretched to the width that is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from .shaping import Shaper

TATWEEL = "\N{ARABIC TATWEEL}"
BEH, DAL = "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER DAL}"

LONGEST_RUN = 12
"""Tatweels in a row for which faces are searched for glyphs of their own."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A tatweel of the face: the glyph and its advance in font units."""

    glyph: str
    advance: int


def patterns(font: TTFont) -> tuple[Pattern, ...]:
    """Return the face's tatweels, narrowest first: the plain one, or those for one, two, three … in a row.

    A face such as Amiri draws two tatweels with a glyph of their own, slightly sagging; what it
    draws as a row of plain ones is no pattern.
    """
    shaper, advances = Shaper(font), font["hmtx"]
    found = {}
    for count in range(1, LONGEST_RUN + 1):
        names = [name for name, cluster in shaper.glyphs(BEH + TATWEEL * count + DAL) if 1 <= cluster <= count]
        if len(names) == 1:
            found[names[0]] = Pattern(names[0], advances[names[0]][0])
    return tuple(sorted(found.values(), key=lambda pattern: pattern.advance))


def bar(font: TTFont, tatweels: tuple[Pattern, ...], advance: int) -> Glyph:
    """Return a bar of the given advance: the nearest tatweel, its ends kept and its middle stretched.

    What stands out of the advance at both sides, and so overlaps the letters, keeps its shape.
    """
    pattern = min(tatweels, key=lambda pattern: abs(pattern.advance - advance))
    recorded = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[pattern.glyph].draw(recorded)
    pen = TTGlyphPen(None)
    for operator, points in recorded.value:
        moved = tuple(None if point is None else (_stretched(point[0], pattern, advance), point[1]) for point in points)
        getattr(pen, operator)(*moved)
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    return glyph


def _stretched(x: float, pattern: Pattern, advance: int) -> int:
    if x <= 0:
        return round(x)
    if x >= pattern.advance:
        return round(x) - pattern.advance + advance
    return round(x * advance / pattern.advance)
