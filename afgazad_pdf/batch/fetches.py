"""Pictures from the web, fetched before a batch typesets anything: in workers with limits, and with the network.

They read what strangers wrote and what servers send, so that they are processes apart, like those that typeset; only
those have no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..errors import ContentError, EnvironmentFault, OutputError
from ..fetching import ALL_SECONDS, fetch_pictures
from ..findings import Level
from ..settings import LIMITS
from ..sources import read_article
from .engines.local import LocalEngine
from .jobs import Job
from .slots import Task
from .wire import Message

AT_ONCE = 4
"""Articles whose pictures are fetched at once; hosts are guests' houses."""

TRADE = __name__
"""The module that the workers load."""

MEMORY = 1_000_000_000
PROCESSOR = 60.0
"""Limits of one article: bytes of memory, seconds of processor time."""


def fetch_all(
    jobs: Mapping[int, Job], hosts: AbstractSet[str], logs: Path, stopped: Callable[[], bool]
) -> dict[int, list[dict[str, Any]]]:
    """Fetch the pictures of articles; returns the findings of those that could not be had, by the jobs' numbers.

    An article that cannot be read is passed over, as its own job says so. Raises OutputError where pictures cannot be
    written, and ResourceError where workers cannot be started.
    """
    limits = {"wall": ALL_SECONDS + 60, "cpu": PROCESSOR, "memory": MEMORY, "file": LIMITS.picture_bytes + 1_000_000}

    def tasks() -> Iterator[Task]:
        for number, job in jobs.items():
            if stopped():
                return
            yield Task(number, {"source": str(job.source), "hosts": sorted(hosts), "limits": limits})

    folder = logs / "fetching"
    folder.mkdir(exist_ok=True)
    engine = LocalEngine(min(AT_ONCE, len(jobs)), {"trade": TRADE, "network": True}, folder)
    findings: dict[int, list[dict[str, Any]]] = {}
    try:
        for ended in engine.run(tasks()):
            answer = ended.answer or {}
            if "environment" in answer:
                raise OutputError(f"{answer['environment']} What was finished stays; run the batch again.")
            findings[ended.number] = answer.get("findings", [])
    finally:
        engine.close()
    return findings


def warm_up(start: Message) -> None:
    """Nothing is to be loaded before the first article."""


def work(task: Message) -> Message:
    """Fetch the pictures of one article; in a worker. `task` holds `source` and `hosts`."""
    try:
        found = fetch_pictures(read_article(Path(task["source"])).article, frozenset(task["hosts"]))
    except ContentError:
        return {"findings": []}
    except EnvironmentFault as fault:
        return {"environment": str(fault)}
    return {"findings": [asdict(finding) for finding in found if finding.level != Level.INFO]}
