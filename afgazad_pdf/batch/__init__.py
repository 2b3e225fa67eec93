"""Many articles to many PDFs: planned, cached, supervised, resumed.

`plan` says what becomes what; `freshness` and `journal` know what is made already; `slots` with `zygote`
and `work` do the rest in processes that can be killed; `running` brings them together, `folder` keeps the output
whole, and `report` with `thumbnails` shows what became of it.

What comes first is `warm`: a process that loads the layout engine while this one loads the rest and plans. So the
modules that are imported here import little themselves, and what a batch needs later is imported where it is needed.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import AfgazadError
from .ahead import started_ahead
from .engines import Engine
from .engines.choice import EngineName, Place
from .engines.local import LocalEngine
from .folder import OutputFolder
from .jobs import PATTERN, Cost, Job, Outcome, Result
from .journal import Journal
from .memory import Memory
from .shards import Shard
from .warm import TRADE, WarmProcess

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from ..settings import Settings
    from .limits import JobLimits
    from .plan import Plan
    from .plan import make_plan as make_plan
    from .running import Batch, Progress

_HOMES = {"Batch": "running", "JobLimits": "limits", "Plan": "plan", "Progress": "running", "make_plan": "plan"}
"""Where names are that are loaded when they are first used: the warm process is started before them."""

__all__ = [
    "BatchReport",
    "Cost",
    "Job",
    "JobLimits",
    "Outcome",
    "Plan",
    "Planned",
    "Progress",
    "Result",
    "Shard",
    "Stop",
    "WarmProcess",
    "make_plan",
    "plan_batch",
    "render_batch",
    "warm_ahead",
]


def __getattr__(name: str) -> Any:
    """Import a name from its module when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """What became of a batch."""

    output: Path
    results: tuple[Result, ...]
    """Of every article, in the order of the plan; the same however many jobs ran at once."""

    page: Path
    """The report for people, an HTML file."""
    stopped: bool = False
    """Whether it was stopped before every article had its turn."""

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many articles ended in each way; ways that did not occur are left out."""
        return dict(Counter(result.outcome for result in self.results))

    @property
    def complete(self) -> bool:
        """Whether every article has its PDF."""
        return all(result.outcome in (Outcome.DONE, Outcome.UNCHANGED) for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a batch would do with one article."""

    job: Job
    reason: str | None
    """Why its PDF would be made; None where it would be left as it is."""
    quarantined: bool = False
    """Whether it would be left in quarantine."""


@dataclass
class Stop:
    """A way to end a running batch from elsewhere: another thread, a signal's handler."""

    asked: int = field(default=0, init=False)
    """How often the batch was asked to stop."""
    _engine: Engine | None = None

    def __call__(self) -> None:
        """Hand out no more articles; a second call ends those that run, without a word about them."""
        self.asked += 1
        if self._engine is not None:
            (self._engine.kill if self.killed else self._engine.stop)()

    @property
    def killed(self) -> bool:
        """Whether what runs is ended too."""
        return self.asked > 1

    @property
    def watching(self) -> bool:
        """Whether the batch has come so far that there is something to end."""
        return self._engine is not None

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
    retry: bool = False,
    strict: bool = False,
    limits: JobLimits | None = None,
    thumbnails: bool = True,
    engine: EngineName = "local",
    scheduler: str | None = None,
    executor: Executor | None = None,
    shard: Shard | None = None,
    fetch: Iterable[str] = (),
    progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
    warm: WarmProcess | None = None,
) -> BatchReport:
    """Make PDFs of articles in folders, of globs and files.

    What has its PDF already, made of the same things, is left as it is; with `force` all is made, with `retry` what
    is in quarantine. With `strict` an article with a warning gets no PDF. `jobs` is how many run at once, by default
    as many as there are processors. Every PDF is written whole or not at all, and what was finished survives any
    end of this process. An article that fails, or that goes beyond its `limits`, loses only itself.
    `report.json` and `report.html` in the output folder tell of all, with pictures of first pages unless
    `thumbnails` is off, also where the batch was stopped or ended by an error.

    With the `engine` dask, jobs run on the cluster of a `scheduler`, or in a cluster of processes here; an `executor`
    is any pool of `concurrent.futures`. `shard` is the part of the batch that is made here, where other calls make
    the others. `fetch` names hosts from which pictures of articles are fetched into the articles' folders before
    anything is typeset; without it nobody is asked for anything. `warm` is what `warm_ahead` started for the folder.

    Raises OutputError where another batch writes to the folder or the disk takes nothing more,
    ResourceError where workers cannot be had, SettingsError for options that do not go together, PublicationError for
    a paper that cannot be read, and what `make_plan` raises.
    """
    place = Place(engine=engine, scheduler=scheduler, executor=executor)
    hosts = _hosts(fetch)
    stop, output = stop or Stop(), Path(output_dir)
    with OutputFolder(output, shard) as folder, Journal(folder.journal, folder.other_journals()) as journal:
        memory = Memory(journal)
        start: dict[str, object] = {}
        opened = place.open(jobs or available_processors(), start, folder.logs, warm)
        try:
            expected = isinstance(opened, LocalEngine) and (force or memory.expects_work())
            if isinstance(opened, LocalEngine) and expected:
                opened.prepare(_trade())
            # From here on all else is loaded, while the warm process loads what the workers need.
            from .limits import JobLimits
            from .plan import make_plan
            from .report import prepare_page, report_file
            from .running import Batch
            from .thumbnails import make_thumbnails
            from .versions import themes, versions

            if expected:
                prepare_page()
            plan = make_plan(
                paths, output, settings=settings, publication=publication, pattern=pattern, facts_of=memory.facts_of
            )
            plan = shard.part(plan) if shard else plan
            _check_publications(plan)
            start |= _start(plan)
            stop.watch(opened)
            batch = Batch(
                plan=plan,
                folder=folder,
                journal=journal,
                memory=memory,
                engine=opened,
                versions=versions(),
                theme_of=themes(),
                force=force,
                retry=retry,
                strict=strict,
                limits=limits or JobLimits(),
                progress=progress,
                fetch=_fetching(hosts, folder, stop) if hosts else None,
                killed=lambda: stop.killed,
            )
            with _reported(batch):
                results = batch.run()
                if thumbnails:
                    make_thumbnails(results, opened, folder)
        finally:
            opened.close()
    page = output / report_file(folder).name
    return BatchReport(output=output, results=results, page=page, stopped=_is_pending(results))


def warm_ahead(
    output_dir: str | Path, shard: Shard | None = None, *, force: bool = False
) -> AbstractContextManager[WarmProcess | None]:
    """Start the warm process of a batch into a folder before anything else is loaded, for `render_batch`.

    Gives None where all that was made before seems to stand. What it started ends with the context, whatever became
    of the batch.
    """
    return started_ahead(Path(output_dir), shard, force=force, load=_trade())


def plan_batch(
    paths: Iterable[str | Path],
    output_dir: str | Path,
    *,
    settings: Settings | None = None,
    publication: Path | None = None,
    pattern: str = PATTERN,
    force: bool = False,
    retry: bool = False,
    strict: bool = False,
    shard: Shard | None = None,
) -> tuple[Planned, ...]:
    """Return what `render_batch` would do, in its order; nothing is written, and no output folder is needed.

    Raises OutputError where the journal cannot be read, and what `make_plan` raises.
    """
    from .plan import make_plan
    from .running import Batch
    from .versions import themes, versions

    folder = OutputFolder(Path(output_dir), shard)
    journal = Journal(folder.journal, folder.other_journals())
    memory = Memory(journal)
    plan = make_plan(
        paths, folder.path, settings=settings, publication=publication, pattern=pattern, facts_of=memory.facts_of
    )
    plan = shard.part(plan) if shard else plan
    _check_publications(plan)
    batch = Batch(
        plan=plan,
        folder=folder,
        journal=journal,
        memory=memory,
        engine=LocalEngine(1, {}, folder.logs),
        versions=versions(),
        theme_of=themes(),
        force=force,
        retry=retry,
        strict=strict,
    )
    kept = {entry.source for entry in journal.entries.values() if entry.outcome == Outcome.QUARANTINED}
    return tuple(
        Planned(job=job, reason=reason, quarantined=reason is None and str(job.source) in kept)
        for job, reason in zip(plan.jobs, batch.reasons(), strict=True)
    )


def _is_pending(results: Iterable[Result]) -> bool:
    return any(result.outcome == Outcome.PENDING for result in results)


@contextlib.contextmanager
def _reported(batch: Batch) -> Iterator[None]:
    """Write the report at the end of a batch, whatever ends it; an error of the batch's own comes first."""
    from .report import Ending, write_report

    try:
        yield
    except BaseException as fault:
        error = str(fault) if isinstance(fault, AfgazadError) else type(fault).__name__
        with contextlib.suppress(OSError):  # the disk that ended the batch may not take the report either
            write_report(batch.results(), batch.folder, Ending.ERROR, error)
        raise
    results = batch.results()
    write_report(results, batch.folder, Ending.STOPPED if _is_pending(results) else Ending.FINISHED)


def available_processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _hosts(fetch: Iterable[str]) -> frozenset[str]:
    """Return the hosts that may be asked; raises SettingsError."""
    named = tuple(fetch)
    if not named:
        return frozenset()
    from ..fetching import host_of

    return frozenset(host_of(host) for host in named)


def _fetching(
    hosts: frozenset[str], folder: OutputFolder, stop: Stop
) -> Callable[[Mapping[int, Job]], Mapping[int, list[dict[str, Any]]]]:
    """Return what fetches the pictures of jobs; it is loaded only where hosts were named."""
    from .fetches import fetch_all

    return lambda due: fetch_all(due, hosts, folder.logs, lambda: stop.asked > 0)


def _check_publications(plan: Plan) -> None:
    """Read every paper of the plan once, before all articles fail for it; raises PublicationError."""
    files = dict.fromkeys(job.publication for job in plan.jobs if job.publication is not None)
    if files:
        from ..publication import load_publication

        for file in files:
            load_publication(file)


def _trade() -> str:
    """Return the module that the workers need."""
    return TRADE


def _start(plan: Plan) -> dict[str, object]:
    """Return what the warm process is told: the settings and papers that the plan has."""
    settings = {job.settings.model_dump_json(): job.settings.model_dump(mode="json") for job in plan.jobs}
    papers = dict.fromkeys(str(job.publication) if job.publication else None for job in plan.jobs)
    return {"settings": list(settings.values())[:8], "publications": list(papers)[:8], "network": False}
