"""Jobs on this machine, in processes that are watched."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from ...errors import AfgazadError
from ..slots import Ended, Slots, Task
from ..warm import WarmProcess
from ..wire import Message


class LocalEngine:
    """A number of slots; the processes start with the first task, so that a batch without work starts none."""

    def __init__(self, jobs: int, start: Message, logs: Path, warm: WarmProcess | None = None) -> None:
        """Run `jobs` tasks at once; `start` is what the warm process is told, `logs` an existing folder.

        `warm` is a warm process that was started already; it ends with the engine.
        """
        self._slots = Slots(jobs, start, logs, warm=warm)
        self._stopping = False

    def prepare(self, load: str) -> None:
        """Have a module loaded, while the caller still finds out what is to be done."""
        self._slots.launch(load)

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks; raises ResourceError where workers cannot be started, and what `Slots` raises."""
        first = next(tasks, None)
        if first is None or self._stopping:
            return
        if not self._slots.ready:
            try:
                self._slots.__enter__()
            except AfgazadError:
                if self._stopping:  # what was being started was ended
                    return
                raise
        yield from self._slots.run(itertools.chain([first], tasks), at_once=1 if alone else None)

    def stop(self) -> None:
        """Hand out no more tasks; where the workers only start, none of them does."""
        self._stopping = True
        self._slots.stopping = True
        if not self._slots.ready:
            self._slots.kill()

    def kill(self) -> None:
        """Kill the workers."""
        self.stop()
        self._slots.kill()

    def close(self) -> None:
        """End every process."""
        self._slots.__exit__(None, None, None)
