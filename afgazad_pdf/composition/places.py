"""Where articles stand in an issue, and the numbers of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from ..languages import direction_of, language
from ..text.digits import localized

PART_ADDRESS = "https://part.invalid/"
"""What a link to another part begins with, before the part's name; it becomes a way inside the joined file."""

_UNFIT = frozenset("/#?%")
"""What a slug may have and the name of a part may not: it would end the name in an address."""

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

_ABJAD = (
    "\u0627\u0628\u062c\u062f\u0647\u0648\u0632\u062d\u0637",  # alef, be, jim, dal, he, vav, ze, he, ta: 1 to 9
    "\u06cc\u06a9\u0644\u0645\u0646\u0633\u0639\u0641\u0635",  # ye, kaf, lam, mim, nun, sin, ain, fe, sad: 10 to 90
    "\u0642\u0631\u0634\u062a\u062b\u062e\u0630\u0636\u0638",  # qaf … za: 100 to 900
)
"""Letters by their value in the abjad order, of units, tens and hundreds."""

_ALEF = "\u0627\u0644\u0641"
"""The name of the first letter, which by itself looks like the digit one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article stands."""

    first: int
    """The page with its headline, counted from 0 over the whole file."""
    last: int
    """The page with its last line."""
    number: int
    """The first page's number as it is printed; articles stand on counted pages only."""


Places = Mapping[str, Place]
"""Places by the articles' slugs."""


def page_label(number: int, lang: str) -> str:
    """Write a page number in the digits of a language."""
    return localized(str(number), language(lang).digits)


def front_label(number: int, lang: str) -> str:
    """Write the number of a page before page 1: small Roman numerals; letters in abjad order from right to left."""
    if direction_of(lang) == "ltr":
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text
    if number == 1:
        return _ALEF
    digits = [int(digit) for digit in reversed(str(number))]
    return "".join(_ABJAD[power][digit - 1] for power, digit in reversed(list(enumerate(digits))) if digit)


def part_name(slug: str) -> str:
    """Return the name of an article's part: its slug, or a name made from it where an address cannot hold that."""
    return slug if not _UNFIT & set(slug) else f".{sha256(slug.encode()).hexdigest()[:24]}"
