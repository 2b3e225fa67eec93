"""What is found while one article is read: findings, and faults that stop it.

Why a ledger that is handed down: an editor wants *all* faults of a file at once, not the first
one; so the readers write down what they find and go on, and the loader raises at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from ..errors import ArticleError, Problem
from ..findings import Finding, Level
from ..settings import LIMITS, Limits

DEPTH = LIMITS.depth
"""How deep quotations, lists, spans and tags may stand in each other, all together; the same for every article, as
every later stage walks it by recursion."""


@dataclass(slots=True)
class Ledger:
    """The findings and faults of one article."""

    file: str | None = None
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    limits: Limits = LIMITS
    """What the article may bring."""

    def warn(self, code: str, message: str, line: int | None = None) -> None:
        """Write down what may not look or read as meant."""
        self.findings.append(Finding(level=Level.WARNING, code=code, message=message, file=self.file, line=line))

    def inform(self, code: str, message: str, line: int | None = None) -> None:
        """Write down a decision that the article left open."""
        self.findings.append(Finding(level=Level.INFO, code=code, message=message, file=self.file, line=line))

    def lose(self, code: str, message: str, line: int | None = None) -> None:
        """Write down what of the article is not on the page."""
        self.findings.append(Finding(level=Level.ERROR, code=code, message=message, file=self.file, line=line))

    def fault(self, message: str, line: int | None = None, field: str | None = None) -> None:
        """Write down a fault; the article will not be made."""
        self.problems.append(Problem(message=message, file=self.file, line=line, field=field))

    def stop(self, message: str, line: int | None = None, field: str | None = None) -> NoReturn:
        """Raise ArticleError at once, with all faults: what follows cannot be read."""
        self.fault(message, line, field)
        raise self._error()

    def too_deep(self, what: str, line: int | None = None, field: str | None = None, *, most: int = DEPTH) -> NoReturn:
        """Raise ArticleError for text that is nested deeper than a page can show."""
        self.stop(f"{what} stand in each other more than {most} deep; write them side by side", line, field)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Write down faults that another part of the library found."""
        self.problems.extend(problems)

    def raise_faults(self) -> None:
        """Raise ArticleError if there are faults."""
        if self.problems:
            raise self._error()

    def sorted_findings(self) -> tuple[Finding, ...]:
        """Return the findings in the order of the file's lines."""
        return tuple(sorted(self.findings, key=lambda finding: finding.line or 0))

    def _error(self) -> ArticleError:
        return ArticleError(sorted(self.problems, key=lambda problem: problem.line or 0))
