"""Glyphs added to a TrueType face: outlines and composites, after all that the source has."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import OVERLAP_COMPOUND, Glyph, GlyphComponent

ROUND_OFFSETS = 0x0004
"""ROUND_XY_TO_GRID of a component (OpenType, glyf)."""

MARK_FILTER = 0x0010
"""Lookup flag USE_MARK_FILTERING_SET (OpenType, common layout tables)."""

PASSING_MARKS = MARK_FILTER | 0x0008 | 0xFF00
"""Lookup flags by which some marks are passed over: also IGNORE_MARKS and MARK_ATTACHMENT_CLASS_FILTER."""

BASE, MARK = 1, 3
"""GDEF glyph classes of base glyphs and of combining marks."""


def add_glyph(font: TTFont, name: str, glyph: Glyph, advance: int, kind: int = BASE) -> None:
    """Add a glyph with bounds of the given advance, in font units, and of the given GDEF class."""
    table = font["glyf"]
    table[name] = glyph
    font["hmtx"][name] = (advance, glyph.xMin)
    font.setGlyphOrder(table.glyphOrder)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = kind


def recount(font: TTFont) -> None:
    """Count anew what `maxp`, `head` and `hhea` say of all glyphs; bounds of the source's glyphs stay as they are."""
    font["maxp"].recalc(font)
    font["hhea"].recalc(font)


def speck(font: TTFont) -> Glyph:
    """Return a square of one font unit, which no eye and no printer finds, at the origin."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 1), (1, 1), (1, 0)):
        pen.lineTo(corner)
    pen.closePath()
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    return glyph


def composite(font: TTFont, parts: Sequence[tuple[str, int]], height: int = 0) -> Glyph:
    """Return a glyph made of others: (name, shift to the right in font units) each, all raised by `height`.

    Its bounds come from those that the parts bear, which are not counted anew.
    """
    glyph, table = Glyph(), font["glyf"]
    glyph.numberOfContours = -1
    glyph.components = [_component(name, shift, height) for name, shift in parts]
    glyph.components[0].flags |= OVERLAP_COMPOUND
    glyph.xMin = min(table[name].xMin + shift for name, shift in parts)
    glyph.xMax = max(table[name].xMax + shift for name, shift in parts)
    glyph.yMin = min(table[name].yMin for name, _ in parts) + height
    glyph.yMax = max(table[name].yMax for name, _ in parts) + height
    return glyph


def scaled(font: TTFont, name: str, size: float, rise: int) -> Glyph:
    """Return a glyph made of another one, `size` times as large and raised."""
    glyph = composite(font, [(name, 0)])
    (part,) = glyph.components
    part.transform = ((size, 0), (0, size))
    part.y = rise
    source = font["glyf"][name]
    glyph.xMin, glyph.xMax = floor(source.xMin * size), ceil(source.xMax * size)
    glyph.yMin, glyph.yMax = floor(source.yMin * size) + rise, ceil(source.yMax * size) + rise
    return glyph


def overlaid(font: TTFont, letter: str, mark: str, place: tuple[int, int]) -> Glyph:
    """Return a letter with a mark on it, moved right and up by `place`."""
    glyph = composite(font, [(letter, 0), (mark, place[0])])
    glyph.components[1].y = place[1]
    glyph.yMin = min(font["glyf"][letter].yMin, font["glyf"][mark].yMin + place[1])
    glyph.yMax = max(font["glyf"][letter].yMax, font["glyf"][mark].yMax + place[1])
    return glyph


def _component(name: str, shift: int, height: int) -> GlyphComponent:
    component: Any = GlyphComponent()
    component.glyphName, component.x, component.y = name, shift, height
    component.flags = ROUND_OFFSETS
    return component


def is_speck(font: TTFont, name: str) -> bool:
    """Say whether a glyph is a speck."""
    glyph = font["glyf"][name]
    return glyph.numberOfContours == 1 and (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (0, 0, 1, 1)


def skip_specks(font: TTFont) -> None:
    """Let lookups that see every mark pass over specks, as if these were not there."""
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    number = mark_set(font, [name for name, kind in classes.items() if kind == MARK and not is_speck(font, name)])
    for tag in ("GSUB", "GPOS"):
        for lookup in font[tag].table.LookupList.Lookup:
            if not lookup.LookupFlag & PASSING_MARKS and not _moves_speck(font, lookup):
                lookup.LookupFlag |= MARK_FILTER
                lookup.MarkFilteringSet = number


def mark_set(font: TTFont, names: Sequence[str]) -> int:
    """Add a set of marks, which a lookup may see alone of all marks (OpenType, GDEF); returns its number."""
    definitions = font["GDEF"].table
    coverage = otTables.Coverage()
    coverage.glyphs = sorted(names, key=font.getGlyphID)
    if getattr(definitions, "MarkGlyphSetsDef", None) is None:
        definitions.Version = 0x00010002
        definitions.MarkGlyphSetsDef = otTables.MarkGlyphSetsDef()
        definitions.MarkGlyphSetsDef.MarkSetTableFormat = 1
        definitions.MarkGlyphSetsDef.Coverage = []
    sets = definitions.MarkGlyphSetsDef
    sets.Coverage.append(coverage)
    sets.MarkSetCount = len(sets.Coverage)
    return len(sets.Coverage) - 1


def _moves_speck(font: TTFont, lookup: Any) -> bool:
    tables = (getattr(table, "ExtSubTable", table) for table in lookup.SubTable)
    moving = [table for table in tables if isinstance(table, otTables.SinglePos)]
    return any(is_speck(font, name) for table in moving for name in table.Coverage.glyphs)
