"""Twins: glyphs that are positioned as others are, their outlines drawn elsewhere by a known distance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables


@dataclass(frozen=True, slots=True)
class Twin:
    """A glyph that stands for another one, whose outline it has at another place, in font units."""

    glyph: str
    x: int = 0
    y: int = 0


STILL = Twin("")
"""No move at all."""

Twins = Mapping[str, Sequence[Twin]]
"""The twins of each glyph."""


def add_twins(font: TTFont, twins: Twins, bearing: bool = True) -> None:
    """Add twins wherever GDEF and GPOS know their originals, so that outlines come to stand where those of these do.

    Twins of marks that no mark follows need not be `bearing` marks.
    """
    adder = _Adder(font, twins, bearing)
    adder.define(font["GDEF"].table)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            adder.position(getattr(subtable, "ExtSubTable", subtable))


@dataclass(frozen=True, slots=True)
class _Adder:
    font: TTFont
    twins: Twins
    bearing: bool

    def define(self, table: Any) -> None:
        """Add to classes and sets of GDEF."""
        for definition in (table.GlyphClassDef, getattr(table, "MarkAttachClassDef", None)):
            if definition is not None:
                self._classes(definition.classDefs)
        for coverage in getattr(getattr(table, "MarkGlyphSetsDef", None), "Coverage", ()):
            self._cover(coverage)

    def position(self, subtable: Any) -> None:
        """Add to a subtable of GPOS."""
        match subtable:
            case otTables.SinglePos():
                added = self._cover(subtable.Coverage)
                if subtable.Format == 2:
                    subtable.Value += [subtable.Value[index] for index, _ in added]
                    subtable.ValueCount = len(subtable.Value)
            case otTables.PairPos():
                self._pairs(subtable)
            case otTables.CursivePos():
                records = subtable.EntryExitRecord
                for index, twin in self._cover(subtable.Coverage):
                    record = otTables.EntryExitRecord()
                    record.EntryAnchor = moved(records[index].EntryAnchor, twin)
                    record.ExitAnchor = moved(records[index].ExitAnchor, twin)
                    records.append(record)
                subtable.EntryExitCount = len(records)
            case otTables.MarkBasePos():
                self._marks(subtable.MarkCoverage, subtable.MarkArray)
                self._carriers(subtable.BaseCoverage, subtable.BaseArray, "Base")
            case otTables.MarkMarkPos():
                self._marks(subtable.Mark1Coverage, subtable.Mark1Array)
                self._carriers(subtable.Mark2Coverage, subtable.Mark2Array, "Mark2")
            case otTables.MarkLigPos():
                self._marks(subtable.MarkCoverage, subtable.MarkArray)
                self._ligatures(subtable)
            case otTables.ChainContextPos():
                self._context(subtable)
            case _:
                raise SystemExit(f"twins cannot be added to a {type(subtable).__name__}")

    def _cover(self, coverage: Any) -> list[tuple[int, Twin]]:
        """Extend a coverage; return the index of the original of each twin, in the order of glyphs."""
        found = [(index, twin) for index, name in enumerate(coverage.glyphs) for twin in self.twins.get(name, ())]
        found.sort(key=lambda item: self.font.getGlyphID(item[1].glyph))
        coverage.glyphs = [*coverage.glyphs, *(twin.glyph for _, twin in found)]
        return found

    def _classes(self, classes: dict[str, int]) -> None:
        for name, number in list(classes.items()):
            classes.update((twin.glyph, number) for twin in self.twins.get(name, ()))

    def _pairs(self, subtable: Any) -> None:
        added = self._cover(subtable.Coverage)
        if subtable.Format == 2:
            self._classes(subtable.ClassDef1.classDefs)
            self._classes(subtable.ClassDef2.classDefs)
            return
        subtable.PairSet += [_copied(subtable.PairSet[index]) for index, _ in added]
        subtable.PairSetCount = len(subtable.PairSet)
        for pairs in subtable.PairSet:
            for record in list(pairs.PairValueRecord):
                for twin in self.twins.get(record.SecondGlyph, ()):
                    other = copy(record)
                    other.SecondGlyph = twin.glyph
                    pairs.PairValueRecord.append(other)
            pairs.PairValueRecord.sort(key=lambda record: self.font.getGlyphID(record.SecondGlyph))
            pairs.PairValueCount = len(pairs.PairValueRecord)

    def _marks(self, coverage: Any, array: Any) -> None:
        for index, twin in self._cover(coverage):
            record = otTables.MarkRecord()
            record.Class = array.MarkRecord[index].Class
            record.MarkAnchor = moved(array.MarkRecord[index].MarkAnchor, twin)
            array.MarkRecord.append(record)
        array.MarkCount = len(array.MarkRecord)

    def _carriers(self, coverage: Any, array: Any, kind: str) -> None:
        """Add to what bears marks: letters, or marks below others."""
        if kind == "Mark2" and not self.bearing:
            return
        records = getattr(array, f"{kind}Record")
        for index, twin in self._cover(coverage):
            record = getattr(otTables, f"{kind}Record")()
            anchors = getattr(records[index], f"{kind}Anchor")
            setattr(record, f"{kind}Anchor", [moved(anchor, twin) for anchor in anchors])
            records.append(record)
        setattr(array, f"{kind}Count", len(records))

    def _ligatures(self, subtable: Any) -> None:
        array = subtable.LigatureArray
        for index, twin in self._cover(subtable.LigatureCoverage):
            attach = otTables.LigatureAttach()
            attach.ComponentRecord = []
            for component in array.LigatureAttach[index].ComponentRecord:
                record = otTables.ComponentRecord()
                record.LigatureAnchor = [moved(anchor, twin) for anchor in component.LigatureAnchor]
                attach.ComponentRecord.append(record)
            attach.ComponentCount = len(attach.ComponentRecord)
            array.LigatureAttach.append(attach)
        array.LigatureCount = len(array.LigatureAttach)

    def _context(self, subtable: Any) -> None:
        match subtable.Format:
            case 3:
                for coverage in _coverages(subtable):
                    self._cover(coverage)
            case 2:
                self._cover(subtable.Coverage)
                for part in (subtable.BacktrackClassDef, subtable.InputClassDef, subtable.LookAheadClassDef):
                    self._classes(part.classDefs)
            case _:
                raise SystemExit("twins cannot be added to contexts that name each glyph")


def _coverages(subtable: Any) -> Iterator[Any]:
    yield from subtable.BacktrackCoverage
    yield from subtable.InputCoverage
    yield from subtable.LookAheadCoverage


def _copied(pairs: Any) -> Any:
    result = otTables.PairSet()
    result.PairValueRecord = [copy(record) for record in pairs.PairValueRecord]
    result.PairValueCount = len(result.PairValueRecord)
    return result


def moved(anchor: Any, twin: Twin) -> Any:
    """Return an anchor of the original, moved to where it is on a twin."""
    if anchor is None:
        return None
    result = otTables.Anchor()
    result.Format = 1
    result.XCoordinate, result.YCoordinate = anchor.XCoordinate + twin.x, anchor.YCoordinate + twin.y
    return result
