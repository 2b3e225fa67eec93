"""The warm process of a batch: it has everything loaded once, and makes workers by forking itself.

It never reads an article. It has one thread, so that forking is safe; it is a process of its own, so that the program
that uses this library may have as many as it likes. Workers and the process that asked for them talk directly; this one
hears of the workers' ends and says them on.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from ..engine_import import quick_import
from ..errors import ContentError, TemplateError
from ..libraries import die_with_parent, leave_network
from .warm import TRADE
from .wire import Closed, Message, receive, send

Work = Callable[[Message], Message]

THRESHOLD = 100_000
"""Objects made, and not yet gone, before a worker looks for cycles among them: no more than once or twice in an article
(Python's own 700 costs a tenth of a rendering; `docs/performance.md`)."""

JOBS_PER_COLLECTION = 50
"""After so many jobs a worker looks for cycles among all that it made, so that its memory stays where it was."""


def main(descriptor: int) -> NoReturn:
    """Load everything, then make workers until the channel to the process that started this one closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(signal.SIGKILL)
    gc.disable()  # what is loaded stays: looking for cycles in it again and again costs a tenth of a second
    control = socket.socket(fileno=descriptor)
    workers: set[int] = set()
    try:
        start = receive(control)
        with quick_import():
            while "load" in start:  # what the jobs need can be loaded before the jobs are known
                importlib.import_module(start["load"])
                start = receive(control)
            trade = importlib.import_module(start.get("trade", TRADE))
        if start.get("network") is False:
            leave_network()
        trade.warm_up(start)
        gc.freeze()  # with the few cycles that loading left: looking for them would cost more than they hold
        gc.enable()
        send(control, {"ready": os.getpid()})
        _serve(control, workers, trade.work)
    except Closed:
        pass
    except (ContentError, TemplateError) as fault:  # a theme, a paper or settings that cannot be used
        _say(control, {"faulty": type(fault).__name__, "problems": _problems(fault)})
    except BaseException as fault:  # said to the one process that can tell the user
        _say(control, {"fault": f"{type(fault).__name__}: {fault}"})
    for pid in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _say(control: socket.socket, last: Message) -> None:
    with contextlib.suppress(Closed):
        send(control, last)


def _problems(fault: ContentError | TemplateError) -> list[Message]:
    """Return what an error says, as plain data."""
    return (
        [asdict(problem) for problem in fault.problems]
        if isinstance(fault, ContentError)
        else [{"message": str(fault)}]
    )


def _serve(control: socket.socket, workers: set[int], work: Work) -> None:
    wake, woken = socket.socketpair()
    wake.setblocking(False)
    woken.setblocking(False)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if woken in ready:
                with contextlib.suppress(BlockingIOError):
                    woken.recv(4096)
                _tell_ended(control, workers)
            if control in ready:
                message = receive(control)
                if "spawn" in message:
                    _spawn(control, workers, work, message["spawn"], (wake, woken))


def _tell_ended(control: socket.socket, workers: set[int]) -> None:
    while workers:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        workers.discard(pid)
        code = os.waitstatus_to_exitcode(status)
        send(control, {"ended": pid, "code": code, "memory": used.ru_maxrss * 1024})


def _spawn(control: socket.socket, workers: set[int], work: Work, log: str, others: tuple[socket.socket, ...]) -> None:
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        die_with_parent(signal.SIGKILL)
        for channel in (control, ours, *others):
            channel.close()
        _be_worker(theirs, work, Path(log))
    workers.add(pid)
    theirs.close()
    send(control, {"spawned": pid})
    socket.send_fds(control, [b"\0"], [ours.fileno()])
    ours.close()


def _be_worker(channel: socket.socket, work: Work, log: Path) -> NoReturn:
    """Do one job after another until the channel closes; everything that a library writes goes into the log."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warm = _address_space()
    gc.set_threshold(THRESHOLD)
    done = 0
    try:
        while True:
            task = receive(channel)
            _limit(task["limits"], warm)
            send(channel, work(task) | {"memory": _peak()})
            done += 1
            if done % JOBS_PER_COLLECTION == 0:
                gc.collect()
    except Closed:
        os._exit(0)
    except BaseException as fault:
        # Even saying what happened may need memory that is not there: the end of the process says enough.
        with contextlib.suppress(BaseException):
            os.write(2, f"{type(fault).__name__}: {fault}\n".encode("utf-8", "replace")[:2000])
        os._exit(70)


def _limit(limits: Message, warm: int) -> None:
    """Set what the next job may use: processor time from now on, memory beyond what the warm process has."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits["cpu"]) + 1
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much is an error of that write, and no death
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, warm + limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["file"]),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the highest amount of memory counts from now on (proc(5))


def _peak() -> int:
    """Return the most memory that this process held since its job began, in bytes."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        rows = Path("/proc/self/status").read_text().splitlines()
        return int(next(row for row in rows if row.startswith("VmHWM:")).split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _address_space() -> int:
    """Return how much address space this process has, in bytes; 0 where the system does not say (Linux says it)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
