"""The boxes of a page: what is left when it is cut, what is printed around it, and the paper (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

MM = 72 / 25.4
"""pt to the mm."""

SLUG = 13 * MM
"""Room around the bleed for marks and a line of text."""


class Box(NamedTuple):
    """A rectangle, in pt, with its origin at the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """Return the box moved outwards at every edge."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Boxes(NamedTuple):
    """The boxes of a page."""

    trim: Box
    bleed: Box
    media: Box


def boxes_of(trim: Sequence[float], bleed: float, *, marks: bool) -> Boxes:
    """Return the boxes of a page that is cut to `trim`; with `marks`, there is room for them outside the bleed."""
    cut = Box(*(float(edge) for edge in trim))
    printed = cut.grown(bleed)
    return Boxes(cut, printed, printed.grown(SLUG) if marks else printed)


def write_boxes(page: dict[str, Any], boxes: Boxes, objects: Any) -> None:
    """Write the boxes into a page."""
    for name, box in (("TrimBox", boxes.trim), ("BleedBox", boxes.bleed), ("MediaBox", boxes.media)):
        page[name] = objects.Array(round(edge, 3) for edge in box)
