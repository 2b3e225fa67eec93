"""The pages of a finished PDF: their boxes as they are seen, and each as a form that a sheet can place."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from ...errors import DocumentError, Problem
from .geometry import MM, TOLERANCE, Box, Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A page, its boxes in its own coordinates."""

    page: pikepdf.Page
    trim: Box
    bleed: Box
    """Equal to the trim where the page says nothing of a bleed."""
    rotation: int
    """By how many degrees it is turned clockwise to be read: 0, 90, 180 or 270."""
    unit: float
    """How many pt its unit is (ISO 32000-1, 14.11.2, UserUnit)."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after trimming, as they are seen, in pt."""
        sides = self.trim.width * self.unit, self.trim.height * self.unit
        return sides if self.rotation % 180 == 0 else sides[::-1]

    @property
    def bleed_margin(self) -> float:
        """How far the bleed goes beyond the trim, at the edge where it goes farthest, in pt."""
        pairs = zip(self.trim, self.bleed, strict=True)
        return max(abs(edge - outer) for edge, outer in pairs) * self.unit

    @property
    def matrix(self) -> Matrix:
        """Brings the page, as it is seen, to the origin with the corner of its trim."""
        left, bottom, right, top = self.trim
        unit = self.unit
        turned: dict[int, Matrix] = {
            0: (unit, 0, 0, unit, -left * unit, -bottom * unit),
            90: (0, -unit, unit, 0, -bottom * unit, right * unit),
            180: (-unit, 0, 0, -unit, right * unit, top * unit),
            270: (0, unit, -unit, 0, top * unit, -left * unit),
        }
        return turned[self.rotation]

    def form(self) -> pikepdf.Object:
        """Return the page as a form XObject (ISO 32000-1, 8.10) in its own coordinates, that shows its bleed too."""
        form = self.page.as_form_xobject(handle_transformations=False)
        form["/BBox"] = pikepdf.Array([_exact(value) for value in self.bleed])  # pikepdf gives it the trim
        if "/Matrix" in form:
            del form["/Matrix"]
        return form


def open_document(data: bytes, name: str | None = None) -> pikepdf.Pdf:
    """Open a PDF; raises DocumentError where it is none, is damaged, or is locked."""
    if not data.strip():
        raise _unusable("the file is empty", name)
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise _unusable("the PDF is locked with a password; save it without one", name) from None
    except pikepdf.PdfError as fault:
        if b"%PDF-" not in data[:1024]:
            raise _unusable("is not a PDF; print the article to a PDF first", name) from fault
        raise _unusable("the PDF is damaged; make or fetch it anew", name) from fault
    if document.is_encrypted:
        raise _unusable("the PDF is encrypted, with rights withheld; save it without encryption", name)
    return document


def read_pages(document: pikepdf.Pdf, name: str | None = None) -> tuple[SourcePage, ...]:
    """Return a document's pages; raises DocumentError where there are none, or where they differ in size."""
    try:
        pages = tuple(_page(pikepdf.Page(page.obj)) for page in document.pages)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError) as fault:
        raise _unusable("the PDF is damaged: a page has no size; make or fetch it anew", name) from fault
    if not pages:
        raise _unusable("the PDF has no pages", name)
    for number, page in enumerate(pages, start=1):
        if min(page.size) < 1:
            raise _unusable(f"page {number} has no area after trimming", name)
        if any(abs(one - other) > TOLERANCE for one, other in zip(page.size, pages[0].size, strict=True)):
            message = f"page {number} is {_millimetres(page)}, page 1 is {_millimetres(pages[0])}"
            raise _unusable(f"{message}; pages on a sheet must have one size", name)
    return pages


def _page(page: pikepdf.Page) -> SourcePage:
    media = _box(page.mediabox)
    trim = _box(page.trimbox).within(media)
    # Without a bleed box the media box stands for it (14.11.2): what lies there may be marks, and is no bleed.
    bleed = _box(page.obj.BleedBox).within(media) if "/BleedBox" in page.obj else trim
    edges = (min(trim[0], bleed[0]), min(trim[1], bleed[1]), max(trim[2], bleed[2]), max(trim[3], bleed[3]))
    return SourcePage(
        page=page,
        trim=trim,
        bleed=Box(*edges),
        rotation=int(page.rotation) // 90 * 90 % 360,
        unit=float(page.obj.get("/UserUnit", 1)) or 1.0,
    )


def _box(value: pikepdf.Object) -> Box:
    """Return a rectangle, whichever corners a file gives (7.9.5)."""
    left, bottom, right, top = (float(edge) for edge in value)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _exact(value: float) -> float:
    return round(value, 4)


def _millimetres(page: SourcePage) -> str:
    width, height = (side / MM for side in page.size)
    return f"{width:.0f} × {height:.0f} mm"


def _unusable(message: str, name: str | None) -> DocumentError:
    return DocumentError(Problem(message=message, file=name))
