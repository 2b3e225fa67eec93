"""Days in the Gregorian and the Solar Hijri calendar; the only importer of persiantools.

The model stores every date as a Gregorian `datetime.date`; calendars matter where a person
writes a date (`parse_date`) and where one is printed (`solar_hijri`).
"""

from __future__ import annotations

import datetime
import re
from typing import Literal

Calendar = Literal["gregorian", "persian"]

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


def parse_date(text: str, calendar: Calendar = "gregorian") -> datetime.date:
    """Read a date written as year, month, day in digits of any script.

    Raises ValueError, with a sentence for an editor, where the text is no date or the day does
    not exist in that calendar.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not a date; write year-month-day, such as 2016-08-17")
    year, month, day = (int(part) for part in match.groups())
    try:
        if calendar == "persian":
            return _from_solar_hijri(year, month, day)
        return datetime.date(year, month, day)
    except ValueError:
        name = "Solar Hijri" if calendar == "persian" else "Gregorian"
        raise ValueError(
            f"“{text}” does not exist in the {name} calendar; check month and day, "
            f"and `calendar:` where the date is a Solar Hijri one"
        ) from None


def solar_hijri(date: datetime.date) -> tuple[int, int, int]:
    """Return year, month (1 to 12) and day of the Solar Hijri calendar."""
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415  loaded only where a date needs it

    jalali = JalaliDate(date)  # type: ignore[no-untyped-call]  # the library has no types
    return jalali.year, jalali.month, jalali.day


def _from_solar_hijri(year: int, month: int, day: int) -> datetime.date:
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415  loaded only where a date needs it

    result: datetime.date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]  # as above
    return result
