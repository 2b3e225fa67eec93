"""Colours in the content of a PDF turned into inks, before it is written.

The engine knows colours of screens. Its content streams are lists of operators, so each colour is found exactly:
``r g b rg`` for what is filled and ``RG`` for what is stroked (ISO 32000-1, 8.6.8), a pair of ``cs`` and ``scn`` for
colours in Lab and CMYK. The layout stays what it is on screens, to the last position.

Masks are not colours: what is painted into one says how much of something shows, and becomes a grey.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .inks import Colour, Ink, Palette

Pdf = Any

_RGB = re.compile(rb"([\d.e-]+) ([\d.e-]+) ([\d.e-]+) (rg|RG)")
_SPACE = re.compile(rb"/(DeviceCMYK|lab-d50|lab-d65) (cs|CS)")
_SPECIAL = re.compile(rb"([\d.e -]+) (?:scn|SCN|sc|SC)")
_REFERENCE = re.compile(rb"(\d+) \d+ R")


def convert_colours(pdf: Pdf, objects: Any, palette: Palette) -> tuple[Colour, ...]:
    """Turn every colour of a PDF into inks; returns those of which nobody has said how they are printed."""
    return _Converter(pdf, objects, palette).convert()


def uses_transparency(pdf: Pdf) -> bool:
    """Say whether anything on the pages is not opaque."""
    return any(
        "SMask" in state or state.get("ca", 1) != 1 or state.get("CA", 1) != 1 or "BM" in state
        for resources in _resources(pdf)
        for state in resources.get("ExtGState", {}).values()
    )


def images_in_rgb(pdf: Pdf, objects: Any) -> bool:
    """Say whether a picture is left in colours of a screen."""
    return any(
        item.extra.get("ColorSpace") == "/DeviceRGB"
        for item in pdf.objects
        if isinstance(item, objects.Stream) and item.extra.get("Subtype") == "/Image"
    )


def content_streams(pdf: Pdf, objects: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield every stream of operators, of pages, forms and patterns, with its resources."""
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for page in pages:
        yield pdf.objects[_number(page["Contents"])], _resolved(pdf, page["Resources"])
    for item in [*pdf.objects]:
        if isinstance(item, objects.Stream) and _is_drawn(item) and "Resources" in item.extra:
            yield item, _resolved(pdf, item.extra["Resources"])


def _is_drawn(stream: Any) -> bool:
    """Say whether a stream is a form or pattern."""
    entries: dict[str, Any] = stream.extra
    return entries.get("Subtype") == "/Form" or entries.get("Type") == "/Pattern"


def _resolved(pdf: Pdf, item: Any) -> dict[str, Any]:
    found: dict[str, Any] = item if isinstance(item, dict) else pdf.objects[_number(item)]
    return found


def _number(reference: Any) -> int:
    """Return the number of an object that is referred to; 0, which is none, for what is no reference."""
    text = reference if isinstance(reference, bytes) else str(reference).encode("ascii", "replace")
    match = _REFERENCE.fullmatch(text)
    return int(match[1]) if match else 0


def _resources(pdf: Pdf) -> Iterator[dict[str, Any]]:
    for item in pdf.objects:
        if isinstance(item, dict) and "ExtGState" in item:
            yield item


@dataclass
class _Converter:
    pdf: Pdf
    objects: Any
    palette: Palette
    unknown: dict[Colour, None] = field(default_factory=dict)

    def convert(self) -> tuple[Colour, ...]:
        masks = self.masks()
        contents = {_number(page["Contents"]) for page in self.pages()}
        for number, item in enumerate(self.pdf.objects):
            in_mask = number in masks
            if isinstance(item, self.objects.Stream):
                if number in contents or _is_drawn(item):
                    item.stream = [*self.operators(item.stream, in_mask)]
                group = item.extra.get("Group")
                if group and group.get("CS") == "/DeviceRGB":
                    group["CS"] = "/DeviceGray" if in_mask else "/DeviceCMYK"
            elif isinstance(item, dict) and item.get("ColorSpace") == "/DeviceRGB" and "ShadingType" in item:
                item["ColorSpace"] = "/DeviceGray" if in_mask else "/DeviceCMYK"
                self.function(item["Function"], in_mask)
        return tuple(self.unknown)

    def pages(self) -> Iterator[dict[str, Any]]:
        return (item for item in self.pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page")

    def masks(self) -> set[int]:
        """Return the numbers of all that is drawn into masks: groups, and what they use."""
        waiting = [
            _number(state["SMask"]["G"])
            for resources in _resources(self.pdf)
            for state in resources["ExtGState"].values()
            if isinstance(state, dict) and "SMask" in state
        ]
        found: set[int] = set()
        while waiting:
            number = waiting.pop()
            if not number or number in found:
                continue
            found.add(number)
            item = self.pdf.objects[number]
            inner = item.extra.get("Resources", {}) if isinstance(item, self.objects.Stream) else {}
            if not isinstance(inner, dict):
                inner = _resolved(self.pdf, inner)
            for kind in ("XObject", "Pattern", "Shading"):
                waiting += [_number(used) for used in inner.get(kind, {}).values()]
        return found

    def operators(self, items: Iterable[Any], in_mask: bool) -> Iterator[Any]:
        """Yield the operators of a content stream, colours as inks."""
        space: bytes | None = None
        for item in items:
            data = item.encode("latin-1") if isinstance(item, str) else item
            if not isinstance(data, bytes) or len(data) > 100:
                yield item
                continue
            if match := _SPACE.fullmatch(data):
                space, stroke = match[1], match[2] == b"CS"
                continue
            if space and (match := _SPECIAL.fullmatch(data)):
                yield self.special(space, [float(part) for part in match[1].split()], stroke, in_mask)
                space = None
                continue
            space = None
            if match := _RGB.fullmatch(data):
                colour = _colour(float(part) for part in match.groups()[:3])
                yield self.operator(colour, match[4] == b"RG", in_mask)
            else:
                yield item

    def special(self, space: bytes, parts: list[float], stroke: bool, in_mask: bool) -> bytes:
        if space != b"DeviceCMYK":
            return self.operator(_from_lab(*parts), stroke, in_mask)
        ink = Ink(*parts)
        if in_mask:
            return _grey(1 - ink.in_black.black, stroke)
        return _inked(ink.in_black if self.palette.grey else ink, stroke)

    def operator(self, colour: Colour, stroke: bool, in_mask: bool) -> bytes:
        return _grey(colour.lightness, stroke) if in_mask else _inked(self.ink(colour), stroke)

    def ink(self, colour: Colour) -> Ink:
        if not self.palette.knows(colour):
            self.unknown[colour] = None
        return self.palette.ink(colour)

    def function(self, function: Any, in_mask: bool) -> None:
        """Turn the colours between which a gradient runs (ISO 32000-1, 7.10.3) into inks; stitched ones each."""
        for inner in function.get("Functions", ()):
            self.function(inner, in_mask)
        for end in ("C0", "C1"):
            if end in function:
                colour = _colour(function[end])
                parts = (colour.lightness,) if in_mask else self.ink(colour)
                function[end] = self.objects.Array(parts)


def _colour(parts: Iterable[float]) -> Colour:
    return Colour(*(min(255, max(0, round(part * 255))) for part in parts))


def _inked(ink: Ink, stroke: bool) -> bytes:
    return " ".join([*(f"{part:g}" for part in ink), "K" if stroke else "k"]).encode("ascii")


def _grey(lightness: float, stroke: bool) -> bytes:
    return f"{lightness:g} {'G' if stroke else 'g'}".encode("ascii")


def _from_lab(lightness: float, a: float, b: float) -> Colour:
    """Return a colour in Lab under D50 in sRGB (CSS Color 4, 10.2 and 10.12); D65 is near enough here."""
    fy = (lightness + 16) / 116
    x, y, z = (
        white * (part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29))
        for white, part in zip((0.9643, 1.0, 0.8251), (fy + a / 500, fy, fy - b / 200), strict=True)
    )
    linear = (
        3.1341 * x - 1.6174 * y - 0.4907 * z,
        -0.9788 * x + 1.9161 * y + 0.0335 * z,
        0.0719 * x - 0.2290 * y + 1.4052 * z,
    )
    return _colour(12.92 * part if part <= 0.0031308 else 1.055 * max(part, 0) ** (1 / 2.4) - 0.055 for part in linear)
