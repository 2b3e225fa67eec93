"""A story's module: a rectangle of some columns with its head, its picture and its text. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from .grid import Grid
from .measures import Measured

Kind = Literal["head", "picture", "column"]

LEAST_ROWS = 4
"""The fewest lines that a column of a story that goes on elsewhere may have."""

JUMP_ROWS = 1
"""What the line “Continued on page 3” takes of the last column, in lines."""

ACROSS = {1: (1,), 2: (2, 1), 3: (2, 1, 3), 4: (2, 3, 1), 5: (2, 3, 1), 6: (3, 2, 1)}
"""Across how many columns a picture may stand, by the columns of its story, best first."""

LARGEST = 1.5
"""How much more room a picture may take than the text that goes with it."""

CONTINUED_HEAD = 2.0
"""The height of the head over a continuation, in lines of its story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, in pt from its upper left corner."""

    page: int
    """Counted from 0."""
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a story where it stands."""

    slug: str
    kind: Kind
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A story as far as it is placed."""

    measured: Measured
    start: int = 0
    """The first line that is not placed yet."""
    begun: bool = False
    """Whether its head stands already."""
    pictured: bool = False
    """Whether its picture does."""
    page: int = 0
    """The page with its last piece."""
    extra: int = 0
    """Lines that its last columns need beyond what was computed."""

    @property
    def slug(self) -> str:
        """The story's name."""
        return self.measured.slug

    @property
    def ended(self) -> bool:
        """Whether all of it stands."""
        return self.begun and self.start >= len(self.measured.flow)

    @property
    def picture(self) -> bool:
        """Whether a picture is still to be placed."""
        return bool(self.measured.pictures) and not self.pictured


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module's shape, wherever it will stand."""

    progress: Progress
    columns: int
    across: int
    """Columns under the picture, the last ones; 0 for no picture here."""
    head: float
    """Height of what stands above the columns."""
    rows: tuple[int, ...]
    """The lines of each column, in reading order; 0 for one that has a picture alone."""
    shorter: tuple[int, ...]
    """The lines that each has less than the highest, for the picture above it."""
    deepest: int
    """The height of the columns in lines, picture and jump line included."""
    end: int
    """The first line of text that does not stand here."""

    @property
    def cut(self) -> bool:
        """Whether the story goes on elsewhere."""
        return self.end < len(self.progress.measured.flow)

    @property
    def height(self) -> float:
        """The whole height in pt."""
        return self.head + self.deepest * self.progress.measured.line

    @property
    def empty(self) -> int:
        """How many lines of its columns hold nothing, those that even columns cannot help left out."""
        if self.cut:
            return 0
        used = self.progress.measured.flow.rows(self.progress.start)
        free = self.columns * self.deepest - sum(self.shorter) - used
        return max(0, free - self.columns + 1)


def choices(progress: Progress, columns: int) -> tuple[int, ...]:
    """Return across how many columns the picture may stand in a module of so many, best first."""
    if not progress.picture:
        return (0,)
    measured = progress.measured
    known = [count for count in ACROSS[columns] if count in measured.pictures]
    text = LARGEST * measured.flow.rows(progress.start) * measured.line
    return tuple(count for count in known if count * measured.pictures[count] <= text) or (min(known, default=1),)


def shape(progress: Progress, columns: int, across: int) -> Module:
    """Return the module that holds all the rest of a story, its columns balanced."""
    head, shorter = _frame(progress, columns, across)
    flow = progress.measured.flow
    rows = flow.balanced(progress.start, shorter)
    for _ in range(progress.extra):
        rows = _grown(rows)
    ends = flow.fill(progress.start, rows)
    held = zip(rows, (progress.start, *ends), ends, strict=False)
    if not progress.extra:
        rows = tuple(count if end > start else 0 for count, start, end in held)
    deepest = max(count + less if count else less for count, less in zip(rows, shorter, strict=True))
    return Module(
        progress=progress,
        columns=columns,
        across=across,
        head=head,
        rows=rows,
        shorter=shorter,
        deepest=deepest,
        end=len(flow),
    )


def cut(progress: Progress, columns: int, across: int, room: float, least: int = LEAST_ROWS) -> Module | None:
    """Return the module of at most a height whose story goes on elsewhere; None where that is too little room.

    No column has fewer lines than `least`, but one below a picture may have none.
    """
    head, shorter = _frame(progress, columns, across)
    flow = progress.measured.flow
    deepest = int((room - head + 0.01) / progress.measured.line)
    rows = _cut_rows(deepest, shorter, least)
    if rows is None:
        return None
    end = flow.fill(progress.start, rows)[-1]
    if end >= len(flow):
        return None
    rest, wanted = flow.rows(end), columns * LEAST_ROWS
    if rest < wanted:
        fewer = deepest - math.ceil((wanted - rest) / sum(count > 0 for count in rows))
        changed = _cut_rows(fewer, shorter, least)
        if changed is not None:
            rows, deepest = changed, fewer
            end = flow.fill(progress.start, rows)[-1]
    return Module(
        progress=progress,
        columns=columns,
        across=across,
        head=head,
        rows=rows,
        shorter=shorter,
        deepest=deepest,
        end=end,
    )


def _cut_rows(deepest: int, shorter: tuple[int, ...], least: int) -> tuple[int, ...] | None:
    """Return the lines of columns of a height, the last one with room for the line that leads on; None if too few."""
    if deepest < max(shorter):
        return None
    rows = [deepest - less for less in shorter]
    last = len(rows) - 1
    while last > 0 and shorter[last] and rows[last] - JUMP_ROWS < least:
        rows[last] = 0
        last -= 1
    rows = [0 if less and count < least else count for count, less in zip(rows, shorter, strict=True)]
    rows[last] -= JUMP_ROWS
    if any(count < least for count, less in zip(rows, shorter, strict=True) if count or not less):
        return None
    return tuple(rows)


def _grown(rows: tuple[int, ...]) -> tuple[int, ...]:
    """Give one more line to the shortest column, the first of them."""
    low = rows.index(min(rows))
    return tuple(count + (place == low) for place, count in enumerate(rows))


def _frame(progress: Progress, columns: int, across: int) -> tuple[float, tuple[int, ...]]:
    """Return the height of the head, and how many lines each column is shorter."""
    measured = progress.measured
    head = CONTINUED_HEAD * measured.line if progress.begun else measured.heads[columns]
    less = math.ceil(measured.pictures[across] / measured.line) if across else 0
    return head, (0,) * (columns - across) + (less,) * across


def placed(module: Module, grid: Grid, page: int, first: int, top: float) -> tuple[tuple[Piece, ...], Progress]:
    """Place a module with its first column at a column of the page; return its pieces, and the story afterwards."""
    progress, columns = module.progress, module.columns
    measured = progress.measured
    pieces = []
    if not progress.begun:
        box = Box(page=page, left=grid.left(first, columns), top=top, width=grid.span(columns), height=module.head)
        pieces.append(Piece(slug=measured.slug, kind="head", box=box))
    top += module.head
    if module.across:
        # The picture stands over the columns read last: at the far side, or over all of them.
        own = columns - module.across if measured.direction == grid.direction else 0
        box = Box(
            page=page,
            left=grid.left(first + own, module.across),
            top=top,
            width=grid.span(module.across),
            height=measured.pictures[module.across],
        )
        pieces.append(Piece(slug=measured.slug, kind="picture", box=box))
    for number, (rows, less) in enumerate(zip(module.rows, module.shorter, strict=True)):
        if rows:
            box = Box(
                page=page,
                left=grid.column_left(first, columns, number, measured.direction),
                top=top + less * measured.line,
                width=grid.column,
                height=rows * measured.line,
            )
            pieces.append(Piece(slug=measured.slug, kind="column", box=box))
    after = replace(
        progress,
        start=module.end,
        begun=True,
        pictured=progress.pictured or bool(module.across),
        page=page,
    )
    return tuple(pieces), after
