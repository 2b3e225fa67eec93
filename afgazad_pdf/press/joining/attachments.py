"""Files inside the parts, with names that are unique in the whole (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, String

from .copies import Copies, Copy, items_of
from .storage import Number, Storage


@dataclass(slots=True)
class _Attached:
    part: str
    name: str
    specification: pikepdf.Object
    is_associated: bool
    """Whether the document is said to be made from it, or the like (AF)."""


def join_attachments(copies: Copies, storage: Storage) -> dict[str, pikepdf.Object]:
    """Attach the files of all parts to the whole; returns them by name.

    A name that several files have gets that of the part before it.
    """
    attached = [item for copy in copies for item in _attached(copy)]
    counted = Counter(item.name for item in attached)
    files: dict[str, pikepdf.Object] = {}
    for item in attached:
        name = item.name if counted[item.name] == 1 else f"{item.part}-{item.name}"
        while name in files or (name != item.name and name in counted):
            name = f"_{name}"
        if name != item.name:
            for key in ("/F", "/UF"):
                if key in item.specification:
                    item.specification[key] = String(name)
        for key in ("/F", "/UF"):
            if key in item.specification.get("/EF", Dictionary()):
                storage.settle_entries(item.specification.EF, key)
        files[name] = item.specification
    associated = [item.specification for item in attached if item.is_associated]
    if associated:
        copies.pdf.Root.AF = Array(associated)
    return files


def _attached(copy: Copy) -> Iterator[_Attached]:
    associated: dict[Number, pikepdf.Object] = {item.objgen: item for item in copy.catalog.get("/AF", ())}
    names = copy.catalog.get("/Names", Dictionary())
    seen = set()
    for key, specification in items_of(names.get("/EmbeddedFiles", Dictionary()), "/Names"):
        seen.add(specification.objgen)
        yield _Attached(copy.part.name, str(key), specification, specification.objgen in associated)
    for number, specification in associated.items():
        if number not in seen:
            name = str(specification.get("/UF", specification.get("/F", "file")))
            yield _Attached(copy.part.name, name, specification, is_associated=True)
