"""What many tests share."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import afgazad_pdf as ap

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture
def make_article():
    """Make an article of paragraphs: `make_article("text", …, title=…, lang=…)`."""

    def make(*paragraphs: str, **fields):
        fields = {"title": "A headline", "lang": "en"} | fields
        return ap.Article(blocks=[{"kind": "paragraph", "runs": text} for text in paragraphs], **fields)

    return make


@pytest.fixture
def page_text():
    """Return the text of a PDF's pages, in the order that PDFium reads it."""

    def text(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        return "\n".join(page.get_textpage().get_text_range() for page in document)

    return text


@pytest.fixture
def jpeg():
    """Make the bytes of a small picture: `jpeg(width, height, format="PNG")`."""

    def make(width: int = 40, height: int = 30, *, format: str = "JPEG", mode: str = "RGB", **options) -> bytes:
        output = io.BytesIO()
        Image.effect_noise((width, height), 60).convert(mode).save(output, format=format, **options)
        return output.getvalue()

    return make
