"""What is kept of an article that went beyond its limits: enough to look into it without running the batch again."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import OutputError
from ..files import write_atomically
from ..settings import Settings
from .jobs import Job
from .slots import Ended

FOLDER = "quarantine"

NO_OPTIONS = {"passes", "fallback_date"}
"""Settings that no option of the command gives."""

_OPTIONS = {"template_folders": "template-dir", "font_folders": "font-dir"}
"""Options with other names than their settings."""


def keep(job: Job, ended: Ended, reason: str, output: Path) -> Path:
    """Keep an article's file, the reason, the worker's log and the command to repeat it; return the folder.

    Raises OutputError.
    """
    folder = output / FOLDER / job.name
    command = ["afgazad-pdf", "batch", str(job.source), "-o", "OUT", "--force"]
    if job.publication:
        command += ["--publication", str(job.publication.absolute())]
    command += _options(job.settings)
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


def _options(settings: Settings) -> Iterator[str]:
    """Yield settings as the command has them: those that are not what they are without an option."""
    for name, value in settings.model_dump(exclude_unset=True, exclude_defaults=True, exclude=NO_OPTIONS).items():
        option = f"--{_OPTIONS.get(name) or name.replace('_', '-')}"
        if name == "page_size":
            yield from (option, f"{settings.page_size.width:g}x{settings.page_size.height:g}")
        elif isinstance(value, bool):
            yield option if value else option.replace("--", "--no-")
        elif isinstance(value, tuple):
            for folder in value:
                yield from (option, str(folder.absolute()))
        else:
            yield from (option, str(value.absolute() if isinstance(value, Path) else value))


def release(job: Job, output: Path) -> None:
    """Take away what was kept of an article that is well again."""
    shutil.rmtree(output / FOLDER / job.name, ignore_errors=True)
