"""Letters that a face takes apart: alef with hamza or madda, the doubled lam of Allah.

Where a letter becomes two glyphs, neither of them stands for it. A letter that the face has as one glyph stays
that; a letter and mark that it has not become one, the mark drawn where it sits.
"""

from __future__ import annotations

from itertools import pairwise

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from .glyphs import MARK, add_glyph, overlaid
from .shaping import Shaper
from .substitution import add_ligatures, enable, subtables
from .twins import Twin, add_twins

COMPOSED = tuple(map(chr, (0x0622, 0x0623, 0x0625)))
"""Alef with madda, with hamza above and below: Unicode has them, and so has every face."""

FEATURE = "mset"


WORDS = ("\u0627\u0644\u0644\u0647",)
"""Words in which faces make two glyphs of one letter: Allah, whose second lam bears shadda and alef."""


def keep_whole(font: TTFont) -> None:
    """Leave composed letters as they are, and draw the pairs that other letters become with one glyph."""
    known = font.getBestCmap()
    composed = {known[ord(letter)] for letter in COMPOSED if ord(letter) in known}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in subtables(lookup):
            if isinstance(table, otTables.MultipleSubst):
                for name in composed & table.mapping.keys():
                    del table.mapping[name]
    made: dict[tuple[str, ...], str] = {}
    for letter, mark, place in _pairs(font):
        name = f"{letter}.{mark}"
        add_glyph(font, name, overlaid(font, letter, mark, place), font["hmtx"][letter][0])
        add_twins(font, {letter: (Twin(name),)})
        made[letter, mark] = name
    if made:
        enable(font, FEATURE, (add_ligatures(font, made, flag=0),))


def _pairs(font: TTFont) -> list[tuple[str, str, tuple[int, int]]]:
    """Return letters with marks that come of one letter of a word, and where the mark stands."""
    shaper, order = Shaper(font), font.getGlyphOrder()
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    found = []
    for word in WORDS:
        for left, right in pairwise(shaper.placed(word)):
            mark, letter = order[left[0]], order[right[0]]
            if left[1] == right[1] and classes.get(mark) == MARK:
                found.append((letter, mark, (left[2], left[3])))
    return found
