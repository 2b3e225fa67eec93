"""What an issue says of itself: the paper's name, number and volume, the date in its calendars, its own title."""

from __future__ import annotations

from dataclasses import dataclass

from ..calendars import date_words
from ..issue import Issue
from ..publication import DateForm
from ..text.dates import format_date
from .words import Phrase, nearest_phrase, phrase

SEPARATOR = " \N{EN DASH} "
"""Between the parts of the title of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """An issue's own words in one language, for templates."""

    paper: Phrase
    number: Phrase | None
    """“No. 12”."""
    volume: Phrase | None
    dates: tuple[Phrase, ...]
    """The day of publication, in every calendar that the paper uses."""
    titles: tuple[Phrase, ...]
    """The issue's own title: in this language first, then in the issue's others."""

    @property
    def title(self) -> Phrase | None:
        """The issue's own title in this language or the nearest; None where it has none."""
        return self.titles[0] if self.titles else None


def imprint(issue: Issue, lang: str | None = None) -> Imprint:
    """Return an issue's own words in a language, by default its main one."""
    lang = lang or issue.lang
    return Imprint(
        paper=_paper(issue, lang),
        number=phrase("number", lang, number=issue.number) if issue.number is not None else None,
        volume=phrase("volume", lang, volume=issue.volume) if issue.volume is not None else None,
        dates=_dates(issue, lang),
        titles=_titles(issue, lang),
    )


def whole_title(issue: Issue) -> str:
    """Return the title of the whole file, in the main language: paper, number, own title, date."""
    own = imprint(issue)
    parts = (own.paper, own.number, own.title, own.dates[0] if own.dates else None)
    return SEPARATOR.join(part.text for part in parts if part is not None)


def _paper(issue: Issue, lang: str) -> Phrase:
    name = issue.publication.name_in(lang)
    tag = next(tag for tag, text in issue.publication.names.items() if text == name)
    return Phrase(name, tag)


def _dates(issue: Issue, lang: str) -> tuple[Phrase, ...]:
    """Return the date in long words, in the calendars of the language, of the paper and of the issue's languages."""
    if issue.date is None:
        return ()
    tags = (lang, issue.publication.default_language, *issue.languages)
    forms = [(issue.publication.date_form_of(tag).calendars, date_words(tag).calendars) for tag in tags]
    calendars = tuple(dict.fromkeys(name for form, own in forms for name in form or own))
    form = DateForm(style="long", calendars=calendars)
    return tuple(Phrase(date.text, date.lang) for date in format_date(issue.date, lang, form))


def _titles(issue: Issue, lang: str) -> tuple[Phrase, ...]:
    wanted = (nearest_phrase(issue.title, tag) for tag in (lang, *issue.languages))
    return tuple(dict.fromkeys(title for title in wanted if title is not None))
