"""The file that names an issue, `issue.toml`: its keys, and the lines that they stand on."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from ..article import LanguageTag, Names, OneLine
from ..calendars import Calendar, parse_date
from ..errors import ArticleError, IssueError, Problem
from ..findings import Finding
from ..issue import FRONT_STORIES, Index, Layout
from ..publication import Frozen, Labels
from ..validation import build, read_text, read_toml
from .characters import clean_data, clean_text
from .ledger import Ledger
from .structured import toml_key_lines

GREGORIAN_FROM = 1700
"""A date that TOML reads as one and whose year is earlier is of another calendar; no issue is so old."""


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Languages = Annotated[
    tuple[LanguageTag, ...],
    BeforeValidator(_one_or_many, json_schema_input_type=LanguageTag | tuple[LanguageTag, ...]),
]
Indexes = Annotated[tuple[Index, ...], BeforeValidator(_one_or_many, json_schema_input_type=Index | tuple[Index, ...])]


class CoverPicture(Frozen):
    """The cover of a digest."""

    picture: OneLine
    """The picture's file."""
    alt: OneLine
    """What it shows, for who cannot see it."""
    caption: OneLine | None = None
    """Markdown of one line; what is emphasised at its end is the credit."""


class IssueFile(Frozen):
    """An issue as its file describes it. All paths are looked for from the file's folder."""

    version: Literal[1]
    """The version of this file's format."""
    publication: OneLine | None = None
    """The paper's file; by default the built-in paper. It alone may lie outside the issue's folder."""
    number: Annotated[int, Field(ge=1)] | None = None
    volume: Annotated[int, Field(ge=1)] | None = None
    calendar: Calendar | None = None
    """The calendar in which `date` is written; by default by the month's name, else Gregorian. Read before it."""
    date: datetime.date | None = None
    """The day of publication: a TOML date, or a text in the calendar that `calendar` names."""
    languages: Languages = ()
    """The main language first; by default those of the articles, the most frequent first."""
    title: OneLine | Labels = Field(default={})
    """The issue's own name: a text in the main language, or a table by language."""
    layout: Layout = "digest"
    articles: Names = ()
    """Paths and globs of article files, in order. Matches of a glob stand in natural order, story2 before story10."""
    editorial: OneLine | None = None
    """An article file; it stands before all sections."""
    colophon: OneLine | None = None
    """An article file, whose title may be missing; it stands at the end."""
    indexes: Indexes = ()
    """Which indexes stand at the end."""
    lead: OneLine | None = None
    """The slug of a newspaper's lead story."""
    front: Annotated[Names, Field(max_length=FRONT_STORIES)] = ()
    """Slugs of the further stories on its front page."""
    sections: Names = ()
    """Keys of sections in the paper's order; those that are not named follow in the order of their first use."""
    cover: CoverPicture | None = None
    labels: dict[str, Annotated[Labels, Field(min_length=1)]] = Field(default={})
    """What sections are called, by language; added to those of the publication, and before them."""

    @field_validator("date", mode="before", json_schema_input_type=datetime.date | str | None)
    @classmethod
    def _date_in_its_calendar(cls, value: Any, info: ValidationInfo) -> Any:
        """Read a date; one that TOML knows is Gregorian where its year can be."""
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, datetime.date) and value.year < GREGORIAN_FROM:
            value = value.isoformat()
        if isinstance(value, str):
            return parse_date(value, info.data.get("calendar"))
        if value is None or isinstance(value, datetime.date):
            return value
        raise ValueError("must be a date, such as 2026-09-23")

    @field_validator("languages", "indexes", "sections", "front")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"names “{name}” twice; leave one of them out")
        return names

    @model_validator(mode="after")
    def _names_an_article(self) -> IssueFile:
        if not self.articles and not self.editorial:
            raise ValueError('an issue of no articles cannot be printed; write articles = ["story.md", "stories/*.md"]')
        return self


@dataclass(frozen=True, slots=True)
class Described:
    """An issue's file as it was read."""

    path: Path
    fields: IssueFile
    text: str
    lines: dict[str, int]
    """The line of each key."""
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> Path:
        """Where all that it names is looked for."""
        return self.path.parent

    def line_of(self, key: str, value: str | None = None, *, repeat: int = 0) -> int | None:
        """Return the line of a key, or from there on of a text in quotation marks; `repeat` skips earlier ones."""
        first = self.lines.get(key)
        if first is None or value is None:
            return first
        wanted = re.compile(rf"""(?P<mark>["']){re.escape(value)}(?P=mark)""")
        for number, line in enumerate(self.text.split("\n")[first - 1 :], start=first):
            for _ in wanted.finditer(line):
                if not repeat:
                    return number
                repeat -= 1
        return first


def read_issue_file(path: Path) -> Described:
    """Read an issue's file; raises IssueError with every faulty key."""
    ledger = Ledger(file=str(path))
    try:
        text = clean_text(_read_text(path), ledger)
        data = read_toml(text, error=IssueError, file=ledger.file)
        lines = toml_key_lines(text)
        data = clean_data(data, ledger, lines)
        ledger.raise_faults()
    except ArticleError as fault:
        raise IssueError(fault.problems) from None
    fields = build(IssueFile, data, error=IssueError, file=ledger.file, lines=lines)
    return Described(path, fields, text, lines, ledger.sorted_findings())


def is_issue_file(path: Path) -> bool:
    """Say whether a file is no article but a whole issue."""
    if path.suffix.lower() != ".toml":
        return False
    try:
        return "articles" in read_toml(read_text(path, error=IssueError), error=IssueError, file=None)
    except IssueError:
        return False


def _read_text(path: Path) -> str:
    try:
        return read_text(path, error=IssueError)
    except IssueError:
        raise
    except ValueError:  # a name with a NUL or half a character in it
        message = "is not a file name; check the name and the folder"
        raise IssueError(Problem(message=message, file=str(path))) from None
