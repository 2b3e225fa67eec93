"""The pass `letters`: one code point for one letter of a language.

Keyboards and converters write Persian with Arabic yeh and kaf, or with presentation forms, which look
right in one font and wrong in the next, and which no search finds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .editing import Edit, Passage
from .orthography import AFGHAN, ARABIC, MARKS, Orthography

_YEH, _FARSI_YEH = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER FARSI YEH}"
_HEH_WITH_HAMZA = "\N{ARABIC LETTER HEH}\N{ARABIC HAMZA ABOVE}"
_HEH_WITH_YEH = "\N{ARABIC LETTER HEH WITH YEH ABOVE}"

_COMMON = {
    "\N{ARABIC LETTER ALEF MAKSURA}": _FARSI_YEH,
    "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",  # of Urdu keyboards, as the next one
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
}

LETTERS: dict[Orthography, dict[str, str]] = {
    "persian": _COMMON | {_YEH: _FARSI_YEH, _HEH_WITH_YEH: _HEH_WITH_HAMZA},
    "pashto": _COMMON | {_HEH_WITH_HAMZA: _HEH_WITH_YEH},
}
"""What each letter is replaced by. In Pashto yeh is a letter of its own; heh with hamza is what the ISIRI 9147
keyboard types for the Persian ezafe, and one letter, U+06C0, in Pashto."""

_PATTERNS = {name: re.compile("|".join(sorted(table, key=len, reverse=True))) for name, table in LETTERS.items()}

_PASHTO_ONLY = re.compile("[\u067c\u0681\u0685\u0689\u0693\u0696\u069a\u06ab\u06bc\u06cd\u06d0]")
"""Letters that Persian lacks: a word with one of them is Pashto, and its yeh stays."""

_WORD = re.compile(f"[{ARABIC}{MARKS}\u0640\u200c]+")
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdcf\ufe70-\ufefc]")
"""Arabic presentation forms A and B, without symbols, ornate parentheses, and signs that are words (U+FDF0 on)."""

_TATWEELS = re.compile(f"(?<=[{ARABIC}{MARKS}])\u0640{{2,}}(?!\ufe00)(?=[{ARABIC}{MARKS}])")
_WORDS = re.compile(r"[^ \n\t\u00a0\u202f\ufffc]+")


def letters(passage: Passage) -> Passage:
    """Compose characters (NFC) in every language; in Persian, Dari and Pashto write the letters of the language.

    Two or more tatweels inside a word go; a single one stays, as abbreviations have it (heh with tatweel).
    """
    passage = passage.edited(_composed(passage.text))
    if not passage.has(*AFGHAN):
        return passage
    passage = passage.edited(_from_presentation_forms(passage.text), *AFGHAN)
    passage = passage.edited(_composed(passage.text))
    for orthography, table in LETTERS.items():
        if passage.has(orthography):
            passage = passage.edited(_replaced(passage.text, orthography, table), orthography)
    return passage.edited((Edit(*match.span(), "") for match in _TATWEELS.finditer(passage.text)), *AFGHAN)


def _composed(text: str) -> Iterator[Edit]:
    """Yield canonical composition, word by word (Unicode, UAX#15)."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _WORDS.finditer(text):
        word = match.group()
        composed = unicodedata.normalize("NFC", word)
        if composed != word:
            yield _smallest(match.start(), word, composed)


def _smallest(start: int, before: str, after: str) -> Edit:
    """Return the edit without the letters that both have at either end."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(before) - tail, after[head : len(after) - tail])


def _from_presentation_forms(text: str) -> Iterator[Edit]:
    for match in _PRESENTATION.finditer(text):
        plain = unicodedata.normalize("NFKC", match.group()).replace(" ", "")  # forms of marks bring a space
        if plain != match.group():
            yield Edit(*match.span(), plain)


def _replaced(text: str, orthography: Orthography, table: dict[str, str]) -> Iterator[Edit]:
    kept = _pashto_words(text) if orthography == "persian" else ()
    for match in _PATTERNS[orthography].finditer(text):
        if not any(start <= match.start() < end for start, end in kept):
            yield Edit(*match.span(), table[match.group()])


def _pashto_words(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words with a letter that Persian lacks begin and end."""
    if not _PASHTO_ONLY.search(text):
        return ()
    return tuple(word.span() for word in _WORD.finditer(text) if _PASHTO_ONLY.search(word.group()))
