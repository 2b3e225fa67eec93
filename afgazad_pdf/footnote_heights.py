"""The height of a page's footnotes, from the height of each: the engine lays all of them out again for each one.

Whenever a footnote comes to a page or leaves it, WeasyPrint 70 copies and lays out every footnote that the page has,
to know how much room is left for the text: the square of their number, and half of the time of a scholarly article.
Here each is laid out alone, once for a page, and heights are added. That is the same height where no margin of one
footnote meets that of the next, as in our own themes; where one may, the engine goes its own way. The footnotes
that are drawn are laid out by the engine, all together, when the page is full.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

Update = Callable[[Any], bool]
"""The engine's `LayoutContext._update_footnote_area`: makes room, and says whether footnotes overflow their area."""

HEIGHTS = "afgazad_footnote_heights"
"""The attribute of a page's footnote area that holds the heights known: a footnote and its height, by its identity."""


def with_heights_added(update: Update, prepared: Callable[[Any], Any], laid_out: Callable[..., Any]) -> Update:
    """Return `LayoutContext._update_footnote_area` so that it lays each footnote out once for a page.

    `prepared` and `laid_out` are the engine's `create_anonymous_boxes` and `block_level_layout`.
    """

    def alone(context: Any) -> Any:
        area = context.current_footnote_area
        return laid_out(context, prepared(area.deepcopy()), -math.inf, None, area.page)[0]

    @wraps(update)
    def updated(context: Any) -> bool:
        area = context.current_footnote_area
        total = _added(context, alone) if context.current_page_footnotes and _grows_freely(area) else None
        if total is None:
            return update(context)
        if area.height != "auto" and not context.in_column:
            context.page_bottom += area.margin_height()
        area.children = context.current_page_footnotes
        area.height = total
        if not context.in_column:
            context.page_bottom -= area.margin_height()
        return False

    return updated


def _added(context: Any, laid_out: Callable[[Any], Any]) -> float | None:
    """Return the height of all footnotes of a page, in CSS pixels; None where the engine must say it.

    `laid_out` returns a context's footnote area, laid out with the footnotes that it has.
    """
    area = context.current_footnote_area
    known: dict[int, tuple[Any, float | None]] = area.__dict__.setdefault(HEIGHTS, {})
    total = 0.0
    for footnote in context.current_page_footnotes:
        if id(footnote) not in known:
            area.children = [footnote]
            known[id(footnote)] = (footnote, _height(laid_out(context), footnote))
        own = known[id(footnote)][1]
        if own is None:
            return None
        total += own
    return total


def _height(area: Any, footnote: Any) -> float | None:
    """Return the height of the only footnote of an area, margins included; None where it may not be added."""
    if len(area.children) != 1 or area.children[0].element is not footnote.element:
        return None
    height = float(area.children[0].margin_height())
    return height if _stands_alone(area.children[0]) and math.isclose(area.height, height) else None


def _grows_freely(area: Any) -> bool:
    """Say whether a footnote area is as high as its footnotes, whatever their height."""
    return bool(area.style["height"] == "auto" and area.max_height == math.inf and area.min_height == 0)


def _stands_alone(box: Any) -> bool:
    """Say whether no margin of a laid-out box, or of what it begins and ends with, meets what is above or below it."""
    for side, end in (("margin_top", 0), ("margin_bottom", -1)):
        inner = box
        while inner is not None and type(inner).__name__ != "LineBox":  # margins within a line meet none
            if getattr(inner, side, 0) != 0 or not inner.is_in_normal_flow():
                return False
            inner = inner.children[end] if getattr(inner, "children", ()) else None
    return True
