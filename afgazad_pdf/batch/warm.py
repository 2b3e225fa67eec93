"""The warm process as the one that started it sees it (`zygote` is what runs there).

Little is imported here: what the warm process loads takes longer than anything that comes before the first article, so
that it is started before this process has loaded the rest of the library.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from typing import BinaryIO

from .wire import Closed, send

TRADE = "afgazad_pdf.batch.work"
"""The module with `warm_up` and `work`, where nobody names another."""

TAIL = 4000
"""Bytes of a log that an error tells."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from afgazad_pdf.batch.zygote import main; main(int(sys.argv[2]))"
)


class WarmProcess:
    """A process that loads what jobs need, and then makes workers by forking itself."""

    def __init__(self, log: BinaryIO, load: str | None = None) -> None:
        """Start it, without waiting for it; `load` names a module that it loads at once.

        What it writes goes to `log`, a file open for reading and writing, which is closed with it. Raises OSError.
        """
        ours, theirs = socket.socketpair()
        arguments = [sys.executable, "-c", _START, json.dumps(sys.path), str(theirs.fileno())]
        self.control = ours
        """The channel to it."""
        self.serves = False
        """Whether it has said that it is ready, so that it may have workers."""
        self._log = log
        try:
            self._process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(theirs.fileno(),),
                process_group=0,  # Ctrl-C is for the process that asked, which ends the others as it should be
            )
        except BaseException:
            ours.close()
            log.close()
            raise
        finally:
            theirs.close()
        if load is not None:
            with contextlib.suppress(Closed):  # the next who speaks to it hears the same
                send(ours, {"load": load})

    def written(self) -> str:
        """Return the end of what it wrote."""
        try:
            descriptor = self._log.fileno()
            size = os.fstat(descriptor).st_size
            return os.pread(descriptor, TAIL, max(0, size - TAIL)).decode("utf-8", "replace").strip()
        except (OSError, ValueError):
            return ""

    def kill(self) -> None:
        """Kill it at once; for signal handlers."""
        if self._process.returncode is None:
            self._process.kill()

    def close(self) -> None:
        """Have it end, and wait for that. One that still loads is killed: it has no workers."""
        self.control.close()
        if self.serves:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        self.kill()
        self._process.wait()
        self._log.close()
