"""Shelves: modules side by side across the whole page. Which stories share one is chosen for the least waste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from .modules import Module, Progress, choices, shape

MOST_STORIES = 6
"""The most stories on one shelf."""

SHALLOW_ROWS = 5
"""Columns with fewer lines look like steps, not like columns."""

SHALLOW, MONOTONOUS, ILL_MATCHED = 0.3, 0.05, 0.02
"""What a shelf is charged, in shares of its area, for shallow columns, for being one story across the page below another
such, and for each cell beyond the first."""

STACK_GAP = 1.0
"""The least space between stories above each other in one cell, in lines."""


@dataclass(frozen=True)
class Cell:
    """Stories above each other in some columns."""

    modules: tuple[Module, ...]
    columns: int

    @cached_property
    def height(self) -> float:
        """The height with the least space between the stories."""
        gaps = sum(module.progress.measured.line * STACK_GAP for module in self.modules[1:])
        return sum(module.height for module in self.modules) + gaps


@dataclass(frozen=True)
class Shelf:
    """Cells side by side."""

    cells: tuple[Cell, ...]

    @cached_property
    def height(self) -> float:
        """The height of the highest cell."""
        return max(cell.height for cell in self.cells)

    @property
    def stories(self) -> int:
        """How many stories stand on it."""
        return sum(len(cell.modules) for cell in self.cells)

    @cached_property
    def waste(self) -> float:
        """The share of its area that stays empty."""
        columns = sum(cell.columns for cell in self.cells)
        empty = sum(cell.columns * (self.height - cell.height) for cell in self.cells)
        return empty / (columns * self.height) if self.height else 0.0

    @cached_property
    def shallow(self) -> float:
        """The share of its columns that are shallow."""
        modules = [module for cell in self.cells for module in cell.modules if module.progress.measured.flow.lines]
        if not modules:
            return 0.0
        return sum(max(module.rows) < SHALLOW_ROWS for module in modules) / len(modules)


class Shelves:
    """Finds shelves; modules are made once."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._modules: dict[tuple[object, ...], Module] = {}

    def module(self, progress: Progress, columns: int) -> Module:
        """Return the best module of so many columns that holds all of a story."""
        key = (progress.slug, progress.start, progress.begun, progress.pictured, columns)
        if key not in self._modules:
            made = [shape(progress, columns, across) for across in choices(progress, columns)]
            self._modules[key] = next((module for module in made if min(module.rows) >= 3), made[-1])
        return self._modules[key]

    def best(self, stories: Sequence[Progress], room: float, *, monotonous: bool, usable: float) -> Shelf | None:
        """Return the shelf of the next stories that fits into a height and costs least; None where none fits.

        `usable` is the least height in pt that is of use below it.
        """
        best, least = None, float("inf")
        for shelf in self._shelves(stories[:MOST_STORIES]):
            if shelf.height > room + 0.01:
                continue
            left = room - shelf.height
            cost = shelf.waste + SHALLOW * shelf.shallow + ILL_MATCHED * (len(shelf.cells) - 1)
            cost += MONOTONOUS if monotonous and len(shelf.cells) == 1 else 0.0
            cost += 0.5 * left / room if left < usable and len(stories) > shelf.stories else 0.0
            if cost < least - 1e-9:
                best, least = shelf, cost
        return best

    def _shelves(self, stories: Sequence[Progress]) -> Iterator[Shelf]:
        if not stories:
            return
        yield Shelf((Cell((self.module(stories[0], self._columns),), self._columns),))
        for count in range(2, len(stories) + 1):
            for cells in range(2, min(count, self._columns) + 1):
                for widths in _widths(self._columns, cells):
                    for groups in _groups(count, cells):
                        yield Shelf(
                            tuple(
                                Cell(tuple(self.module(stories[index], width) for index in group), width)
                                for width, group in zip(widths, groups, strict=True)
                            )
                        )


def _widths(columns: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to divide columns among cells."""
    for cuts in combinations(range(1, columns), cells - 1):
        edges = (0, *cuts, columns)
        yield tuple(after - before for before, after in zip(edges, edges[1:], strict=False))


def _groups(count: int, cells: int) -> Iterator[tuple[range, ...]]:
    """Yield the ways to divide stories among cells, in their order."""
    for cuts in combinations(range(1, count), cells - 1):
        edges = (0, *cuts, count)
        yield tuple(range(before, after) for before, after in zip(edges, edges[1:], strict=False))
