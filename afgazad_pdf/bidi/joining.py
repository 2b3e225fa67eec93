"""Whether letters on the two sides of a border join, as they would inside one word.

The layout engine shapes each text node alone, so a word that an element divides falls apart. A
zero-width joiner on both sides of the border gives each letter the form that it has in the word:
see `joins`. It cannot make the one ligature that the script demands: see `is_lam_alef`.

Nor can it tell a letter which neighbour it has: where a font chooses among medial forms by the next
letter, as every Nastaliq does, it chooses a plain one at the border. `words.py` then moves the border.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from . import tables

ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
"""Stands at a border where letters join; it is not drawn."""

TRANSPARENT = "T"
"""Joining_Type of marks, which joining passes over."""

JOINS_ONWARDS = frozenset("DLC")
"""Joining_Types that join to the letter after them: dual, left, and causing."""

JOINS_BACKWARDS = frozenset("DRC")
"""Joining_Types that join to the letter before them: dual, right, and causing."""


def joins(before: str, after: str) -> bool:
    """Say whether the last letter of `before` and the first of `after` would join in one word.

    Marks at the border are passed over on both sides (Unicode, 9.2, R1 to R7). A zero-width
    non-joiner keeps them apart, a tatweel or a zero-width joiner joins to whatever joins to it. A
    side without letters joins to nothing.
    """
    types = _joining_types()
    first, second = _last_letter(before), _first_letter(after)
    return types.get(first) in JOINS_ONWARDS and types.get(second) in JOINS_BACKWARDS


def is_lam_alef(before: str, after: str) -> bool:
    """Say whether lam and alef, or letters of their shapes, meet at the border: there they would be one ligature."""
    lams, alefs = _lams_and_alefs()
    return _last_letter(before) in lams and _first_letter(after) in alefs


def with_joiners(pieces: Sequence[str]) -> tuple[str, ...]:
    """Return the pieces of a word with a zero-width joiner on both sides of each border at which letters join."""
    drawn = list(pieces)
    for number in range(1, len(drawn)):
        if joins(pieces[number - 1], pieces[number]):
            drawn[number - 1] += ZERO_WIDTH_JOINER
            drawn[number] = ZERO_WIDTH_JOINER + drawn[number]
    return tuple(drawn)


def is_letter(character: str) -> bool:
    """Say whether a character is a letter of a joined script, tatweel and zero-width joiner included.

    True of letters that join to nothing (hamza), as they stand inside words; not of a zero-width non-joiner,
    which ends what is drawn in one stroke, and not of marks: see `is_mark`.
    """
    joining_type = _joining_types().get(character)
    if joining_type is None:
        return character.isalpha() and unicodedata.bidirectional(character) == "AL"
    return joining_type != TRANSPARENT


def is_mark(character: str) -> bool:
    """Say whether a character is drawn with the letter before it (General_Category M)."""
    return unicodedata.category(character).startswith("M")


def _last_letter(text: str) -> str:
    """Return the last character that is not transparent; empty where there is none."""
    types = _joining_types()
    return next((character for character in reversed(text) if types.get(character) != TRANSPARENT), "")


def _first_letter(text: str) -> str:
    """Return the first character that is not transparent; empty where there is none."""
    types = _joining_types()
    return next((character for character in text if types.get(character) != TRANSPARENT), "")


@cache
def _joining_types() -> dict[str, str]:
    """Return character → Joining_Type; what is not in it does not join (U)."""
    return {
        character: joining_type
        for joining_type, table in tables.JOINING_TYPES.items()
        for character in _characters(table)
    }


@cache
def _lams_and_alefs() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_characters(tables.LAMS)), frozenset(_characters(tables.ALEFS))


def _characters(table: str) -> list[str]:
    """Return the characters of a table of code points and ranges."""
    found = []
    for word in table.split():
        first, _, last = word.partition("-")
        found += [chr(code_point) for code_point in range(int(first, 16), int(last or first, 16) + 1)]
    return found
