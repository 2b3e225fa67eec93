"""Which engine a batch has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ...errors import Problem, SettingsError
from ..warm import WarmProcess
from ..wire import Message
from . import Engine
from .local import LocalEngine

if TYPE_CHECKING:
    from concurrent.futures import Executor

EngineName = Literal["local", "dask"]
"""``local``: processes of this machine; ``dask``: a cluster of dask.distributed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where jobs run."""

    engine: EngineName = "local"
    scheduler: str | None = None
    """The address of dask's scheduler; None for processes of this machine under a scheduler of their own."""
    executor: Executor | None = None
    """A pool of the caller's, instead of an engine."""

    def __post_init__(self) -> None:
        """Raise SettingsError for what does not go together."""
        names = get_args(EngineName)
        if self.engine not in names:
            from ...validation import nearest

            raise _fault("engine", f"“{self.engine}” is no engine; {nearest(self.engine, names)}")
        if self.scheduler is not None and self.engine != "dask":
            raise _fault("scheduler", "only the engine dask has a scheduler; take it away, or choose the engine dask")
        if self.executor is not None and self.engine != "local":
            raise _fault("executor", "an executor is an engine of its own; leave the engine out")

    def open(self, jobs: int, start: Message, logs: Path, warm: WarmProcess | None = None) -> Engine:
        """Return the engine for `jobs` tasks at once; nothing of it runs before the first task.

        `warm`, a warm process that was started already, is for processes of this machine alone.
        """
        if self.executor is None and self.engine == "local":
            return LocalEngine(jobs, start, logs, warm)
        import secrets

        from ..versions import installation
        from .cluster import ClusterEngine
        from .guarded import Orders
        from .pooled import PooledEngine

        orders = Orders(batch=secrets.token_hex(8), start=start, logs=str(logs), installation=installation())
        if self.executor is not None:
            return PooledEngine(self.executor, jobs, orders)
        return ClusterEngine(self.scheduler, jobs, orders)


def _fault(field: str, message: str) -> SettingsError:
    return SettingsError(Problem(field=field, message=message))
