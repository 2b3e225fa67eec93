"""From a stream of openings, letters and closings to nested runs.

Markdown and HTML both deliver such streams, mixed in one paragraph and not always well nested;
one stack with one rule serves both: Markdown's own marks win, and an HTML tag closes only what
was opened inside the same mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..article import LineBreak, Run, Runs, Span, SpanRole, Text

Wrap = Callable[[Runs], Iterable[Run]]
"""What becomes of the runs between an opening and its closing."""


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
        """Turn letters that wait into one text, and return all runs."""
        if self.letters:
            self.runs.append(Text(text="".join(self.letters)))
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

    def open(self, name: str, wrap: Wrap, *, html: bool = False) -> None:
        """Open an element."""
        self._stack.append(Opening(name, wrap, html))

    def close(self, name: str) -> list[str]:
        """Close the nearest element of that name; return the names of HTML elements left open in it."""
        return self._close_down_to(max(index for index, opening in enumerate(self._stack) if opening.name == name))

    def close_html(self, name: str) -> list[str] | None:
        """Close an HTML element; None where none of that name is open inside the nearest Markdown mark."""
        for index in range(len(self._stack) - 1, 0, -1):
            if not self._stack[index].html:
                return None
            if self._stack[index].name == name:
                return self._close_down_to(index)
        return None

    def finish(self) -> tuple[Runs, list[str]]:
        """Close all that is open; return the runs, and the names of HTML elements that were left open."""
        unclosed = self._close_down_to(1) if self.depth else []
        if self.depth == 0 and unclosed == [] and len(self._stack) == 1:
            return self._stack[0].settle(), unclosed
        return self._stack[0].settle(), unclosed

    def _close_down_to(self, lowest: int) -> list[str]:
        unclosed = []
        while len(self._stack) > lowest:
            opening = self._stack.pop()
            self._stack[-1].extend(opening.wrap(opening.settle()))
            if len(self._stack) > lowest:
                unclosed.append(opening.name)
        return unclosed
