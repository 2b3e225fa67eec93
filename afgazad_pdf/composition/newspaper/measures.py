"""What a story needs on the page: measured by the engine, piece by piece, before anything is placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...boxes import LaidLine
from ...languages import Direction
from .flow import Flow, FlowLine

NOTES_APART = 1000.0
"""What stands so far below the text, in pt, are its footnotes: they go to the foot of the endless column."""

NEARLY_ON = 0.3
"""A line is on the common lines that is no farther away, in pt."""

HEADING = 3
"""What is bold throughout and no longer, in lines, is a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A story's pieces as numbers, in pt."""

    slug: str
    direction: Direction
    line: float
    """The distance of its lines."""
    heads: Mapping[int, float]
    """The height of kicker, headline and byline across so many columns, with the space below; …"""
    pictures: Mapping[int, float]
    """… of its picture across so many columns; empty where it has none that may stand above them, …"""
    flow: Flow
    """… and the text below, one column wide."""
    pads: tuple[float, ...] = ()
    """The space below each group of blocks set apart that brings the text after it back to the common lines."""


def flow_of(lines: Sequence[LaidLine], line: float) -> tuple[Flow, tuple[float, ...]]:
    """Return the text of a story as it was set in one column without end, with the `pads` that it needs."""
    text, notes = _parted(lines)
    rise = _rise(text, line)
    text, pads = _on_lines(text, rise, line)
    feet = [item.baseline + line - rise for item in text]
    made = []
    for number, item in enumerate(text):
        before = feet[number - 1] if number else 0.0
        picture = not item.text
        height = feet[number] - before if picture or number == 0 else line
        if picture:
            height = max(height, line)
        made.append(FlowLine(foot=feet[number], height=height, tied=_tied(text, number)))
    if notes:
        high = _height_of_notes(notes, line)
        last = made[-1].foot if made else 0.0
        made.append(FlowLine(foot=last + high, height=high, tied=False))
    return Flow(tuple(made), line), pads


def height_of(lines: Sequence[LaidLine], line: float) -> float:
    """Return the height of a piece that was set on a page without end: down to its lowest baseline, and its notes."""
    text, notes = _parted(lines)
    return depth_of(text) + (_height_of_notes(notes, line) if notes else 0.0)


def _parted(lines: Sequence[LaidLine]) -> tuple[list[LaidLine], list[LaidLine]]:
    """Part the text of a page without end from its footnotes, both from above."""
    text = sorted(lines, key=lambda item: item.baseline)
    for number, (above, below) in enumerate(pairwise(text), start=1):
        if below.baseline - above.baseline > NOTES_APART:
            return text[:number], text[number:]
    return text, []


def _height_of_notes(notes: Sequence[LaidLine], line: float) -> float:
    return notes[-1].baseline - notes[0].baseline + 2 * line


def _on_lines(text: Sequence[LaidLine], rise: float, line: float) -> tuple[list[LaidLine], tuple[float, ...]]:
    """Move the text after each group of blocks set apart down to the next common line; return by how much, too."""
    moved: list[LaidLine] = []
    pads: list[float] = []
    down = 0.0
    for number, item in enumerate(text):
        if number and text[number - 1].name is not None and item.name is None:
            off = (item.baseline + down - rise) % line
            pads.append(0.0 if min(off, line - off) < NEARLY_ON else line - off)
            down += pads[-1]
        moved.append(replace(item, baseline=item.baseline + down))
    return moved, tuple(pads)


def _rise(text: Sequence[LaidLine], line: float) -> float:
    """Return how far the first baseline of a text is below the column's head."""
    if text and text[0].text and 0 < text[0].baseline < line * 1.2:
        return text[0].baseline
    return 0.7 * line


def _tied(text: Sequence[LaidLine], number: int) -> bool:
    """Say whether the line must stand in one column with the next."""
    if number + 1 >= len(text):
        return False
    own, following = text[number], text[number + 1]
    if not own.text:
        return True  # a picture and its caption
    lines = sum(item.block == own.block for item in text[max(0, number - HEADING) : number + HEADING + 1])
    if own.weight >= 600 and lines <= HEADING:
        return True  # a heading
    if own.block != following.block:
        return False
    first = number == 0 or text[number - 1].block != own.block
    penultimate = number + 2 >= len(text) or text[number + 2].block != own.block
    return first or penultimate


def depth_of(lines: Sequence[LaidLine]) -> float:
    """Return how far the lowest baseline is from the upper edge; 0 without lines."""
    return max((line.baseline for line in lines), default=0.0)
