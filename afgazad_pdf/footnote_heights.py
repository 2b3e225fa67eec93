"""The height of a page's footnotes, from the height of each: the engine lays all of them out again for each one.

Whenever a footnote comes to a page or leaves it, WeasyPrint 70 copies and lays out every footnote that the page has,
to know how much room is left for the text: the square of their number, and half of the time of a scholarly article.
Here each is laid out once for a page, and heights are added. Where a margin of one footnote may collapse with that of
the next (CSS 2, 8.3.1), the two are laid out together as well, to know what the second one adds. The footnotes that are
drawn are laid out by the engine, all together, when the page is full.

The engine also asks here whether footnotes overflow their area, which by itself has no end: those of a few lines in
columns would all come onto the next page and run off it. Here the area ends with the page, and more go on.

An area with no footnote left has its margins and its rule still, of which columns are not told: the engine then looks
for one footnote more to send on, and fails (`IndexError`). Here such an area is nothing high within columns.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

Update = Callable[[Any], bool]
"""The engine's `LayoutContext._update_footnote_area`: makes room, and says whether footnotes overflow their area."""

LayOut = Callable[[list[Any]], Any]
"""Returns the footnote area of the page, laid out with the given footnotes."""

KNOWN = "afgazad_known_heights"
"""The attribute of a page's footnote area that holds what was laid out for it."""


def with_heights_added(update: Update, prepared: Callable[[Any], Any], laid_out: Callable[..., Any]) -> Update:
    """Return `LayoutContext._update_footnote_area` so that it lays out no footnote again and again for a page.

    `prepared` and `laid_out` are the engine's `create_anonymous_boxes` and `block_level_layout`.
    """

    def total_of(context: Any, area: Any) -> float | None:
        """Return the height of all footnotes of the page, in CSS pixels; None where the engine must say it."""

        def lay_out(footnotes: list[Any]) -> Any:
            area.children = footnotes
            return laid_out(context, prepared(area.deepcopy()), -math.inf, None, area.page)[0]

        if not context.current_page_footnotes or not _grows_freely(area):
            return None
        known: Heights = area.__dict__.setdefault(KNOWN, Heights())
        return known.total(context.current_page_footnotes, lay_out)

    @wraps(update)
    def updated(context: Any) -> bool:
        area = context.current_footnote_area
        total = total_of(context, area)
        if total is None:
            overflows = update(context)
            if context.in_column and not context.current_page_footnotes:
                area.height -= area.margin_height()
            return overflows
        if area.height != "auto" and not context.in_column:
            context.page_bottom += area.margin_height()
        area.children = context.current_page_footnotes
        area.height = total
        if not context.in_column:
            context.page_bottom -= area.margin_height()
        # Within columns the engine itself moves on what is too much, and must find all there.
        return not context.in_column and bool(area.margin_height() > area.page.height)

    return updated


class Heights:
    """What footnotes add to the height of the footnote area of one page, in CSS pixels."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._alone: dict[Any, tuple[float, bool] | None] = {}
        """For each footnote its height, and whether no margin of it collapses with others; None where it is no box of
        its own."""
        self._together: dict[tuple[Any, Any], float] = {}
        """The height of two neighbours."""

    def total(self, footnotes: list[Any], lay_out: LayOut) -> float | None:
        """Return the height of footnotes one below the other; None where they may stand otherwise."""
        total, before, height_before, plain_before = 0.0, None, 0.0, True
        for footnote in footnotes:
            if footnote not in self._alone:
                self._alone[footnote] = _own(lay_out([footnote]), footnote)
            own = self._alone[footnote]
            if own is None:
                return None
            height, plain = own
            if before is None or (plain and plain_before):
                total += height
            else:
                total += self._of_two(before, footnote, lay_out) - height_before
            before, height_before, plain_before = footnote, height, plain
        return total

    def _of_two(self, first: Any, second: Any, lay_out: LayOut) -> float:
        if (first, second) not in self._together:
            self._together[first, second] = float(lay_out([first, second]).height)
        return self._together[first, second]


def _own(area: Any, footnote: Any) -> tuple[float, bool] | None:
    """Return the height of an area with one footnote, and whether no margin of it may collapse with its neighbours'."""
    if len(area.children) != 1 or area.children[0].element is not footnote.element:
        return None
    return float(area.height), _has_plain_ends(area.children[0])


def _grows_freely(area: Any) -> bool:
    """Say whether a footnote area is as high as its footnotes, whatever their height."""
    return bool(area.style["height"] == "auto" and area.max_height == math.inf and area.min_height == 0)


def _has_plain_ends(box: Any) -> bool:
    """Say whether neither a laid-out box nor what it begins and ends with has a margin above or below."""
    for side, end in (("margin_top", 0), ("margin_bottom", -1)):
        inner = box
        while inner is not None and type(inner).__name__ != "LineBox":  # margins within a line collapse with none
            if getattr(inner, side, 0) != 0 or not inner.is_in_normal_flow():
                return False
            inner = inner.children[end] if getattr(inner, "children", ()) else None
    return True
