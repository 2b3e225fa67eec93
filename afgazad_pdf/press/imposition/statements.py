"""What the sheets' file says of itself: taken over from the document, but for what is no longer true of sheets.

Sheets have no links, bookmarks or tags, so they are neither PDF/UA nor PDF/A; the output intent, the document's
words about itself and the rest of PDF/X hold as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ...languages import is_language_tag
from .order import Binding
from .settings import Duplex

KEPT = ("/Lang", "/OutputIntents", "/OCProperties")
"""Entries of the catalog that hold for sheets as well (ISO 32000-1, 7.7.2)."""

UNTRUE = (
    "{http://www.aiim.org/pdfua/ns/id/}",
    "{http://www.aiim.org/pdfa/ns/id/}",
    "{http://www.aiim.org/pdfa/ns/extension/}",
)
"""Namespaces of XMP by which a file claims to follow PDF/UA or PDF/A, and describes those claims."""

INSTANCE = "{http://ns.adobe.com/xap/1.0/mm/}InstanceID"
TRAPPED = "{http://ns.adobe.com/pdf/1.3/}Trapped"

SHEETS = UUID("5d4d9d0c-6f0a-5c43-9a86-3c1c7d7e2a5b")
"""Namespace of the identifiers of sheets."""


def take_over(sheets: pikepdf.Pdf, document: pikepdf.Pdf, identity: str) -> None:
    """Give the sheets' file what the document says of itself; `identity` tells this imposition from others."""
    for key in KEPT:
        if key in document.Root:
            sheets.Root[key] = _copied(sheets, document, document.Root[key])
    _take_over_info(sheets, document)
    _take_over_xmp(sheets, document, identity)


def direct_viewers(sheets: pikepdf.Pdf, binding: Binding, duplex: Duplex | None) -> None:
    """Tell viewers to print sheets at their own size and turn them about the right edge (ISO 32000-1, 12.2)."""
    turned = {"short-edge": Name.DuplexFlipShortEdge, "long-edge": Name.DuplexFlipLongEdge, None: Name.Simplex}
    sheets.Root.ViewerPreferences = Dictionary(
        Direction=Name.R2L if binding == "right" else Name.L2R,
        DisplayDocTitle="/Metadata" in sheets.Root,
        Duplex=turned[duplex],
        PrintScaling=Name("/None"),
    )
    sheets.Root.PageLayout = Name.SinglePage


def label_sides(sheets: pikepdf.Pdf, labels: Sequence[str]) -> None:
    """Name each page of the sheets' file after the sheet and its side (ISO 32000-1, 12.4.2)."""
    entries: list[object] = []
    for index, label in enumerate(labels):
        entries += [index, Dictionary(P=String(label))]
    sheets.Root.PageLabels = Dictionary(Nums=Array(entries))


def intent_is_cmyk(document: pikepdf.Pdf) -> bool:
    """Say whether the document is meant for a press with process colours."""
    for intent in document.Root.get("/OutputIntents", []):
        profile = intent.get("/DestOutputProfile")
        if profile is not None and int(profile.get("/N", 0)) == 4:
            return True
    return False


def reads_from_right(document: pikepdf.Pdf) -> bool:
    """Say whether the document tells viewers that it reads from right to left."""
    preferences = document.Root.get("/ViewerPreferences")
    return isinstance(preferences, Dictionary) and preferences.get("/Direction") == Name.R2L


def document_language(document: pikepdf.Pdf) -> str:
    """Return the document's language tag, or ``und``."""
    tag = str(document.Root.get("/Lang", ""))
    return tag if is_language_tag(tag) else "und"


def _take_over_info(sheets: pikepdf.Pdf, document: pikepdf.Pdf) -> None:
    given = document.trailer.get("/Info")
    entries = dict(given.items()) if isinstance(given, Dictionary) else {}
    info = Dictionary({key: String(bytes(value)) for key, value in entries.items() if isinstance(value, String)})
    trapped = entries.get("/Trapped")
    info["/Trapped"] = Name("/True") if trapped == Name("/True") else Name("/False")
    sheets.trailer.Info = sheets.make_indirect(info)


def _take_over_xmp(sheets: pikepdf.Pdf, document: pikepdf.Pdf, identity: str) -> None:
    if not isinstance(document.Root.get("/Metadata"), pikepdf.Stream):
        return
    sheets.Root.Metadata = sheets.make_stream(document.Root.Metadata.read_bytes())
    sheets.Root.Metadata.Type = Name.Metadata
    sheets.Root.Metadata.Subtype = Name.XML
    with sheets.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for key in [key for key in xmp if key.startswith(UNTRUE)]:
            del xmp[key]
        xmp[TRAPPED] = "True" if sheets.trailer.Info.Trapped == Name("/True") else "False"
        if INSTANCE in xmp:
            xmp[INSTANCE] = f"urn:uuid:{uuid5(SHEETS, identity)}"


def _copied(sheets: pikepdf.Pdf, document: pikepdf.Pdf, value: pikepdf.Object) -> pikepdf.Object:
    """Return a value of the document as one of the sheets' file; only indirect ones can be copied with their parts."""
    if isinstance(value, (String, Name)):
        return value
    indirect = value if value.is_indirect else document.make_indirect(value)
    return sheets.copy_foreign(indirect)
