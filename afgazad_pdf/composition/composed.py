"""What a layout hands over: parts, and where their pages go."""

from __future__ import annotations

from dataclasses import dataclass

from ..findings import Finding
from ..press.joining import Group, JoinedPage, Part
from .places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An issue laid out, ready to be joined."""

    title: str
    """The file's title."""
    catalog: Part
    """The part whose metadata, language and output intent are those of the whole; one of `parts`."""
    parts: tuple[Part, ...]
    pages: tuple[JoinedPage, ...]
    groups: tuple[Group, ...]
    places: Places
    """Where every article stands; the numbers printed in this composition may still be those of the round before."""
    findings: tuple[Finding, ...]
    settled: bool = False
    """Whether no number in it comes from the round before, so that no further round can change it."""
