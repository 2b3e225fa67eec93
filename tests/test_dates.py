"""Dates: three calendars, read as people write them and printed as languages do."""

from __future__ import annotations

import datetime
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

import afgazad_pdf as ap
from afgazad_pdf.calendars import Calendar, date_words, day_in, parse_date
from afgazad_pdf.calendars.days import DayOf, date_of, month_length
from afgazad_pdf.calendars.names import names_of_months, names_of_weekdays
from afgazad_pdf.calendars.reading import _key
from afgazad_pdf.preview.dump import text_runs
from afgazad_pdf.publication import DateForm
from afgazad_pdf.text.dates import format_date

DAY = datetime.date(2016, 8, 17)
CALENDARS = ("gregorian", "solar-hijri", "lunar-hijri")
LANGUAGES = ("en", "en-GB", "de", "fr", "es", "it", "nl", "sv", "ru", "tr", "tg", "fa", "fa-AF", "ps", "ar", "ur")

EQUINOXES = """
1390 2011-03-20T23:21 2011-03-21   1391 2012-03-20T05:14 2012-03-20   1392 2013-03-20T11:02 2013-03-21
1393 2014-03-20T16:57 2014-03-21   1394 2015-03-20T22:45 2015-03-21   1395 2016-03-20T04:30 2016-03-20
1396 2017-03-20T10:29 2017-03-21   1397 2018-03-20T16:15 2018-03-21   1398 2019-03-20T21:58 2019-03-21
1399 2020-03-20T03:50 2020-03-20   1400 2021-03-20T09:37 2021-03-21   1401 2022-03-20T15:33 2022-03-21
1402 2023-03-20T21:24 2023-03-21   1403 2024-03-20T03:06 2024-03-20   1404 2025-03-20T09:01 2025-03-21
1405 2026-03-20T14:46 2026-03-21   1406 2027-03-20T20:25 2027-03-21   1407 2028-03-20T02:17 2028-03-20
1408 2029-03-20T08:02 2029-03-20   1409 2030-03-20T13:52 2030-03-21   1410 2031-03-20T19:41 2031-03-21
1411 2032-03-20T01:22 2032-03-20
""".split()
"""Solar year, the March equinox as almanacs print it (UTC), and the first of Hamal."""


def cases(wanted: str) -> list[tuple[str, ...]]:
    section, found = "", []
    text = (Path(__file__).parent / "cases" / "dates.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("= "):
            section = line[2:]
        elif line and not line.startswith("#") and section == wanted:
            found.append(tuple(part.strip() for part in line.split(" | ")))
    return found


# ------------------------------------------------------------------ read and printed


@pytest.mark.parametrize(("written", "calendar", "expected"), cases("reading"))
def test_a_written_date_is_read(written, calendar, expected):
    named = None if calendar == "-" else TypeAdapter(Calendar).validate_python(calendar)
    if not expected.startswith("!"):
        assert parse_date(written, named) == datetime.date.fromisoformat(expected)
        return
    with pytest.raises(ValueError, match=f"^“{re.escape(written)}”.*{re.escape(expected[2:])}"):
        parse_date(written, named)


@pytest.mark.parametrize(("lang", "form", "printed"), cases("printing"))
def test_a_date_is_printed(lang, form, printed):
    keys = dict(part.split("=") for part in form.split()) if form != "-" else {}
    if "calendars" in keys:
        keys["calendars"] = keys["calendars"].split(",")
    dates = format_date(DAY, lang, DateForm.model_validate(keys))

    assert " – ".join(date.text for date in dates) == printed


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2149, 12, 31)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(CALENDARS),
    st.booleans(),
)
@settings(deadline=None, derandomize=True)
def test_what_is_printed_can_be_read(date, lang, calendar, weekday):
    (printed,) = format_date(date, lang, DateForm(calendars=(calendar,), weekday=weekday))

    assert parse_date(printed.text) == date


def test_no_name_means_two_months_or_two_weekdays():
    months: dict[str, set] = {}
    for name, calendar, number in names_of_months():
        months.setdefault(_key(name), set()).add((calendar, number))
    days: dict[str, set] = {}
    for name, number in names_of_weekdays():
        days.setdefault(_key(name), set()).add(number)

    assert {name: found for name, found in months.items() if len(found) > 1} == {}
    assert {name: found for name, found in days.items() if len(found) > 1} == {}
    assert months.keys() & days.keys() == set()


@pytest.mark.parametrize("lang", [*LANGUAGES, "prs", "he", "ckb", "zh"])
def test_every_language_has_twelve_months_and_seven_days(lang):
    words = date_words(lang)

    assert {calendar: len(set(names)) for calendar, names in words.months.items()} == dict.fromkeys(CALENDARS, 12)
    assert len(set(words.weekdays)) == 7


# ------------------------------------------------------------------ calendars


@pytest.mark.parametrize(("year", "equinox", "nowruz"), list(zip(*[iter(EQUINOXES)] * 3, strict=True)))
def test_the_year_begins_with_the_day_of_the_equinox(year, equinox, nowruz):
    """The first of Hamal is the day of whose noon, at 52.5° east, the equinox is not later."""
    local = datetime.datetime.fromisoformat(equinox) + datetime.timedelta(hours=3, minutes=30)
    expected = local.date() + datetime.timedelta(days=local.hour >= 12)

    assert expected == datetime.date.fromisoformat(nowruz)
    assert date_of("solar-hijri", DayOf(int(year), 1, 1)) == expected


def test_leap_years_of_our_times():
    leap = [year for year in range(1390, 1413) if month_length("solar-hijri", year, 12) == 30]

    assert leap == [1391, 1395, 1399, 1403, 1408, 1412]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2149, 12, 31)), st.sampled_from(CALENDARS))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_every_day_comes_back(date, calendar):
    day = day_in(calendar, date)

    assert date_of(calendar, day) == date
    assert 1 <= day.day <= month_length(calendar, day.year, day.month)


@pytest.mark.parametrize("first", [datetime.date(1924, 7, 1), datetime.date(2077, 10, 15)])
def test_lunar_days_follow_each_other_where_table_and_arithmetic_meet(first):
    days = [day_in("lunar-hijri", first + datetime.timedelta(days=number)) for number in range(62)]
    for one, other in itertools.pairwise(days):
        following = {
            DayOf(one.year, one.month, one.day + 1),
            DayOf(one.year, one.month + 1, 1),
            DayOf(one.year + 1, 1, 1),
        }
        assert other in following
        assert other.day > 1 or one.day in (29, 30)


@pytest.mark.parametrize(
    ("date", "lunar"),
    [
        ("1900-01-01", (1317, 8, 28)),
        ("1979-11-20", (1400, 1, 1)),
        ("2016-08-17", (1437, 11, 14)),
        ("2024-07-07", (1446, 1, 1)),
    ],
)
def test_lunar_days_that_almanacs_print(date, lunar):
    assert abs(day_in("lunar-hijri", datetime.date.fromisoformat(date))[2] - lunar[2]) <= (date < "1924")
    assert day_in("lunar-hijri", datetime.date.fromisoformat(date))[:2] == lunar[:2]


def test_a_day_before_the_lunar_calendar_began_is_refused():
    with pytest.raises(ValueError, match="before the first year"):
        day_in("lunar-hijri", datetime.date(622, 7, 1))


# ------------------------------------------------------------------ a publication's form


def publication(form):
    return ap.Publication(version=1, default_language="en", names={"en": "A Paper"}, date_style=form)


def test_a_style_alone_is_a_form():
    paper = publication({"en": "numeric", "fa": {"calendars": ["persian"], "weekday": True}})

    assert paper.date_form_of("en-GB") == DateForm(style="numeric")
    assert paper.date_form_of("fa-AF") == DateForm(calendars=("solar-hijri",), weekday=True)
    assert paper.date_form_of("de") == DateForm()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"en": "short"}, "long"),
        ({"en": {"calender": ["gregorian"]}}, "calender"),
        ({"en": {"calendars": ["lunar"]}}, "lunar-hijri"),
        ({"en": {"calendars": ["gregorian", "gregorian"]}}, "names “gregorian” twice"),
    ],
)
def test_a_form_that_cannot_be_is_told(form, message):
    with pytest.raises(ValueError, match=message):
        publication(form)


def test_a_pair_of_two_directions_stands_in_the_pages_order():
    """From right to left: weekday, Solar Hijri date, dash, Gregorian date; each reads in its own direction."""
    form = {"fa-AF": {"weekday": True, "second_language": "en-GB"}}
    page = ap.Article(title="T", lang="fa-AF", date=DAY, blocks=[{"kind": "paragraph", "runs": "یک"}])

    runs = text_runs(ap.render_article(page, publication=publication(form)).pdf)

    (english,) = (run for run in runs if "17 August 2016" in run.text)
    (weekday,) = (run for run in runs if "چهارشنبه" in run.text)
    assert "۲۷ اسد ۱۳۹۵" in weekday.text
    assert english.x < weekday.x
    assert english.y == pytest.approx(weekday.y, abs=1)


def test_a_date_in_an_article_follows_its_months_name():
    page = ap.load_article("---\ntitle: T\nlang: fa-AF\ndate: ۲۷ اسد ۱۳۹۵\n---\n\nیک\n", format="markdown")

    assert page.date == DAY
