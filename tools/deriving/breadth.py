"""Marks and specks that are as broad as a reader wants a glyph to be.

pdftotext takes two glyphs that begin less than 0.1 em apart for one that is drawn twice. It ends the word between
them; where letters are kerned apart it then finds a space in the word, and where one reaches far under another it
finds a line of its own. A mark has no advance and begins where its letter does, as the speck of a letter does.

Here both have twins with an advance, which begin as far to the left of their place. HarfBuzz takes the advance
away again: there is none on the line, only in the PDF. A twin is chosen before a letter alone: at the end of a word it
would stand in the space. Of marks, those on letters that do not join the next one do: joined ones are not kerned.
"""

from __future__ import annotations

from itertools import product

from fontTools.otlLib.builder import buildCoverage
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from .carriers import shift
from .glyphs import MARK, MARK_FILTER, add_glyph, composite, is_speck, mark_set, speck
from .marks import CHAINED, FEATURE, order
from .shaping import Shaper, letters
from .substitution import add_singles, append, enable, subtables
from .twins import Twin, add_twins

BREADTH = 0.12
"""Advance of a twin, in em: more than the 0.1 em of pdftotext, and less than the narrowest letter has beside that."""

BROAD = ".broad"

CARRIER = ".carrier"
"""What ends the names of specks that stand for no letter."""

ARABIC = (range(0x0620, 0x064B), range(0x066E, 0x06D6), range(0x06EE, 0x0700), range(0x0750, 0x0780))
"""Code points of letters."""


def broaden(font: TTFont) -> None:
    """Add twins of specks and marks, and the lookups that choose them before a letter."""
    distance = round(BREADTH * font["head"].unitsPerEm)
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    found = [name for name, kind in classes.items() if kind == MARK and not name.endswith(CARRIER)]
    specks = sorted((name for name in found if is_speck(font, name)), key=font.getGlyphID)
    marks = sorted(_on_right_joining(font), key=font.getGlyphID)
    for name in specks:
        add_glyph(font, name + BROAD, speck(font), distance, MARK)
    for name in marks:
        add_glyph(font, name + BROAD, composite(font, [(name, distance)]), distance, MARK)
    add_twins(font, {name: (Twin(name + BROAD, x=distance),) for name in marks}, bearing=False)
    shift(font, {name + BROAD: -BREADTH for name in specks})
    joiner = font.getBestCmap().get(ord("\N{ZERO WIDTH JOINER}"))  # stands for a letter in the next box of a line
    followed = letters_of(font) | ({joiner} if joiner else set())
    alone = mark_set(font, specks)  # else a lookup passes over specks
    changes = [(names, seen) for names, seen in ((specks, alone), (marks, None)) if names]
    enable(font, FEATURE, tuple(_lookup(font, names, followed, seen) for names, seen in changes))


def _on_right_joining(font: TTFont) -> set[str]:
    """Return the glyphs of marks on letters that do not join what follows, and so may be kerned apart from it."""
    shaper = Shaper(font)
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    (beh, *_), right, marks = letters()
    found: set[str] = set()
    for letter, (first, second), before in product(right, product(marks, ("", *marks)), ("", beh)):
        for name, _ in shaper.glyphs(before + letter + first + second + beh):
            if classes.get(name) == MARK and font["glyf"][name].numberOfContours and not is_speck(font, name):
                found.add(name)
    return found


def letters_of(font: TTFont) -> set[str]:
    """Return the glyphs of letters and ligatures of Arabic script, whatever lookups make of them."""
    found = {name for number, name in font.getBestCmap().items() if any(number in block for block in ARABIC)}
    lookups = [subtables(lookup) for lookup in font["GSUB"].table.LookupList.Lookup]
    size = 0
    while size < len(found):
        size = len(found)
        for table in (table for tables in lookups for table in tables):
            if isinstance(table, otTables.SingleSubst):
                found |= {form for name, form in table.mapping.items() if name in found}
            elif isinstance(table, otTables.MultipleSubst):
                found |= {form for name, forms in table.mapping.items() if name in found for form in forms}
            elif isinstance(table, otTables.LigatureSubst):
                for name in found & table.ligatures.keys():
                    found |= {ligature.LigGlyph for ligature in table.ligatures[name]}
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    return {name for name in found if classes.get(name) != MARK}


def _lookup(font: TTFont, marks: list[str], followed: set[str], seen: int | None) -> int:
    """Append a lookup that puts the broad twins of marks before glyphs; of all marks it sees those of a set."""
    table = otTables.ChainContextSubst()
    table.Format = 3
    table.BacktrackCoverage = []
    table.InputCoverage = [buildCoverage(marks, order(font))]
    table.LookAheadCoverage = [buildCoverage(followed, order(font))]
    table.BacktrackGlyphCount, table.InputGlyphCount, table.LookAheadGlyphCount = 0, 1, 1
    record = otTables.SubstLookupRecord()
    record.SequenceIndex = 0
    record.LookupListIndex = add_singles(font, {name: name + BROAD for name in marks})
    table.SubstLookupRecord, table.SubstCount = [record], 1
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = CHAINED, 0, [table], 1
    if seen is not None:
        lookup.LookupFlag, lookup.MarkFilteringSet = MARK_FILTER, seen
    return append(font["GSUB"].table, lookup)
