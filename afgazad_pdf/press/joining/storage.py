"""What several parts have alike, stored once: fonts, pictures, profiles, colour spaces, states, streams of any kind."""

from __future__ import annotations

import hashlib
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name

Digest = bytes
Number = tuple[int, int]
"""Of an indirect object: its number and generation."""

OWN = frozenset({"/Parent", "/P", "/StructParent", "/StructParents"})
"""Entries of objects that have a place of their own in the document, so that two alike are still two."""

_REFERENCE = b" R"


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
        made = self.pdf.make_stream(zlib.compress(data, 9))
        made.Filter = Name.FlateDecode
        return self.settle(made)

    def _settle(self, item: pikepdf.Object) -> tuple[Digest, pikepdf.Object]:
        if not isinstance(item, pikepdf.Object):
            return repr(item).encode(), item
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
            raw = end_plainly(item)
            entries = {key: self._entry(item, key) for key in sorted(item.keys()) if key != "/Length"}
            return _hashed(b"stream", _joined(entries), raw)
        if isinstance(item, Dictionary | Array):
            source = item.unparse(resolved=True)
            if _REFERENCE not in source:
                return _hashed(b"direct", source)
            if isinstance(item, Array):
                return _hashed(b"array", *(self._entry(item, index) for index in range(len(item))))
            return _hashed(b"dictionary", _joined({key: self._entry(item, key) for key in sorted(item.keys())}))
        return _hashed(b"direct", item.unparse(resolved=True))

    def _entry(self, item: pikepdf.Object, key: str | int) -> Digest:
        """Settle one entry of a dictionary or array, and return its digest."""
        if key in OWN:
            self._own += 1
            return b"own %d" % self._own
        inner = item[key]
        digest, kept = self._settle(inner)
        if kept is not inner:
            item[key] = kept
        return digest


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


def _joined(entries: dict[str, Digest]) -> bytes:
    return _hashed(*(piece for key, digest in entries.items() for piece in (key.encode(), digest)))


def _hashed(*pieces: bytes) -> Digest:
    """Return the digest of some pieces; the length of each is part of it, so that no two lists look alike."""
    result = hashlib.sha256()
    for piece in pieces:
        result.update(b"%d:" % len(piece))
        result.update(piece)
    return result.digest()
