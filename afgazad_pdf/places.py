"""Where glyphs stand on a line, written more exactly than the engine does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class _Place(int):
    """A number between two glyphs, in thousandths of an em, that is written with a decimal."""

    exact: float

    def __format__(self, form: str) -> str:
        return f"{self.exact:.1f}"


_EXACT = ContextVar("exact", default=False)
"""Whether what is being written in this thread is one of our documents."""


def place(value: float) -> int:
    """Stand for `int` where the engine writes how far glyphs are apart.

    It cuts each number off to a whole one. Over a justified line that adds up to 0.2 pt, and the far edges of
    a poem's hemistichs are ragged. Documents of others are cut off as before.
    """
    if not _EXACT.get():
        return int(value)
    found = _Place(value)
    found.exact = value  # set here, not in `__new__`, which would be one more call for every glyph
    return found


@contextmanager
def exact_places() -> Iterator[None]:
    """Let the engine write where glyphs stand to a tenth of a thousandth of an em; safe beside other threads."""
    token = _EXACT.set(True)
    try:
        yield
    finally:
        _EXACT.reset(token)
