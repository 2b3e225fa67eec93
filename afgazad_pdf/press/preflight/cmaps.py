"""CMaps: from character codes to CIDs or to text (ISO 32000-1, 9.7.5 and 9.10.3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(rb"begin(codespacerange|bfchar|bfrange|cidchar|cidrange)\b(.*?)end\1\b", re.DOTALL)
_HEXADECIMAL = rb"<([0-9A-Fa-f\s]*)>"
_PAIR = re.compile(_HEXADECIMAL + rb"\s*" + _HEXADECIMAL)
_TEXT_RANGE = re.compile(_HEXADECIMAL + rb"\s*" + _HEXADECIMAL + rb"\s*(?:" + _HEXADECIMAL + rb"|\[([^\]]*)\])")
_ITEM = re.compile(_HEXADECIMAL)
_CID = re.compile(_HEXADECIMAL + rb"\s*(\d+)")
_CID_RANGE = re.compile(_HEXADECIMAL + rb"\s*" + _HEXADECIMAL + rb"\s*(\d+)")

LONGEST_LIST = 65536
"""Codes of one range that are looked at; two bytes have no more."""


@dataclass(frozen=True, slots=True)
class CodeMap:
    """What a CMap says."""

    spaces: tuple[tuple[int, int, int], ...]
    """Code spaces: number of bytes, first code, last code."""
    texts: dict[int, str]
    """The text of each code."""
    ranges: tuple[tuple[int, int, int], ...]
    """Ranges of CIDs, sorted: first code, last code, CID of the first."""

    def codes(self, string: bytes) -> Iterator[int]:
        """Yield the codes of a string; bytes outside all code spaces count as a code of the shortest length."""
        at = 0
        shortest = min((length for length, _, _ in self.spaces), default=1)
        while at < len(string):
            length = next((it for it in (1, 2, 3, 4) if self._has(string[at : at + it], it)), shortest)
            yield int.from_bytes(string[at : at + length])
            at += length

    def character(self, code: int) -> int:
        """Return the CID of a code, 0 where there is none."""
        at = bisect_right(self.ranges, code, key=lambda entry: entry[0]) - 1
        if at < 0 or code > self.ranges[at][1]:
            return 0
        return self.ranges[at][2] + code - self.ranges[at][0]

    def _has(self, piece: bytes, length: int) -> bool:
        code = int.from_bytes(piece)
        return len(piece) == length and any(
            length == bytes_ and first <= code <= last for bytes_, first, last in self.spaces
        )


def read_code_map(source: bytes) -> CodeMap:
    """Read a CMap; what cannot be understood is left out."""
    spaces: list[tuple[int, int, int]] = []
    texts: dict[int, str] = {}
    ranges: list[tuple[int, int, int]] = []
    for section in _SECTION.finditer(source):
        match section[1]:
            case b"codespacerange":
                spaces += [(len(_bytes(a)), _number(a), _number(b)) for a, b in _PAIR.findall(section[2])]
            case b"bfchar":
                texts.update((_number(code), _text(text)) for code, text in _PAIR.findall(section[2]))
            case b"bfrange":
                for entry in _TEXT_RANGE.finditer(section[2]):
                    texts.update(_text_range(entry))
            case b"cidchar":
                ranges += [(_number(code), _number(code), int(cid)) for code, cid in _CID.findall(section[2])]
            case b"cidrange":
                ranges += [(_number(a), _number(b), int(cid)) for a, b, cid in _CID_RANGE.findall(section[2])]
    return CodeMap(tuple(spaces), texts, tuple(sorted(ranges)))


def _text_range(entry: re.Match[bytes]) -> Iterator[tuple[int, str]]:
    first = _number(entry[1])
    if entry[3] is None:
        yield from ((first + offset, _text(text)) for offset, text in enumerate(_ITEM.findall(entry[4])))
        return
    start = _bytes(entry[3])
    if not start:
        return
    head, last = start[:-2], int.from_bytes(start[-2:])
    for offset in range(min(_number(entry[2]) - first + 1, LONGEST_LIST)):
        unit = (last + offset) & 0xFFFF
        yield first + offset, (head + unit.to_bytes(2)).decode("utf-16-be", "replace")


def _bytes(digits: bytes) -> bytes:
    text = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(text + "0" * (len(text) % 2))


def _number(digits: bytes) -> int:
    return int.from_bytes(_bytes(digits))


def _text(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")
