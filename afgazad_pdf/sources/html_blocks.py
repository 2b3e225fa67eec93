"""Blocks of raw HTML become blocks of the model.

The cleaned HTML is well nested, so one pass over it suffices: letters and inline tags go to a
`RunBuilder`; every tag that begins or ends a block ends the paragraph before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from ..article import AnyBlock, List, ListItem, Paragraph, Quote
from .characters import without_controls
from .html import BLOCKS, BOUNDARIES, Tag, block_language, clean, languages_lost, losses, report_losses, wrapping
from .ledger import DEPTH, Ledger
from .runs import RunBuilder, trimmed
from .sanitize import check_html

_WHITE_SPACE = re.compile(r"[ \t\n\f]+")
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})


@dataclass(slots=True)
class _Container:
    """An element that holds blocks and is still open."""

    tag: Tag
    blocks: list[AnyBlock] = field(default_factory=list)
    items: list[ListItem] = field(default_factory=list)


class _BlockParser(HTMLParser):
    def __init__(self, ledger: Ledger, line: int | None) -> None:
        super().__init__()
        self._ledger = ledger
        self._line = line
        self._open = [_Container(Tag("", {}))]
        self._builder = RunBuilder()

    def read(self, source: str) -> list[AnyBlock]:
        self.feed(clean(source))
        self.close()
        self._end_paragraph()
        while len(self._open) > 1:
            self._end_container()
        return self._open[0].blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        opened = Tag(tag, {name: value or "" for name, value in attrs})
        if tag == "br":
            self._builder.line_break()
        elif tag in BLOCKS or tag in BOUNDARIES:
            self._end_paragraph()
            self._open.append(_Container(opened))
        else:
            self._builder.open(tag, wrapping(opened), html=True)
        if max(len(self._open) - 1, self._builder.depth) > DEPTH:
            self._ledger.too_deep("HTML tags", self._line)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS or tag in BOUNDARIES:
            self._end_paragraph()
            if self._open[-1].tag.name == tag:
                self._end_container()
        else:
            self._builder.close_html(tag)

    def handle_data(self, data: str) -> None:
        self._builder.text(_WHITE_SPACE.sub(" ", without_controls(data)))

    def _end_paragraph(self) -> None:
        runs = trimmed(self._builder.flush())
        if runs:
            self._open[-1].blocks.append(Paragraph.model_validate({"runs": runs, **self._fields()}))

    def _fields(self) -> dict[str, Any]:
        """Return line, language and direction of a block that stands in what is open now.

        What is not a block of the model, such as ``<p>`` or ``<div>``, hands its own down.
        """
        fields: dict[str, Any] = {"line": self._line}
        for container in self._open:
            if container.tag.name in _CONTAINERS:
                fields = {"line": self._line}
            else:
                fields |= block_language(container.tag.attributes)
        return fields

    def _end_container(self) -> None:
        closed = self._open.pop()
        around = self._open[-1]
        fields = self._fields() | block_language(closed.tag.attributes)
        match closed.tag.name:
            case "li" if around.tag.name in ("ul", "ol"):
                self._itemize(around)
                around.items.append(ListItem.model_validate({"blocks": tuple(closed.blocks), **fields}))
            case "blockquote" if closed.blocks:
                around.blocks.append(Quote.model_validate({"blocks": tuple(closed.blocks), **fields}))
            case "ul" | "ol":
                self._itemize(closed)
                fields |= {"ordered": closed.tag.name == "ol", "items": tuple(closed.items)}
                around.blocks += [List.model_validate(fields)] if closed.items else []
            case _:
                around.blocks += closed.blocks

    def _itemize(self, container: _Container) -> None:
        """Make an item of text that stands in a list and in none of its items."""
        if container.blocks:
            container.items.append(ListItem(blocks=tuple(container.blocks), line=self._line))
            container.blocks.clear()


def read_html_block(source: str, ledger: Ledger, line: int | None) -> list[AnyBlock]:
    """Return the blocks of a piece of raw HTML; what is cleaned away is a finding."""
    check_html(source, ledger, line)
    names = losses(source, ledger, line)
    blocks = _BlockParser(ledger, line).read(source)
    report_losses(names if blocks else names + languages_lost(source), ledger, line)
    return blocks
