"""Draw the pictures of docs/issue.md: the front page and a page inside of the sample issue as a newspaper.

Run ``python tools/draw_issue_pages.py``; it writes docs/pictures/issue-*.png.
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


def reduced(page: Image.Image) -> Image.Image:
    """Return a page as a small picture with a hairline around it and few colours."""
    height = round(page.height * WIDTH / page.width)
    small = page.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    return ImageOps.expand(small, 1, "#b9bec9").quantize(
        COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )


def main(folder: Path = PICTURES) -> None:
    """Write the pictures."""
    settings = ap.Settings.model_validate({"page_size": "A3"})
    made = ap.render_issue(ap.load_issue(ISSUE), settings=settings, layout="newspaper")
    pages = ap.preview_pages(made.pdf, dpi=DPI)
    for name, number in PAGES.items():
        reduced(pages[number]).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
