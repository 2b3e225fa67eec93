"""Draw the picture of docs/press.md: a page with its marks, and a picture that reaches over its edges.

Run ``python tools/draw_press_pictures.py``; it writes docs/pictures/press-page.png.
"""

from __future__ import annotations

from draw_poem_pictures import PICTURES
from PIL import ImageOps
from sample_articles import ROOT

import afgazad_pdf as ap

DPI = 76
SAMPLE = ROOT / "samples" / "dari-water" / "article.md"


def main() -> None:
    """Draw the picture."""
    article = ap.load_article(SAMPLE)
    first = next(block for block in article.blocks if isinstance(block, ap.Figure))
    blocks = tuple(block.model_copy(update={"size": "bleed"}) if block is first else block for block in article.blocks)
    article = article.model_copy(update={"blocks": blocks})
    pages = ap.preview_pages(ap.render_article(article, settings=ap.Settings(profile="press")).pdf, dpi=DPI)
    page = ImageOps.expand(pages[1].convert("RGB"), 1, "#999999")
    page.quantize(128).save(PICTURES / "press-page.png", optimize=True)


if __name__ == "__main__":
    main()
