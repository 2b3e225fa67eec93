"""Dates as a language writes them; the only importer of Babel.

Where the civil calendar is Solar Hijri (the language has month names in `data/languages.toml`),
the date is printed in it and the Gregorian one follows; elsewhere CLDR's long form is used.
"""

from __future__ import annotations

import datetime
from typing import Literal

from ..calendars import solar_hijri
from ..languages import fallbacks, language
from .digits import localized


def format_date(date: datetime.date, tag: str, style: Literal["long", "numeric"] = "long") -> str:
    """Return the date in the words, order and digits of a language.

    ``long``: “17. August 2016” (de), “۲۷ اسد ۱۳۹۵ – ۱۷ اگست ۲۰۱۶” (fa-AF). ``numeric``: “8/17/2016” (en),
    “۱۳۹۵/۵/۲۷” (fa-AF).
    """
    facts = language(tag)
    if not facts.months:
        return localized(_gregorian(date, tag, style), facts.digits)
    year, month, day = solar_hijri(date)
    if style == "numeric":
        return localized(f"{year}/{month}/{day}", facts.digits)
    solar = f"{day} {facts.months[month - 1]} {year}"
    return localized(f"{solar} – {_gregorian(date, tag, style)}", facts.digits)


def _gregorian(date: datetime.date, tag: str, style: Literal["long", "numeric"]) -> str:
    from babel import Locale, UnknownLocaleError, dates  # noqa: PLC0415  30 ms that most commands do not need

    candidates = (*fallbacks(_cldr_tag(tag)), "en")
    for candidate in candidates:
        try:
            locale = Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        if style == "long":
            return str(dates.format_date(date, "long", locale=locale))
        pattern = locale.date_formats["short"].pattern
        return str(dates.format_date(date, _four_digit_year(pattern), locale=locale))
    raise AssertionError("Babel has no English")


def _cldr_tag(tag: str) -> str:
    """CLDR files Dari under Persian of Afghanistan."""
    return "fa-AF" if tag == "prs" or tag.startswith("prs-") else tag


def _four_digit_year(pattern: str) -> str:
    """Print years in full: “8/17/16” may be read as a day of the month."""
    return "y".join(part for part in pattern.replace("yyyy", "y").replace("yy", "y").split("y"))
