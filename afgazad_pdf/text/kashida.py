"""Where a word may be stretched by a kashida, how good each place is, and the stretching itself.

Pure text: knows neither fonts nor widths. `justification.py` fills lines with what is found here.
The rules are in two tables, `BANS` and `RULES`; everything else only reads words for them. docs/kashida.md
tells the same in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..bidi.joining import JOINS_BACKWARDS, JOINS_ONWARDS
from ..bidi.tables import JOINING_TYPES
from ..languages import direction_of
from .joining_groups import JOINING_GROUPS

TATWEEL = "\N{ARABIC TATWEEL}"

KASHIDA = TATWEEL + "\N{VARIATION SELECTOR-1}"
"""One unit of stretch: a tatweel with VARIATION SELECTOR-1, by which it differs from a tatweel that an author typed."""

TYPED = 1
"""The rank of a place where the author has typed a tatweel."""


SHORTEST = 3
"""Letters that a part of a word must have to be stretched."""

ARABIC = frozenset(map(chr, (*range(0x600, 0x700), *range(0x750, 0x780), *range(0x870, 0x900))))
"""The blocks Arabic, Arabic Supplement, and Arabic Extended-B and -A (Blocks.txt)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where units of kashida may be put into a text."""

    offset: int
    """The units go in before ``text[offset]``: straight after a base letter, before its marks."""
    rank: int
    """1 is best, 9 is for need only: see `RULES`."""
    word: int
    """Which word of the text, from 0; words are divided by white space. At most one place of a word is to be used."""


# Letters by Joining_Group (Unicode, ArabicShaping.txt): all letters of one shape, in every language of the script.
ANY = frozenset[str]()
SEEN_SAD = frozenset({"Seen", "Sad"})
HEH = frozenset({"Heh", "Heh_Goal", "Knotted_Heh", "Teh_Marbuta", "Teh_Marbuta_Goal"})
DAL = frozenset({"Dal"})
ALEF = frozenset({"Alef"})
TALL = frozenset({"Alef", "Tah", "Lam", "Kaf", "Gaf", "Swash_Kaf"})
LAM = frozenset({"Lam"})
REH = frozenset({"Reh"})
YEH = frozenset({"Yeh", "Farsi_Yeh", "Yeh_With_Tail", "Yeh_Barree", "Burushaski_Yeh_Barree"})
TEETH = frozenset({"Beh", "Noon", "African_Noon", "Nya", "Yeh", "Farsi_Yeh", "Thin_Yeh", "Burushaski_Yeh_Barree"})
ROUND = frozenset({"Waw", "Straight_Waw", "Ain", "Qaf", "African_Qaf", "Feh", "African_Feh"})
HAH = frozenset({"Hah"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The letters around a place, by their groups; an empty set stands for any letter or none."""

    earlier: frozenset[str] = ANY
    """The letter that joins to `after`."""
    after: frozenset[str] = ANY
    """The letter that is stretched."""
    before: frozenset[str] = ANY
    """The letter that comes after the stretch."""
    then: frozenset[str] = ANY
    """The letter that `before` joins to."""
    initial: bool = False
    """Whether nothing may join to `after`."""
    final: bool = False
    """Whether `before` has to join to nothing after it."""

    def matches(self, pair: Pair) -> bool:
        """Say whether two joined letters are such a place."""
        return (
            (not self.earlier or pair.earlier in self.earlier)
            and (not self.after or pair.after in self.after)
            and (not self.before or pair.before in self.before)
            and (not self.then or pair.then in self.then)
            and not (self.initial and pair.earlier)
            and not (self.final and pair.then)
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two letters that join, and their neighbours, by their groups; a neighbour that does not join is empty."""

    earlier: str
    after: str
    before: str
    then: str


BANS = (
    # Persian calligraphy does not stretch a tooth at the beginning («بـدین», «نـامه»), nor do good typesetters.
    Pattern(after=TEETH, initial=True),
    # The one ligature that the script demands (Unicode, 9.2).
    Pattern(after=LAM, before=ALEF),
    # The name of God is one sign, also in faces that have no ligature for it.
    Pattern(after=LAM, before=LAM, then=HEH),
    Pattern(earlier=LAM, after=LAM, before=HEH),
)
"""Places that are never used."""

RULES = (
    # 2 to 7: the classes of Microsoft's table for Arabic (Paul Nelson, “Justifying Text using CSS in Internet Explorer
    # 5.5”), which LibreOffice and others took over. Rank 1 is a tatweel that the author typed.
    (2, Pattern(after=SEEN_SAD)),
    (3, Pattern(before=HEH | DAL, final=True)),
    (4, Pattern(before=TALL, final=True)),
    # Our own: a hah hangs below the line of its neighbours, and a flat line on either side breaks its shape. Only
    # before a final dal, heh or tall letter, above, is it usual («خـدا», «چـاه»).
    (9, Pattern(after=HAH)),
    (9, Pattern(before=HAH)),
    (5, Pattern(before=TEETH, then=REH | YEH)),
    (6, Pattern(before=ROUND, final=True)),
    (7, Pattern(final=True)),
    # Our own: rows of teeth are read by their even steps.
    (9, Pattern(after=TEETH, before=TEETH)),
    (8, Pattern()),
)
"""Ranks by the first pattern that matches."""


def places(text: str, lang: str) -> tuple[Place, ...]:
    """Return where a text may be stretched, in the order of the text: all places of a word, of which one may be used.

    The text is without units of ours. A word in which the author typed a tatweel has no other place. There is
    none in words with digits or with letters of other scripts, in parts of two letters (parts are what zero-width
    non-joiners and punctuation leave), beside joiners, and none at all in a language that runs from left to right.
    """
    if direction_of(lang) == "ltr":
        return ()
    return tuple(
        Place(word.start() + offset, rank, number)
        for number, word in enumerate(re.finditer(r"\S+", text))
        for offset, rank in _word_places(word[0])
    )


def stretched(text: str, units: Mapping[int, int]) -> str:
    """Return the text with kashida put in: `units` tells for offsets in the text how many units go in before them."""
    parts, done = [], 0
    for offset in sorted(units):
        parts += [text[done:offset], KASHIDA * units[offset]]
        done = offset
    return "".join((*parts, text[done:]))


def unstretched(text: str) -> str:
    """Return the text without the units that `stretched` put in; tatweels that an author typed stay."""
    return text.replace(KASHIDA, "")


@lru_cache(maxsize=8192)
def _word_places(word: str) -> tuple[tuple[int, int], ...]:
    """Return offsets in a word and their ranks."""
    if any(character.isnumeric() or _is_foreign(character) for character in word):
        return ()
    parts = tuple(_parts(word))
    typed = tuple((offset, TYPED) for part in parts for offset in _typed_places(part))
    return typed or tuple(place for part in parts for place in _part_places(part))


class _Letter(NamedTuple):
    """A character of a word that takes part in joining: a letter, a tatweel or a zero-width joiner."""

    end: int
    """The offset straight after it."""
    character: str
    joining: str
    """Its Joining_Type."""
    group: str
    """Its Joining_Group; its own character where it has none."""


def _parts(word: str) -> Iterator[list[_Letter]]:
    """Return what zero-width non-joiners, punctuation and the like leave of a word; marks are passed over."""
    part: list[_Letter] = []
    types, groups = _joining_types(), _joining_groups()
    for index, character in enumerate(word):
        joining = types.get(character, "U")
        if joining == "T":
            continue
        if joining == "U" and not character.isalpha():
            yield part
            part = []
        else:
            part.append(_Letter(index + 1, character, joining, groups.get(character, character)))
    yield part


def _typed_places(part: list[_Letter]) -> Iterator[int]:
    """Return the places of tatweels between two letters: before the first of several, straight after the letter."""
    for index in range(1, len(part) - 1):
        before, tatweel = part[index - 1], part[index]
        after = next((letter for letter in part[index:] if letter.character != TATWEEL), None)
        if before.character != TATWEEL and tatweel.character == TATWEEL and after is not None:
            joined = _joins(before, tatweel) and _joins(tatweel, after)
            if joined and "C" not in (before.joining, after.joining):
                yield before.end


def _part_places(part: list[_Letter]) -> Iterator[tuple[int, int]]:
    """Return the offsets of a part and their ranks, by the tables."""
    if sum(letter.joining != "C" for letter in part) < SHORTEST:
        return
    for index, (after, before) in enumerate(pairwise(part)):
        if "C" in (after.joining, before.joining) or not _joins(after, before):
            continue
        earlier = part[index - 1] if index else None
        then = part[index + 2] if index + 2 < len(part) else None
        pair = Pair(
            earlier.group if earlier and _joins(earlier, after) else "",
            after.group,
            before.group,
            then.group if then and _joins(before, then) else "",
        )
        if not any(ban.matches(pair) for ban in BANS):
            yield after.end, next(rank for rank, pattern in RULES if pattern.matches(pair))


def _joins(first: _Letter, second: _Letter) -> bool:
    """Say whether two neighbours join (Unicode, 9.2, R1 to R7)."""
    return first.joining in JOINS_ONWARDS and second.joining in JOINS_BACKWARDS


def _is_foreign(character: str) -> bool:
    """Say whether a character is a letter of another script, or an Arabic one that has its form fixed."""
    return character.isalpha() and character not in ARABIC


@cache
def _joining_types() -> dict[str, str]:
    """Return character → Joining_Type; what is not in it does not join (U)."""
    return _by_character(JOINING_TYPES)


@cache
def _joining_groups() -> dict[str, str]:
    """Return character → Joining_Group, for letters of the Arabic script."""
    return _by_character(JOINING_GROUPS)


def _by_character(table: Mapping[str, str]) -> dict[str, str]:
    """Return character → name, for a table of names and their code points and ranges."""
    found = {}
    for name, points in table.items():
        for point in points.split():
            first, _, last = point.partition("-")
            found.update({chr(code): name for code in range(int(first, 16), int(last or first, 16) + 1)})
    return found
