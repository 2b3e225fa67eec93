"""Many articles to many PDFs: planned, cached, supervised, resumed.

`plan` says what becomes what; `freshness` and `journal` know what is made already; `slots` with `zygote`
and `work` do the rest in processes that can be killed; `running` brings them together, and `folder` keeps the output
whole.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .. import __version__
from ..libraries import fontconfig_version, harfbuzz_version
from ..resources import fonts_folder, templates_folder
from ..settings import Settings
from .engines import Engine
from .engines.local import LocalEngine
from .folder import OutputFolder
from .freshness import content_of
from .jobs import Cost, Job, Outcome, Result
from .journal import Journal
from .limits import JobLimits
from .plan import PATTERN, Plan, make_plan
from .running import Batch, Memory, Progress

__all__ = [
    "BatchReport",
    "Cost",
    "Job",
    "JobLimits",
    "Outcome",
    "Plan",
    "Progress",
    "Result",
    "make_plan",
    "render_batch",
]

JOURNAL_FILE = "journal.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """What became of a batch."""

    output: Path
    results: tuple[Result, ...]
    """Of every article, in the order of the plan; the same however many jobs ran at once."""

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many articles ended in each way; ways that did not occur are left out."""
        return dict(Counter(result.outcome for result in self.results))

    @property
    def complete(self) -> bool:
        """Whether every article has its PDF."""
        return all(result.outcome in (Outcome.DONE, Outcome.UNCHANGED) for result in self.results)


@dataclass
class Stop:
    """A way to end a running batch from elsewhere: another thread, a signal's handler."""

    _engine: Engine | None = None
    asked: bool = field(default=False, init=False)

    def __call__(self) -> None:
        """Hand out no more articles; a second call ends those that run."""
        if self._engine is not None:
            (self._engine.kill if self.asked else self._engine.stop)()
        self.asked = True

    def watch(self, engine: Engine) -> None:
        """Name the engine that is to be stopped."""
        self._engine = engine
        if self.asked:
            engine.stop()


def render_batch(
    paths: Iterable[str | Path],
    output_dir: str | Path,
    *,
    jobs: int | None = None,
    settings: Settings | None = None,
    publication: Path | None = None,
    pattern: str = PATTERN,
    force: bool = False,
    limits: JobLimits | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> BatchReport:
    """Make PDFs of articles in folders, of globs and files.

    What has its PDF already, made of the same things, is left as it is. `jobs` is how many run at once, by default as
    many as there are processors. Every PDF is written whole or not at all, and what was finished survives any
    end of this process. An article that fails, or that goes beyond its `limits`, loses only itself. Raises OutputError
    where another batch writes to the folder or the disk takes nothing more, and what `make_plan` raises.
    """
    settings, stop = settings or Settings(), stop or Stop()
    output = Path(output_dir)
    with OutputFolder(output) as folder, Journal(folder.own / JOURNAL_FILE) as journal:
        memory = Memory(journal)
        plan = make_plan(
            paths, output, settings=settings, publication=publication, pattern=pattern, facts_of=memory.facts_of
        )
        engine = LocalEngine(jobs or available_processors(), _start(plan), folder.logs)
        stop.watch(engine)
        try:
            results = Batch(
                plan=plan,
                folder=folder,
                journal=journal,
                memory=memory,
                engine=engine,
                versions=versions(),
                theme_of=themes(),
                force=force,
                limits=limits or JobLimits(),
                progress=progress,
            ).run()
        finally:
            engine.close()
    return BatchReport(output=output, results=results)


def available_processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def versions() -> dict[str, str]:
    """Return the versions of everything that a PDF depends on, without loading the engine."""
    found = {"afgazad_pdf": __version__, "harfbuzz": harfbuzz_version(), "fontconfig": str(fontconfig_version())}
    for package in ("weasyprint", "pydyf", "fonttools", "pillow", "uharfbuzz"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


def themes() -> Callable[[Job], str]:
    """Return a function that names the content of the templates, fonts and output profile of a job, each read once."""
    of_folders = cache(content_of)

    def theme_of(job: Job) -> str:
        folders = (templates_folder(), fonts_folder(), *job.settings.template_folders, *job.settings.font_folders)
        return of_folders(folders)

    return theme_of


def _start(plan: Plan) -> dict[str, object]:
    """Return what the warm process is told: the settings and papers that the plan has."""
    settings = {job.settings.model_dump_json(): job.settings.model_dump(mode="json") for job in plan.jobs}
    papers = dict.fromkeys(str(job.publication) if job.publication else None for job in plan.jobs)
    return {"settings": list(settings.values())[:8], "publications": list(papers)[:8], "network": False}
