"""Draw the pictures of docs/issue.md and the README: pages of the sample issue, and all of them on one sheet.

Run ``python tools/draw_issue_pages.py``; it writes docs/pictures/issue-*.png and issue-sheet.jpg.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps
from sample_articles import ROOT

import afgazad_pdf as ap

PICTURES = ROOT / "docs" / "pictures"
ISSUE = ROOT / "samples" / "issue" / "issue.toml"

PAGES = {"issue-front": 0, "issue-inside": 3}
"""Pages of the A3 newspaper by the names of their pictures, counted from 0."""

DPI, COLOURS, WIDTH = 110, 80, 580
"""Resolution of the drawing, colours kept, and the picture's width in pixels."""

ACROSS, THUMBNAIL, GAP = 10, 132, 8
"""Pages in a row of the sheet, their width and the space between them in pixels."""


def reduced(page: Image.Image) -> Image.Image:
    """Return a page as a small picture with a hairline around it and few colours."""
    height = round(page.height * WIDTH / page.width)
    small = page.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    return ImageOps.expand(small, 1, "#b9bec9").quantize(
        COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )


def sheet(pages: list[Image.Image]) -> Image.Image:
    """Return all pages side by side; those of a right-to-left paper from right to left."""
    height = round(max(page.height / page.width for page in pages) * THUMBNAIL)
    rows = -(-len(pages) // ACROSS)
    size = (ACROSS * (THUMBNAIL + GAP) + GAP, rows * (height + GAP) + GAP)
    whole = Image.new("RGB", size, "#d9dbe0")
    for number, page in enumerate(pages):
        small = page.convert("RGB").resize((THUMBNAIL, height), Image.Resampling.LANCZOS)
        column = ACROSS - 1 - number % ACROSS
        place = (GAP + column * (THUMBNAIL + GAP), GAP + number // ACROSS * (height + GAP))
        whole.paste(small, place)
    return whole


def main(folder: Path = PICTURES) -> None:
    """Write the pictures."""
    settings = ap.Settings.model_validate({"page_size": "A3"})
    made = ap.render_issue(ap.load_issue(ISSUE), settings=settings, layout="newspaper")
    pages = ap.preview_pages(made.pdf, dpi=DPI)
    for name, number in PAGES.items():
        reduced(pages[number]).save(folder / f"{name}.png", optimize=True)
    thumbnails: list[Image.Image] = []
    for layout in ("digest", "newspaper"):
        made = ap.render_issue(ap.load_issue(ISSUE), layout=layout)
        shown = ap.preview_pages(made.pdf, dpi=DPI // 2)
        blank = Image.new("RGB", shown[0].size, "#d9dbe0")
        thumbnails += [*shown, *[blank] * (-len(shown) % ACROSS)]
    sheet(thumbnails).save(folder / "issue-sheet.jpg", quality=82, optimize=True)


if __name__ == "__main__":
    main()
