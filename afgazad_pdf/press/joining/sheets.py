"""Pages of the whole: pages of parts, alone or with others placed on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from ..imposition.drawing import numbers
from .contents import Used, numbers_end, resources_used, rewritten
from .copies import Copies, Copy, box_of
from .parts import JoinedPage, Placed
from .resources import PageResources
from .storage import Number, Storage

RECTANGLES = ("/Rect", "/QuadPoints")
"""Entries of an annotation that are points on its page (ISO 32000-1, 12.5)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page of a part has come to stand."""

    page: pikepdf.Object
    """The page of the whole."""
    right: float = 0
    up: float = 0
    """How far everything on it has moved, in pt."""
    numbers: int = 0
    """What has been added to the numbers of its marked content."""


Spots = dict[Number, Spot]
"""By the object number of a part's page: of those that are no pages of the whole any more."""


@dataclass(slots=True)
class Sheet:
    """A page of the whole."""

    page: pikepdf.Object
    parents: Sequence[pikepdf.Object | None]
    """The structure elements of its marked content, by number."""
    annotations: list[tuple[pikepdf.Object, Copy]] = field(default_factory=list)
    """With the parts that they come from."""


def lay_pages(copies: Copies, pages: Sequence[JoinedPage], storage: Storage) -> tuple[list[Sheet], Spots]:
    """Make the pages of the whole; returns them, and where the pages that were placed on others now stand."""
    spots: Spots = {}
    return [_laid(copies, page, storage, spots) for page in pages], spots


def _laid(copies: Copies, page: JoinedPage, storage: Storage, spots: Spots) -> Sheet:
    base = copies[page.base.part]
    sheet = _sheet(base, base.pages[page.base.page])
    if page.placed:
        writer = _Writer(sheet, storage, PageResources(sheet.page))
        for piece in page.placed:
            copy = copies[piece.part]
            spots[copy.pages[piece.page].objgen] = writer.add(piece, copy)
        writer.finish()
    return sheet


def _sheet(copy: Copy, page: pikepdf.Object) -> Sheet:
    """Return a page of a part as it stands there."""
    number = page.get("/StructParents")
    parents = copy.parents.get(int(number), ()) if number is not None else ()
    return Sheet(page, parents, [(annotation, copy) for annotation in page.get("/Annots", ())])  # type: ignore[arg-type]


@dataclass(slots=True)
class _Writer:
    """Places pages on a page."""

    sheet: Sheet
    storage: Storage
    resources: PageResources
    streams: list[pikepdf.Object] = field(default_factory=list)
    numbers: int = 0
    """The first number of marked content that is free."""

    def __post_init__(self) -> None:
        self.sheet.parents = list(self.sheet.parents)
        # What the base page sets, such as its matrix, must not reach what is painted over it.
        self.streams = [self.storage.stream(b"q\n"), *_streams(self.sheet.page), self.storage.stream(b"\nQ\n")]
        self.numbers = max(len(self.sheet.parents), numbers_end(_content(self.sheet.page)))

    def add(self, piece: Placed, copy: Copy) -> Spot:
        """Paint a page over what is there."""
        page = copy.pages[piece.page]
        base_trim, trim = (box_of(it, "/TrimBox", "/CropBox") for it in (self.sheet.page, page))
        right, up = base_trim[0] + piece.left - trim[0], base_trim[3] - piece.top - trim[3]
        spot = Spot(self.sheet.page, round(right, 4), round(up, 4), self.numbers)
        placed = _sheet(copy, page)
        self._paint(page, spot)
        parents = self.sheet.parents = list(self.sheet.parents)
        if len(placed.parents):
            parents += [None] * (spot.numbers - len(parents))
            parents += list(placed.parents)
            self.numbers = max(self.numbers, len(parents))
        for annotation, origin in placed.annotations:
            move_annotation(annotation, spot)
            self.sheet.annotations.append((annotation, origin))
        if "/Group" in page and "/Group" not in self.sheet.page:
            self.sheet.page.Group = page.Group
        return spot

    def finish(self) -> None:
        """Write the page."""
        self.sheet.page.Contents = Array(self.streams)

    def _paint(self, page: pikepdf.Object, spot: Spot) -> None:
        content = _content(page)
        used = resources_used(content)
        resources, end = self._renumbered(page.get("/Resources", Dictionary()), used, spot.numbers)
        names = self.resources.adopt(resources, used)
        left, bottom, right, top = box_of(page)
        begun = f"q\n1 0 0 1 {numbers((spot.right, spot.up))} cm\n"
        window = f"{numbers((left, bottom, right - left, top - bottom))} re W n\n"
        content = rewritten(content, names, spot.numbers)
        self.streams.append(self.storage.stream((begun + window).encode() + content + b"\nQ\n"))
        self.numbers += max(end, numbers_end(content) - spot.numbers)

    def _renumbered(self, resources: pikepdf.Object, used: frozenset[Used], shift: int) -> tuple[pikepdf.Object, int]:
        """Return resources whose forms count on, as the engine lets them, and a number greater than all in them."""
        given = resources.get("/XObject", Dictionary())
        forms, end = dict(given.items()), 0
        for key, form in forms.items():
            if ("XObject", key[1:]) in used and form.get("/Subtype") == Name.Form:
                content = bytes(form.read_bytes())
                if in_it := numbers_end(content):
                    end = max(end, in_it)
                    forms[key] = self._form(form, rewritten(content, {}, shift))
        if not end:
            return resources, 0
        return Dictionary(dict(resources.items()) | {"/XObject": Dictionary(forms)}), end

    def _form(self, form: pikepdf.Object, content: bytes) -> pikepdf.Object:
        """Return a form with another content."""
        made = self.storage.pdf.make_stream(content)
        for key, value in form.items():
            if key not in ("/Length", "/Filter", "/DecodeParms"):
                made[key] = value
        return self.storage.settle(made)


def move_annotation(annotation: pikepdf.Object, spot: Spot) -> None:
    """Move an annotation with its page."""
    for key in RECTANGLES:
        if key in annotation:
            numbers = [float(number) for number in annotation[key]]
            moved = (number + (spot.up if index % 2 else spot.right) for index, number in enumerate(numbers))
            annotation[key] = Array([round(number, 4) for number in moved])
    if "/P" in annotation:
        annotation.P = spot.page


def _streams(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, Array) else [contents]


def _content(page: pikepdf.Object) -> bytes:
    return b"\n".join(bytes(stream.read_bytes()) for stream in _streams(page))
