"""The structure tree of a document: what a screen reader reads, in the order in which it reads (ISO 32000-1, 14.7).

Made from what `elements.py` has gathered. Elements that mean nothing are left out, and what they
hold goes to the element around them: `div`s of the theme, spans of the direction pass, `em`. Text in
another language becomes a Span with that language. Every text stands in a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .elements import Annotation, Artifact, Content, Gathered, Node, Place
from .lines import arranged, with_own_text
from .roles import EMPTY_ALLOWED, GROUPS, HEADINGS, HOLDS_NOTES, IN_LINE, LINES, MIXED
from .tree import Element, Item, Structure

PICTURE = "Figure"


def structured(found: Gathered) -> Structure:
    """Make the structure tree of a document."""
    builder = _Builder(list(found.artifacts))
    items = builder.children(found.root)
    items += builder.links_apart(found.margin_links)
    (document,) = builder.sealed("Document", found.root, items) or [Element(role="Document", lang=found.root.lang)]
    assert isinstance(document, Element)
    return Structure(document, tuple(builder.artifacts))


class _Builder:
    """One walk over the nodes, in reading order."""

    def __init__(self, artifacts: list[Artifact]) -> None:
        self.artifacts = artifacts
        self.headings: list[str] = []
        self.notes = 0
        self.special: dict[str, Callable[[Node, list[Item]], list[Item]]] = {
            "Figure": self.figure,
            "L": self.whole_list,
            "LI": self.list_item,
            "Link": self.link,
            "Note": self.note,
            "Reference": self.reference,
            "Table": self.table_part,
            "THead": self.table_part,
            "TBody": self.table_part,
            "TFoot": self.table_part,
            "TR": self.table_part,
            "TH": self.cell,
            "TD": self.cell,
        }

    def built(self, node: Node) -> list[Item]:
        """Return what stands for a node: one element, several where it has no role, or none."""
        if node.role in HEADINGS:
            role = "P" if _is_in_note(node) else self.heading_level(node.role)
            return self.sealed(role, node, self.children(node))
        items = self.children(node)
        if node.role is None:
            return items if node.inline else self.unnamed_block(node, items)
        if node.role in self.special:
            return self.special[node.role](node, items)
        if node.role == "Code" and node.tag == "pre":
            code = self.sealed("Code", node, items)
            return [Element(role="P", lang=node.lang, items=tuple(code))] if code else []
        return self.sealed(node.role, node, items)

    def children(self, node: Node) -> list[Item]:
        """Return what a node holds."""
        items: list[Item] = []
        for item in node.items:
            if isinstance(item, Content):
                items.append(item)
            else:
                items += self.built(item)
        return items

    # -------------------------------------------------------------- one element

    def sealed(self, role: str, node: Node, items: Sequence[Item], **facts: object) -> list[Item]:
        """Return an element with its items in order, and behind it the notes that it must not hold."""
        notes: list[Item] = []
        if role not in HOLDS_NOTES:
            notes = [item for item in items if _is(item, "Note")]
            items = [item for item in items if not _is(item, "Note")]
        items = self.without_decoration(items)
        blocks = any(_is_block(item) for item in items)
        if role in GROUPS or (role in MIXED and blocks):
            items = self.in_paragraphs(items, node.lang)
        elif role == "P" and blocks:
            return [*self.in_paragraphs(items, node.lang), *notes]  # a paragraph with blocks in it is several
        elif role in LINES and blocks:
            items = [inner for item in items for inner in (item.items if _is(item, "P") else (item,))]  # type: ignore[union-attr]
        if not _is_seen(items) and role not in EMPTY_ALLOWED and not node.annotations:
            self.drop(items)
            return notes
        element = Element(
            role=role,
            lang=node.lang,
            items=tuple(arranged(items, node.lang)),
            block=role not in IN_LINE,
            continued=node.is_piece("continued"),
            continues=node.is_piece("continues"),
        )
        element = with_own_text(element)
        return [replace(element, **facts) if facts else element, *notes]  # type: ignore[arg-type]

    def in_paragraphs(self, items: Sequence[Item], lang: str) -> list[Item]:
        """Put every run of pieces of a line into a paragraph."""
        result: list[Item] = []
        for block, run in groupby(self.without_decoration(items), key=_is_block):
            line = list(run)
            if block:
                result += line
            elif _is_seen(line):
                result.append(with_own_text(Element(role="P", lang=lang, items=tuple(arranged(line, lang)))))
            else:
                self.drop(line)
        return result

    def unnamed_block(self, node: Node, items: list[Item]) -> list[Item]:
        """Return the paragraphs of a block that means nothing by itself; a picture alone needs none."""
        if len(items) == 1 and _is(items[0], PICTURE):
            return items
        return self.in_paragraphs(items, node.lang)

    def without_decoration(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return items without pictures that no words tell of."""
        decoration = [item for item in items if _is(item, PICTURE) and not item.alternative]  # type: ignore[union-attr]
        self.drop(decoration)
        return [item for item in items if item not in decoration] if decoration else items

    def drop(self, items: Iterable[Item]) -> None:
        """Make artifacts of what nobody reads: spaces that stand alone, a picture without a text."""
        for content in _contents(items):
            self.artifacts.append(Artifact(content.page, content.number, "Layout"))

    def heading_level(self, role: str) -> str:
        """Return a heading's level so that none is skipped (PDF/UA-1, 7.4.2): its depth among those above it."""
        while self.headings and self.headings[-1] >= role:
            self.headings.pop()
        self.headings.append(role)
        return f"H{len(self.headings)}"

    # -------------------------------------------------------------- special elements

    def figure(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a picture, with its caption in it; without any words for it, it is decoration."""
        if node.tag != "figure":
            words = (node.attribute("alt") or node.attribute("aria-label")).strip()
            return [picture(node, items, words, node.place, block=False)]
        pictures = [item for item in items if isinstance(item, Element) and item.role == PICTURE]
        captions = [item for item in items if isinstance(item, Element) and item.role == "Caption"]
        if len(pictures) != 1:
            return self.in_paragraphs([_renamed(item, "Caption", "P") for item in items], node.lang)
        words = pictures[0].alternative or " ".join(caption.text().strip() for caption in captions)
        notes = [item for item in items if _is(item, "Note")]
        rest = [item for item in items if item is not pictures[0] and not _is(item, "Note")]
        body = [*pictures[0].items, *self.in_paragraphs(rest, node.lang)]
        return [picture(node, body, words, pictures[0].place, block=True), *notes]

    def link(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a link; what leads nowhere is text."""
        if not node.annotations:
            return items
        words = node.attribute("title") or node.attribute("aria-label") or None
        if not _is_seen(items) and not words:
            words = " ".join("".join(node.source.itertext()).split()) or node.attribute("href")
        return self.sealed("Link", node, items, annotations=tuple(node.annotations), alternative=words)

    def reference(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a footnote's call, a link to the footnote, and the footnote, which `sealed` moves behind the block."""
        notes = [item for item in items if _is(item, "Note")]
        call = [item for item in items if not _is(item, "Note")]
        target = next((inner.place for inner in node.items if isinstance(inner, Node) and inner.role == "Note"), None)
        if node.place and target:
            call = self.sealed("Link", node, call, place=node.place, target=target)
        return [*self.sealed("Reference", node, call), *notes]

    def note(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a footnote: its number, then its paragraphs."""
        self.notes += 1
        labels, rest = _labels(items)
        body = [*labels, *self.in_paragraphs(rest, node.lang)]
        return self.sealed("Note", node, body, identifier=f"note-{self.notes}")

    def whole_list(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a list; what is no item becomes one."""
        entries: list[Item] = []
        for is_item, run in groupby(items, key=lambda item: _is(item, "LI")):
            members = list(run)
            if is_item:
                entries += members
            else:
                entries += [entry for term in _terms(members) for entry in self.list_item(node, term)]
        return self.sealed("L", node, entries, numbering=node.numbering)

    def list_item(self, node: Node, items: list[Item]) -> list[Item]:
        """Return an item: its number or bullet, then all the rest."""
        labels, rest = _labels(items)
        bodies = [item for item in rest if _is(item, "LBody")]
        body = bodies if len(bodies) == len(rest) else self.sealed("LBody", node, rest)
        return self.sealed("LI", node, [*labels, *body])

    def table_part(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a table or a part of one that holds no text of its own."""
        role = node.role or "Table"
        self.drop(item for item in items if not isinstance(item, Element))
        parts: list[Element] = []
        for item in items:
            if isinstance(item, Element):
                again = item.role in ("THead", "TFoot") and any(part.role == item.role for part in parts)
                parts.append(replace(item, role="TBody") if again else item)
        return self.sealed(role, node, parts)

    def cell(self, node: Node, items: list[Item]) -> list[Item]:
        """Return a cell; a header's scope is that of its attribute, else its column."""
        scope = ("Row" if node.attribute("scope").startswith("row") else "Column") if node.role == "TH" else None
        return self.sealed(node.role or "TD", node, items, scope=scope, columns=node.columns, rows=node.rows)

    def links_apart(self, links: Sequence[Annotation]) -> list[Item]:
        """Return the links of the margins: one for each address, whatever the number of pages that it stands on."""
        words: dict[tuple[str, str], list[Annotation]] = {}
        for annotation in links:
            words.setdefault((annotation.text, annotation.lang), []).append(annotation)
        return [
            Element(role="Link", lang=lang, block=False, alternative=text, annotations=tuple(annotations))
            for (text, lang), annotations in words.items()
        ]


def picture(node: Node, items: Sequence[Item], words: str, place: Place | None, *, block: bool) -> Element:
    """Make the element of a picture."""
    return Element(role=PICTURE, lang=node.lang, items=tuple(items), alternative=words, place=place, block=block)


def _is_in_note(node: Node) -> bool:
    """Say whether a node stands in a footnote, whose headings are none of the document's."""
    around = node.parent
    while around is not None and around.role != "Note":
        around = around.parent
    return around is not None


# ------------------------------------------------------------------ items of an element


def _labels(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    return [item for item in items if _is(item, "Lbl")], [item for item in items if not _is(item, "Lbl")]


def _terms(items: Sequence[Item]) -> list[list[Item]]:
    """Divide what a list of terms holds into terms, each with what follows it."""
    result: list[list[Item]] = []
    for item in items:
        if not result or (_is(item, "Lbl") and not _is(result[-1][-1], "Lbl")):
            result.append([])
        result[-1].append(item)
    return result


def _renamed(item: Item, role: str, new: str) -> Item:
    return replace(item, role=new) if isinstance(item, Element) and item.role == role else item


def _is(item: Item, role: str) -> bool:
    return isinstance(item, Element) and item.role == role


def _is_block(item: Item) -> bool:
    return isinstance(item, Element) and item.block


def _is_seen(items: Iterable[Item]) -> bool:
    """Say whether there is anything to read; a picture without words is decoration."""
    return any(
        bool(item.text.strip()) if isinstance(item, Content) else (item.role != PICTURE or bool(item.alternative))
        for item in items
    )


def _contents(items: Iterable[Item]) -> Iterator[Content]:
    for item in items:
        if isinstance(item, Content):
            yield item
        else:
            yield from _contents(item.items)
