"""The first page of a PDF as a small picture, for lists of many PDFs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from .pages import opened, page_picture

QUALITY = 72
"""Of the JPEG file, of 100: a page of A4 at 120 pixels takes 3 to 5 KB."""

HIGHEST = 3
"""Times the width; a higher page is cut below."""


def thumbnail(pdf: bytes | Path, *, width: int) -> bytes:
    """Return the first page as a JPEG file, `width` pixels wide.

    Raises RenderError where the PDF cannot be read or has no page.
    """
    with opened(pdf) as document:
        picture = page_picture(document, 0, width)
    picture = picture.crop((0, 0, picture.width, min(picture.height, HIGHEST * width)))
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()
