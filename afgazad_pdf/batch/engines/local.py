"""Jobs on this machine, in processes that are watched."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from ...errors import ResourceError
from ..slots import Ended, Slots, Task
from ..wire import Message


class LocalEngine:
    """A number of slots; the processes start with the first task, so that a batch without work starts none."""

    def __init__(self, jobs: int, start: Message, logs: Path) -> None:
        """Run `jobs` tasks at once; `start` is what the warm process is told, `logs` an existing folder."""
        self._slots = Slots(jobs, start, logs)
        self._stopping = False

    def prepare(self, load: str) -> None:
        """Have a module loaded, while the caller still finds out what is to be done."""
        self._slots.launch(load)

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks; raises ResourceError where workers cannot be started."""
        first = next(tasks, None)
        if first is None or self._stopping:
            return
        if not self._slots.warm:
            try:
                self._slots.__enter__()
            except ResourceError:
                if self._stopping:  # what was being started was ended
                    return
                raise
        yield from self._slots.run(itertools.chain([first], tasks), at_once=1 if alone else None)

    def stop(self) -> None:
        """Hand out no more tasks; where the workers only start, none of them does."""
        self._stopping = True
        self._slots.stopping = True
        if not self._slots.warm:
            self._slots.kill()

    def kill(self) -> None:
        """Kill the workers."""
        self.stop()
        self._slots.kill()

    def close(self) -> None:
        """End every process."""
        self._slots.__exit__(None, None, None)
