"""Draw the pictures of docs/direction.md: the same lines as the layout engine sets them alone, and as we set them.

Run ``python tools/draw_direction_pictures.py``; it writes docs/pictures/direction-*.png.
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFont
from sample_articles import ROOT

import afgazad_pdf as ap
from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.typesetting import load_fonts, renderer
from afgazad_pdf.resources import fonts_folder

PICTURES = ROOT / "docs" / "pictures"
CAPTION_FONT = fonts_folder() / "noto-serif" / "NotoSerif-Regular.ttf"
DPI = 150

STYLE = """
@page { size: 300pt 200pt; margin: 10pt; }
body { margin: 0; font: 15pt/1.5 "Afgazad Sans"; }
b { color: #1b3a7d; }
"""

CASES = {
    "phrase": "<p dir='rtl'>شبکهٔ Press <b>TV</b> News از توافق چین و سوریه خبر داد.</p>",
    "number": "<p dir='rtl'>قطعنامهٔ <b>Resolution</b> 2254 در سال <b>2015</b> (<b>UN</b>) تصویب شد.</p>",
    "join": "<p dir='rtl'>حرف‌های <b>افغا</b>نستان و <b>مح</b>مد به هم می‌پیوندند.</p>",
}
"""Name of the picture → a paragraph that the engine alone sets wrongly."""


def drawn(html: str) -> Image.Image:
    """Return a page's ink on white, cropped."""
    page = ap.preview_pages(renderer(load_fonts(())).print(html, STYLESHEET + STYLE, {}).pdf, dpi=DPI)[0]
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox() or (0, 0, 1, 1)
    return page.crop((0, max(0, box[1] - 8), page.width, box[3] + 8))


def compared(html: str) -> Image.Image:
    """Return the engine's own line above ours, each with its caption."""
    parts = [("without the direction pass", drawn(html)), ("with it", drawn(order_html(html).html))]
    font = ImageFont.truetype(str(CAPTION_FONT), 17)
    picture = Image.new("RGB", (parts[0][1].width, sum(part.height + 30 for _, part in parts)), "white")
    draw = ImageDraw.Draw(picture)
    top = 0
    for caption, part in parts:
        draw.text((20, top + 4), caption, font=font, fill="#4a4a4a")
        picture.paste(part, (0, top + 30))
        top += part.height + 30
    return picture.quantize(32)


def main() -> None:
    """Draw every comparison."""
    for name, paragraph in CASES.items():
        html = f"<!DOCTYPE html><html lang='fa' dir='rtl'><head></head><body>{paragraph}</body></html>"
        compared(html).save(PICTURES / f"direction-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
