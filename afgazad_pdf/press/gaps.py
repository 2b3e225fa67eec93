"""Wide gaps between the words of a justified line, bridged for what reads the line by its gaps.

pdftotext takes words that stand more than 1.5 em apart for lines of their own, and copies such lines of right-to-left
text from left to right. In the middle of a gap like that a mark of direction (U+200F) is drawn, which is not seen;
in one of more than 3 em, three marks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ..bidi.levels import bidi_class
from ..bidi.runs import MARK

WIDEST = 1400.0
"""The widest gap that is left as it is, in thousandths of an em."""

_RIGHT_OR_CARRIED = frozenset({"R", "AL", "NSM", "BN"})


def bridged(operand: bytes, font: Any) -> bytes:
    """Return an operator that shows text, with marks in gaps of right-to-left text.

    `font` is the engine's font of that text. Where the document draws no mark with it nothing changes.
    """
    if not operand.endswith(b"TJ"):
        return operand
    glyphs = {text: glyph for glyph, text in font.to_unicode.items() if text in (MARK, " ")}
    if len(glyphs) < 2 or b"<%04x>" % glyphs[" "] not in operand:
        return operand
    mark, space = glyphs[MARK], glyphs[" "]

    def marked(gap: re.Match[bytes]) -> bytes:
        width = font.widths.get(space, 0) - float(gap["left"]) - float(gap["right"])
        if width < WIDEST or not (_is_right(font, int(gap["before"], 16)) and _is_right(font, int(gap["behind"], 16))):
            return gap[0]
        halves = (b"%.1f<%04x>%.1f" % (float(gap[side]) / 2, mark, float(gap[side]) / 2) for side in ("left", "right"))
        left, right = halves if width > 2 * WIDEST else (gap["left"], gap["right"])
        return b"%s>%s<%04x%04x>%s" % (gap["before"], left, space, mark, right)

    return _gap(space).sub(marked, operand)


@lru_cache(maxsize=64)
def _gap(space: int) -> re.Pattern[bytes]:
    """Return what finds a space in the middle of its gap, in what is written for TJ.

    There are the last glyph before the gap, the distance from there to the space, the space, and the distance from it
    to the first glyph behind the gap.
    """
    number = rb">(?P<%s>-?[\d.]+)<"
    return re.compile(
        rb"(?P<before>[0-9a-f]{4})"
        + number % b"left"
        + b"%04x" % space
        + (number % b"right").removesuffix(b"<")
        + rb"(?=<(?P<behind>[0-9a-f]{4}))"
    )


def _is_right(font: Any, glyph: int) -> bool:
    """Say whether a glyph stands for right-to-left letters, or for what goes with them as marks do."""
    text: str = font.to_unicode.get(glyph, "")
    return all(bidi_class(character) in _RIGHT_OR_CARRIED for character in text)
