"""Colour spaces that show one plate: for gradients and pictures that are not divided colour by colour.

Such a space takes a colour's numbers and gives the grey of the plate, white where it gets no ink, by a function of
the file: a program (ISO 32000-1, 7.10.5) where the numbers are inks, else a table of what the profile makes of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from ..spaces import colorants, family
from .colours import ALL, PROCESS, Defined, Separator, component_ranges, defined, named_plates

STEPS: Mapping[int, int] = {1: 256, 3: 64, 4: 17}
"""Samples of each component in the table of a defined space, by how many it has; PDFium goes straight between them."""


def plate_space(space: Any, plate: str, separator: Separator, file: pikepdf.Pdf) -> Any:
    """Return what stands for a resolved space on a plate, made for a file."""
    names = named_plates(space)
    if family(space) == "/DeviceGray":
        return pikepdf.Name.DeviceGray if plate == PROCESS[3] else _stand_in(file, 1, _program(file, 1, None))
    source = None if names is not None or separator.is_own(space) else defined(space)
    if source is not None:
        count = colorants(space)
        if plate in PROCESS:
            return _stand_in(file, count, _table(file, space, count, PROCESS.index(plate), source, separator))
        return _stand_in(file, count, _program(file, count, None))
    names = PROCESS if names is None else names
    place = names.index(plate) if plate in names else names.index(ALL) if ALL in names else None
    return _stand_in(file, len(names), _program(file, len(names), place))


def _stand_in(file: pikepdf.Pdf, count: int, function: pikepdf.Object) -> pikepdf.Object:
    names = pikepdf.Array([pikepdf.Name(f"/Component{number}") for number in range(count)])
    return pikepdf.Array([pikepdf.Name.DeviceN, names, pikepdf.Name.DeviceGray, file.make_indirect(function)])


def _program(file: pikepdf.Pdf, count: int, place: int | None) -> pikepdf.Stream:
    """Return the function that takes one of several amounts and turns it into a grey; without a place, into white."""
    drop = "pop " * count
    if place is None:
        text = f"{{ {drop} 1 }}"
    else:
        text = f"{{ {count - 1 - place} index 1 exch sub {count + 1} 1 roll {drop} }}"
    domain = pikepdf.Array([0, 1] * count)
    return pikepdf.Stream(file, text.encode("ascii"), FunctionType=4, Domain=domain, Range=pikepdf.Array([0, 1]))


def _table(
    file: pikepdf.Pdf, space: Any, count: int, place: int, source: Defined, separator: Separator
) -> pikepdf.Stream:
    steps = STEPS.get(count, 2)
    ranges = component_ranges(space, count)
    amounts = _samples(separator, source, tuple(ranges), steps).getchannel(place)
    return pikepdf.Stream(
        file,
        ImageChops.invert(amounts).tobytes(),
        FunctionType=0,
        Domain=pikepdf.Array([limit for pair in ranges for limit in pair]),
        Range=pikepdf.Array([0, 1]),
        Size=pikepdf.Array([steps] * count),
        BitsPerSample=8,
    )


@lru_cache(maxsize=4)
def _samples(separator: Separator, source: Defined, ranges: tuple[tuple[float, float], ...], steps: int) -> Image.Image:
    """Return the inks of all samples in one row; the first component varies fastest (7.10.2)."""
    count = len(ranges)
    planes = []
    for index, (low, high) in enumerate(ranges):
        codes = [source.encoded(index, low + (high - low) * step / (steps - 1)) for step in range(steps)]
        row = b"".join(bytes([code]) * steps**index for code in codes)
        planes.append(Image.frombytes("L", (steps**count, 1), row * steps ** (count - 1 - index)))
    return separator.inks(planes[0] if count == 1 else Image.merge(source.mode, planes), source)
