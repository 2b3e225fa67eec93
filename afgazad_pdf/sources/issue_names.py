"""Slugs: the names by which the articles of an issue know each other and their files are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..article import REFERENCE, Article
from ..findings import Finding, Level
from ..issue import IssueArticle, same_slug
from ..text.fields import CONTROLS
from ..text.references import references_in, with_references
from ..validation import nearest
from .issue_format import Described
from .issue_paths import Found

GENERIC_STEMS = frozenset({"article", "index"})
"""File names that say nothing; the folder's name stands for them."""


@dataclass(frozen=True, slots=True)
class Named:
    """An article that was read, and its slug."""

    found: Found
    article: Article
    slug: str


def named(read: Sequence[tuple[Found, Article]], findings: list[Finding]) -> tuple[Named, ...]:
    """Return the articles with their slugs; of two that have one slug the second is left out, with a finding.

    Why left out and not renamed: a reference to that slug could mean either.
    """
    first: dict[str, Named] = {}
    for found, article in read:
        item = Named(found, article, slug_of(article, found.path))
        other = first.setdefault(same_slug(item.slug), item)
        if other is not item:
            findings.append(_twin(item, other))
    return tuple(first.values())


def slug_of(article: Article, path: Path) -> str:
    """Return an article's slug: its own, else the file's name, else the folder's for ``article.md`` and ``index.md``.

    In NFC, without invisible controls that reorder text; spaces of file names are hyphens.
    """
    if article.slug is not None:
        own = CONTROLS.sub("", unicodedata.normalize("NFC", article.slug)).strip()
        if own:
            return own
    stem = path.stem
    if stem.casefold() in GENERIC_STEMS:
        stem = path.resolve().parent.name or stem
    name = CONTROLS.sub("", unicodedata.normalize("NFC", stem)).strip().lstrip(".")
    return re.sub(r"\s+", "-", name) or "article"


def with_known_references(
    articles: Sequence[IssueArticle], colophon: Article | None, findings: list[Finding]
) -> tuple[tuple[IssueArticle, ...], Article | None]:
    """Return the articles with references that are spelled as slugs are; those that lead nowhere are taken out."""
    slugs = {same_slug(item.slug): item.slug for item in articles}

    def bound(article: Article) -> Article:
        for reference in references_in(article):
            if same_slug(reference.slug) not in slugs:
                hint = nearest(reference.slug, tuple(slugs.values()))
                findings.append(
                    _error(
                        "reference-unknown",
                        f"“{reference.words[:60]}” refers to “{reference.slug[:60]}”, which is no article of this "
                        f"issue; {hint}. The words stay and the link went",
                        article,
                        reference.line or _line_of(article, re.escape(REFERENCE + reference.slug)),
                    )
                )
        return with_references(article, target)

    def target(slug: str) -> str | None:
        known = slugs.get(same_slug(slug))
        return None if known is None else f"article:{known}"

    bound_articles = tuple(item.model_copy(update={"article": bound(item.article)}) for item in articles)
    return bound_articles, None if colophon is None else bound(colophon)


def chosen_slugs(
    described: Described, articles: Sequence[IssueArticle], findings: list[Finding]
) -> tuple[str | None, tuple[str, ...]]:
    """Return the slugs of `lead` and `front` as the articles have them; those that no article has are left out."""
    slugs = {same_slug(item.slug): item.slug for item in articles}

    def known(slug: str, key: str) -> str | None:
        found = slugs.get(same_slug(slug))
        if found is None:
            message = (
                f"`{key}` names “{slug}”, which is no article of this issue; {nearest(slug, tuple(slugs.values()))}"
            )
            line = described.line_of(key, slug)
            findings.append(
                Finding(level=Level.ERROR, code="story-unknown", message=message, file=str(described.path), line=line)
            )
        return found

    lead = described.fields.lead and known(described.fields.lead, "lead")
    front = [found for slug in described.fields.front if (found := known(slug, "front")) is not None]
    return lead or None, tuple(slug for slug in dict.fromkeys(front) if slug != lead)


def _twin(item: Named, other: Named) -> Finding:
    message = (
        f"the article is left out, as its slug “{item.slug}” is that of {other.found.path}; write another `slug:` "
        "in one of them"
    )
    return _error("slug-twice", message, item.article, line_of_field(item.article, "slug"))


def line_of_field(article: Article, field: str) -> int | None:
    """Return the line of an article's file on which a field of it is written."""
    return _line_of(article, rf"""^[ \t]*["']?{field}["']?[ \t]*[:=]""")


def _line_of(article: Article, pattern: str) -> int | None:
    """Return the line of an article's file where a pattern first fits."""
    if article.original is None:
        return None
    text = article.original.data.decode(errors="replace")
    match = re.search(pattern, text, re.MULTILINE)
    return match and text.count("\n", 0, match.start()) + 1


def _error(code: str, message: str, article: Article, line: int | None) -> Finding:
    file = str(article.path) if article.path else None
    return Finding(level=Level.ERROR, code=code, message=message, file=file, line=line)
