"""The leaves of a paragraph: pieces of one level, cut, grouped, and written back as pieces of a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..languages import Direction
from .elements import Element, Piece, new
from .joining import ZERO_WIDTH_JOINER
from .levels import bidi_class, needs_ordering, paragraph_levels

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
SEPARATOR = "\N{PARAGRAPH SEPARATOR}"

_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
SPACES = re.compile("[\t\n\r\f]")
_LAST_SPACE = re.compile(r"(?<=\S)[ \t\n\r\f]+$")
_NUMBER = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*")
"""A number, with separators that resolve alike in every context (W4)."""
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
"""Words of letters alone."""
_STRONG = (("L",), ("R", "AL"))
_OVERRIDE = {"ltr": "\N{LEFT-TO-RIGHT OVERRIDE}", "rtl": "\N{RIGHT-TO-LEFT OVERRIDE}"}
_INVISIBLE = "\N{INVISIBLE SEPARATOR}"
"""Lets a line break before it, being a letter for UAX#14; between a space and a control the engine breaks none."""
_POP = "\N{POP DIRECTIONAL FORMATTING}"


@dataclass(slots=True)
class Leaf:
    """A piece of a paragraph that has one level: text, or an element that counts as one object."""

    text: str
    """For an element, the character that stands for it in the paragraph."""
    path: tuple[Element, ...]
    """The inline elements around it, the outermost first."""
    element: Element | None = None
    override: Direction | None = None
    level: int = 0
    orders_itself: bool = False
    """Whether the engine orders the text alone as it should, though not all of it is of one level."""
    joined_before: bool = False
    joined_after: bool = False


def with_levels(leaves: Sequence[Leaf], direction: Direction, *, preformatted: bool) -> list[Leaf]:
    """Cut leaves where the level changes; a forced line break begins a new paragraph."""
    result: list[Leaf] = []
    paragraph: list[Leaf] = []
    for leaf in leaves:
        if leaf.element is not None and leaf.text == SEPARATOR:
            leaf.level = 1 if direction == "rtl" else 0
            result += [*_leveled(paragraph, direction), leaf]
            paragraph = []
        elif preformatted and leaf.element is None and "\n" in leaf.text:
            for number, text in enumerate(leaf.text.split("\n")):
                if number:
                    result += [*_leveled(paragraph, direction), Leaf("\n", leaf.path, level=int(direction == "rtl"))]
                    paragraph = []
                if text:
                    paragraph.append(Leaf(text, leaf.path, override=leaf.override))
        else:
            paragraph.append(leaf)
    return [*result, *_leveled(paragraph, direction)]


def _leveled(leaves: Sequence[Leaf], direction: Direction) -> list[Leaf]:
    base = 1 if direction == "rtl" else 0
    if any(leaf.override for leaf in leaves):
        for leaf in leaves:
            leaf.level = base
        return list(leaves)
    text = SPACES.sub(" ", "".join(leaf.text for leaf in leaves))
    if not needs_ordering(text, direction):
        for leaf in leaves:
            leaf.level = base
        return list(leaves)
    levels = paragraph_levels(text, direction).levels
    result: list[Leaf] = []
    start = 0
    for leaf in leaves:
        end = start + len(leaf.text)
        crossed = any(
            0 < border < len(levels) and base not in levels[border - 1 : border + 1] for border in (start, end)
        )
        if leaf.element is None and not crossed and _orders_itself(leaf.text, levels[start:end], base):
            leaf.level, leaf.orders_itself = base, True
            result.append(leaf)
        else:
            result += _cut(leaf, levels[start:end], levels[start - 1] if start else base)
        start = end
    return result


def _orders_itself(text: str, levels: Sequence[int], base: int) -> bool:
    """Say whether the engine orders a text box alone as it should, wherever its lines break.

    That is so where each run against the base is a plain number or plain words, and what stands between
    two of them keeps its level on every line: a letter of the base direction behind words (else a
    bracket, resolved by a partner on the line before, might hold it there), a space behind a number. A
    sign such as % beside a number follows it or not by what stands before (W2, W4, W5), so it forbids.
    """
    start = 0
    before: re.Pattern[str] | None = None
    for level, run in groupby(levels):
        end = start + sum(1 for _ in run)
        piece, beside = text[start:end], text[max(0, start - 1) : start] + text[end : end + 1]
        start = end
        if level == base:
            before = before if before is not None and not _parts(piece, before, base) else None
            continue
        kind = next((kind for kind in (_NUMBER, _WORDS) if kind.fullmatch(piece)), None)
        if before is not None or kind is None:
            return False
        if kind is _NUMBER and any(bidi_class(sign) in ("ES", "ET") for sign in beside):
            return False
        before = kind
    return True


def _parts(piece: str, before: re.Pattern[str], base: int) -> bool:
    """Say whether what stands behind a run keeps its own level whatever line it is on."""
    return any((before is _NUMBER and letter.isspace()) or bidi_class(letter) in _STRONG[base] for letter in piece)


def _cut(leaf: Leaf, levels: Sequence[int], before: int) -> list[Leaf]:
    """Return a leaf as leaves of one level each."""
    if leaf.element is not None or not levels:
        leaf.level = levels[0] if levels else before
        return [leaf]
    result = []
    start = 0
    for index in range(1, len(levels) + 1):
        if index == len(levels) or levels[index] != levels[start]:
            result.append(Leaf(leaf.text[start:index], leaf.path, override=leaf.override, level=levels[start]))
            start = index
    return result


def move_marks(leaves: Sequence[Leaf]) -> None:
    """Leave a combining mark with its letter where an element's border stands between them."""
    previous: Leaf | None = None
    for leaf in leaves:
        if leaf.element is not None:
            previous = None
        elif leaf.text:
            count = next((n for n, letter in enumerate(leaf.text) if not unicodedata.combining(letter)), len(leaf.text))
            if count and previous is not None:
                previous.text += leaf.text[:count]
                leaf.text = leaf.text[count:]
            if leaf.text:
                previous = leaf


def segments(leaves: Sequence[Leaf], depth: int, level: int) -> Iterator[list[Leaf]]:
    """Group leaves by their next element; an element is cut where a run above the level crosses its border."""
    start = 0
    while start < len(leaves):
        end = start + 1
        if len(leaves[start].path) > depth:
            while (
                end < len(leaves)
                and len(leaves[end].path) > depth
                and leaves[end].path[depth] is leaves[start].path[depth]
            ):
                end += 1
        yield from _cut_at_runs(leaves, start, end, level)
        start = end


def _cut_at_runs(leaves: Sequence[Leaf], start: int, end: int, level: int) -> Iterator[list[Leaf]]:
    """Cut a run off the ends of leaves[start:end] where it goes on outside."""
    segment = list(leaves[start:end])
    if not min(leaf.level for leaf in segment) <= level < max(leaf.level for leaf in segment):
        yield segment
        return
    head = tail = 0
    if start > 0 and leaves[start - 1].level > level:
        head = next(index for index, leaf in enumerate(segment) if leaf.level <= level)
    if end < len(leaves) and leaves[end].level > level:
        tail = next(index for index, leaf in enumerate(reversed(segment)) if leaf.level <= level)
    for part in (segment[:head], segment[head : len(segment) - tail], segment[len(segment) - tail :]):
        if part:
            yield part


def emitted(leaf: Leaf, direction: Direction) -> list[Piece]:
    """Return a leaf as it stands in the page."""
    if leaf.element is not None:
        return [leaf.element]
    text = _CONTROLS.sub("", leaf.text)
    own: Direction = "rtl" if leaf.level % 2 else "ltr"
    before = ZERO_WIDTH_JOINER if leaf.joined_before else ""
    after = ZERO_WIDTH_JOINER if leaf.joined_after else ""
    space = _LAST_SPACE.search(text)
    if space:
        text = text[: space.start()]
    forced = leaf.override is not None or not (leaf.orders_itself or _stays_whole(text, own))
    pieces: list[Piece] = _overridden(text, own, before, after) if forced else [f"{before}{text}{after}"]
    if space:
        # A box that ends with a space which alone overflows the line is broken in the wrong place,
        # and shifts a right-to-left line: the space gets a box of its own, which shrinks to nothing.
        attributes = {"data-bidi": ""} | ({"dir": direction} if direction == "rtl" and own == "ltr" else {})
        box = new("span", attributes)
        box.text = space.group()
        pieces.append(box)
    return pieces


def _stays_whole(text: str, direction: Direction) -> bool:
    """Say whether a text set alone in a direction is all of one level; it is not where a control overrides it."""
    plain = SPACES.sub(" ", text)
    if not needs_ordering(plain, direction):
        return True
    return set(paragraph_levels(plain, direction).levels) == {1 if direction == "rtl" else 0}


def _overridden(text: str, direction: Direction, before: str, after: str) -> list[Piece]:
    """Force a direction on every character by itself, so that it holds on every line; words stay whole.

    HarfBuzz shapes joined letters that run to the right from the other end of their box: there the joiners
    change places. So Latin letters in a word get a box of their own.
    """
    pieces: list[Piece] = []
    for match in re.finditer(r"\s+|\S+", text):
        if match.group().isspace():
            pieces.append(match.group())
            continue
        parts = ["".join(part) for _, part in groupby(match.group(), key=lambda letter: bidi_class(letter) == "L")]
        for number, part in enumerate(parts):
            first = before if match.start() == number == 0 else ""
            last = after if match.end() == len(text) and number == len(parts) - 1 else ""
            if direction == "ltr":
                first, last = last, first
            box = new("span", {"data-bidi": "word"})
            forced = "".join(f"{_OVERRIDE[direction]}{letter}{_POP}" for letter in (*first, *part, *last))
            box.text = f"{_INVISIBLE if match.start() and number == 0 else ''}{forced}"
            pieces.append(box)
    return pieces
