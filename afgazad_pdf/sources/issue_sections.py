"""Sections of an issue: what they are called, and the order that they bring the articles into."""

from __future__ import annotations

from collections.abc import Sequence

from ..article import Article
from ..findings import Finding, Level
from ..issue import IssueArticle
from ..publication import Labels, Publication
from ..validation import nearest
from .issue_format import Described
from .issue_names import Named, line_of_field
from .issue_paths import Found


class Sections:
    """The sections of one issue; those that articles name with labels of their own are added on the way."""

    def __init__(self, described: Described, publication: Publication, findings: list[Finding]) -> None:
        """Merge the issue's labels into the publication's, and look whether `sections` names what there is."""
        self.labels: dict[str, Labels] = dict(publication.sections)
        """What each section is called, by language, under its key."""
        for key, labels in described.fields.labels.items():
            self.labels[key] = self.labels.get(key, {}) | labels
        self._findings = findings
        self._wanted: list[str] = []
        for key in described.fields.sections:
            if key in self.labels:
                self._wanted.append(key)
            else:
                line = described.line_of("sections", key)
                self._fault(f"`sections` names “{key}”, {self._unknown(key)}", str(described.path), line)

    def placed(self, items: Sequence[Named], editorial: Found | None) -> tuple[IssueArticle, ...]:
        """Return the articles in reading order.

        The editorial, then section by section, inside each as the issue's file has them; last those
        that stand in no section, or in one that nobody defined.
        """
        made = [self._placed(item, editorial=item.found is editorial) for item in items]
        order = {key: number for number, key in enumerate(self._order(made))}
        return tuple(sorted(made, key=lambda item: -1 if item.editorial else order.get(item.section or "", len(order))))

    def used(self, articles: Sequence[IssueArticle]) -> tuple[str, ...]:
        """Return the keys of the sections that articles stand in, in the paper's order."""
        keys = {item.section for item in articles}
        return tuple(key for key in self._order(articles) if key in keys)

    def _order(self, articles: Sequence[IssueArticle]) -> tuple[str, ...]:
        """Return the sections that the file names, then the others as they are first used, the editorial's last."""
        by_use = sorted(articles, key=lambda item: item.editorial)
        return tuple(dict.fromkeys((*self._wanted, *(item.section for item in by_use if item.section))))

    def _placed(self, item: Named, *, editorial: bool) -> IssueArticle:
        key = self._key(item.article)
        article = item.article if key is not None else item.article.model_copy(update={"section": None})
        return IssueArticle(article=article, slug=item.slug, section=key, editorial=editorial)

    def _key(self, article: Article) -> str | None:
        """Return the key of an article's section; one that nobody defined is a finding."""
        section = article.section
        if section is None:
            return None
        if isinstance(section, dict):
            return self._key_of_labels(section)
        if section in self.labels:
            return section
        message = f"the article stands in no section, at the end, as it names “{section}”, {self._unknown(section)}"
        self._fault(message, str(article.path), line_of_field(article, "section"))
        return None

    def _key_of_labels(self, labels: Labels) -> str | None:
        """Return the key of a section whose labels an article brings along; a new one where no section has them."""
        if not labels:
            return None
        for key, known in self.labels.items():
            if all(known.get(tag) == label for tag, label in labels.items()):
                return key
        base = key = "-".join(next(iter(labels.values())).casefold().split())
        number = 2
        while key in self.labels:
            key, number = f"{base}-{number}", number + 1
        self.labels[key] = labels
        return key

    def _unknown(self, key: str) -> str:
        if not self.labels:
            return f"which nobody defined; write a table [labels.{key}] in the issue's file"
        hint = nearest(key, tuple(self.labels))
        hint += "" if hint.endswith("?") else "."
        return f"which nobody defined; {hint} A new one needs a table [labels.{key}] in the issue's file"

    def _fault(self, message: str, file: str, line: int | None) -> None:
        self._findings.append(Finding(level=Level.ERROR, code="section-unknown", message=message, file=file, line=line))
