"""A further word is not tried at the end of a line where it cannot fit.

Pango counts the space behind a word, and so may end a line before a word that would fit without it. WeasyPrint 70
therefore shapes every line once more with the next word in it. Most words are too wide by far: their glyphs are there
already, at the beginning of the second line, and say so. Then the text is left as it was laid out, which is what the
engine would find: its first line ends where it ended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, pango

from .glyphs import FIELDS, GLYPH_SIZE, Layout

SLACK = 0.5
"""By how much a word may be narrower at the end of a text than in its middle, in em: more than kerning does."""

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def with_ends_noted(get_first_line: Callable[[Layout], tuple[Any, int | None]]) -> Callable[[Layout], Any]:
    """Return the engine's `Layout.get_first_line` so that our texts know where their second line begins, in bytes."""

    def first_line(layout: Layout) -> tuple[Any, int | None]:
        found = get_first_line(layout)
        if hasattr(layout.style.font_config, "held_fonts"):
            layout.second_line = found[1]
        return found

    return first_line


def with_vain_trials_spared(set_text: Callable[..., None]) -> Callable[..., None]:
    """Return the engine's `Layout.set_text` so that our texts stay as they are where no further word can fit."""

    def set_or_leave(layout: Layout, text: str, justify: bool = False) -> None:
        if justify or not _is_vain(layout, text):
            set_text(layout, text, justify)

    return set_or_leave


def _is_vain(layout: Layout, text: str) -> bool:
    """Say whether a text is the first line of the layout and a word of the second that is too wide for the first."""
    before: str = getattr(layout, "text", "")
    is_longer_line = (
        len(text) < len(before)
        and before[len(text)] == " "
        and layout.max_width is not None
        and before.startswith(text)
        and SOFT_HYPHEN not in before
        and hasattr(layout, "second_line")
    )
    if not is_longer_line:
        return False
    start, end = layout.second_line, len(text.encode())
    if start is None or end <= start:
        return False  # and Pango is not asked, as it would lay the text out anew in the width that it has by now
    first = pango.pango_layout_get_line_readonly(layout.layout, 0)
    second = pango.pango_layout_get_line_readonly(layout.layout, 1)
    room = layout.max_width * TO_UNITS - _width(first, end)
    return bool(0 <= room < _width(second, end) - SLACK * layout.style["font_size"] * TO_UNITS)


def _width(line: Any, end: int) -> int:
    """Return the width, in Pango's units, of the part of a line whose text begins before byte `end` of all text."""
    total = 0
    node = line.runs
    while node != ffi.NULL:
        string, item = node.data.glyphs, node.data.item
        node = node.next
        if item.offset >= end:
            continue
        advances = memoryview(ffi.buffer(string.glyphs, string.num_glyphs * GLYPH_SIZE)).cast("i")[1::FIELDS]
        if item.offset + item.length > end:
            places = memoryview(ffi.buffer(string.log_clusters, string.num_glyphs * 4)).cast("i")
            within = end - item.offset
            total += sum(advance for advance, place in zip(advances, places, strict=True) if place < within)
        else:
            total += sum(advances)
    return total
