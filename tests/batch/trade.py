"""Jobs that behave badly, for the workers of the tests; the file's text says how."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time
from hashlib import sha256
from pathlib import Path

from afgazad_pdf import errors


def warm_up(start):
    if start.get("broken"):
        raise RuntimeError("nothing is warm")
    if kind := start.get("fault"):
        problem = errors.Problem(message="it says so", file="theme/a.j2", line=3)
        raise getattr(errors, kind)(str(problem) if kind == "TemplateError" else problem)


def work(task):  # noqa: C901  one case for each way to misbehave
    if "thumbnail" in task:
        return {"drawn": False}
    command = Path(task["source"]).read_text("utf-8").strip()
    match command.split():
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["exit"]:
            os._exit(3)
        case ["segfault"]:
            ctypes.string_at(0)
        case ["allocate"]:
            hoard = []
            while True:
                hoard.append(bytearray(50_000_000))
        case ["swallow"]:
            try:
                bytearray(10**13)
            except MemoryError:
                return {"memory-error": True}
        case ["sleep"]:
            time.sleep(600)
        case ["spin"]:
            while True:
                pass
        case ["write"]:
            with Path(task["temporary"]).open("wb") as file:
                while True:
                    file.write(b"x" * 1_000_000)
        case ["once", path]:
            if not Path(path).exists():
                Path(path).touch()
                os._exit(9)
        case ["socket"]:
            socket.create_connection(("127.0.0.1", 9), timeout=2)
        case ["pause", seconds]:
            time.sleep(float(seconds))
        case ["pool"]:  # ends the pool's process that supervises this one, and no other
            pool = int(Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1])
            if b"spawn_main" in Path(f"/proc/{pool}/cmdline").read_bytes():
                os.kill(pool, signal.SIGKILL)
                time.sleep(60)
        case ["lie"]:
            Path(task["temporary"]).write_bytes(b"no pdf")
            return _answer(b"no pdf")
        case ["until", path]:
            if not Path(path).exists():
                os._exit(9)
        case ["nap", seconds, *_]:
            time.sleep(float(seconds))
        case ["big", size, *_]:
            try:
                Path(task["temporary"]).write_bytes(data := b"%PDF-1.7\n" + b"x" * int(size) + b"\n%%EOF\n")
            except OSError as fault:
                return {"environment": str(fault)}
            return _answer(data)
        case ["fail"]:
            return {"failed": "it says so", "findings": [], "traces": []}
    os.write(1, f"made {command}\n".encode())
    data = b"%PDF-1.7\n" + command.encode() + b"\n%%EOF\n"
    Path(task["temporary"]).write_bytes(data)
    return _answer(data)


def _answer(data):
    return {
        "pages": 1,
        "size": len(data),
        "digest": sha256(data).hexdigest(),
        "title": "",
        "findings": [],
        "traces": [],
    }
