"""Digit shapes by numbering system."""

from __future__ import annotations

ZEROS = {"decimal": 0x0030, "persian": 0x06F0, "arabic-indic": 0x0660}
"""Code point of the digit zero for each CSS counter style (Unicode: EXTENDED ARABIC-INDIC DIGIT ZERO, …)."""

SHAPES = {name: {0x30 + value: zero + value for value in range(10)} for name, zero in ZEROS.items()}
"""For each counter style, what `str.translate` needs to write ASCII digits in it."""


def localized(text: str, digits: str) -> str:
    """Replace the ASCII digits of a text by those of a CSS counter style."""
    return text.translate(SHAPES[digits])
