"""The resources of several pages on one: names that clash get another one (ISO 32000-1, 7.8.3)."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Dictionary

from .contents import Used


class PageResources:
    """The resources of a page on which other pages are placed; the page has a dictionary of its own from now on."""

    def __init__(self, page: pikepdf.Object) -> None:
        """Begin with what the page itself needs."""
        self.entries = Dictionary(dict(page.get("/Resources", Dictionary()).items()))
        self._own: set[str] = set()
        page.Resources = self.entries

    def adopt(self, resources: pikepdf.Object, used: Iterable[Used]) -> dict[Used, str]:
        """Add those resources of another page that its content uses; returns the names that they have here.

        A resource that is here under the same name is shared; one that clashes gets a number behind its name.
        """
        names: dict[Used, str] = {}
        for kind, name in sorted(used):
            given = resources.get(f"/{kind}", Dictionary())
            if f"/{name}" in given:
                names[kind, name] = self._added(kind, name, given[f"/{name}"])
        return names

    def _added(self, kind: str, name: str, resource: pikepdf.Object) -> str:
        here = self._kind(kind)
        for candidate in (name, *(f"{name}.{number}" for number in range(1, len(here) + 2))):
            key = f"/{candidate}"
            if key not in here:
                here[key] = resource
                return candidate
            if _same(here[key], resource):
                return candidate
        raise AssertionError("more names than resources")

    def _kind(self, kind: str) -> pikepdf.Object:
        """Return the page's own dictionary of a kind of resources."""
        key = f"/{kind}"
        if kind not in self._own:
            self.entries[key] = Dictionary(dict(self.entries.get(key, Dictionary()).items()))
            self._own.add(kind)
        return self.entries[key]


def _same(one: pikepdf.Object, other: pikepdf.Object) -> bool:
    """Say whether two resources are the same; equal ones have become one object before."""
    if not isinstance(one, pikepdf.Object) or not isinstance(other, pikepdf.Object):
        return one == other
    return one.unparse() == other.unparse()
