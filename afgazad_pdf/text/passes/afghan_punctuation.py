"""Punctuation of Persian, Dari and Pashto: marks of the script, guillemets, and one space where one belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .editing import Edit, Passage, settled
from .latin import is_in_latin_phrase
from .orthography import AFGHAN, ARABIC, MARKS
from .quotation import Side, pairs, side_of
from .words import words

_MARKS = {"?": "\u061f", ";": "\u061b", ",": "\u060c"}
_PERCENT = "\N{ARABIC PERCENT SIGN}"
_LATIN_MARKS = re.compile(r"[?,]|;(?![)(-])|(?<=\d)%")

_QUOTATION_MARKS = re.compile('["\u201c\u201d\u201e\u201f\u00ab\u00bb]')
_SIDES: dict[str, Side] = {"\u201e": "open", "\u201c": "open", "\u201d": "close", "\u00ab": "open", "\u00bb": "close"}

_LETTER = f"[{ARABIC}{MARKS}\u0640\u200c]"

_SPACE_INSIDE = re.compile(r"(?<=[\u00ab(\[]) +(?=\S)|(?<=\S) +(?=[\u00bb)\]])")
_SPACE_BEFORE = re.compile(
    r"(?<=\S) +(?=[\u060c\u061b\u061f](?!\))|[!:](?![A-Za-z0-9\u06f0-\u06f9)(-])|\.(?![\w.\u2026]))"
)
_SPACE_MISSING = re.compile(
    f"(?<=[\u060c\u061b\u061f!])(?=[{ARABIC}\u00ab])"  # after a mark
    f"|(?<=[{ARABIC}{MARKS}][{ARABIC}{MARKS}]:)(?=[{ARABIC}\u00ab])"
    f"|(?<=[)\u00bb]\\.)(?=[{ARABIC}])"
    f"|(?<=[{ARABIC}{MARKS}])(?=\u00ab)"  # before a quotation
)
_DOTTED = re.compile(f"(?<![.\\w])(?:{_LETTER}+\\.)+{_LETTER}+")
_AFTER_QUOTATION = re.compile(f"\u00bb(?=({_LETTER}+))")


def punctuated(passage: Passage) -> Passage:
    """Return the passage with the punctuation of the Arabic script."""
    passage = settled(passage, (_marks,), *AFGHAN)
    passage = passage.edited(_quotations(passage), *AFGHAN)
    passage = passage.edited(_spaces_taken(passage.text), *AFGHAN)
    return passage.edited(sorted(_spaces_put(passage.text)), *AFGHAN)


def _marks(text: str) -> Iterator[Edit]:
    """Yield the script's own question mark, semicolon, comma and percent sign, but not inside Latin phrases."""
    for match in _LATIN_MARKS.finditer(text):
        index = match.start()
        if _is_in_number(text, index) or is_in_latin_phrase(text, index):
            continue
        yield Edit(index, index + 1, _MARKS.get(match.group(), _PERCENT))


def _is_in_number(text: str, index: int) -> bool:
    return text[index] == "," and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()


def _quotations(passage: Passage) -> Iterator[Edit]:
    """Yield guillemets for quotations, and curved marks for straight ones inside them."""
    text = passage.text
    if not re.search('["\u201c\u201d\u201e\u201f]', text):
        return
    marks = tuple(
        (match.start(), _side(text, match.start()))
        for match in _QUOTATION_MARKS.finditer(text)
        if passage.orthography_at(match.start()) in AFGHAN
    )
    found: list[Edit] = []
    for pair in pairs(text, marks):
        if text[pair.open] == "\u00ab" or text[pair.close] == "\u00bb":
            continue
        if pair.depth == 0:
            found += [Edit(pair.open, pair.open + 1, "\u00ab"), Edit(pair.close, pair.close + 1, "\u00bb")]
        elif text[pair.open] == text[pair.close] == '"':
            found += [Edit(pair.open, pair.open + 1, "\u201c"), Edit(pair.close, pair.close + 1, "\u201d")]
    yield from sorted(found)


def _side(text: str, index: int) -> Side | None:
    character = text[index]
    if character in "\u00ab\u00bb":
        return _SIDES[character]
    return side_of(text, index) or _SIDES.get(character)


def _spaces_taken(text: str) -> Iterator[Edit]:
    found = {match.span() for pattern in (_SPACE_INSIDE, _SPACE_BEFORE) for match in pattern.finditer(text)}
    return (Edit(start, end, "") for start, end in sorted(found))


def _spaces_put(text: str) -> Iterator[Edit]:
    for match in _SPACE_MISSING.finditer(text):
        yield Edit(match.start(), match.start(), " ")
    for match in _AFTER_QUOTATION.finditer(text):
        if match[1] not in words("suffixes", "words"):
            yield Edit(match.end(), match.end(), " ")
    if "." in text:
        yield from _sentences_apart(text)


def _sentences_apart(text: str) -> Iterator[Edit]:
    """Yield a space after a full stop between two sentences; abbreviations have short parts, or several stops."""
    for match in _DOTTED.finditer(text):
        before, _, after = match.group().partition(".")
        if len(before) > 2 and len(after) > 1 and "." not in after:
            place = match.start() + len(before) + 1
            yield Edit(place, place, " ")
