"""Wide gaps between the words of a justified line, bridged for what reads the line by its gaps.

pdftotext takes words that stand more than 1.5 em apart for lines of their own, and copies such lines of right-to-left
text from left to right. In the middle of a gap like that a mark of direction (U+200F) is drawn, which is not seen;
in one of more than 3 em, three marks.
"""

from __future__ import annotations

import re
from typing import Any

from ..bidi.levels import bidi_class
from ..bidi.runs import MARK

WIDEST = 1400.0
"""The widest gap that is left as it is, in thousandths of an em."""

_GAP = re.compile(rb"([0-9a-f]{4})>(?:-?[\d.]+<>)?(-?[\d.]+)<([0-9a-f]{4})>(-?[\d.]+)(?=<([0-9a-f]{4}))")
"""A space in the middle of its gap, in what the engine writes for TJ: the last glyph before the gap, the distance from
there to the space, the space, and the distance from it to the first glyph behind the gap."""

_RIGHT_OR_CARRIED = frozenset({"R", "AL", "NSM", "BN"})


def bridged(operand: bytes, font: Any) -> bytes:
    """Return an operator that shows text, with marks in gaps of right-to-left text.

    `font` is the engine's font of that text. Where the document draws no mark with it nothing changes.
    """
    if not operand.endswith(b"TJ"):
        return operand
    mark = next((glyph for glyph, text in font.to_unicode.items() if text == MARK), None)
    if mark is None:
        return operand

    def marked(gap: re.Match[bytes]) -> bytes:
        before, space, behind = (int(gap[group], 16) for group in (1, 3, 5))
        width = font.widths.get(space, 0) - float(gap[2]) - float(gap[4])
        is_gap = font.to_unicode.get(space) == " " and width >= WIDEST
        if not (is_gap and _is_right(font, before) and _is_right(font, behind)):
            return gap[0]
        halves = (b"%.1f<%04x>%.1f" % (float(gap[group]) / 2, mark, float(gap[group]) / 2) for group in (2, 4))
        left, right = halves if width > 2 * WIDEST else (gap[2], gap[4])
        return gap[0][: gap.start(2) - gap.start()] + left + b"<%s%04x>" % (gap[3], mark) + right

    return _GAP.sub(marked, operand)


def _is_right(font: Any, glyph: int) -> bool:
    """Say whether a glyph stands for right-to-left letters, or for what goes with them as marks do."""
    text: str = font.to_unicode.get(glyph, "")
    return all(bidi_class(character) in _RIGHT_OR_CARRIED for character in text)
