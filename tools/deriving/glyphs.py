"""Glyphs added to a TrueType face: outlines and composites, after all that the source has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import OVERLAP_COMPOUND, Glyph, GlyphComponent

ROUND_OFFSETS = 0x0004
"""ROUND_XY_TO_GRID of a component (OpenType, glyf)."""

BASE = 1
"""GDEF glyph class of a base glyph."""


def add_glyph(font: TTFont, name: str, glyph: Glyph, advance: int) -> None:
    """Add a glyph with bounds of the given advance, in font units, as a base glyph."""
    table = font["glyf"]
    table[name] = glyph
    font["hmtx"][name] = (advance, glyph.xMin)
    font.setGlyphOrder(table.glyphOrder)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = BASE


def recount(font: TTFont) -> None:
    """Count anew what `maxp`, `head` and `hhea` say of all glyphs; bounds of the source's glyphs stay as they are."""
    font["maxp"].recalc(font)
    font["hhea"].recalc(font)


def composite(font: TTFont, parts: Sequence[tuple[str, int]]) -> Glyph:
    """Return a glyph made of others: (name, shift to the right in font units) each.

    Its bounds come from those that the parts bear, which are not counted anew.
    """
    glyph, table = Glyph(), font["glyf"]
    glyph.numberOfContours = -1
    glyph.components = [_component(name, shift) for name, shift in parts]
    glyph.components[0].flags |= OVERLAP_COMPOUND
    glyph.xMin = min(table[name].xMin + shift for name, shift in parts)
    glyph.xMax = max(table[name].xMax + shift for name, shift in parts)
    glyph.yMin = min(table[name].yMin for name, _ in parts)
    glyph.yMax = max(table[name].yMax for name, _ in parts)
    return glyph


def _component(name: str, shift: int) -> GlyphComponent:
    component: Any = GlyphComponent()
    component.glyphName, component.x, component.y = name, shift, 0
    component.flags = ROUND_OFFSETS
    return component
