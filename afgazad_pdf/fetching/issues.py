"""Pictures from the web for all articles of an issue, each into its own article's folder."""

from __future__ import annotations

from collections.abc import Iterator, Set

from ..article import Article
from ..findings import Finding
from ..issue import Issue
from ..settings import LIMITS, Limits
from . import INTERNET, Network, fetch_pictures, with_fetched


def fetch_issue_pictures(
    issue: Issue, hosts: Set[str], *, limits: Limits = LIMITS, network: Network = INTERNET
) -> Iterator[Finding]:
    """Fetch the pictures of an issue's articles and colophon, one article after the other, as `fetch_pictures` does.

    Yields the findings as they come. Raises OutputError where a folder cannot be written. The cover is no article: its
    picture lies beside the issue's file.
    """
    for article in _articles(issue):
        yield from fetch_pictures(article, hosts, limits=limits, network=network)


def issue_with_fetched(issue: Issue) -> Issue:
    """Return the issue with the files of pictures that were fetched, in place of their addresses."""
    articles = tuple(item.model_copy(update={"article": with_fetched(item.article)}) for item in issue.articles)
    colophon = issue.colophon and with_fetched(issue.colophon)
    return issue.model_copy(update={"articles": articles, "colophon": colophon})


def _articles(issue: Issue) -> Iterator[Article]:
    yield from (item.article for item in issue.articles)
    if issue.colophon is not None:
        yield issue.colophon
