"""Invisible characters that are copied: U+200C and the marks of direction, each on a glyph of its own.

HarfBuzz hides the glyphs of default-ignorable characters, and what has no glyph in a PDF cannot be copied. A glyph
that a lookup has put in the place of another is hidden no more. Its outline is a speck, as readers of PDF leave
out what has none; the glyph has no advance and counts as a mark, so that kerning passes over it.
"""

from __future__ import annotations

from collections.abc import Mapping

from fontTools.otlLib.builder import SinglePosBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import ValueRecord

from .glyphs import MARK, add_glyph, speck
from .substitution import add_singles, append, enable

CHARACTERS = "\N{ZERO WIDTH NON-JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"

LAST_FEATURE = "mset"
"""The last feature that HarfBuzz applies to Arabic script: letters have then joined or not, as the character says."""

COMMON_FEATURE = "rclt"
"""A feature that every other script has, and that is always on: a mark of direction may stand in a run by itself."""


BEFORE = {"\N{RIGHT-TO-LEFT MARK}": 0.005, "\N{ARABIC LETTER MARK}": 0.01}
"""How far to the left of its place a mark is drawn, in em: readers that sort by place put it behind what it ends.

U+061C, which goes before a bracket, stands to the left of a U+200F that ends a number before the bracket.
Four times as much, and pdftotext takes the gap for a space."""


def add_carriers(font: TTFont) -> None:
    """Let the characters of `CHARACTERS` be drawn with specks; one that the face lacks is added."""
    known = font.getBestCmap()
    carriers = {}
    for character in CHARACTERS:
        name = known.get(ord(character)) or _added(font, character)
        carriers[name] = f"{name}.carrier"
        add_glyph(font, carriers[name], speck(font), 0, MARK)
    lookup = add_singles(font, carriers)
    enable(font, LAST_FEATURE, (lookup,), scripts={"arab"})
    enable(font, COMMON_FEATURE, (lookup,), scripts={"DFLT", "latn"})
    shift(font, {carriers[font.getBestCmap()[ord(mark)]]: -distance for mark, distance in BEFORE.items()})


def shift(font: TTFont, distances: Mapping[str, float]) -> None:
    """Draw glyphs to the right of their places, in em, wherever marks are put in theirs."""
    builder = SinglePosBuilder(font, None)
    for glyph, distance in distances.items():
        builder.mapping[glyph] = ValueRecord()
        builder.mapping[glyph].XPlacement = round(distance * font["head"].unitsPerEm)
    table = font["GPOS"].table
    lookup = append(table, builder.build())
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "mark":
            record.Feature.LookupListIndex = [*record.Feature.LookupListIndex, lookup]
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def _added(font: TTFont, character: str) -> str:
    name = f"uni{ord(character):04X}"
    add_glyph(font, name, speck(font), 0)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[ord(character)] = name
    return name
