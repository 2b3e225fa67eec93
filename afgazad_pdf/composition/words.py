"""The words that an issue needs besides its articles: “Contents”, “Continued on page 3”."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..languages import Direction, best_match, direction_of, language
from ..resources import data_file
from ..text.digits import localized

DEFAULTS = {"ltr": "en", "rtl": "fa"}
"""The language whose words stand in for one that has none of its own, by direction."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words with their language, for templates."""

    text: str
    lang: str

    @property
    def direction(self) -> Direction:
        """The direction in which the language is written."""
        return direction_of(self.lang)


def word(key: str, lang: str, **numbers: int | str) -> str:
    """Return a word or phrase of `data/issue_words.toml` in a language, its numbers in the language's digits."""
    digits = language(lang).digits
    return _table()[_nearest(lang)][key].format(
        **{name: localized(str(value), digits) for name, value in numbers.items()}
    )


def phrase(key: str, lang: str, **numbers: int | str) -> Phrase:
    """Return what `word` does, with the language that the words are in."""
    match = _nearest(lang)
    return Phrase(word(key, lang, **numbers), lang if best_match(lang, (match,)) else match)


def nearest_phrase(labels: Mapping[str, str], lang: str) -> Phrase | None:
    """Return the label nearest to a language: in it, else of its direction, else the first; None of no labels."""
    known = tuple(labels)
    match = best_match(lang, known)
    if match is None:
        same = (tag for tag in known if direction_of(tag) == direction_of(lang))
        match = next(same, known[0] if known else None)
    return Phrase(labels[match], match) if match is not None else None


def _nearest(lang: str) -> str:
    return best_match(lang, tuple(_table())) or DEFAULTS[direction_of(lang)]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(data_file("issue_words.toml").read_text(encoding="utf-8"))
