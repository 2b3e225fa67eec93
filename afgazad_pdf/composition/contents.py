"""The contents of an issue: its articles by section, each with its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from ..issue import Issue, IssueArticle
from ..languages import direction_of
from .places import PART_ADDRESS, Places, page_label, part_name
from .words import Phrase, nearest_phrase, phrase

EDITORIAL = ".editorial"
"""Stands for the editorial where keys of sections stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article in the contents."""

    slug: str
    address: str
    """Leads to the article in the joined file."""
    title: Phrase
    """The whole headline."""
    short: Phrase
    """The short headline; the whole one where there is none."""
    authors: tuple[Phrase, ...]
    summary: Phrase | None
    """What stands below the headline in the article, or before its text."""
    page: str
    """The printed page number, in the digits of the contents' language; empty before it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The articles of one section."""

    key: str
    """The section's key; ``.editorial`` for the editorial, empty for articles in no section."""
    title: Phrase | None
    """In the main language; None for articles in no section."""
    second: Phrase | None
    """In a language of the other direction, where the issue has both; it stands at the other end of the line."""
    entries: tuple[Entry, ...]

    @property
    def left(self) -> Phrase | None:
        """The label at the left end of the line."""
        return self._at("ltr")

    @property
    def right(self) -> Phrase | None:
        """The label at the right end of the line."""
        return self._at("rtl")

    def _at(self, direction: str) -> Phrase | None:
        return next((label for label in (self.title, self.second) if label and label.direction == direction), None)


def listings(issue: Issue, places: Places, lang: str | None = None) -> tuple[Listing, ...]:
    """Return the contents in the issue's order, with page numbers in the digits of a language, by default the main."""
    lang = lang or issue.lang
    groups = groupby(issue.articles, key=lambda item: EDITORIAL if item.editorial else item.section or "")
    return tuple(_listing(issue, key, tuple(items), places, lang) for key, items in groups)


def section_title(issue: Issue, key: str, lang: str) -> Phrase | None:
    """Return what a section is called in a language or the nearest; ``.editorial`` is the editorial's."""
    if key == EDITORIAL:
        return phrase("editorial", lang)
    return nearest_phrase(issue.section_labels(key or None), lang)


def entry_of(issue: Issue, item: IssueArticle, places: Places, lang: str) -> Entry:
    """Return an article's entry."""
    article = item.article
    own = article.lang or issue.lang
    summary = article.subtitle or article.summary
    return Entry(
        slug=item.slug,
        address=PART_ADDRESS + part_name(item.slug),
        title=Phrase(article.title, own),
        short=Phrase(item.running_title, own),
        authors=tuple(Phrase(name, own) for name in article.author),
        summary=Phrase(summary, own) if summary else None,
        page=page_label(places[item.slug].number, lang) if item.slug in places else "",
    )


def listing_head(issue: Issue, key: str, lang: str) -> Listing:
    """Return what stands above the articles of a section, without entries; in two languages where there are."""
    title = section_title(issue, key, lang)
    others = (tag for tag in issue.languages if title and direction_of(tag) != title.direction)
    other = next(others, None)
    second = section_title(issue, key, other) if other else None
    return Listing(
        key=key,
        title=title,
        second=second if second and title and second.direction != title.direction else None,
        entries=(),
    )


def _listing(issue: Issue, key: str, items: tuple[IssueArticle, ...], places: Places, lang: str) -> Listing:
    entries = tuple(entry_of(issue, item, places, lang) for item in items)
    return replace(listing_head(issue, key, lang), entries=entries)
