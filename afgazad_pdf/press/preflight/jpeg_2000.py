"""What a picture in JPEG 2000 says of itself (ISO/IEC 15444-1, annexes A and I), and what a press can read of it.

A press reads one, three or four colours, all of one depth, in a colour space that is told (ISO 32000-1, 7.4.9;
ISO 19005-2, 6.2.8.3, whose list PDF/X shares).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

CODESTREAM = b"\xff\x4f\xff\x51"
"""How a picture without boxes begins: the markers SOC and SIZ."""

CIEJAB = 19
"""The number of a colour space that only colour science uses."""

COUNTS = (1, 3, 4)
DEEPEST = 38
"""Bits of a colour."""

METHODS = (1, 2, 3)
"""How a colour space may be told: by number, by a simple profile, by any profile."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a picture."""

    depths: tuple[int, ...]
    """Bits of each channel."""
    opacities: int = 0
    """How many channels say what shows through."""
    spaces: tuple[tuple[int, int, int], ...] = ()
    """The colour spaces that are told: method, approximation, number."""

    def is_fit(self, *, own_colours: bool) -> bool:
        """Say whether a press can read it; with `own_colours`, the file itself does not name its colours."""
        if len(self.depths) - self.opacities not in COUNTS or len(set(self.depths)) != 1:
            return False
        if not 1 <= self.depths[0] <= DEEPEST:
            return False
        if not own_colours:
            return True
        told = [space for space in self.spaces if space[1] == 1] if len(self.spaces) > 1 else self.spaces
        return len(told) == 1 and told[0][0] in METHODS and (told[0][0] != 1 or told[0][2] != CIEJAB)


def is_jpeg_2000(image: Any) -> bool:
    """Say whether a picture is in JPEG 2000."""
    filters = image.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    return bool(names) and names[-1] == "/JPXDecode"


def read_jpeg_2000(data: bytes) -> Header | None:
    """Read the header of a picture; None where there is none."""
    try:
        if data.startswith(CODESTREAM):
            return Header(_depths_of_codestream(data))
        return _of_boxes(data)
    except (struct.error, IndexError):
        return None


def _of_boxes(data: bytes) -> Header | None:
    depths: tuple[int, ...] = ()
    opacities, palette = 0, False
    spaces = []
    for kind, content in _boxes(data):
        if kind == b"ihdr":
            count, depth = struct.unpack_from(">H", content, 8)[0], content[10]
            depths = (_depth(depth),) * count
        elif kind == b"bpcc":
            depths = tuple(map(_depth, content))
        elif kind == b"pclr":
            palette = True
            depths = tuple(map(_depth, content[3 : 3 + content[2]]))
        elif kind == b"cdef":
            entries = struct.iter_unpack(">HHH", content[2:])
            opacities = sum(kind in (1, 2) for _, kind, _ in entries)
        elif kind == b"colr":
            number = struct.unpack_from(">I", content, 3)[0] if content[0] == 1 else 0
            spaces.append((content[0], content[2], number))
        elif kind == b"jp2c" and not palette and 255 in depths:
            depths = _depths_of_codestream(content)
    return Header(depths, opacities, tuple(spaces)) if depths else None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield boxes with their content; those in the header's box one by one."""
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = len(data) if length == 0 else at + length
        if end < start:
            return
        if kind == b"jp2h":
            yield from _boxes(data[start:end])
        else:
            yield kind, data[start:end]
        at = end


def _depths_of_codestream(data: bytes) -> tuple[int, ...]:
    """Return the depths that the marker SIZ gives (annex A, 5.1)."""
    (count,) = struct.unpack_from(">H", data, 40)
    return tuple(_depth(data[42 + 3 * index]) for index in range(count))


def _depth(code: int) -> int:
    """Return the bits of a channel; 255 where each channel says its own."""
    return 255 if code == 255 else (code & 0x7F) + 1
