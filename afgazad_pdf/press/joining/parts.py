"""What is joined: parts, where their pages stand, in which groups they are read. Plain data, and what must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...files import write_atomically
from ...findings import Finding

SEPARATOR = "/"
"""Stands between a part's name and a name in it; part names are free of it, so that no two pairs become one name."""

_FORBIDDEN = frozenset(SEPARATOR + "#?%")
"""What would end the name of a part in an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A PDF of this library that becomes a part of a whole."""

    name: str
    """Unique in the whole, a slug; it stands before the names of destinations and the IDs of structure elements."""
    pdf: bytes = field(repr=False)
    role: str = "Art"
    """The structure type of the element that holds the part's own top elements (ISO 32000-1, 14.8.4.2)."""
    title: str = ""
    """Its title in the structure tree and, where the part has no outline of its own, its outline entry."""
    lang: str | None = None
    """The language of its element; that of its document where it is None."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page of a part placed on a page of the whole, such as a frame of a newspaper's story."""

    part: str
    page: int
    """In the part, counted from 0."""
    left: float = 0
    top: float = 0
    """In pt, from the upper left corner of the base page's trim box to that of the placed page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedPage:
    """A page of the whole."""

    base: Placed
    """Its boxes and content are the page's; `left` and `top` mean nothing."""
    placed: tuple[Placed, ...] = ()
    """Painted over it, in this order."""
    label: str | None = None
    """The number as printed, such as ``iv``; None for none."""

    @property
    def pieces(self) -> tuple[Placed, ...]:
        """All pages of parts that stand here, the base first."""
        return (self.base, *self.placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Parts that are read together: one structure element (Sect) and one outline entry."""

    title: str | None
    """None where the parts stand at the top level, both in the tree and in the outline."""
    parts: tuple[str, ...]
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Parts put together."""

    pdf: bytes = field(repr=False)
    pages: int
    findings: tuple[Finding, ...]
    """What deserves a look, page by page."""

    def write(self, path: str | Path) -> Path:
        """Write the PDF to a file, whole or not at all; returns the path. Raises OutputError."""
        target = Path(path)
        write_atomically(target, self.pdf)
        return target


def all_parts(catalog: Part, parts: Sequence[Part]) -> dict[str, Part]:
    """Return all parts by name, the catalog's first; it may stand among the parts or not. Raises ValueError."""
    others = [part for part in parts if part is not catalog and part != catalog]
    result = {part.name: part for part in (catalog, *others)}
    for name, count in Counter(part.name for part in (catalog, *others)).items():
        if count > 1:
            raise ValueError(f"{count} parts have the name “{name}”")
    for name in result:
        if not name or _FORBIDDEN & set(name):
            raise ValueError(f"“{name}” cannot be the name of a part: it is empty, or has one of {SEPARATOR} # ? %")
    return result


def check_groups(catalog: Part, parts: Iterable[str], groups: Sequence[Group]) -> None:
    """Raise ValueError unless every part stands in one group; that of the catalog may stand in none."""
    counted = Counter(name for group in groups for name in group.parts)
    _check_known(counted, parts)
    for name in parts:
        if counted[name] > 1:
            raise ValueError(f"the part “{name}” stands in {counted[name]} groups")
        if not counted[name] and name != catalog.name:
            raise ValueError(f"the part “{name}” stands in no group, so that nobody would know when it is to be read")


def check_pages(pages: Sequence[JoinedPage], counts: Mapping[str, int]) -> None:
    """Raise ValueError unless every page of every part is used once; `counts` has how many each part has."""
    if not pages:
        raise ValueError("a whole needs a page")
    used = Counter((piece.part, piece.page) for page in pages for piece in page.pieces)
    _check_known((part for part, _ in used), counts)
    for (part, number), count in used.items():
        if not 0 <= number < counts[part]:
            raise ValueError(f"the part “{part}” has {counts[part]} pages, none with the index {number}")
        if count > 1:
            raise ValueError(f"the page with the index {number} of the part “{part}” is used {count} times")
    for part, number in _pages(counts):
        if (part, number) not in used:
            raise ValueError(f"the page with the index {number} of the part “{part}” is not used, and would be lost")


def _check_known(names: Iterable[str], parts: Iterable[str]) -> None:
    known = set(parts)
    for name in names:
        if name not in known:
            raise ValueError(f"there is no part “{name}”")


def _pages(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for part, count in counts.items():
        for number in range(count):
            yield part, number
