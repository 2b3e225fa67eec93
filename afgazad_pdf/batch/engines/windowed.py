"""What all pools have in common: a bounded number of tasks is handed over, and ends are taken as they come.

The list of tasks may be as long as it likes; no more than a window of it exists at once, here or in the pool.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from ..slots import Ended, Task

PAUSE = 0.5
"""Seconds between two looks at a pool from which nothing is heard."""


class Future(Protocol):
    """What the futures of `concurrent.futures` and of dask have in common."""

    def add_done_callback(self, fn: Callable[[Any], Any], /) -> Any:
        """Have a function called at its end, however it ends."""

    def cancel(self) -> Any:
        """Take it back where it has not begun."""


class Windowed(ABC):
    """An engine over a pool of futures."""

    def __init__(self) -> None:
        self._stopping = self._killed = False
        self._flying: dict[int, tuple[Task, Future]] = {}
        self._done: SimpleQueue[int | None] = SimpleQueue()

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks; raises ResourceError where the pool cannot do them."""
        self._done = SimpleQueue()
        while True:
            self._hand_over(tasks, 1 if alone else self._window())
            if self._killed:
                self._cancel()
                return
            if not self._flying:
                return
            try:
                number = self._done.get(timeout=PAUSE)
            except Empty:
                self._look()
                continue
            if number in self._flying and not self._killed:
                ended = self._ended(*self._flying[number])
                del self._flying[number]
                if ended is not None:
                    yield ended

    def stop(self) -> None:
        """Hand out no more tasks."""
        self._stopping = True

    def kill(self) -> None:
        """Take back what has not begun, and wait for nothing more; what runs ends soon after the batch."""
        self._stopping = self._killed = True
        self._done.put(None)

    def close(self) -> None:
        """Leave nothing in the pool."""
        self._killed = True
        self._cancel()

    @abstractmethod
    def _submit(self, task: Task) -> Future | None:
        """Hand a task to the pool; None where it takes no more."""

    @abstractmethod
    def _ended(self, task: Task, future: Any) -> Ended | None:
        """Say how a task ended; None for one that is to be done elsewhere."""

    @abstractmethod
    def _window(self) -> int:
        """Return how many tasks may be in the pool at once."""

    def _look(self) -> None:  # noqa: B027  most pools say by themselves when something is wrong
        """See whether the pool is still there; raises ResourceError."""

    def _hand_over(self, tasks: Iterator[Task], most: int) -> None:
        """Fill the window."""
        while len(self._flying) < most:
            if self._stopping or (task := next(tasks, None)) is None:
                return
            future = self._submit(task)
            if future is None:
                return
            self._flying[task.number] = task, future
            future.add_done_callback(_Tell(self._done, task.number))

    def _cancel(self) -> None:
        for _, future in self._flying.values():
            future.cancel()
        self._flying.clear()


class _Tell:
    """Puts the number of a task into a queue when its future ends."""

    def __init__(self, done: SimpleQueue[int | None], number: int) -> None:
        self._done, self._number = done, number

    def __call__(self, future: object) -> None:
        self._done.put(self._number)
