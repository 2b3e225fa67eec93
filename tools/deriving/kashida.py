"""Kashida that leaves no tatweel in copied text: the lengthening is part of the letter's glyph.

In text, a letter is followed by units of kashida, each a tatweel with variation selector 1. The face
draws a unit with the glyph `kashida`, a run of them with one bar, and a letter with a bar behind it
with one glyph `<letter>.k<units>`: the bar and the letter, joined as letter and tatweels are joined.
One glyph has one piece of text in a PDF, from which the units can be taken away.
"""

from __future__ import annotations

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from .bars import TATWEEL, bar, patterns
from .glyphs import add_glyph, composite
from .positioning import Lengthened, position_like_letters
from .shaping import forms_before
from .substitution import add_ligatures, enable

SELECTOR = "\N{VARIATION SELECTOR-1}"

STEP = 0.05
"""Advance of one unit, in em."""

UNITS = 24
"""The most units that a letter is lengthened by: 1.2 em."""

UNIT_GLYPH = "kashida"

FEATURE = "mset"
"""The last feature that HarfBuzz applies to Arabic script, always and whatever CSS says; none of our sources uses it.

Letters have then chosen their forms (calt, liga), with units between them as with tatweels.
"""


def add_kashida(font: TTFont) -> None:
    """Add units of kashida, bars, and every letter form lengthened by 1 to `UNITS` units."""
    step = round(STEP * font["head"].unitsPerEm)
    tatweels = patterns(font)
    bars = [UNIT_GLYPH, *(f"{UNIT_GLYPH}.{count}" for count in range(2, UNITS + 1))]
    for count, name in enumerate(bars, start=1):
        add_glyph(font, name, bar(font, tatweels, count * step), count * step)
    _add_variation(font, TATWEEL, SELECTOR, UNIT_GLYPH)

    copies = {}
    for letter in forms_before(font, TATWEEL + SELECTOR, UNIT_GLYPH):
        advance = font["hmtx"][letter][0]
        for count, name in enumerate(bars, start=1):
            glyph = composite(font, [(name, 0), (letter, count * step)])
            add_glyph(font, f"{letter}.k{count}", glyph, advance + count * step)
        copies[letter] = tuple(Lengthened(f"{letter}.k{count}", count * step) for count in range(1, UNITS + 1))

    runs: dict[tuple[str, ...], str] = {
        (UNIT_GLYPH,) * count: name for count, name in enumerate(bars, start=1) if count > 1
    }
    joined: dict[tuple[str, ...], str] = {
        (letter, name): item.glyph
        for letter, lengthened in copies.items()
        for name, item in zip(bars, lengthened, strict=True)
    }
    enable(font, FEATURE, (add_ligatures(font, runs), add_ligatures(font, joined)))
    position_like_letters(font, copies)


def lengthened(font: TTFont, letter: str) -> list[str]:
    """Return the glyphs of a lengthened letter that the face has."""
    names = (f"{letter}.k{count}" for count in range(1, UNITS + 1))
    return [name for name in names if name in font["glyf"].glyphs]


def _add_variation(font: TTFont, character: str, selector: str, glyph: str) -> None:
    """Map a character with a variation selector to a glyph (OpenType, cmap format 14)."""
    subtable = CmapSubtable.newSubtable(14)
    subtable.platformID, subtable.platEncID, subtable.language = 0, 5, 0xFF
    subtable.cmap = {}
    subtable.uvsDict = {ord(selector): [(ord(character), glyph)]}
    font["cmap"].tables.append(subtable)
    font["cmap"].numSubTables = len(font["cmap"].tables)
