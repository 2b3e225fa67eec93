"""Dates as a language writes them, in one calendar or several.

Which calendars a paper prints, in which form, is the publication's `date_style`; where it says
nothing, the language's own habit (`data/calendars.toml`) is followed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..calendars import CalendarName, date_words, day_in, gregorian_date
from ..languages import Direction, direction_of, language
from ..publication import DateForm
from .digits import localized

LONG = DateForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date in one calendar, in the words of one language."""

    text: str
    lang: str
    direction: Direction
    calendar: CalendarName


def format_date(date: datetime.date, tag: str, form: DateForm = LONG) -> tuple[PrintedDate, ...]:
    """Return the date in each of the form's calendars, in the words, order and digits of a language.

    ``long``: “17. August 2016” (de); «۲۷ اسد ۱۳۹۵» and «۱۷ اگست ۲۰۱۶» (fa-AF). ``numeric``: “8/17/2016” (en),
    «۱۳۹۵/۵/۲۷» (fa-AF). All after the first are in `form.second_language`, where it is given. A weekday
    stands once, before the first. A numeric date of which the form names no calendar is in one only.
    """
    own = date_words(tag).calendars
    calendars = form.calendars or (own if form.style == "long" else own[:1])
    tags = (tag, *(form.second_language or tag for _ in calendars[1:]))
    return tuple(
        _printed(date, calendar, lang, form, weekday=form.weekday and number == 0)
        for number, (calendar, lang) in enumerate(zip(calendars, tags, strict=True))
    )


def _printed(date: datetime.date, calendar: CalendarName, tag: str, form: DateForm, *, weekday: bool) -> PrintedDate:
    words = date_words(tag)
    if calendar == "gregorian" and not (form.style == "long" and words.own_gregorian):
        text = gregorian_date(date, tag, "short" if form.style == "numeric" else "full" if weekday else "long")
        if form.style == "numeric" and weekday:
            text = words.weekday.format(weekday=words.weekdays[date.weekday()], date=text)
    else:
        year, month, day = day_in(calendar, date)
        if form.style == "numeric":
            text = f"{year}/{month}/{day}"
        else:
            text = words.date.format(day=day, month=words.months[calendar][month - 1], year=year)
        if era := words.eras.get(calendar):
            text = f"{text} {era}"
        if weekday:
            text = words.weekday.format(weekday=words.weekdays[date.weekday()], date=text)
    digits = form.digits or language(tag).digits
    return PrintedDate(text=localized(text, digits), lang=tag, direction=direction_of(tag), calendar=calendar)
