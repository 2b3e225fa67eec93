"""Rules of PDF/X-4 (ISO 15930-7) for the file as a whole: its version, what it says of itself, nothing that acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from .document import Document, Fault
from .layers import configurations, layer_names
from .metadata import read_packet

STANDARD = "PDF/X-4"

NEWEST = (1, 6)
"""The PDF version on which PDF/X-4 is built."""

VERSION = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"

WANTED = (
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
"""What the metadata must say, besides title, standard and trapping (6.3)."""

AREAS = ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip")
"""Viewer preferences that name a box of the page (ISO 32000-1, table 150)."""

ACTIONS = frozenset(
    "/GoTo /GoToR /GoToE /Launch /Thread /URI /Sound /Movie /Hide /Named /SubmitForm /ResetForm /ImportData "
    "/SetOCGState /Rendition /Trans /GoTo3DView".split()
)
"""ISO 32000-1, table 198, but scripts."""

DEEPEST = 32
"""Dictionaries in dictionaries that have no number of their own."""


def version(document: Document) -> Iterator[Fault]:
    """Tell a file of a version that is newer than the standard (6.1)."""
    stated = document.file.pdf_version
    if tuple(map(int, stated.split("."))) > NEWEST:
        yield Fault(code="version-newer", values={"version": stated})


def identifier(document: Document) -> Iterator[Fault]:
    """Tell a file without an identifier of its own (6.1)."""
    if len(document.file.trailer.get("/ID", ())) != 2:
        yield Fault(code="identifier-missing")


def standard(document: Document) -> Iterator[Fault]:
    """Tell a file that does not say that it is PDF/X-4, or says something else (6.3)."""
    packet = read_packet(document)
    if packet is None:
        return
    stated = str(packet.get(VERSION) or document.info.get("/GTS_PDFXVersion", "")).strip()
    if not stated:
        yield Fault(code="standard-unstated")
    elif str(packet.get(VERSION, "")).strip() != STANDARD:
        yield Fault(code="standard-other", values={"standard": stated})


def uncompressed(document: Document) -> Iterator[Fault]:
    """Tell metadata that programs cannot find without reading PDF (6.3)."""
    if "/Filter" in document.root.get("/Metadata", {}):
        yield Fault(code="metadata-compressed")


def complete(document: Document) -> Iterator[Fault]:
    """Tell each property that is missing from the metadata (6.3)."""
    packet = read_packet(document)
    for name in WANTED if packet is not None else ():
        if not str(packet.get(name) or "").strip():
            yield Fault(code="metadata-incomplete", values={"field": name})


def trapping(document: Document) -> Iterator[Fault]:
    """Tell a file that does not say, or not in both places, whether it is trapped (6.3)."""
    packet = read_packet(document)
    if packet is None:
        return
    told = str(packet.get("pdf:Trapped") or "").strip()
    repeated = str(document.info.get("/Trapped", "")).removeprefix("/")
    if told not in ("True", "False") or repeated not in ("True", "False"):
        yield Fault(code="trapped-unstated")
    elif told != repeated:
        values: dict[str, str | int] = {"field": "Trapped", "info": repeated, "xmp": told}
        yield Fault(code="metadata-differs", values=values)


def actions(document: Document) -> Iterator[Fault]:
    """Tell what happens when the file is opened or something is clicked (6.10)."""
    kinds = [str(action.get("/S")) for action in _actions(document)]
    acts = [kind for kind in kinds if kind in ACTIONS]
    if acts:
        yield Fault(code="action-forbidden", values={"kind": acts[0][1:], "count": len(acts)})
    if "/JavaScript" in kinds or "/JavaScript" in document.root.get("/Names", {}):
        yield Fault(code="script-forbidden")


def fields(document: Document) -> Iterator[Fault]:
    """Tell a form to be filled in (6.10)."""
    form = document.root.get("/AcroForm", {})
    if len(form.get("/Fields", ())) or "/XFA" in form:
        yield Fault(code="form-forbidden")


def print_areas(document: Document) -> Iterator[Fault]:
    """Tell a part of the page to be shown or printed that is neither its paper nor its bleed (6.12)."""
    preferences = document.root.get("/ViewerPreferences", {})
    for key in AREAS:
        if str(preferences.get(key, "/MediaBox")) not in ("/MediaBox", "/BleedBox"):
            yield Fault(code="print-area-wrong", values={"field": key[1:], "box": str(preferences[key])[1:]})


def composite(document: Document) -> Iterator[Fault]:
    """Tell pages that are plates already (6.1)."""
    pages = (number for number, page in enumerate(document.file.pages, start=1) if "/SeparationInfo" in page.obj)
    for number in pages:
        yield Fault(code="page-separated", page=number, once="separated")


def layers(document: Document) -> Iterator[Fault]:
    """Tell layers that are switched by what the file is used for, and those that are off (ISO 32000-1, 8.11.4)."""
    if any("/AS" in configuration for configuration in configurations(document.root)):
        yield Fault(code="layer-automatic")
    names = layer_names(document.root, document.layers)
    if names:
        yield Fault(code="layer-hidden", values={"layer": names[0], "count": len(names)})


def presentation(document: Document) -> Iterator[Fault]:
    """Tell pages that are made to be shown in steps (6.11)."""
    steps = [number for number, page in enumerate(document.file.pages, start=1) if "/PresSteps" in page.obj]
    if steps:
        yield Fault(code="presentation-forbidden", page=steps[0])


def external(document: Document) -> Iterator[Fault]:
    """Tell content that is in another file (6.1)."""
    for item in document.file.objects:
        if isinstance(item, pikepdf.Stream) and "/F" in item:
            yield Fault(code="content-external", values={"target": _file_name(item.F)})
            return


def _file_name(target: Any) -> str:
    return str(target.get("/UF", target.get("/F", ""))) if isinstance(target, pikepdf.Dictionary) else str(target)


def _actions(document: Document) -> Iterator[Any]:
    """Yield every action of the file: of the catalogue, pages, annotations, bookmarks."""
    for item in document.file.objects:
        for entries in _dictionaries(item, 0):
            for key in ("/A", "/OpenAction", "/Next", "/PA"):
                yield from _action(entries.get(key))
            for action in _values(entries.get("/AA")):
                yield from _action(action)


def _action(value: Any) -> Iterator[Any]:
    for action in value if isinstance(value, pikepdf.Array) else (value,):
        if isinstance(action, pikepdf.Dictionary) and (str(action.get("/S", "")) in ACTIONS or "/JS" in action):
            yield action


def _dictionaries(item: Any, depth: int) -> Iterator[Any]:
    """Yield a dictionary and those that are written inside it."""
    if depth > DEEPEST or not isinstance(item, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
        return
    if not isinstance(item, pikepdf.Array):
        yield item
    for value in item if isinstance(item, pikepdf.Array) else _values(item):
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _values(entries: Any) -> list[Any]:
    return [] if entries is None else [entries[key] for key in entries.keys()]  # noqa: SIM118 (of a PDF)
