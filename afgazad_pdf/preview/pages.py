"""Pages of a PDF as pictures, drawn by PDFium, which shares no code with the layout engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from ..errors import RenderError

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_PER_INCH = 72
LARGEST_SIDE = 20_000
"""Pixels; a page of A4 reaches them at about 1,700 dpi. More exhausts the memory."""


def preview_pages(pdf: bytes | Path, *, dpi: float = 96) -> list[Image]:
    """Return every page as an RGB picture on white ground, `dpi` pixels to the inch.

    Sides are rounded up to whole pixels. Raises RenderError where the PDF cannot be read, and
    ValueError where `dpi` is not positive.
    """
    if not dpi > 0:
        raise ValueError(f"dpi must be greater than 0, not {dpi}")
    with opened(pdf) as document:
        return [_picture(page, dpi / POINTS_PER_INCH) for page in document]


def page_picture(document: pypdfium2.PdfDocument, number: int, width: int) -> Image:
    """Return a page, counted from 0, as an RGB picture about `width` pixels wide; raises RenderError."""
    try:
        page = document[number]
    except (IndexError, pypdfium2.PdfiumError) as fault:
        raise RenderError(f"The PDF has no page {number + 1} that can be read.") from fault
    return _picture(page, width / page.get_width())


@contextmanager
def opened(pdf: bytes | Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF and close it again; raises RenderError where it cannot be read."""
    name = "The PDF" if isinstance(pdf, bytes) else str(pdf)
    try:
        document = pypdfium2.PdfDocument(pdf)
    except FileNotFoundError:
        raise RenderError(f"{name} does not exist, so it cannot be previewed.") from None
    except (pypdfium2.PdfiumError, OSError) as fault:
        raise RenderError(f"{name} cannot be previewed: it is no PDF, damaged, or locked ({fault}).") from fault
    try:
        yield document
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, scale: float) -> Image:
    if max(page.get_size()) * scale > LARGEST_SIDE:
        raise RenderError(f"A page would be larger than {LARGEST_SIDE:,} pixels; take fewer dots per inch.")
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255))
    try:
        image: Image = bitmap.to_pil().convert("RGB")
        return image.copy()
    finally:
        bitmap.close()
        page.close()
