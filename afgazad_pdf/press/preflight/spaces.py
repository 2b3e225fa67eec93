"""Colour spaces, down to those of devices (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

DEEPEST = 8
"""Spaces in spaces; a file with more names a space inside itself."""

ABBREVIATIONS: Mapping[str, str] = {
    "/G": "/DeviceGray",
    "/RGB": "/DeviceRGB",
    "/CMYK": "/DeviceCMYK",
    "/I": "/Indexed",
}
"""What inline images may write instead (table 93)."""

DEFAULTS: Mapping[str, str] = {
    "/DeviceGray": "/DefaultGray",
    "/DeviceRGB": "/DefaultRGB",
    "/DeviceCMYK": "/DefaultCMYK",
}
"""The names in the resources of what stands for a device's colours (8.6.5.6)."""

COLORANTS: Mapping[str, int] = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
    "/Separation": 1,
    "/Indexed": 1,
}

PROCESS = frozenset(("/Cyan", "/Magenta", "/Yellow", "/Black", "/All", "/None"))
"""Colorants that are no further ink."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A space at the bottom of another one."""

    family: str
    """Such as ``/DeviceRGB`` or ``/ICCBased``."""
    space: Any
    """As it is in the file."""
    alternate: str | None = None
    """The ink for which it stands in, where it is the alternate of one."""


def bases(space: Any, resources: Any) -> Iterator[Basis]:
    """Yield what a space comes down to; what default spaces stand for is a device's no longer."""
    yield from _bases(space, resources, None, 0)


def family(space: Any) -> str:
    """Return a space's family."""
    name = space[0] if isinstance(space, pikepdf.Array) and len(space) else space
    text = str(name) if isinstance(name, pikepdf.Name | str) else ""
    return ABBREVIATIONS.get(text, text)


def resolved(space: Any, resources: Any) -> Any:
    """Return the space that a name of the resources means; one of a device stays, unless a default stands for it."""
    listed = resources.get("/ColorSpace", {}) if resources is not None else {}
    name = family(space)
    if name in DEFAULTS:
        return listed.get(DEFAULTS[name], name)
    if not isinstance(space, pikepdf.Array) and name in listed:
        return listed[name]
    return space


def inks(space: Any) -> tuple[str, ...]:
    """Return the further inks that a space prints with, by name."""
    kind = family(space)
    if kind == "/Separation":
        return _further([space[1]])
    if kind == "/DeviceN":
        return _further(list(space[1]))
    return inks(space[1]) if kind == "/Indexed" else ()


def colorants(space: Any) -> int:
    """Return how many numbers a colour of a space has; 0 where that is not known."""
    kind = family(space)
    if kind == "/ICCBased":
        return int(space[1].get("/N", 0))
    return len(space[1]) if kind == "/DeviceN" else COLORANTS.get(kind, 0)


def _further(names: list[Any]) -> tuple[str, ...]:
    return tuple(str(name)[1:] for name in names if str(name) not in PROCESS)


def _bases(space: Any, resources: Any, alternate: str | None, depth: int) -> Iterator[Basis]:
    space = resolved(space, resources)
    kind = family(space)
    if depth > DEEPEST or not kind:
        return
    if kind in ("/Indexed", "/Pattern"):
        if isinstance(space, pikepdf.Array) and len(space) > 1:
            yield from _bases(space[1], resources, alternate, depth + 1)
    elif kind in ("/Separation", "/DeviceN"):
        names = list(space[1]) if kind == "/DeviceN" else [space[1]]
        yield from _bases(space[2], resources, ", ".join(str(name)[1:] for name in names), depth + 1)
    else:
        yield Basis(kind, space, alternate)
