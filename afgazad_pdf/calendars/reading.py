"""Dates as people write them, read.

Three forms, in digits of any script: year-month-day (2016-08-17, ۱۳۹۵/۵/۲۷); a date with the
year last (17.8.2016, 8/17/2016) where only one reading is possible; and one with the month's
name, in any order and with or without a weekday («چهارشنبه، ۲۷ اسد ۱۳۹۵», “August 17, 2016”).
Nothing is guessed: what may be two days, or a day of two calendars, is refused with the ways
to write it.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from .days import CalendarName, DayOf, date_of, month_length
from .names import date_words, names_of_months, names_of_weekdays, words_without_meaning

TITLES: dict[CalendarName, str] = {
    "gregorian": "Gregorian",
    "solar-hijri": "Solar Hijri",
    "lunar-hijri": "lunar Hijri",
}
"""What the calendars are called in messages."""

_YEARS: dict[CalendarName, range] = {
    "gregorian": range(1583, 2600),
    "solar-hijri": range(900, 1700),
    "lunar-hijri": range(900, 1700),
}
"""Years that a paper may mean; from the first full Gregorian year (papal bull *Inter gravissimas*, 1582)."""

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er)\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")

_ONE_LETTER = str.maketrans(
    {
        "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER FARSI YEH}",
        "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER TEH MARBUTA GOAL}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC TATWEEL}": None,
    }
)
"""Letters that keyboards type one for another, and what none types on purpose."""


def parse_date(text: str, calendar: CalendarName | None = None) -> datetime.date:
    """Read a date; `calendar` is the one that the file names, None where it names none.

    Without one, a month's name decides, and a number alone is Gregorian. Raises ValueError, with a
    sentence for an editor, where the text is no date, may be several, or does not exist.
    """
    plain = _plain(text)
    if match := _YEAR_FIRST.fullmatch(plain):
        return _numeric(text, calendar, DayOf(int(match[1]), int(match[3]), int(match[4])))
    if match := _YEAR_LAST.fullmatch(plain):
        year, first, second = int(match[4]), int(match[1]), int(match[3])
        return _numeric(text, calendar, _year_last(text, year, first, second, match[2], calendar))
    return _in_words(text, plain, calendar)


def _year_last(text: str, year: int, first: int, second: int, separator: str, calendar: CalendarName | None) -> DayOf:
    """Tell day from month: with full stops the day stands first (DIN 5008); else only one may be a month."""
    if separator == "." or first > 12 or first == second:
        return DayOf(year, second, first)
    if second > 12:
        return DayOf(year, first, second)
    month = date_words("en").months[calendar or "gregorian"]
    raise ValueError(
        f"“{text}” may be {first} {month[second - 1]} or {second} {month[first - 1]}; write the year first, "
        f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}, or the month's name"
    )


def _in_words(text: str, plain: str, calendar: CalendarName | None) -> datetime.date:
    words = _WORD.findall(_folded(_ORDINAL.sub(r"\1", plain.casefold())))
    years = [int(word) for word in words if word.isdigit() and len(word) == 4]
    days = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    if len(years) != 1 or len(days) != 1:
        raise _no_date(text)
    names = [word for word in words if not word.isdigit() and word not in _fillers()]
    weekday, named = _without_weekday("".join(names))
    meanings = _months().get(named, frozenset())
    if not meanings:
        near = get_close_matches(named, tuple(_months()), n=1, cutoff=0.6) if named else []
        if not near:
            raise _no_date(text)
        raise ValueError(f"“{text}” names no month that is known; did you mean `{_spelling()[near[0]]}`?")
    fitting = [meaning for meaning in meanings if calendar in (None, meaning[0])]
    if not fitting:
        (other, _), *_rest = meanings
        raise ValueError(
            f"“{text}” names a month of the {TITLES[other]} calendar, but `calendar:` says {calendar}; "
            f"write `calendar: {other}`, or leave it out"
        )
    own, month = fitting[0]
    date = _existing(text, own, DayOf(years[0], month, days[0]), stated=calendar is not None)
    if weekday is not None and date.weekday() != weekday:
        day = date_words("en").weekdays[date.weekday()]
        raise ValueError(f"“{text}” was a {day} ({date.isoformat()}); check the day of the week, or leave it out")
    return date


def _without_weekday(letters: str) -> tuple[int | None, str]:
    """Split a weekday off a month's name; both are written together here, as “seh shanbeh” may be one word or two."""
    for name, number in _weekdays().items():
        for rest in (letters.removeprefix(name), letters.removesuffix(name)):
            if rest != letters and rest in _months():
                return number, rest
    return None, letters


def _numeric(text: str, calendar: CalendarName | None, day: DayOf) -> datetime.date:
    """Return the date of a day in digits alone, where nothing but `calendar` says which calendar is meant."""
    if calendar is None and day.year in _YEARS["solar-hijri"] and day.year not in _YEARS["gregorian"]:
        raise ValueError(
            f"“{text}”, if it is Gregorian, lies in the Middle Ages; write `calendar: solar-hijri` or "
            f"`calendar: lunar-hijri` for a Hijri year"
        )
    return _existing(text, calendar or "gregorian", day, stated=calendar is not None)


def _existing(text: str, own: CalendarName, day: DayOf, *, stated: bool) -> datetime.date:
    """Return the date of a day that exists, of a year that a paper may mean.

    Any Gregorian year may be meant where the file states that calendar.
    """
    if day.year not in _YEARS[own] and not (own == "gregorian" and stated):
        raise ValueError(
            f"“{text}”: {day.year} is no year of our times in the {TITLES[own]} calendar; "
            f"check the year and `calendar:`"
        )
    try:
        return date_of(own, day)
    except ValueError:
        raise ValueError(f"“{text}” does not exist in the {TITLES[own]} calendar; {_why(own, day)}") from None


def _why(calendar: CalendarName, day: DayOf) -> str:
    if not 1 <= day.month <= 12:
        return "a year has twelve months; write year-month-day"
    try:
        length = month_length(calendar, day.year, day.month)
    except (ValueError, OverflowError):
        return "check the year"
    month = date_words("en").months[calendar][day.month - 1]
    sentence = f"{month} {day.year} has {length} days"
    if calendar == "solar-hijri" and day.month == 12 and day.day == 30:
        sentence += ", as the year is no leap year"
    return f"{sentence}; check the day, and `calendar:`"


def _no_date(text: str) -> ValueError:
    return ValueError(
        f"“{text}” is not a date; write year-month-day, such as 2016-08-17, or day, month and year, "
        f"such as 17 August 2016"
    )


def _plain(text: str) -> str:
    """Return the text with ASCII digits, single spaces and no character that prints nothing."""
    kept = (character for character in text if unicodedata.category(character) != "Cf")
    digits = (str(unicodedata.decimal(character, character)) for character in kept)
    return " ".join("".join(digits).split())


def _folded(text: str) -> str:
    """Return letters as names are compared: no case, no marks, no apostrophes, one letter for its look-alikes."""
    decomposed = unicodedata.normalize("NFKD", _plain(text).casefold())
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Lm") and c not in "'\u2018\u2019`")
    return kept.translate(_ONE_LETTER)


def _key(name: str) -> str:
    """Return a name as `_in_words` puts it together: its words without what parts them, and without fillers."""
    return "".join(word for word in _WORD.findall(_folded(name)) if word not in _fillers())


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for filler in words_without_meaning() for word in _WORD.findall(_folded(filler)))


@cache
def _months() -> Mapping[str, frozenset[tuple[CalendarName, int]]]:
    found: dict[str, set[tuple[CalendarName, int]]] = {}
    for name, calendar, number in names_of_months():
        if key := _key(name):
            found.setdefault(key, set()).add((calendar, number))
    return MappingProxyType({key: frozenset(meanings) for key, meanings in found.items()})


@cache
def _spelling() -> Mapping[str, str]:
    return MappingProxyType({_key(name): name for name, _, _ in names_of_months()})


@cache
def _weekdays() -> Mapping[str, int]:
    return MappingProxyType({_key(name): number for name, number in names_of_weekdays()})
