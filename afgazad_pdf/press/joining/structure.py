"""One structure tree of all parts (ISO 32000-1, 14.7): the document, its groups, its parts, and what each part had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .copies import Copies, Copy
from .destinations import name_tree, prefixed
from .parts import Group
from .sheets import Sheet, Spots
from .storage import Number

MAPS = ("/RoleMap", "/ClassMap")


def join_structure(copies: Copies, sheets: Sequence[Sheet], spots: Spots, groups: Sequence[Group], first: Copy) -> None:
    """Write the structure tree of the whole; `first` is the catalog's part, whose element is the document's."""
    _Writer(copies, spots, first).write(sheets, groups)


@dataclass(slots=True)
class _Writer:
    copies: Copies
    spots: Spots
    first: Copy
    identified: dict[str, pikepdf.Object] = field(default_factory=dict)
    maps: dict[str, dict[str, pikepdf.Object]] = field(default_factory=lambda: {name: {} for name in MAPS})

    @property
    def lang(self) -> str | None:
        return self.first.lang

    def write(self, sheets: Sequence[Sheet], groups: Sequence[Group]) -> None:
        pdf = self.copies.pdf
        adapted = {copy.part.name: self.adapted(copy) for copy in self.copies}
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self.document(adapted, groups)
        document.P = root
        kids = _kids(document)
        for group in groups:
            kids += self.group(group, adapted, document)
        document.K = Array(kids)
        root.K = document
        parents = _parent_tree(sheets)
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(parents)))
        root.ParentTreeNextKey = len(parents) // 2
        if self.identified:
            root.IDTree = pdf.make_indirect(name_tree(self.identified))
        for key, entries in self.maps.items():
            if entries:
                root[key] = Dictionary(entries)
        pdf.Root.StructTreeRoot = root

    def document(self, adapted: dict[str, list[pikepdf.Object]], groups: Sequence[Group]) -> pikepdf.Object:
        """Return the element of the document: with what the catalog's part has, where that is in no group."""
        name = self.first.part.name
        if any(name in group.parts for group in groups):
            return self.copies.pdf.make_indirect(Dictionary(S=Name.Document))
        tops = adapted[name]
        return tops[0] if _is_alone(tops, "/Document") else self.holder(Name.Document, tops)

    def group(
        self, group: Group, adapted: dict[str, list[pikepdf.Object]], document: pikepdf.Object
    ) -> list[pikepdf.Object]:
        """Return the elements that stand for a group in the document's."""
        if not group.parts:
            return []
        lang = group.lang or self.lang
        around = document if group.title is None else self.copies.pdf.make_indirect(Dictionary(S=Name.Sect, P=document))
        around_lang = self.lang if group.title is None else lang
        parts = [self.part(self.copies[name], adapted[name], around, around_lang) for name in group.parts]
        if group.title is None:
            return parts
        around.T = String(group.title)
        _set_lang(around, lang, self.lang)
        around.K = Array(parts)
        return [around]

    def part(self, copy: Copy, tops: list[pikepdf.Object], parent: pikepdf.Object, lang: str | None) -> pikepdf.Object:
        """Return the element of a part: that of its document, or what stands alone in that and has the part's role."""
        role = "/" + copy.part.role
        own = copy.lang
        if _is_alone(tops, "/Document"):
            own = _lang(tops[0]) or own
            kids = _kids(tops[0])
            element = kids[0] if _is_alone(kids, role) else tops[0]
            own = _lang(element) or own
            element.S = Name(role)
        else:
            element = self.holder(Name(role), tops)
        element.P = parent
        if copy.part.title:
            element.T = String(copy.part.title)
        _set_lang(element, copy.part.lang or own, lang)
        return element

    def holder(self, role: pikepdf.Object, kids: list[pikepdf.Object]) -> pikepdf.Object:
        """Return a new element with some elements in it."""
        element = self.copies.pdf.make_indirect(Dictionary(S=role, K=Array(kids)))
        for kid in kids:
            kid.P = element
        return element

    def adapted(self, copy: Copy) -> list[pikepdf.Object]:
        """Let a part's elements fit into the whole; returns the top ones."""
        root = copy.catalog.StructTreeRoot
        renamed = {key: self.merged(copy, key, root.get(key, Dictionary())) for key in MAPS}
        walker = _Adapter(copy, self.spots, renamed["/RoleMap"], renamed["/ClassMap"], self.identified)
        tops = _kids(root)
        walker.walk(tops)
        return tops

    def merged(self, copy: Copy, key: str, given: pikepdf.Object) -> dict[str, str]:
        """Add a part's map of roles or classes; returns those names that mean something else in a part before."""
        entries, renamed = self.maps[key], {}
        for name, value in given.items():
            if name in entries and _text(entries[name]) != _text(value):
                renamed[name] = f"/{copy.part.name}.{name[1:]}"
            entries[renamed.get(name, name)] = value
        return renamed


@dataclass(slots=True)
class _Adapter:
    """Changes a part's elements where they say what is not so in the whole."""

    copy: Copy
    spots: Spots
    roles: dict[str, str]
    classes: dict[str, str]
    identified: dict[str, pikepdf.Object]
    seen: set[Number] = field(default_factory=set)
    """Attributes that are done: several elements may share them."""

    def walk(self, tops: list[pikepdf.Object]) -> None:
        waiting = list(reversed(tops))
        while waiting:
            element = waiting.pop()
            self.name(element)
            if self.spots:
                self.move(element)
            waiting += [kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid]

    def name(self, element: pikepdf.Object) -> None:
        """Let no name mean two things."""
        if "/ID" in element:
            identifier = prefixed(self.copy.part.name, str(element.ID))
            element.ID = String(identifier)
            self.identified[identifier] = element
        if "/A" in element:
            for attributes in _dictionaries(element.A):
                self.prefix_headers(attributes)
        if self.roles and (role := self.roles.get(str(element.S))):
            element.S = Name(role)
        if self.classes and "/C" in element:
            classes = element.C
            new = [Name(self.classes.get(str(it), str(it))) if isinstance(it, Name) else it for it in _listed(classes)]
            element.C = Array(new) if isinstance(classes, Array) else new[0]

    def prefix_headers(self, attributes: pikepdf.Object) -> None:
        """Let a cell name its header cells as they are named now (ISO 32000-1, table 349)."""
        if "/Headers" not in attributes:
            return
        if attributes.is_indirect:
            if attributes.objgen in self.seen:
                return
            self.seen.add(attributes.objgen)
        names = [prefixed(self.copy.part.name, str(header)) for header in attributes.Headers]
        attributes.Headers = Array([String(name) for name in names])

    def move(self, element: pikepdf.Object) -> None:
        """Let an element name its content where that is now."""
        own = self.spots.get(element.Pg.objgen) if "/Pg" in element else None
        kids = element.get("/K")
        if isinstance(kids, Array):
            if own and own.numbers and any(isinstance(kid, int) for kid in kids):
                element.K = kids = Array([kid + own.numbers if isinstance(kid, int) else kid for kid in kids])
            for kid in kids:
                self.move_reference(kid, own)
        elif isinstance(kids, int):
            element.K = kids + (own.numbers if own else 0)
        elif kids is not None:
            self.move_reference(kids, own)
        if own:
            element.Pg = own.page

    def move_reference(self, kid: Any, around: Any) -> None:
        """Let a reference to content or to an annotation (MCR, OBJR) name the page where that is now."""
        if not isinstance(kid, Dictionary) or "/S" in kid:
            return
        spot = self.spots.get(kid.Pg.objgen) if "/Pg" in kid else around
        if spot is None:
            return
        if "/MCID" in kid:
            kid.MCID = int(kid.MCID) + spot.numbers
        if "/Pg" in kid:
            kid.Pg = spot.page


def _parent_tree(sheets: Sequence[Sheet]) -> list[Any]:
    """Number pages and annotations; returns the way from content and annotations to elements."""
    numbers: list[Any] = []
    for sheet in sheets:
        if len(sheet.parents):
            sheet.page.StructParents = len(numbers) // 2
            parents = sheet.parents if isinstance(sheet.parents, pikepdf.Object) else Array(sheet.parents)
            numbers += [len(numbers) // 2, parents]
        elif "/StructParents" in sheet.page:
            del sheet.page["/StructParents"]
        if sheet.annotations:
            sheet.page.Tabs = Name.S
    for annotation, element in _annotated(sheets):
        annotation.StructParent = len(numbers) // 2
        numbers += [len(numbers) // 2, element]
    return numbers


def _annotated(sheets: Sequence[Sheet]) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    for sheet in sheets:
        for annotation, copy in sheet.annotations:
            number = annotation.get("/StructParent")
            if number is not None and int(number) in copy.parents:
                yield annotation, copy.parents[int(number)]


def _is_alone(kids: Sequence[Any], role: str) -> bool:
    """Say whether there is but one thing, an element of a role."""
    return len(kids) == 1 and isinstance(kids[0], Dictionary) and str(kids[0].get("/S")) == role


def _lang(element: pikepdf.Object) -> str | None:
    return str(element.Lang) if "/Lang" in element else None


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get("/K")
    return [] if kids is None else _listed(kids)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [value]


def _dictionaries(value: Any) -> list[pikepdf.Object]:
    return [item for item in _listed(value) if isinstance(item, Dictionary)]


def _set_lang(element: pikepdf.Object, lang: str | None, around: str | None) -> None:
    """State an element's language where it is not that of what is around it."""
    if lang is not None and lang != around:
        element.Lang = String(lang)
    elif "/Lang" in element:
        del element["/Lang"]


def _text(value: Any) -> str:
    return str(value.unparse()) if isinstance(value, pikepdf.Object) else repr(value)
