"""The paper's own pages as articles: what carries their language, date and title, and the metadata of the whole."""

from __future__ import annotations

from collections.abc import Iterable

from ..article import Article
from ..issue import Issue
from .imprint import imprint, whole_title


def frame_article(issue: Issue) -> Article:
    """Return an article without text whose fields are those of the whole issue.

    The file that is made of it says: title, language, date, all authors and translators, all subjects.
    """
    own = imprint(issue)
    dates = [item.article.date for item in issue.articles if item.article.date]
    return Article(
        title=whole_title(issue),
        lang=issue.lang,
        date=issue.date or max(dates, default=None),
        author=_once(name for item in issue.articles for name in item.article.author),
        translator=_once(name for item in issue.articles for name in item.article.translator),
        tags=_once(name for item in issue.articles for name in item.article.tags),
        summary=own.title.text if own.title else None,
        slug=f"issue-{issue.number}" if issue.number is not None else "issue",
        typography="as-written",
        path=issue.path,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
