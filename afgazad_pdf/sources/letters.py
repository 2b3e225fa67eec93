"""Letters that a page cannot bear: endless runs of marks on one letter, of spaces, and words without end.

All cost the layout engine time that grows with the square of their length, and a word that is wider than the
page would run off it without a word. So runs of marks are cut, as the stream-safe text format does (UAX#15, D4), and
runs of spaces; long words get chances of a break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

BREAK = "\N{ZERO WIDTH SPACE}"
"""A chance of a break that shows nothing (UAX#14, class ZW)."""

STEP = 20
"""Letters between two chances of a break in a word that is too long: they fit into any column."""

_BREAKING = (
    " \t\n\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000\u00ad"  # spaces, soft hyphen
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # scripts without spaces
)
"""Characters that part words or between which lines break in any case."""

_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NONCHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""Code points that are never characters (Unicode, 23.7)."""


_STRETCH = re.compile("[A-Za-z\u00c0-\u052f][^\u0590-\u08ff\ufb1d-\ufefc]*+")
"""From a letter written from left to right to the next one written from right to left, or to the end."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after cleaning, and what was taken out of it."""

    text: str
    noncharacters: int = 0
    marks: int = 0
    """How many marks and format characters were cut off."""


def cleaned(text: str, longest_run: int) -> Cleaned:
    """Return a text without noncharacters, and with no more marks and format characters in a row than `longest_run`."""
    if text.isascii():
        return Cleaned(text)
    noncharacters = 0
    if _NONCHARACTER.search(text):
        text, noncharacters = _NONCHARACTER.subn("", text)
    if not _candidates(longest_run).search(text):
        return Cleaned(text, noncharacters)
    shorter = _candidates(longest_run).sub(lambda match: _cut(match.group(), longest_run), text)
    return Cleaned(shorter, noncharacters, len(text) - len(shorter))


def spaces_cut(text: str, most: int) -> tuple[str, int]:
    """Return a text with no more than so many spaces and tabs in a row, of any width, and how many were cut off."""
    if len(text) <= most:
        return text, 0
    shorter = re.sub(rf"([^\S\n]{{{most}}})[^\S\n]++", r"\1", text)
    return shorter, len(text) - len(shorter)


def turns_of(text: str) -> int:
    """Return how many stretches from left to right a text has; 0 where it has no other letters."""
    return 0 if text.isascii() else sum(1 for _ in _STRETCH.finditer(text))


def longest_word(text: str, most: int) -> str:
    """Return the longest word of a text that has more than so many letters; empty where none has."""
    if len(text) <= most:
        return ""
    return max((match.group() for match in _long(most).finditer(text)), key=len, default="")


def break_places(text: str, most: int) -> tuple[int, ...]:
    """Return the offsets before which words of more than `most` letters get a chance of a break."""
    if len(text) <= most:
        return ()
    places: list[int] = []
    for match in _long(most).finditer(text):
        last = match.start()
        for offset in range(match.start() + STEP, match.end()):
            if offset - last >= STEP and unicodedata.category(text[offset])[0] not in "MC":
                places.append(offset)
                last = offset
    return tuple(places)


def broken(text: str, places: Sequence[int]) -> str:
    """Return the text with a chance of a break before each of the offsets, which go up."""
    cuts = [0, *places, len(text)]
    return BREAK.join(text[start:end] for start, end in pairwise(cuts))


def _long(most: int) -> re.Pattern[str]:
    return re.compile(f"[^{_BREAKING}]{{{most + 1},}}+")


def _candidates(longest_run: int) -> re.Pattern[str]:
    """Match long runs of what is no letter, digit, space or ASCII: marks and format characters are among them."""
    return re.compile(rf"[^\w\s!-~]{{{longest_run + 1},}}+")


def _cut(run: str, longest: int) -> str:
    """Return a run of signs with no more than so many marks and format characters in a row."""
    kept: list[str] = []
    length = 0
    for character in run:
        length = length + 1 if unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") else 0
        if length <= longest:
            kept.append(character)
    return "".join(kept)
