"""Whether a place in Persian or Pashto text belongs to a phrase in Latin letters, whose signs stay Latin."""

from __future__ import annotations

import re

from .orthography import LATIN

_LATIN = re.compile(f"[{LATIN}]")
_NUMBER_SIGNS = " 0123456789\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9,.:/'\u2019-"
_CLOSING = ")]}\u00bb\u201d\u2019\"'"
_REACH = 40


def is_in_latin_phrase(text: str, index: int) -> bool:
    """Say whether a mark stands inside Latin words, or at their end inside brackets or quotation marks."""
    if not is_after_latin(text, index):
        return False
    if text[index + 1 : index + 2] and text[index + 1] in _CLOSING:
        return True
    return is_before_latin(text, index + 1)


def is_after_latin(text: str, index: int) -> bool:
    """Say whether the nearest letter before an index is Latin, with nothing between but signs of numbers."""
    head = text[max(index - _REACH, 0) : index].rstrip(_NUMBER_SIGNS)
    return bool(head) and bool(_LATIN.match(head[-1]))


def is_before_latin(text: str, index: int) -> bool:
    """Say whether the nearest letter from an index on is Latin, with nothing between but signs of numbers."""
    tail = text[index : index + _REACH].lstrip(_NUMBER_SIGNS)
    return bool(tail) and bool(_LATIN.match(tail[0]))
