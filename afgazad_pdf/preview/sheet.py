"""A contact sheet: many pages on one picture, with captions, to see an issue at a glance.

Pillow draws the captions letter by letter (its basic layout), so that the letters arrive here
already shaped and ordered by `bidi.visual`; a layout that shapes would do it twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import bidirectional, normalize

from PIL import Image, ImageDraw, ImageFont

from ..bidi.visual import visual
from ..fonts import Face, face_coverage

GROUND = (243, 242, 239)
FRAME = (178, 176, 170)
INK = (45, 44, 42)
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

_WITH_MARKS = re.compile("(.)([\u064b-\u065f\u0670]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Lengths of the sheet in pixels, all of them fractions of a thumbnail's width."""

    width: int
    """Of a thumbnail, its frame not counted."""
    height: int
    """Of the highest thumbnail."""
    columns: int

    @property
    def gap(self) -> int:
        return max(8, self.width // 12)

    @property
    def text_size(self) -> int:
        return max(9, self.width // 22)

    @property
    def caption(self) -> int:
        return round(self.text_size * 2.2)

    def place(self, index: int) -> tuple[int, int]:
        """Return the top left corner of a thumbnail's cell."""
        row, column = divmod(index, self.columns)
        step_down = self.height + self.caption + self.gap
        return self.gap + column * (self.width + self.gap), self.gap + row * step_down

    def size(self, count: int) -> tuple[int, int]:
        """Return the size of a sheet with so many pages."""
        rows = -(-count // self.columns)
        across = self.gap + self.columns * (self.width + self.gap)
        return across, self.gap + rows * (self.height + self.caption + self.gap)


def contact_sheet(
    pages: Sequence[tuple[str, Image.Image]],
    *,
    columns: int = 3,
    thumbnail_width: int = 420,
    font_file: Path,
) -> Image.Image:
    """Return one picture of all pages, in rows from left to right, each with its caption below.

    Widths are in pixels. Captions are logical text; one that is too long is cut and ends in “…”.
    A caption's direction is that of its first letter; a right-to-left mark (U+200F) before it says otherwise.
    `font_file` is a TTF that should have presentation forms, as Afgazad Sans does. Raises ValueError
    for no pages at all or for numbers that are not positive, ResourceError for an unusable font.
    """
    if not pages or columns < 1 or thumbnail_width < 1:
        raise ValueError("a contact sheet needs at least one page, one column and one pixel of width")
    thumbnails = [_thumbnail(picture, thumbnail_width) for _, picture in pages]
    height = max(picture.height for picture in thumbnails)
    layout = _Layout(width=thumbnail_width, height=height, columns=min(columns, len(pages)))
    coverage = face_coverage(Face(family="", weight=400, style="normal", file=font_file))
    font = ImageFont.truetype(font_file, layout.text_size, layout_engine=ImageFont.Layout.BASIC)
    sheet = Image.new("RGB", layout.size(len(pages)), GROUND)
    for index, ((caption, _), picture) in enumerate(zip(pages, thumbnails, strict=True)):
        left, top = layout.place(index)
        _draw_page(sheet, picture, left, top + height - picture.height)
        line = _fitted(caption, font, layout.width, coverage)
        middle = (left + layout.width / 2, top + height + layout.caption / 2)
        ImageDraw.Draw(sheet).text(middle, line, fill=INK, font=font, anchor="mm")
    return sheet


def _thumbnail(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def _draw_page(sheet: Image.Image, picture: Image.Image, left: int, top: int) -> None:
    """Paste a page with a frame of one pixel around it."""
    frame = (left - 1, top - 1, left + picture.width, top + picture.height)
    ImageDraw.Draw(sheet).rectangle(frame, outline=FRAME, width=1)
    sheet.paste(picture, (left, top))


def _fitted(caption: str, font: ImageFont.FreeTypeFont, width: int, coverage: frozenset[int]) -> str:
    """Return the longest beginning of a caption that fits, in visual order.

    Cut before shaping, as a letter's form depends on the next one; halving finds the place.
    """
    text = " ".join(caption.split())
    whole = _drawable(text, coverage)
    if font.getlength(whole) <= width:
        return whole
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        line = _drawable(_cut(text, middle), coverage)
        fits, too_long = (middle, too_long) if font.getlength(line) <= width else (fits, middle)
    return _drawable(_cut(text, fits), coverage)


def _cut(text: str, length: int) -> str:
    """Return the first letters and an ellipsis; a mark is not parted from its letter."""
    while 0 < length < len(text) and bidirectional(text[length]) == "NSM":
        length -= 1
    return text[:length].rstrip() + ELLIPSIS


def _drawable(text: str, coverage: frozenset[int]) -> str:
    """Shape a text; forms that the font lacks become plain letters, drawn alone.

    Vowel marks go before their letter: their glyphs lie to the right of the pen and take no room,
    so that, drawn second, they would stand over the next letter.
    """
    return _WITH_MARKS.sub(r"\2\1", "".join(_letter(form, coverage) for form in visual(text)))


def _letter(form: str, coverage: frozenset[int]) -> str:
    if ord(form) in coverage:
        return form
    # A ligature falls apart into letters in logical order; this line is in visual order.
    return normalize("NFKC", form)[::-1] if bidirectional(form) == "AL" else form
