"""Shelves: modules side by side across the whole page. Which stories share one is chosen for the least waste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, pairwise

from .modules import Module, Progress, choices, shape

MOST_STORIES = 6
"""The most stories on one shelf."""

SHALLOW_ROWS = 5
"""Columns with fewer lines look like steps, not like columns."""

SHALLOW, MONOTONOUS, ILL_MATCHED = 0.3, 0.05, 0.02
"""What a shelf is charged, in shares of its area, for shallow columns, for being one story across the page below
another such, and for each cell beyond the first."""

POSTER = 0.06
"""What it is charged for a picture across all of three or more columns."""

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

    @cached_property
    def empty(self) -> float:
        """What stays empty in its columns, in pt of one column."""
        return sum(module.empty * module.progress.measured.line for module in self.modules)


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
        empty = sum(cell.columns * (self.height - cell.height) + cell.empty for cell in self.cells)
        return empty / (columns * self.height) if self.height else 0.0

    @cached_property
    def shallow(self) -> float:
        """The share of its stories whose columns are shallow."""
        modules = [module for cell in self.cells for module in cell.modules if module.progress.measured.flow.lines]
        return sum(max(module.rows) < SHALLOW_ROWS for module in modules) / max(1, len(modules))


class Shelves:
    """Finds shelves; modules and shelves of the same stories are made once."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._modules: dict[tuple[object, ...], tuple[Module, ...]] = {}
        self._found: dict[tuple[object, ...], list[tuple[float, Shelf]]] = {}

    def modules(self, progress: Progress, columns: int) -> tuple[Module, ...]:
        """Return the modules of so many columns that hold all of a story, one for each place of its picture.

        Those with the fewest empty lines stand first, the best place of the picture before others.
        """
        key = (*_key(progress), columns)
        if key not in self._modules:
            made = [shape(progress, columns, across) for across in choices(progress, columns)]
            self._modules[key] = tuple(sorted(made, key=lambda module: module.empty > columns * 2))
        return self._modules[key]

    def best(
        self, stories: Sequence[Progress], room: float, *, monotonous: bool, count: int
    ) -> list[tuple[float, Shelf]]:
        """Return the shelves of the next stories that fit into a height and cost least, with what they cost."""
        stories = stories[:MOST_STORIES]
        key = tuple(_key(progress) for progress in stories)
        if key not in self._found:
            found = [(_cost(shelf), shelf) for shelf in self._shelves(stories)]
            self._found[key] = sorted(found, key=lambda item: item[0])
        more = MONOTONOUS if monotonous else 0.0
        fitting = (
            (cost + (more if len(shelf.cells) == 1 else 0.0), shelf)
            for cost, shelf in self._found[key]
            if shelf.height <= room + 0.01
        )
        return sorted(islice(fitting, 2 * count), key=lambda item: item[0])[:count]

    def _shelves(self, stories: Sequence[Progress]) -> Iterator[Shelf]:
        if not stories:
            return
        for module in self.modules(stories[0], self._columns):
            yield Shelf((Cell((module,), self._columns),))
        for count in range(2, len(stories) + 1):
            for cells in range(2, min(count, self._columns) + 1):
                for widths in _widths(self._columns, cells):
                    for groups in _groups(count, cells):
                        yield Shelf(
                            tuple(
                                Cell(tuple(self.modules(stories[index], width)[0] for index in group), width)
                                for width, group in zip(widths, groups, strict=True)
                            )
                        )


def _key(progress: Progress) -> tuple[object, ...]:
    """Return what decides the modules of a story's rest."""
    return progress.slug, progress.start, progress.begun, progress.pictured


def _cost(shelf: Shelf) -> float:
    modules = [module for cell in shelf.cells for module in cell.modules]
    posters = sum(module.across == module.columns > 2 for module in modules)
    return round(shelf.waste + SHALLOW * shelf.shallow + ILL_MATCHED * (len(shelf.cells) - 1) + POSTER * posters, 6)


def _widths(columns: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to divide columns among cells."""
    for cuts in combinations(range(1, columns), cells - 1):
        edges = (0, *cuts, columns)
        yield tuple(after - before for before, after in pairwise(edges))


def _groups(count: int, cells: int) -> Iterator[tuple[range, ...]]:
    """Yield the ways to divide stories among cells, in their order."""
    for cuts in combinations(range(1, count), cells - 1):
        edges = (0, *cuts, count)
        yield tuple(range(before, after) for before, after in pairwise(edges))
