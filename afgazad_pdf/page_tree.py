"""A page's tree of elements, read by a C parser where that gives what the HTML standard does.

The engine's own parser follows the HTML standard, mistakes and all, and takes as long as a tenth of the layout. The
pages of our templates are well-formed but for void elements, and hold no mistakes to be mended; for these expat reads
the same tree. `read_page` does it where the page stays within what the two have in common (HTML, 13.2): it says so of
every element, and leaves all other pages to the engine.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .phrasing import ELEMENT, has_phrasing, named

DOCTYPE = "<!DOCTYPE html>"

_VOID = re.compile(r'<(br|col|hr|img|link|meta|wbr)\b((?:[^<>"]|"[^"<>]*")*)>')
"""Elements without content (HTML, 13.1.2), which XML wants closed."""

_UNLIKE = re.compile(r"""/>|<[!?]|&\#|\r|='|="[^"]*[\n\t]""")
"""What XML reads otherwise: empty-element tags, comments, references by number, and white space in attributes
(XML, 3.3.3)."""

_HEAD = frozenset({"meta", "title", "link", "style"})
_ESCAPED = frozenset("<>&")
"""Signs that XML may have read from references, which HTML leaves as they are in a stylesheet (HTML, 13.1.2.6)."""

_VOID_TAGS = frozenset({"br", "col", "hr", "img", "link", "meta", "wbr"})
_PHRASING = frozenset(
    (
        "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time u "
        "var wbr"
    ).split()
)
_BLOCKS = frozenset(
    (
        "address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li "
        "main nav ol p pre section table ul"
    ).split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARENTS = {"li": frozenset({"ol", "ul"}), "dt": frozenset({"dl"}), "dd": frozenset({"dl"})}
"""Elements that would end others of their kind, but for these in between."""

_IN_TABLES = {
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}),
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
}
"""What stands in the parts of a table, where text may not."""


def read_page(page: str) -> Element | None:
    """Return the tree that the HTML standard gives for a page; None where only an HTML parser can tell.

    As in the engine's own trees, tag names have no namespace. Blocks within a line are spans still (`name_blocks`).
    """
    if not page.startswith(DOCTYPE) or _UNLIKE.search(page, len(DOCTYPE)):
        return None
    text = _VOID.sub(r"<\1\2/>", page[len(DOCTYPE) :]).replace("&nbsp;", "\N{NO-BREAK SPACE}")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return None
    if not _has_plain_head(root) or not _is_as_in_html(root[1]):
        return None
    body = root[1]
    behind = (body.tail or "") + text[text.rindex(">") + 1 :]
    root.text = body.tail = None
    if behind:
        _append(body, behind)
    return root


def name_blocks(root: Element, page: str) -> None:
    """Make blocks within a line blocks again in the tree of a page, whoever has read it (`phrasing.py`)."""
    if has_phrasing(page):
        named(root.findall(f".//*[@{ELEMENT}]"))


def _has_plain_head(root: Element) -> bool:
    """Say whether a page has a head and a body, and nothing in the head that has rules of its own."""
    if root.tag != "html" or [child.tag for child in root] != ["head", "body"]:
        return False
    head, body = root
    parts = (root, head, *head)
    return (
        all(_is_plain(part) for part in parts)
        and all(child.tag in _HEAD and not len(child) for child in head)
        and all(_is_space(part.text) for part in parts if part.tag not in ("title", "style"))
        and not any(_ESCAPED & set(part.text or "") for part in head if part.tag == "style")
        and all(_is_space(part.tail) for part in (*head, head, body))
    )


def _is_as_in_html(body: Element) -> bool:
    """Say whether the HTML standard builds the same tree of a body, and add what it does add: `tbody`."""
    waiting = [(body, False, False)]
    while waiting:
        element, in_phrasing, in_link = waiting.pop()
        tag = element.tag
        if not _is_plain(element):
            return False
        if tag in _IN_TABLES:
            if not _is_plain_part(element):
                return False
            waiting += [(child, False, in_link) for child in element]
            if tag == "table":
                _add_bodies(element)
        elif tag in _VOID_TAGS:
            if len(element) or element.text:
                return False
        else:
            in_phrasing = in_phrasing or tag == "p"
            if (tag == "a" and in_link) or (tag == "pre" and (element.text or "").startswith("\n")):
                return False
            if not all(child.tag in _PHRASING or (not in_phrasing and _may_stand(child.tag, tag)) for child in element):
                return False
            in_link = in_link or tag == "a"
            waiting += [(child, in_phrasing, in_link) for child in element]
    return True


def _is_plain_part(element: Element) -> bool:
    """Say whether a part of a table holds only what may stand in it."""
    allowed = _IN_TABLES[element.tag]
    return _is_space(element.text) and all(child.tag in allowed and _is_space(child.tail) for child in element)


def _may_stand(block: str, parent: str) -> bool:
    """Say whether a block stands in its parent without ending it."""
    if block not in _BLOCKS:
        return False
    if block in _PARENTS:
        return parent in _PARENTS[block]
    return not (block in _HEADINGS and parent in _HEADINGS)


def _add_bodies(table: Element) -> None:
    """Put rows that stand in a table by themselves into a `tbody` (HTML, 13.2.6.4.9)."""
    if not any(child.tag == "tr" for child in table):
        return
    children = list(table)
    for child in children:
        table.remove(child)
    body: Element | None = None
    for child in children:
        if child.tag != "tr":
            body = None
            table.append(child)
            continue
        if body is None:
            body = ElementTree.SubElement(table, "tbody")
        body.append(child)


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _is_plain(element: Element) -> bool:
    """Say whether all attributes have names that HTML leaves as they are."""
    return all(_is_plain_name(name) for name in element.attrib)


@lru_cache(maxsize=256)
def _is_plain_name(name: str) -> bool:
    return re.fullmatch("[a-z][a-z0-9-]*", name) is not None


def _is_space(text: str | None) -> bool:
    return not text or not text.strip(" \n\t")
