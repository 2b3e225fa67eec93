"""What printers and binders read on a sheet, drawn outside the bleed: cuts, folds, register, the sheet's number.

All of it is in the colour All, so that it is on every plate (ISO 32000-1, 8.6.6.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .drawing import circle, line, text
from .geometry import MARK_LENGTH, MARK_OFFSET, MM, Box, Paper

HAIRLINE = 0.25
"""Width of marks, in pt."""

NUMBER_SIZE = 4 * MM
"""Size of the sheet's number."""

TARGET_RADIUS = 1.4 * MM


def marks(paper: Paper, number: str, font_file: Path, *, folds: bool) -> str:
    """Return the operators that draw all marks of a side; `folds` says whether the sheet is folded."""
    parts = ["q", "/All CS 1 SCN /All cs 1 scn", f"{HAIRLINE} w 0 J"]
    parts += cut_marks(paper, folds=folds)
    if folds:
        parts += targets(paper)
        parts += ["[3 2] 0 d", *fold_marks(paper), "[] 0 d"]
    baseline = paper.trim.top + paper.bleed + MARK_OFFSET + 1
    parts += [text(number, font_file, paper.trim.left + 3 * MM, baseline, NUMBER_SIZE), "Q"]
    return "\n".join(parts)


def cut_marks(paper: Paper, *, folds: bool) -> Iterator[str]:
    """Draw where the sheet is cut: its edges, and the heads or, on a proof, the edges of all pages."""
    trim = paper.trim
    columns = [trim.left, trim.right] if folds else _edges((box.left, box.right) for box in _places(paper, row=0))
    rows = _edges((box.bottom, box.top) for box in _places(paper, column=0))
    yield from _marks_across(paper, columns)
    yield from _marks_along(paper, rows)


def fold_marks(paper: Paper) -> Iterator[str]:
    """Draw where the sheet is folded."""
    trim = paper.trim
    yield from _marks_across(paper, [(trim.left + trim.right) / 2])
    if paper.rows > 1:
        yield from _marks_along(paper, [(trim.bottom + trim.top) / 2])


def targets(paper: Paper) -> Iterator[str]:
    """Draw crosses in circles at the middle of the outer edges of pages, to lay the plates on each other."""
    away = paper.bleed + MARK_OFFSET + MARK_LENGTH / 2
    arm = MARK_LENGTH / 2
    for row in range(paper.rows):
        page = paper.place(0, row)
        y = (page.bottom + page.top) / 2
        for x in (paper.trim.left - away, paper.trim.right + away):
            yield line(x - arm, y, x + arm, y)
            yield line(x, y - arm, x, y + arm)
            yield circle(x, y, TARGET_RADIUS)


def _marks_across(paper: Paper, places: Iterable[float]) -> Iterator[str]:
    """Draw upright marks over and under the sheet."""
    near, far = paper.bleed + MARK_OFFSET, paper.bleed + MARK_OFFSET + MARK_LENGTH
    for x in places:
        yield line(x, paper.trim.top + near, x, paper.trim.top + far)
        yield line(x, paper.trim.bottom - near, x, paper.trim.bottom - far)


def _marks_along(paper: Paper, places: Iterable[float]) -> Iterator[str]:
    """Draw level marks beside the sheet."""
    near, far = paper.bleed + MARK_OFFSET, paper.bleed + MARK_OFFSET + MARK_LENGTH
    for y in places:
        yield line(paper.trim.left - near, y, paper.trim.left - far, y)
        yield line(paper.trim.right + near, y, paper.trim.right + far, y)


def _places(paper: Paper, *, column: int | None = None, row: int | None = None) -> list[Box]:
    columns = range(paper.columns) if column is None else (column,)
    rows = range(paper.rows) if row is None else (row,)
    return [paper.place(one, other) for one in columns for other in rows]


def _edges(pairs: Iterable[tuple[float, float]]) -> list[float]:
    return sorted({round(edge, 4) for pair in pairs for edge in pair})
