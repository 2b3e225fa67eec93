"""Looking at a PDF without a viewer: pages as pictures, a contact sheet, the text as a list of runs.

`pages` is the only importer of pypdfium2 for pictures, `dump` for text; PDFium is not safe for
threads, so call both from one thread at a time.
"""

from __future__ import annotations

from .pages import preview_pages

__all__ = ["preview_pages"]
