"""Ligatures that stay letters: one glyph shows the whole shape, each other letter is a speck of its own.

Readers of PDF take the text of one glyph for what stands from left to right, and copy a ligature of lam and alef as
alef and lam. Here the ligature's glyph takes the place of its first letter, and each letter behind it becomes a speck
without advance that says what it stands for. Specks count as marks: what is kerned with the ligature, or sits
on it, passes over them.

A mark on the lam comes before the alef, so it would sit on the ligature's last part: a twin of the mark, with anchors
of its own, sits on the first.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from fontTools.otlLib.builder import (
    ChainContextSubstBuilder,
    ChainContextualRule,
    LigatureSubstBuilder,
    SingleSubstBuilder,
)
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from .glyphs import MARK, add_glyph, composite, speck
from .marks import FIRST, MARKS
from .substitution import IGNORE_MARKS, append, subtables
from .twins import STILL, Twin, add_twins, moved

ARABIC = (range(0x0600, 0x0700), range(0x0750, 0x0780), range(0x0870, 0x0900))
"""Blocks whose letters and marks ligatures are made of."""

MARKS_BETWEEN = 2
"""The most marks on the first letter of a ligature."""


def keep_letters(font: TTFont) -> None:
    """Take every ligature of Arabic letters or marks apart, its look unchanged."""
    splitter = _Splitter(font, _forms(font), _marks(font))
    lookups = font["GSUB"].table.LookupList.Lookup
    for index, lookup in enumerate(list(lookups)):
        rules = splitter.rules(lookup)
        if rules:
            lookups[index] = splitter.split(lookup, rules)


def _forms(font: TTFont) -> dict[str, str]:
    """Return the glyphs that single Arabic characters have, joined forms among them, with the character."""
    found = {
        name: chr(character)
        for character, name in font.getBestCmap().items()
        if character == ord(" ") or character == 0x034F or any(character in block for block in ARABIC)
    }
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in subtables(lookup):
            if isinstance(subtable, otTables.SingleSubst):
                found |= {
                    form: found[name] for name, form in subtable.mapping.items() if name in found and form not in found
                }
    return found


def _marks(font: TTFont) -> list[str]:
    """Return the marks that the face has, as they are mapped."""
    known = font.getBestCmap()
    return [known[ord(mark)] for mark in MARKS if ord(mark) in known]


Rule = tuple[tuple[str, ...], str]
"""The glyphs that a ligature is made of, and the ligature."""


@dataclass(slots=True)
class _Splitter:
    font: TTFont
    characters: dict[str, str]
    """The character of each glyph that stands for a single one."""
    marks: list[str]
    first_marks: dict[str, str] = field(default_factory=dict)
    """The twin of each mark that sits on the first part of a ligature."""
    specks: dict[str, str] = field(default_factory=dict)
    singles: dict[tuple[tuple[str, str], ...], SingleSubstBuilder] = field(default_factory=dict)

    def rules(self, lookup: Any) -> list[Rule]:
        """Return the ligatures of a lookup; nothing for one that makes others than Arabic ones."""
        tables = subtables(lookup)
        if not all(isinstance(table, otTables.LigatureSubst) for table in tables):
            return []
        found = [
            ((first, *ligature.Component), ligature.LigGlyph)
            for table in tables
            for first, ligatures in table.ligatures.items()
            for ligature in ligatures
        ]
        if lookup.LookupFlag & IGNORE_MARKS and any(len(parts) > 2 for parts, _ in found):
            return []  # marks on any letter of it: which part they sit on would be lost
        known = all(set(parts) <= self.characters.keys() and result not in parts for parts, result in found)
        return found if known else []

    def split(self, lookup: Any, rules: list[Rule]) -> Any:
        """Return a lookup that puts a ligature's glyph and specks in the place of its letters."""
        builder = ChainContextSubstBuilder(self.font, None)
        between = MARKS_BETWEEN if lookup.LookupFlag & IGNORE_MARKS else 0
        builder.lookupflag = lookup.LookupFlag & ~IGNORE_MARKS
        builder.markFilterSet = getattr(lookup, "MarkFilteringSet", None)
        for parts, ligature in sorted(rules, key=lambda rule: -len(rule[0])):
            shown = self._shown(parts, ligature)
            head = self._single(parts[0], shown)
            rest = self._rest(parts[1:])
            for count in range(between + 1):
                glyphs = [[parts[0]], *([list(self.marks)] * count), *([part] for part in parts[1:])]
                changes = [[head], *([[self._first()]] * count), *([change] for change in rest)]
                changes += [[]] * (len(glyphs) - len(changes))
                builder.rules.append(ChainContextualRule([], glyphs, [], changes))
        return builder.build()

    def _rest(self, parts: tuple[str, ...]) -> list[SingleSubstBuilder | LigatureSubstBuilder]:
        """Return what makes specks of letters; a letter twice in a row makes one: readers drop what is there twice."""
        changes: list[SingleSubstBuilder | LigatureSubstBuilder] = []
        for _, run in groupby(parts, key=lambda part: self.characters[part]):
            match tuple(run):
                case (part,):
                    changes.append(self._single(part, self._speck(part)))
                case several:
                    builder = LigatureSubstBuilder(self.font, None)
                    builder.ligatures = {several: self._speck("_".join(several))}
                    builder.lookup_index = append(self.font["GSUB"].table, builder.build())
                    changes.append(builder)
        return changes

    def _shown(self, parts: tuple[str, ...], ligature: str) -> str:
        """Return the glyph that shows a ligature: another one where the ligature's own stands for a character."""
        text = "".join(self.characters[part] for part in parts)
        if ligature not in self.characters or len(unicodedata.normalize("NFC", text)) == 1:
            return ligature
        name = f"{ligature}.letters"
        if name not in self.font["glyf"].glyphs:
            advance = self.font["hmtx"][ligature][0]
            kind = self.font["GDEF"].table.GlyphClassDef.classDefs.get(ligature, 1)
            add_glyph(self.font, name, composite(self.font, [(ligature, 0)]), advance, kind)
            add_twins(self.font, {ligature: (Twin(name),)})
        return name

    def _speck(self, part: str) -> str:
        if part not in self.specks:
            self.specks[part] = f"{part}.speck"
            add_glyph(self.font, self.specks[part], speck(self.font), 0, MARK)
        return self.specks[part]

    def _single(self, glyph: str, other: str) -> SingleSubstBuilder:
        return self._substitution({glyph: other})

    def _first(self) -> SingleSubstBuilder:
        if not self.first_marks:
            self.first_marks = {mark: mark + FIRST for mark in self.marks}
            for mark, name in self.first_marks.items():
                add_glyph(self.font, name, composite(self.font, [(mark, 0)]), 0, MARK)
            add_twins(self.font, {mark: (Twin(name),) for mark, name in self.first_marks.items()})
            _sit_on_first(self.font, set(self.first_marks.values()))
        return self._substitution(self.first_marks)

    def _substitution(self, mapping: dict[str, str]) -> SingleSubstBuilder:
        key = tuple(mapping.items())
        if key not in self.singles:
            builder = SingleSubstBuilder(self.font, None)
            builder.mapping = dict(mapping)
            builder.lookup_index = append(self.font["GSUB"].table, builder.build())
            self.singles[key] = builder
        return self.singles[key]


def _sit_on_first(font: TTFont, marks: set[str]) -> None:
    """Give marks classes of their own: in ligatures with the first part's anchors on every part, in stacks apart."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in subtables(lookup):
            if isinstance(table, otTables.MarkLigPos):
                _second_classes(table.MarkCoverage, table.MarkArray, marks, table.ClassCount)
                for attach in table.LigatureArray.LigatureAttach:
                    first = attach.ComponentRecord[0].LigatureAnchor
                    for component in attach.ComponentRecord:
                        component.LigatureAnchor = [
                            *component.LigatureAnchor,
                            *(moved(anchor, STILL) for anchor in first),
                        ]
                table.ClassCount *= 2
            elif isinstance(table, otTables.MarkMarkPos):
                _second_classes(table.Mark1Coverage, table.Mark1Array, marks, table.ClassCount)
                for name, record in zip(table.Mark2Coverage.glyphs, table.Mark2Array.Mark2Record, strict=True):
                    none = [None] * table.ClassCount
                    record.Mark2Anchor = [*none, *record.Mark2Anchor] if name in marks else [*record.Mark2Anchor, *none]
                table.ClassCount *= 2


def _second_classes(coverage: Any, array: Any, marks: set[str], count: int) -> None:
    for name, record in zip(coverage.glyphs, array.MarkRecord, strict=True):
        if name in marks:
            record.Class += count
