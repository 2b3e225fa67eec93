"""Marks of direction behind runs of the other direction, so that readers of the PDF find where these end.

Poppler derives a line's logical order from its glyphs alone: it gives the space and the punctuation behind a
left-to-right run, a number or a comma to that run, and copies them before it. A mark of the line's direction straight
behind the run (U+200F or U+200E, UAX#9 2.6) tells where it ends. The mark changes no level: what comes behind it
had that level before. It has no width, and for line breaking (UAX#14, LB9) it belongs to what it follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..languages import Direction
from .elements import SKIPPED_TAGS, Element, Piece, contents, fill, is_inline
from .levels import bidi_class

MARKS: dict[Direction, str] = {"rtl": "\N{RIGHT-TO-LEFT MARK}", "ltr": "\N{LEFT-TO-RIGHT MARK}"}

_NUMBER = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*")
"""A number that is one run in every context (UAX#9, W4)."""

_RIGHT = frozenset({"R", "AL"})
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
            result.append(_marked_text(piece, direction, line))
            continue
        if not isinstance(piece.tag, str) or piece.get("data-flow") == "footnote":
            if isinstance(piece.tag, str):
                _mark_block(piece, direction)  # a text of its own; the theme marks the end of its call
        elif not is_inline(piece) or piece.tag == "br":
            _mark_block(piece, direction)
            line.ended = line.open = False
        else:
            if line.ended and (_is_forced(piece) or _direction(piece, direction) != direction or _is_space(piece)):
                result.append(MARKS[direction])
                line.ended = False
            _mark_inline(piece, direction, line)
        result.append(piece)
    return result


def _is_forced(element: Element) -> bool:
    """Say whether every letter has its direction said, so that no mark may come between."""
    return element.get("data-bidi") == "word" or element.tag == "bdo"


def _is_space(element: Element) -> bool:
    """Say whether an element is a space in a box of its own, which goes away where a line ends."""
    return bool(element.text) and element.text.isspace()


def _mark_inline(element: Element, outer: Direction, line: _Line) -> None:
    own = _direction(element, outer)
    if _is_forced(element):
        forced: Direction = own if element.tag == "bdo" else "ltr" if _FORCED in (element.text or "") else "rtl"
        line.ended, line.open = forced != outer, False
    elif own != outer:
        fill(element, _marked(contents(element), own, _Line()))
        line.ended, line.open = True, False
    else:
        pieces = _marked(contents(element), own, line)
        if line.ended and element.tag in ("sub", "sup"):
            pieces.append(MARKS[own])  # at the height of what it ends
            line.ended = False
        fill(element, pieces)


def _marked_text(text: str, direction: Direction, line: _Line) -> str:
    result: list[str] = []
    index = 0
    while index < len(text):
        number = _NUMBER.match(text, index) if direction == "rtl" and not line.open else None
        piece = number.group() if number else text[index]
        kind = "EN" if number else "WS" if piece == "\N{NO-BREAK SPACE}" else bidi_class(piece)
        if kind in _CARRIED:
            pass
        elif kind in _RIGHT or kind == "L":
            if kind == "L" and direction == "rtl" and line.ended:
                result.append(MARKS[direction])
            line.ended, line.open = False, (kind in _RIGHT) != (direction == "rtl")
        else:
            if line.ended or (line.open and not _goes_on(text[index:], direction)):
                result.append(MARKS[direction])
                line.open = False
            line.ended = direction == "rtl" and not line.open and (number is not None or kind in _SIGNS)
        result.append(piece)
        index += len(piece)
    return "".join(result)


def _goes_on(rest: str, direction: Direction) -> bool:
    """Say whether words of the other direction go on behind neutral signs."""
    for character in rest:
        kind = bidi_class(character)
        if kind in _RIGHT or kind == "L":
            return (kind in _RIGHT) != (direction == "rtl")
    return False
