"""What several parts have alike, stored once: fonts, pictures, profiles, colour spaces, states, streams of any kind."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Digest = bytes
Number = tuple[int, int]
"""Of an indirect object: its number and generation."""

OWN = frozenset({"/Parent", "/P", "/StructParent", "/StructParents"})
"""Entries of objects that have a place of their own in the document, so that two alike are still two."""

_REFERENCE = b" R"

SHORT = 200
"""In bytes: what is shorter stands for itself, without being hashed."""


class Storage:
    """The objects of a file by their content.

    Of all objects that are given to it, those with the same content, down to the last bytes of their streams, become
    the one that came first.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Begin with nothing stored."""
        self.pdf = pdf
        self._own = 0
        self._kept: dict[Digest, pikepdf.Object] = {}
        self._settled: dict[Number, tuple[Digest, pikepdf.Object]] = {}

    def settle(self, item: pikepdf.Object) -> pikepdf.Object:
        """Return the object that stands for an object, after all that it refers to has been settled."""
        return self._settle(item)[1]

    def settle_entries(self, entries: pikepdf.Object, *keys: str) -> None:
        """Settle some entries of a dictionary."""
        for key in keys:
            if key in entries:
                item = entries[key]
                kept = self.settle(item)
                if kept is not item:
                    entries[key] = kept

    def stream(self, data: bytes) -> pikepdf.Object:
        """Return a compressed stream of data, a stored one where there is one."""
        made = self.pdf.make_stream(zlib.compress(data))
        made.Filter = Name.FlateDecode
        return self.settle(made)

    def _settle(self, item: pikepdf.Object) -> tuple[Digest, pikepdf.Object]:
        if not isinstance(item, pikepdf.Object):
            return b"=%a" % (item,), item
        if not item.is_indirect:
            return self._digest(item), item
        number = item.objgen
        if number not in self._settled:
            # In a circle nothing is like anything else: the number is the object's alone.
            self._settled[number] = b"%d %d" % number, item
            digest = self._digest(item)
            kept = self._kept.setdefault(digest, item)
            self._settled[number] = digest, kept
        return self._settled[number]

    def _digest(self, item: pikepdf.Object) -> Digest:
        """Return what tells an object from all others of other content; settles what is in it."""
        if isinstance(item, pikepdf.Stream):
            return _hashed(b"stream", *self._entries(item, item.items()), b"data", end_plainly(item))
        source = item.unparse(resolved=True)
        if _REFERENCE not in source or not isinstance(item, Dictionary | Array):
            return b"=" + source if len(source) < SHORT else _hashed(b"direct", source)
        if isinstance(item, Array):
            return _hashed(b"array", *self._entries(item, enumerate(item)))
        return _hashed(b"dictionary", *self._entries(item, item.items()))

    def _entries(self, item: pikepdf.Object, entries: Iterable[tuple[str | int, Any]]) -> Iterator[Digest]:
        """Settle the entries of a dictionary or array; yields keys and digests."""
        for key, inner in entries:
            if key == "/Length":
                continue
            if key in OWN:
                self._own += 1
                digest, kept = b"own %d" % self._own, inner
            else:
                digest, kept = self._settle(inner)
            if kept is not inner:
                item[key] = kept
            yield b"%a" % key
            yield digest


def end_plainly(stream: pikepdf.Object) -> bytes:
    """Let a stream not end so that its length can be misread; returns its bytes as stored.

    Where data end in a carriage return, the line feed after them looks like one end-of-line marker with it
    (ISO 32000-2, 7.3.8.1), and validators find the Length wrong. Compressed once more they end in another way.
    """
    raw = bytes(stream.read_raw_bytes())
    while raw.endswith(b"\r"):
        raw = zlib.compress(raw, 9)
        filters = _listed(stream.get("/Filter"))
        parameters = _listed(stream.get("/DecodeParms"))
        stream.write(raw, filter=Array([Name.FlateDecode, *filters]))
        if parameters:
            stream.DecodeParms = Array([None, *parameters])
    return raw


def _listed(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _hashed(*pieces: bytes) -> Digest:
    """Return the digest of some pieces; the length of each is part of it, so that no two lists look alike."""
    return hashlib.sha256(b"".join(b"%d:%b" % (len(piece), piece) for piece in pieces)).digest()
