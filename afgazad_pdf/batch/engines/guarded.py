"""A job in somebody else's worker: a process or a thread of a pool, here or on another machine.

The article is never read there. Each thread keeps a slot with a process of its own (`slots.Slots`), so that the
limits, the kill at the end of the time, and the cut from the network hold as they do on one machine, and a bad article
costs the pool nothing. What comes back through the pool is made by the supervisor and not by what read the article.

The batch's folder is the lease: when it is gone, the batch has ended or was killed, and the processes here end too.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import ResourceError
from ..slots import Ended, Slots, Task
from ..versions import installation
from ..wire import Message

PAUSE = 2.0
"""Seconds between two looks whether the batch is still there."""

SHARED = "all workers must see articles and output under the same names as here"

WRITTEN = "written"
"""In an answer: the file that was written, whose name no other try of the job has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What all tasks of a batch have in common, as a worker of a pool gets it."""

    batch: str
    """A name that no other batch has."""
    start: Message
    """What the warm process is told."""
    logs: str
    """A folder of the batch that ends with it; on a cluster one that all machines see under this name."""
    installation: Mapping[str, str]
    """What must be the same here as where the batch is planned (`versions.installation`)."""


@lru_cache(maxsize=4)
def _installed(batch: str) -> dict[str, str]:
    """Return what is installed here, looked at once for a batch: a pool may live longer than a version."""
    return installation()


class Kept:
    """A slot that is kept from one task of a batch to the next, by the one thread that uses it."""

    def __init__(self, orders: Orders) -> None:
        """Start the warm process; raises ResourceError and OSError."""
        self.batch = orders.batch
        self.closed = False
        self._owner = os.getpid()
        self._busy = threading.Lock()
        self._over = threading.Event()
        self._lease = Path(orders.logs)
        logs = self._lease / f"{socket.gethostname()}-{os.getpid()}-{threading.get_native_id()}"
        logs.mkdir(exist_ok=True)
        self._slots = Slots(1, orders.start, logs).__enter__()
        threading.Thread(target=_watch, args=(weakref.ref(self), self._over), daemon=True).start()

    def run(self, task: Task) -> Ended:
        """Do a task; one whose warm process has died ended without an answer."""
        with self._busy:
            if self.closed:
                return Ended(number=task.number, answer=None, log="the batch has ended")
            try:
                return next(iter(self._slots.run(iter((task,)))))
            except (ResourceError, OSError) as fault:
                self._end()
                return Ended(number=task.number, answer=None, log=str(fault))

    def has_lease(self) -> bool:
        """Say whether the batch is still there; where not, end what runs."""
        if self._lease.is_dir():
            return True
        self._slots.kill()
        self.close()
        return False

    def kill(self) -> None:
        """Kill the job that runs; for signal handlers."""
        if self._owner == os.getpid():
            self._slots.kill()

    def close(self) -> None:
        """End the processes, after the task that runs; in a copy of this process they are not ours to end."""
        if self._owner == os.getpid():
            with self._busy:
                self._end()

    def _end(self) -> None:
        if not self.closed:
            self.closed = True
            self._over.set()
            self._slots.__exit__(None, None, None)

    def __del__(self) -> None:
        """End the processes of a thread that has ended."""
        if "_slots" in self.__dict__ and self._owner == os.getpid():
            self._end()


_mine = threading.local()
_all: weakref.WeakSet[Kept] = weakref.WeakSet()
_adding = threading.Lock()


def guarded(orders: Orders, task: Task) -> Ended:
    """Do a task in this worker. An answer with `WRITTEN` names a file that is to be moved to its place.

    Raises ResourceError where no process can be started.
    """
    fault = difference(orders.installation, _installed(orders.batch), "a worker") or _unshared(orders)
    if fault:
        return Ended(number=task.number, answer={"environment": f"{socket.gethostname()}: {fault}"})
    own = Path(f"{task.message['temporary']}.{secrets.token_hex(8)}")
    ended = _kept(orders).run(Task(task.number, task.message | {"temporary": str(own)}))
    if ended.answer is None or not own.exists():
        own.unlink(missing_ok=True)
        return ended
    return replace(ended, answer=ended.answer | {WRITTEN: str(own)})


def settled(ended: Ended, task: Task) -> Ended:
    """Move what a worker wrote to its place; called where the batch is planned."""
    if ended.answer is None or WRITTEN not in ended.answer:
        return ended
    answer = {name: value for name, value in ended.answer.items() if name != WRITTEN}
    written = Path(ended.answer[WRITTEN])
    try:
        written.replace(task.message["temporary"])
    except OSError as fault:
        answer = {"environment": f"{written}, which a worker wrote, is not here ({fault.strerror}); {SHARED}"}
    return replace(ended, answer=answer)


def difference(wanted: Mapping[str, str], found: Mapping[str, str], where: str) -> str:
    """Say how two installations differ; empty where they make the same PDFs."""
    for name in sorted({*wanted, *found}):
        here, there = wanted.get(name, "missing"), found.get(name, "missing")
        if here != there:
            return f"{where} has {name} {there[:16]} and the batch {here[:16]}; install the same on all machines"
    return ""


def survey(batch: str, files: Sequence[str]) -> dict[str, Any]:
    """Return what this worker has installed, and which of the files and folders it does not see."""
    return {"installation": _installed(batch), "missing": [file for file in files if not Path(file).exists()]}


def kill_kept(batch: str) -> None:
    """Kill the jobs of a batch that run in threads of this process; for signal handlers."""
    for kept in tuple(_all):
        if kept.batch == batch:
            kept.kill()


def close_kept(batch: str) -> None:
    """End the processes of a batch that threads of this process have kept."""
    with _adding:
        ours = [kept for kept in _all if kept.batch == batch]
    for kept in ours:
        kept.kill()
        kept.close()


def _kept(orders: Orders) -> Kept:
    kept: Kept | None = getattr(_mine, "kept", None)
    if kept is not None and (kept.closed or kept.batch != orders.batch):
        _mine.kept = None
        kept.close()
        kept = None
    if kept is None:
        kept = Kept(orders)
        with _adding:
            _all.add(kept)
        _mine.kept = kept
    return kept


def _unshared(orders: Orders) -> str:
    if Path(orders.logs).is_dir():
        return ""
    return f"there is no folder {orders.logs}; {SHARED}"


def _watch(of: weakref.ref[Kept], over: threading.Event) -> None:
    """End a slot when its batch has ended; holds no reference to it while it waits."""
    while not over.wait(PAUSE):
        kept = of()
        if kept is None or not kept.has_lease():
            return
