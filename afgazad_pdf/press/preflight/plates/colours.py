"""What each plate gets of a colour: directly where it is written in inks, else by the profile of the press.

A plate is one ink. Colours in CMYK and grey, and those of named inks, say themselves what their plates get; all
others are converted by LittleCMS, by relative colorimetry with black point compensation. Which plates a colour
leaves alone when it is printed onto what lies below, is that of ISO 32000-1, 8.6.7 and table 149.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf
from PIL import Image, ImageCms

from ..output import HEADER, read_profile
from ..spaces import colorants, family, resolved

CYAN, MAGENTA, YELLOW, BLACK = PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
"""The plates of every press."""

ALL, NONE = "All", "None"
"""Colorants that are every plate, and no plate (ISO 32000-1, 8.6.6.4)."""

INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour as plates get it."""

    amounts: tuple[tuple[str, float], ...] = ()
    """From 0 to 1, by plate; the others get none. `ALL` stands for every plate."""
    colorants: frozenset[str] | None = None
    """The plates that the colour names itself; None for those of a process, which are on all of its plates."""
    direct: bool = False
    """Whether it is written in CMYK itself, so that no ink can mean: leave what is there."""

    def amount(self, plate: str) -> float:
        """Return how much a plate gets, from 0 to 1."""
        table = dict(self.amounts)
        return table.get(plate, table.get(ALL, 0.0))

    def leaves(self, plate: str, mode: int) -> bool:
        """Say whether a plate is left as it is when the colour overprints; `mode` is OPM, 0 or 1."""
        if self.colorants is not None:
            return plate not in self.colorants and ALL not in self.colorants
        return plate not in PROCESS or (self.direct and mode == 1 and not self.amount(plate))


BLACK_PAINT = Paint(((BLACK, 1.0),))
"""DeviceGray 0, which is in force before any other colour is chosen."""


@dataclass(frozen=True, slots=True)
class Defined:
    """A colour space that only a profile brings to inks."""

    mode: str
    """Pillow's name of its colours: L, RGB, LAB, CMYK."""
    profile: bytes | None = field(default=None, repr=False)
    """Its ICC profile; None for sRGB and Lab."""

    def encoded(self, component: int, value: float) -> int:
        """Return a component of a colour in 8 bits."""
        if self.mode == "LAB":
            value = value * 2.55 if component == 0 else value + 128
        else:
            value *= 255
        return min(255, max(0, round(value)))


def defined(space: Any) -> Defined | None:
    """Return what brings a resolved space to inks; None for one that is in inks itself."""
    kind = family(space)
    if kind in ("/DeviceRGB", "/CalRGB"):
        return Defined("RGB")
    if kind == "/CalGray":
        return Defined("L")
    if kind == "/Lab":
        return Defined("LAB")
    if kind != "/ICCBased":
        return None
    profile = read_profile(space[1])
    data = profile.data if profile is not None and profile.sound else None
    if data is not None and data[16:20] == b"Lab ":
        return Defined("LAB", data)
    count = colorants(space)
    if count == 4:
        return Defined("CMYK", data) if data is not None else None
    return Defined({1: "L"}.get(count, "RGB"), data)


@dataclass(frozen=True, slots=True)
class Separator:
    """Divides colours among the plates of a press in CMYK."""

    press: bytes = field(repr=False)
    """Its ICC profile."""

    def paint(self, space: Any, components: Sequence[float], resources: Any) -> Paint:
        """Return what plates get of a colour."""
        space = resolved(space, resources)
        kind = family(space)
        if kind == "/Indexed":
            base = resolved(space[1], resources)
            entry = palette(space, max(1, colorants(base)))[int(components[0])]
            # The colours of a palette are stored in bytes over the whole range of each component.
            return self.paint(base, decoded(base, [value / 255 for value in entry]), None)
        names = named_plates(space)
        if names is not None:
            amounts = tuple((name, float(part)) for name, part in zip(names, components, strict=True) if name != NONE)
            return Paint(amounts, frozenset(name for name, _ in amounts))
        if kind == "/DeviceGray":
            return Paint(((BLACK, 1 - components[0]),))
        if self.is_own(space):
            return Paint(tuple(zip(PROCESS, components, strict=True)), direct=kind == "/DeviceCMYK")
        source = defined(space)
        if source is None:
            return Paint()
        return Paint(_converted(self, source, tuple(components)))

    def is_own(self, space: Any) -> bool:
        """Say whether the numbers of a resolved space are amounts of the press's own four inks."""
        kind = family(space)
        if kind == "/DeviceCMYK":
            return True
        if kind != "/ICCBased" or colorants(space) != 4:
            return False
        source = defined(space)
        return source is None or source.profile is None or source.profile[HEADER:] == self.press[HEADER:]

    def inks(self, image: Image.Image, source: Defined) -> Image.Image:
        """Return a picture of a defined space in CMYK."""
        try:
            transform = _transform(self.press, source.profile, source.mode)
        except (ImageCms.PyCMSError, OSError):  # a damaged profile: told otherwise
            if source.mode == "CMYK":
                return image
            transform = _transform(self.press, None, source.mode)
        if source.mode == "L" and source.profile is None:
            image = image.convert("RGB")
        return transform.apply(image)


def named_plates(space: Any) -> tuple[str, ...] | None:
    """Return the inks that a space names, one for each component; None for a space that names none."""
    kind = family(space)
    if kind == "/Separation":
        return (str(space[1])[1:],)
    return tuple(str(name)[1:] for name in space[1]) if kind == "/DeviceN" else None


def palette(space: Any, count: int) -> list[bytes]:
    """Return the colours of an Indexed space, `count` bytes each."""
    table = space[3]
    data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    return [data[at : at + count] for at in range(0, len(data) - count + 1, count)]


def decoded(space: Any, parts: Sequence[float]) -> tuple[float, ...]:
    """Return a colour whose parts, from 0 to 1, are shares of the whole range of each component (8.9.5.2)."""
    ranges = component_ranges(space, len(parts))
    return tuple(low + part * (high - low) for part, (low, high) in zip(parts, ranges, strict=True))


def component_ranges(space: Any, count: int) -> list[tuple[float, float]]:
    """Return what a picture's least and largest number mean in a resolved space, by component (table 90)."""
    if family(space) == "/Lab":
        limits = [float(value) for value in space[1].get("/Range", (-100, 100, -100, 100))]
        return [(0.0, 100.0), (limits[0], limits[1]), (limits[2], limits[3])]
    if family(space) == "/ICCBased" and "/Range" in space[1]:
        limits = [float(value) for value in space[1].Range]
        return list(zip(limits[::2], limits[1::2], strict=True))
    return [(0.0, 1.0)] * count


@lru_cache(maxsize=2048)
def _converted(separator: Separator, source: Defined, components: tuple[float, ...]) -> tuple[tuple[str, float], ...]:
    codes = tuple(source.encoded(index, value) for index, value in enumerate(components))
    pixel = Image.new(source.mode, (1, 1), codes if len(codes) > 1 else codes[0])
    inks = separator.inks(pixel, source).tobytes()
    return tuple((name, value / 255) for name, value in zip(PROCESS, inks, strict=True))


@lru_cache(maxsize=16)
def _transform(press: bytes, source: bytes | None, mode: str) -> ImageCms.ImageCmsTransform:
    if source is not None:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(source))
    else:
        mode = "RGB" if mode == "L" else mode
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB"))
    output = ImageCms.ImageCmsProfile(io.BytesIO(press))
    return ImageCms.buildTransform(profile, output, mode, "CMYK", renderingIntent=INTENT, flags=FLAGS)
