"""What a page of the folding dummy shows: its number, and arrows to its head and in the direction of reading."""

from __future__ import annotations

from pathlib import Path

from .drawing import arrow, line, numbers, text
from .order import Binding

LARGEST = 180.0
"""Size of a page's number at most, in pt."""


def dummy_page(number: str | None, width: float, height: float, font_file: Path, binding: Binding) -> str:
    """Return the operators that draw a page of the dummy from its own bottom left corner; None is a blank page."""
    frame = f"0 G 0 g 0.25 w {numbers((0, 0, width, height))} re S"
    if number is None:
        return "\n".join((frame, line(0, 0, width, height), line(0, height, width, 0)))
    size = min(LARGEST, height * 0.3, width * 0.9 / max(1, len(number)))
    return "\n".join(
        (
            frame,
            arrow(width / 2, height * 0.82, height * 0.16, towards="up"),
            text(number, font_file, width / 2, height * 0.5 - size * 0.3, size, anchor="middle"),
            arrow(width / 2, height * 0.18, width * 0.3, towards="left" if binding == "right" else "right"),
        )
    )
