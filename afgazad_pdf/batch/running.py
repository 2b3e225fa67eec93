"""A batch as it runs: what is fresh is left, the rest is made, what ends badly is tried once more alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..findings import Finding, finding_of
from . import quarantine
from .engines import Engine
from .folder import OutputFolder
from .freshness import Trace, configuration, differing, trace
from .jobs import Cost, Job, Outcome, Result
from .journal import Entry, Journal
from .limits import JobLimits
from .memory import Memory
from .plan import Plan
from .slots import Ended, Task
from .wire import Message

STILL_REMOTE = "picture-remote"
"""The finding of a picture that is on the web and not beside its article."""

NEW = "new"
"""Why an article is made that was never made before."""

SECOND_TIME = 3.0
"""How much more time a job has the second time, where it was too slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a caller is told as each article ends."""

    result: Result
    done: int
    """How many have ended, this one included."""
    total: int


@dataclass
class Batch:
    """One run over a plan."""

    plan: Plan
    folder: OutputFolder
    journal: Journal
    memory: Memory
    engine: Engine
    versions: Mapping[str, str]
    theme_of: Callable[[Job], str]
    """Names the content of templates and fonts that a job's settings use."""
    force: bool = False
    retry: bool = False
    """Whether to try articles in quarantine again."""
    strict: bool = False
    """Whether an article with a warning gets no PDF."""
    limits: JobLimits = field(default_factory=JobLimits)
    progress: Callable[[Progress], None] | None = None
    fetch: Callable[[Mapping[int, Job]], Mapping[int, list[dict[str, Any]]]] | None = None
    """Fetches pictures from the web before anything is typeset; returns findings by the jobs' numbers."""
    killed: Callable[[], bool] = bool
    """Says whether the workers were ended from outside, so that an end tells nothing about an article."""
    _results: dict[int, Result] = field(default_factory=dict)
    _reasons: dict[int, str] = field(default_factory=dict)
    _again: dict[int, Ended] = field(default_factory=dict)
    _fetched: Mapping[int, list[dict[str, Any]]] = field(default_factory=dict)
    _configurations: dict[int, str] = field(default_factory=dict)
    _common: dict[int, str] = field(default_factory=dict)
    """The part of the configurations that jobs share, by the identity of their settings."""

    def run(self) -> tuple[Result, ...]:
        """Make what is not fresh; return what became of every job, in the order of the plan.

        Raises OutputError where the disk takes nothing more, and ResourceError where no worker can be started;
        what was finished by then stays, and the journal knows it.
        """
        due = [number for number in range(len(self.plan.jobs)) if self._is_due(number)]
        if self.fetch is not None and due:
            self._fetched = self.fetch({number: self.plan.jobs[number] for number in due})
        for ended in self.engine.run(self._task(number) for number in due):
            self._first_end(ended)
        again = sorted(self._again)
        for ended in self.engine.run((self._task(number, second=True) for number in again), alone=True):
            self._finish(ended, attempts=2)
        for number in self._again:
            if number not in self._results:  # stopped before its second turn
                self._note(number, Outcome.PENDING, reason="the batch was stopped before its second turn")
        return self.results()

    def results(self) -> tuple[Result, ...]:
        """Return what became of every job so far, in the order of the plan."""
        return tuple(
            self._results.get(number) or Result(job=job, outcome=Outcome.PENDING, reason="the batch was stopped")
            for number, job in enumerate(self.plan.jobs)
        )

    def reasons(self) -> tuple[str | None, ...]:
        """Return for every job why it would be made; None where it would be left. Nothing is made or written."""
        return tuple(self._why(number) for number in range(len(self.plan.jobs)))

    def _is_due(self, number: int) -> bool:
        """Say whether a job must be done; where not, its result is that of the last time."""
        job = self.plan.jobs[number]
        entry = self.journal.entries.get(str(job.source))
        reason = self._why(number)
        if reason is not None or entry is None:
            self._reasons[number] = reason or NEW
            return True
        fields: dict[str, Any] = {"findings": _found(entry.findings, job), "cost": _cost(entry)}
        if entry.outcome == Outcome.QUARANTINED:
            kept = self.folder.path / quarantine.FOLDER / job.name
            self._note(number, Outcome.QUARANTINED, reason=entry.reason, quarantine=kept, **fields)
        else:
            self._note(number, Outcome.UNCHANGED, pages=entry.pages, reason="unchanged", **fields)
        return False

    def _why(self, number: int) -> str | None:
        """Return why a job must be done; None where its PDF is what it would become."""
        job = self.plan.jobs[number]
        entry = self.journal.entries.get(str(job.source))
        self._configurations[number] = self._configuration(job)
        if self.force:
            return "--force"
        if entry is None:
            return NEW
        if entry.outcome == Outcome.FAILED:
            return "it failed the last time"
        if entry.configuration != self._configurations[number]:
            return f"{differing(entry.configuration, self._configurations[number])} changed"
        changed = self.memory.looker.changed(entry.traces)
        if changed is not None:
            return f"{_beside(job, changed)} changed"
        if self.fetch is not None and _is_waiting(entry.findings):
            return "a picture of it is still to be fetched"
        if entry.outcome == Outcome.QUARANTINED:
            return "--retry" if self.retry else None
        pdf = Trace(f"{self.folder.path}/{job.output}", entry.size, entry.time, entry.digest)
        return "its PDF is not there, or is another one" if self.memory.looker.changed((pdf,)) else None

    def _configuration(self, job: Job) -> str:
        """Name all that a job's PDF is made with, but for files of the article."""
        common = self._common.get(id(job.settings))
        if common is None:
            common = self._common[id(job.settings)] = configuration(
                {
                    "settings": job.settings.model_dump(mode="json"),
                    "templates or fonts": self.theme_of(job),
                    "versions of programs": dict(self.versions),
                    "--strict": self.strict,
                }
            )
        publication = str(job.publication) if job.publication else None
        return f"{common};{configuration({'publication': publication, 'place of the PDF': job.output})}"

    def _task(self, number: int, *, second: bool = False) -> Task:
        job = self.plan.jobs[number]
        limits = self.limits.of(job.source)
        if second and self._again[number].late:
            limits |= {"wall": limits["wall"] * SECOND_TIME, "cpu": limits["cpu"] * SECOND_TIME}
        message: Message = {
            "source": str(job.source),
            "shown": job.shown,
            "publication": str(job.publication) if job.publication else None,
            "settings": job.settings.model_dump(mode="json"),
            "temporary": str(self._temporary(number)),
            "limits": limits,
            "now": self.folder.now,
            "strict": self.strict,
        }
        return Task(number, message)

    def _temporary(self, number: int) -> Path:
        return self.folder.temporary / f"{number}.pdf"

    def _first_end(self, ended: Ended) -> None:
        if ended.answer is None or "memory-error" in ended.answer:
            self._again[ended.number] = ended
        else:
            self._finish(ended, attempts=1)

    def _finish(self, ended: Ended, *, attempts: int) -> None:
        answer = ended.answer
        if answer is not None and "findings" in answer:
            answer["findings"] = [*self._fetched.get(ended.number, ()), *answer["findings"]]
        if answer is None and self.killed():
            self._note(ended.number, Outcome.PENDING, reason="the batch was stopped while it was made")
        elif answer is None or "memory-error" in answer:
            self._quarantine(ended, attempts, reason_of(ended))
        elif "environment" in answer:
            raise OutputError(f"{answer['environment']}. What was finished stays; run the batch again.")
        elif "failed" in answer:
            self._fail(ended, answer, attempts)
        else:
            self._publish(ended, answer, attempts)

    def _publish(self, ended: Ended, answer: Message, attempts: int) -> None:
        job = self.plan.jobs[ended.number]
        try:
            time = self.folder.publish(self._temporary(ended.number), job.output, int(answer["size"]))
        except ValueError as fault:
            self._quarantine(ended, attempts, str(fault))
            return
        rest = {"size": answer["size"], "time": time, "digest": answer["digest"], "pages": answer["pages"]}
        self._write(ended, Outcome.DONE, answer, **rest)
        quarantine.release(job, self.folder.path)
        self._note(
            ended.number,
            Outcome.DONE,
            pages=int(answer["pages"]),
            findings=_found(answer["findings"], job),
            reason=self._reasons.get(ended.number, ""),
            attempts=attempts,
            cost=_cost(ended),
        )

    def _fail(self, ended: Ended, answer: Message, attempts: int) -> None:
        job = self.plan.jobs[ended.number]
        self._write(ended, Outcome.FAILED, answer, reason=answer["failed"])
        found, cost = _found(answer["findings"], job), _cost(ended)
        self._note(ended.number, Outcome.FAILED, findings=found, reason=answer["failed"], attempts=attempts, cost=cost)

    def _quarantine(self, ended: Ended, attempts: int, reason: str) -> None:
        job = self.plan.jobs[ended.number]
        kept = quarantine.keep(job, ended, reason, self.folder.path)
        self._write(ended, Outcome.QUARANTINED, {}, reason=reason)
        self._note(
            ended.number, Outcome.QUARANTINED, reason=reason, attempts=attempts, cost=_cost(ended), quarantine=kept
        )

    def _write(self, ended: Ended, outcome: Outcome, answer: Message, **fields: Any) -> None:
        """Write the journal."""
        job = self.plan.jobs[ended.number]
        rows = answer.get("traces") or []
        traces = tuple(Trace(*row) for row in rows) or self._own_trace(job)
        files = [job.publication] if job.publication else []
        traces += tuple(self._trace(file) for file in files)
        self.journal.add(
            Entry(
                source=str(job.source),
                output=job.output,
                outcome=outcome,
                configuration=self._configurations[ended.number],
                traces=traces,
                facts=self.memory.dumped(str(job.source)),
                findings=tuple(answer.get("findings", ())),
                seconds=round(ended.seconds, 3),
                memory=ended.memory,
                **fields,
            )
        )

    def _own_trace(self, job: Job) -> tuple[Trace, ...]:
        return (self._trace(job.source),)

    def _trace(self, file: Path) -> Trace:
        return trace(file, now=self.folder.now)

    def _note(self, number: int, outcome: Outcome, **fields: Any) -> None:
        result = Result(job=self.plan.jobs[number], outcome=outcome, **fields)
        self._results[number] = result
        if self.progress is not None:
            self.progress(Progress(result=result, done=len(self._results), total=len(self.plan.jobs)))


def reason_of(ended: Ended) -> str:
    """Say in a sentence why a job is in quarantine."""
    if ended.answer is not None:
        return "it needs more memory than a job may have"
    if ended.late:
        return f"it was not finished after {ended.seconds:.0f} seconds"
    if ended.code is not None and ended.code < 0:
        return f"its process was ended by signal {-ended.code}"
    return f"its process ended with exit code {ended.code}"


def _found(said: Any, job: Job) -> tuple[Finding, ...]:
    """Return findings with the article's file as messages name it."""
    shown = {str(job.source): job.shown}
    found = map(finding_of, said)
    return tuple(replace(item, file=shown.get(item.file or "", item.file)) for item in found)


def _is_waiting(findings: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a picture was still on the web when an article was printed."""
    return any(finding.get("code") == STILL_REMOTE for finding in findings)


def _cost(ended: Ended | Entry) -> Cost:
    return Cost(seconds=ended.seconds, memory=ended.memory)


def _beside(job: Job, file: str) -> str:
    """Name a file as seen from the article's folder, where it lies in that."""
    path = Path(file)
    return path.relative_to(job.source.parent).as_posix() if path.is_relative_to(job.source.parent) else path.name
