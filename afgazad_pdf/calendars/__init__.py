"""Days in the Gregorian, the Solar Hijri and the lunar Hijri calendar.

The model stores every date as a Gregorian `datetime.date`; calendars matter where a person
writes a date (`reading`) and where one is printed (`text/dates.py`). `days` converts, `names`
holds what months, weekdays and eras are called. The package is the door to persiantools,
hijridate and Babel.
"""

from .days import Calendar, CalendarName, DayOf, day_in, solar_hijri
from .names import DateWords, date_words, gregorian_date
from .reading import parse_date

__all__ = [
    "Calendar",
    "CalendarName",
    "DateWords",
    "DayOf",
    "date_words",
    "day_in",
    "gregorian_date",
    "parse_date",
    "solar_hijri",
]
