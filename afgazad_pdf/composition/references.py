"""References from one article of an issue to another: a link, and the page where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from ..article import (
    Article,
    Block,
    Run,
    Runs,
    Span,
    Text,
    referred_slug,
)
from ..issue import Issue
from ..text import references
from ..text.blocks import map_blocks, map_runs
from .places import PART_ADDRESS, Place, Places, part_name
from .words import word

AnyBlock = TypeVar("AnyBlock", bound=Block)


def with_references(article: Article, issue: Issue, places: Places, *, links: bool = True) -> Article:
    """Return an article whose references lead to the other articles and say on which page they stand.

    A reference to an article that the issue does not have keeps its words alone. Without `links` nothing can
    be followed, and the page alone is told. A hemistich has no room for a page: it has the link alone.
    """
    if not refers(article):
        return article

    def target_of(slug: str) -> str | None:
        target = issue.article(slug)
        return PART_ADDRESS + part_name(target.slug) if links and target is not None else None

    referrer = _Referrer(issue, places, article.lang or issue.lang)
    numbered = map_blocks(article, lambda block: map_runs(block, referrer.runs))
    return references.with_references(numbered, target_of)


def refers(article: Article) -> bool:
    """Say whether an article refers to any other one."""
    return bool(references.references_in(article))


def referred_numbers(article: Article, issue: Issue, places: Places) -> tuple[tuple[str, int | None], ...]:
    """Return the slugs that an article refers to, with the page numbers that are printed behind them."""
    targets = (issue.article(reference.slug) for reference in references.references_in(article))
    found = {target.slug: places.get(target.slug) for target in targets if target is not None}
    return tuple((slug, place.number if place else None) for slug, place in found.items())


@dataclass(frozen=True)
class _Referrer:
    """Writes the page behind each reference."""

    issue: Issue
    places: Places
    lang: str

    def runs(self, runs: Runs) -> Runs:
        return tuple(made for run in runs for made in self.run(run))

    def run(self, run: Run) -> tuple[Run, ...]:
        if not isinstance(run, Span):
            return (run,)
        slug = referred_slug(run.href)
        if slug is None:
            inner = self.runs(run.runs)
            return (run.model_copy(update={"runs": inner}),) if inner != run.runs else (run,)
        target = self.issue.article(slug)
        return (run, *self.page(self.places.get(target.slug) if target is not None else None))

    def page(self, place: Place | None) -> Runs:
        """Return the words for a page; none before any page is known."""
        if place is None:
            return ()
        return (Text(text=f" ({word('reference', self.lang, page=place.number)})".replace(" ", "\N{NO-BREAK SPACE}")),)
