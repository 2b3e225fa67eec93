"""What a plan of a newspaper says: where everything stands. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .grid import Grid
from .measures import Measured
from .modules import Box, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A story goes on elsewhere."""

    slug: str
    box: Box
    """Below its last column, on the page that it leaves."""
    to_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """The head over the rest of a story."""

    slug: str
    box: Box
    """Across its columns."""
    from_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line; its box has no width or no height."""

    box: Box
    kind: Literal["column", "story", "shelf"]
    """Between columns of a story, between stories side by side, or between what stands above each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The name of a section across the page where it begins."""

    section: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where everything stands."""

    pages: int
    lead: int
    """Which of the measures of the lead was chosen."""
    pieces: tuple[Piece, ...]
    """In the order of the stories' text."""
    jumps: tuple[Jump, ...]
    continuations: tuple[Continuation, ...]
    rules: tuple[Rule, ...]
    bands: tuple[Band, ...]
    contents: Box | None
    """Room for the contents on the front page."""

    def pieces_of(self, slug: str) -> tuple[Piece, ...]:
        """Return a story's pieces in the order of its text."""
        return tuple(piece for piece in self.pieces if piece.slug == slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What is to be placed."""

    grid: Grid
    lead: tuple[Measured, ...]
    """The lead with headlines of several sizes, the largest first; all have one slug."""
    front: tuple[str, ...]
    """Slugs of the further stories on the front page, best first."""
    inside: tuple[tuple[str, tuple[str, ...]], ...]
    """Sections in order, each with its stories' slugs, those of the front page at their place among them."""
    stories: Mapping[str, Measured]
    """All stories but the lead."""
    last: Measured | None
    """Colophon and indexes, at the end."""
    front_top: float
    """Where the front page's stories begin, below masthead and date line."""
    inside_top: float
    """The same on the other pages, below the running head."""
    shelf_gap: float
    """Between shelves, in pt."""
    band: float
    """The height of a section's band with the space below it."""
    contents: float
    """The height that the contents need in one column; 0 for none."""
    banded: frozenset[str] = frozenset()
    """Sections that have a band."""
    extra: Mapping[str, int] = field(default_factory=dict)
    """Lines that stories need beyond what was computed."""
