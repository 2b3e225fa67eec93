"""Where the jobs of a batch run: here, in a pool that somebody hands over, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..slots import Ended, Task


class Engine(Protocol):
    """Runs tasks; every one of them ends, and the death of one costs no other."""

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks and yield how each ended, in any order; `alone`: one at a time, with nothing beside it."""

    def stop(self) -> None:
        """Hand out no more tasks; those that run come to their end."""

    def kill(self) -> None:
        """End what runs."""

    def close(self) -> None:
        """Leave no process behind."""
