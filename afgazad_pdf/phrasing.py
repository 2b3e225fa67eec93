"""Blocks within a line, as parsers of HTML let them pass: the lists, quotations and tables of a footnote.

A footnote stands where it is called, in a paragraph; and there HTML allows no block. A parser ends the paragraph where
one begins (HTML, 13.2.6.4.7), and what is left of the footnote comes to stand in the text. So these blocks are written
as `span` elements that say in `data-element` what they are, and a tree that was read gets the elements back: there
a block may stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

ELEMENT = "data-element"
"""The attribute that names the element; it stays on it in a tree, so that the tree can be written again."""

_STAYS = frozenset(
    (
        "abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time u var "
        "wbr"
    ).split()
)
"""Elements that end no other one (HTML, phrasing content); links are not among them, as one ends the one around it."""

_SPACED = frozenset({"a"})
"""Elements that stand in a line after all: spaces beside them count."""

_VOID = frozenset({"col", "hr"})

_TAG = re.compile(r'(\s*)<(/?)([a-z][a-z0-9-]*)((?:[^<>"]|"[^"]*")*)>(\s*)')

_PREFORMATTED = re.compile(rf'(<pre\b.*?</pre>|<span {ELEMENT}="pre".*?</span>)', re.DOTALL)

_TAG_OR_SPACES = re.compile(r'(</?[a-z](?:[^<>"]|"[^"]*")*>)|[ \t\n\r\f]+')


def as_phrasing(markup: str) -> str:
    """Return well-formed HTML with every element that cannot stand in every line written as a `span`.

    Spaces beside blocks, which mean nothing, go: between the blocks of a footnote the engine makes lines of them. For
    all spaces and line feeds in a row stands one space (CSS 2, 16.6.1), which WeasyPrint 70 does not see to in
    footnotes: it ends a line at a line feed, and fails where a space stands before it.
    """
    return _TAG.sub(_as_phrasing, "".join(_with_single_spaces(markup)))


def has_phrasing(page: str) -> bool:
    """Say whether a page has such `span` elements."""
    return f'{ELEMENT}="' in page


def named(found: Iterable[Any]) -> None:
    """Give elements that were read from a page the names that they say."""
    for element in found:
        element.tag = element.get(ELEMENT)


def as_spans(found: Iterable[Any]) -> None:
    """Take these names from them again, before a page is written."""
    for element in found:
        element.tag = "span"


def _with_single_spaces(markup: str) -> Iterator[str]:
    """Yield the parts of some HTML, what is preformatted as it is."""
    for number, part in enumerate(_PREFORMATTED.split(markup)):
        yield part if number % 2 else _TAG_OR_SPACES.sub(lambda match: match[1] or " ", part)


def _as_phrasing(match: re.Match[str]) -> str:
    before, end, name, attributes, behind = match.groups()
    if name in _STAYS:
        return match[0]
    if name not in _SPACED:
        before, behind = before if name == "pre" and end else "", behind if name == "pre" and not end else ""
    if end:
        return f"{before}</span>{behind}"
    close = "</span>" if name in _VOID else ""
    return f'{before}<span {ELEMENT}="{name}"{attributes}>{close}{behind}'
