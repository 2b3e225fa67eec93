"""Where things stand on a sheet, in pt: places for pages, what of a page may show, room for marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import Problem, SettingsError
from .order import Place, Sheet, Turn
from .settings import Duplex, Imposition

MM = 72 / 25.4
"""pt to the mm."""

MARK_OFFSET = 2 * MM
"""From the bleed to the marks."""

MARK_LENGTH = 5 * MM

HEAD_ROOM = 3 * MM
"""Least room between a head and the fold above it, for the cut that opens the fold."""

Matrix = tuple[float, float, float, float, float, float]
"""As PDF writes it (ISO 32000-1, 8.3.3)."""

TOLERANCE = 0.5
"""By how much sizes may differ and count as the same: files round them, in pt."""


class Box(NamedTuple):
    """A rectangle, in pt, with its origin at the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Top minus bottom."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """Return the box moved outwards at every edge."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def within(self, other: Box) -> Box:
        """Return what both boxes share."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One side of a sheet: its boxes, and the places on it."""

    media: Box
    trim: Box
    """What is left of the unfolded sheet when its edges are cut; rooms between pages included."""
    bleed: float
    """How far colour goes beyond the trim."""
    page_width: float
    page_height: float
    columns: int
    rows: int
    column_gap: float
    """Between two pages beside each other: the room at the spine, twice."""
    row_gap: float
    """Between two pages above each other: the room at the heads, twice."""
    scale: float
    """Of the pages; 1 where they keep their size."""

    def place(self, column: int, row: int) -> Box:
        """Return the trimmed page at a place; columns from the left, rows from the top, from 0."""
        left = self.trim.left + column * (self.page_width + self.column_gap)
        top = self.trim.top - row * (self.page_height + self.row_gap)
        return Box(left, top - self.page_height, left + self.page_width, top)

    def window(self, column: int, row: int) -> Box:
        """Return what may show of the page at a place: its bleed at free edges, up to the fold at the others."""
        page = self.place(column, row)
        across, along = min(self.bleed, self.column_gap / 2), min(self.bleed, self.row_gap / 2)
        return Box(
            page.left - (across if column else self.bleed),
            page.bottom - (along if row < self.rows - 1 else self.bleed),
            page.right + (across if column < self.columns - 1 else self.bleed),
            page.top + (along if row else self.bleed),
        )

    def turn(self, duplex: Duplex) -> Turn:
        """Return how the sheet turns about an edge of the paper; its long edges are upright where it stands."""
        lies = self.media.width >= self.media.height
        return "sideways" if lies == (duplex == "short-edge") else "upwards"


def paper_for(page_width: float, page_height: float, bleed: float, settings: Imposition) -> Paper:
    """Return the sheet for pages of one size, in pt; raises SettingsError where the sheet is too small."""
    column_gap = 2 * settings.spine * MM
    row_gap = 2 * max(bleed, HEAD_ROOM) if settings.is_folded and settings.rows > 1 else 0.0
    fixed = 2 * (MARK_OFFSET + MARK_LENGTH) if settings.marks else 0.0
    rigid = column_gap + fixed, row_gap + fixed
    elastic = settings.columns * page_width + 2 * bleed, settings.rows * page_height + 2 * bleed
    needed = rigid[0] + elastic[0], rigid[1] + elastic[1]
    sheet, scale = needed, 1.0
    if settings.sheet is not None:
        sides = settings.sheet.width * MM, settings.sheet.height * MM
        ways = [(_scale(way, rigid, elastic), way) for way in (sides, sides[::-1])]
        scale, sheet = max(ways, key=lambda item: (item[0], (item[1][0] > item[1][1]) == (needed[0] > needed[1])))
        if scale <= 0 or (scale < 1 and not settings.fit):
            raise SettingsError(Problem(field="sheet", message=_too_small(needed, settings)))
    width = settings.columns * page_width * scale + column_gap
    height = settings.rows * page_height * scale + row_gap
    left, bottom = (sheet[0] - width) / 2, (sheet[1] - height) / 2
    return Paper(
        media=Box(0, 0, *sheet),
        trim=Box(left, bottom, left + width, bottom + height),
        bleed=bleed * scale,
        page_width=page_width * scale,
        page_height=page_height * scale,
        columns=settings.columns,
        rows=settings.rows,
        column_gap=column_gap,
        row_gap=row_gap,
        scale=scale,
    )


def deepest(sheets: Sequence[Sheet]) -> int:
    """Return the greatest depth of a page in its section."""
    return max((place.depth for sheet in sheets for place in sheet.front), default=0)


def creep_of(place: Place, per_layer: float) -> float:
    """Return how far a page moves to the right, in the unit of `per_layer`: towards its spine, deep pages farther."""
    towards = {"right": 1, "left": -1, None: 0}[place.spine]
    return towards * place.depth * per_layer


def joined(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does what the first does, then what the second does (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def to_place(box: Box, *, rotation: int, moved: float) -> Matrix:
    """Return the matrix that brings a page of a box's size from the origin there, turned by 0 or 180 degrees."""
    if rotation == 180:
        return (-1, 0, 0, -1, box.right + moved, box.top)
    return (1, 0, 0, 1, box.left + moved, box.bottom)


def _scale(sheet: tuple[float, float], rigid: tuple[float, float], elastic: tuple[float, float]) -> float:
    """Return the scale at which all fits; 1 at most, and 1 where only rounding is in the way."""
    free = [side - fixed for side, fixed in zip(sheet, rigid, strict=True)]
    if all(room >= length - TOLERANCE for room, length in zip(free, elastic, strict=True)):
        return 1.0
    return min(room / length for room, length in zip(free, elastic, strict=True))


def _too_small(needed: tuple[float, float], settings: Imposition) -> str:
    size = settings.sheet
    given = f"{size.width:g} × {size.height:g} mm" if size else ""
    wanted = f"{needed[0] / MM:.1f} × {needed[1] / MM:.1f} mm"
    advice = (
        "take a larger sheet" + (", leave out the marks" if settings.marks else "") + ", or let the pages be fitted"
    )
    return f"{given} is too small: pages, bleed{' and marks' if settings.marks else ''} need {wanted}; {advice}"
