"""What the pages hold, gathered by HTML element: pieces on many lines, columns and pages become one.

The layout engine breaks an element into a box for every line, column and page. `gathered` walks the
boxes in document order and puts the content of all boxes of an element into one `Node`. Boxes are
read by their attributes alone; nothing of WeasyPrint is imported here.

Content that is not to be read is set apart on the way: margin boxes, the head of a table that is
printed again on the next page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .roles import ARTIFACT, INLINE_TAGS, list_numbering, role_of

Box = Any
"""A box of the layout engine, which has no types."""

Marks = Mapping[Any, Mapping[str, Any]]
"""The engine's note of what it has drawn: for a box its number (``mcid``) in the page's content."""


GLUED = 10
"""How many letters on both sides of a line's end are looked up in the text as it was written."""

UNSEEN = dict.fromkeys(map(ord, "\N{SOFT HYPHEN}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"))
"""Soft hyphens, and the marks that the direction pass puts behind runs: no part of the text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page, in CSS pixels from its left and top edges."""

    page: int
    """Counted from 0."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Content:
    """What was drawn in one go: text of one line and style, or a picture."""

    page: int
    """Counted from 0."""
    number: int
    """Its marked-content identifier on the page (ISO 32000-1, 14.7.4.2)."""
    text: str
    """In logical order; empty for a picture."""
    lang: str
    line: int = 0
    """Which line it stands on; all lines of the document are counted as they are met."""
    broken: bool = False
    """Whether nothing stands between it and what follows, though that stands on another line or apart: it ends inside
    a word with a hyphen that is not the author's, it is an initial, or the line ends where there is no space."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """Content that is not part of the text (ISO 32000-1, 14.8.2.2)."""

    page: int
    number: int
    kind: str
    """``Header``, ``Footer``, ``Pagination`` for what is printed again, or ``Layout``."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """The place of a link on a page."""

    page: int
    object: Any
    """The engine's annotation."""
    text: str = ""
    lang: str = ""
    """The words that stand there and their language; only for links in the margins."""


@dataclass(slots=True, eq=False)
class Node:
    """One HTML or pseudo-element, with the content of all its boxes."""

    source: Any
    """The element; None for the document."""
    tag: str
    role: str | None
    lang: str
    inline: bool
    parent: Node | None
    items: list[Node | Content] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    initial: bool = False
    """Whether it is a letter that stands apart from the rest of its word."""
    numbering: str = ""
    """ListNumbering of a list."""
    columns: int = 1
    rows: int = 1
    """How many columns and rows a cell spans."""
    place: Place | None = None
    """Of a picture, a footnote and its call."""

    def attribute(self, name: str) -> str:
        """Return an attribute of the element, or nothing."""
        return str(self.source.get(name) or "") if self.source is not None else ""

    def is_piece(self, of_what: str) -> bool:
        """Say whether the direction pass has split the element and this piece ``continued`` or ``continues`` it."""
        return self.source is not None and self.source.get(f"data-bidi-{of_what}") is not None


@dataclass(slots=True)
class Gathered:
    """A document's content."""

    root: Node
    artifacts: list[Artifact] = field(default_factory=list)
    margin_links: list[Annotation] = field(default_factory=list)
    """Links that are no part of the text, as those in the margins, but have to be reachable."""


def gathered(pages: Sequence[tuple[Box, Marks]], lang: str) -> Gathered:
    """Gather what page boxes hold; `lang` is the document's language."""
    result = Gathered(Node(source=None, tag="", role="Document", lang=lang, inline=False, parent=None))
    gatherer = _Gatherer(result)
    for number, (box, marks) in enumerate(pages):
        gatherer.page(box, number, marks)
    return result


class _Gatherer:
    """One walk over all pages."""

    def __init__(self, result: Gathered) -> None:
        self.result = result
        self.nodes: dict[tuple[int, str], Node] = {}
        self.number = 0
        self.lines = 0
        self.texts: dict[int, str] = {}
        """The text of elements as it was written, by their identity."""
        self.marks: Marks = {}

    def page(self, box: Box, number: int, marks: Marks) -> None:
        """Gather one page: the flow first, then notes, then the margins."""
        self.number, self.marks = number, marks
        flow = [child for child in box.children if child.element is not None]
        apart = [child for child in box.children if child.element is None]
        for child in flow:
            self.walk(child, self.result.root)
        for child in apart:
            if keyword := getattr(child, "at_keyword", None):
                kind = "Header" if str(keyword).startswith("@top") else "Footer"
                self.set_apart(child, kind)
            else:
                self.walk(child, self.result.root)

    def walk(self, box: Box, node: Node) -> None:
        """Put a box and what is in it where it belongs; `node` is the element around the box."""
        box = getattr(box, "_box", box)  # what stands for a positioned box in its place
        element = box.element
        if type(box).__name__ == "LineBox":
            self.lines += 1
        if element is not None and (element is not node.source or box.element_tag != node.tag):
            key = (id(element), box.element_tag)
            known = self.nodes.get(key)
            if known is None:
                known = self.nodes[key] = self.new_node(box, node)
            elif box.element_tag in ("thead", "tfoot"):
                self.set_apart(box, "Pagination")
                return
            if known.role == ARTIFACT:
                self.set_apart(box, "Layout")
                return
            node = known
        if box.link_annotation:
            self.link(box, node)
        mark = self.marks.get(box)
        if mark is not None:
            self.content(box, mark["mcid"], node)
        for child in box.children:
            self.walk(child, node)

    def new_node(self, box: Box, around: Node) -> Node:
        """Make the node of an element that is met for the first time, and put it into its parent."""
        element, tag = box.element, box.element_tag
        own, _, pseudo = tag.partition("::")
        parent = around
        if pseudo.endswith("marker"):
            parent = self.nodes.get((id(element), own), around)
        elif element.get("data-flow") == "footnote" and not pseudo:
            parent = self.nodes.get((id(element), f"{own}::footnote-call"), around)
        node = Node(
            source=element,
            tag=tag,
            role=self.role(element, tag, parent),
            lang=element.get("lang") or parent.lang,
            inline=bool(pseudo) or "inline" in box.style["display"] or (own in INLINE_TAGS and _floats(box)),
            parent=parent,
            initial=_is_initial(box, pseudo),
        )
        if node.role == "L":
            node.numbering = list_numbering(tag == "ol", box.style["list_style_type"])
        elif node.role in ("TH", "TD"):
            node.columns, node.rows = box.colspan, box.rowspan
        elif node.role in ("Note", "Reference"):
            inner = box.children[0] if box.children else box
            left, top = inner.position_x, inner.position_y
            node.place = Place(self.number, left, top, left + inner.width, top + inner.height)
        parent.items.append(node)
        return node

    def role(self, element: Any, tag: str, parent: Node) -> str | None:
        """Return the role of an element; parts of a table lose theirs where the table has none."""
        role = role_of(element, tag)
        if role in ("TR", "TH", "TD", "THead", "TBody", "TFoot", "Caption") and not element.get("data-tag"):
            around: Node | None = parent
            while around is not None and around.tag not in ("table", "figure"):
                around = around.parent
            if around is None or around.role not in ("Table", "Figure"):
                return None
        return role

    def content(self, box: Box, number: int, node: Node) -> None:
        """Add what a box draws to its element."""
        text = getattr(box, "text", "")
        broken = False
        if not text:
            left, top = box.content_box_x(), box.content_box_y()
            node.place = Place(self.number, left, top, left + box.width, top + box.height)
        else:
            hyphen = box.style["hyphenate_character"]
            if text.endswith(hyphen) and not any(hyphen in part for part in node.source.itertext()):
                text, broken = text[: -len(hyphen)], True
            text, broken = text.translate(UNSEEN), broken or node.initial
            self.glue(text, node)
        node.items.append(Content(self.number, number, text, node.lang, self.lines, broken))

    def glue(self, text: str, node: Node) -> None:
        """Mark what the node held last as broken where a text follows it on the next line without a space."""
        last = node.items[-1] if node.items else None
        if not isinstance(last, Content) or last.broken or last.line == self.lines:
            return
        key = id(node.source)
        if key not in self.texts:
            self.texts[key] = " ".join("".join(node.source.itertext()).translate(UNSEEN).split())
        if last.text[-GLUED:] + text[:GLUED] in self.texts[key]:
            node.items[-1] = replace(last, broken=True)

    def set_apart(self, box: Box, kind: str, lang: str = "") -> None:
        """Make artifacts of a box and of all in it; its links stay links."""
        box = getattr(box, "_box", box)
        lang = (box.element is not None and box.element.get("lang")) or lang or self.result.root.lang
        mark = self.marks.get(box)
        if mark is not None:
            self.result.artifacts.append(Artifact(self.number, mark["mcid"], kind))
        if box.link_annotation:
            self.link(box, self.nodes.get((id(box.element), box.element_tag)), lang)
        for child in box.children:
            self.set_apart(child, kind, lang)

    def link(self, box: Box, node: Node | None, lang: str = "") -> None:
        """Give the place of a link to the element of the link; where there is none, keep it apart."""
        while node is not None and node.role != "Link":
            node = node.parent
        if node is not None:
            node.annotations.append(Annotation(self.number, box.link_annotation))
            return
        words = " ".join("".join(box.element.itertext()).translate(UNSEEN).split())
        words = words or str(box.link_annotation["Contents"].string)
        lang = lang or self.result.root.lang
        self.result.margin_links.append(Annotation(self.number, box.link_annotation, words, lang))


def _floats(box: Box) -> bool:
    return bool(box.style["float"] != "none")


def _is_initial(box: Box, pseudo: str) -> bool:
    """Say whether an element is a letter that stands apart from the rest of its word."""
    if pseudo:
        return pseudo == "first-letter"
    rest = box.element.tail or ""
    return box.element_tag in INLINE_TAGS and _floats(box) and bool(rest) and not rest[0].isspace()
