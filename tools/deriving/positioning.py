"""GPOS for lengthened letters: each stands where its letter with tatweels behind it would stand.

- Its marks sit on the letter: the letter's anchors, moved by the length of the bar.
- It joins what stands before it as its letter does (cursive entry), and what follows it as a tatweel does: not at all.
- It is kerned with what stands before it as its letter is, and not with what follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from .shaping import MARK


@dataclass(frozen=True, slots=True)
class Lengthened:
    """A lengthened letter: its glyph, and how far the letter in it stands to the right, in font units."""

    glyph: str
    shift: int


Copies = Mapping[str, tuple[Lengthened, ...]]
"""The lengthened letters of each letter form; later ones in the order of glyphs come later."""


def position_like_letters(font: TTFont, copies: Copies) -> None:
    """Add lengthened letters to every lookup of GPOS that knows their letters."""
    marks = frozenset(name for name, number in font["GDEF"].table.GlyphClassDef.classDefs.items() if number == MARK)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in list(lookup.SubTable):
            inner = getattr(subtable, "ExtSubTable", subtable)
            match inner:
                case otTables.SinglePos():
                    _add_to_single(inner, copies)
                case otTables.PairPos():
                    _add_to_pairs(font, inner, copies)
                case otTables.CursivePos():
                    _add_to_cursive(inner, copies)
                case otTables.MarkBasePos():
                    _add_to_bases(inner, copies)
                case otTables.MarkLigPos():
                    known = copies.keys() & set(inner.LigatureCoverage.glyphs)
                    assert not known, f"letters that are ligatures: {sorted(known)}"
                case otTables.ChainContextPos() if inner.Format == 3:
                    _add_to_context(inner, copies, marks)


def _covered(glyphs: list[str], copies: Copies) -> Iterator[tuple[int, Lengthened]]:
    """Yield the index of each covered letter with each of its lengthened ones, in the order of glyphs."""
    for index, name in enumerate(list(glyphs)):
        for item in copies.get(name, ()):
            yield index, item


def _add_to_single(subtable: Any, copies: Copies) -> None:
    for index, item in list(_covered(subtable.Coverage.glyphs, copies)):
        subtable.Coverage.glyphs.append(item.glyph)
        if subtable.Format == 2:
            subtable.Value.append(subtable.Value[index])
            subtable.ValueCount = len(subtable.Value)


def _add_to_pairs(font: TTFont, subtable: Any, copies: Copies) -> None:
    """As the second glyph of pairs alone: behind a lengthened letter comes its bar."""
    if subtable.Format == 2:
        classes = subtable.ClassDef2.classDefs
        for name, number in list(classes.items()):
            classes.update({item.glyph: number for item in copies.get(name, ())})
        return
    for pairs in subtable.PairSet:
        for record in list(pairs.PairValueRecord):
            for item in copies.get(record.SecondGlyph, ()):
                added = copy(record)
                added.SecondGlyph = item.glyph
                pairs.PairValueRecord.append(added)
        pairs.PairValueRecord.sort(key=lambda record: font.getGlyphID(record.SecondGlyph))
        pairs.PairValueCount = len(pairs.PairValueRecord)


def _add_to_cursive(subtable: Any, copies: Copies) -> None:
    for index, item in list(_covered(subtable.Coverage.glyphs, copies)):
        entry = subtable.EntryExitRecord[index].EntryAnchor
        if entry is None:
            continue
        record = otTables.EntryExitRecord()
        record.EntryAnchor, record.ExitAnchor = _moved(entry, item.shift), None
        subtable.Coverage.glyphs.append(item.glyph)
        subtable.EntryExitRecord.append(record)
        subtable.EntryExitCount = len(subtable.EntryExitRecord)


def _add_to_bases(subtable: Any, copies: Copies) -> None:
    for index, item in list(_covered(subtable.BaseCoverage.glyphs, copies)):
        record = otTables.BaseRecord()
        anchors = subtable.BaseArray.BaseRecord[index].BaseAnchor
        record.BaseAnchor = [anchor and _moved(anchor, item.shift) for anchor in anchors]
        subtable.BaseCoverage.glyphs.append(item.glyph)
        subtable.BaseArray.BaseRecord.append(record)
        subtable.BaseArray.BaseCount = len(subtable.BaseArray.BaseRecord)


def _add_to_context(subtable: Any, copies: Copies, marks: frozenset[str]) -> None:
    """Where nothing but marks comes after the letter; any other glyph would follow the bar, not the letter."""
    ahead = [*subtable.InputCoverage, *subtable.LookAheadCoverage]
    behind = list(subtable.BacktrackCoverage)  # nearest first
    sequence = [*reversed(behind), *ahead]
    for place, coverage in enumerate(sequence):
        if all(marks.issuperset(later.glyphs) for later in sequence[place + 1 :]):
            coverage.glyphs.extend([item.glyph for _, item in _covered(coverage.glyphs, copies)])


def _moved(anchor: Any, shift: int) -> Any:
    moved = otTables.Anchor()
    moved.Format = 1
    moved.XCoordinate, moved.YCoordinate = anchor.XCoordinate + shift, anchor.YCoordinate
    return moved
