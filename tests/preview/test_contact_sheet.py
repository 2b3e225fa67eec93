"""Contact sheets."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from afgazad_pdf.errors import ResourceError
from afgazad_pdf.preview.sheet import FRAME, GROUND, contact_sheet
from afgazad_pdf.resources import fonts_folder

PERSIAN = "\u0622\u0628 \u062f\u0631 \u06a9\u0627\u0628\u0644"  # آب در کابل


@pytest.fixture
def font_file():
    return fonts_folder() / "afgazad-sans" / "AfgazadSans-Regular.ttf"


def page(width: int = 210, height: int = 297) -> Image.Image:
    return Image.new("RGB", (width, height), "white")


def caption_box(sheet: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around what is drawn below the first page's frame."""
    strip = sheet.crop((0, sheet.height - 30, sheet.width, sheet.height))
    ground = Image.new("RGB", strip.size, GROUND)
    box = ImageChops.difference(strip, ground).getbbox()
    assert box is not None
    return box


def test_pages_stand_in_rows(font_file):
    pages = [("one", page()), ("two", page()), ("three", page()), ("four", page())]
    three = contact_sheet(pages, columns=3, thumbnail_width=100, font_file=font_file)
    two = contact_sheet(pages, columns=2, thumbnail_width=100, font_file=font_file)
    assert three.width > two.width
    assert three.height == two.height
    assert contact_sheet(pages[:1], columns=3, thumbnail_width=100, font_file=font_file).width < two.width


def test_pages_have_a_frame_of_one_pixel(font_file):
    sheet = contact_sheet([("", page())], thumbnail_width=100, font_file=font_file)
    colours = {sheet.getpixel((x, 60)) for x in range(sheet.width)}
    assert colours == {GROUND, FRAME, (255, 255, 255)}
    assert [sheet.getpixel((x, 60)) for x in range(sheet.width)].count(FRAME) == 2


def test_sheet_is_the_same_every_time(font_file):
    pages = [(PERSIAN, page()), ("two", page(297, 210))]
    assert contact_sheet(pages, font_file=font_file).tobytes() == contact_sheet(pages, font_file=font_file).tobytes()


def test_long_captions_are_cut_to_the_width(font_file):
    sheet = contact_sheet([(PERSIAN * 30, page())], thumbnail_width=200, font_file=font_file)
    left, _, right, _ = caption_box(sheet)
    assert 150 < right - left <= 201


def test_short_captions_stand_in_the_middle(font_file):
    sheet = contact_sheet([(PERSIAN, page())], thumbnail_width=200, font_file=font_file)
    left, _, right, _ = caption_box(sheet)
    assert abs((left + right) / 2 - sheet.width / 2) <= 2


def test_captions_are_in_visual_order(font_file, monkeypatch):
    """A caption is drawn as if Pillow had been given its presentation forms."""
    word = "\u0646\u0627\u0646"  # نان
    logical = contact_sheet([(word, page())], thumbnail_width=200, font_file=font_file)
    monkeypatch.setattr("afgazad_pdf.preview.sheet.visual", lambda text: "\ufee5\ufe8e\ufee7")
    assert logical.tobytes() == contact_sheet([(word, page())], thumbnail_width=200, font_file=font_file).tobytes()


def test_letters_without_a_form_in_the_font_are_drawn(font_file):
    """Afgazad Sans has heh with yeh above, but not its presentation form, and draws nothing for what it lacks."""
    left, top, right, bottom = caption_box(
        contact_sheet([("\u06c0", page())], thumbnail_width=200, font_file=font_file)
    )
    assert right - left >= 3
    assert bottom - top >= 3


def test_nothing_to_show_is_refused(font_file):
    with pytest.raises(ValueError, match="at least one"):
        contact_sheet([], font_file=font_file)


def test_unusable_font_is_named(tmp_path):
    file = tmp_path / "no.ttf"
    file.write_bytes(b"no font")
    with pytest.raises(ResourceError, match=r"no\.ttf"):
        contact_sheet([("one", page())], font_file=file)
