"""The structure tree, as far as a check needs it: which content it has, and its figures (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from .state import Box, Mark, ObjectNumber

MOST_ELEMENTS = 1_000_000
"""Kids that are looked at; more are there to tie a program up."""

LONGEST_ROLE = 16
"""Steps of a role map."""

Content = tuple[ObjectNumber, int]
"""The page or form, and the number of a marked-content sequence in it."""


@dataclass(slots=True)
class Figure:
    """A figure or formula of the tree."""

    described: bool
    """Whether it has alternative or replacement text."""
    box: Box | None
    """Its BBox in pt."""
    page: ObjectNumber | None
    """Its own page, or that of its first content."""
    contents: set[Content] = field(default_factory=set)


@dataclass(slots=True)
class Tagging:
    """What the tree says."""

    contents: set[Content] = field(default_factory=set)
    """All marked content that belongs to an element."""
    figures: list[Figure] = field(default_factory=list)

    def has(self, marks: tuple[Mark, ...]) -> bool:
        """Say whether content inside these sequences is an artifact or belongs to an element."""
        return any(
            mark.tag == "Artifact" or (mark.number is not None and (mark.owner, mark.number) in self.contents)
            for mark in marks
        )


def read_tagging(root: Any) -> Tagging | None:
    """Read the tree of a catalogue; None where there is none, or the file does not say that it is tagged."""
    tree = root.get("/StructTreeRoot")
    marked = root.get("/MarkInfo", {}).get("/Marked", False)
    if tree is None or not marked or "/K" not in tree:
        return None
    tagging = Tagging()
    _Walk(tagging, tree.get("/RoleMap", {})).through(tree.K)
    return tagging


@dataclass(slots=True)
class _Walk:
    tagging: Tagging
    roles: Any
    seen: set[ObjectNumber] = field(default_factory=set)

    def through(self, top: Any) -> None:
        """Look at every element; without recursion, as files may nest without end."""
        stack: list[tuple[Any, Any, Figure | None]] = [(top, None, None)]
        for _ in range(MOST_ELEMENTS):
            if not stack:
                return
            item, page, figure = stack.pop()
            stack += self._kids(item, page, figure)

    def _kids(self, item: Any, page: Any, figure: Figure | None) -> Iterator[tuple[Any, Any, Figure | None]]:
        """Note an item and yield what is inside it, last kid first, as a stack needs it."""
        if isinstance(item, int):
            self._note(page, item, figure)
        elif isinstance(item, pikepdf.Array):
            yield from ((kid, page, figure) for kid in reversed(list(item)))
        elif isinstance(item, pikepdf.Dictionary):
            page = item.get("/Pg", page)
            if "/MCID" in item:
                self._note(item.get("/Stm", page), int(item.MCID), figure, page)
            elif "/S" in item and self._new(item):
                figure = self._figure(item) or figure
                if "/K" in item:
                    yield item.K, page, figure

    def _note(self, owner: Any, number: int, figure: Figure | None, page: Any = None) -> None:
        if owner is None:
            return
        self.tagging.contents.add((owner.objgen, number))
        if figure is not None:
            figure.contents.add((owner.objgen, number))
            figure.page = figure.page or (owner if page is None else page).objgen

    def _new(self, element: Any) -> bool:
        number: ObjectNumber = element.objgen
        if number in self.seen:
            return False
        if number != (0, 0):
            self.seen.add(number)
        return True

    def _figure(self, element: Any) -> Figure | None:
        if self._role(str(element.S)) not in ("/Figure", "/Formula"):
            return None
        described = any(str(element.get(key, "")).strip() for key in ("/Alt", "/ActualText"))
        page = element.get("/Pg")
        figure = Figure(described, _bounding_box(element), None if page is None else page.objgen)
        self.tagging.figures.append(figure)
        return figure

    def _role(self, name: str) -> str:
        for _ in range(LONGEST_ROLE):
            if name not in self.roles:
                break
            name = str(self.roles[name])
        return name


def _bounding_box(element: Any) -> Box | None:
    attributes = element.get("/A")
    for item in list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]:
        if isinstance(item, pikepdf.Dictionary) and "/BBox" in item:
            left, bottom, right, top = map(float, item.BBox)
            return Box(left, bottom, right, top)
    return None
