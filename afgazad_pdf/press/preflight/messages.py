"""The words for what is found, in the languages of editors: catalogues in `data/messages.*.toml`.

A catalogue has a sentence for each code, with named places in braces. Numbers are written in the
digits of the language, and what comes from the file stands in a directional isolate of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from ...errors import Problem, SettingsError
from ...languages import best_match, language
from ...resources import data_file
from ...text.digits import localized

LANGUAGES = ("en", "fa")
"""Languages that have a catalogue."""

DECIMAL = re.compile(r"\d+\.\d+")
ARABIC_DECIMAL_SEPARATOR = "\u066b"
FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


def catalogue_language(tag: str) -> str:
    """Return the catalogue's language for a tag, ``fa`` for ``fa-AF``; raises SettingsError where there is none."""
    found = best_match(tag, LANGUAGES)
    if found is None:
        listed = ", ".join(LANGUAGES)
        raise SettingsError(Problem(field="lang", message=f"there are no messages in “{tag}”; there are in: {listed}"))
    return found


def message(code: str, values: Mapping[str, str | int], lang: str) -> str:
    """Return the sentence for a code in a language of `LANGUAGES`, with its values."""
    return catalogue(lang)[code].format_map({name: _written(value, lang) for name, value in values.items()})


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return the sentences of a language of `LANGUAGES`, by code."""
    table: dict[str, str] = tomllib.loads(data_file(f"messages.{lang}.toml").read_text(encoding="utf-8"))
    return table


def _written(value: str | int, lang: str) -> str:
    facts = language(lang)
    if isinstance(value, int):
        return localized(str(value), facts.digits)
    text = " ".join(value.split())
    if DECIMAL.fullmatch(text) and facts.direction == "rtl":
        return localized(text.replace(".", ARABIC_DECIMAL_SEPARATOR), facts.digits)
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}" if facts.direction == "rtl" else text
