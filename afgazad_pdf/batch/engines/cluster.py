"""Jobs on a cluster of dask.distributed; an optional dependency, loaded when a cluster is used.

The scheduler's memory is not the truth, the journal is: a cluster that is lost costs what was not finished. A task may
run twice, when a machine that was thought lost comes back; each try writes a file of its own, so that this does no
harm. All machines see articles and output under the same names, and have the same versions installed.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from ...errors import ContentError, EnvironmentFault, ResourceError, TemplateError
from ..slots import Ended, Task
from . import apart
from .guarded import SHARED, Orders, difference, guarded, settled, survey
from .windowed import Windowed

if TYPE_CHECKING:
    import distributed

WINDOW = 2
"""Tasks on the cluster for each of its threads."""

LOOK = 10.0
"""Seconds between two questions how many workers there are."""

CONNECTION = 15.0
"""Seconds to wait for a scheduler."""

PATIENCE = 60.0
"""Seconds to wait for a first worker, or another one where all were lost."""

HERE = "127.0.0.1:0"
"""Any free port of this machine that others cannot reach; without it, pages of state are offered to the network."""

INSTALL = 'Install it with: pip install "afgazad-pdf[cluster]"'


class ClusterEngine(Windowed):
    """Tasks on the workers of a scheduler, or of a cluster of processes on this machine."""

    def __init__(self, scheduler: str | None, jobs: int, orders: Orders, *, patience: float = PATIENCE) -> None:
        """Use the scheduler at an address such as ``tcp://10.0.0.1:8786``; without one, `jobs` processes here.

        Nothing is started or asked before the first task. `patience`: see `PATIENCE`.
        """
        super().__init__()
        self._address, self._jobs, self._orders, self._patience = scheduler, jobs, orders, patience
        self._cluster: distributed.LocalCluster | None = None
        self._client: distributed.Client | None = None
        self._threads = 0
        self._looked: float | None = None
        self._peopled = 0.0

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Ended]:
        """Run tasks; raises ResourceError where the cluster cannot be used, or is lost."""
        first = None if self._stopping else next(tasks, None)
        if first is None:
            return
        if self._client is None:
            self._connect([self._orders.logs, first.message.get("source", self._orders.logs)])
        yield from super().run(itertools.chain((first,), tasks), alone=alone)

    def close(self) -> None:
        """Leave the cluster; end it where it is this engine's own."""
        super().close()
        for owned in (self._client, self._cluster):
            if owned is not None:
                with contextlib.suppress(Exception):  # a cluster that is gone says so in many ways
                    owned.close(timeout=LOOK)
        self._client = self._cluster = None

    def _connect(self, needed: list[str]) -> None:
        try:
            import distributed
        except ImportError:
            raise ResourceError(f"The engine dask needs the package “distributed”. {INSTALL}") from None
        try:
            if self._address is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=self._jobs,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address=HERE,
                    worker_dashboard_address=HERE,
                    memory_limit=0,  # what needs memory are the children, and each has a limit
                    preload=[apart.__name__],
                    local_directory=self._orders.logs,
                    silence_logs=logging.CRITICAL,
                )
            self._client = distributed.Client(self._cluster or self._address, set_as_default=False, timeout=CONNECTION)
            self._client.wait_for_workers(1, timeout=self._patience)
            found = self._client.run(survey, self._orders.batch, needed)
        except Exception as fault:  # of the network, of dask, and of workers that lack our package
            place = self._address or "this machine"
            raise ResourceError(
                f"The cluster at {place} cannot be used: {_said(fault)}. It needs a scheduler, and workers with the "
                "same afgazad-pdf[cluster] as here."
            ) from fault
        for worker, said in found.items():
            wrong = difference(self._orders.installation, said["installation"], f"the worker {worker}")
            if said["missing"]:
                wrong = f"the worker {worker} does not see {said['missing'][0]}; {SHARED}"
            if wrong:
                raise ResourceError(f"The cluster cannot be used: {wrong}.")

    def _submit(self, task: Task) -> Any:
        assert self._client is not None
        return self._client.submit(guarded, self._orders, task, pure=False)

    def _ended(self, task: Task, future: Any) -> Ended | None:
        from distributed import KilledWorker

        while not self._killed:
            try:
                return settled(future.result(timeout=LOOK), task)
            except KilledWorker:
                return Ended(number=task.number, answer=None, log="the workers that had this article were lost")
            except TimeoutError:  # the worker was lost after it was done, and the task is done once more
                self._look()
            except (CancelledError, OSError) as fault:
                if isinstance(fault, EnvironmentFault):
                    raise
                raise ResourceError(
                    f"The cluster was lost: {_said(fault)}. What was finished stays; run the batch again."
                ) from fault
            except (ContentError, TemplateError):  # of a theme, or a paper, that no worker can use
                raise
            except Exception as fault:
                raise ResourceError(f"The cluster's workers cannot do the work: {_said(fault)}.") from fault
        return None

    def _window(self) -> int:
        self._look()
        return max(1, self._threads) * WINDOW

    def _look(self) -> None:
        """Count the workers' threads now and then; raises ResourceError where there have been none for long."""
        now = time.monotonic()
        first = self._looked is None
        if self._client is None or (self._looked is not None and now - self._looked < min(LOOK, self._patience)):
            return
        with contextlib.suppress(Exception):  # where the scheduler is lost, the futures say so
            self._threads = sum(self._client.nthreads().values())
        self._looked = now
        if self._threads or first:
            self._peopled = now
        elif now - self._peopled > self._patience:
            raise ResourceError("The cluster has no worker any more. What was finished stays; run the batch again.")

    def _cancel(self) -> None:
        futures = [future for _, future in self._flying.values()]
        self._flying.clear()
        if self._client is not None and futures:
            with contextlib.suppress(Exception):
                self._client.cancel(futures)


def _said(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {fault}".strip(": ").rstrip(".")
