"""From an issue's file to an `Issue`: its articles read, named, put in order and bound together.

What is wrong with one article does not stop the others: it is written down as a finding of level
``error`` and the issue is made without that article. Only what leaves nothing to print, or a fault
in the issue's own file, is raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..article import Article
from ..errors import ArticleError, IssueError, Problem
from ..findings import Finding, Level
from ..issue import Cover, Issue, IssueArticle
from ..publication import Labels, Publication, built_in_publication, load_publication
from ..text.references import runs_with_references
from .issue_format import Described, IssueFile, read_issue_file
from .issue_names import Named, chosen_slugs, named, with_known_references
from .issue_paths import Finder, Found
from .issue_sections import Sections
from .ledger import Ledger
from .loading import read_article
from .markdown import read_caption


def load_issue(path: str | Path, *, strict: bool = False) -> Issue:
    """Read an issue and all its articles from the file that names them.

    What was wrong and did not stop it stands in `Issue.findings`; a finding of level ``error`` means
    that something of the issue is left out. With `strict` these are raised, all in one IssueError.
    Raises IssueError where the file cannot be read, has faulty keys or names no article that can be
    printed, and PublicationError for its publication.
    """
    described = read_issue_file(Path(path))
    publication = _publication(described)
    finder = Finder(described)
    editorial = finder.one("editorial")
    colophon_file = finder.one("colophon")
    files = finder.articles()
    findings = finder.findings

    read = [(found, article) for found in _first(editorial, files) if (article := _article(found, findings))]
    items = named(read, findings)
    if not items:
        raise IssueError((*_problems(findings), _nothing_left(described)))
    colophon = _colophon(colophon_file, publication, findings)
    sections = Sections(described, publication, findings)
    placed = sections.placed(items, editorial)
    articles, colophon = with_known_references(placed, colophon, findings)
    lead, front = chosen_slugs(described, articles, findings)
    languages = described.fields.languages or _languages(articles, publication)
    cover = _cover(described, findings)
    everything = _in_order(findings, described, items, colophon)
    if strict and (faults := _problems(everything)):
        raise IssueError(faults)
    return Issue(
        publication=publication.model_copy(update={"sections": sections.labels}),
        number=described.fields.number,
        volume=described.fields.volume,
        date=described.fields.date,
        languages=languages,
        title=_title(described, languages[0]),
        layout=described.fields.layout,
        sections=sections.used(articles),
        labels={key: sections.labels[key] for key in sections.used(articles)},
        articles=articles,
        cover=cover,
        colophon=colophon,
        indexes=described.fields.indexes,
        lead=lead,
        front=front,
        path=described.path,
        findings=everything,
    )


def issue_schema() -> dict[str, Any]:
    """Return the JSON Schema of an issue's file, for editors and for programs that write issues."""
    schema = IssueFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Issue of afgazad_pdf"}


def _publication(described: Described) -> Publication:
    name = described.fields.publication
    return built_in_publication() if name is None else load_publication(described.folder / name)


def _first(editorial: Found | None, files: tuple[Found, ...]) -> tuple[Found, ...]:
    return files if editorial is None else (editorial, *files)


def _article(found: Found, findings: list[Finding], *, title: str | None = None) -> Article | None:
    """Read an article; where it cannot be read, each fault becomes a finding."""
    try:
        loaded = read_article(found.path, title=title)
    except ArticleError as fault:
        findings += [_failure(problem, found) for problem in fault.problems]
        return None
    findings += loaded.findings
    return loaded.article


def _failure(problem: Problem, found: Found) -> Finding:
    field = f"{problem.field}: " if problem.field else ""
    message = f"the article is left out: {field}{problem.message}"
    return Finding(
        level=Level.ERROR,
        code="article-unreadable",
        message=message,
        file=problem.file or str(found.path),
        line=problem.line,
    )


def _colophon(found: Found | None, publication: Publication, findings: list[Finding]) -> Article | None:
    """Read the colophon; one without a headline is headed by the paper's name."""
    if found is None:
        return None
    article = _article(found, findings, title=publication.names[publication.default_language])
    return None if article is None else article.model_copy(update={"section": None})


def _languages(articles: Iterable[IssueArticle], publication: Publication) -> tuple[str, ...]:
    """Return the languages of the articles, the most frequent first; of equals the earlier one."""
    counted = Counter(item.article.lang or publication.language_of(item.article.title) for item in articles)
    return tuple(tag for tag, _ in counted.most_common())


def _title(described: Described, lang: str) -> Labels:
    title = described.fields.title
    return {lang: title} if isinstance(title, str) else title


def _cover(described: Described, findings: list[Finding]) -> Cover | None:
    """Return the cover; whether its picture can be drawn is found out where it is drawn."""
    cover = described.fields.cover
    if cover is None:
        return None
    line = described.line_of("cover")
    ledger = Ledger(file=str(described.path))
    caption, credit = read_caption(cover.caption or "", ledger, line)
    findings += ledger.findings
    return Cover(
        picture=cover.picture,
        alt=cover.alt,
        caption=runs_with_references(caption, lambda slug: None),
        credit=runs_with_references(credit, lambda slug: None),
        line=line,
    )


def _problems(findings: Iterable[Finding]) -> tuple[Problem, ...]:
    return tuple(
        Problem(message=finding.message, file=finding.file, line=finding.line)
        for finding in findings
        if finding.level == Level.ERROR
    )


def _nothing_left(described: Described) -> Problem:
    message = "no article can be printed; mend what is named above, or name other articles"
    return Problem(message=message, file=str(described.path), line=described.line_of("articles"), field="articles")


def _in_order(
    findings: list[Finding], described: Described, items: tuple[Named, ...], colophon: Article | None
) -> tuple[Finding, ...]:
    """Return the findings of the issue's file first, then those of the articles in order, each by line."""
    files = [described.path, *(item.found.path for item in items)]
    if colophon is not None and colophon.path is not None:
        files.append(colophon.path)
    order = {str(file): number for number, file in enumerate(files)}
    found = (*described.findings, *findings)
    return tuple(sorted(found, key=lambda finding: (order.get(finding.file or "", len(order)), finding.line or 0)))
