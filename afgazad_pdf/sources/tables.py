"""Tables of Markdown (GitHub Flavored Markdown, 4.10), with a caption behind a colon."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Literal

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from ..article import AnyBlock, Cell, Figure, Runs, Table
from .ledger import Ledger
from .runs import trimmed

if TYPE_CHECKING:
    from .blocks import Branch
    from .inline import InlineReader

Alignment = Literal["start", "center", "end"]

ALIGNMENTS: dict[str, Alignment] = {"left": "start", "center": "center", "right": "end"}
"""The marks `:--`, `:-:` and `--:`; start and end follow the direction of the text."""

CAPTION = ": "
"""What a caption begins with, as in Pandoc."""


def caption_tokens(tokens: Sequence[Token]) -> list[Token] | None:
    """Return the inline tokens of a caption without its colon; None where the text is none."""
    if not tokens or tokens[0].type != "text" or not tokens[0].content.startswith(CAPTION):
        return None
    first = copy(tokens[0])
    first.content = first.content.removeprefix(CAPTION)
    return [first, *tokens[1:]]


class TableReader:
    """Reads the tables of one article."""

    def __init__(self, inline: InlineReader, source: str, ledger: Ledger) -> None:
        self._inline = inline
        self._rows = source.split("\n")
        self._ledger = ledger

    def read(self, branch: Branch, caption: list[Token] | None, caption_line: int | None) -> list[AnyBlock]:
        """Return a table, and pictures that stood in it."""
        figures: list[Figure] = []
        rows = [row for part in branch.children for row in part.children]
        if caption is None and len(rows) > 1 and (caption := self._caption_in_last_row(rows[-1])):
            caption_line = rows.pop().line
        cells = [self._row(row, figures) for row in rows]
        table = Table(
            header=cells[0],
            rows=tuple(cells[1:]),
            alignment=tuple(_alignment(cell.token) for cell in rows[0].children),
            caption=self._text(caption or [], caption_line, figures),
            line=branch.line,
        )
        for figure in figures:
            message = f"the picture {figure.picture} stood in a table and is set after it"
            self._ledger.inform("picture-in-text", message, figure.line)
        return [table, *figures]

    def _caption_in_last_row(self, row: Branch) -> list[Token] | None:
        """Return the caption where it follows without an empty line, and GitHub's rules make it a row."""
        first, *others = row.children
        return None if any(cell.inline for cell in others) else caption_tokens(first.inline)

    def _row(self, row: Branch, figures: list[Figure]) -> tuple[Cell, ...]:
        self._report_dropped_cells(row)
        return tuple(Cell(runs=self._text(cell.inline, row.line, figures), line=row.line) for cell in row.children)

    def _text(self, tokens: Sequence[Token], line: int | None, figures: list[Figure]) -> Runs:
        content = self._inline.read(tokens, line)
        figures += content.figures
        return trimmed(content.runs)

    def _report_dropped_cells(self, row: Branch) -> None:
        """Warn where a row has more cells than the header: by GitHub's rules they are not shown."""
        if row.line is None:
            return
        parts = escapedSplit(self._rows[row.line - 1].strip().lstrip("> \t").strip("|"))
        surplus = len(parts) - len(row.children)
        if surplus > 0:
            count = "one cell" if surplus == 1 else f"{surplus} cells"
            message = f"the row has {count} more than the header, not shown on the page; write \\| for a bar in a text"
            self._ledger.lose("table-cells-dropped", message, row.line)


def _alignment(token: Token) -> Alignment | None:
    return ALIGNMENTS.get(str(token.attrs.get("style", "")).removeprefix("text-align:"))
