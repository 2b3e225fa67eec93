"""The order of names in an index: by the alphabet of a language.

Why a table of our own: the collation of ICU has no wheel that is light enough, and the default order of
Unicode (UTS#10) puts the letters of Persian and Pashto where Arabic dictionaries have them. What an index
needs is the order of letters; accents only tell apart what is otherwise alike.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

from ..languages import best_match, direction_of
from ..resources import data_file

DEFAULTS = {"ltr": "en", "rtl": "fa"}
"""The language whose alphabet stands in for one that has none of its own, by direction."""

SortKey = tuple[tuple[tuple[int, int], ...], str]
"""Places of the letters, and the text itself, for names that differ in accents alone."""

SPACE = (-1, 0)
"""Between two words: a shorter first word goes before a longer one."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The places of letters in a language's alphabet."""

    places: dict[str, int]
    letters: str

    def letter_places(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the places of a text's letters: of its own alphabet first, then digits, then others by code point."""
        found: list[tuple[int, int]] = []
        for character in unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()):
            if character.isspace():
                found.append(SPACE)
            else:
                found += self._places(character)
        return tuple(found)

    def heading(self, text: str) -> str:
        """Return the letter under which a text stands, in capitals where there are any; empty for others."""
        first = next((place for place in self.letter_places(text) if place != SPACE), None)
        if first is None or first[0] == 0:
            return ""
        return (self.letters[first[1]] if first[0] == 1 else chr(first[1])).upper()

    def _places(self, character: str) -> list[tuple[int, int]]:
        if character in self.places:
            return [(1, self.places[character])]
        base = unicodedata.normalize("NFD", character)[0]
        if base in self.places:
            return [(1, self.places[base])]
        if character.isdecimal():
            return [(0, unicodedata.decimal(character))]
        return [(2, ord(base))] if base.isalpha() else []


def sort_key(text: str, lang: str) -> SortKey:
    """Return a key by which texts come into the order of a language's alphabet.

    Accents, points and signs count only where the letters are the same; letters of other scripts come behind.
    """
    return alphabet(lang).letter_places(text.strip()), text


@cache
def alphabet(lang: str) -> Alphabet:
    """Return the alphabet of a language or of the one that stands in for it."""
    table = tomllib.loads(data_file("alphabets.toml").read_text(encoding="utf-8"))
    entry = table[best_match(lang, tuple(table)) or DEFAULTS[direction_of(lang)]]
    order = entry["order"]
    places = {letter: place for place, letter in enumerate(order)}
    for group in entry.get("same", ()):
        for letter in group[1:]:
            places.setdefault(letter, places[group[0]])
    return Alphabet(places, order)
