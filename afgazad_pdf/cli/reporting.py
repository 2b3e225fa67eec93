"""Everything that the commands say: results to standard output, diagnostics to standard error.

A diagnostic is one line, ``file:line: level: code: message``; for an error ``file:line: error:
field: message``; in a PDF the place is ``file:page 3 (42, 118 mm)``. With ``--format json`` each is one JSON
object with the keys `level`, `code`, `message`, `file`, `line`, `field`, `page` and `place` (mm from the left and
from the upper edge), in logical order and in ASCII.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, TextIO

import typer

from ..errors import AfgazadError, ContentError, Problem
from ..findings import Finding
from .outcome import DONE, error_name, exit_code
from .terminal import Visual, one_line, wants_colour, wants_visual, write

Format = Literal["text", "json"]

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@dataclass(frozen=True, slots=True)
class GlobalChoices:
    """What stands before the command."""

    visual: Visual = "auto"


@dataclass(slots=True, kw_only=True)
class Reporter:
    """Says what happens, and remembers the worst exit code."""

    choices: GlobalChoices
    format: Format = "text"
    quiet: bool = False
    """Whether to leave out everything but warnings and errors."""
    code: int = field(default=DONE, init=False)

    def done(self, title: str, target: str, note: str) -> None:
        """Say that a file was made from an article."""
        if self.quiet:
            return
        if self.format == "json":
            self._json(level="info", code="done", message=f"{title}: {note}", file=target)
        else:
            write(f"\N{CHECK MARK} {self.shown(title)} \N{RIGHTWARDS ARROW} {self.shown(target)} ({note})", sys.stderr)

    def finding(self, finding: Finding) -> None:
        """Say what deserves a look; of level info only where not quiet."""
        if self.quiet and finding.level == "info":
            return
        if self.format == "json":
            values = {name: getattr(finding, name) for name in ("file", "line", "page", "place")}
            self._json(level=finding.level.value, code=finding.code, message=finding.message, **values)
        else:
            self._line(finding.level.value, finding.where, finding.code, finding.message)

    def fail(self, error: AfgazadError, *, file: str | None = None) -> None:
        """Say what went wrong; `file` is the one at work, where the error does not know it."""
        self.code = max(self.code, exit_code(error))
        for problem in error.problems if isinstance(error, ContentError) else [Problem(message=str(error), file=file)]:
            place = problem.file or file
            self._diagnostic(
                "error", error_name(error), problem.message, place, problem.line, problem.field or "", error=True
            )

    def fail_content(self, code: str, message: str, file: str | None) -> None:
        """Say that an article failed though nothing was raised."""
        self.code = max(self.code, 1)
        self._diagnostic("error", code, message, file, None)

    def say(self, message: str) -> None:
        """Say something about the whole run."""
        if self.quiet:
            return
        if self.format == "json":
            self._json(level="info", code="summary", message=message)
        else:
            write(self.shown(message, base="ltr"), sys.stderr)

    def shown(self, text: str, *, base: Literal["ltr", "rtl"] | None = None, stream: TextIO | None = None) -> str:
        """Return a text as a stream must receive it, standard error unless it is said.

        Where it is a terminal that does no bidi, the text is in visual order.
        """
        line = one_line(text)
        if not wants_visual(self.choices.visual, stream or sys.stderr, os.environ):
            return line
        from ..bidi.visual import visual

        return visual(line, base=base)

    def _diagnostic(
        self,
        level: str,
        code: str,
        message: str,
        file: str | None,
        line: int | None,
        field: str = "",
        *,
        error: bool = False,
    ) -> None:
        if self.format == "json":
            self._json(level=level, code=code, message=message, file=file, line=line, field=field or None)
            return
        place = ":".join(str(part) for part in (file, line) if part is not None)
        self._line(level, place, field if error else code, message)

    def _line(self, level: str, place: str, name: str, message: str) -> None:
        word = typer.style(level, fg=COLOURS[level], bold=True) if wants_colour(sys.stderr, os.environ) else level
        parts = (self.shown(place, base="ltr"), word, self.shown(name), self.shown(message, base="ltr"))
        write(": ".join(part for part in parts if part), sys.stderr)

    def _json(
        self,
        *,
        level: str,
        code: str,
        message: str,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
        page: int | None = None,
        place: tuple[float, float] | None = None,
    ) -> None:
        entry: dict[str, object] = {"level": level, "code": code, "message": message, "file": file, "line": line}
        entry |= {"field": field, "page": page, "place": place}
        write(json.dumps(entry), sys.stderr)


@contextmanager
def reporting(context: typer.Context, *, format: Format = "text", quiet: bool = False) -> Iterator[Reporter]:
    """Give a reporter; at the end, or at an error of ours, leave with the exit code it has come to."""
    choices = context.obj if isinstance(context.obj, GlobalChoices) else GlobalChoices()
    reporter = Reporter(choices=choices, format=format, quiet=quiet)
    try:
        yield reporter
    except AfgazadError as error:
        reporter.fail(error)
    if reporter.code != DONE:
        raise typer.Exit(reporter.code)


def report_all(reporter: Reporter, findings: Iterable[Finding]) -> None:
    """Say every finding, in the order in which they were made."""
    for finding in findings:
        reporter.finding(finding)
