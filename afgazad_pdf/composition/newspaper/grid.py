"""The page of a newspaper as numbers: margins, columns and lines. Lengths are in pt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...languages import Direction
from ...settings import PageSize

MM = 72 / 25.4
"""One millimetre in pt."""

MOST_COLUMNS = 6

HEAD_LINES = 2.2
"""Height of the running head with the space below it, in units of the text size's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The columns of every page."""

    width: float
    height: float
    side: float
    """Margin outside the columns, at both sides."""
    top: float
    """From the page's upper edge to running heads and to the masthead."""
    bottom: float
    """From the page's upper edge to the end of the columns."""
    columns: int
    gap: float
    direction: Direction
    """In which columns are counted, and pages leafed."""

    @property
    def measure(self) -> float:
        """The width of all columns together."""
        return self.width - 2 * self.side

    @property
    def column(self) -> float:
        """The width of one column."""
        return (self.measure - (self.columns - 1) * self.gap) / self.columns

    def span(self, columns: int) -> float:
        """Return the width of some columns with the gaps between them."""
        return columns * self.column + (columns - 1) * self.gap

    def left(self, first: int, columns: int = 1) -> float:
        """Return the left edge of some columns, the first of them counted from 0 where reading begins."""
        if self.direction == "rtl":
            first = self.columns - first - columns
        return self.side + first * (self.column + self.gap)

    def column_left(self, first: int, columns: int, number: int, direction: Direction) -> float:
        """Return the left edge of one column of some, counted in the direction of the story that they hold."""
        own = columns - 1 - number if direction != self.direction else number
        return self.left(first + own)


def grid_of(size: PageSize, theme: Any, text_size: float, direction: Direction) -> Grid:
    """Return the grid of a page; `theme` has the values of the theme's group `newspaper`."""
    width, height = size.width * MM, size.height * MM
    side, gap = width * theme.margin, text_size * theme.gap
    measure = width - 2 * side
    columns = int((measure + gap) / (text_size * theme.column + gap))
    return Grid(
        width=width,
        height=height,
        side=side,
        top=height * theme.top,
        bottom=height * (1 - theme.bottom),
        columns=max(1, min(MOST_COLUMNS, columns)),
        gap=gap,
        direction=direction,
    )
