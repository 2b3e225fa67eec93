"""Parts opened, and taken into the file that becomes the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from ...errors import DocumentError, Problem
from ..imposition.pages import open_document
from .parts import Part

TAKEN = ("/AF", "/Dests", "/Lang", "/Names", "/Outlines", "/StructTreeRoot")
"""Entries of a part's catalog that become part of the whole's; all others are the catalog part's alone."""

INHERITED = ("/MediaBox", "/CropBox", "/Resources", "/Rotate")
"""What a page may have from the nodes above it (ISO 32000-1, table 30)."""

FAULTS = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, LookupError, AttributeError)
"""How it shows that something in a PDF is not what it should be."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A part whose objects are in the file of the whole."""

    part: Part
    pages: tuple[pikepdf.Object, ...]
    catalog: pikepdf.Object
    """The entries that were taken along."""
    parents: Mapping[int, pikepdf.Object]
    """The part's ParentTree: elements by the number of a page or an annotation (ISO 32000-1, 14.7.4.4)."""

    @property
    def lang(self) -> str | None:
        """The language of the part's document."""
        return str(self.catalog["/Lang"]) if "/Lang" in self.catalog else None

    @property
    def is_tagged(self) -> bool:
        """Whether the part has a structure tree."""
        return "/StructTreeRoot" in self.catalog


class Copies:
    """All parts in one file, `pdf`, which was that of the first, the catalog's."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        """Open and copy the parts; raises DocumentError where one cannot be read or is tagged unlike the first."""
        self._sources: list[pikepdf.Pdf] = []  # streams are read from them until the whole is written
        self._copies: dict[str, Copy] = {}
        for name, part in parts.items():
            document = open_document(part.pdf, name)
            try:
                self._copies[name] = self._taken(part, document) if self._sources else self._begun(part, document)
            except FAULTS as fault:
                raise _damaged(str(fault), name) from fault
            if document.get_warnings():  # something was read by guessing
                raise _damaged("its objects do not hold together", name)
            self._sources.append(document)
        self._check_tags()

    @property
    def pdf(self) -> pikepdf.Pdf:
        """The file of the whole."""
        return self._sources[0]

    def __getitem__(self, part: str) -> Copy:
        return self._copies[part]

    def __iter__(self) -> Iterator[Copy]:
        return iter(self._copies.values())

    def _begun(self, part: Part, document: pikepdf.Pdf) -> Copy:
        pages = tuple(_complete(page.obj) for page in document.pages)
        catalog = Dictionary({key: document.Root[key] for key in TAKEN if key in document.Root})
        return Copy(part, pages, catalog, _parents(catalog))

    def _taken(self, part: Part, document: pikepdf.Pdf) -> Copy:
        begun = self._begun(part, document)
        catalog = self.pdf.copy_foreign(document.make_indirect(begun.catalog))
        # A page that only links have named so far is an empty object until it is copied itself.
        pages = tuple(self.pdf.copy_foreign(page) for page in begun.pages)
        return Copy(part, pages, catalog, _parents(catalog))

    def _check_tags(self) -> None:
        first, *others = self
        for copy in others:
            if copy.is_tagged != first.is_tagged:
                told = ("is", "not") if copy.is_tagged else ("is not", "")
                message = f"the part {told[0]} tagged, while “{first.part.name}” is{' ' + told[1] if told[1] else ''}"
                raise DocumentError(Problem(message=f"{message}; make all parts alike", file=copy.part.name))


def items_of(tree: pikepdf.Object, key: str) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Yield the pairs of a name tree (`key` is ``/Names``) or number tree (``/Nums``; ISO 32000-1, 7.9.6, 7.9.7)."""
    pairs = list(tree.get(key, ()))
    yield from zip(pairs[::2], pairs[1::2], strict=True)
    for kid in tree.get("/Kids", ()):
        yield from items_of(kid, key)


def box_of(page: pikepdf.Object, *names: str) -> Box:
    """Return the first of some boxes that a page has, and else its media box; corners in the usual order."""
    for name in (*names, "/MediaBox"):
        if name in page:
            one, two, three, four = (float(edge) for edge in page[name])
            return min(one, three), min(two, four), max(one, three), max(two, four)
    raise ValueError("a page has no size")


def _damaged(reason: str, name: str) -> DocumentError:
    return DocumentError(Problem(message=f"the PDF of the part is damaged ({reason}); make it anew", file=name))


def _complete(page: pikepdf.Object) -> pikepdf.Object:
    """Return a page that says itself what the nodes above it say."""
    for key in INHERITED:
        node = page.get("/Parent")
        while key not in page and node is not None:
            if key in node:
                page[key] = node[key]
            node = node.get("/Parent")
    box_of(page)
    return page


def _parents(catalog: pikepdf.Object) -> dict[int, pikepdf.Object]:
    root = catalog.get("/StructTreeRoot")
    if root is None or "/ParentTree" not in root:
        return {}
    return {int(number): parents for number, parents in items_of(root.ParentTree, "/Nums")}


def set_pages(pdf: pikepdf.Pdf, pages: list[pikepdf.Object]) -> None:
    """Make these the pages of a file, in this order."""
    node = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Kids=Array(pages)))
    for page in pages:
        page.Parent = node
    pdf.Root.Pages = node
