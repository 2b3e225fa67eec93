"""What `batch` says while it works: a bar on a terminal, otherwise one line an article, or JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from .reporting import Reporter
from .terminal import wants_colour, write

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from ..batch import BatchReport, Planned, Progress, Result

FAILED = frozenset({"failed", "quarantined"})

WORDS = {
    "done": "made",
    "unchanged": "unchanged",
    "failed": "failed",
    "quarantined": "in quarantine",
    "pending": "not done",
}
"""What the summary calls outcomes, in its order."""


class Teller:
    """Says what becomes of each article.

    A reader that goes away (``| head``, a terminal that closes) is no reason to end the work of a night: from then on
    nothing is said to it, and the report has everything.
    """

    def __init__(self, reporter: Reporter, *, output: Path, explain: bool) -> None:
        """Speak through a reporter; `explain` says of every article why it was made or left."""
        self._reporter, self._output, self._explain = reporter, output, explain
        self._json = reporter.format == "json"
        self._bar: _LiveBar | None = None
        self._gone: set[int] = set()
        """Descriptors that nobody reads."""

    @contextmanager
    def running(self, jobs: int) -> Iterator[None]:
        """Show a bar meanwhile, where standard error is a terminal."""
        if not sys.stderr.isatty() or self._reporter.quiet or self._json:
            yield
            return
        with _LiveBar(jobs) as self._bar:
            yield
        self._bar = None

    def told(self, progress: Progress) -> None:
        """Hear of an article that ended, and say it."""
        result = progress.result
        if self._json:
            self._say(self._object(result), sys.stdout)
        elif self._is_worth_a_line(result):
            for finding in result.findings:
                if result.outcome != "unchanged":
                    self._safely(sys.stderr, lambda finding=finding: self._reporter.finding(finding))
            self._say(self._line(result), sys.stderr)
        if self._bar is not None:
            self._bar.step(progress)

    def over(self, report: BatchReport) -> None:
        """Say how the whole batch ended."""
        named = {outcome.value: count for outcome, count in report.counts.items()}
        parts = [f"{named[name]} {word}" for name, word in WORDS.items() if name in named]
        text = f"{', '.join(parts) or 'no articles'}; report: {report.page}"
        self._safely(sys.stderr, lambda: self._reporter.say(text))

    def planned(self, item: Planned) -> None:
        """Say what would be done with an article."""
        job = item.job
        publication = str(job.publication) if job.publication else None
        if self._json:
            fields = {"article": job.shown, "output": job.output, "publication": publication, "reason": item.reason}
            self._say(json.dumps(fields | {"title": job.title, "make": item.reason is not None}), sys.stdout)
        elif item.reason is not None or not self._reporter.quiet:
            left = WORDS["quarantined" if item.quarantined else "unchanged"]
            what = f"make: {item.reason}" if item.reason else f"leave: {left}"
            paper = f" [{publication}]" if publication else ""
            arrow = "\N{RIGHTWARDS ARROW}"
            line = f"{job.shown} {arrow} {self._output / job.output}{paper} ({what})"
            self._say(self._reporter.shown(line, base="ltr", stream=sys.stdout), sys.stdout)

    def plan_over(self, planned: Sequence[Planned]) -> None:
        """Say how much there would be to do."""
        made = sum(item.reason is not None for item in planned)
        text = f"{made} of {len(planned)} articles would be made; nothing was written"
        self._safely(sys.stderr, lambda: self._reporter.say(text))

    def _is_worth_a_line(self, result: Result) -> bool:
        if result.outcome in FAILED:
            return True
        if self._reporter.quiet:
            return False
        return self._explain or (result.outcome == "done" and self._bar is None)

    def _line(self, result: Result) -> str:
        shown = self._reporter.shown
        title, target = shown(result.job.title or result.job.name), shown(str(self._output / result.job.output))
        reason = result.reason
        if result.outcome in FAILED:
            word = WORDS[result.outcome]
            sign = _coloured("\N{BALLOT X}", "red")
            why = f": {shown(reason, base='ltr')}" if reason else ""
            return f"{sign} {title} ({shown(result.job.shown, base='ltr')}) {word}{why}"
        pages = "1 page" if result.pages == 1 else f"{result.pages} pages"
        note = f"{pages}; {reason}" if self._explain and reason else pages
        sign = "\N{CHECK MARK}" if result.outcome == "done" else "="
        return f"{sign} {title} \N{RIGHTWARDS ARROW} {target} ({shown(note, base='ltr')})"

    def _object(self, result: Result) -> str:
        job, cost = result.job, result.cost
        fields: dict[str, Any] = {
            "article": job.shown,
            "title": job.title,
            "outcome": result.outcome.value,
            "output": str(self._output / job.output),
            "pages": result.pages,
            "findings": [
                {"level": item.level.value, "code": item.code, "message": item.message, "line": item.line}
                for item in result.findings
            ],
            "seconds": round(cost.seconds, 3) if cost else None,
            "memory": cost.memory if cost else None,
            "reason": result.reason,
            "quarantine": str(result.quarantine) if result.quarantine else None,
        }
        return json.dumps(fields)

    def _say(self, line: str, stream: TextIO) -> None:
        self._safely(stream, lambda: write(line, stream))

    def _safely(self, stream: TextIO, say: Any) -> None:
        """Say something, unless the reader of the stream went away."""
        try:
            descriptor = stream.fileno()
        except (OSError, ValueError):
            descriptor = -1
        if descriptor in self._gone:
            return
        try:
            say()
        except BrokenPipeError:
            self._gone.add(descriptor)
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  what is left in the buffer must go somewhere
                os.dup2(nowhere.fileno(), descriptor)


class _LiveBar:
    """How many are done, how fast, how long it will take, how many failed; a context manager."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._bar: Bar | None = None
        self._task: Any = None
        self._counts: Counter[str] = Counter()
        self._began = 0.0

    def __enter__(self) -> _LiveBar:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=sys.stderr, no_color=not wants_colour(sys.stderr, os.environ), highlight=False)
        columns = (
            BarColumn(),
            TextColumn("{task.completed}/{task.total}", markup=False),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(elapsed_when_finished=True),
            TextColumn("{task.fields[note]}", markup=False),
        )
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=None, rate="", note="looking for what changed")
        self._bar.start()
        self._began = time.monotonic()
        return self

    def __exit__(self, *rest: object) -> None:
        assert self._bar is not None
        self._bar.stop()

    def step(self, progress: Progress) -> None:
        assert self._bar is not None
        self._counts[progress.result.outcome.value] += 1
        made = sum(count for name, count in self._counts.items() if name in ("done", "failed"))
        rate = made / max(0.001, time.monotonic() - self._began)
        running = min(self._jobs, progress.total - progress.done)
        parts = [f"{running} running"] + [
            f"{self._counts[name]} {WORDS[name]}" for name in sorted(FAILED) if self._counts[name]
        ]
        self._bar.update(
            self._task,
            completed=progress.done,
            total=progress.total,
            rate=f"{rate:.1f}/s" if made else "",
            note=", ".join(parts),
        )


def _coloured(sign: str, colour: str) -> str:
    import typer

    return typer.style(sign, fg=colour, bold=True) if wants_colour(sys.stderr, os.environ) else sign
