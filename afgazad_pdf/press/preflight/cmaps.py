"""CMaps: from character codes to CIDs or to text (ISO 32000-1, 9.7.5 and 9.10.3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

_BEGIN = re.compile(rb"begin(codespacerange|bfchar|bfrange|cidchar|cidrange)\b")
_HEXADECIMAL = rb"<([0-9A-Fa-f\s]*)>"
_PAIR = re.compile(_HEXADECIMAL + rb"\s*" + _HEXADECIMAL)
_TEXT_RANGE = re.compile(_HEXADECIMAL + rb"\s*" + _HEXADECIMAL + rb"\s*(?:" + _HEXADECIMAL + rb"|\[([^\]\[]*)\])")
_ITEM = re.compile(_HEXADECIMAL)
_CID = re.compile(_HEXADECIMAL + rb"\s*(\d+)")
_CID_RANGE = re.compile(_HEXADECIMAL + rb"\s*" + _HEXADECIMAL + rb"\s*(\d+)")

MOST_CODES = 300_000
"""Codes that are looked at, all ranges together; a file with more is made to tie a program up."""


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
    text_ranges: list[Iterator[tuple[int, str]]] = []
    ranges: list[tuple[int, int, int]] = []
    for kind, section in _sections(source):
        match kind:
            case b"codespacerange":
                spaces += [(len(_bytes(a)), _number(a), _number(b)) for a, b in _PAIR.findall(section)]
            case b"bfchar":
                texts.update((_number(code), _text(text)) for code, text in _PAIR.findall(section))
            case b"bfrange":
                text_ranges += map(_text_range, _TEXT_RANGE.finditer(section))
            case b"cidchar":
                ranges += [(_number(code), _number(code), int(cid)) for code, cid in _CID.findall(section)]
            case b"cidrange":
                ranges += [(_number(a), _number(b), int(cid)) for a, b, cid in _CID_RANGE.findall(section)]
    texts.update(islice(chain.from_iterable(text_ranges), MOST_CODES))
    return CodeMap(tuple(spaces), texts, tuple(sorted(ranges)))


def _sections(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the lists of a CMap, with the words that begin them."""
    at = 0
    while begin := _BEGIN.search(source, at):
        end = source.find(b"end" + begin[1], begin.end())
        if end < 0:
            return
        yield begin[1], source[begin.end() : end]
        at = end


def _text_range(entry: re.Match[bytes]) -> Iterator[tuple[int, str]]:
    first = _number(entry[1])
    if entry[3] is None:
        yield from ((first + offset, _text(text)) for offset, text in enumerate(_ITEM.findall(entry[4])))
        return
    start = _bytes(entry[3])
    if not start:
        return
    head, last = start[:-2], int.from_bytes(start[-2:])
    for offset in range(_number(entry[2]) - first + 1):
        unit = (last + offset) & 0xFFFF
        yield first + offset, (head + unit.to_bytes(2)).decode("utf-16-be", "replace")


def _bytes(digits: bytes) -> bytes:
    text = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(text + "0" * (len(text) % 2))


def _number(digits: bytes) -> int:
    return int.from_bytes(_bytes(digits))


def _text(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")
