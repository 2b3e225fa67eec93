"""The output folder of a batch: one batch at a time, and files that are whole or not there.

Everything that is not a result lies in the folder `.afgazad` in it: the lock, the journal, files that are being
written. They lie on the same file system as the results, so that moving a finished file to its place is one step.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import OutputError
from .freshness import clock

OWN = ".afgazad"
"""The folder in the output folder that holds what is not a result."""

NEEDED = 20_000_000
"""Bytes that must be free before anything is typeset."""


class OutputFolder:
    """The folder that a batch writes to, held by this process alone; a context manager."""

    def __init__(self, path: Path) -> None:
        """Name the folder; it is made when the batch begins."""
        self.path = path.absolute()
        self.own = self.path / OWN
        self.temporary = self.own / "unfinished"
        self.logs = self.own / "logs"
        self.now = 0
        """The file system's time when the batch began, in nanoseconds."""
        self._lock: int | None = None

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

    def publish(self, temporary: Path, output: str, size: int) -> int:
        """Move a finished PDF to its place; return the time of its last change, in nanoseconds.

        Raises OutputError where the disk does not take it, ValueError where the file is no whole PDF.
        """
        target = self.path / output
        try:
            check_whole(temporary, size)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.parent.resolve().is_relative_to(self.path.resolve()):
                raise OutputError(f"{target.parent} leads out of {self.path} by a link; take the link away.")
            temporary.replace(target)
            _settle(target.parent)
            return target.stat().st_mtime_ns
        except OSError as fault:
            raise OutputError(f"{target} cannot be written: {fault.strerror or fault}.") from fault

    def _hold(self) -> None:
        """Lock the folder; the lock ends with this process, however that ends."""
        self._lock = os.open(self.own / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            if fault.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            holder = os.pread(self._lock, 40, 0).decode("ascii", "replace").strip()
            self._release()
            raise OutputError(
                f"Another batch is writing to {self.path}: process {holder or 'unknown'}. Wait for it, or end it."
            ) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode("ascii"), 0)

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None


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
