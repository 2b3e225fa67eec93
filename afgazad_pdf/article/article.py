"""The article: its fields, blocks and footnotes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, PrivateAttr, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from ..calendars import Calendar, parse_date
from ..languages import Direction, direction_of
from .blocks import AnyBlock, Blocks, Cell, Footnote, ListItem, runs_of, walk_block
from .fit import FitText
from .nodes import LanguageTag, Link, Names, Node, OneLine
from .original import Original
from .runs import FootnoteCall, Run, walk_runs

TITLE_LENGTH = 500
"""Characters that a headline may have; a longer one is body text in the wrong field."""


def _check_title(text: str) -> str:
    if len(text) > TITLE_LENGTH:
        raise ValueError(
            f"has {len(text):,} characters; a headline has at most {TITLE_LENGTH}. Move the rest to `subtitle`, "
            f"`summary` or the body"
        )
    return text


class Article(Node):
    """One article as its editor wrote it."""

    title: Annotated[OneLine, AfterValidator(_check_title)]
    subtitle: OneLine | None = None
    short_title: OneLine | None = None
    """The headline in few words, for running heads and jump lines of an issue; None: `title`."""
    lang: LanguageTag | None = None
    """BCP 47: en, fa-AF (Dari), ps, de, …; None: by the first letter, from the publication's languages."""
    dir: Direction | None = None
    """The base direction; None: as the language is written."""
    section: OneLine | dict[LanguageTag, OneLine] | None = None
    """A key of the publication's sections, or labels by language."""
    calendar: Calendar | None = Field(default=None, exclude=True)
    """The calendar in which the file writes `date` and `modified`; None: by the month's name, else Gregorian.
    Stands before them, as it is read first."""
    date: datetime.date | None = None
    """The day of publication, Gregorian; in a file also a text, in the calendar that `calendar` names."""
    modified: datetime.date | None = None
    source: Link | None = None
    """Where the article appeared first."""
    author: Names = ()
    translator: Names = ()
    summary: OneLine | None = None
    tags: Names = ()
    places: Names = ()
    """Places that it is about, for the index of an issue."""
    slug: Annotated[str, Field(pattern=r"^[^\s/\\\x00-\x1f.][^/\\\x00-\x1f]{0,199}$")] | None = None
    """A short name for files and addresses; None: made from the file's or folder's name."""
    typography: Literal["corrected", "as-written"] = "corrected"
    """Whether letters, half-spaces, punctuation and digits are set as the language has them (`text/passes.py`)."""
    fit: FitText | None = None
    """How much space it is to fill in an issue: ``1 page``, ``2 columns``, ``balance``; None: what it needs."""
    blocks: Blocks = ()
    footnotes: tuple[Footnote, ...] = ()
    path: SkipJsonSchema[Path | None] = Field(default=None, exclude=True, repr=False)
    """The file it was read from; pictures are looked for beside it."""
    _original: Original | None = PrivateAttr(default=None)

    @field_validator("date", "modified", mode="before")
    @classmethod
    def _date_in_its_calendar(cls, value: Any, info: ValidationInfo) -> Any:
        """Read a date where it is a text, in the calendar that the file names."""
        if isinstance(value, str):
            return parse_date(value, info.data.get("calendar"))
        if value is None or isinstance(value, datetime.date):
            return value
        raise ValueError("must be a date, such as 2016-08-17")

    @model_validator(mode="after")
    def _footnotes_exist(self) -> Self:
        labels = Counter(note.label for note in self.footnotes)
        for label, times in labels.items():
            if times > 1:
                raise ValueError(f"there are two footnotes “{label}”; give one of them another label")
        for call in self.runs():
            if isinstance(call, FootnoteCall) and call.label not in labels:
                raise ValueError(f"the text calls footnote “{call.label}”, but there is no such note")
        return self

    @property
    def original(self) -> Original | None:
        """What it was read from; None where a program made it. A changed copy still has it."""
        return self._original

    def read_from(self, original: Original) -> Self:
        """Return the article with what it was read from."""
        copy = self.model_copy()
        copy._original = original
        return copy

    @property
    def direction(self) -> Direction:
        """The base direction: `dir` where it is given, else as the language is written."""
        return self.dir or direction_of(self.lang or "en")

    def walk(self) -> Iterator[AnyBlock | ListItem | Cell | Footnote]:
        """Yield every block, list item, table cell and footnote, in reading order, parents first."""
        for block in (*self.blocks, *self.footnotes):
            yield from walk_block(block)

    def runs(self) -> Iterator[Run]:
        """Yield every run of every block, in reading order, spans before what they hold."""
        for block in self.walk():
            for runs in runs_of(block):
                yield from walk_runs(runs)
