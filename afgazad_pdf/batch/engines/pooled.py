"""Jobs in a pool that the caller hands over: any executor of `concurrent.futures`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from concurrent.futures import Future as PoolFuture
from pathlib import Path

from ...errors import AfgazadError, ResourceError
from ..slots import Ended, Task
from .guarded import Orders, close_kept, guarded, kill_kept, settled
from .local import LocalEngine
from .windowed import Windowed

WINDOW = 2
"""Tasks in the pool for each that may run at once, so that no worker waits for this process."""


class PooledEngine(Windowed):
    """Tasks in the workers of an executor, whose end is its owner's affair.

    A pool that breaks, as `ProcessPoolExecutor` does when one of its processes is killed, costs nothing but the
    time of what it had: that, and all that is left, is done in processes of this machine.
    """

    def __init__(self, executor: Executor, jobs: int, orders: Orders) -> None:
        """Use an executor; `jobs` is how many of its workers are counted on."""
        super().__init__()
        self._executor, self._jobs, self._orders = executor, jobs, orders
        self._local: LocalEngine | None = None
        self._left: list[Task] = []

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks; raises ResourceError where the pool's workers cannot do them."""
        if self._local is None:
            yield from super().run(tasks, alone=alone)
        if self._local is not None:
            left, self._left = self._left, []
            yield from self._local.run(itertools.chain(left, tasks), alone=alone)

    def stop(self) -> None:
        """Hand out no more tasks."""
        super().stop()
        if self._local is not None:
            self._local.stop()

    def kill(self) -> None:
        """Kill what runs in threads and processes of this one; processes of the pool see the end of the batch."""
        super().kill()
        kill_kept(self._orders.batch)
        if self._local is not None:
            self._local.kill()

    def close(self) -> None:
        """Leave no process here, and nothing in the pool."""
        super().close()
        close_kept(self._orders.batch)
        if self._local is not None:
            self._local.close()

    def _window(self) -> int:
        return self._jobs * WINDOW

    def _submit(self, task: Task) -> PoolFuture[Ended] | None:
        if self._local is None:
            try:
                return self._executor.submit(guarded, self._orders, task)
            except RuntimeError:  # broken, or shut down by its owner
                self._break()
        self._left.append(task)
        return None

    def _ended(self, task: Task, future: PoolFuture[Ended]) -> Ended | None:
        try:
            return settled(future.result(), task)
        except (BrokenExecutor, CancelledError):
            self._break()
            self._left.append(task)
            return None
        except AfgazadError:
            raise
        except Exception as fault:
            raise ResourceError(f"The pool's workers cannot do the work: {type(fault).__name__}: {fault}.") from fault

    def _break(self) -> None:
        """Give the pool up; what is still in it comes to its end."""
        if self._local is None:
            self._local = LocalEngine(self._jobs, self._orders.start, Path(self._orders.logs))
            if self._stopping:
                self._local.stop()
