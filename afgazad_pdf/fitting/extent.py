"""How long an article is: what its story takes of the columns of its pages, read from the laid-out lines.

Lines of a story are those that have a name (`boxes.NAME_ATTRIBUTE`): the template names the story's element, and
poems name their hemistichs. The masthead's motto, which is a poem as well, is not the story's; notes, foot and opening
have no names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from ..boxes import LaidLine

MOTTO = "poem:0:"
"""How names of lines in the masthead begin."""

RISE = 0.72
"""From the upper edge of a line to its baseline, in line distances: the mean of the themes' faces."""

ROUGHLY = 0.3
"""In line distances: what is less over is the error of `RISE`, not a line."""

USUAL_PITCH = 1.5
"""Line distance in units of the size, where a story has no two lines of one paragraph."""

HEADING_WEIGHT = 600
"""Lines of this weight and more that end a column are headings."""

HEADING = "a heading stands at the foot of a column"
WIDOW = "the last line of a paragraph stands alone at the head of a column"
ORPHAN = "the first line of a paragraph stands alone at the foot of a column"
"""Faults at the end of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where columns stand on each page of a story; in pt from the page's left and top edges."""

    top: float
    bottom: float
    """Where pages after the first begin, and where all end."""
    left: float
    """The left edge of the columns."""
    column_measure: float
    column_gap: float = 0.0
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a story takes of one column; heights are in lines of its text."""

    page: int
    """Of the article, counted from 1."""
    used: float
    """From the top of the story on this page to the last line; 0 for an empty column."""
    room: float
    """From there to the foot of the page, or to the notes."""
    fault: str | None = None
    """What is wrong at its end: `HEADING`, `WIDOW` or `ORPHAN`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How long an article is as it is laid out."""

    pages: int
    """Of the article, with its notes; an empty page before it does not count."""
    columns: tuple[Column, ...]
    """All columns of the pages that have lines of the story, in reading order, empty ones included."""
    full_room: float
    """The height of a column on a page after the first, in lines."""
    size: float
    """Of the text, in pt."""
    pitch: float
    """From line to line of the text, in pt."""

    @property
    def last_page(self) -> tuple[Column, ...]:
        """The columns of the last page of the story."""
        return tuple(column for column in self.columns if column.page == self.columns[-1].page)

    def page_room(self, pages: int) -> int:
        """Return how many lines are free up to the end of a page; negative: how many stand after it."""
        if self.pages > pages:
            over = sum(column.used for column in self.columns if column.page > pages)
            return -max(1, ceil(over - ROUGHLY))
        last = self.columns[-1].page
        free = sum(column.room - column.used for column in self.last_page)
        free += (pages - last) * len(self.last_page) * self.full_room
        return max(0, int(free + ROUGHLY))

    def column_room(self, columns: int) -> int:
        """Return how many lines are free in so many columns; negative: how many do not go into them.

        Columns that are balanced count with what is in them: three columns of two thirds are two.
        """
        rooms = [column.room for column in self.columns[:columns]]
        rooms += [self.full_room] * (columns - len(rooms))
        free = sum(rooms) - sum(column.used for column in self.columns)
        return int(free + ROUGHLY) if free > -ROUGHLY else -ceil(-free - ROUGHLY)


def extent_of(lines: Sequence[LaidLine], frame: Frame) -> Extent | None:
    """Measure an article; None where none of its lines belongs to a story."""
    story = [line for line in lines if _is_story(line)]
    if not story:
        return None
    size, pitch = _text_of(story)
    first_page = story[0].page
    top = min(line.baseline for line in story if line.page == first_page) - RISE * pitch
    # Pages are counted from the first that has something: an issue may put an empty one before the article.
    before = min((line.page for line in lines if frame.top <= line.baseline <= frame.bottom), default=first_page) - 1
    from_right = 2 * sum(line.direction == "rtl" for line in story) > len(story)
    columns: list[Column] = []
    for page in range(first_page, max(line.page for line in story) + 1):
        begin = top if page == first_page else frame.top
        foot = _foot([line for line in lines if line.page == page], frame, pitch)
        ranked = _ranked([line for line in story if line.page == page], frame, from_right=from_right)
        columns += [
            Column(
                page=page - before,
                used=_used(own, begin, pitch),
                room=max(0.0, (foot - begin) / pitch),
                fault=_fault(own, story),
            )
            for own in ranked
        ]
    return Extent(
        pages=max(line.page for line in lines) - before,
        columns=tuple(columns),
        full_room=(frame.bottom - frame.top) / pitch,
        size=size,
        pitch=pitch,
    )


def _is_story(line: LaidLine) -> bool:
    return line.name is not None and not line.name.startswith(MOTTO)


def _text_of(story: Sequence[LaidLine]) -> tuple[float, float]:
    """Return the size that most lines have, and the distance that most of these have from the one before."""
    size = Counter(round(line.size, 3) for line in story).most_common(1)[0][0]
    text = [line for line in story if round(line.size, 3) == size]
    distances = Counter(
        round(after.baseline - before.baseline, 2)
        for before, after in pairwise(text)
        if before.block == after.block and before.page == after.page and after.baseline > before.baseline
    )
    return size, distances.most_common(1)[0][0] if distances else USUAL_PITCH * size


def _foot(lines: Iterable[LaidLine], frame: Frame, pitch: float) -> float:
    """Return where the story must end on a page: above its notes and their rule, else at the foot."""
    of_page = [line for line in lines if frame.top <= line.baseline <= frame.bottom]
    lowest = max((line.baseline for line in of_page if _is_story(line)), default=frame.top)
    notes = [line.baseline - line.size - pitch for line in of_page if not _is_story(line) and line.baseline > lowest]
    return min((frame.bottom, *notes))


def _ranked(lines: Iterable[LaidLine], frame: Frame, *, from_right: bool) -> list[list[LaidLine]]:
    """Return the lines of a page by columns, in reading order."""
    columns: list[list[LaidLine]] = [[] for _ in range(frame.columns)]
    step = frame.column_measure + frame.column_gap
    for line in lines:
        place = int(((line.start + line.end) / 2 - frame.left) // step)
        columns[min(max(place, 0), frame.columns - 1)].append(line)
    return columns[::-1] if from_right else columns


def _used(lines: Sequence[LaidLine], top: float, pitch: float) -> float:
    return max((max(line.baseline for line in lines) - top) / pitch + 1 - RISE, 0.0) if lines else 0.0


def _fault(column: Sequence[LaidLine], story: Sequence[LaidLine]) -> str | None:
    """Say what is wrong at the end of a column; the lines are in document order."""
    if not column or column[-1] is story[-1]:
        return None
    place = story.index(column[-1])
    last, following = story[place], story[place + 1]
    if following.block != last.block:
        return HEADING if last.weight >= HEADING_WEIGHT else None
    if following.last:
        return WIDOW
    return ORPHAN if place == 0 or story[place - 1].block != last.block else None
