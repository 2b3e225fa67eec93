"""What PDF/A-3 (ISO 19005-3) wants beyond its marks: the source inside the file, and nothing that it forbids.

Numbers in comments are clauses of that standard.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from ..findings import Finding, Level

Pdf = Any

SRGB = "sRGB IEC61966-2.1"

_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

PRINT = 4
"""The flag of annotations that are printed (ISO 32000-1, table 165)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file inside a PDF."""

    name: str
    """Without a folder."""
    media_type: str
    data: bytes
    description: str
    modified: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """What goes into a PDF that is to be kept."""

    source: AttachedFile
    profile: bytes
    """The ICC profile of sRGB, which says what the colours mean."""


def make_archive(pdf: Pdf, objects: Any, archive: Archive) -> None:
    """Make a tagged PDF, whose metadata say so already, a PDF/A-3a; `objects` is the module of its classes."""
    name_colours(pdf, objects, archive.profile)
    attach_source(pdf, objects, archive.source)
    print_annotations(pdf)
    remove_interpolation(pdf, objects)
    remove_empty_resources(pdf, objects)


def broken_promises(page: str, *, letters_missing: bool) -> tuple[Finding, ...]:
    """Return what keeps a page from being PDF/A-3a; `letters_missing`: whether some of its letters are in no font."""
    reasons = []
    if letters_missing:
        reasons.append("no font has some of its letters; mend what `glyph-missing` tells")  # 6.2.11.8
    if private := _PRIVATE_USE.search(page):
        code = f"U+{ord(private.group()):04X}"
        reasons.append(f"the character {code} means nothing outside its font; write it in another way")  # 6.2.11.7.3
    message = "the file says that it is PDF/A-3a and is not: {}, and print it again"
    return tuple(Finding(level=Level.ERROR, code="archive-broken", message=message.format(it)) for it in reasons)


def name_colours(pdf: Pdf, objects: Any, profile: bytes) -> None:
    """Say that colours are those of sRGB (ISO 19005-3, 6.2.3)."""
    stream = objects.Stream([profile], {"N": 3}, compress=True)
    pdf.add_object(stream)
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": objects.String(SRGB),
        "Info": objects.String(SRGB),
        "DestOutputProfile": stream.reference,
    }
    pdf.catalog["OutputIntents"] = objects.Array([objects.Dictionary(intent)])


def print_annotations(pdf: Pdf) -> None:
    """Let links be printed with the page (ISO 19005-3, 6.3.2): the flag Print alone, none that hides them."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = PRINT


def attach_source(pdf: Pdf, objects: Any, file: AttachedFile) -> None:
    """Put the file into the PDF from which the document was made (ISO 19005-3, 6.8 and annex E)."""
    parameters = objects.Dictionary(
        {"Size": len(file.data), "CheckSum": f"<{md5(file.data, usedforsecurity=False).hexdigest()}>"}
    )
    if file.modified:
        parameters["ModDate"] = objects.String(f"D:{file.modified:%Y%m%d}")
    kind = objects.name(file.media_type).decode("ascii")
    stream = objects.Stream(
        [file.data], {"Type": "/EmbeddedFile", "Subtype": kind, "Params": parameters}, compress=True
    )
    pdf.add_object(stream)
    name = objects.String(file.name)
    specification = objects.Dictionary(
        {
            "Type": "/Filespec",
            "F": name,
            "UF": name,
            "Desc": objects.String(file.description),
            "EF": objects.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "AFRelationship": "/Source",
        }
    )
    pdf.add_object(specification)
    names = pdf.catalog.setdefault("Names", objects.Dictionary())
    names["EmbeddedFiles"] = objects.Dictionary({"Names": objects.Array([name, specification.reference])})
    pdf.catalog["AF"] = objects.Array([specification.reference])


def remove_interpolation(pdf: Pdf, objects: Any) -> None:
    """Let no picture be smoothed by the reader (ISO 19005-3, 6.2.8): it looks the same everywhere."""
    for item in pdf.objects:
        if isinstance(item, objects.Stream) and item.extra.get("Subtype") == "/Image":
            item.extra.pop("Interpolate", None)


def remove_empty_resources(pdf: Pdf, objects: Any) -> None:
    """Remove resource dictionaries without an entry; some validators stop at them."""
    for item in pdf.objects:
        entries = item.extra if isinstance(item, objects.Stream) else item
        if isinstance(entries, dict):
            _prune(entries)
            if isinstance(inner := entries.get("Resources"), dict):
                _prune(inner)


def _prune(resources: dict[str, Any]) -> None:
    for name in ("ExtGState", "XObject", "Pattern", "Shading"):
        if resources.get(name) == {}:
            del resources[name]
