"""The file that is checked: opened, its pages with what they paint, and where on the sheet something stands."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pikepdf

from .contents import FAULTS, Budget, interpret
from .destinations import Destinations, read_destinations
from .layers import Layers, read_layers
from .nesting import Nested, nested
from .output import Profile, press_profile
from .state import Box, Event, ObjectDrawn, ObjectNumber, Point
from .tagging import Tagging, read_tagging

MM = 72 / 25.4
"""One millimetre in pt."""

LONGEST_CHAIN = 64
"""Steps up a tree of pages; a longer one goes in circles."""

A4 = (0.0, 0.0, 595.28, 841.89)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a rule has found; the catalogue of messages has the words for its code."""

    code: str
    page: int | None = None
    """Counted from 1."""
    point: Point | None = None
    """In mm from the left and upper edge of the trimmed page, as it is shown."""
    boxes: tuple[Box, ...] = ()
    """What is meant, in pt in the page's default user space; the first one is at `point`."""
    values: dict[str, str | int] = field(default_factory=dict)
    """What stands in the message, by the names in its braces."""
    once: str | None = None
    """Where it is given, only the first fault of this code and this name is told."""


@dataclass(eq=False)
class SheetPage:
    """One page."""

    number: int
    """Counted from 1."""
    document: Document = field(repr=False)
    entries: Any = field(repr=False)
    """The page's dictionary."""

    @property
    def identity(self) -> ObjectNumber:
        """The page's object number."""
        number: ObjectNumber = self.entries.objgen
        return number

    @cached_property
    def everything(self) -> tuple[Event, ...]:
        """All that is painted, in order, and the forms that paint it."""
        return tuple(interpret(self.entries, self.resources, self.identity, self.budget))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All that is painted, in order."""
        return tuple(event for event in self.everything if not isinstance(event, ObjectDrawn))

    @cached_property
    def nested(self) -> tuple[Nested, ...]:
        """`everything`, and what patterns, soft masks and drawn letters paint inside it."""
        return tuple(nested(self.everything, self.budget))

    @cached_property
    def budget(self) -> Budget:
        """What went wrong while `everything` was read."""
        return Budget()

    @property
    def resources(self) -> Any:
        """The page's resources, also those that it has from the page tree."""
        found = self.inherited("/Resources")
        return pikepdf.Dictionary() if found is None else found

    @property
    def annotations(self) -> list[Any]:
        """The dictionaries of the annotations."""
        return [item for item in _listed(self.entries.get("/Annots")) if isinstance(item, pikepdf.Dictionary)]

    @cached_property
    def trim_box(self) -> Box:
        """The page after trimming, in pt: the trim box, else the crop box, else the media box."""
        named = map(self.named_box, ("/TrimBox", "/CropBox", "/MediaBox"))
        return next((box for box in named if box is not None), Box(*A4))

    def named_box(self, key: str) -> Box | None:
        """Return a box of the page, in pt; None where the page does not say it."""
        found = self.inherited(key) if key in ("/MediaBox", "/CropBox") else self.entries.get(key)
        return rectangle(found)

    def place(self, x: float, y: float) -> Point:
        """Return where a point of user space stands, in mm from the left and upper edge of the page as it is shown."""
        box = self.trim_box
        left, right, down, up = x - box.left, box.right - x, box.top - y, y - box.bottom
        turned = int(self.inherited("/Rotate") or 0) % 360
        across, along = {90: (up, left), 180: (right, up), 270: (down, right)}.get(turned, (left, down))
        unit = float(self.entries.get("/UserUnit", 1)) / MM
        return round(across * unit, 1), round(along * unit, 1)

    def corner(self, box: Box) -> Point:
        """Return where the corner of a box stands that is its left and upper one as the page is shown."""
        corners = [self.place(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        return min(x for x, _ in corners), min(y for _, y in corners)

    def fault(self, code: str, box: Box | None = None, *, once: str | None = None, **values: str | int) -> Fault:
        """Return a fault on this page, at a box."""
        point = None if box is None else self.corner(box)
        if point is not None and not all(map(math.isfinite, point)):
            point = box = None
        boxes = () if box is None else (box,)
        return Fault(code=code, page=self.number, point=point, boxes=boxes, values=values, once=once)

    def counted(self, code: str, boxes: Iterable[Box], **values: str | int) -> Iterator[Fault]:
        """Yield one fault for all boxes, at the first of them, with their number as `count`; none without boxes."""
        different = tuple(dict.fromkeys(boxes))
        if different:
            fault = self.fault(code, different[0], once=None, count=len(different), **values)
            yield replace(fault, boxes=different)

    def inherited(self, key: str) -> Any:
        """Return an entry of the page or of the nodes above it (ISO 32000-1, 7.7.3.4)."""
        node = self.entries
        for _ in range(LONGEST_CHAIN):
            if key in node:
                return node[key]
            if "/Parent" not in node:
                break
            node = node.Parent
        return None


@dataclass(eq=False)
class Document:
    """A PDF that could be opened."""

    file: pikepdf.Pdf
    data: bytes = field(repr=False)
    """The file's bytes, for programs that read it themselves."""

    @property
    def root(self) -> Any:
        """The catalogue."""
        return self.file.Root

    def pages(self) -> Iterator[SheetPage]:
        """Yield the pages, first one first; each keeps what it paints only as long as it is held."""
        for number, page in enumerate(self.file.pages, start=1):
            yield SheetPage(number, self, page.obj)

    @cached_property
    def page_numbers(self) -> dict[ObjectNumber, int]:
        """The number of each page, counted from 1, by its object number."""
        return {page.obj.objgen: number for number, page in enumerate(self.file.pages, start=1)}

    @cached_property
    def destinations(self) -> Destinations:
        """The places that have names."""
        return read_destinations(self.root)

    @cached_property
    def press_profile(self) -> Profile | None:
        """The profile of the press; None where the file has none, or none that can be read."""
        return press_profile(self.root)

    @cached_property
    def layers(self) -> Layers:
        """Which layers are not printed."""
        return read_layers(self.root)

    @property
    def language(self) -> str:
        """The document's language tag as it is written; empty where there is none."""
        return str(self.root.get("/Lang", "")).strip()

    @property
    def info(self) -> Any:
        """The Info dictionary."""
        found = self.file.trailer.get("/Info")
        return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()

    @cached_property
    def tagging(self) -> Tagging | None:
        """The structure tree, as far as rules need it; None where the file is not tagged."""
        return read_tagging(self.root)


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file that cannot be checked, and why."""

    fault: Fault


def opened(data: bytes) -> Document | Unopened:
    """Open a PDF, as far as it can be: one that asks for no password is read though it is encrypted."""
    if b"%PDF-" not in data[:1024]:  # readers look for it so far (ISO 32000-1, annex H.3)
        return Unopened(Fault(code="pdf-unrecognized"))
    try:
        document = Document(pikepdf.open(io.BytesIO(data), suppress_warnings=True), data)
        pages = len(document.page_numbers)
    except pikepdf.PasswordError:
        return Unopened(Fault(code="pdf-locked"))
    except FAULTS as fault:
        return Unopened(Fault(code="pdf-damaged", values={"reason": reason(str(fault))}))
    return document if pages else Unopened(Fault(code="pdf-empty"))


def rectangle(numbers: Any) -> Box | None:
    """Return a rectangle of the file, its corners in order; None where it is none (ISO 32000-1, 7.9.5)."""
    if numbers is None or len(numbers) != 4:
        return None
    x, y, other_x, other_y = map(float, numbers)
    return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def damage(document: Document) -> Iterator[Fault]:
    """Tell what had to be mended to read the file: all tables and all streams are looked at."""
    try:
        warnings = [*map(str, document.file.get_warnings()), *document.file.check_pdf_syntax()]
    except FAULTS as fault:
        warnings = [str(fault)]
    if warnings:
        yield Fault(code="pdf-damaged", values={"reason": reason(warnings[0])})


def encryption(document: Document) -> Iterator[Fault]:
    """Tell that the file is encrypted, though it asks for no password."""
    if document.file.is_encrypted:
        yield Fault(code="pdf-encrypted")


def contents(page: SheetPage) -> Iterable[Fault]:
    """Tell what could not be understood of a page's content."""
    if page.everything or page.budget.faults:
        faults = page.budget.faults
        return [page.fault("content-damaged", reason=reason(faults[0]), count=len(faults))] if faults else ()
    return ()


def reason(text: str) -> str:
    """Return the library's words without the name that it gives the stream, in one line."""
    words = " ".join(text.split()).removeprefix("WARNING: ")
    if words.startswith("stream <"):
        words = words.partition(">")[2].lstrip(": ")
    return words[:200]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []
