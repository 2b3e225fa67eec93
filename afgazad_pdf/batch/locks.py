"""Locks of an output folder: one batch at a time, or the shards of one, each of them once.

Locks are those of the file system (flock), so that they end with their process however that ends; on NFS they hold
between machines from version 4 on. The file holds who has it, for messages alone.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from pathlib import Path
from typing import Self

WHOLE = "lock"
"""The lock's file in the folder `.afgazad`."""


class Held(Exception):
    """Another process has a lock; the text names it."""


class Locks:
    """The locks that this process has."""

    def __init__(self) -> None:
        self._descriptors: list[int] = []

    def hold_whole(self, own: Path) -> Self:
        """Hold a folder alone, shards included; raises Held and OSError."""
        self._hold(own / WHOLE, fcntl.LOCK_EX)
        return self

    def hold_shard(self, own: Path, folder: Path, count: int) -> Self:
        """Hold the folder of one of `count` shards; raises Held and OSError.

        Others of the same count may run beside it. A batch without shards, or with another count, would make
        some of the same articles.
        """
        self._hold(own / WHOLE, fcntl.LOCK_SH)
        counts = own / "shards"
        self._hold(counts / f"of-{count}.lock", fcntl.LOCK_SH)
        for other in sorted(counts.glob("of-*.lock")):
            if other.name != f"of-{count}.lock":
                trial = Locks()
                trial._hold(other, fcntl.LOCK_EX)
                trial.release()
        self._hold(folder / WHOLE, fcntl.LOCK_EX)
        return self

    def release(self) -> None:
        """Let all go."""
        for descriptor in self._descriptors:
            os.close(descriptor)
        self._descriptors = []

    def _hold(self, file: Path, kind: int) -> None:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except OSError as fault:
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
            os.close(descriptor)
            if fault.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise Held(holder or "unknown") from None
        self._descriptors.append(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} on {socket.gethostname()}".encode("utf-8", "replace"), 0)
