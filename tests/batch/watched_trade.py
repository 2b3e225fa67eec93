"""The real work of a batch, with all that Python asks of the network written beside the article as `asked.txt`.

With `AFGAZAD_TEST_STAY` in the environment the machine is one that lets no process leave its network.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from afgazad_pdf.batch import work as real
from afgazad_pdf.batch import zygote

if "AFGAZAD_TEST_STAY" in os.environ:
    zygote.leave_network = lambda: False

warm_up = real.warm_up


def work(task):
    folder = Path(task["source"]).parent
    namespace = Path("/proc/self/ns/net")
    (folder / "namespace.txt").write_text(str(namespace.readlink()) if namespace.exists() else "")

    def write(event, arguments):
        if event.startswith("socket."):
            with (folder / "asked.txt").open("a") as file:
                file.write(f"{event} {arguments}\n")

    sys.addaudithook(write)  # there is no way to take it off again; workers of these tests do one job each
    return real.work(task)
