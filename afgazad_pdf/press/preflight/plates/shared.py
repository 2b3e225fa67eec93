"""What the plates of a page share in the file in which they are drawn: fonts and masks, and what was made for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from ..contents import FAULTS
from ..layers import Layers
from ..spaces import resolved
from .colours import ALL, Separator
from .pictures import plates_of_picture
from .spaces import plate_space

UNREADABLE = (*FAULTS, OSError, SyntaxError, Image.DecompressionBombError)
"""What reading a picture raises that is damaged, too large, or of a kind that Pillow does not know."""


class Shared:
    """Things of the page's file brought into the file of the plates, each only once."""

    def __init__(self, file: pikepdf.Pdf, plates: Sequence[str], separator: Separator, layers: Layers) -> None:
        self.file, self.plates, self.separator, self.layers = file, tuple(plates), separator, layers
        self._carried: dict[tuple[int, int], Any] = {}
        self._made: dict[Any, list[Any]] = {}

    def once(self, key: Any, make: Callable[[], list[Any]]) -> list[Any]:
        """Return what was made for the plates under a key before, or make it."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def carried(self, value: Any) -> Any:
        """Return a value of the page's file in the file of the plates."""
        if not isinstance(value, pikepdf.Object):
            return value
        if value.is_indirect:
            if value.objgen not in self._carried:
                self._carried[value.objgen] = self.file.copy_foreign(value)
            return self._carried[value.objgen]
        if isinstance(value, Dictionary):
            return Dictionary({key: self.carried(item) for key, item in value.items()})
        return Array([self.carried(item) for item in value]) if isinstance(value, Array) else value

    def entries(self, item: Any, *without: str) -> Dictionary:
        """Return the entries of a dictionary or stream, some left out."""
        left_out = {"/Length", *without}
        return Dictionary({key: self.carried(value) for key, value in item.items() if key not in left_out})

    def stream(self, data: bytes, entries: Dictionary) -> Any:
        """Return a new stream."""
        return self.file.make_indirect(Stream(self.file, data, entries))

    def shadings(self, shading: Any, resources: Any) -> list[Any]:
        """Return a gradient for each plate."""
        space = resolved(shading.ColorSpace, resources)
        made = []
        for plate in self.plates:
            entries = self.entries(shading, "/ColorSpace")
            entries.ColorSpace = plate_space(space, plate, self.separator, self.file)
            is_mesh = isinstance(shading, Stream)
            made.append(self.stream(shading.read_raw_bytes(), entries) if is_mesh else entries)
        return made

    def pictures(self, image: Any, resources: Any) -> list[Any]:
        """Return a picture for each plate: its own amounts; by a space of the plate where they cannot be read here."""
        if not isinstance(image.get("/Mask"), Array):  # an array says which colours are left out: they must stay
            try:
                amounts = plates_of_picture(image, resources, self.separator)
            except UNREADABLE:
                amounts = None
            if amounts is not None:
                masks = {key: self.carried(image[key]) for key in ("/SMask", "/Mask") if key in image}
                return [self._grey(amounts.get(plate, amounts.get(ALL)), masks) for plate in self.plates]
        space = resolved(image.ColorSpace, resources)
        made = []
        for plate in self.plates:
            entries = self.entries(image, "/ColorSpace")
            entries.ColorSpace = plate_space(space, plate, self.separator, self.file)
            made.append(self.stream(image.read_raw_bytes(), entries))
        return made

    def _grey(self, amounts: Image.Image | None, masks: Mapping[str, Any]) -> Any:
        width, height = (1, 1) if amounts is None else amounts.size
        data = b"\xff" if amounts is None else amounts.point(range(255, -1, -1)).tobytes()
        kind = {"/Type": Name.XObject, "/Subtype": Name.Image, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
        return self.stream(data, Dictionary({**kind, "/Width": width, "/Height": height, **masks}))


def identity(item: Any) -> Any:
    """Return what tells an object of the file from others: its number, else all that it says."""
    number = item.objgen
    return number if number != (0, 0) else item.unparse()
