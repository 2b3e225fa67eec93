"""Links: to places in their part, to other parts, and to nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ...findings import Finding, Level
from .copies import Copy
from .destinations import Destinations
from .sheets import Sheet

PART_ADDRESS = "https://part.invalid/"
"""How templates write a link to another part: this, the part's name, and perhaps ``#`` with a name in it."""


def mend_links(sheets: Sequence[Sheet], destinations: Destinations, targets: Mapping[str, str]) -> Iterator[Finding]:
    """Let all links lead to where their aims now are; those without one are taken away, and told."""
    for number, sheet in enumerate(sheets, start=1):
        kept = []
        for annotation, copy in sheet.annotations:
            lost = _mended(annotation, copy, destinations, targets)
            if lost is None or lost.whole:
                kept.append((annotation, copy))
            else:
                _take_out(annotation, copy)
            if lost is not None:
                yield lost.finding(annotation, number)
        sheet.annotations = kept
        if kept:
            sheet.page.Annots = Array([annotation for annotation, _ in kept])
        elif "/Annots" in sheet.page:
            del sheet.page["/Annots"]


class _Lost:
    """A link whose aim is not there; `whole`: it leads to the beginning of the part in which it is missing."""

    def __init__(self, part: str, name: str | None = None) -> None:
        self.part, self.name, self.whole = part, name, name is not None

    def finding(self, annotation: pikepdf.Object, page: int) -> Finding:
        words = str(annotation.get("/Contents", "")) or "a link"
        if self.whole:
            message = (
                f"“{words}” leads to “#{self.name}” in “{self.part}”, but nothing there has that name; the link leads "
                f"to its beginning. Give a heading there {{#{self.name}}}"
            )
        else:
            message = (
                f"“{words}” leads to “{self.part}”, but there is no such article here; the words stay, the link went. "
                "Check the name, or add the article"
            )
        return Finding(level=Level.WARNING, code="link-target-missing", message=message, page=page)


def _mended(
    annotation: pikepdf.Object, copy: Copy, destinations: Destinations, targets: Mapping[str, str]
) -> _Lost | None:
    """Let one link lead to where its aim is; returns what is missing."""
    if "/Dest" in annotation:
        annotation.Dest = destinations.renamed(copy, annotation.Dest)
        return None
    action = annotation.get("/A")
    if not isinstance(action, Dictionary):
        return None
    if action.get("/S") == Name.GoTo:
        annotation.Dest = destinations.renamed(copy, action.D)
        del annotation["/A"]
        return None
    address = str(action.get("/URI", ""))
    if action.get("/S") != Name.URI or not address.startswith(PART_ADDRESS):
        return None
    part, name = _aim(address, destinations, targets)
    found = destinations.name_in(part)
    if found is None:
        return _Lost(part)
    exact = destinations.name_in(part, name)
    annotation.Dest = String(exact or found)
    del annotation["/A"]
    return None if exact else _Lost(part, name)


def _aim(address: str, destinations: Destinations, targets: Mapping[str, str]) -> tuple[str, str | None]:
    """Return the part, and the name in it, to which an address leads."""
    part, _, name = address.removeprefix(PART_ADDRESS).partition("#")
    part = unquote(part).rstrip("/")
    if destinations.name_in(part) is None and part in targets:
        part, _, further = targets[part].partition("#")
        name = name or further
    return part, unquote(name) or None


def _take_out(annotation: pikepdf.Object, copy: Copy) -> None:
    """Take an annotation out of the structure; an element that was a link holds words only from now on."""
    number = annotation.get("/StructParent")
    element = copy.parents.get(int(number)) if number is not None else None
    if element is None:
        return
    kids = list(element.K) if isinstance(element.K, Array) else [element.K]
    kept = [kid for kid in kids if not _is_reference(kid, annotation)]
    element.K = Array(kept)
    if str(element.S) == "/Link" and not any(_is_reference(kid) for kid in kept):
        element.S = Name.Div if any(_is_block(kid) for kid in kept) else Name.Span


def _is_reference(kid: pikepdf.Object, annotation: pikepdf.Object | None = None) -> bool:
    """Say whether an item of an element is a reference to an annotation, or to this one (OBJR)."""
    if not isinstance(kid, Dictionary) or "/Obj" not in kid:
        return False
    return annotation is None or bool(kid.Obj.objgen == annotation.objgen)


_IN_LINE = frozenset({"/Span", "/Link", "/Reference", "/Quote", "/Code", "/Note", "/BibEntry", "/Annot"})


def _is_block(kid: pikepdf.Object) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid and str(kid.S) not in _IN_LINE
