"""What readers of the PDF need to copy the text: marks of direction where runs end, and marks of letters in order.

Poppler derives a line's logical order from its glyphs alone: it gives the space and the punctuation behind a
left-to-right run, a number or a comma to that run, and copies them before it. A mark of the line's direction straight
behind the run (U+200F, UAX#9 2.6) tells where it ends. The mark changes no level: what comes behind it
had that level before. It has no width, and for line breaking (UAX#14, LB9) it belongs to what it follows.

In a left-to-right line the mark has to come from a font that draws marks, and those are the ones of Arabic script.
So it stands inside the right-to-left run, before its first letter and so at the run's right end, as U+061C: this has
the level of the letters, and thereby their font. `press/textlayer.py` writes it as U+200E.

A bracket or quotation mark of a right-to-left line stands between two marks: before it one from left to right, which
is that U+061C again, and behind it one from right to left. PDFium mirrors signs that follow what is right-to-left, and
poppler mirrors none; so the sign follows something left-to-right, and stands alone. It is seen and pasted as before.

HarfBuzz draws shadda before the vowel on it, where Unicode's canonical order has it behind; a pair that it has to turn
round has no letter of its own for each glyph. So the two are turned round here, which is canonically the same text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from ..languages import Direction
from .elements import SKIPPED_TAGS, Element, Piece, contents, fill, is_inline, new
from .levels import bidi_class

MARK = "\N{RIGHT-TO-LEFT MARK}"
"""Behind what is not right-to-left, in a right-to-left line."""

MARK_WITHIN = "\N{ARABIC LETTER MARK}"
"""Before the first letter of a right-to-left run in a left-to-right line, and before a bracket in another one."""

_NUMBER = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*")
"""A number that is one run in every context (UAX#9, W4)."""

_WORDS = re.compile("[\u0620-\u064a\u066e\u066f\u0671-\u06d3][\u0620-\u065f\u066e-\u06d3 \u200c\ufe00]*")
"""Arabic words with spaces, U+200C and units of kashida in them: letters (AL), and what changes nothing behind one."""

_LETTER_MARKS = re.compile("[\u064b-\u065f\u0670]{2,}")
"""Two and more Arabic marks on a letter."""

_MARKS_FIRST = "\u0655\u0654\u0658\u0651"
"""Marks that HarfBuzz puts before all others: hamza below and above, the noon mark (UTR#53), and shadda."""

_RIGHT = frozenset({"R", "AL"})
_MAYBE_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A character of the blocks in which those of `_RIGHT` are (Unicode, DerivedBidiClass.txt)."""

_CARRIED = frozenset({"NSM", "BN"})
"""Classes of characters that go with what they follow: combining marks, U+200C."""

_SIGNS = frozenset({"ES", "ET", "CS"})
"""Classes of signs that poppler takes for numbers, wherever they stand."""

_FORCED = "\N{LEFT-TO-RIGHT OVERRIDE}"


@dataclass(slots=True)
class _Line:
    """What stands before the present place of a paragraph."""

    ended: bool = False
    """A run of the other direction, a number or a sign, which does not go on."""
    open: bool = False
    """A letter of the other direction; its run may go on behind a space."""


def mark_run_ends(root: Element) -> None:
    """Put a mark of direction behind every run of the other direction that a space or a neutral sign follows.

    `root` is a page in which every inline run has its direction, in a box where it is not the line's own.
    """
    _mark_block(root, "ltr")


def _mark_block(element: Element, outer: Direction) -> None:
    if not isinstance(element.tag, str) or element.tag in SKIPPED_TAGS:
        return
    direction = _direction(element, outer)
    fill(element, _marked(contents(element), direction, _Line()))


def _direction(element: Element, outer: Direction) -> Direction:
    stated = element.get("dir")
    return "rtl" if stated == "rtl" else "ltr" if stated == "ltr" else outer


def _marked(pieces: list[Piece], direction: Direction, line: _Line) -> list[Piece]:
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            text = _LETTER_MARKS.sub(_in_drawn_order, piece)
            result += [_marked_text(text, line)] if direction == "rtl" else _boxed(text)
            continue
        if not isinstance(piece.tag, str) or piece.get("data-flow") == "footnote":
            if isinstance(piece.tag, str):
                _mark_block(piece, direction)  # a text of its own; the theme marks the end of its call
        elif not is_inline(piece) or piece.tag == "br":
            _mark_block(piece, direction)
            line.ended = line.open = False
        else:
            if line.ended and (_is_forced(piece) or _direction(piece, direction) != direction or _is_space(piece)):
                result.append(MARK)
                line.ended = False
            _mark_inline(piece, direction, line)
        result.append(piece)
    return result


def _is_forced(element: Element) -> bool:
    """Say whether every letter has its direction said, so that no mark may come between."""
    return bool(element.get("data-bidi") == "word" or element.tag == "bdo")


def _is_space(element: Element) -> bool:
    """Say whether an element is a space in a box of its own, which goes away where a line ends."""
    return bool((element.text or "").isspace())


def _mark_inline(element: Element, outer: Direction, line: _Line) -> None:
    own = _direction(element, outer)
    if _is_forced(element):
        forced: Direction = own if element.tag == "bdo" else "ltr" if _FORCED in (element.text or "") else "rtl"
        line.ended, line.open = forced != outer, False
    elif own != outer:
        pieces = _marked(contents(element), own, _Line())
        if outer == "ltr" and pieces:
            pieces.insert(0, MARK_WITHIN)
        fill(element, pieces)
        line.ended, line.open = outer == "rtl", False
    else:
        pieces = _marked(contents(element), own, line)
        if own == "rtl" and line.ended and element.tag in ("sub", "sup"):
            pieces.append(MARK)  # at the height of what it ends
            line.ended = False
        fill(element, pieces)


def _marked_text(text: str, line: _Line) -> str:
    """Return a text in a right-to-left line, with marks where runs end."""
    result: list[str] = []
    index = 0
    while index < len(text):
        if words := _WORDS.match(text, index):
            line.ended = line.open = False
            result.append(words.group())
            index = words.end()
            continue
        number = _NUMBER.match(text, index) if not line.open else None
        piece = number.group() if number else text[index]
        step = len(piece)
        kind = "EN" if number else "WS" if piece == "\N{NO-BREAK SPACE}" else bidi_class(piece)
        if kind in _RIGHT:
            line.ended = line.open = False
        elif kind == "L":
            if line.ended:
                result.append(MARK)
            line.ended, line.open = False, True
        elif kind not in _CARRIED:
            # PDFium gives a combining mark to a sign or number that is drawn before it.
            marked = index and bidi_class(text[index - 1]) == "NSM" and (number or kind in _SIGNS)
            if line.ended or marked or (line.open and not _goes_on(text, index)):
                result.append(MARK)
                line.open = False
            line.ended = not line.open and (number is not None or kind in _SIGNS)
            if not line.open and unicodedata.mirrored(piece[0]):
                piece = MARK_WITHIN + piece + MARK  # in the PDF LRM, sign, RLM
        result.append(piece)
        index += step
    return "".join(result)


def _goes_on(text: str, index: int) -> bool:
    """Say whether words from left to right go on behind neutral signs."""
    strong = (kind for kind in map(bidi_class, islice(text, index, None)) if kind == "L" or kind in _RIGHT)
    return next(strong, "R") == "L"


def _boxed(text: str) -> list[Piece]:
    """Return a text in a left-to-right line, its right-to-left words in a box of their own that begins with a mark."""
    if not _MAYBE_RIGHT.search(text):
        return [text]
    result: list[Piece] = []
    start = index = 0
    while index < len(text):
        if bidi_class(text[index]) not in _RIGHT:
            index += 1
            continue
        end = index
        for place in range(index, len(text)):
            kind = bidi_class(text[place])
            if kind in _RIGHT or (kind in _CARRIED and end == place):
                end = place + 1
            elif kind == "L":
                break
        if start < index:
            result.append(text[start:index])
        box = new("span", {"dir": "rtl", "data-bidi": ""})
        box.text = MARK_WITHIN + text[index:end]
        result.append(box)
        start = index = end
    if start < len(text):
        result.append(text[start:])
    return result


def _in_drawn_order(match: re.Match[str]) -> str:
    """Return the marks of a letter in the order in which HarfBuzz draws them."""
    return "".join(sorted(match.group(), key=lambda mark: _MARKS_FIRST.find(mark) % (len(_MARKS_FIRST) + 1)))
