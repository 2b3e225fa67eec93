"""Parts of an issue: PDFs of single articles and of the paper's own pages, made once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..article import Article
from ..boxes import LaidLine
from ..errors import ContentError, RenderError
from ..findings import Finding
from ..issue import Issue, IssueArticle
from ..settings import Settings
from ..typesetting import Form, Prepared, lay_out, prepare, print_page
from .places import Places
from .references import referred_numbers, with_references
from .store import PartStore, StoredPart


class ArticleFailed(Exception):
    """An article of the issue cannot be printed; the issue is composed again without it."""

    def __init__(self, slug: str, cause: ContentError | RenderError) -> None:
        self.slug = slug
        self.cause = cause
        super().__init__(str(cause))


@dataclass(frozen=True)
class Workshop:
    """Makes the parts of one issue, each as often as it differs."""

    issue: Issue
    settings: Settings
    store: PartStore
    places: Places
    """Where articles stand as far as is known; empty in the first round."""
    made: dict[tuple[object, ...], StoredPart] = field(default_factory=dict, repr=False, compare=False)
    """Stories that were made in an earlier round, so that what stays the same is not even prepared again."""
    laid: dict[tuple[object, ...], tuple[LaidLine, ...]] = field(default_factory=dict, repr=False, compare=False)
    """The same of stories that were only laid out."""

    def story(self, item: IssueArticle, form: Form, settings: Settings | None = None) -> StoredPart:
        """Return an article of the issue as a PDF of its own pages; raises ArticleFailed."""
        numbers = referred_numbers(item.article, self.issue, self.places)
        known = (item.slug, numbers, repr(form), repr(settings))
        if known in self.made:
            return self.made[known]
        article = with_references(item.article, self.issue, self.places, links=self.settings.profile != "press")
        try:
            made = self.made[known] = self.part(article, form, settings)
        except (ContentError, RenderError) as fault:
            raise ArticleFailed(item.slug, fault) from fault
        return made

    def story_lines(self, item: IssueArticle, form: Form, settings: Settings | None = None) -> tuple[LaidLine, ...]:
        """Return where the lines of an article come to stand, without writing it; raises ArticleFailed."""
        numbers = referred_numbers(item.article, self.issue, self.places)
        known = (item.slug, numbers, repr(form), repr(settings))
        if known in self.laid:
            return self.laid[known]
        article = with_references(item.article, self.issue, self.places, links=self.settings.profile != "press")
        try:
            laid = self.laid[known] = self.part_lines(article, form, settings)
        except (ContentError, RenderError) as fault:
            raise ArticleFailed(item.slug, fault) from fault
        return laid

    def part_lines(self, article: Article, form: Form, settings: Settings | None = None) -> tuple[LaidLine, ...]:
        """Return where the lines of pages of the paper's own come to stand, without writing them."""
        return lay_out(self._prepared(article, form, settings))

    def part(self, article: Article, form: Form, settings: Settings | None = None) -> StoredPart:
        """Return pages of the paper's own; `article` carries their title, language and date."""
        page = self._prepared(article, form, settings)
        kept = self.store.get(page.key)
        if kept is None:
            made = print_page(page)
            depths = depths_of(made.lines, made.pages)
            kept = StoredPart(pdf=made.pdf, pages=made.pages, depths=depths, findings=made.findings)
            self.store.put(page.key, kept)
        return kept

    def _prepared(self, article: Article, form: Form, settings: Settings | None) -> Prepared:
        number = str(self.issue.number) if self.issue.number is not None else ""
        form = replace(form, issue=form.issue or number)
        return prepare(article, self.issue.publication, settings or self.settings, form)


def depths_of(lines: Iterable[LaidLine], pages: int) -> tuple[float, ...]:
    """Return for each page how far its lowest baseline is from its upper edge, in pt; 0 where it has no text."""
    depths = [0.0] * pages
    for line in lines:
        depths[line.page - 1] = max(depths[line.page - 1], line.baseline)
    return tuple(round(depth, 3) for depth in depths)


def unique_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings once each, in their order."""
    return tuple(dict.fromkeys(findings))
