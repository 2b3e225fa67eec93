"""Marks drawn at their height, so that a PDF need not raise them.

A mark is put at its place by an offset, and a PDF writes one that goes up or down as a rise of the baseline. Readers
take what is raised for a line of its own, and copy the mark before or after another letter. Here each mark
has twins whose outlines stand where the mark comes to stand on a class of letters. Behind a letter of the class its
twin is chosen, and what is left of the offset is nothing. Were the wrong one chosen, it would still
look right: the anchors of a twin are moved with its outline.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fontTools.otlLib.builder import buildCoverage
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from .glyphs import MARK, add_glyph, composite, is_speck
from .kashida import lengthened
from .shaping import letters
from .substitution import add_singles, append, enable, subtables
from .twins import Twin, add_twins

MARKS = tuple(map(chr, (*range(0x064B, 0x0657), 0x0670)))
"""Tanwin, harakat, shadda, sukun, madda, hamza above and below, subscript and superscript alef."""

FEATURE = "mset"
"""The last feature that HarfBuzz applies to Arabic script: letters and marks have then chosen their forms."""

FIRST = ".first"
"""What names the twins of marks that sit on the first part of a ligature."""

CHAINED = 6
"""Type of a lookup of chained contexts (OpenType, GSUB)."""

Offset = tuple[int, int]


def place_marks(font: TTFont) -> None:
    """Add twins of marks for the places that they take on letters, and the lookup that chooses them."""
    wanted = _letters(font)
    marks, first = _forms(font)
    offsets = {letter: found for letter, found in _offsets(font, marks, first).items() if letter in wanted}
    twins: dict[tuple[str, Offset], Twin] = {}
    for mark, offset in sorted({(mark, offset) for found in offsets.values() for mark, offset in found.items()}):
        x, y = offset
        twin = Twin(f"{mark}.{x}.{y}".replace("-", "m"), x, y)
        add_glyph(font, twin.glyph, composite(font, [(mark, x)], y), 0, MARK)
        twins[mark, offset] = twin
    of_marks: dict[str, list[Twin]] = defaultdict(list)
    for (mark, _), twin in twins.items():
        of_marks[mark].append(twin)
    add_twins(font, of_marks)

    classes: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for letter, found in offsets.items():
        classes[tuple((mark, twins[mark, offset].glyph) for mark, offset in sorted(found.items()))].append(letter)
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable = CHAINED, 0, []
    for mapping, bearing in sorted(classes.items(), key=lambda item: -len(item[1])):
        change = add_singles(font, dict(mapping))
        # On a lengthened letter the twin is as high as on the letter, and stands farther to the right.
        bearing = [*bearing, *(name for letter in bearing for name in lengthened(font, letter))]
        lookup.SubTable.append(_behind(font, bearing, [mark for mark, _ in mapping], change))
    lookup.SubTableCount = len(lookup.SubTable)
    enable(font, FEATURE, (append(font["GSUB"].table, lookup),))


def _behind(font: TTFont, letters: list[str], marks: list[str], change: int) -> Any:
    """Return a subtable that changes marks straight behind letters."""
    table = otTables.ChainContextSubst()
    table.Format = 3
    table.BacktrackCoverage, table.InputCoverage = (
        [buildCoverage(letters, order(font))],
        [buildCoverage(marks, order(font))],
    )
    table.LookAheadCoverage = []
    table.BacktrackGlyphCount, table.InputGlyphCount, table.LookAheadGlyphCount = 1, 1, 0
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, change
    table.SubstLookupRecord, table.SubstCount = [record], 1
    return table


def order(font: TTFont) -> dict[str, int]:
    """Return the number of each glyph."""
    result: dict[str, int] = font.getReverseGlyphMap()
    return result


def _letters(font: TTFont) -> set[str]:
    """Return the glyphs that the letters of `letters.txt` have, those that a lookup makes of them alone among them."""
    known = font.getBestCmap()
    dual, right, _ = letters()
    found = {known[ord(letter)] for letter in (*dual, *right, "\N{ARABIC TATWEEL}") if ord(letter) in known}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in subtables(lookup):
            if isinstance(table, otTables.SingleSubst):
                found |= {form for name, form in table.mapping.items() if name in found}
    return found


def _forms(font: TTFont) -> tuple[set[str], set[str]]:
    """Return the glyphs of marks, alone and as a ligature of two, and those for the first part of a ligature."""
    known = font.getBestCmap()
    found = {known[ord(mark)] for mark in MARKS if ord(mark) in known}
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in subtables(lookup):
            if isinstance(table, otTables.SingleSubst):
                found |= {form for name, form in table.mapping.items() if name in found and classes.get(form) == MARK}
    first = {name for name in found if name.endswith(FIRST)}
    return {name for name in found - first if not is_speck(font, name)}, first


def _offsets(font: TTFont, marks: set[str], first: set[str]) -> dict[str, dict[str, Offset]]:
    """Return for each letter by how much each mark on it is moved, in font units, where that is not nothing.

    Later lookups win over earlier ones, and the first subtable of a lookup over the others (OpenType, GPOS).
    """
    found: dict[str, dict[str, Offset]] = defaultdict(dict)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        here: dict[str, dict[str, Offset]] = defaultdict(dict)
        for table in subtables(lookup):
            for letter, mark, offset in _table_offsets(table, marks, first):
                here[letter].setdefault(mark, offset)
        for letter, offsets in here.items():
            found[letter] |= offsets
    return {
        letter: kept for letter, offsets in found.items() if (kept := {m: o for m, o in offsets.items() if o != (0, 0)})
    }


def _table_offsets(table: Any, marks: set[str], first: set[str]) -> Any:
    if isinstance(table, otTables.MarkBasePos):
        letters, anchors = table.BaseCoverage.glyphs, [record.BaseAnchor for record in table.BaseArray.BaseRecord]
    elif isinstance(table, otTables.MarkLigPos):
        letters, marks = table.LigatureCoverage.glyphs, marks | first
        anchors = [attach.ComponentRecord[-1].LigatureAnchor for attach in table.LigatureArray.LigatureAttach]
    else:
        return
    for mark, record in zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True):
        if mark in marks:
            for letter, of_letter in zip(letters, anchors, strict=True):
                if anchor := of_letter[record.Class]:
                    own = record.MarkAnchor
                    yield letter, mark, (anchor.XCoordinate - own.XCoordinate, anchor.YCoordinate - own.YCoordinate)
