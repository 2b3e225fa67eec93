"""Placing modules on pages, with the rules between them and the heads and lines of what goes on elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .grid import Grid
from .modules import JUMP_ROWS, Box, Module, Piece, Progress, placed
from .plan import Band, Continuation, Copy, Jump, Rule
from .shelves import STACK_GAP, Cell, Shelf


@dataclass
class Placing:
    """A plan in the making."""

    copy: Copy
    lead: int = 0
    pieces: list[Piece] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    continuations: list[Continuation] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    contents: Box | None = None
    progress: dict[str, Progress] = field(default_factory=dict)
    _left: dict[str, Jump] = field(default_factory=dict)
    """Jumps whose page is not known yet."""

    @property
    def grid(self) -> Grid:
        """The columns of every page."""
        return self.copy.grid

    def state(self, slug: str) -> Progress:
        """Return how far a story is placed."""
        if slug not in self.progress:
            copy = self.copy
            known = {copy.lead[self.lead].slug: copy.lead[self.lead]}
            if copy.last is not None:
                known[copy.last.slug] = copy.last
            self.progress[slug] = Progress(
                measured=known.get(slug) or copy.stories[slug], extra=copy.extra.get(slug, 0)
            )
        return self.progress[slug]

    def put(self, module: Module, page: int, first: int, top: float) -> None:
        """Place a module with its first column at a column of the page."""
        before, grid = module.progress, self.grid
        pieces, after = placed(module, grid, page, first, top)
        self.pieces.extend(pieces)
        self.progress[before.slug] = after
        line = before.measured.line
        if before.begun:
            width = grid.span(module.columns)
            box = Box(page=page, left=grid.left(first, module.columns), top=top, width=width, height=module.head)
            self.continuations.append(Continuation(slug=before.slug, box=box, from_page=before.page))
            self.jumps.append(replace(self._left.pop(before.slug), to_page=page))
        if module.cut:
            last = pieces[-1].box
            box = Box(page=page, left=last.left, top=last.bottom, width=last.width, height=JUMP_ROWS * line)
            self._left[before.slug] = Jump(slug=before.slug, box=box, to_page=page)
        self._column_rules(pieces, page, line)

    def _column_rules(self, pieces: Sequence[Piece], page: int, line: float) -> None:
        """Draw a rule in each gap between two columns of text, as long as the longer one where both stand."""
        columns = sorted((piece.box for piece in pieces if piece.kind == "column"), key=lambda box: box.left)
        for before, after in pairwise(columns):
            if after.left - before.right > self.grid.gap + 0.1:
                continue
            top = max(before.top, after.top) + 0.25 * line
            bottom = max(before.bottom, after.bottom) - 0.1 * line
            middle = (before.right + after.left) / 2
            box = Box(page=page, left=middle, top=top, width=0, height=bottom - top)
            self.rules.append(Rule(box=box, kind="column"))

    def story_rule(self, page: int, column: int, top: float, bottom: float) -> None:
        """Draw a rule between two stories side by side, before a column."""
        grid = self.grid
        edge = grid.left(column)
        middle = edge + grid.column + grid.gap / 2 if grid.direction == "rtl" else edge - grid.gap / 2
        self.rules.append(Rule(box=Box(page=page, left=middle, top=top, width=0, height=bottom - top), kind="story"))

    def shelf_rule(self, page: int, middle: float, first: int = 0, columns: int | None = None) -> None:
        """Draw a rule between shelves, or between stories above each other."""
        columns = columns or self.grid.columns
        left, width = self.grid.left(first, columns), self.grid.span(columns)
        self.rules.append(Rule(box=Box(page=page, left=left, top=middle, width=width, height=0), kind="shelf"))

    def band(self, section: str, page: int, top: float) -> None:
        """Place the band of a section."""
        box = Box(page=page, left=self.grid.side, top=top, width=self.grid.measure, height=self.copy.band)
        self.bands.append(Band(section=section, box=box))

    def shelf(self, shelf: Shelf, page: int, top: float) -> None:
        """Place a shelf."""
        column = 0
        for cell in shelf.cells:
            if column:
                self.story_rule(page, column, top, top + shelf.height)
            self._cell(cell, page, column, top, shelf.height)
            column += cell.columns

    def _cell(self, cell: Cell, page: int, column: int, top: float, height: float) -> None:
        """Place the stories of a cell, what is left of the height spread between them."""
        gaps = len(cell.modules) - 1
        spread = (height - cell.height) / gaps if gaps else 0.0
        for number, module in enumerate(cell.modules):
            if number:
                gap = module.progress.measured.line * STACK_GAP + spread
                self.shelf_rule(page, top + gap / 2, column, cell.columns)
                top += gap
            self.put(module, page, column, top)
            top += module.height
