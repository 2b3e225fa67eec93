"""The text of a story as lines, and how they fill columns. Pure arithmetic on what was measured once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_TRIES = 400
"""How many distributions are looked at before the columns simply become longer."""

LEAST_BELOW = 3
"""The fewest lines of a column that stand below a picture."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One line of a story's text, set in one endless column."""

    foot: float
    """How far its lower edge is from the upper edge of the column, in pt; what stands below it is not counted."""
    height: float
    """From its own upper edge: what it needs at the head of a column."""
    tied: bool
    """Whether no column may end after it: headings, first and last lines of paragraphs, parts of a picture."""


@dataclass(frozen=True, slots=True)
class Flow:
    """All lines of a story."""

    lines: tuple[FlowLine, ...]
    line: float
    """The distance of lines, in pt."""

    def __len__(self) -> int:
        return len(self.lines)

    def depth(self, start: int, end: int) -> float:
        """Return the height of the lines from `start` to before `end`, alone in a column."""
        if end <= start:
            return 0.0
        first = self.lines[start]
        return self.lines[end - 1].foot - first.foot + first.height

    def rows(self, start: int = 0) -> int:
        """Return how many lines of text are as high as everything from `start`."""
        return max(0, -int(-(self.depth(start, len(self)) - 0.2) // self.line))

    def fill(self, start: int, rows: Iterable[int]) -> tuple[int, ...]:
        """Fill columns that are so many lines high, from the line `start`; return where each ends.

        A column ends where it may: before what is tied to the next column's first line. One that could then hold
        nothing takes what it can.
        """
        ends = []
        for count in rows:
            room = count * self.line + 0.2
            end = start
            while end < len(self) and self.depth(start, end + 1) <= room:
                end += 1
            if end < len(self):
                loose = end
                while loose > start and self.lines[loose - 1].tied:
                    loose -= 1
                end = loose if loose > start else end
            ends.append(end)
            start = end
        return tuple(ends)

    def balanced(self, start: int, shorter: Sequence[int]) -> tuple[int, ...]:
        """Return the rows of columns of about one height that hold all from `start`; each is so many rows shorter.

        Where the columns do not come out even, the first ones are a line higher.
        """
        columns, need = len(shorter), self.rows(start)
        total = need + sum(shorter)
        for attempt in range(total, total + MOST_TRIES):
            each, more = divmod(attempt, columns)
            rows = tuple(_below(each + (number < more) - less, less) for number, less in enumerate(shorter))
            if sum(rows) >= need and self.fill(start, rows)[-1] == len(self):
                return rows
        return tuple(need + less for less in shorter)


def _below(rows: int, less: int) -> int:
    """Return the lines of a column; below a picture there are none rather than one or two."""
    return 0 if rows < 0 or (less and rows < LEAST_BELOW) else rows
