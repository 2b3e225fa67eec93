"""The indexes of an issue: authors, places and subjects, each with the pages where their articles begin."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ..issue import Index, Issue, IssueArticle
from .alphabet import alphabet, sort_key
from .places import PART_ADDRESS, Places, page_label, part_name
from .words import Phrase, phrase

LETTERED = 40
"""From how many names on an index is parted by letters."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page in an index."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name with its pages."""

    name: Phrase
    pages: tuple[PageLink, ...]
    """In the order of the pages, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPart:
    """Names under one letter."""

    letter: str
    """Empty where the index is not parted by letters."""
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedIndex:
    """An index as it is printed."""

    kind: Index
    title: Phrase
    parts: tuple[IndexPart, ...]


def indexes(issue: Issue, places: Places) -> tuple[PrintedIndex, ...]:
    """Return the indexes that the issue asks for, in its order; without those in which nothing would stand.

    Names stand as the articles have them, not turned round, in the alphabet of the main language.
    """
    made = (_index(issue, kind, places) for kind in issue.indexes)
    return tuple(index for index in made if index.parts)


def _index(issue: Issue, kind: Index, places: Places) -> PrintedIndex:
    found: dict[str, tuple[Phrase, list[IssueArticle]]] = {}
    for item in issue.articles:
        for name in _names(item, kind):
            key = unicodedata.normalize("NFC", name).casefold()
            found.setdefault(key, (Phrase(name, item.article.lang or issue.lang), []))[1].append(item)
    entries = [IndexEntry(name, tuple(_pages(items, places, issue.lang))) for name, items in found.values()]
    entries.sort(key=lambda entry: sort_key(entry.name.text, issue.lang))
    return PrintedIndex(kind=kind, title=phrase(kind, issue.lang), parts=tuple(_parted(entries, issue.lang)))


def _names(item: IssueArticle, kind: Index) -> tuple[str, ...]:
    match kind:
        case "authors":
            return item.article.author
        case "places":
            return item.article.places
        case "tags":
            return item.article.tags


def _pages(items: Iterable[IssueArticle], places: Places, lang: str) -> Iterator[PageLink]:
    """Yield the pages where articles begin, in order; two articles that begin on one page make one link."""
    placed = {places[item.slug].number: item for item in reversed(tuple(items)) if item.slug in places}
    for number in sorted(placed):
        yield PageLink(page_label(number, lang), PART_ADDRESS + part_name(placed[number].slug))


def _parted(entries: list[IndexEntry], lang: str) -> Iterator[IndexPart]:
    if len(entries) < LETTERED:
        if entries:
            yield IndexPart(letter="", entries=tuple(entries))
        return
    for letter, group in groupby(entries, key=lambda entry: alphabet(lang).heading(entry.name.text)):
        yield IndexPart(letter=letter, entries=tuple(group))
