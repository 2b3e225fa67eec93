"""Blocks: what stands under each other in an article, and walking through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from .nodes import Block
from .poem import Poem
from .runs import Runs


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
    size: Literal["full", "half", "bleed"] = "full"
    """Of the text measure: all of it, or half with the text beside it; ``bleed``: of the page, from edge to edge, for
    pictures that stand in no other block."""
    side: Literal["start", "end"] = "end"
    """Where a half picture stands: where lines begin or where they end."""


class Quote(Block):
    """A quotation set as a block of its own."""

    kind: Literal["quote"] = "quote"
    role: Literal["quote", "pull"] = "quote"
    """``pull``: words of the article itself, or its best ones, set large between two rules."""
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


def walk_block(
    block: AnyBlock | ListItem | Cell | Footnote,
) -> Iterator[AnyBlock | ListItem | Cell | Footnote]:
    """Yield a block and all that it holds, outer ones first."""
    yield block
    match block:
        case Quote() | ListItem() | Footnote():
            for inner in block.blocks:
                yield from walk_block(inner)
        case List():
            for item in block.items:
                yield from walk_block(item)
        case Table():
            for row in (block.header, *block.rows):
                yield from row
        case _:
            pass
