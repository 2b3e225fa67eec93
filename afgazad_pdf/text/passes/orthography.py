"""Whose rules of writing a text follows, by its language; and the letters that those rules speak of."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from ...languages import direction_of

Orthography = Literal["persian", "pashto", "urdu", "english", "german", "french", "other"]
"""A set of rules: ``persian`` serves Dari and Hazaragi too; ``other`` has only what holds everywhere."""

AFGHAN: frozenset[Orthography] = frozenset({"persian", "pashto"})
"""The orthographies that share punctuation, half-spaces as characters, and digits."""

EUROPEAN: frozenset[Orthography] = frozenset({"english", "german", "french"})
"""The orthographies that have quotation marks of their own here."""

ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f"
"""Letters of the Arabic script, for a character class; no tatweel, no digits, no marks."""

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
"""Marks that stand above and below Arabic letters."""

LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
"""Letters of the Latin script."""

NOT_JOINING_ONWARDS = (
    "\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf"
    "\u06d2\u06d3\u06d5\u06ee\u06ef"
)
"""Letters that never join to the next one (Unicode Joining_Type R and U), such as alef, dal, reh and waw."""

HALF_SPACE = "\N{ZERO WIDTH NON-JOINER}"
"""Keeps two letters of one word apart: the half-space of Persian."""

_BY_LANGUAGE: dict[str, Orthography] = {
    "fa": "persian",
    "prs": "persian",
    "haz": "persian",
    "ps": "pashto",
    "ur": "urdu",
    "en": "english",
    "de": "german",
    "fr": "french",
}


@lru_cache(maxsize=256)
def orthography_of(tag: str) -> Orthography:
    """Return the rules for a language tag; Persian in Latin letters (``fa-Latn``) follows none of Persian's."""
    found = _BY_LANGUAGE.get(tag.split("-")[0].lower(), "other")
    written = "ltr" if found in EUROPEAN else "rtl"
    return found if found == "other" or direction_of(tag) == written else "other"
