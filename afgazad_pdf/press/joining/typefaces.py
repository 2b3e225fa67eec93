"""Names of fonts: several subsets of one face in a file must not have one name (ISO 32000-1, 9.6.4).

The engine tags a subset by its face, so that those of different parts are called alike; presses that keep
fonts by name would take one for the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import count

import pikepdf
from pikepdf import Dictionary, Name

from .storage import Number

TAG = re.compile(r"/[A-Z]{6}\+(.+)")
"""The name of a subset: six letters before that of the face."""

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def name_subsets(pages: Iterable[pikepdf.Object]) -> None:
    """Give each subset of a face that has the name of another one a name of its own, made from its content."""
    names: dict[Number, str] = {}
    for font in _fonts(pages):
        for described in (font, *font.get("/DescendantFonts", ())):
            descriptor = described.get("/FontDescriptor")
            program = descriptor and next((descriptor[key] for key in PROGRAMS if key in descriptor), None)
            match = TAG.fullmatch(str(font.get("/BaseFont", "")))
            if program is None or match is None:
                continue
            name = names.setdefault(program.objgen, _free(match, program, names))
            if name != match[0]:
                for entries, key in ((font, "/BaseFont"), (described, "/BaseFont"), (descriptor, "/FontName")):
                    entries[key] = Name(name)


def _free(match: re.Match[str], program: pikepdf.Object, names: dict[Number, str]) -> str:
    """Return a font's own name, or one with another tag where that is taken."""
    if program.objgen in names:
        return names[program.objgen]
    taken = set(names.values())
    if match[0] not in taken:
        return match[0]
    data = bytes(program.read_raw_bytes())
    return next(name for number in count() if (name := f"/{_tag(data, number)}+{match[1]}") not in taken)


def _tag(data: bytes, number: int) -> str:
    value = int.from_bytes(hashlib.sha256(b"%d:" % number + data).digest()[:8], "big")
    letters = []
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def _fonts(pages: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Yield the fonts of pages and of the forms on them, each once."""
    seen: set[Number] = set()

    def of(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
        for font in resources.get("/Font", Dictionary()).values():
            if _is_new(font, seen):
                yield font
        for kind in ("/XObject", "/Pattern"):
            for drawn in resources.get(kind, Dictionary()).values():
                if "/Resources" in drawn and _is_new(drawn, seen):
                    yield from of(drawn.Resources)

    for page in pages:
        resources = page.get("/Resources", Dictionary())
        if _is_new(resources, seen):
            yield from of(resources)


def _is_new(item: pikepdf.Object, seen: set[Number]) -> bool:
    """Note an indirect object, and say whether it was not there before; direct ones always are new."""
    if not item.is_indirect:
        return True
    known = item.objgen in seen
    seen.add(item.objgen)
    return not known
