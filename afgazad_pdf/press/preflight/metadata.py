"""Rules for what a file says of itself: a title that readers show, and Info and XMP that agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from .contents import FAULTS
from .document import Document, Fault

_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?(?:(Z)|([+-])(\d\d)[':]?(\d\d)?'?)?.*"
)
"""A date of PDF (ISO 32000-1, 7.9.4) or of XMP (ISO 8601)."""


def title(document: Document) -> Iterator[Fault]:
    """Tell a file without a title (ISO 14289-1, 7.1; ISO 15930-7, 6.3)."""
    packet = read_packet(document)
    named = str(document.info.get("/Title", "")).strip() or (packet and str(packet.get("dc:title") or "").strip())
    if not named:
        yield Fault(code="title-missing")


def shown_title(document: Document) -> Iterator[Fault]:
    """Tell a file whose title readers do not show (ISO 14289-1, 7.1)."""
    if not document.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Fault(code="title-hidden")


def packet(document: Document) -> Iterator[Fault]:
    """Tell a file without XMP, or with one that cannot be read (ISO 32000-1, 14.3.2)."""
    if "/Metadata" not in document.root:
        yield Fault(code="metadata-missing")
    elif read_packet(document) is None:
        yield Fault(code="metadata-damaged")


def agreement(document: Document) -> Iterator[Fault]:
    """Tell each value of Info that XMP does not have alike (ISO 19005-1, 6.7.3)."""
    packet = read_packet(document)
    if packet is None:
        return
    for key, (name, plain) in _PAIRS.items():
        value = str(document.info.get(key, "")).strip()
        other = packet.get(name)
        if value and plain(value) != plain(other):
            values: dict[str, str | int] = {"field": key[1:], "info": value, "xmp": _joined(other)}
            yield Fault(code="metadata-differs", values=values)


def read_packet(document: Document) -> Any:
    """Return the XMP as pikepdf reads it, or None where there is none that can be read."""
    if "/Metadata" not in document.root:
        return None
    try:
        return document.file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True)
    except (*FAULTS, SyntaxError):  # lxml's XMLSyntaxError is a SyntaxError
        return None


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value or "")


def _plain(value: Any) -> str:
    return unicodedata.normalize("NFC", " ".join(_joined(value).split()))


def _names(value: Any) -> tuple[str, ...]:
    """Return names of a list, whatever stands between them: Info has one text, XMP a list."""
    return tuple(part for part in re.split(r"[;,\u060c\u061b\s]+", _plain(value)) if part)


def _date(value: Any) -> datetime | str:
    """Return the moment; days without a time, and times without a zone, count as those of Greenwich."""
    match = _DATE.fullmatch(_plain(value))
    if match is None:
        return _plain(value)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    hours, minutes = (int(part or 0) for part in match.groups()[8:10])
    zone = timezone((-1 if match[8] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=zone)
    except ValueError:
        return _plain(value)


_PAIRS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "/Title": ("dc:title", _plain),
    "/Author": ("dc:creator", _names),
    "/Subject": ("dc:description", _plain),
    "/Keywords": ("pdf:Keywords", _names),
    "/Creator": ("xmp:CreatorTool", _plain),
    "/Producer": ("pdf:Producer", _plain),
    "/CreationDate": ("xmp:CreateDate", _date),
    "/ModDate": ("xmp:ModifyDate", _date),
}
"""The entries of Info, with their names in XMP and what makes the two comparable (ISO 19005-1, table 1)."""
