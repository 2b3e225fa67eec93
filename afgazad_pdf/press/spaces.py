"""Spaces that the engine leaves a gap for but does not draw, written as glyphs.

The direction pass gives a space at the end of a box a box of its own, and WeasyPrint draws nothing for a
box of spaces; nor does it draw the space that a line ends with. Without a glyph, words that a reader
sees apart are one word for a screen reader, for a search and for the clipboard. The glyph goes where
the gap is, as wide as the gap; at the end of a line, behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .gaps import bridged

Box = Any
Stream = Any

_FONT = re.compile(rb"/(\w+) [0-9.]+ Tf")


def draw_spaces(stream: Stream, objects: Any, line_ends: frozenset[int] = frozenset()) -> None:
    """Write a space for every box of spaces on a page, and one behind each piece of content in `line_ends`.

    `stream` is the engine's content stream with its notes of what it has drawn; `objects` the module
    whose `Dictionary` marks are made of. A space is that of the font before it, or of another one of
    the document where that has none; without any nothing is written.
    """
    _bridge(stream)
    blank = {mark["mcid"]: box for box, mark in stream._tags.items() if _is_blank(box)}
    spaces = {font.hash: space for font in stream._fonts.values() if (space := _space_of(font)) is not None}
    if not spaces or not (blank or line_ends):
        return
    chosen = next(iter(spaces))
    current = ""
    number: int | None = None
    result: list[Any] = []
    for operand in stream.stream:
        if operand == b"ET" and number in line_ends and current in spaces:
            result.append(b"<%04x> Tj" % spaces[current][0])
        result.append(operand)
        if type(operand) is objects.Dictionary:
            number = operand.get("MCID")
        elif operand == b"BDC" and number in blank:
            result.append(_drawn(blank[number], chosen, *spaces[chosen]))
        elif current_font := _font_of(operand):
            current = current_font
            chosen = current if current in spaces else chosen
    stream.stream[:] = result


def _bridge(stream: Stream) -> None:
    """Draw marks in wide gaps of the text of a page."""
    fonts = {font.hash: font for font in stream._fonts.values()}
    current: Any = None
    for index, operand in enumerate(stream.stream):
        if name := _font_of(operand):
            current = fonts.get(name)
        elif current is not None and isinstance(operand, bytes):
            stream.stream[index] = bridged(operand, current)


def _is_blank(box: Box) -> bool:
    text = getattr(box, "text", "")
    return bool(text) and text.isspace()


def _space_of(font: Any) -> tuple[int, float] | None:
    """Return the glyph of a font's space and its advance in 1/1000 em, where the document uses it."""
    to_unicode: Mapping[int, str] = font.to_unicode
    glyph = next((glyph for glyph, text in to_unicode.items() if text == " " and glyph in font.widths), None)
    return None if glyph is None else (glyph, font.widths[glyph])


def _font_of(operand: Any) -> str | None:
    """Return the name of the font that an operator chooses."""
    match = _FONT.fullmatch(operand) if isinstance(operand, bytes) and operand.endswith(b"Tf") else None
    return match[1].decode() if match else None


def _drawn(box: Box, name: str, glyph: int, advance: float) -> bytes:
    """Return the operators that draw a space in the place of a box; lengths are in CSS pixels, as the page's are."""
    size = box.style["font_size"]
    natural = advance * size / 1000
    stretch = 100 * box.width / natural if natural and box.width else 100
    x, y = box.position_x, box.position_y + box.baseline
    return f"q BT 1 0 0 -1 {x:.3f} {y:.3f} Tm /{name} {size:g} Tf {stretch:.1f} Tz <{glyph:04x}> Tj ET Q".encode()
