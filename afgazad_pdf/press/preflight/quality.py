"""Advice of printers: pictures fine enough, lines thick enough, small text in one ink; docs/check.md says how."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .boxes import overlap
from .document import Fault, SheetPage
from .nesting import colours_in_use
from .spaces import colorants, family, resolved
from .state import Colour, Event, ImageShown, PathPainted, TextShown, scale

COARSE = 150
"""Pixels to the inch below which pixels are seen on paper."""

MODEST = 225
"""Below which a screen of 60 lines to the cm (150 to the inch) gets less than 1.5 pixels a line."""

SMALLEST_PICTURE = 2
"""Pixels: what is one pixel wide or high is an area of colour or a gradient."""

THINNEST = 0.25
"""In pt: what plate and paper hold."""

ROUNDING = 0.01

SMALL_TEXT = 9.0
"""In pt: where letters of several inks look blurred as soon as plates are out of register."""


def resolution(page: SheetPage) -> Iterator[Fault]:
    """Tell each picture that has too few pixels for the size in which it is printed."""
    for event in page.events:
        if not isinstance(event, ImageShown) or not is_on(event, page):
            continue
        pixels = _pixels_to_the_inch(event)
        if pixels is not None and pixels < MODEST:
            code = "resolution-low" if pixels < COARSE else "resolution-modest"
            yield page.fault(code, event.box, ppi=math.floor(pixels))


def lines(page: SheetPage) -> Iterator[Fault]:
    """Tell lines that are too thin to print, once a page, with the thinnest."""
    thin = [
        (width, event.box)
        for event in page.events
        if isinstance(event, PathPainted) and is_on(event, page) and (width := _thickness(event)) is not None
    ]
    if thin:
        thinnest = min(width for width, _ in thin)
        yield from page.counted("line-thin", (box for _, box in thin), width=f"{thinnest:.2f}")


def small_text(page: SheetPage) -> Iterator[Fault]:
    """Tell small text that is printed in several inks, once a page."""
    small = [it for it in page.events if isinstance(it, TextShown) and it.size < SMALL_TEXT and is_on(it, page)]
    boxes = [it.box for it in small if any(_inks(colour, it.resources) > 1 for colour in colours_in_use(it))]
    yield from page.counted("text-small-inks", boxes)


def is_on(event: Event, page: SheetPage) -> bool:
    """Say whether something is seen on the page that is cut out, and is not a mark beside it."""
    return event.seen is not None and overlap(event.seen, page.trim_box)


def _size(image: Any) -> tuple[int, int]:
    return int(image.get("/Width", image.get("/W", 0))), int(image.get("/Height", image.get("/H", 0)))


def _pixels_to_the_inch(event: ImageShown) -> float | None:
    """Return the resolution in the direction in which it is lower; None for what is no picture."""
    width, height = _size(event.image)
    a, b, c, d, _, _ = event.state.matrix
    across, along = math.hypot(a, b) / 72, math.hypot(c, d) / 72
    if min(width, height) < SMALLEST_PICTURE or not across or not along:
        return None
    return min(width / across, height / along)


def _thickness(event: PathPainted) -> float | None:
    """Return how thick a line is that is too thin, in pt; None for others."""
    width = event.state.line_width * scale(event.state.matrix)
    if event.stroked:
        return width if width < THINNEST - ROUNDING else None
    across, along = event.box.right - event.box.left, event.box.top - event.box.bottom
    thin, long = sorted((across, along))
    return thin if thin < THINNEST - ROUNDING and long >= THINNEST else None


def _inks(colour: Colour, resources: Any) -> int:
    """Return how many inks print a colour; none where that is told otherwise, or not known."""
    space = resolved(colour.space, resources)
    kind = family(space)
    if kind in ("/DeviceCMYK", "/DeviceN") or (kind == "/ICCBased" and colorants(space) == 4):
        return sum(amount > 0 for amount in colour.components)
    defined = kind in ("/CalRGB", "/Lab") or (kind == "/ICCBased" and colorants(space) == 3)
    return 4 if defined and any(amount < 1 for amount in colour.components) else 0
