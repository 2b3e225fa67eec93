"""Rules for the boxes of a page, its bleed, and what may not lie on it (ISO 15930-7, 6.5 and 6.8)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .document import MM, Fault, SheetPage, rectangle
from .nesting import colours_in_use
from .spaces import family
from .state import INVISIBLE, Box, Event, ImageShown, PathPainted, ShadingPainted, TextShown

BLEED = 3 * MM
"""What printing houses want to cut away."""

TOLERANCE = 0.1
"""In pt; programs round boxes."""

AT_EDGE = 0.5
"""In pt: what comes so near to the trim is meant to end there."""

QUIET = 3 * MM
"""From the trim to text: what a knife may miss."""

PRINTERS_OWN = ("/PrinterMark", "/TrapNet")


def trimmed(page: SheetPage) -> Iterator[Fault]:
    """Tell the first page that does not say where it is cut, and each that says it twice (6.5)."""
    stated = [key for key in ("/TrimBox", "/ArtBox") if page.named_box(key) is not None]
    if not stated:
        yield page.fault("trim-missing", once="trim")
    elif len(stated) > 1:
        yield page.fault("trim-repeated")


def ordered(page: SheetPage) -> Iterator[Fault]:
    """Tell boxes that do not lie inside each other: trim in bleed, bleed in media (6.5)."""
    cut = "/ArtBox" if page.named_box("/TrimBox") is None else "/TrimBox"
    boxes = [(key[1:], box) for key in (cut, "/BleedBox", "/MediaBox") if (box := page.named_box(key)) is not None]
    for (inner, box), (outer, around) in pairwise(boxes):
        if not _inside(box, around):
            yield page.fault("boxes-disordered", inner=inner, outer=outer)


def bleed(page: SheetPage) -> Iterator[Fault]:
    """Tell a bleed that is too narrow for cutting, once."""
    cut = cut_box(page)
    if cut is None:
        return
    width = bleed_width(page, cut)
    if -TOLERANCE <= width < BLEED - TOLERANCE:
        yield page.fault("bleed-narrow", once="bleed", width=f"{max(0.0, width) / MM:.1f}")


def bled(page: SheetPage) -> Iterator[Fault]:
    """Tell pictures and areas of colour that end at the trim and not in the bleed."""
    cut, edge = cut_box(page), bleed_box(page)
    if cut is None or not _inside(cut, edge):
        return
    needed = min(bleed_width(page, cut), BLEED)
    for event in page.events:
        box = event.seen
        if box is not None and _is_area(event) and overlap(box, cut) and _ends_at(box, cut, needed):
            yield page.fault("bleed-missing", box, once=f"{page.number} {box}")


def quiet(page: SheetPage) -> Iterator[Fault]:
    """Tell text so near to the trim that a knife may meet it, once a page."""
    cut = cut_box(page)
    if cut is None:
        return
    safe = Box(cut.left + QUIET, cut.bottom + QUIET, cut.right - QUIET, cut.top - QUIET)
    shown = (event.seen for event in page.events if isinstance(event, TextShown) and event.state.rendering != INVISIBLE)
    near = (box for box in shown if box is not None and overlap(box, cut) and not _inside(box, safe))
    yield from page.counted("text-near-edge", near)


def clear(page: SheetPage) -> Iterator[Fault]:
    """Tell annotations on the part of the page that is printed, once a page for each kind (6.8)."""
    printed = bleed_box(page) if page.named_box("/BleedBox") else cut_box(page) or bleed_box(page)
    found: dict[str, list[Box]] = {}
    for annotation in page.annotations:
        kind, box = str(annotation.get("/Subtype", "")), rectangle(annotation.get("/Rect"))
        if kind not in PRINTERS_OWN and box is not None and overlap(box, printed):
            found.setdefault(kind[1:], []).append(box)
    for kind, boxes in found.items():
        yield from page.counted("annotation-forbidden", boxes, kind=kind)


def cut_box(page: SheetPage) -> Box | None:
    """Return where the page is cut; None where it does not say so."""
    return page.named_box("/TrimBox") or page.named_box("/ArtBox")


def bleed_box(page: SheetPage) -> Box:
    """Return how far the page is printed: the bleed box, else the crop box, else the media box."""
    named = (page.named_box(key) for key in ("/BleedBox", "/CropBox", "/MediaBox"))
    return next((box for box in named if box is not None), page.trim_box)


def bleed_width(page: SheetPage, cut: Box) -> float:
    """Return how far the bleed goes beyond the trim at its narrowest side, in pt."""
    edge = bleed_box(page)
    return min(cut.left - edge.left, cut.bottom - edge.bottom, edge.right - cut.right, edge.top - cut.top)


def is_paper(event: Event) -> bool:
    """Say whether something is painted in no ink at all."""
    return bool(colours := colours_in_use(event)) and all(
        colour.pattern is None
        and (family(colour.space), colour.components) in (("/DeviceGray", (1.0,)), ("/DeviceCMYK", (0.0,) * 4))
        for colour in colours
    )


def overlap(box: Box, other: Box) -> bool:
    """Say whether two boxes have an area in common, or a thin one lies in the other."""
    return box.left < other.right and box.right > other.left and box.bottom < other.top and box.top > other.bottom


def _is_area(event: Event) -> bool:
    return isinstance(event, ImageShown | ShadingPainted) or (
        isinstance(event, PathPainted) and event.filled and not is_paper(event)
    )


def _ends_at(box: Box, cut: Box, needed: float) -> bool:
    """Say whether a box comes to the trim on some side, and not as far beyond it as is needed."""
    beyond = (cut.left - box.left, cut.bottom - box.bottom, box.right - cut.right, box.top - cut.top)
    return any(-AT_EDGE <= distance < needed - AT_EDGE for distance in beyond)


def _inside(box: Box, around: Box) -> bool:
    return (
        box.left >= around.left - TOLERANCE
        and box.bottom >= around.bottom - TOLERANCE
        and box.right <= around.right + TOLERANCE
        and box.top <= around.top + TOLERANCE
    )
