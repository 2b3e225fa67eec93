"""One day in three calendars: the arithmetic.

Solar Hijri: persiantools, which knows the leap years of 1178–1633 by table. From 1502 (20 March
2124) on libraries disagree by a day in one year out of a few; nothing is promised from there on.

Lunar Hijri: the calendar of Umm al-Qura, as the library hijridate has it from the printed
almanacs, for the years 1343 to 1500 (1 August 1924 to 16 November 2077). Before and after, the
arithmetic calendar of thirty-year cycles stands in (Reingold and Dershowitz, *Calendrical
Calculations*, 4th edition, chapter 7; CLDR's `islamic-tbla` and `islamic-civil`), with that of
its two usual epochs which meets the table without a gap. Where the new moon is watched for, a
paper's own date may be a day off: no calculation can know that.
"""

from __future__ import annotations

import calendar as gregorian_calendar
import datetime
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import BeforeValidator

CalendarName = Literal["gregorian", "solar-hijri", "lunar-hijri"]

ALIASES = {"persian": "solar-hijri", "islamic": "lunar-hijri"}
"""Unicode CLDR's names of the calendars; also read."""


def _own_name(value: object) -> object:
    return ALIASES.get(value, value) if isinstance(value, str) else value


Calendar: TypeAlias = Annotated[
    CalendarName,
    BeforeValidator(
        _own_name, json_schema_input_type=Literal["gregorian", "solar-hijri", "lunar-hijri", "persian", "islamic"]
    ),
]
"""A calendar in a file: ``gregorian``, ``solar-hijri`` (also ``persian``) or ``lunar-hijri`` (also ``islamic``)."""

FIRST_YEAR, LAST_YEAR = 1343, 1500
"""Lunar years that hijridate's table of Umm al-Qura holds."""

_THURSDAY_EPOCH, _FRIDAY_EPOCH = 227014, 227015
"""15 and 16 July 622 (Julian), as days of `datetime.date.toordinal`."""


class DayOf(NamedTuple):
    """A day of a calendar."""

    year: int
    month: int
    """1 to 12."""
    day: int
    """1 to 31."""


def day_in(calendar: CalendarName, date: datetime.date) -> DayOf:
    """Return year, month and day of a date in a calendar.

    Raises ValueError for days before the calendar's first year.
    """
    match calendar:
        case "gregorian":
            return DayOf(date.year, date.month, date.day)
        case "solar-hijri":
            return solar_hijri(date)
        case "lunar-hijri":
            return _lunar_hijri(date)


def date_of(calendar: CalendarName, day: DayOf) -> datetime.date:
    """Return the date of a day of a calendar; raises ValueError where there is no such day."""
    match calendar:
        case "gregorian":
            return datetime.date(*day)
        case "solar-hijri":
            from persiantools.jdatetime import JalaliDate  # noqa: PLC0415  loaded only where a date needs it

            result: datetime.date = JalaliDate(*day).to_gregorian()  # type: ignore[no-untyped-call]  # has no types
            return result
        case "lunar-hijri":
            return _from_lunar_hijri(day)


def month_length(calendar: CalendarName, year: int, month: int) -> int:
    """Return how many days a month has; raises ValueError for a year that the calendar does not reach."""
    if calendar == "gregorian":
        return gregorian_calendar.monthrange(year, month)[1]
    first = date_of(calendar, DayOf(year, month, 1))
    following = DayOf(year + 1, 1, 1) if month == 12 else DayOf(year, month + 1, 1)
    return (date_of(calendar, following) - first).days


def solar_hijri(date: datetime.date) -> DayOf:
    """Return year, month and day of the Solar Hijri calendar."""
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415  loaded only where a date needs it

    jalali = JalaliDate(date)  # type: ignore[no-untyped-call]  # the library has no types
    return DayOf(jalali.year, jalali.month, jalali.day)


def _lunar_hijri(date: datetime.date) -> DayOf:
    from hijridate import Gregorian, ummalqura  # noqa: PLC0415  loaded only where a date needs it

    first, last = (datetime.date(*day) for day in ummalqura.GREGORIAN_RANGE)
    if first <= date <= last:
        return DayOf(*Gregorian.fromdate(date).to_hijri().datetuple())
    epoch = _THURSDAY_EPOCH if date < first else _FRIDAY_EPOCH
    ordinal = date.toordinal()
    if ordinal < epoch:
        raise ValueError("before the first year of the lunar Hijri calendar")
    year = (30 * (ordinal - epoch) + 10646) // 10631
    month = min(12, (11 * (ordinal - _arithmetic(DayOf(year, 1, 1), epoch)) + 330) // 325)
    return DayOf(year, month, ordinal - _arithmetic(DayOf(year, month, 1), epoch) + 1)


def _from_lunar_hijri(day: DayOf) -> datetime.date:
    from hijridate import Hijri  # noqa: PLC0415  loaded only where a date needs it

    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return Hijri(*day).to_gregorian()
    if day.year < 1 or not 1 <= day.month <= 12:
        raise ValueError("no such month")
    epoch = _THURSDAY_EPOCH if day.year < FIRST_YEAR else _FRIDAY_EPOCH
    date = datetime.date.fromordinal(_arithmetic(day, epoch))
    if _lunar_hijri(date) != day:
        raise ValueError("no such day")
    return date


def _arithmetic(day: DayOf, epoch: int) -> int:
    """Return the ordinal of a day: months of 30 and 29 days in turn, eleven leap days in thirty years."""
    year, month, number = day
    return epoch - 1 + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + number
