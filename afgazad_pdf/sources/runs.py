"""From a stream of openings, letters and closings to nested runs.

Markdown and HTML both deliver such streams, mixed in one paragraph and not always well nested;
one stack with one rule serves both: Markdown's own marks win, and an HTML tag closes only what
was opened inside the same mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..article import FootnoteCall, LineBreak, Run, Runs, Span, SpanRole, Text, walk_runs

_SPACES = re.compile(" {2,}")

Wrap = Callable[[Runs], Iterable[Run]] | None
"""What becomes of the runs between an opening and its closing; None: they vanish, unless the closing is missing."""


@dataclass(slots=True)
class Opening:
    """An element that is open, with what it holds so far."""

    name: str
    wrap: Wrap
    html: bool = False
    """Whether an HTML tag opened it, which may be left unclosed, or Markdown, which may not."""
    runs: list[Run] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)

    def settle(self) -> Runs:
        """Turn letters that wait into one text, with single spaces as HTML has them, and return all runs."""
        if self.letters:
            self.runs.append(Text(text=_SPACES.sub(" ", "".join(self.letters))))
            self.letters.clear()
        return tuple(self.runs)

    def extend(self, runs: Iterable[Run]) -> None:
        """Add runs; texts side by side become one."""
        for run in runs:
            if isinstance(run, Text):
                self.letters.append(run.text)
            else:
                self.settle()
                self.runs.append(run)


class RunBuilder:
    """A stack of open elements; the lowest one is the line of text itself."""

    def __init__(self) -> None:
        self._stack = [Opening("", tuple)]

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._stack) - 1

    def text(self, letters: str) -> None:
        """Add letters to the innermost element."""
        if letters:
            self._stack[-1].letters.append(letters)

    def add(self, *runs: Run) -> None:
        """Add runs to the innermost element."""
        self._stack[-1].extend(runs)

    def line_break(self) -> None:
        """Add a forced line break."""
        self.add(LineBreak())

    def open(self, name: str, wrap: Wrap, *, html: bool = False) -> None:
        """Open an element."""
        self._stack.append(Opening(name, wrap, html))

    def close(self, name: str) -> list[str]:
        """Close the nearest element of that name; return the names of HTML elements left open in it."""
        return self._close_at(max(index for index, opening in enumerate(self._stack) if opening.name == name))

    def close_html(self, name: str) -> list[str] | None:
        """Close an HTML element; None where none of that name is open inside the nearest Markdown mark."""
        for index in range(len(self._stack) - 1, 0, -1):
            if not self._stack[index].html:
                return None
            if self._stack[index].name == name:
                return self._close_at(index)
        return None

    def finish(self) -> tuple[Runs, list[str]]:
        """Close all that is open; return the runs, and the names of what was left open, inner ones first."""
        unclosed = []
        while self.depth:
            unclosed.append(self._close_innermost(unclosed=True))
        return self._stack[0].settle(), unclosed

    def flush(self) -> Runs:
        """Finish the line, and open the same elements again for the next one."""
        open_elements = [(opening.name, opening.wrap, opening.html) for opening in self._stack[1:]]
        runs, _ = self.finish()
        self._stack = [Opening("", tuple), *(Opening(*element) for element in open_elements)]
        return runs

    def _close_at(self, index: int) -> list[str]:
        unclosed = []
        while len(self._stack) > index + 1:
            unclosed.append(self._close_innermost(unclosed=True))
        self._close_innermost(unclosed=False)
        return unclosed

    def _close_innermost(self, *, unclosed: bool) -> str:
        opening = self._stack.pop()
        runs = opening.settle()
        if opening.wrap is not None:
            self._stack[-1].extend(opening.wrap(runs))
        elif unclosed:
            self._stack[-1].extend(runs)
        return opening.name


def span(role: SpanRole, runs: Runs, **details: Any) -> tuple[Run, ...]:
    """Wrap runs in a span; without runs there is none, and a plain one without details is its runs."""
    if not runs or (role == "plain" and not any(details.values())):
        return runs
    return (Span(role=role, runs=runs, **details),)


def trimmed(runs: Runs) -> Runs:
    """Return the runs without white space and line breaks at either end; none where there is nothing else."""
    if not any(_prints(run) for run in walk_runs(runs)):
        return ()
    parts = list(runs)
    while parts and _is_blank(parts[0]):
        parts.pop(0)
    while parts and _is_blank(parts[-1]):
        parts.pop()
    if parts and isinstance(parts[0], Text):
        parts[0] = Text(text=parts[0].text.lstrip())
    if parts and isinstance(parts[-1], Text):
        parts[-1] = Text(text=parts[-1].text.rstrip())
    return tuple(parts)


def _prints(run: Run) -> bool:
    return isinstance(run, FootnoteCall) or (isinstance(run, Text) and bool(run.text.strip()))


def _is_blank(run: Run) -> bool:
    return isinstance(run, LineBreak) or (isinstance(run, Text) and not run.text.strip())
