"""Places in a file that have names (ISO 32000-1, 12.3.2.3)."""

from __future__ import annotations

from typing import Any

import pikepdf

MOST_NODES = 200_000
"""Nodes of a tree of names or bookmarks that are looked at; more are there to tie a program up."""

Destinations = dict[str | bytes, Any]
"""By name: bytes where it is a string in the name tree, text where it is a name of PDF 1.1."""


def named(target: Any) -> str | bytes:
    """Return the key of a string or name."""
    return str(target) if isinstance(target, pikepdf.Name) else bytes(target)


def read_destinations(root: Any) -> Destinations:
    """Read all named places of a catalogue; every leaf of the tree is read, as not all files keep them sorted."""
    found: Destinations = {str(name): value for name, value in root.get("/Dests", {}).items()}
    tree = root.get("/Names", {}).get("/Dests")
    stack, left = [] if tree is None else [tree], MOST_NODES
    while stack and left:
        node, left = stack.pop(), left - 1
        names = list(node.get("/Names", ()))
        found.update((bytes(key), value) for key, value in zip(names[::2], names[1::2], strict=False))
        stack += list(node.get("/Kids", ()))
    return found
