"""Where links and outline entries lead: destinations moved with their pages, and their names (ISO 32000-1, 12.3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .copies import Copies, Copy, box_of, items_of
from .parts import SEPARATOR
from .sheets import Spot, Spots

_RIGHT, _UP = "right", "up"

COORDINATES: Mapping[str, tuple[str, ...]] = {
    "/XYZ": (_RIGHT, _UP),
    "/FitH": (_UP,),
    "/FitV": (_RIGHT,),
    "/FitR": (_RIGHT, _UP, _RIGHT, _UP),
    "/FitBH": (_UP,),
    "/FitBV": (_RIGHT,),
}
"""What the numbers of a destination measure (ISO 32000-1, table 151); the zoom of XYZ follows and stays."""


class Destinations:
    """All destinations of the whole.

    Each part is a destination under its own name; a destination in it has the part's name before its own.
    """

    def __init__(self, copies: Copies, spots: Spots) -> None:
        """Gather the named destinations of all parts."""
        self._copies, self._spots = copies, spots
        self._named: dict[str, pikepdf.Object] = {}
        for copy in copies:
            self._named[copy.part.name] = self.start(copy)
            for name, target in _named_in(copy):
                self._named[prefixed(copy.part.name, name)] = self._explicit(target)

    def start(self, copy: Copy) -> pikepdf.Object:
        """Return where a part begins: the upper left corner of its first page."""
        page = copy.pages[0]
        left, _, _, top = box_of(page, "/TrimBox", "/CropBox")
        return self._moved(Array([page, Name.XYZ, left, top, None]))

    def name_in(self, part: str, name: str | None = None) -> str | None:
        """Return the whole's name of a part, or of a destination in it; None where there is none."""
        full = part if name is None else prefixed(part, name)
        return full if full in self._named else None

    def renamed(self, copy: Copy, target: pikepdf.Object) -> pikepdf.Object:
        """Return a part's destination as one of the whole, named or explicit."""
        if isinstance(target, Array):
            return self._moved(target)
        name = str(target).removeprefix("/") if isinstance(target, Name) else str(target)
        return String(prefixed(copy.part.name, name))

    def tree(self) -> pikepdf.Object:
        """Return the name tree of all destinations."""
        return name_tree(self._named)

    def _explicit(self, target: pikepdf.Object) -> pikepdf.Object:
        """Return what a name stands for: an array, or a dictionary with one."""
        return self._moved(target.D if isinstance(target, Dictionary) else target)

    def _moved(self, target: pikepdf.Object) -> pikepdf.Object:
        spot = self._spots.get(target[0].objgen)
        return target if spot is None else _moved(target, spot)


def _moved(target: pikepdf.Object, spot: Spot) -> pikepdf.Object:
    entries: list[Any] = list(target)
    entries[0] = spot.page
    for index, direction in enumerate(COORDINATES.get(str(entries[1]), ()), start=2):
        if index < len(entries) and entries[index] is not None:
            distance = spot.up if direction == _UP else spot.right
            entries[index] = round(float(entries[index]) + distance, 4)
    return Array(entries)


def prefixed(part: str, name: str) -> str:
    """Return the name in the whole of something that has a name in a part."""
    return f"{part}{SEPARATOR}{name}"


def name_tree(items: Mapping[str, pikepdf.Object]) -> pikepdf.Object:
    """Return a name tree, in the order of its keys' bytes (ISO 32000-1, 7.9.6)."""
    pairs = sorted(((String(name), target) for name, target in items.items()), key=lambda pair: bytes(pair[0]))
    return Dictionary(Names=Array([item for pair in pairs for item in pair]))


def _named_in(copy: Copy) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield a part's named destinations, from the name tree and from the dictionary of older files."""
    names = copy.catalog.get("/Names", Dictionary())
    for key, target in items_of(names.get("/Dests", Dictionary()), "/Names"):
        yield str(key), target
    for name, target in copy.catalog.get("/Dests", Dictionary()).items():
        yield name.removeprefix("/"), target
