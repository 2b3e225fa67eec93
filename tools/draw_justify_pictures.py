"""Draw the pictures of docs/kashida.md, section "In running text": one column, justified in two ways.

Run ``python tools/draw_justify_pictures.py``; it writes docs/pictures/justify-space.png and justify-kashida.png.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from draw_poem_pictures import BARE, MARGIN, PICTURES
from PIL import Image, ImageChops
from sample_articles import ROOT

import afgazad_pdf as ap

DPI = 150
COLUMN = 55
"""Width of the column in mm."""

PARAGRAPHS = slice(2, 9)
"""What of the sample is shown."""


def drawn(article: ap.Article, theme: Path, justify: str) -> Image.Image:
    """Return the article in one narrow column, without white edges."""
    width = (3 * COLUMN + 2 * 18 * 25.4 / 72) / (1 - 2 * 0.086)
    settings = ap.Settings(template_folders=(theme,), columns=3, page_size=f"{width:.2f}x600", justify=justify)
    page = ap.preview_pages(ap.render_article(article, settings=settings).pdf, dpi=DPI)[0]
    page = page.crop((page.width * 64 // 100, 0, page.width, page.height))  # the first column alone
    left, top, right, bottom = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox() or (
        0,
        0,
        1,
        1,
    )
    return page.crop((max(0, left - MARGIN), max(0, top - MARGIN), right + MARGIN, bottom + MARGIN))


def main() -> None:
    """Draw the sample's paragraphs in both ways."""
    article = ap.load_article(ROOT / "samples" / "dari-water" / "article.md")
    blocks = tuple(block for block in article.blocks if isinstance(block, ap.Paragraph))[PARAGRAPHS]
    article = article.model_copy(update={"blocks": blocks})
    with TemporaryDirectory() as folder:
        theme = Path(folder)
        (theme / "article.html.j2").write_text(BARE, encoding="utf-8")
        # All in the first column, as high as the page.
        (theme / "theme.toml").write_text("[columns]\nrule = 0\n", encoding="utf-8")
        for justify in ("space", "kashida"):
            drawn(article, theme, justify).quantize(32).save(PICTURES / f"justify-{justify}.png", optimize=True)


if __name__ == "__main__":
    main()
