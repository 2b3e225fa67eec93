"""Advice of printers: pictures fine enough, lines thick enough, no more ink than paper takes.

What is measured stands in docs/check.md; what lies over each other is not added up.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image

from .boxes import overlap
from .contents import FAULTS
from .document import Fault, SheetPage
from .nesting import colours_in_use
from .spaces import colorants, family, resolved
from .state import Box, Colour, Event, ImageShown, PathPainted, TextShown, scale

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

INK_LIMIT = 300
"""In percent, all inks together: what coated paper takes, and the bundled profile asks for."""

MEASURED = 400
"""To how many pixels a side a picture is brought down to measure its ink: the mean of neighbours counts."""


def resolution(page: SheetPage) -> Iterator[Fault]:
    """Tell each picture that has too few pixels for the size in which it is printed."""
    for event in page.events:
        if not isinstance(event, ImageShown) or not _is_on(event, page):
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
        if isinstance(event, PathPainted) and _is_on(event, page) and (width := _thickness(event)) is not None
    ]
    if thin:
        thinnest = min(width for width, _ in thin)
        yield from page.counted("line-thin", (box for _, box in thin), width=f"{thinnest:.2f}")


def small_text(page: SheetPage) -> Iterator[Fault]:
    """Tell small text that is printed in several inks, once a page."""
    small = [it for it in page.events if isinstance(it, TextShown) and it.size < SMALL_TEXT and _is_on(it, page)]
    boxes = [it.box for it in small if any(_inks(colour, it.resources) > 1 for colour in colours_in_use(it))]
    yield from page.counted("text-small-inks", boxes)


def ink(page: SheetPage) -> Iterator[Fault]:
    """Tell colours with more ink than paper takes, once a page, with the heaviest."""
    heavy: list[tuple[float, Box]] = []
    for event in page.events:
        for colour in colours_in_use(event):
            total = 100 * sum(colour.components)
            space = family(resolved(colour.space, event.resources))
            if space == "/DeviceCMYK" and total > INK_LIMIT + ROUNDING and _is_on(event, page):
                heavy.append((total, event.box))
    if heavy:
        most = round(max(total for total, _ in heavy))
        yield from page.counted("ink-heavy", (box for _, box in heavy), total=most, limit=INK_LIMIT)


def picture_ink(page: SheetPage) -> Iterator[Fault]:
    """Tell each picture in CMYK that has more ink somewhere than paper takes."""
    for event in page.events:
        if not isinstance(event, ImageShown) or not _is_on(event, page):
            continue
        try:
            total = _most_ink(event)
        except (*FAULTS, OSError):  # Pillow cannot read every JPEG that a PDF may hold
            continue
        if total > INK_LIMIT + 1:
            yield page.fault("picture-ink-heavy", event.box, total=round(total), limit=INK_LIMIT)


def _is_on(event: Event, page: SheetPage) -> bool:
    """Say whether something is seen on the page that is cut out, and not a mark beside it."""
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


def _most_ink(event: ImageShown) -> float:
    """Return the most ink of a picture in CMYK, in percent; 0 for one in other colours."""
    image = event.image
    space = resolved(image.get("/ColorSpace"), event.resources)
    cmyk = family(space) == "/DeviceCMYK" or (family(space) == "/ICCBased" and colorants(space) == 4)
    if not cmyk or int(image.get("/BitsPerComponent", 8)) != 8:
        return 0.0
    picture = _samples(image)
    factor = max(1, math.ceil(max(picture.size) / MEASURED))
    data = picture.reduce(factor).tobytes()
    turned = [float(value) for value in image.get("/Decode", ())][::2] == [1.0] * 4
    sums = map(sum, zip(data[0::4], data[1::4], data[2::4], data[3::4], strict=True))
    return 100 * (4 * 255 - min(sums) if turned else max(sums)) / 255


def _samples(image: Any) -> Image.Image:
    """Return a picture's numbers as they are in the file, before Decode."""
    filters = image.get("/Filter")
    name = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) == 1 else filters
    if str(name) != "/DCTDecode":
        return Image.frombytes("CMYK", _size(image), image.read_bytes())
    picture = Image.open(io.BytesIO(image.read_raw_bytes()))
    picture.load()
    if picture.mode != "CMYK":
        raise ValueError("not in CMYK")
    # Pillow turns the numbers of Adobe's files round; a PDF says so itself.
    return picture.point(lambda value: 255 - value) if "adobe" in picture.info else picture
