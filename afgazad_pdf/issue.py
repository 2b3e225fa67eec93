"""The issue model: one number of a paper, its articles in reading order and what stands around them.

An issue is read from a file by `sources.load_issue`, or made by a program. What its pages look
like is decided where it is composed; here stands what is in it.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from .article import Article, Figure, LanguageTag, OneLine, Runs
from .errors import IssueError, Problem
from .findings import Finding
from .languages import Direction, direction_of
from .publication import Frozen, Labels, Publication
from .validation import nearest

Layout = Literal["digest", "newspaper"]
"""``digest``: each article begins a page, one book; ``newspaper``: a front page whose stories continue inside, and
inner pages in columns by section."""

Index = Literal["authors", "places", "tags"]
"""Lists at the end, of what the articles' `author`, `places` and `tags` name, with page numbers."""

FRONT_STORIES = 4
"""Stories that may stand on a front page besides the lead."""


def same_slug(slug: str) -> str:
    """Return what two slugs have in common that a file system or a reader takes for one.

    Unicode normalisation and case are ignored (UAX#15, canonical caseless matching: NFC of the
    case folding of the NFD).
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", slug).casefold())
    return unicodedata.normalize("NFC", folded)


class Cover(Frozen):
    """The picture on a page of its own before a digest."""

    picture: OneLine
    """The file's name, looked for beside the issue's file as an article's pictures are beside the article's."""
    alt: OneLine
    """What it shows, for who cannot see it."""
    caption: Runs = ()
    credit: Runs = ()
    """Who made it."""
    line: SkipJsonSchema[int | None] = Field(default=None, exclude=True, repr=False)
    """The line of the issue's file that names it; for findings."""

    @property
    def figure(self) -> Figure:
        """The cover as a figure of an article whose folder is the issue's."""
        return Figure(
            picture=self.picture,
            caption=self.caption,
            credit=self.credit,
            alternative_text=self.alt,
            size="bleed",
            line=self.line,
        )


class IssueArticle(Frozen):
    """An article and its place in the issue."""

    article: Article
    slug: Annotated[str, Field(min_length=1, max_length=200)]
    """The name by which references and files know it, in NFC; no other article of the issue has one that `same_slug`
    takes for it."""
    section: str | None = None
    """A key of the issue's sections; None where it stands in none."""
    editorial: bool = False
    """Whether it stands before all sections, as the paper's own voice."""

    @property
    def running_title(self) -> str:
        """The headline for running heads, contents and jump lines: the short one where there is one."""
        return self.article.short_title or self.article.title

    @property
    def has_picture(self) -> bool:
        """Whether any picture stands in the article."""
        return any(isinstance(block, Figure) for block in self.article.walk())


class Issue(Frozen):
    """One number of a paper."""

    publication: Publication
    """The paper. Its sections are those of its own file with the issue's labels merged in, so that an article of the
    issue can be typeset with it alone."""
    number: Annotated[int, Field(ge=1)] | None = None
    volume: Annotated[int, Field(ge=1)] | None = None
    date: datetime.date | None = None
    """The day of publication, Gregorian."""
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    """The languages of the issue, the main one first."""
    title: Labels = Field(default={})
    """The issue's own name by language; empty where it has none."""
    layout: Layout = "digest"
    sections: tuple[str, ...] = ()
    """Keys of the sections that articles of the issue stand in, in the order of the paper."""
    labels: dict[str, Labels] = Field(default={})
    """For each of `sections`, what it is called, by language."""
    articles: Annotated[tuple[IssueArticle, ...], Field(min_length=1)]
    """In reading order: the editorial, then by section, inside a section as the file names them, then those without
    a section."""
    cover: Cover | None = None
    colophon: Article | None = None
    """Printed at the end, with the credits of all articles below it; None: the credits alone."""
    indexes: tuple[Index, ...] = ()
    lead: str | None = None
    """The slug of a newspaper's lead story, where the editor chose one; `lead_story` is the one to print."""
    front: Annotated[tuple[str, ...], Field(max_length=FRONT_STORIES)] = ()
    """Slugs of the further stories on its front page, where the editor chose them; see `front_stories`."""
    path: SkipJsonSchema[Path | None] = Field(default=None, exclude=True, repr=False)
    """The file it was read from."""
    findings: SkipJsonSchema[tuple[Finding, ...]] = Field(default=(), exclude=True, repr=False)
    """What was wrong when it was read and did not stop it, in the order of the file: articles that are missing or
    fail, references that lead nowhere, and the findings of the articles."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        slugs = [item.slug for item in self.articles]
        twins = twins_among(slugs)
        if twins:
            raise ValueError(f"two articles have the slug “{twins[0]}”; give one of them another one")
        for name, chosen in (("lead", (self.lead,) if self.lead else ()), ("front", self.front)):
            for slug in chosen:
                if slug not in slugs:
                    raise ValueError(f"`{name}` names “{slug}”, which is no article; {nearest(slug, tuple(slugs))}")
        for item in self.articles:
            if item.section is not None and item.section not in self.labels:
                known = nearest(item.section, tuple(self.labels))
                raise ValueError(f"“{item.section}” is not a section of this issue; {known}")
        return self

    @property
    def lang(self) -> str:
        """The main language: of the contents, the running heads and page numbers of the whole."""
        return self.languages[0]

    @property
    def direction(self) -> Direction:
        """The direction that the whole is leafed through in, and so the binding side."""
        return direction_of(self.lang)

    @property
    def bilingual(self) -> bool:
        """Whether its languages are written in both directions."""
        return len({direction_of(tag) for tag in self.languages}) > 1

    def section_labels(self, key: str | None) -> Labels:
        """Return what a section is called, by language; empty for None."""
        return {} if key is None else self.labels[key]

    def article(self, slug: str) -> IssueArticle | None:
        """Return the article of a slug, whatever its case and normalisation; None where there is none."""
        wanted = same_slug(slug)
        return next((item for item in self.articles if same_slug(item.slug) == wanted), None)

    def without(self, slug: str) -> Self:
        """Return the issue without an article; raises IssueError where it was the last one.

        Where the editor chose it as lead or for the front page, another one takes its place.
        """
        articles = tuple(item for item in self.articles if item.slug != slug)
        if not articles:
            message = "no article of the issue can be printed; mend those that failed"
            raise IssueError(Problem(message=message, file=str(self.path) if self.path else None, field="articles"))
        used = {item.section for item in articles}
        changes: dict[str, object] = {
            "articles": articles,
            "sections": tuple(key for key in self.sections if key in used),
            "labels": {key: labels for key, labels in self.labels.items() if key in used},
            "lead": None if self.lead == slug else self.lead,
            "front": tuple(chosen for chosen in self.front if chosen != slug),
        }
        return self.model_copy(update=changes)

    @property
    def lead_story(self) -> IssueArticle:
        """The newspaper's lead: the one chosen, else the first with a picture, else the first.

        The editorial leads only where it is chosen or stands alone.
        """
        if self.lead is not None:
            return next(item for item in self.articles if item.slug == self.lead)
        stories = tuple(item for item in self.articles if not item.editorial) or self.articles
        return next((item for item in stories if item.has_picture), stories[0])

    @property
    def front_stories(self) -> tuple[IssueArticle, ...]:
        """The further stories on a newspaper's front page, best first.

        Those chosen, else the first ones that are neither the lead nor the editorial, at most
        `FRONT_STORIES`; how many of them find room is for the composition to say.
        """
        lead = self.lead_story.slug
        if self.front:
            by_slug = {item.slug: item for item in self.articles}
            return tuple(by_slug[slug] for slug in self.front if slug != lead)
        return tuple(item for item in self.articles if item.slug != lead and not item.editorial)[:FRONT_STORIES]


def twins_among(slugs: Iterable[str]) -> tuple[str, ...]:
    """Return the slugs that repeat an earlier one (`same_slug`)."""
    seen: set[str] = set()
    repeated = []
    for slug in slugs:
        key = same_slug(slug)
        if key in seen:
            repeated.append(slug)
        seen.add(key)
    return tuple(repeated)
