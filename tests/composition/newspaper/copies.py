"""What is to be placed, made of numbers: stories of so many lines, without the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afgazad_pdf.composition.newspaper.flow import Flow, FlowLine
from afgazad_pdf.composition.newspaper.grid import Grid
from afgazad_pdf.composition.newspaper.measures import Measured
from afgazad_pdf.composition.newspaper.plan import Copy

LINE = 14.0
SIZES = {"A4": (595.0, 842.0, 3), "tabloid": (792.0, 1224.0, 4), "A3": (842.0, 1191.0, 5), "A5": (420.0, 595.0, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as a test tells it."""

    lines: int
    picture: float = 0.0
    """Height of the picture across one column, in pt; 0 for none."""
    head: float = 60.0
    """Height of the head across one column."""
    section: int = 0
    direction: str = "rtl"


def grid(size: str = "A4", direction: str = "rtl") -> Grid:
    """A page's grid."""
    width, height, columns = SIZES[size]
    return Grid(
        width=width,
        height=height,
        side=32.0,
        top=30.0,
        bottom=height - 34.0,
        columns=columns,
        gap=15.0,
        direction=direction,
    )


def flow(lines: int, *, paragraph: int = 6, line: float = LINE) -> Flow:
    """A text of paragraphs of so many lines; no first and no last line of one stands alone."""
    made = []
    for number in range(lines):
        place = number % paragraph
        last = min(paragraph, lines - number + place) - 1
        made.append(
            FlowLine(foot=(number + 1) * line, height=line, tied=place < last and (place == 0 or place == last - 1))
        )
    return Flow(tuple(made), line)


def measured(slug: str, told: Told, page: Grid) -> Measured:
    """A story's measures."""
    counts = range(1, page.columns + 1)
    pictures = {count: told.picture * count for count in counts if told.picture * count < 400} if told.picture else {}
    return Measured(
        slug=slug,
        direction=told.direction,
        line=LINE,
        heads={count: max(40.0, told.head / count + 20) for count in counts},
        pictures=pictures,
        flow=flow(told.lines),
    )


def copy(stories: Sequence[Told], size: str = "A4", direction: str = "rtl", *, front: int = 4, last: int = 0) -> Copy:
    """A newspaper of stories, the first of them its lead."""
    page = grid(size, direction)
    made = {f"s{number}": measured(f"s{number}", told, page) for number, told in enumerate(stories)}
    sections: dict[str, list[str]] = {}
    for number, told in enumerate(stories):
        sections.setdefault(f"section{told.section}", []).append(f"s{number}")
    return Copy(
        grid=page,
        lead=(made["s0"],),
        front=tuple(f"s{number}" for number in range(1, min(front + 1, len(stories)))),
        inside=tuple((key, tuple(slugs)) for key, slugs in sections.items()),
        stories=made,
        last=measured(".end", Told(lines=last), page) if last else None,
        front_top=200.0,
        inside_top=56.0,
        shelf_gap=20.0,
        band=30.0,
        contents=12.0 * len(stories) + 30 if len(stories) > 3 else 0.0,
        banded=frozenset(key for key, slugs in sections.items() if len(slugs) > 2),
    )
