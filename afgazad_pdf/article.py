"""The article model: what an article says, and nothing of how it looks.

All values are frozen. Text stays in logical order, in letters, from here to the layout engine;
language and direction stand on the article, on a block, or on a run, and are never guessed in
a template. The same model is written as Markdown, JSON or TOML (`sources/`), and its JSON
Schema is what `afgazad-pdf schema` prints.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from .calendars import Calendar, parse_date
from .languages import Direction, direction_of, is_language_tag

TITLE_LENGTH = 500
"""Characters that a headline may have; a longer one is body text in the wrong field."""

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
"""URL schemes that a link may have, besides ``#anchor``."""


def check_language(tag: str) -> str:
    """Accept a BCP 47 language tag."""
    if not is_language_tag(tag):
        raise ValueError(f"“{tag}” is not a language tag; write one such as fa-AF (Dari), ps (Pashto), en or de")
    return tag


def check_link(address: str) -> str:
    """Accept a link that a reader can follow from a PDF: http, https, mailto or #anchor."""
    if address.startswith("#"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in LINK_SCHEMES:
        raise ValueError(f"“{address[:80]}” cannot be linked to; begin links with https://, http://, mailto: or #")
    if not (parts.path if parts.scheme.lower() == "mailto" else parts.netloc):
        raise ValueError(f"“{address[:80]}” names no place; write the whole address, such as https://www.example.org")
    return address


def _check_one_line(text: str) -> str:
    cleaned = " ".join(text.split())
    if all(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in cleaned):
        raise ValueError("is empty; write some text or leave the field out")
    return cleaned


def _check_title(text: str) -> str:
    if len(text) > TITLE_LENGTH:
        raise ValueError(
            f"has {len(text):,} characters; a headline has at most {TITLE_LENGTH}. Move the rest to `subtitle`, "
            f"`summary` or the body"
        )
    return text


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _runs_from_text(value: Any) -> Any:
    """Let JSON and TOML say ``"text"`` where a list of runs is meant."""
    if isinstance(value, str):
        return ({"kind": "text", "text": value},) if value else ()
    if isinstance(value, list | tuple):
        return tuple({"kind": "text", "text": item} if isinstance(item, str) else item for item in value)
    return value


LanguageTag = Annotated[str, AfterValidator(check_language)]
Link = Annotated[str, AfterValidator(check_link)]
OneLine = Annotated[str, AfterValidator(_check_one_line)]
Names = Annotated[tuple[OneLine, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[OneLine, ...])]


class Node(BaseModel):
    """A frozen piece of the model that remembers the line of the file it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: SkipJsonSchema[int | None] = Field(default=None, exclude=True, repr=False)
    """The line in the article's file, counted from 1; for findings."""


# ------------------------------------------------------------------ runs: what a line of text holds


class Text(Node):
    """Letters, in logical order."""

    kind: Literal["text"] = "text"
    text: str


SpanRole = Literal[
    "emphasis", "strong", "code", "link", "superscript", "subscript", "small", "mark", "insertion", "deletion", "plain"
]


class Span(Node):
    """Runs with something in common: an emphasis, a link, a language, a direction."""

    kind: Literal["span"] = "span"
    role: SpanRole = "plain"
    runs: Runs
    href: Link | None = None
    """The target; exactly the spans of role ``link`` have one."""
    lang: LanguageTag | None = None
    direction: Literal["ltr", "rtl", "auto"] | None = None
    """A direction isolates the span from its surroundings (UAX#9, isolates)."""
    override: bool = False
    """Whether `direction` also overrides the characters' own (HTML ``bdo``)."""

    @model_validator(mode="after")
    def _link_has_target(self) -> Self:
        if (self.role == "link") != (self.href is not None):
            raise ValueError("a span of role “link” needs `href`, and only such a span may have it")
        return self


class LineBreak(Node):
    """A forced line break."""

    kind: Literal["line-break"] = "line-break"


class FootnoteCall(Node):
    """The place in the text where a footnote is called."""

    kind: Literal["footnote-call"] = "footnote-call"
    label: str
    """The key of the note in `Article.footnotes`."""


Run = Annotated[Text | Span | LineBreak | FootnoteCall, Field(discriminator="kind")]
Runs = Annotated[tuple[Run, ...], BeforeValidator(_runs_from_text, json_schema_input_type=str | tuple[str | Run, ...])]


# ------------------------------------------------------------------ blocks


class Block(Node):
    """A block; its language and direction are the article's unless it says otherwise."""

    lang: LanguageTag | None = None
    dir: Literal["ltr", "rtl", "auto"] | None = None


class Paragraph(Block):
    """A paragraph of text."""

    kind: Literal["paragraph"] = "paragraph"
    runs: Runs


class Heading(Block):
    """A heading inside the article; level 2 stands right under the headline."""

    kind: Literal["heading"] = "heading"
    level: int = Field(default=2, ge=2, le=6)
    runs: Runs
    anchor: str | None = None
    """The name by which links reach it: ``#anchor``."""


class Figure(Block):
    """A picture with its caption, credit and text alternative."""

    kind: Literal["figure"] = "figure"
    picture: str
    """Path of the picture file, relative to the article's folder, inside that folder."""
    caption: Runs = ()
    credit: Runs = ()
    """Who made the picture."""
    alternative_text: str = ""
    """What the picture shows, for readers who do not see it (PDF/UA, 7.3)."""
    size: Literal["full", "half"] = "full"
    """Of the text measure: all of it, or half with the text beside it."""
    side: Literal["start", "end"] = "end"
    """Where a half picture stands: where lines begin or where they end."""


class Quote(Block):
    """A quotation set as a block of its own."""

    kind: Literal["quote"] = "quote"
    blocks: Blocks
    attribution: Runs = ()


class ListItem(Block):
    """One item of a list."""

    blocks: Blocks


class List(Block):
    """A numbered or bulleted list."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    start: int = Field(default=1, ge=-1_000_000, le=1_000_000)
    items: tuple[ListItem, ...]


class Cell(Block):
    """One cell of a table."""

    runs: Runs = ()


Row = tuple[Cell, ...]


class Table(Block):
    """A table with one header row; every row has as many cells as the header."""

    kind: Literal["table"] = "table"
    header: Row
    rows: tuple[Row, ...]
    alignment: tuple[Literal["start", "center", "end"] | None, ...] = ()
    """One a column; None lets the theme decide."""
    caption: Runs = ()


class Verse(Node):
    """One line of a poem: a bayt of two hemistichs, or a line of its own."""

    hemistichs: tuple[Runs, ...] = Field(min_length=1, max_length=2)


class Stanza(Node):
    """Verses that stand together."""

    verses: tuple[Verse, ...] = Field(min_length=1)


class Poem(Block):
    """A poem; where verses have two hemistichs they are set in two columns."""

    kind: Literal["poem"] = "poem"
    title: str | None = None
    poet: str | None = None
    stanzas: tuple[Stanza, ...] = Field(min_length=1)


class Preformatted(Block):
    """Text whose line ends and spaces count, such as a table of figures or program code."""

    kind: Literal["preformatted"] = "preformatted"
    text: str


class Separator(Block):
    """A pause between two parts of the text."""

    kind: Literal["separator"] = "separator"


AnyBlock = Annotated[
    Paragraph | Heading | Figure | Quote | List | Table | Poem | Preformatted | Separator, Field(discriminator="kind")
]
Blocks = tuple[AnyBlock, ...]


class Footnote(Block):
    """A note that its calls refer to by label."""

    label: str
    blocks: Blocks


# ------------------------------------------------------------------ the article


class Article(Node):
    """One article as its editor wrote it."""

    title: Annotated[OneLine, AfterValidator(_check_title)]
    subtitle: OneLine | None = None
    lang: LanguageTag | None = None
    """BCP 47: en, fa-AF (Dari), ps, de, …; None: by the first letter, from the publication's languages."""
    dir: Direction | None = None
    """The base direction; None: as the language is written."""
    section: OneLine | dict[LanguageTag, OneLine] | None = None
    """A key of the publication's sections, or labels by language."""
    calendar: Calendar = Field(default="gregorian", exclude=True)
    """The calendar in which the file writes `date` and `modified`; stands before them, as it is read first."""
    date: datetime.date | None = None
    """The day of publication, Gregorian; in a file also a text, in the calendar that `calendar` names."""
    modified: datetime.date | None = None
    source: Link | None = None
    """Where the article appeared first."""
    author: Names = ()
    translator: Names = ()
    summary: OneLine | None = None
    tags: Names = ()
    slug: Annotated[str, Field(pattern=r"^[^\s/\\\x00-\x1f.][^/\\\x00-\x1f]{0,199}$")] | None = None
    """A short name for files and addresses; None: made from the file's or folder's name."""
    blocks: Blocks = ()
    footnotes: tuple[Footnote, ...] = ()
    path: SkipJsonSchema[Path | None] = Field(default=None, exclude=True, repr=False)
    """The file it was read from; pictures are looked for beside it."""

    @field_validator("date", "modified", mode="before")
    @classmethod
    def _date_in_its_calendar(cls, value: Any, info: ValidationInfo) -> Any:
        """Read a date where it is a text, in the calendar that the file names."""
        if isinstance(value, str):
            return parse_date(value, info.data.get("calendar", "gregorian"))
        if value is None or isinstance(value, datetime.date):
            return value
        raise ValueError("must be a date, such as 2016-08-17")

    @model_validator(mode="after")
    def _footnotes_exist(self) -> Self:
        labels = [note.label for note in self.footnotes]
        for label in labels:
            if labels.count(label) > 1:
                raise ValueError(f"there are two footnotes “{label}”; give one of them another label")
        for call in self.runs():
            if isinstance(call, FootnoteCall) and call.label not in labels:
                raise ValueError(f"the text calls footnote “{call.label}”, but there is no such note")
        return self

    @property
    def direction(self) -> Direction:
        """The base direction: `dir` where it is given, else as the language is written."""
        return self.dir or direction_of(self.lang or "en")

    def walk(self) -> Iterator[AnyBlock | ListItem | Cell | Footnote]:
        """Yield every block, list item, table cell and footnote, in reading order, parents first."""
        for block in (*self.blocks, *self.footnotes):
            yield from _walk(block)

    def runs(self) -> Iterator[Run]:
        """Yield every run of every block, in reading order, spans before what they hold."""
        for block in self.walk():
            for runs in runs_of(block):
                yield from walk_runs(runs)


def runs_of(block: AnyBlock | ListItem | Cell | Footnote) -> tuple[Runs, ...]:
    """Return the texts that a block holds itself, not through inner blocks."""
    match block:
        case Paragraph() | Heading() | Cell():
            return (block.runs,)
        case Figure():
            return (block.caption, block.credit)
        case Quote():
            return (block.attribution,)
        case Table():
            return (block.caption,)
        case Poem():
            return tuple(runs for stanza in block.stanzas for verse in stanza.verses for runs in verse.hemistichs)
        case List() | ListItem() | Footnote() | Preformatted() | Separator():
            return ()


def walk_runs(runs: Runs) -> Iterator[Run]:
    """Yield runs and all that is nested in them, outer ones first."""
    for run in runs:
        yield run
        if isinstance(run, Span):
            yield from walk_runs(run.runs)


def plain_text(runs: Runs) -> str:
    """Return the letters alone: a line break is a space, a footnote call is nothing."""
    parts = []
    for run in walk_runs(runs):
        if isinstance(run, Text):
            parts.append(run.text)
        elif isinstance(run, LineBreak):
            parts.append(" ")
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _walk(
    block: AnyBlock | ListItem | Cell | Footnote,
) -> Iterator[AnyBlock | ListItem | Cell | Footnote]:
    yield block
    match block:
        case Quote() | ListItem() | Footnote():
            for inner in block.blocks:
                yield from _walk(inner)
        case List():
            for item in block.items:
                yield from _walk(item)
        case Table():
            for row in (block.header, *block.rows):
                yield from row
        case _:
            pass
