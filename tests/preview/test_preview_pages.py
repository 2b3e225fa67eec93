"""Pages as pictures."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from afgazad_pdf.errors import RenderError
from afgazad_pdf.preview import preview_pages

MILLIMETRE = 72 / 25.4


def blank_pdf(path: Path, *sizes: tuple[float, float]) -> Path:
    """Write a PDF of empty pages with sizes in mm."""
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width * MILLIMETRE, height * MILLIMETRE).close()
    document.save(path)
    document.close()
    return path


def test_a4_at_96_dpi_has_its_known_size(tmp_path):
    pages = preview_pages(blank_pdf(tmp_path / "a4.pdf", (210, 297)))
    assert [page.size for page in pages] == [(794, 1123)]


def test_every_page_has_its_own_size(tmp_path):
    pages = preview_pages(blank_pdf(tmp_path / "mixed.pdf", (254, 127), (127, 254)), dpi=10)
    assert [page.size for page in pages] == [(100, 50), (50, 100)]


def test_ground_is_white_and_colour_is_rgb(tmp_path):
    (page,) = preview_pages(blank_pdf(tmp_path / "a5.pdf", (148, 210)), dpi=20)
    assert page.mode == "RGB"
    assert page.getextrema() == ((255, 255),) * 3


def test_bytes_and_path_give_the_same(tmp_path):
    path = blank_pdf(tmp_path / "a5.pdf", (148, 210))
    assert preview_pages(path, dpi=20)[0].tobytes() == preview_pages(path.read_bytes(), dpi=20)[0].tobytes()


@pytest.mark.parametrize("data", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_said_in_a_sentence(data):
    with pytest.raises(RenderError, match=r"^The PDF cannot be previewed: .*\.$"):
        preview_pages(data)


def test_missing_file_is_said_in_a_sentence(tmp_path):
    with pytest.raises(RenderError, match=r"none\.pdf does not exist"):
        preview_pages(tmp_path / "none.pdf")


@pytest.mark.parametrize("dpi", [0, -1, float("nan")])
def test_dpi_must_be_positive(dpi):
    with pytest.raises(ValueError, match="dpi"):
        preview_pages(b"", dpi=dpi)


def test_pages_beyond_memory_are_refused(tmp_path):
    with pytest.raises(RenderError, match="pixels"):
        preview_pages(blank_pdf(tmp_path / "a4.pdf", (210, 297)), dpi=1e6)
