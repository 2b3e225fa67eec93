"""Draw the pictures of docs/poems.md from the very examples that stand there.

Run ``python tools/draw_poem_pictures.py``; it writes docs/pictures/poem-*.png.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops
from sample_articles import ROOT

import afgazad_pdf as ap

DOCUMENT = ROOT / "docs" / "poems.md"
PICTURES = ROOT / "docs" / "pictures"
DPI = 110
MARGIN = 16
FACES = ("Afgazad Naskh", "Afgazad Sans", "Afgazad Classic", "Afgazad Nastaliq")
EXAMPLE = re.compile(r"<!-- picture: (\S+) -->\n```markdown\n(.*?)```", re.DOTALL)
BARE = """{% extends "default/article.html.j2" %}
{% block masthead %}{% endblock %}{% block opening %}{% endblock %}{% block foot %}{% endblock %}"""
"""A page with nothing but the story."""


def examples() -> dict[str, str]:
    """Return the poems of the document by the name of their picture."""
    return dict(EXAMPLE.findall(DOCUMENT.read_text(encoding="utf-8")))


def drawn(poem: str, theme: Path, columns: int = 1) -> Image.Image:
    """Return a poem as it stands on a page, without white edges."""
    article = ap.read_article(f"---\ntitle: T\nlang: fa-AF\n---\n{poem}", format="markdown").article
    settings = ap.Settings(template_folders=(theme,), columns=columns)
    page = ap.preview_pages(ap.render_article(article, settings=settings).pdf, dpi=DPI)[0]
    page = page.crop((page.width * (columns - 1) // columns, 0, page.width, page.height))  # the first column alone
    ink = ImageChops.difference(page, Image.new("RGB", page.size, "white"))
    left, top, right, bottom = ink.getbbox() or (0, 0, 1, 1)
    return page.crop((max(0, left - MARGIN), max(0, top - MARGIN), right + MARGIN, bottom + MARGIN))


def in_faces(poem: str, theme: Path) -> Image.Image:
    """Return a poem in each Arabic face, one under the other."""
    pictures = []
    for face in FACES:
        features = '"ccmp" 0' if face == "Afgazad Naskh" else "normal"
        values = f"family = '\"{face}\"'\nface = \"{face}\"\nfeatures = '{features}'\nsize = 1.2\n"
        own = theme / face  # a folder of its own: themes are read once in a process
        own.mkdir()
        (own / "article.html.j2").write_text(BARE, encoding="utf-8")
        (own / "theme.toml").write_text(f"[poem]\n{values}", encoding="utf-8")
        pictures.append(drawn(poem, own))
    sheet = Image.new("RGB", (max(one.width for one in pictures), sum(one.height for one in pictures)), "white")
    top = 0
    for one in pictures:
        sheet.paste(one, (sheet.width - one.width, top))
        top += one.height
    return sheet


def main() -> None:
    """Draw every example, the ghazal once more in a narrow column, and the ruba'i in every face."""
    found = examples()
    with TemporaryDirectory() as folder:
        theme = Path(folder)
        (theme / "article.html.j2").write_text(BARE, encoding="utf-8")
        (theme / "theme.toml").write_text("[columns]\nrule = 0\n", encoding="utf-8")
        pictures = {name: drawn(poem, theme) for name, poem in found.items()}
        pictures["stepped"] = drawn(found["ghazal"].replace("form=", "numbers=yes form="), theme, columns=2)
        pictures["faces"] = in_faces(found["rubai"], theme)
    for name, picture in pictures.items():
        picture.quantize(16).save(PICTURES / f"poem-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
