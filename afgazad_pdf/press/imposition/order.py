"""Which page stands where on which sheet: arithmetic alone.

A folded section is a nest of bifolia, each of them one fold with four pages. Bifolium *i* of a section of
*n* pages, counted from the outside and from 0, has the pages 2i+1 and n-2i on its outer side, 2i+2 and
n-2i-1 on its inner one. A sheet that is folded once is a bifolium; one that is folded twice is two, joined at
their heads: the outer one stands upright at the foot of the sheet, the inner one upside down above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Binding = Literal["left", "right"]
"""The edge at which the pages are bound: left where the book is read from left to right."""

Turn = Literal["sideways", "upwards"]
"""How a sheet is turned to its back: about its vertical axis, or about the horizontal one."""

Blanks = Literal["end", "before-back-cover"]
"""Where pages without content go that fill the last sheet."""

BIFOLIUM = 4
"""Pages of a bifolium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place for a page on one side of a sheet, as it is seen from that side."""

    page: int | None
    """The page's number, counted from 1; None for a blank one."""
    column: int
    """Counted from 0, from the left."""
    row: int
    """Counted from 0, from the top."""
    rotation: Literal[0, 180] = 0
    """In degrees; 180 where the page's head points down."""
    spine: Binding | None = None
    """The edge of the place, as it is seen on the sheet, that the page is bound at; None where nothing is folded."""
    depth: int = 0
    """How many bifolia of the section lie around the page's own."""


Side = tuple[Place, ...]
"""The places of one side, from the top left to the bottom right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of paper, printed on one or both sides."""

    front: Side
    back: Side | None
    """None where the sides are not meant to lie behind each other."""
    section: int = 0
    """The number of the section that it belongs to, counted from 0."""
    number: int = 0
    """Counted from 0, from the outside of the section."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """The front, and the back where there is one."""
        return (self.front,) if self.back is None else (self.front, self.back)


def folded(
    pages: int,
    *,
    binding: Binding,
    turn: Turn = "sideways",
    section: int | None = None,
    folds: Literal[1, 2] = 1,
    blanks: Blanks = "end",
) -> tuple[Sheet, ...]:
    """Return the sheets of a folded book, in the order in which they are printed.

    Without `section`, all sheets are nested in each other and stitched through the fold; with it, the book is
    made of sections of so many pages, one behind the other. Raises ValueError where there are no pages, or a
    section is no whole number of sheets.
    """
    step = BIFOLIUM * folds
    if pages < 1:
        raise ValueError("a book has at least one page")
    if section is not None and (section < step or section % step):
        raise ValueError(f"a section has {step} pages, or a multiple of that")
    order = with_blanks(pages, step, blanks)
    sheets = []
    start = 0
    for number, size in enumerate(section_sizes(len(order), section or len(order))):
        sheets += _section(order[start : start + size], number, binding, folds)
        start += size
    if turn == "sideways":
        return tuple(sheets)
    return tuple(replace(sheet, back=upside_down(sheet.back or (), rows=folds)) for sheet in sheets)


def side_by_side(pages: int, *, columns: int, rows: int, binding: Binding) -> tuple[Sheet, ...]:
    """Return sheets to read from, with the pages in rows, for proofs; raises ValueError where there are no pages."""
    if pages < 1:
        raise ValueError("a document has at least one page")
    sheets = []
    for number, first in enumerate(range(1, pages + 1, columns * rows)):
        places = []
        for index in range(columns * rows):
            row, step = divmod(index, columns)
            page = first + index if first + index <= pages else None
            column = step if binding == "left" else columns - 1 - step
            places.append(Place(page=page, column=column, row=row))
        sheets.append(Sheet(front=_sorted(places), back=None, number=number))
    return tuple(sheets)


def with_blanks(pages: int, multiple: int, blanks: Blanks = "end") -> tuple[int | None, ...]:
    """Return the numbers of the pages in the order of reading, filled up with blanks to a multiple."""
    numbers: list[int | None] = list(range(1, pages + 1))
    missing = [None] * (-pages % multiple)
    if blanks == "before-back-cover" and pages > 1:
        return (*numbers[:-1], *missing, numbers[-1])
    return (*numbers, *missing)


def section_sizes(pages: int, section: int) -> tuple[int, ...]:
    """Return how many pages each section has.

    Where a shorter one is left, it stands before the last: binders keep thin sections from the ends of the block,
    where the covers pull.
    """
    whole, rest = divmod(pages, section)
    if not rest:
        return (section,) * whole
    return (*(section,) * (whole - 1), rest, section) if whole > 0 else (rest,)


def upside_down(side: Side, *, rows: int, columns: int = 2) -> Side:
    """Return a side turned by 180 degrees, as it must be where sheets are turned about the other axis."""
    other: dict[Binding | None, Binding | None] = {"left": "right", "right": "left", None: None}
    return _sorted(
        replace(
            place,
            column=columns - 1 - place.column,
            row=rows - 1 - place.row,
            rotation=180 if place.rotation == 0 else 0,
            spine=other[place.spine],
        )
        for place in side
    )


def _section(order: Sequence[int | None], section: int, binding: Binding, folds: int) -> list[Sheet]:
    bifolia = [_bifolium(order, depth, binding) for depth in range(len(order) // BIFOLIUM)]
    if folds == 1:
        return [
            Sheet(front=outer, back=inner, section=section, number=number)
            for number, (outer, inner) in enumerate(bifolia)
        ]
    sheets = []
    for number in range(len(bifolia) // 2):
        (outer, inner), (next_outer, next_inner) = bifolia[2 * number : 2 * number + 2]
        # The inner bifolium is folded away behind the outer one: its inner side comes to the sheet's front.
        front = (*upside_down(next_inner, rows=1), *(replace(place, row=1) for place in outer))
        back = (*upside_down(next_outer, rows=1), *(replace(place, row=1) for place in inner))
        sheets.append(Sheet(front=front, back=back, section=section, number=number))
    return sheets


def _bifolium(order: Sequence[int | None], depth: int, binding: Binding) -> tuple[Side, Side]:
    """Return the outer and the inner side of a bifolium; on a back that is turned sideways nothing is rotated."""
    low, high = 2 * depth, len(order) - 1 - 2 * depth
    outer, inner = (order[high], order[low]), (order[low + 1], order[high - 1])
    if binding == "right":
        outer, inner = outer[::-1], inner[::-1]
    return _spread(outer, depth), _spread(inner, depth)


def _spread(pages: tuple[int | None, int | None], depth: int) -> Side:
    left, right = pages
    return (
        Place(page=left, column=0, row=0, spine="right", depth=depth),
        Place(page=right, column=1, row=0, spine="left", depth=depth),
    )


def _sorted(places: Iterable[Place]) -> Side:
    return tuple(sorted(places, key=lambda place: (place.row, place.column)))
