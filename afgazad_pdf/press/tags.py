"""Tagged PDF: the structure tree written into a PDF, in place of the layout engine's own (ISO 32000-1, 14.7 and 14.8).

`tag_pages` is handed to the renderer, which calls it with the pages as they were laid out and drawn.
The engine numbers everything that it draws; what is made here says what the numbers mean.

PDF objects are made with the classes of the module that the renderer passes; nothing of pydyf or
WeasyPrint is imported here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .elements import Annotation, Artifact, Box, Content, Place, gathered
from .lines import drawn_line_ends
from .spaces import draw_spaces
from .structure import structured
from .tree import Element, Structure

Pdf = Any
Stream = Any
"""The engine's PDF and a page's content stream; neither has types."""

POINTS = 0.75
"""pt in a CSS pixel (CSS Values, 6.2)."""

PRINT = 4
"""The flag of annotations that are printed (ISO 32000-1, table 165); PDF/A wants it, and so does PDF/UA's spirit."""


def tag_pages(pdf: Pdf, pages: Sequence[tuple[Box, Stream]], objects: Any, lang: str) -> None:
    """Write a document's structure tree into its PDF.

    `pages` are the page boxes with the streams that they were drawn to; `objects` is the module whose
    `Dictionary`, `Array` and `String` the PDF is made of; `lang` is the document's language tag.
    """
    structure = structured(gathered([(box, stream._tags) for box, stream in pages], lang))
    line_ends = drawn_line_ends(structure.document)
    for index, (_, stream) in enumerate(pages):
        draw_spaces(stream, objects, frozenset(number for page, number in line_ends if page == index))
    _set_apart(structure.artifacts, pages, objects)
    _Writer(pdf, pages, objects).write(structure, lang)


def _set_apart(artifacts: Sequence[Artifact], pages: Sequence[tuple[Box, Stream]], objects: Any) -> None:
    """Turn numbered content that is not to be read into artifacts, in the streams (ISO 32000-1, 14.8.2.2.2)."""
    kinds: dict[int, dict[int, str]] = {}
    for artifact in artifacts:
        kinds.setdefault(artifact.page, {})[artifact.number] = artifact.kind
    for number, wanted in kinds.items():
        operators = pages[number][1].stream
        for index, operand in enumerate(operators):
            if type(operand) is objects.Dictionary and operand.get("MCID") in wanted:
                kind = wanted[operand["MCID"]]
                operators[index - 1] = "/Artifact"
                operators[index] = _ARTIFACTS[kind]


_ARTIFACTS = {
    "Header": b"<</Type/Pagination/Subtype/Header/Attached[/Top]>>",
    "Footer": b"<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>",
    "Pagination": b"<</Type/Pagination>>",
    "Layout": b"<</Type/Layout>>",
}


@dataclass(slots=True)
class _Written:
    """An element on its way into the PDF."""

    reference: bytes
    page: int | None = None
    """The page of its first content, to which numbers without a page of their own belong."""


@dataclass(slots=True)
class _Writer:
    pdf: Pdf
    pages: Sequence[tuple[Box, Stream]]
    objects: Any
    references: tuple[bytes, ...] = ()
    parents: list[dict[int, bytes]] = field(default_factory=list)
    """For each page, the element of each number."""
    linked: list[tuple[Any, bytes]] = field(default_factory=list)
    """Annotations with their elements."""
    identified: list[tuple[str, bytes]] = field(default_factory=list)

    def write(self, structure: Structure, lang: str) -> None:
        """Write the tree, the way back from the content to it, and the marks that say that there is one."""
        self.references = self.pdf.page_references
        self.parents = [{} for _ in self.pages]
        root = self._new({"Type": "/StructTreeRoot"})
        root["K"] = self.element(structure.document, root.reference, lang)
        root["ParentTree"] = self._parent_tree()
        root["ParentTreeNextKey"] = len(self.pages) + len(self.linked)
        if self.identified:
            names = self.objects.Array()
            for identifier, reference in sorted(self.identified):
                names += [self.objects.String(identifier), reference]
            root["IDTree"] = self._new({"Names": names}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = self.objects.Dictionary({"Marked": "true"})

    def element(self, element: Element, parent: bytes, lang: str) -> bytes:
        """Write an element and all in it; returns its reference."""
        entries = self._new({"S": f"/{element.role}", "P": parent})
        written = _Written(entries.reference)
        kids = [
            self._content(item, written)
            if isinstance(item, Content)
            else self.element(item, written.reference, element.lang)
            for item in element.items
        ]
        annotations = (*element.annotations, *self._own_annotation(element))
        kids += [self._annotation(annotation, element, written.reference) for annotation in annotations]
        if kids:
            entries["K"] = kids[0] if len(kids) == 1 else b"[" + b" ".join(kids) + b"]"
        if written.page is not None:
            entries["Pg"] = self.references[written.page]
        if element.lang != lang:
            entries["Lang"] = self.objects.String(element.lang)
        if element.alternative and (element.role == "Figure" or not element.items):
            entries["Alt"] = self.objects.String(element.alternative)
        if element.actual_text is not None:
            entries["ActualText"] = self.objects.String(element.actual_text)
        if element.identifier:
            entries["ID"] = self.objects.String(element.identifier)
            self.identified.append((element.identifier, written.reference))
        if attributes := self._attributes(element):
            entries["A"] = attributes
        return written.reference

    def _attributes(self, element: Element) -> bytes:
        """Return the attributes of a list, a cell or a picture (ISO 32000-1, 14.8.5)."""
        if element.numbering:
            return f"<</O/List/ListNumbering/{element.numbering}>>".encode()
        cell = f"/Scope/{element.scope}" if element.scope else ""
        cell += f"/ColSpan {element.columns}" if element.columns > 1 else ""
        cell += f"/RowSpan {element.rows}" if element.rows > 1 else ""
        if cell:
            return f"<</O/Table{cell}>>".encode()
        if element.role == "Figure" and element.place:
            placement = "/Placement/Block" if element.block else ""
            return b"<</O/Layout%s/BBox%s>>" % (placement.encode(), self._rectangle(element.place))
        return b""

    def _content(self, content: Content, written: _Written) -> bytes:
        """Return how an element names its content, and note whose it is."""
        self.parents[content.page][content.number] = written.reference
        if written.page is None:
            written.page = content.page
        if content.page == written.page:
            return b"%d" % content.number
        return b"<</Type/MCR/Pg %s/MCID %d>>" % (self.references[content.page], content.number)

    def _own_annotation(self, element: Element) -> tuple[Annotation, ...]:
        """Make the place of a link that the engine has not made: that of a footnote's call."""
        if element.place is None or element.target is None:
            return ()
        target = element.target
        top_left = self._point(target.page, target.left, target.top)
        annotation = self._new({"Type": "/Annot", "Subtype": "/Link", "Rect": self._rectangle(element.place)})
        annotation["BS"] = b"<</W 0>>"
        annotation["Dest"] = b"[%s/XYZ %.2f %.2f null]" % (self.references[target.page], *top_left)
        page = self.pdf.objects[int(self.references[element.place.page].split()[0])]
        page.setdefault("Annots", self.objects.Array()).append(annotation.reference)
        return (Annotation(element.place.page, annotation),)

    def _rectangle(self, place: Place) -> bytes:
        return b"[%.2f %.2f %.2f %.2f]" % (
            *self._point(place.page, place.left, place.bottom),
            *self._point(place.page, place.right, place.top),
        )

    def _point(self, page: int, left: float, top: float) -> tuple[float, float]:
        """Return a point in PDF's units, from the page's lower left corner."""
        return left * POINTS, (self.pages[page][0].margin_height() - top) * POINTS

    def _annotation(self, annotation: Annotation, element: Element, reference: bytes) -> bytes:
        """Return how an element names a link's place, and tell that place its words and element."""
        entries = annotation.object
        entries["Contents"] = self.objects.String(element.alternative or " ".join(element.text().split()))
        entries["StructParent"] = len(self.pages) + len(self.linked)
        entries["F"] = PRINT
        self.linked.append((entries, reference))
        return b"<</Type/OBJR/Pg %s/Obj %s>>" % (self.references[annotation.page], entries.reference)

    def _parent_tree(self) -> bytes:
        """Write the way from content and annotations to elements (ISO 32000-1, 14.7.4.4); returns its reference."""
        numbers = []
        for page, elements in enumerate(self.parents):
            last = max(elements, default=-1)
            listed = b" ".join(elements.get(number, b"null") for number in range(last + 1))
            numbers.append(b"%d [%s]" % (page, listed))
        for index, (_, reference) in enumerate(self.linked, start=len(self.pages)):
            numbers.append(b"%d %s" % (index, reference))
        return bytes(self._new({"Nums": b"[" + b" ".join(numbers) + b"]"}).reference)

    def _new(self, entries: dict[str, Any]) -> Any:
        dictionary = self.objects.Dictionary(entries)
        self.pdf.add_object(dictionary)
        return dictionary
