"""Pictures of first pages for the report, made by the workers when all articles are done.

After the articles and not with each of them, so that no PDF waits for its picture; at most `MOST` in one run, and
a picture that cannot be made is left out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence

from .engines import Engine
from .folder import OutputFolder
from .jobs import Job, Outcome, Result
from .report import THUMBNAILS
from .slots import Task

MOST = 200
"""Pictures made in one run."""

SECONDS = 10.0
MEMORY = 800_000_000
LARGEST = 200_000
"""Limits of one picture: time, bytes of memory, bytes of its file."""


def make_thumbnails(results: Iterable[Result], engine: Engine, folder: OutputFolder) -> None:
    """Have pictures made of the PDFs that were made in this run; what stood for older ones goes.

    Where the disk or the engine takes no more, pictures are missing and nothing else: all PDFs are done.
    """
    made = [result.job for result in results if result.outcome == Outcome.DONE]
    if made:
        with contextlib.suppress(OSError):  # EnvironmentFault is one too
            _make(made, engine, folder)


def _make(made: Sequence[Job], engine: Engine, folder: OutputFolder) -> None:
    place = folder.path / THUMBNAILS
    place.mkdir(exist_ok=True)
    targets = [place / f"{job.name}.jpg" for job in made]
    for target in targets:
        target.unlink(missing_ok=True)

    def tasks() -> Iterator[Task]:
        for number, job in enumerate(made[:MOST]):
            limits = {"wall": SECONDS, "cpu": SECONDS, "memory": MEMORY, "file": LARGEST}
            temporary = folder.temporary / f"{number}.jpg"
            yield Task(
                number, {"thumbnail": str(folder.path / job.output), "temporary": str(temporary), "limits": limits}
            )

    for ended in engine.run(tasks()):
        if ended.answer is not None and ended.answer.get("drawn"):
            (folder.temporary / f"{ended.number}.jpg").replace(targets[ended.number])
