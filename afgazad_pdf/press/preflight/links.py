"""Rules for links and bookmarks: each leads to a place that exists (ISO 32000-1, 12.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from .destinations import MOST_NODES, named
from .document import Document, Fault, SheetPage, rectangle
from .state import ObjectNumber


def links(page: SheetPage) -> Iterator[Fault]:
    """Tell each link to a place inside the file that does not exist, and each that leads nowhere."""
    for annotation in page.annotations:
        if annotation.get("/Subtype") != "/Link":
            continue
        target = _target(annotation)
        if target is None:
            if "/A" not in annotation:
                yield page.fault("link-idle", rectangle(annotation.get("/Rect")))
        elif not _exists(target, page.document):
            name = _name(target)
            if name is None:
                yield page.fault("link-page-missing", rectangle(annotation.get("/Rect")))
            else:
                yield page.fault("link-broken", rectangle(annotation.get("/Rect")), target=name)


def bookmarks(document: Document) -> Iterator[Fault]:
    """Tell each bookmark that leads to a place that does not exist."""
    outlines = document.root.get("/Outlines")
    seen: set[ObjectNumber] = set()
    stack = [outlines.First] if outlines is not None and "/First" in outlines else []
    while stack and len(seen) < MOST_NODES:
        item = stack.pop()
        if item.objgen in seen:
            continue
        seen.add(item.objgen)
        target = _target(item)
        if target is not None and not _exists(target, document):
            yield Fault(code="bookmark-broken", values={"title": str(item.get("/Title", ""))})
        stack += [item[key] for key in ("/Next", "/First") if key in item]


def _target(item: Any) -> Any:
    """Return the place inside the file to which a link or bookmark leads; None where it leads elsewhere."""
    action = item.get("/A")
    if "/Dest" in item or action is None or action.get("/S") != "/GoTo":
        return item.get("/Dest")
    return action.get("/D", pikepdf.Array())


def _name(target: Any) -> str | None:
    return str(target) if isinstance(target, pikepdf.String | pikepdf.Name) else None


def _exists(target: Any, document: Document) -> bool:
    if _name(target) is not None:
        return _leads_to_a_page(document.destinations.get(named(target)), document)
    return _leads_to_a_page(target, document)


def _leads_to_a_page(target: Any, document: Document) -> bool:
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if not isinstance(target, pikepdf.Array) or not len(target):
        return False
    page = target[0]
    if isinstance(page, int):  # meant for other files, but readers follow it
        return 0 <= page < len(document.page_numbers)
    return isinstance(page, pikepdf.Dictionary) and page.objgen in document.page_numbers
