"""What is kept of an article that went beyond its limits: enough to look into it without running the batch again."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

from ..errors import OutputError
from ..files import write_atomically
from .jobs import Job
from .slots import Ended

FOLDER = "quarantine"


def keep(job: Job, ended: Ended, reason: str, output: Path) -> Path:
    """Keep an article's file, the reason, the worker's log and the command to repeat it; return the folder.

    Raises OutputError.
    """
    folder = output / FOLDER / job.name
    command = ["afgazad-pdf", "batch", str(job.source), "-o", "OUT", "--force"]
    if job.publication:
        command += ["--publication", str(job.publication)]
    facts = {
        "article": str(job.source),
        "reason": reason,
        "late": ended.late,
        "exit_code": ended.code,
        "seconds": round(ended.seconds, 2),
        "memory": ended.memory,
        "settings": job.settings.model_dump(mode="json", exclude_unset=True),
    }
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if job.source.is_file():
            shutil.copyfile(job.source, folder / job.source.name)
    except OSError as fault:
        raise OutputError(f"{folder} cannot be written: {fault.strerror or fault}.") from fault
    texts = {
        "reason.json": json.dumps(facts, ensure_ascii=False, indent=2),
        "log.txt": ended.log,
        "repeat.sh": shlex.join(command),
    }
    for name, text in texts.items():
        write_atomically(folder / name, f"{text}\n".encode("utf-8", "backslashreplace"))
    return folder


def release(job: Job, output: Path) -> None:
    """Take away what was kept of an article that is well again."""
    shutil.rmtree(output / FOLDER / job.name, ignore_errors=True)
