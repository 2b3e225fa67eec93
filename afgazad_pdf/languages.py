"""Facts about languages: direction, digits, and the few words that a page needs.

Pure look-ups in `data/languages.toml`. Nothing here looks at the locale of the machine.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from .resources import data_file

Direction = Literal["ltr", "rtl"]

RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""ISO 15924 codes of the scripts that run from right to left and that a tag may name."""

RTL_LANGUAGES = frozenset(
    ("ar arc azb bal bgn brh ckb dv fa glk haz he khw ks lrc luz mzn nqo pnb prs ps sd skr syr ug ur uz-AF yi").split()
)
"""Language tags whose usual script runs from right to left (CLDR, likely subtags)."""

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The shapes of BCP 47 tags that occur in articles: language, script, region, variants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a page needs to know about one language."""

    tag: str
    direction: Direction
    digits: str
    """CSS counter style for numbers: ``decimal``, ``persian`` or ``arabic-indic``."""
    comma: str
    """What stands between several names, its space included."""
    author: str = ""
    translator: str = ""
    source: str = ""


def is_language_tag(text: str) -> bool:
    """Say whether the text has the form of a BCP 47 language tag."""
    return LANGUAGE_TAG.fullmatch(text) is not None


def fallbacks(tag: str) -> tuple[str, ...]:
    """Return the tag and its shorter forms, most exact first: fa-AF, fa (RFC 4647, 3.4)."""
    parts = tag.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


def direction_of(tag: str) -> Direction:
    """Return the direction in which a language is written, by its script subtag or its habit."""
    scripts = [part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0].title() in RTL_SCRIPTS else "ltr"
    return "rtl" if any(candidate in RTL_LANGUAGES for candidate in fallbacks(tag)) else "ltr"


def first_strong_direction(text: str) -> Direction | None:
    """Return the direction of the first strong character (UAX#9 P2, isolates not skipped)."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return None


@cache
def language(tag: str) -> Language:
    """Return the facts for a tag, by its nearest entry in the table."""
    table = _table()
    direction = direction_of(tag)
    entry: dict[str, Any] = dict(table["default"][direction])
    for candidate in fallbacks(tag):
        if candidate in table and candidate != "default":
            entry.update(table[candidate])
            break
    return Language(tag=tag, direction=direction, **entry)


def best_match(tag: str, available: tuple[str, ...]) -> str | None:
    """Return the available tag nearest to the wanted one, or None (RFC 4647, lookup)."""
    for candidate in fallbacks(tag):
        for other in available:
            if other == candidate:
                return other
        for other in available:
            if fallbacks(other)[-1] == candidate:
                return other
    return None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(data_file("languages.toml").read_text(encoding="utf-8"))
