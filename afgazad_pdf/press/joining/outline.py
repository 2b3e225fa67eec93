"""The outline of the whole: groups, their parts, and what each part had (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name, String

from .copies import Copies, Copy
from .destinations import Destinations
from .parts import Group

LINKS = ("/First", "/Last", "/Next", "/Prev", "/Parent", "/Count")
"""What ties an entry to others, and is tied anew."""


@dataclass(slots=True)
class _Entry:
    item: pikepdf.Object
    kids: list[_Entry] = field(default_factory=list)
    is_open: bool = True


def join_outline(copies: Copies, destinations: Destinations, groups: Sequence[Group], first: Copy) -> None:
    """Write the outline of the whole: open down to the parts, which are closed where there are several.

    `first` is the catalog's part; where it is in no group, its entries stand before all others.
    """
    reader = _Reader(copies, destinations)
    entries: list[_Entry] = []
    if not any(first.part.name in group.parts for group in groups):
        entries += reader.entries(first)
    alone = len(list(copies)) == 1
    for group in groups:
        parts = [entry for name in group.parts for entry in reader.part(copies[name], is_open=alone)]
        if group.title is None:
            entries += parts
        elif group.parts:
            start = destinations.start(copies[group.parts[0]])
            entries.append(_Entry(reader.new(group.title, start), parts))
    _write(copies.pdf, entries)


@dataclass(slots=True)
class _Reader:
    copies: Copies
    destinations: Destinations

    def part(self, copy: Copy, *, is_open: bool) -> list[_Entry]:
        """Return the entry of a part; several where it has several and no title to stand over them."""
        own = self.entries(copy)
        if len(own) != 1 and copy.part.title:
            own = [_Entry(self.new(copy.part.title, self.destinations.start(copy)), own)]
        for entry in own:
            entry.is_open = is_open
        return own

    def entries(self, copy: Copy) -> list[_Entry]:
        """Return a part's own outline."""
        outline = copy.catalog.get("/Outlines")
        return [] if outline is None else self.under(outline, copy)

    def under(self, parent: pikepdf.Object, copy: Copy) -> list[_Entry]:
        result = []
        item = parent.get("/First")
        while item is not None:
            following = item.get("/Next")
            kids = self.under(item, copy)
            result.append(_Entry(item, kids, int(item.get("/Count", 0)) >= 0))
            self.aim(item, copy)
            item = following
        return result

    def aim(self, item: pikepdf.Object, copy: Copy) -> None:
        """Let an entry lead to where its aim is."""
        action = item.get("/A")
        if "/Dest" in item:
            item.Dest = self.destinations.renamed(copy, item.Dest)
        elif action is not None and action.get("/S") == Name.GoTo:
            item.Dest = self.destinations.renamed(copy, action.D)
            del item["/A"]

    def new(self, title: str, target: pikepdf.Object) -> pikepdf.Object:
        return self.copies.pdf.make_indirect(Dictionary(Title=String(title), Dest=target))


def _write(pdf: pikepdf.Pdf, entries: list[_Entry]) -> None:
    if not entries:
        if "/Outlines" in pdf.Root:
            del pdf.Root["/Outlines"]
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    root.Count = _tied(root, entries)
    pdf.Root.Outlines = root


def _tied(parent: pikepdf.Object, entries: list[_Entry]) -> int:
    """Tie entries to each other and to what they stand under; returns how many are seen there."""
    seen = 0
    for index, entry in enumerate(entries):
        item = entry.item
        for key in LINKS:
            if key in item:
                del item[key]
        item.Parent = parent
        if index:
            item.Prev = entries[index - 1].item
            entries[index - 1].item.Next = item
        seen += 1
        if entry.kids:
            below = _tied(item, entry.kids)
            item.Count = below if entry.is_open else -below
            seen += below if entry.is_open else 0
    parent.First, parent.Last = entries[0].item, entries[-1].item
    return seen
