"""Rules for what would change a page on its way to the plate (ISO 15930-7, 6.2.5 to 6.2.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from .document import Fault, SheetPage
from .jpeg_2000 import is_jpeg_2000, read_jpeg_2000
from .nesting import Nested, colours_in_use, forms
from .spaces import family
from .state import Box, Event, ImageShown

BLEND_MODES = frozenset(
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight /SoftLight "
    "/Difference /Exclusion /Hue /Saturation /Color /Luminosity".split()
)
"""ISO 32000-1, tables 136 and 137."""

INTENTS = frozenset(("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"))
"""ISO 32000-1, table 70."""

HALFTONES = (1, 5)
"""The types of halftones that any device can print (ISO 32000-1, 10.5.5)."""


def transfer(page: SheetPage) -> Iterator[Fault]:
    """Tell what is printed by a curve of its own: transfer functions."""
    yield from page.counted("transfer-function", _with(page, _has_transfer))


def halftones(page: SheetPage) -> Iterator[Fault]:
    """Tell what brings dots of its own: their origin, or halftones that are not for every device."""
    yield from page.counted("halftone-origin", _with(page, lambda parameters: "HTP" in parameters))
    yield from page.counted("halftone-unfit", _with(page, _has_halftone))


def blending(page: SheetPage) -> Iterator[Fault]:
    """Tell each way of blending that PDF does not know."""
    found: dict[str, list[Box]] = {}
    for item in page.nested:
        mode = item.event.state.parameters.get("BM")
        names = list(mode) if isinstance(mode, pikepdf.Array) else [mode] if mode is not None else []
        if names and not any(str(name) in BLEND_MODES for name in names):
            found.setdefault(str(names[0])[1:], []).append(item.box)
    for name, boxes in found.items():
        yield from page.counted("blend-mode-unknown", boxes, mode=name)


def intents(page: SheetPage) -> Iterator[Fault]:
    """Tell each rendering intent that PDF does not know (ISO 32000-1, 8.6.5.8)."""
    found: dict[str, list[Box]] = {}
    for item in page.nested:
        event = item.event
        named = [
            event.state.parameters.get("RI"),
            event.image.get("/Intent") if isinstance(event, ImageShown) else None,
        ]
        for name in named:
            if name is not None and str(name) not in INTENTS:
                found.setdefault(str(name)[1:], []).append(item.box)
    for name, boxes in found.items():
        yield from page.counted("rendering-intent-unknown", boxes, intent=name)


def jpeg_2000(page: SheetPage) -> Iterator[Fault]:
    """Tell each picture in JPEG 2000 that not every press can read."""
    for item in page.nested:
        image = item.event.image if isinstance(item.event, ImageShown) else None
        if image is None or not is_jpeg_2000(image):
            continue
        header = read_jpeg_2000(image.read_raw_bytes())
        if header is None or not header.is_fit(own_colours="/ColorSpace" not in image):
            yield page.fault("picture-jpeg-2000", item.box)


def white_overprint(page: SheetPage) -> Iterator[Fault]:
    """Tell white that is printed onto what lies below, and so is not seen (ISO 32000-1, 8.6.7)."""
    yield from page.counted("white-overprinted", (it.box for it in page.nested if _is_overprinted_white(it.event)))


def replaced(page: SheetPage) -> Iterator[Fault]:
    """Tell content that the printer may take from elsewhere: alternates, OPI, other files, PostScript."""
    drawn = [(item, item.event.image) for item in page.nested if isinstance(item.event, ImageShown)]
    drawn += list(forms(page.nested))
    yield from page.counted("picture-alternates", _having(drawn, "/Alternates"))
    yield from page.counted("opi-forbidden", _having(drawn, "/OPI"))
    yield from page.counted("reference-forbidden", _having(drawn, "/Ref"))
    yield from page.counted("postscript-forbidden", (item.box for item, entries in drawn if _is_postscript(entries)))


def _with(page: SheetPage, wrong: Any) -> Iterator[Box]:
    return (item.box for item in page.nested if wrong(item.event.state.parameters))


def _having(drawn: list[tuple[Nested, Any]], key: str) -> Iterator[Box]:
    return (item.box for item, entries in drawn if key in entries)


def _has_transfer(parameters: Any) -> bool:
    return "TR" in parameters or str(parameters.get("TR2", "/Default")) != "/Default"


def _has_halftone(parameters: Any) -> bool:
    halftone = parameters.get("HT")
    if not isinstance(halftone, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return int(halftone.get("/HalftoneType", 0)) not in HALFTONES or "/HalftoneName" in halftone


def _is_overprinted_white(event: Event) -> bool:
    """Say whether something overprints with no ink at all.

    Inks that are named are left where there is none of them in every mode; those of CMYK only in mode 1, and only
    where they are written so themselves.
    """
    parameters = event.state.parameters
    if isinstance(event, ImageShown):
        return False
    fills, strokes = bool(parameters.get("op", parameters.get("OP", False))), bool(parameters.get("OP", False))
    kinds = (
        ("/DeviceCMYK", "/Separation", "/DeviceN")
        if int(parameters.get("OPM", 0)) == 1
        else ("/Separation", "/DeviceN")
    )
    return any(
        family(colour.space) in kinds
        and bool(colour.components)
        and not any(colour.components)
        and ((fills and colour is event.state.fill) or (strokes and colour is event.state.stroke))
        for colour in colours_in_use(event)
    )


def _is_postscript(entries: Any) -> bool:
    return entries.get("/Subtype") == "/PS" or entries.get("/Subtype2") == "/PS" or "/PS" in entries
