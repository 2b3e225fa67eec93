"""Invisible characters that are copied: U+200C and the marks of direction, each on a glyph of its own.

HarfBuzz hides the glyphs of default-ignorable characters, and what has no glyph in a PDF cannot be copied. A glyph
that a lookup has put in the place of another is hidden no more. Its outline is a speck, as readers of PDF leave
out what has none; the glyph has no advance and counts as a mark, so that kerning passes over it.
"""

from __future__ import annotations

from fontTools.ttLib import TTFont

from .glyphs import MARK, add_glyph, speck
from .substitution import add_singles, enable

CHARACTERS = "\N{ZERO WIDTH NON-JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"

LAST_FEATURE = "mset"
"""The last feature that HarfBuzz applies to Arabic script: letters have then joined or not, as the character says."""

COMMON_FEATURE = "rclt"
"""A feature that every other script has, and that is always on: a mark of direction may stand in a run by itself."""


def add_carriers(font: TTFont) -> None:
    """Let the characters of `CHARACTERS` that the face has be drawn with specks."""
    known = font.getBestCmap()
    carriers = {}
    for character in CHARACTERS:
        name = known[ord(character)]
        carriers[name] = f"{name}.carrier"
        add_glyph(font, carriers[name], speck(font), 0, MARK)
    lookup = add_singles(font, carriers)
    enable(font, LAST_FEATURE, (lookup,), scripts={"arab"})
    enable(font, COMMON_FEATURE, (lookup,), scripts={"DFLT", "latn"})
