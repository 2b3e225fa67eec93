"""Rules for colours: those of the press, or defined ones, never those of a screen (ISO 15930-7, 6.2.3 and 6.2.4).

Every colour is looked at where something is painted in it: by the page, in forms, patterns, soft masks and the
letters of Type 3 fonts.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

import pikepdf

from .document import Document, Fault, SheetPage
from .nesting import Nested, colours_in_use, forms, pattern_of
from .output import Profile, read_profile
from .spaces import DEEPEST, Basis, bases, inks
from .state import Box, ImageShown, ObjectNumber, ShadingPainted

NO_ID = bytes(16)
"""What stands in a profile's header where it has no ID (ICC.1:2022, 7.2.18)."""


class Use(NamedTuple):
    """A colour space in use."""

    subject: str
    """What uses it, as codes of faults begin: colour, picture, shading, blend-space."""
    space: Any
    resources: Any
    box: Box | None


def screen_colours(page: SheetPage) -> Iterator[Fault]:
    """Tell what is in RGB though the press is not: letters and areas, pictures, shadings, where things show through."""
    profile = page.document.press_profile
    if profile is not None and profile.space == "RGB":  # without a profile it is a press as most are
        return
    found: dict[tuple[str, str], list[Box]] = {}
    for use, basis in _bases(page):
        if basis.family == "/DeviceRGB":
            key = ("ink-rgb", basis.alternate) if basis.alternate else (f"{use.subject}-rgb", "")
            found.setdefault(key, []).append(use.box or page.trim_box)
    for (code, ink), boxes in found.items():
        yield from page.counted(code, boxes, **({"ink": ink} if ink else {}))


def press_colours(page: SheetPage) -> Iterator[Fault]:
    """Tell what is in CMYK though the press is said to be one of RGB or grey."""
    profile = page.document.press_profile
    if profile is None or profile.space == "CMYK":
        return
    boxes = [use.box or page.trim_box for use, basis in _bases(page) if basis.family == "/DeviceCMYK"]
    yield from page.counted("colour-cmyk", boxes, space=profile.space)


def profiles(page: SheetPage) -> Iterator[Fault]:
    """Tell colours by a damaged profile, and by the one of the press, which then must not be said again."""
    press = page.document.press_profile
    read: dict[ObjectNumber, Profile | None] = {}
    damaged: list[Box] = []
    repeated: list[Box] = []
    for use, basis in _bases(page):
        if basis.family != "/ICCBased":
            continue
        stream = basis.space[1]
        profile = read[stream.objgen] if stream.objgen in read else read_profile(stream)
        read[stream.objgen] = profile
        if profile is None or not profile.sound:
            damaged.append(use.box or page.trim_box)
        elif press is not None and profile.space == "CMYK" and _same(profile.data, press.data):
            repeated.append(use.box or page.trim_box)
    yield from page.counted("colour-profile-damaged", damaged)
    yield from page.counted("colour-profile-repeated", repeated)


def further_inks(page: SheetPage) -> Iterator[Fault]:
    """Tell each ink beyond those of the press, once: it needs a plate of its own."""
    for use in uses(page):
        for ink in inks(use.space):
            yield page.fault("ink-further", use.box, once=ink, ink=ink)


def ambiguous_inks(document: Document) -> Iterator[Fault]:
    """Tell each further ink that is shown by different colours at different places of the file."""
    shown: dict[str, set[Any]] = {}
    for space in _separations(document):
        for name in inks(space):
            shown.setdefault(name, set()).add((_meaning(space[2]), _meaning(space[3])))
    for name in sorted(name for name, colours in shown.items() if len(colours) > 1):
        yield Fault(code="ink-ambiguous", values={"ink": name, "count": len(shown[name])})


def _separations(document: Document) -> Iterator[Any]:
    """Yield the spaces of single inks, wherever they are written."""
    waiting = [(item, 0) for item in document.file.objects]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, pikepdf.Array) and len(item) == 4 and item[0] == "/Separation":
            yield item
        elif depth < DEEPEST and isinstance(item, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            values = list(item) if isinstance(item, pikepdf.Array) else [value for _, value in item.items()]
            waiting += [(it, depth + 1) for it in values if isinstance(it, pikepdf.Object) and not it.is_indirect]


def _meaning(item: Any, depth: int = 0) -> Any:
    """Return what an object says, equal for equal ones that are written at different places."""
    if depth > DEEPEST:
        return None
    if isinstance(item, pikepdf.Array):
        return tuple(_meaning(value, depth + 1) for value in item)
    if isinstance(item, pikepdf.Stream):
        return sha256(item.read_bytes()).digest()
    if isinstance(item, pikepdf.Dictionary):
        return tuple((key, _meaning(value, depth + 1)) for key, value in sorted(item.items()))
    return float(item) if isinstance(item, int | float | Decimal) else str(item)


def uses(page: SheetPage) -> Iterator[Use]:
    """Yield every colour space in use on a page, in the order of painting, names of the resources looked up."""
    for use in _uses(page):
        listed = use.resources.get("/ColorSpace", {}) if use.resources is not None else {}
        name = str(use.space) if isinstance(use.space, pikepdf.Name | str) else ""
        yield use._replace(space=listed[name]) if name in listed and not name.startswith("/Device") else use


def _bases(page: SheetPage) -> Iterator[tuple[Use, Basis]]:
    for use in uses(page):
        for basis in bases(use.space, use.resources):
            yield use, basis


def _uses(page: SheetPage) -> Iterator[Use]:
    group = page.entries.get("/Group", {})
    if "/CS" in group:
        yield Use("blend-space", group.CS, page.resources, None)
    for item in page.nested:
        yield from _painted(item)
    for item, form in forms(page.nested):
        if "/CS" in form.get("/Group", {}):
            yield Use("blend-space", form.Group.CS, form.get("/Resources", item.event.resources), item.box)


def _painted(item: Nested) -> Iterator[Use]:
    event = item.event
    if isinstance(event, ShadingPainted):
        yield Use("shading", event.shading.ColorSpace, event.resources, item.box)
    elif isinstance(event, ImageShown):
        for image in (event.image, event.image.get("/SMask")):
            space = None if image is None else image.get("/ColorSpace", image.get("/CS"))
            if space is not None:
                yield Use("picture", space, event.resources, item.box)
    for colour in colours_in_use(event):
        pattern = pattern_of(colour, event)
        if isinstance(pattern, pikepdf.Dictionary) and "/Shading" in pattern:
            yield Use("shading", pattern.Shading.ColorSpace, event.resources, item.box)
        else:
            yield Use("colour", colour.space, event.resources, item.box)


def _same(one: bytes, other: bytes) -> bool:
    identity = one[84:100]
    return one == other or (identity != NO_ID and identity == other[84:100])
