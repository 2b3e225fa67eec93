"""The pass `digits`: numbers in the digits and separators of their language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..digits import SHAPES
from .editing import Edit, Passage
from .latin import is_after_latin, is_before_latin
from .orthography import Orthography
from .words import words

WITH_PERSIAN_DIGITS: frozenset[Orthography] = frozenset({"persian", "pashto", "urdu"})
"""The orthographies whose numbers the pass writes in Persian digits."""

_DIGIT = "[0-9\u06f0-\u06f9]"
_DECIMAL, _THOUSANDS = "\N{ARABIC DECIMAL SEPARATOR}", "\N{ARABIC THOUSANDS SEPARATOR}"

_ARABIC_INDIC = re.compile("[\u0660-\u0669]+")
_NUMBER = re.compile(f"{_DIGIT}+(?:[.,:/\u066b\u066c-]{_DIGIT}+)*")
_THOUSANDS_GROUPS = re.compile(f"{_DIGIT}{{1,3}}(?:,{_DIGIT}{{3}})+(?:\\.{_DIGIT}+)?")
_PLAIN_DECIMAL = re.compile(f"{_DIGIT}+\\.{_DIGIT}+")
_DATE = re.compile(
    f"{_DIGIT}{{4}}([-.]){_DIGIT}{{1,2}}\\1{_DIGIT}{{1,2}}|{_DIGIT}{{1,2}}([-.]){_DIGIT}{{1,2}}\\2{_DIGIT}{{4}}"
)

_PHONE = re.compile(
    r"(?<![\w.])(?:\(?\+|00)[0-9](?:[ ()/-]{0,2}[0-9]){6,14}"  # with the country's code
    r"|(?<![\w.])0[0-9]{2,3}(?:[ /-]{1,2}[0-9]{2,4}){2,3}(?![\w-])"
    r"|(?<![\w.])0[0-9]{2,3}[ /-][0-9]{6,7}(?![\w-])"
    r"|(?<![\w.])0[0-9]{8,10}(?!\w)"
)
_NEAR_BEFORE = re.compile(r"[A-Za-z_@#\\=&^~+*][.,:/'-]?\Z")
_NEAR_AFTER = re.compile(r"[.,:/'-]?[A-Za-z_@\\=&^~+*]")
_LAST_WORD = re.compile(r"(\w[\w\u064b-\u0655]*) *\Z")


_TO_PERSIAN = SHAPES["persian"] | {0x0660 + value: 0x06F0 + value for value in range(10)}


def digits(passage: Passage) -> Passage:
    """Write the numbers of Persian, Dari, Pashto and Urdu in Persian digits, with the script's separators.

    Phone numbers, versions, codes, and numbers beside Latin words stay as they are.
    """
    if not passage.has(*WITH_PERSIAN_DIGITS):
        return passage
    passage = passage.edited(_arabic_indic(passage.text), *WITH_PERSIAN_DIGITS)
    return passage.edited(_numbers(passage.text), *WITH_PERSIAN_DIGITS)


def _arabic_indic(text: str) -> Iterator[Edit]:
    for match in _ARABIC_INDIC.finditer(text):
        yield Edit(*match.span(), match.group().translate(_TO_PERSIAN))


def _numbers(text: str) -> Iterator[Edit]:
    phones = [match.span() for match in _PHONE.finditer(text)]
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if _is_in_code(text, start, end) or any(first < end and start < last for first, last in phones):
            continue
        written = _written(match.group(), text[max(start - 30, 0) : start])
        if written != match.group():
            yield Edit(start, end, written)


def _is_in_code(text: str, start: int, end: int) -> bool:
    """Say whether a number is a part of a code such as A4, or of a Latin phrase such as Windows 10."""
    if _NEAR_BEFORE.search(text, max(start - 2, 0), start) or _NEAR_AFTER.match(text, end):
        return True
    return is_after_latin(text, start) or is_before_latin(text, end)


def _written(number: str, before: str) -> str:
    """Return a number in Persian digits; one with several points or hyphens, and no date, is a code."""
    if _THOUSANDS_GROUPS.fullmatch(number):
        number = number.replace(",", _THOUSANDS).replace(".", _DECIMAL)
    elif _PLAIN_DECIMAL.fullmatch(number):
        last = _LAST_WORD.search(before)
        if last is None or last[1] not in words("sections", "words"):
            number = number.replace(".", _DECIMAL)
    elif (number.count(".") > 1 or number.count("-") > 1) and not _DATE.fullmatch(number):
        return number
    return number.translate(_TO_PERSIAN)
