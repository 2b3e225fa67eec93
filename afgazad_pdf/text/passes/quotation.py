"""Which side of a quotation a mark stands on, by its neighbours, and which marks belong together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from .editing import BARRIER

Side = Literal["open", "close"]

OPENERS = "([{\u00ab\u2039\u201e\u201a\u201c\u2018\u2013\u2014-/\u061b\u060c"
"""Characters after which a quotation may open."""

CLOSERS = ")]}\u00bb\u203a\u201d\u2019.,;:!?\u2026\u060c\u061b\u061f\u2013\u2014-/" + BARRIER
"""Characters before which a quotation may close."""


def side_of(text: str, index: int, openers: str = OPENERS) -> Side | None:
    """Return which side the mark at an index is on; None where its neighbours do not tell."""
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    if (before.isspace() or before in openers) and not after.isspace():
        return "open"
    if (after.isspace() or after in CLOSERS) and not before.isspace():
        return "close"
    return None


class Pair(NamedTuple):
    """The two marks of one quotation."""

    open: int
    close: int
    depth: int
    """In how many other quotations it stands."""


def pairs(text: str, marks: tuple[tuple[int, Side | None], ...]) -> Iterator[Pair]:
    """Yield the quotations that marks make; a mark whose side is not known closes what is open, else opens."""
    waiting: list[int] = []
    for index, side in marks:
        if side == "open" or (side is None and not waiting):
            waiting.append(index)
        elif waiting:
            start = waiting.pop()
            yield Pair(start, index, len(waiting))
