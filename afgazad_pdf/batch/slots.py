"""Workers under supervision: each slot has one killable process, and a dead, stuck or greedy job loses only itself.

`concurrent.futures.ProcessPoolExecutor` fails every pending job when one worker dies; here the job's process is
known, its time is measured from outside, and the next job gets a new process.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import (
    AfgazadError,
    ArticleError,
    Problem,
    PublicationError,
    ResourceError,
    SettingsError,
    TemplateError,
)
from .warm import TAIL, WarmProcess
from .wire import Closed, Message, receive, send

JOBS_PER_WORKER = 500
"""After so many jobs a worker is replaced: what a library leaks stays small."""

GRACE = 120.0
"""Seconds that the warm process has to load everything."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job as a worker gets it."""

    number: int
    message: Message
    """Holds `limits`, of which `wall` is kept from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a task ended."""

    number: int
    answer: Message | None
    """What the worker said; None where it died or was killed."""
    late: bool = False
    """Whether it was killed as its time was over."""
    code: int | None = None
    """The exit code of a worker that died, negative for a signal; None where it lives on."""
    seconds: float = 0.0
    memory: int = 0
    """The most memory that its process held, in bytes, where that is known."""
    log: str = ""
    """The end of what the worker wrote."""


@dataclass(slots=True)
class _Slot:
    log: Path
    pid: int = 0
    channel: socket.socket | None = None
    task: Task | None = None
    began: float = 0.0
    done: int = 0
    late: bool = False

    @property
    def deadline(self) -> float:
        assert self.task is not None
        return self.began + float(self.task.message["limits"]["wall"])


@dataclass
class Slots:
    """A number of workers; a context manager, whose end leaves no process behind."""

    count: int
    start: Message
    """What the warm process is told; see `work.warm_up`."""
    logs: Path
    """A folder for what workers write."""
    stopping: bool = False
    """Set to have no more tasks handed out; those that run are waited for."""
    warm: WarmProcess | None = None
    """The warm process, where one was started already; ended with the slots."""
    _selector: selectors.DefaultSelector = field(default_factory=selectors.DefaultSelector)
    _slots: list[_Slot] = field(default_factory=list)
    _ends: dict[int, tuple[int, int]] = field(default_factory=dict)

    def launch(self, load: str | None = None) -> None:
        """Start the warm process and have it load a module, without waiting for it; nothing where there is one."""
        if self.warm is None:
            self.warm = WarmProcess((self.logs / "warm.log").open("a+b"), load)

    def __enter__(self) -> Self:
        """Make the warm process warm.

        Raises ResourceError where it cannot load what it needs, and TemplateError or another ContentError where
        what it is told to use is faulty.
        """
        self.launch()
        ours = self._control
        try:
            ours.settimeout(GRACE)
            send(ours, self.start)
            said = receive(ours)
            ours.settimeout(None)
        except Closed:
            said = {"fault": self._written or "it ended without a word"}
        if "ready" not in said:
            self._stop()
            raise _fault(said)
        assert self.warm is not None
        self.warm.serves = True
        self._selector.register(ours, selectors.EVENT_READ)
        self._slots = [_Slot(log=self.logs / f"worker-{number}.log") for number in range(self.count)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process."""
        self._stop()

    def run(self, tasks: Iterator[Task], *, at_once: int | None = None) -> Iterator[Ended]:
        """Do tasks, and yield how each ended, as they end; `at_once`: in how many slots, by default in all.

        Tasks are taken from `tasks` when a slot is free, so that the list need not exist as a whole.
        """
        waiting = True
        while True:
            for slot in self._slots[:at_once]:
                if waiting and not self.stopping and slot.task is None:
                    task = next(tasks, None)
                    if task is None:
                        waiting = False
                    else:
                        yield from self._hand(slot, task)
            if all(slot.task is None for slot in self._slots):
                if not waiting or self.stopping:
                    return
                continue
            yield from self._wait()

    @property
    def ready(self) -> bool:
        """Whether the warm process has loaded everything."""
        return bool(self._slots)

    def kill(self) -> None:
        """Kill every worker at once, and a warm process that has none yet; for signal handlers."""
        if not self.ready and self.warm is not None:
            self.warm.kill()
        for slot in self._slots:
            _kill(slot.pid)

    def _hand(self, slot: _Slot, task: Task) -> Iterator[Ended]:
        slot.task, slot.late = task, False
        slot.log.write_bytes(b"")
        for _ in range(2):  # a worker that died between two jobs is replaced once
            if slot.channel is None:
                self._spawn(slot)
            slot.began = time.monotonic()
            try:
                assert slot.channel is not None
                send(slot.channel, task.message)
                return
            except Closed:
                self._drop(slot)
        slot.task = None
        yield Ended(number=task.number, answer=None, code=None, log="no worker could be started")

    def _wait(self) -> Iterator[Ended]:
        busy = [slot for slot in self._slots if slot.task is not None]
        timeout = max(0.0, min(slot.deadline for slot in busy) - time.monotonic())
        ready = {key.fileobj for key, _ in self._selector.select(timeout)}
        if self._control in ready:
            self._hear()
        now = time.monotonic()
        for slot in busy:
            if slot.channel in ready:
                yield self._ended(slot)
            elif now >= slot.deadline and not slot.late:
                slot.late = True
                _kill(slot.pid)  # its channel closes, and the next round hears it

    def _ended(self, slot: _Slot) -> Ended:
        assert slot.task is not None
        assert slot.channel is not None
        number, seconds = slot.task.number, time.monotonic() - slot.began
        try:
            answer: Message | None = receive(slot.channel)
        except Closed:
            answer = None
        slot.task = None
        slot.done += 1
        if answer is not None:
            ended = Ended(number=number, answer=answer, seconds=seconds, memory=int(answer.get("memory", 0)))
            if slot.done >= JOBS_PER_WORKER or "memory-error" in answer:
                self._drop(slot)
            return ended
        code, memory = self._end_of(slot.pid)
        self._drop(slot)
        log = _tail(slot.log)
        return Ended(number=number, answer=None, late=slot.late, code=code, seconds=seconds, memory=memory, log=log)

    def _spawn(self, slot: _Slot) -> None:
        try:
            send(self._control, {"spawn": str(slot.log)})
            while "spawned" not in (said := receive(self._control)):
                self._note(said)
            _, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        except Closed:
            raise ResourceError(
                f"The process that makes workers has died: {self._written or 'nobody said why'}."
            ) from None
        slot.pid, slot.done = int(said["spawned"]), 0
        slot.channel = socket.socket(fileno=descriptors[0])
        self._selector.register(slot.channel, selectors.EVENT_READ)

    def _drop(self, slot: _Slot) -> None:
        """Let a worker go; one that still lives sees its channel close, and ends."""
        if slot.channel is not None:
            self._selector.unregister(slot.channel)
            slot.channel.close()
        slot.channel = None

    def _hear(self) -> None:
        try:
            self._note(receive(self._control))
        except Closed:
            self._selector.unregister(self._control)
            raise ResourceError("The process that makes workers has died; see the batch's log.") from None

    def _note(self, said: Message) -> None:
        if "ended" in said:
            self._ends[int(said["ended"])] = int(said["code"]), int(said["memory"])

    def _end_of(self, pid: int) -> tuple[int | None, int]:
        """Return the exit code and the memory of a worker that has closed its channel."""
        _kill(pid)
        limit = time.monotonic() + 5
        while pid not in self._ends and time.monotonic() < limit:
            self._control.settimeout(max(0.01, limit - time.monotonic()))
            try:
                self._note(receive(self._control))
            except Closed:
                break
            finally:
                self._control.settimeout(None)
        code, memory = self._ends.pop(pid, (None, 0))
        return code, memory

    def _stop(self) -> None:
        for slot in self._slots:
            _kill(slot.pid if slot.channel is not None else 0)
            if slot.channel is not None:
                slot.channel.close()
        if self.warm is not None:
            self.warm.close()
        self._selector.close()

    @property
    def _control(self) -> socket.socket:
        assert self.warm is not None
        return self.warm.control

    @property
    def _written(self) -> str:
        return self.warm.written() if self.warm is not None else ""


def _fault(said: Message) -> AfgazadError:
    """Return what a warm process said instead of being ready as the error that it was there."""
    problems = said.get("problems") or []
    for kind in (SettingsError, PublicationError, ArticleError):
        if said.get("faulty") == kind.__name__:
            return kind(Problem(**problem) for problem in problems)
    if said.get("faulty") == TemplateError.__name__:
        return TemplateError(" ".join(problem["message"] for problem in problems))
    return ResourceError(f"The workers cannot be started: {said.get('fault')}.")


def _kill(pid: int) -> None:
    if pid > 0:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _tail(log: Path) -> str:
    """Return the end of a log."""
    try:
        return log.read_bytes()[-TAIL:].decode("utf-8", "replace").strip()
    except OSError:
        return ""
