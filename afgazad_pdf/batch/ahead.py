"""The warm process of a batch, started before its settings are read, where there seems to be work.

Nothing is locked or written yet: what is found here is a guess, and a wrong one costs a process that is killed, or
one that is started later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from ..errors import OutputError
from .folder import OutputFolder
from .journal import Journal
from .memory import Memory
from .shards import Shard
from .warm import WarmProcess


@contextmanager
def started_ahead(output: Path, shard: Shard | None, *, force: bool, load: str) -> Iterator[WarmProcess | None]:
    """Start a warm process for a batch into a folder, for `render_batch`; None where all seems to be made.

    At the end it is ended, whatever became of it.
    """
    log = _log() if force or _expects_work(output, shard) else None
    warm = WarmProcess(log, load) if log is not None else None
    try:
        yield warm
    finally:
        if warm is not None:
            warm.close()


def _expects_work(output: Path, shard: Shard | None) -> bool:
    """Look into the journals of a folder; one that cannot be read is the batch's to tell."""
    folder = OutputFolder(output, shard)
    try:
        return Memory(Journal(folder.journal, folder.other_journals())).expects_work()
    except (OutputError, OSError):
        return False


def _log() -> BinaryIO | None:
    """Return a file without a name; None where there is no room for one, so that the batch uses its own folder."""
    try:
        return cast(BinaryIO, TemporaryFile())
    except OSError:
        return None
