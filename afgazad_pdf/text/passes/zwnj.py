"""The pass `zwnj`: half-spaces of Persian and Dari where a whole space stands, and none where they do nothing.

No dictionary tells words apart here; a rule acts only where the words around the space leave no doubt:
after the verbal prefix, the stem must be a known one; before an ending, the word must be able to have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .editing import Edit, Passage, settled
from .orthography import AFGHAN, ARABIC, HALF_SPACE, MARKS, NOT_JOINING_ONWARDS
from .words import is_verb_form, words

_LETTER = f"[{ARABIC}{MARKS}\u0640\u200c]"
_WORD = f"{_LETTER}+"

_MISUSED = re.compile(f"(?<=[{ARABIC}{MARKS}])[\u00ac\u00ad](?=[{ARABIC}])")
"""A not sign or soft hyphen inside a word: what word processors make of a half-space."""

_HALF_SPACES = re.compile("\u200c+")
_BREAKS_NOTHING = re.compile(f"[{NOT_JOINING_ONWARDS}][{MARKS}]*\\Z")

_PREFIX = (
    # bar-, dar-, baz-, fara-, foru-
    "(?:\u0628\u0631|\u062f\u0631|\u0628\u0627\u0632|\u0641\u0631\u0627|\u0641\u0631\u0648)?"
    "\u0646?\u0645\u06cc"  # mi-, nemi-
)
_VERB = re.compile(f"(?<!{_LETTER})(?P<prefix>{_PREFIX})(?P<space> *)(?=(?P<stem>{_WORD}))")

_HA = "\u0647\u0627"
_TAR = "\u062a\u0631"
_ENDING = re.compile(
    f"(?<!{_LETTER})(?P<word>{_WORD})(?P<space> +)(?=(?P<ending>"
    f"{_HA}(?:\u06cc(?:\u06cc|\u0645|\u062a|\u0634|\u0645\u0627\u0646|\u062a\u0627\u0646|\u0634\u0627\u0646)?|\u0633\u062a)?"
    f"|{_TAR}(?:\u06cc|\u0634|\u06cc\u0646|{_HA}\u06cc?)?"
    "|\u0627(?:\u0645|\u06cc|\u06cc\u062f|\u06cc\u0645|\u0646\u062f|\u0634|\u062a)"
    "|\u06cc|\u06af(?:\u06cc|\u0627\u0646|\u0627\u0646\u06cc)"
    f")(?!{_LETTER})(?P<after> ?(?P<next>{_WORD}|.?)))"
)
"""A word, a space, and an ending: *ha* and its longer forms, *tar* and *tarin*, *am, i, id, im, and, ash, at*,
the ezafe *ye*, and *gi, gan, gani* as Afghan spelling has them (*zende gi*)."""

_TARIN = _TAR + "\u06cc\u0646"
_AM, _I = "\u0627\u0645", "\u0627\u06cc"
_AL = "\u0627\u0644"
_SILENT_HEH = re.compile("(?<!\u0627)\u0647\u200c?\\Z")


def zwnj(passage: Passage) -> Passage:
    """Set half-spaces in Persian and Dari; in Pashto only mend the ones that are there."""
    if not passage.has(*AFGHAN):
        return passage
    if "\u00ac" in passage.text or "\u00ad" in passage.text:
        passage = passage.edited(
            (Edit(*match.span(), HALF_SPACE) for match in _MISUSED.finditer(passage.text)), *AFGHAN
        )
    if HALF_SPACE in passage.text:
        passage = passage.edited(_mended(passage.text), *AFGHAN)
    if not passage.has("persian"):
        return passage
    # Again, as an ending may follow another: bozorg, tar, ha.
    return settled(passage, (_after_prefix, _before_ending), "persian")


def _mended(text: str) -> Iterator[Edit]:
    """Take away half-spaces that keep no letters apart, and all but one where several stand together."""
    for match in _HALF_SPACES.finditer(text):
        start, end = match.span()
        if not _separates(text, start, end):
            yield Edit(start, end, "")
        elif end - start > 1:
            yield Edit(start, end, HALF_SPACE)


def _separates(text: str, start: int, end: int) -> bool:
    if start == 0 or end == len(text) or _is_outside(text[start - 1]) or _is_outside(text[end]):
        return False
    return not _BREAKS_NOTHING.search(text[max(start - 4, 0) : start])


def _is_outside(character: str) -> bool:
    return character.isspace() or unicodedata.category(character).startswith("P")


def _after_prefix(text: str) -> Iterator[Edit]:
    for match in _VERB.finditer(text):
        word = match["prefix"] + match["stem"]
        if is_verb_form(match["stem"]) and (match["space"] or word not in words("verbs", "not_joined")):
            yield Edit(*match.span("space"), HALF_SPACE)


def _before_ending(text: str) -> Iterator[Edit]:
    for match in _ENDING.finditer(text):
        word, ending = match["word"], match["ending"]
        if len(word) > 1 and _belongs(word, ending, match["after"], match["next"]):
            joining = not _BREAKS_NOTHING.search(word[-4:])
            yield Edit(*match.span("space"), HALF_SPACE if joining else "")


def _belongs(word: str, ending: str, after: str, following: str) -> bool:
    """Say whether an ending is one of the word before it, and no word of its own."""
    if ending.startswith(_HA):
        return _is_plural(word, ending, after, following)
    if ending == _TARIN:
        return word not in words("comparative", "never_after")
    if ending.startswith(_TAR):
        return word.rpartition(HALF_SPACE)[2] in words("comparative", "adjectives")
    if len(word) < 3 or not _SILENT_HEH.search(word) or word in words("heh", "never_after"):
        return False
    if ending == _I:
        return following not in words("heh", "vocative")
    if ending == _AM:
        return not following.startswith(_AL) and following not in words("heh", "mothers")
    return True


def _is_plural(word: str, ending: str, after: str, following: str) -> bool:
    """Say whether *ha* makes a plural; *ha!* is also a call, *hay hay* a sob, and *hay o hoy* an uproar."""
    if word in words("plural", "never_after") or word.endswith((_HA, _HA + "\u06cc")):
        return False
    if ending == _HA:
        return after != "!"
    return not (ending == _HA + "\u06cc" and (following == ending or following == "\u0648"))
