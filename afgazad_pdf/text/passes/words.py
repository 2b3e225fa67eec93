"""The lists of Persian words that passes consult, from `data/half_spaces.toml`, and the verb forms made of them."""

from __future__ import annotations

import tomllib
from functools import cache

from ...resources import data_file

_ENDINGS = ("\u0645", "\u06cc", "\u06cc\u0645", "\u06cc\u062f", "\u0646\u062f")  # first to third person, but he or she
_THIRD_PERSON = "\u062f"  # -ad, of the present only
_PARTICIPLE = "\u0647"
_AUXILIARIES = (
    "",
    *(f"\u200c\u0627{ending}" for ending in ("\u0645", "\u06cc", "\u06cc\u0645", "\u06cc\u062f", "\u0646\u062f")),
)
_OBJECTS = (
    "\u0634\u0627\u0646",
    "\u0645\u0627\u0646",
    "\u062a\u0627\u0646",
    "\u0634",
    "\u062a",
)  # them, us, you, him, thee


@cache
def words(table: str, name: str) -> frozenset[str]:
    """Return a list of words, by its table and its name in the file."""
    text = data_file("half_spaces.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[table][name].split())


@cache
def verb_forms() -> frozenset[str]:
    """Return what may stand after the prefix of the imperfective: stems with their endings, and participles."""
    present, past = words("verbs", "present"), words("verbs", "past")
    forms = {stem + ending for stem in present for ending in (*_ENDINGS, _THIRD_PERSON)}
    forms |= {stem + ending for stem in past for ending in (*_ENDINGS, "")}
    forms |= {stem + _PARTICIPLE + auxiliary for stem in past for auxiliary in _AUXILIARIES}
    return frozenset(forms) | words("verbs", "whole")


def is_verb_form(word: str) -> bool:
    """Say whether a word is a verb form, with or without an object at its end: *mibinamash*, I see him."""
    word = word.replace("\N{ARABIC LETTER YEH WITH HAMZA ABOVE}", "\N{ARABIC LETTER FARSI YEH}")
    forms = verb_forms()
    return word in forms or any(word.endswith(ending) and word[: -len(ending)] in forms for ending in _OBJECTS)
