"""Quotation marks, apostrophes and no-break spaces of English, German and French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .editing import BARRIER, Edit, Passage, settled
from .orthography import LATIN, Orthography
from .quotation import OPENERS, side_of

NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_SINGLE = re.compile("'")
_BETWEEN_LETTERS = re.compile(f"(?<=[{LATIN}])'(?=[{LATIN}])")
_ELIDED = re.compile(r"'(?=(?:\d\ds?|tis|twas|em|til|cause|n|round|bout)\b)", re.IGNORECASE)
"""An apostrophe at the beginning of a word: ’90s, ’tis, rock ’n’ roll."""

_ABBREVIATIONS = re.compile(
    r"(?<![\w.])(?:z\. ?B|d\. ?h|u\. ?a|u\. ?U|z\. ?T|o\. ?\u00c4|v\. ?a|i\. ?A|i\. ?d\. ?R|s\. ?o|s\. ?u|a\. ?a\. ?O"
    r"|u\. ?\u00c4|m\. ?E|u\. ?v\. ?m|n\. ?Chr|v\. ?Chr)\."
)
"""German abbreviations of several words (DIN 5008: a space after each point)."""

_GUILLEMETS = re.compile(r"(?<=\u00ab)[ \u00a0\u202f]*(?=[^\s])|(?<=[^\s])[ \u00a0\u202f]*(?=\u00bb)")
_HIGH_MARKS = re.compile(
    r"(?<=[\w\u00bb)\]\u201d\u2019%\u2026\ufffc])[ \u00a0\u202f]*(?=[;!?]+(?:[\s\u00bb)\]\u201d\ufffc.\u2026]|\Z))"
)
_COLON = re.compile(r"(?<=[\w\u00bb)\]\u201d\u2019%\u2026\ufffc])[ \u00a0\u202f]*(?=:(?:[\s\ufffc]|\Z))")
_PERCENT = re.compile(r"(?<=\d) (?=%)")


def _english(passage: Passage) -> Passage:
    return settled(
        passage,
        (
            lambda text: _double_marks(text, "\u201c", "\u201d", '"', OPENERS),
            lambda text: _single_marks(text, "\u2018", _APOSTROPHE),
        ),
        "english",
    )


def _german(passage: Passage) -> Passage:
    passage = settled(
        passage,
        (
            lambda text: _double_marks(text, "\u201e", "\u201c", '"\u201c\u201d\u201f', OPENERS),
            lambda text: _single_marks(text, "\u201a", "\u2018"),
        ),
        "german",
    )
    passage = passage.edited(_abbreviations(passage.text), "german")
    return passage.edited(_spaces(_PERCENT, passage.text, NARROW), "german")


def _french(passage: Passage) -> Passage:
    passage = settled(
        passage,
        (
            _french_apostrophes,
            lambda text: _double_marks(text, "\u00ab", "\u00bb", '"', OPENERS + _APOSTROPHE),  # l’« ami »
        ),
        "french",
    )
    for pattern, space in ((_GUILLEMETS, NARROW), (_HIGH_MARKS, NARROW), (_COLON, NO_BREAK), (_PERCENT, NARROW)):
        passage = passage.edited(_spaces(pattern, passage.text, space), "french")
    return passage


RULES: dict[Orthography, Callable[[Passage], Passage]] = {"english": _english, "german": _german, "french": _french}
"""The rules of each orthography, in any order: each acts on its own pieces alone."""


def _double_marks(text: str, first: str, last: str, marks: str, openers: str) -> Iterator[Edit]:
    """Yield quotation marks by their neighbours; where those do not tell, a mark stays."""
    odd = text.count('"') % 2
    for match in re.finditer(f"[{marks}]", text):
        index, character = match.start(), match.group()
        side = side_of(text, index, openers)
        if side == "close" and character == '"' and text[index - 1].isdigit() and odd:
            continue  # inches
        wanted = {"open": first, "close": last, None: character}[side]
        if wanted != character:
            yield Edit(index, index + 1, wanted)


def _single_marks(text: str, first: str, last: str) -> Iterator[Edit]:
    """Yield apostrophes, and quotation marks where a closing one follows the opening one."""
    is_open = False
    last_close = max((m.start() for m in _SINGLE.finditer(text) if side_of(text, m.start()) == "close"), default=-1)
    for match in _SINGLE.finditer(text):
        index = match.start()
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        wanted = "'"
        if _BETWEEN_LETTERS.match(text, index) or _ELIDED.match(text, index):
            wanted = _APOSTROPHE if not before.isdigit() else "'"
        elif side_of(text, index) == "open":
            is_open = index < last_close
            wanted = first if is_open else _APOSTROPHE if after.isalpha() else "'"
        elif side_of(text, index) == "close" and (is_open or before.isalpha()):
            wanted, is_open = (last if is_open else _APOSTROPHE), False
        if wanted != "'":
            yield Edit(index, index + 1, wanted)


def _french_apostrophes(text: str) -> Iterator[Edit]:
    for match in _SINGLE.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isalpha() and after and (after.isalpha() or after in OPENERS + '"' + BARRIER):
            yield Edit(*match.span(), _APOSTROPHE)


def _abbreviations(text: str) -> Iterator[Edit]:
    for match in _ABBREVIATIONS.finditer(text):
        spaced = re.sub(r"\. ?(?=.)", "." + NARROW, match.group())
        if spaced != match.group():
            yield Edit(*match.span(), spaced)


def _spaces(pattern: re.Pattern[str], text: str, space: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        if match.group() != space:
            yield Edit(*match.span(), space)
