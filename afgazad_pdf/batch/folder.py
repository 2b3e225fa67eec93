"""The output folder of a batch: one batch at a time, and files that are whole or not there.

Everything that is not a result lies in the folder `.afgazad` in it: locks, journals, files that are being
written; what belongs to one shard of a batch, in a folder of its own there. They lie on the same file system as the
results, so that moving a finished file to its place is one step.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import OutputError
from .freshness import clock
from .locks import Held, Locks
from .shards import Shard

OWN = ".afgazad"
"""The folder in the output folder that holds what is not a result."""

JOURNAL_FILE = "journal.jsonl"

SHARDS = "shards"
"""The folder in it with a folder for each shard."""

NEEDED = 20_000_000
"""Bytes that must be free before anything is typeset."""


class OutputFolder:
    """The folder that a batch writes to, held by this process alone or with other shards; a context manager."""

    def __init__(self, path: Path, shard: Shard | None = None) -> None:
        """Name the folder; it is made when the batch begins. `shard`: the part of a batch that this is."""
        self.path = path.absolute()
        self.shard = shard
        self.own = self.path / OWN
        if shard is not None:
            self.own = self.own / SHARDS / shard.name
        self.temporary = self.own / "unfinished"
        self.logs = self.own / "logs"
        self.now = 0
        """The file system's time when the batch began, in nanoseconds."""
        self._locks = Locks()

    def __enter__(self) -> Self:
        """Make the folder, lock it, and try to write; raises OutputError."""
        try:
            self.own.mkdir(parents=True, exist_ok=True)
            self._hold()
            for folder in (self.temporary, self.logs):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
            self.now = clock(self.own)
            free = shutil.disk_usage(self.own).free
        except OutputError:  # one that says all already; it is an OSError too
            raise
        except OSError as fault:
            self._release()
            raise OutputError(f"{self.path} cannot be written: {fault.strerror or fault}. Check the folder.") from fault
        if free < NEEDED:
            self._release()
            raise OutputError(f"The disk of {self.path} is full: {free / 1e6:.0f} MB are left. Make room first.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the folder to the next batch."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        shutil.rmtree(self.logs, ignore_errors=True)
        self._release()

    @property
    def journal(self) -> Path:
        """The journal's file."""
        return self.own / JOURNAL_FILE

    def other_journals(self) -> tuple[Path, ...]:
        """Return the journals of other parts of batches in this folder, which know what they have made."""
        whole = self.path / OWN
        found = (whole / JOURNAL_FILE, *sorted((whole / SHARDS).glob(f"*/{JOURNAL_FILE}")))
        return tuple(file for file in found if file != self.journal)

    def publish(self, temporary: Path, output: str, size: int) -> int:
        """Move a finished PDF to its place; return the time of its last change, in nanoseconds.

        Raises OutputError where the disk does not take it, ValueError where the file is no whole PDF.
        """
        target = self.path / output
        try:
            check_whole(temporary, size)
            if target.parent != self.path:
                self._enter(target.parent)
            temporary.replace(target)
            _settle(target.parent)
            return target.stat().st_mtime_ns
        except OutputError:
            raise
        except OSError as fault:
            raise OutputError(f"{target} cannot be written: {fault.strerror or fault}.") from fault

    def _enter(self, folder: Path) -> None:
        """Make a folder in this one; raises OutputError where a link leads out of it."""
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(self.path.resolve()):
            raise OutputError(f"{folder} leads out of {self.path} by a link; take the link away.")

    def _hold(self) -> None:
        """Lock the folder; the locks end with this process, however that ends."""
        whole = self.path / OWN
        try:
            if self.shard is None:
                self._locks.hold_whole(whole)
            else:
                self._locks.hold_shard(whole, self.own, self.shard.count)
        except Held as holder:
            self._release()
            raise OutputError(
                f"Another batch is writing to {self.path}: process {holder}. Wait for it, or end it."
            ) from None

    def _release(self) -> None:
        self._locks.release()


def check_whole(file: Path, size: int) -> None:
    """Raise ValueError where a file is not the whole PDF that a worker said it wrote."""
    with file.open("rb") as stream:
        head = stream.read(5)
        length = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, length - 1024))
        tail = stream.read()
    if length != size or head != b"%PDF-" or b"%%EOF" not in tail:
        raise ValueError(f"{file.name} is no whole PDF: {length} of {size} bytes")


def _settle(folder: Path) -> None:
    """Have a folder's entries written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems have nothing to do here, and say so
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
