"""An issue composed: from articles to one PDF in which every page number agrees.

Each layout (`digest`, `newspaper`) makes parts and says where their pages go; the parts are joined by `press/joining`.
Page numbers that are printed somewhere — in the contents, in jump lines, behind references — come from the layout
before; the issue is composed until they are those of the layout itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..files import write_atomically
from ..findings import Finding, Level
from ..issue import Issue, Layout
from ..press.joining import join
from ..settings import Settings
from .composed import Composed
from .digest import compose_digest
from .newspaper import compose_newspaper
from .own import own_pdf
from .parts import ArticleFailed, Workshop, unique_findings
from .places import Places
from .store import FolderStore, LayeredStore, MemoryStore, PartStore, StoredPart

__all__ = [
    "FolderStore",
    "MemoryStore",
    "PartStore",
    "PlacedArticle",
    "RenderedIssue",
    "StoredPart",
    "render_issue",
]

MOST_ROUNDS = 6
"""How often an issue is composed until its page numbers agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedArticle:
    """An article in a finished issue."""

    slug: str
    title: str
    first_page: int
    """The page of the PDF with its headline, counted from 1."""
    last_page: int
    number: int
    """The first page's number as it is printed."""
    pdf: bytes | None = None
    """The article as a PDF of its own; only where it was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedIssue:
    """A finished issue."""

    pdf: bytes
    pages: int
    title: str
    findings: tuple[Finding, ...]
    """What deserves a look: of the issue's file, of its articles, and of their composition."""
    articles: tuple[PlacedArticle, ...]
    """In reading order; an article that failed is not among them."""

    def write(self, path: str | Path) -> Path:
        """Write the PDF to a file, whole or not at all; returns the path. Raises OutputError."""
        target = Path(path)
        write_atomically(target, self.pdf)
        return target


def render_issue(
    issue: Issue,
    *,
    settings: Settings | None = None,
    layout: Layout | None = None,
    store: PartStore | None = None,
    articles: bool = False,
    strict: bool = False,
) -> RenderedIssue:
    """Typeset an issue.

    `layout` overrides the issue's own. What is in the `store` is not laid out again. With `articles` every article
    is made as a PDF of its own too. An article that fails is left out with a finding; with `strict` its error is
    raised: ArticleError, RenderError. Raises IssueError where no article is left, and what `render_article` raises
    for themes, fonts and settings.
    """
    settings = settings or Settings()
    if settings.fallback_date is None and issue.date is not None:
        settings = settings.model_copy(update={"fallback_date": issue.date})
    quick: PartStore = MemoryStore()
    store = LayeredStore(quick, store) if store is not None else quick
    failures: list[Finding] = []
    while True:
        try:
            workshop, composed, unsettled = _composed(issue, settings, layout or issue.layout, store)
            own = {item.slug: own_pdf(workshop, item) for item in issue.articles} if articles else {}
            break
        except ArticleFailed as failure:
            if strict:
                raise failure.cause from None
            failures.append(_failure(issue, failure))
            issue = issue.without(failure.slug)
    joined = join(composed.catalog, composed.parts, composed.pages, composed.groups)
    placed = tuple(
        PlacedArticle(
            slug=item.slug,
            title=item.article.title,
            first_page=composed.places[item.slug].first + 1,
            last_page=composed.places[item.slug].last + 1,
            number=composed.places[item.slug].number,
            pdf=own[item.slug].pdf if item.slug in own else None,
        )
        for item in issue.articles
    )
    found = (*failures, *composed.findings, *(f for part in own.values() for f in part.findings), *joined.findings)
    return RenderedIssue(
        pdf=joined.pdf,
        pages=joined.pages,
        title=composed.title,
        findings=unique_findings((*issue.findings, *found, *unsettled)),
        articles=placed,
    )


def _composed(
    issue: Issue, settings: Settings, layout: Layout, store: PartStore
) -> tuple[Workshop, Composed, tuple[Finding, ...]]:
    """Compose an issue until the page numbers in it are its own."""
    compose = compose_digest if layout == "digest" else compose_newspaper
    places: Places = {}
    workshop = Workshop(issue, settings, store, places)
    for _ in range(MOST_ROUNDS):
        workshop = replace(workshop, places=places)
        composed = compose(workshop)
        places = composed.places
        if composed.settled or places == workshop.places:
            return replace(workshop, places=places), composed, ()
    message = (
        f"page numbers did not agree after {MOST_ROUNDS} rounds: an article becomes longer where its references name "
        f"other pages; some numbers in the contents or in references may be wrong by one. Change a line of text, and "
        f"print the issue again"
    )
    finding = Finding(level=Level.WARNING, code="page-numbers-unsettled", message=message, file=_file(issue))
    return replace(workshop, places=places), composed, (finding,)


def _failure(issue: Issue, failure: ArticleFailed) -> Finding:
    item = issue.article(failure.slug)
    file = str(item.article.path) if item is not None and item.article.path else None
    message = f"“{failure.slug}” is left out of the issue: {failure.cause}"
    return Finding(level=Level.ERROR, code="article-failed", message=message, file=file)


def _file(issue: Issue) -> str | None:
    return str(issue.path) if issue.path else None
