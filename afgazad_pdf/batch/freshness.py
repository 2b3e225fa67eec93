"""Whether a PDF is still what its article, pictures, paper, theme and program would make: the batch's cache.

What a PDF was made of is kept as traces of files. A trace whose size and time still stand needs no reading; where one
of them differs, the content decides, so that a file that was only touched makes nothing new. A file that was
not there leaves a trace too: a picture that appears later is a change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

RACY = 2_000_000_000
"""Nanoseconds: a file that changed so shortly before it was traced may change again with the same time; it is read."""

MOST_READ = 64_000_000
"""Bytes of a file that are read to know it again: more than any article, picture or profile may have."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A file as it was."""

    path: str
    size: int
    """In bytes; -1 for a file that was not there."""
    time: int
    """Of its last change, in nanoseconds; 0 where it cannot be relied on."""
    digest: str
    """SHA-256 of its content; empty for a file that was not there."""

    def row(self) -> list[Any]:
        """Return the trace as JSON has it."""
        return [self.path, self.size, self.time, self.digest]


def _digest_of(path: Path) -> str:
    """Name the content of a file by its first `MOST_READ` bytes; its size is compared beside."""
    whole, left = sha256(), MOST_READ
    with path.open("rb") as stream:
        while left and (piece := stream.read(min(left, 1 << 20))):
            whole.update(piece)
            left -= len(piece)
    return whole.hexdigest()


def trace(path: Path, *, now: int) -> Trace:
    """Return the trace of a file; `now` is the file system's time in nanoseconds (`clock`)."""
    try:
        if not path.is_file():  # to open a pipe is to wait for ever, and a device has no end
            return Trace(str(path), -1, 0, "")
        digest = _digest_of(path)
        facts = path.stat()
    except (OSError, ValueError):
        return Trace(str(path), -1, 0, "")
    reliable = now - facts.st_mtime_ns > RACY
    return Trace(str(path), facts.st_size, facts.st_mtime_ns if reliable else 0, digest)


def clock(folder: Path) -> int:
    """Return the time of a folder's file system in nanoseconds, by touching a file in it; raises OSError.

    The times of files are compared with this one, never with the machine's clock, which may differ from a server's.
    """
    file = folder / "clock"
    file.touch()
    return file.stat().st_mtime_ns


class Looker:
    """Compares traces with the files, each file once for the whole batch."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int] | None] = {}
        self._digests: dict[str, str] = {}

    def changed(self, traces: Iterable[Trace]) -> str | None:
        """Return the first file that is not as it was; None where all are."""
        return next((old.path for old in traces if self._differs(old)), None)

    def _differs(self, old: Trace) -> bool:
        now = self._stat(old.path)
        if now is None or old.size < 0:
            return now is not None or old.size >= 0
        if now[0] != old.size:
            return True
        if old.time and now[1] == old.time:
            return False
        return self._digest(old.path) != old.digest

    def _stat(self, path: str) -> tuple[int, int] | None:
        if path not in self._seen:
            try:
                facts = os.stat(path)  # noqa: PTH116  asked of every file of an archive, and four times as fast
                self._seen[path] = facts.st_size, facts.st_mtime_ns
            except OSError:
                self._seen[path] = None
        return self._seen[path]

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            try:
                self._digests[path] = _digest_of(Path(path))
            except OSError:
                self._digests[path] = ""
        return self._digests[path]


def configuration(parts: Mapping[str, object]) -> str:
    """Return a name for things that PDFs depend on and that are no file of the article.

    It is made of a digest of each thing, by name, so that `differing` can say what changed.
    """
    digests = (sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16] for said in parts.values())
    return ";".join(f"{name}={digest}" for name, digest in zip(parts, digests, strict=True))


def differing(old: str, new: str) -> str:
    """Name the things in which two configurations differ, in the order of the new one."""
    before = dict(part.partition("=")[::2] for part in old.split(";"))
    now = dict(part.partition("=")[::2] for part in new.split(";"))
    return ", ".join(name for name, digest in now.items() if before.get(name) != digest)


def content_of(folders: Iterable[Path], without: Path | None = None) -> str:
    """Return a name made from the content of folders, names of files included: of templates and fonts.

    What lies in the folder `without` does not count.
    """
    whole = sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            if without is not None and file.is_relative_to(without):
                continue
            whole.update(file.relative_to(folder).as_posix().encode("utf-8", "surrogatepass") + b"\0")
            with file.open("rb") as stream:
                whole.update(file_digest(stream, "sha256").digest())
        whole.update(b"\1")
    return whole.hexdigest()
