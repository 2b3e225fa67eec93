"""What months, weekdays and eras are called, and in what order a language writes a date.

Our own table, `data/calendars.toml`, has what Unicode CLDR, read through Babel, lacks or says
otherwise: the Solar Hijri months of Dari and Pashto, the lunar ones, the order of a date.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from ..languages import direction_of, fallbacks
from ..resources import data_file
from .days import CalendarName

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """How one language writes dates."""

    calendars: tuple[CalendarName, ...]
    """In which calendars its papers print a date, the first one first."""
    months: Mapping[CalendarName, tuple[str, ...]]
    weekdays: tuple[str, ...]
    """Monday first, as in `datetime.date.weekday`."""
    eras: Mapping[CalendarName, str]
    """What follows a year; missing where nothing does."""
    date: str
    """The order of a long date: ``{day} {month} {year}``."""
    weekday: str
    """How the weekday stands before it: ``{weekday}, {date}``."""
    own_gregorian: bool
    """Whether Gregorian dates are written so too, rather than as CLDR has them (`gregorian_date`)."""


@cache
def date_words(tag: str) -> DateWords:
    """Return how a language writes dates, by its nearest entry in the table and in CLDR."""
    entry, own = _entry(tag)
    locale = _locale(tag)
    months: dict[CalendarName, tuple[str, ...]] = {
        "gregorian": tuple(entry.get("gregorian") or _gregorian_months(locale, "format", "wide")),
        "solar-hijri": tuple(entry["solar-hijri"]),
        "lunar-hijri": tuple(entry["lunar-hijri"]),
    }
    return DateWords(
        calendars=tuple(entry["calendars"]),
        months=MappingProxyType(months),
        weekdays=tuple(entry.get("weekdays") or (locale.days["format"]["wide"][day] for day in range(7))),
        eras=MappingProxyType(dict(entry.get("eras", {}))),
        date=entry.get("date", "{day} {month} {year}"),
        weekday=entry["weekday"],
        own_gregorian=own,
    )


def gregorian_date(date: datetime.date, tag: str, form: Literal["long", "full", "short"]) -> str:
    """Return a Gregorian date as CLDR writes it: ``long``, ``full`` (with the weekday) or ``short`` (numeric).

    Years are printed in full: “8/17/16” may be read as a day of the month.
    """
    from babel import dates  # noqa: PLC0415  30 ms that most commands do not need

    locale = _locale(tag)
    pattern = locale.date_formats[form].pattern.replace("yyyy", "y").replace("yy", "y")
    return str(dates.format_date(date, pattern, locale=locale))


def names_of_months() -> Iterator[tuple[str, CalendarName, int]]:
    """Yield every name of a month (1 to 12) that is understood in a written date, with its calendar."""
    for tag in _table()["understood"]:
        words, locale = date_words(tag), _locale(tag)
        lists = list(words.months.items())
        lists += [
            ("gregorian", _gregorian_months(locale, context, width))
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
        ]
        for calendar, names in lists:
            for number, name in enumerate(names, start=1):
                yield name, calendar, number


def names_of_weekdays() -> Iterator[tuple[str, int]]:
    """Yield every name of a weekday (0 is Monday) that is understood in a written date."""
    for tag in _table()["understood"]:
        for number, name in enumerate(date_words(tag).weekdays):
            yield name, number


def words_without_meaning() -> Iterator[str]:
    """Yield the words that may stand in a written date and say nothing of the day: eras, “de”."""
    yield from _table()["fillers"]
    for tag in _table()["understood"]:
        yield from date_words(tag).eras.values()


def _gregorian_months(locale: Locale, context: str, width: str) -> tuple[str, ...]:
    return tuple(locale.months[context][width][month] for month in range(1, 13))


def _entry(tag: str) -> tuple[dict[str, Any], bool]:
    """Return a language's entry with the defaults below it, and whether it says itself how dates are written."""
    table = _table()
    found = [table[candidate] for candidate in reversed(fallbacks(_cldr_tag(tag))) if candidate in table]
    entry = dict(table["arabic" if direction_of(tag) == "rtl" else "latin"])
    for more in found:
        entry.update(more)
    return entry, any("date" in more for more in found)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(data_file("calendars.toml").read_text(encoding="utf-8"))


@cache
def _locale(tag: str) -> Locale:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  as above

    for candidate in (*fallbacks(_cldr_tag(tag)), "en"):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel has no English")


def _cldr_tag(tag: str) -> str:
    """CLDR files Dari under Persian of Afghanistan."""
    return "fa-AF" if tag == "prs" or tag.startswith("prs-") else tag
