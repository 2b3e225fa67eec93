"""Pictures divided among plates: their numbers read, brought down to what is measured, and turned into inks."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from ..spaces import colorants, family, resolved
from .colours import BLACK, NONE, PROCESS, Separator, component_ranges, decoded, defined, named_plates, palette

MOST_PIXELS = 1000
"""A side of what is measured; neighbours are averaged to bring a larger picture down."""

DEVICES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
"""The spaces of pictures that do not say theirs (JPEG 2000)."""

Planes = list[Image.Image]
"""A picture's components, each as a grey picture."""


def plates_of_picture(image: Any, resources: Any, separator: Separator) -> Mapping[str, Image.Image]:
    """Return how much each plate gets of a picture, 255 being all; raises ValueError for one that cannot be read.

    Plates that are not named get nothing; ``All`` stands for every one.
    """
    planes = _components(image)
    space = image.get("/ColorSpace")
    space = resolved(pikepdf.Name(DEVICES[len(planes)]) if space is None else space, resources)
    decode = [float(value) for value in image.get("/Decode", ())]
    if family(space) == "/Indexed":
        return _of_palette(planes[0], space, resources, decode, separator)
    planes = [_reduced(plane) for plane in planes]
    return _of_space(planes, space, decode, separator)


def _of_space(planes: Planes, space: Any, decode: Sequence[float], separator: Separator) -> Mapping[str, Image.Image]:
    ranges = component_ranges(space, len(planes))
    if len(decode) == 2 * len(planes):
        ranges = list(zip(decode[::2], decode[1::2], strict=True))
    source = None if separator.is_own(space) else defined(space)
    if source is not None:
        planes = [
            _mapped(plane, lambda part, of=limits, at=index: source.encoded(at, of[0] + part * (of[1] - of[0])))  # type: ignore[misc]
            for index, (plane, limits) in enumerate(zip(planes, ranges, strict=True))
        ]
        inked = separator.inks(planes[0] if len(planes) == 1 else Image.merge(source.mode, planes), source)
        return dict(zip(PROCESS, inked.split(), strict=True))
    if ranges != [(0.0, 1.0)] * len(planes):
        planes = [
            _mapped(plane, lambda part, of=limits: round(255 * (of[0] + part * (of[1] - of[0]))))  # type: ignore[misc]
            for plane, limits in zip(planes, ranges, strict=True)
        ]
    if family(space) == "/DeviceGray":
        return {BLACK: ImageChops.invert(planes[0])}
    names = named_plates(space) or PROCESS
    return {name: plane for name, plane in zip(names, planes, strict=True) if name != NONE}


def _of_palette(
    indices: Image.Image, space: Any, resources: Any, decode: Sequence[float], separator: Separator
) -> Mapping[str, Image.Image]:
    """Turn the palette into inks, then every pixel by it."""
    base = resolved(space[1], resources)
    colours = palette(space, max(1, colorants(base)))
    paints = [separator.paint(base, decoded(base, [part / 255 for part in entry]), None) for entry in colours]
    names = dict.fromkeys(name for paint in paints for name, _ in paint.amounts)
    turned = len(decode) == 2 and decode[0] > decode[1]
    table = {}
    for name in names:
        amounts = [round(255 * paint.amount(name)) for paint in paints][:256]
        amounts = amounts[::-1] if turned else amounts
        table[name] = _reduced(indices.point((amounts + [0] * 256)[:256]))
    return table


def _components(image: Any) -> Planes:
    """Return a picture's numbers as they are in the file, before Decode; those of an Indexed one as they are."""
    filters = image.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        return _of_jpeg(image.read_raw_bytes())
    if names == ["/JPXDecode"]:
        return _without_transparency(Image.open(io.BytesIO(image.read_raw_bytes()), formats=("JPEG2000",)))
    return _of_samples(image)


def _of_jpeg(data: bytes) -> Planes:
    picture = Image.open(io.BytesIO(data), formats=("JPEG",))
    picture.draft(None, (MOST_PIXELS, MOST_PIXELS))
    picture.load()
    planes = list(picture.split())
    # Pillow turns the numbers of Adobe's files round; a PDF says so itself.
    turned = picture.mode == "CMYK" and "adobe" in picture.info
    return [ImageChops.invert(plane) for plane in planes] if turned else planes


def _without_transparency(picture: Image.Image) -> Planes:
    picture.load()
    shown = {"LA": 1, "RGBA": 3}.get(picture.mode, len(picture.getbands()))
    if picture.mode.startswith("I"):
        return [picture.point(lambda value: value / 257).convert("L")]
    return list(picture.split())[:shown]


def _of_samples(image: Any) -> Planes:
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    bits = int(image.get("/BitsPerComponent", 8))
    data = image.read_bytes()
    if bits in (1, 2, 4):
        indexed = family(image.get("/ColorSpace")) == "/Indexed"
        if len(data) != (width * bits + 7) // 8 * height:
            raise ValueError("several components in one byte")
        plane = Image.frombytes("P", (width, height), data, "raw", f"P;{bits}" if bits > 1 else "P;1")
        plane = Image.frombytes("L", plane.size, plane.tobytes())
        return [plane if indexed else plane.point(lambda value: value * 255 // (2**bits - 1))]
    if bits == 16:
        data = data[::2]
    elif bits != 8:
        raise ValueError("an unknown number of bits")
    count = len(data) // (width * height) if width and height else 0
    if count == 0:
        raise ValueError("no pixels")
    size = width * height * count
    return [Image.frombytes("L", (width, height), data[index:size:count]) for index in range(count)]


def _reduced(plane: Image.Image) -> Image.Image:
    factor = math.ceil(max(plane.size) / MOST_PIXELS)
    return plane.reduce(factor) if factor > 1 else plane


def _mapped(plane: Image.Image, value: Callable[[float], int]) -> Image.Image:
    return plane.point([min(255, max(0, value(part / 255))) for part in range(256)])
