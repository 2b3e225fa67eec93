"""The credits of an issue, gathered from all its articles: who wrote, who translated, whose pictures, where first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..article import Figure, Runs, plain_text
from ..issue import Issue, IssueArticle
from ..languages import language
from .words import Phrase, phrase

LONGEST_KIND = 3
"""Words that say how a picture was made, before a colon."""

_ENDS = " \t.\u06d4\u060c,;\u061b:\N{NO-BREAK SPACE}"
"""What a credit ends with in its place below a picture and not in a list."""


@dataclass(frozen=True, slots=True)
class CreditedName:
    """A name in the credits; with an address where it is a site."""

    name: Phrase
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One line of the credits: a word for what was done, and who did it."""

    title: Phrase
    names: tuple[CreditedName, ...]
    comma: str
    """What stands between two names, its space included."""


def credits_of(issue: Issue) -> tuple[Credit, ...]:
    """Return the credits of all articles, each name once, in the order of the issue; without empty lines."""
    kinds = (("texts", _authors), ("translations", _translators), ("pictures", _picture_credits))
    found = {key: [name for item in issue.articles for name in names(item, issue.lang)] for key, names in kinds}
    if issue.cover and (text := _credit_text(issue.cover.credit)):
        found["pictures"].insert(0, Phrase(text, issue.lang))
    lines = [*((key, _once(names)) for key, names in found.items()), ("sources", tuple(_sites(issue)))]
    return tuple(
        Credit(title=phrase(key, issue.lang), names=names, comma=language(issue.lang).comma)
        for key, names in lines
        if names
    )


def _once(names: Iterable[Phrase]) -> tuple[CreditedName, ...]:
    found: dict[str, Phrase] = {}
    for name in names:
        found.setdefault(unicodedata.normalize("NFC", name.text).casefold(), name)
    return tuple(CreditedName(name) for name in found.values())


def _authors(item: IssueArticle, lang: str) -> Iterator[Phrase]:
    yield from (Phrase(name, item.article.lang or lang) for name in item.article.author)


def _translators(item: IssueArticle, lang: str) -> Iterator[Phrase]:
    yield from (Phrase(name, item.article.lang or lang) for name in item.article.translator)


def _picture_credits(item: IssueArticle, lang: str) -> Iterator[Phrase]:
    for block in item.article.walk():
        if isinstance(block, Figure) and (text := _credit_text(block.credit)):
            yield Phrase(text, block.lang or item.article.lang or lang)


def _credit_text(runs: Runs) -> str:
    """Return who made a picture, without the word for how: “Photograph: Ada.” is by Ada."""
    text = plain_text(runs).strip(_ENDS)
    kind, colon, name = text.partition(":")
    return name.strip(_ENDS) if colon and name.strip(_ENDS) and len(kind.split()) <= LONGEST_KIND else text


def _sites(issue: Issue) -> Iterator[CreditedName]:
    """Yield the sites where articles appeared first, each once."""
    addresses = (urlsplit(item.article.source) for item in issue.articles if item.article.source)
    sites = {parts.netloc: f"{parts.scheme}://{parts.netloc}/" for parts in addresses if parts.netloc}
    for site, address in sites.items():
        yield CreditedName(Phrase(site, "en"), address)
