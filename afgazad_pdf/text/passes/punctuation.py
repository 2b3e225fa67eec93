"""The pass `punctuation`: marks, dashes, quotation marks and the spaces at them, as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import afghan_punctuation, european_punctuation
from .editing import Edit, Passage
from .orthography import AFGHAN, EUROPEAN

_RULED = AFGHAN | EUROPEAN

_SPACES = re.compile(" {2,}")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.\.)")
"""Three dots, also before a full stop; more are leaders of a table."""

_SPACED_HYPHEN = re.compile(r"(?<=[^\s-] )-{1,3}(?= [^\s-])")
_HYPHENS = re.compile(r"(?<=[^\W\d_])-{2,3}(?=[^\W\d_])")


def punctuation(passage: Passage) -> Passage:
    """Set punctuation in Persian, Dari, Pashto, English, German and French; other languages stay as written."""
    if not passage.has(*_RULED):
        return passage
    if "  " in passage.text:
        passage = passage.edited((Edit(*match.span(), " ") for match in _SPACES.finditer(passage.text)), *_RULED)
    if "..." in passage.text:
        passage = passage.edited((Edit(*match.span(), "\u2026") for match in _DOTS.finditer(passage.text)), *_RULED)
    if "-" in passage.text:
        passage = passage.edited(_dashes(passage.text, "\u2014"), "english")
        passage = passage.edited(_dashes(passage.text, "\u2013"), *_RULED)
    if passage.has(*AFGHAN):
        passage = afghan_punctuation.punctuated(passage)
    for orthography, rule in european_punctuation.RULES.items():
        if passage.has(orthography):
            passage = rule(passage)
    return passage


def _dashes(text: str, double: str) -> Iterator[Edit]:
    """Yield dashes for hyphens between spaces, but not between two numbers, and for hyphens that stand for a dash."""
    for match in _SPACED_HYPHEN.finditer(text):
        if not (text[match.start() - 2].isdigit() and text[match.end() + 1].isdigit()):
            yield Edit(*match.span(), double if match.end() - match.start() == 3 else "\u2013")
    for match in _HYPHENS.finditer(text):
        yield Edit(*match.span(), double)
