"""Draw the pictures of docs/styles.md: one page in every style, the masthead in nastaliq, pull quotes.

Run ``python tools/draw_style_pictures.py``; it writes docs/pictures/style-*.png.
"""

from __future__ import annotations

from PIL import Image, ImageChops
from sample_articles import ROOT

import afgazad_pdf as ap

PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "samples" / "dari-water" / "article.md"

PULL = """---
title: {title}
lang: {lang}
---

{before}

::: pull
{words}
— {speaker}
:::
"""
PERSIAN = {
    "title": "آب و برف",
    "lang": "fa-AF",
    "before": "پیرمرد چوب را از برف بیرون کشید و خط‌ها را یکی یکی شمرد.",
    "words": "آب را کسی نگه می‌دارد که برف را شمرده باشد، نه کسی که در پایان تابستان به جوی خالی نگاه می‌کند.",
    "speaker": "میراب پغمان",
}
GERMAN = {
    "title": "Wasser und Schnee",
    "lang": "de",
    "before": "Der Alte zog den Stab aus dem Schnee und zählte die Kerben, eine nach der anderen.",
    "words": "Das Wasser hält, wer den Schnee gezählt hat, und nicht, wer im August in den leeren Graben blickt.",
    "speaker": "der Wassermeister von Paghman",
}


def page(
    article: ap.Article, publication: ap.Publication = ap.AFGAZAD, *, dpi: int = 60, **settings: object
) -> Image.Image:
    """Return the first page of an article."""
    result = ap.render_article(article, publication=publication, settings=ap.Settings.model_validate(settings))
    return ap.preview_pages(result.pdf, dpi=dpi)[0]


def inked(picture: Image.Image, top: float, bottom: float) -> Image.Image:
    """Return a band of a page, from `top` to `bottom` as shares of its height, with a little white around its ink."""
    band = picture.crop((0, round(top * picture.height), picture.width, round(bottom * picture.height)))
    box = ImageChops.difference(band, Image.new("RGB", band.size, "white")).getbbox() or (0, 0, *band.size)
    return band.crop((box[0] - 8, max(0, box[1] - 8), box[2] + 8, box[3] + 8))


def side_by_side(*pictures: Image.Image) -> Image.Image:
    """Return pictures in a row."""
    row = Image.new(
        "RGB", (sum(one.width + 12 for one in pictures) - 12, max(one.height for one in pictures)), "#b9bec9"
    )
    left = 0
    for one in pictures:
        row.paste(one, (left, 0))
        left += one.width + 12
    return row


def main() -> None:
    """Draw every picture."""
    water = ap.load_article(SAMPLE)
    nastaliq = ap.AFGAZAD.model_copy(update={"masthead": "nastaliq"})
    pulls = [
        inked(
            page(ap.load_article(PULL.format(**words), format="markdown"), dpi=110, style=style, page_size="A5"),
            0.33,
            0.9,
        )
        for words, style in ((PERSIAN, "modern"), (PERSIAN, "naskh"), (GERMAN, "modern"))
    ]
    pictures = {
        "modern-naskh": side_by_side(page(water), page(water, style="naskh")),
        "nastaliq": inked(page(water, nastaliq, dpi=90), 0, 0.29),
        "pull": side_by_side(*pulls),
    }
    for name, picture in pictures.items():
        picture.quantize(32).save(PICTURES / f"style-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
