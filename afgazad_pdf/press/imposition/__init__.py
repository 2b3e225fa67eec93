"""Imposition: the pages of a finished PDF laid on sheets, to be printed, folded and bound.

`order` says which page stands where, `geometry` where that is on the paper, `pages` reads the document,
`sheets` writes; `marks`, `dummy` and `drawing` draw; `statements` says what holds for sheets of what the
document says of itself.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from ...errors import DocumentError, Problem
from ...files import write_atomically
from ...findings import Finding, Level
from .geometry import MM, Paper, deepest, paper_for
from .order import Binding, Sheet, folded, side_by_side
from .pages import SourcePage, open_document, read_pages
from .settings import Imposition
from .sheets import SheetWriter
from .statements import direct_viewers, label_sides, reads_from_right, take_over

__all__ = ["Imposed", "Imposition", "impose_pdf"]


Told = tuple[Level, str, str]
"""Level, code and message of a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imposed:
    """Sheets, ready to be printed."""

    pdf: bytes
    sheets: tuple[Sheet, ...]
    """Which page stands where, in the order of printing."""
    pages: int
    """Pages of the document."""
    blanks: int
    """Pages without content that fill the sheets."""
    binding: Binding
    findings: tuple[Finding, ...]
    """What deserves a look."""

    def write(self, path: str | Path) -> Path:
        """Write the PDF to a file, whole or not at all; returns the path. Raises OutputError."""
        target = Path(path)
        write_atomically(target, self.pdf)
        return target


def impose_pdf(source: bytes | str | Path, settings: Imposition | None = None) -> Imposed:
    """Lay the pages of a PDF on sheets.

    `source` is a PDF or the path of one. The same PDF and settings give the same bytes. Links, comments and tags
    do not come along: they belong to pages that are read one by one. Raises DocumentError for a file that cannot
    be read or whose pages differ in size, SettingsError for a sheet that is too small.
    """
    settings = settings or Imposition()
    data, name = (source, None) if isinstance(source, bytes) else (_read(Path(source)), str(source))
    with open_document(data, name) as document:
        try:
            return _imposed(document, data, name, settings)
        except pikepdf.PdfError as fault:  # found only where a page is copied
            message = f"the PDF is damaged ({fault}); make or fetch it anew"
            raise DocumentError(Problem(message=message, file=name)) from fault


def _imposed(document: pikepdf.Pdf, data: bytes, name: str | None, settings: Imposition) -> Imposed:
    pages = read_pages(document, name)
    binding = settings.binding if settings.binding != "auto" else "right" if reads_from_right(document) else "left"
    paper = paper_for(*pages[0].size, max(page.bleed_margin for page in pages), settings)
    sheets = _sheets(len(pages), binding, paper, settings)
    per_layer = _creep_per_layer(sheets, settings)

    writer = SheetWriter(document, pages, paper, settings, binding=binding, creep=per_layer * MM)
    for sheet in sheets:
        writer.add(sheet)
    take_over(writer.pdf, document, hashlib.sha256(data + settings.model_dump_json().encode()).hexdigest())
    direct_viewers(writer.pdf, binding, settings.duplex if settings.is_folded else None)
    label_sides(writer.pdf, writer.labels)
    output = io.BytesIO()
    writer.pdf.save(output, deterministic_id=True, min_version=document.pdf_version)

    blanks = sum(place.page is None for sheet in sheets for side in sheet.sides for place in side)
    found = (*_blanks_told(blanks, settings), *_losses(document), *_short_bleed(pages, per_layer * deepest(sheets)))
    findings = tuple(Finding(level=level, code=code, message=message, file=name) for level, code, message in found)
    return Imposed(
        pdf=output.getvalue(), sheets=sheets, pages=len(pages), blanks=blanks, binding=binding, findings=findings
    )


def _sheets(pages: int, binding: Binding, paper: Paper, settings: Imposition) -> tuple[Sheet, ...]:
    if not settings.is_folded:
        return side_by_side(pages, columns=settings.columns, rows=settings.rows, binding=binding)
    return folded(
        pages,
        binding=binding,
        turn=paper.turn(settings.duplex),
        section=settings.signature if settings.layout == "signatures" else None,
        folds=settings.folds,
        blanks=settings.blanks,
    )


def _creep_per_layer(sheets: tuple[Sheet, ...], settings: Imposition) -> float:
    """Return by how much a page moves for each bifolium around its own, in mm."""
    return settings.total_creep / max(1, deepest(sheets)) if settings.total_creep else settings.creep


def _blanks_told(blanks: int, settings: Imposition) -> Iterator[Told]:
    if blanks:
        where = "at the end" if settings.blanks == "end" or not settings.is_folded else "before the last page"
        count = "1 blank page fills" if blanks == 1 else f"{blanks} blank pages fill"
        yield Level.INFO, "imposition-blanks", f"{count} the last sheet, {where}"


def _losses(document: pikepdf.Pdf) -> Iterator[Told]:
    if any("/Annots" in page.obj and len(page.obj.Annots) for page in document.pages):
        message = "links, comments and form fields are not on the sheets; keep the document itself for the screen"
        yield Level.INFO, "imposition-annotations", message


def _short_bleed(pages: tuple[SourcePage, ...], creep: float) -> Iterator[Told]:
    bleed = max(page.bleed_margin for page in pages) / MM
    if bleed and creep > bleed:
        yield (
            Level.WARNING,
            "imposition-creep",
            f"the innermost pages move {creep:.1f} mm towards the spine, but the bleed is {bleed:.1f} mm: colour at "
            "their outer edges does not reach the cut. Take less creep, more bleed, or signatures",
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(Problem(message="does not exist; check the name", file=str(path))) from None
    except OSError as fault:
        message = f"cannot be read: {fault.strerror or fault}"
        raise DocumentError(Problem(message=message, file=str(path))) from fault
