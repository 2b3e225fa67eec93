"""Draw the pictures of docs/impose.md: the sides of a folding dummy, and a sheet of a booklet with its marks.

Run ``python tools/draw_imposition_pictures.py``; it writes docs/pictures/impose-*.png.
"""

from __future__ import annotations

import io

import pikepdf
from PIL import Image
from sample_articles import ROOT

import afgazad_pdf as ap

PICTURES = ROOT / "docs" / "pictures"
ARTICLE = ROOT / "samples" / "dari-water" / "article.md"
PAGES = 8
EDGE = 10
GREY = (150, 150, 150)
SHEET_DPI, DUMMY_DPI = 62, 34


def eight_pages() -> bytes:
    """Return the article in A5, filled up to eight pages with empty ones."""
    rendered = ap.render_article(ap.load_article(ARTICLE), settings=ap.Settings(page_size="A5")).pdf
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        del pdf.pages[PAGES:]
        while len(pdf.pages) < PAGES:
            left, bottom, right, top = map(float, pdf.pages[0].mediabox)
            pdf.add_blank_page(page_size=(right - left, top - bottom))
        pdf.save(output, deterministic_id=True)
    return output.getvalue()


def beside_each_other(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Return pictures in rows on grey, as sheets on a table."""
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    table = Image.new("RGB", (columns * (width + EDGE) + EDGE, rows * (height + EDGE) + EDGE), GREY)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        table.paste(picture, (EDGE + column * (width + EDGE), EDGE + row * (height + EDGE)))
    return table


def main() -> None:
    """Draw both pictures."""
    document = eight_pages()
    dummy = ap.impose_pdf(document, ap.Imposition(dummy=True)).pdf
    sheets = ap.impose_pdf(document).pdf
    pictures = {
        "dummy": beside_each_other(ap.preview_pages(dummy, dpi=DUMMY_DPI), columns=2),
        "sheet": beside_each_other([ap.preview_pages(sheets, dpi=SHEET_DPI)[3]], columns=1),
    }
    for name, picture in pictures.items():
        picture.quantize(32).save(PICTURES / f"impose-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
