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
        self._jobs, self._start, self._logs = jobs, start, logs
        self._slots: Slots | None = None
        self._stopping = False

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks; raises ResourceError where workers cannot be started."""
        first = next(tasks, None)
        if first is None or self._stopping:
            return
        if self._slots is None:
            self._slots = Slots(self._jobs, self._start, self._logs)
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
        if self._slots is not None:
            self._slots.stopping = True
            if not self._slots.warm:
                self._slots.kill()

    def kill(self) -> None:
        """Kill the workers."""
        self.stop()
        if self._slots is not None:
            self._slots.kill()

    def close(self) -> None:
        """End every process."""
        if self._slots is not None:
            self._slots.__exit__(None, None, None)
        self._slots = None
