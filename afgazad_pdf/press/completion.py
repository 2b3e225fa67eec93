"""The last step before a PDF is written: everything that an output profile adds to what the engine made.

A `Completion` is handed to the renderer, which calls it with the engine's PDF while that is still in
memory: no file is opened and written a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..findings import Finding
from ..settings import Profile
from .archive import Archive, make_archive
from .exchange import Exchange, make_exchange
from .metadata import Metadata, info_of
from .navigation import clean_outline, label_pages
from .xmp import xmp_packet

Pdf = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What is added to a PDF."""

    metadata: Metadata
    digits: str = "decimal"
    """The CSS counter style of the page numbers."""
    archive: Archive | None = None
    """What makes the file PDF/A-3a besides PDF/UA-1."""
    exchange: Exchange | None = None
    """What makes the file PDF/X-4, and no PDF/UA-1: the engine has put neither tags nor links into it."""

    @property
    def profile(self) -> Profile:
        """The output profile."""
        return "press" if self.exchange else "archive" if self.archive else "screen"

    def __call__(self, pdf: Pdf, objects: Any) -> tuple[Finding, ...]:
        """Complete a PDF; `objects` is the module whose `Dictionary`, `Array` and `String` it is made of."""
        self._write_metadata(pdf, objects)
        label_pages(pdf, objects, self.digits)
        clean_outline(pdf, objects)
        if self.archive:
            make_archive(pdf, objects, self.archive)
        return make_exchange(pdf, objects, self.exchange) if self.exchange else ()

    def _write_metadata(self, pdf: Pdf, objects: Any) -> None:
        """Put our Info and XMP into the place of the engine's; the name of the engine stays."""
        producer: str = pdf.info["Producer"].string
        pdf.info.clear()
        pdf.info["Producer"] = objects.String(producer)
        for name, text in info_of(self.metadata).items():
            pdf.info[name] = objects.String(text)
        if "Metadata" not in pdf.catalog:
            made = objects.Stream(extra={"Type": "/Metadata", "Subtype": "/XML"})
            pdf.add_object(made)
            pdf.catalog["Metadata"] = made.reference
        number = int(pdf.catalog["Metadata"].split()[0])
        stream = pdf.objects[number]
        stream.stream = [xmp_packet(self.metadata, producer=producer, profile=self.profile)]
        if self.profile != "screen":
            stream.compress = False  # ISO 15930-7, 6.3; ISO 19005-1, 6.7.2, and some validators of part 3 with it
