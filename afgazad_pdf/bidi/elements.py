"""HTML elements as the direction pass sees them; the only importer of lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ..phrasing import ELEMENT, as_spans, has_phrasing, named

Element = Any
"""An lxml element; lxml has no types of its own."""

Piece = str | Element
"""What stands in a line: text, or an element."""

INLINE_TAGS = frozenset(
    (
        "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q s samp small "
        "span strike strong sub sup svg time tt u var"
    ).split()
)
"""Elements that stand in a line (HTML, phrasing content); every other one is a block."""

ATOMIC_TAGS = frozenset({"img", "svg"})
"""Elements that take part in a line as one object."""

_WBR = re.compile(r"<wbr\s*/?>", re.IGNORECASE)

SKIPPED_TAGS = frozenset({"head", "script", "style", "template", "title"})
PREFORMATTED_TAGS = frozenset({"pre", "textarea"})

_NAMED = etree.XPath(f"//*[@{ELEMENT}]")


def parse(page: str) -> Element:
    """Return the tree of a page, whatever its size.

    `wbr` becomes the ZERO WIDTH SPACE that it stands for: libxml2 takes it for a container. Blocks within a line are
    blocks again (`afgazad_pdf.phrasing`).
    """
    root = lxml_html.document_fromstring(_WBR.sub("&#8203;", page), parser=lxml_html.HTMLParser(huge_tree=True))
    if has_phrasing(page):
        named(_NAMED(root))
    return root


def serialized(root: Element) -> str:
    """Return a tree as a page; the tree is of no more use."""
    as_spans(_NAMED(root))
    return str(lxml_html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))


def new(tag: str, attributes: dict[str, str]) -> Element:
    """Make an element."""
    return lxml_html.Element(tag, attributes)


def contents(element: Element) -> list[Piece]:
    """Return an element's text and children in order."""
    result: list[Piece] = [element.text] if element.text else []
    for child in element:
        result.append(child)
        if child.tail:
            result.append(child.tail)
    return result


def fill(element: Element, pieces: Sequence[Piece]) -> None:
    """Replace an element's content."""
    for child in list(element):
        element.remove(child)
    element.text = None
    last: Element | None = None
    for piece in pieces:
        if not isinstance(piece, str):
            piece.tail = None
            element.append(piece)
            last = piece
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


def stands_in_line(piece: Piece) -> bool:
    """Say whether a piece is text or an inline element."""
    return isinstance(piece, str) or is_inline(piece)


def is_inline(element: Element) -> bool:
    """Say whether an element stands in a line: by its tag, what the theme says of it, and what it holds."""
    if not isinstance(element.tag, str):
        return True
    if element.get("data-flow"):
        return bool(element.get("data-flow") == "footnote")
    return element.tag in INLINE_TAGS and all(
        is_inline(child) for child in element if child.get("data-flow") != "footnote"
    )


def text_for_auto(element: Element) -> Iterator[str]:
    """Yield the text that decides about ``dir=auto``: not that of inner elements with a direction of their own."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and not child.get("dir") and child.tag not in ("bdi", "script", "style"):
            yield from text_for_auto(child)
        if child.tail:
            yield child.tail
