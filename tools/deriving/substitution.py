"""Lookups added to GSUB, after all that the source has and reached by a feature that nobody can switch off."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from fontTools.otlLib.builder import LigatureSubstBuilder, SingleSubstBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

IGNORE_MARKS = 8
"""Lookup flag IGNORE_MARKS (OpenType, common layout tables)."""

SCRIPTS = frozenset({"DFLT", "arab"})


def add_ligatures(font: TTFont, ligatures: Mapping[tuple[str, ...], str], flag: int = IGNORE_MARKS) -> int:
    """Append a lookup that forms ligatures, across marks where no other flag is given; returns its index."""
    builder = LigatureSubstBuilder(font, None)
    builder.ligatures = dict(ligatures)
    builder.lookupflag = flag
    return append(font["GSUB"].table, builder.build())


def add_singles(font: TTFont, glyphs: Mapping[str, str]) -> int:
    """Append a lookup that puts one glyph in the place of another; returns its index."""
    builder = SingleSubstBuilder(font, None)
    builder.mapping = dict(glyphs)
    return append(font["GSUB"].table, builder.build())


def append(table: Any, lookup: Any) -> int:
    """Append a lookup to GSUB or GPOS; returns its index."""
    lookups = table.LookupList
    lookups.Lookup.append(lookup)
    lookups.LookupCount = len(lookups.Lookup)
    return int(lookups.LookupCount) - 1


def enable(font: TTFont, tag: str, lookups: tuple[int, ...], scripts: Set[str] = SCRIPTS) -> None:
    """Let a feature of ours with the given lookups apply to every language of the given scripts.

    A feature of that tag which an earlier step has made gets them too. The features stay in the order of their
    tags, so the numbers of those behind a new one grow.
    """
    table = font["GSUB"].table
    records = table.FeatureList.FeatureRecord
    ours = [record for record in records if record.FeatureTag == tag]
    if ours:
        (record,) = ours
        record.Feature.LookupListIndex = sorted({*record.Feature.LookupListIndex, *lookups})
        record.Feature.LookupCount = len(record.Feature.LookupListIndex)
        return
    place = sum(record.FeatureTag < tag for record in records)
    record = otTables.FeatureRecord()
    record.FeatureTag = tag
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = list(lookups)
    record.Feature.LookupCount = len(lookups)
    records.insert(place, record)
    table.FeatureList.FeatureCount = len(records)
    for script, languages in _languages(table):
        for language in languages:
            language.FeatureIndex = [number + (number >= place) for number in language.FeatureIndex]
            if language.ReqFeatureIndex != 0xFFFF and language.ReqFeatureIndex >= place:
                language.ReqFeatureIndex += 1
            if script in scripts:
                language.FeatureIndex = sorted((*language.FeatureIndex, place))
            language.FeatureCount = len(language.FeatureIndex)


def _languages(table: Any) -> list[tuple[str, list[Any]]]:
    """Return the language systems of each script, each once even where two share one."""
    seen: set[int] = set()
    found = []
    for record in table.ScriptList.ScriptRecord:
        systems = [record.Script.DefaultLangSys, *(item.LangSys for item in record.Script.LangSysRecord)]
        own = [system for system in systems if system is not None and id(system) not in seen]
        seen.update(map(id, own))
        found.append((record.ScriptTag, own))
    return found


def subtables(lookup: Any) -> list[Any]:
    """Return a lookup's subtables, those of an extension (GSUB type 7) as themselves."""
    return [getattr(subtable, "ExtSubTable", subtable) for subtable in lookup.SubTable]
