"""Draw a contact sheet of all sample pages to build/samples.png, and the README's pictures to docs/pictures.

Run ``make samples``. The pictures of the README are first pages; look at the sheet before you commit them.
"""

from __future__ import annotations

from PIL import Image, ImageOps
from sample_articles import ROOT, rendered_samples

import afgazad_pdf as ap
from afgazad_pdf.preview.sheet import contact_sheet
from afgazad_pdf.resources import fonts_folder

README_SAMPLES = ("china-syria", "dari-water", "literary-ghazal")
PICTURES = ROOT / "docs" / "pictures"
SHEET = ROOT / "build" / "samples.png"
CAPTION_FONT = fonts_folder() / "afgazad-sans" / "AfgazadSans-Regular.ttf"


def readme_picture(page: Image.Image) -> Image.Image:
    """Frame a page with a hairline and reduce its colours, so that the file stays small."""
    return ImageOps.expand(page, 1, "#b9bec9").quantize(64, dither=Image.Dither.NONE)


def main() -> None:
    """Draw the sheet and the pictures."""
    pages: list[tuple[str, Image.Image]] = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    SHEET.parent.mkdir(exist_ok=True)
    for name, result in rendered_samples():
        pictures = ap.preview_pages(result.pdf, dpi=110)
        pages += [(f"{result.title} ({number})", picture) for number, picture in enumerate(pictures, start=1)]
        if name in README_SAMPLES:
            readme_picture(ap.preview_pages(result.pdf, dpi=64)[0]).save(PICTURES / f"{name}.png", optimize=True)
    contact_sheet(pages, font_file=CAPTION_FONT).save(SHEET)
    print(f"The contact sheet is {SHEET.relative_to(ROOT)}; the README's pictures are in docs/pictures.")


if __name__ == "__main__":
    main()
