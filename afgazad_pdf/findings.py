"""Findings: the article was printed, but somebody should look.

Why not exceptions or log lines: an editor wants the page *and* the list of what to mend, a
batch wants to count them, and a test wants to compare them as values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """Something of the article is not on the page: a picture, a letter, the body."""
    WARNING = "warning"
    """All is on the page, but it may not look or read as meant."""
    INFO = "info"
    """The library decided something that the article left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at."""

    level: Level
    code: str
    """A stable short name, such as ``picture-missing``; listed in docs/findings.md."""
    message: str
    """A sentence for an editor: what was found, and what to do."""
    file: str | None = None
    """The article's file, where it has one."""
    line: int | None = None
    """The line in that file, counted from 1, where it is known."""
    page: int | None = None
    """The page of a PDF, counted from 1, where it is known."""
    place: tuple[float, float] | None = None
    """Where on that page, in mm from the left and from the upper edge of the trimmed page."""

    @property
    def where(self) -> str:
        """``file:line``, or ``file:page 3 (42, 118 mm)`` in a PDF; what is not known is left out."""
        page = None if self.page is None else f"page {self.page}"
        if page is not None and self.place is not None:
            page += f" ({self.place[0]:.0f}, {self.place[1]:.0f} mm)"
        return ":".join(str(part) for part in (self.file, self.line, page) if part is not None)

    def __str__(self) -> str:
        """Return ``where: level: code: message``."""
        return ": ".join(part for part in (self.where, self.level.value, self.code, self.message) if part)


def finding_of(fields: Mapping[str, Any]) -> Finding:
    """Return the finding whose fields came back from JSON, where a level is a text and a place a list.

    Raises KeyError, TypeError or ValueError for fields that are no finding's.
    """
    place = fields.get("place")
    return Finding(**{**fields, "level": Level(fields["level"]), "place": tuple(place) if place else None})
