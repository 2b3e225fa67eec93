"""Spaces that the engine leaves a gap for but does not draw, written as glyphs.

The direction pass gives a space at the end of a box a box of its own, and WeasyPrint draws nothing for a
box of spaces. Without a glyph, words that a reader sees apart are one word for a screen reader, for a
search and for the clipboard. The glyph goes where the gap is, as wide as the gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Box = Any
Stream = Any

_FONT = re.compile(r"/(\w+) ([0-9.]+) Tf")


def draw_spaces(stream: Stream, objects: Any) -> None:
    """Write a space into every marked-content sequence of a page that stands for a box of spaces.

    `stream` is the engine's content stream with its notes of what it has drawn; `objects` the module
    whose `Dictionary` marks are made of.
    """
    blank = {mark["mcid"]: box for box, mark in stream._tags.items() if _is_blank(box)}
    if not blank:
        return
    glyphs = {font.hash: glyph for font in stream._fonts.values() if (glyph := _space_of(font)) is not None}
    fonts = {font.hash: font for font in stream._fonts.values()}
    chosen: tuple[str, float] | None = None
    result: list[Any] = []
    number: int | None = None
    for operand in stream.stream:
        result.append(operand)
        if type(operand) is objects.Dictionary:
            number = operand.get("MCID")
        elif operand == b"BDC" and number in blank and chosen:
            name, size = chosen
            result.append(_drawn(blank[number], name, size, glyphs[name], fonts[name].widths[glyphs[name]]))
        elif (font := _font_of(operand)) and font[0] in glyphs:
            chosen = font
    stream.stream[:] = result


def _is_blank(box: Box) -> bool:
    text = getattr(box, "text", "")
    return bool(text) and text.isspace()


def _space_of(font: Any) -> int | None:
    """Return the glyph of a font's space, where the document uses it."""
    to_unicode: Mapping[int, str] = font.to_unicode
    return next((glyph for glyph, text in to_unicode.items() if text == " " and glyph in font.widths), None)


def _font_of(operand: Any) -> tuple[str, float] | None:
    text = operand.decode("ascii", "replace") if isinstance(operand, bytes) else operand
    match = _FONT.fullmatch(text) if isinstance(text, str) and text.endswith("Tf") else None
    return (match[1], float(match[2])) if match else None


def _drawn(box: Box, name: str, size: float, glyph: int, advance: float) -> bytes:
    """Return the operators that draw a space in the place of a box; lengths are in CSS pixels, as the page's are."""
    natural = advance * size / 1000
    stretch = 100 * box.width / natural if natural and box.width else 100
    x, y = box.position_x, box.position_y + box.baseline
    return f"q BT 1 0 0 -1 {x:.3f} {y:.3f} Tm /{name} {size:g} Tf {stretch:.1f} Tz <{glyph:04x}> Tj ET Q".encode()
