"""Kashida in running text: the loosest lines of justified paragraphs take part of their slack in their letters.

The page is laid out once and its lines are read. Where the word spaces of a justified right-to-left line came out
wide, units of kashida go into at most two of its words, and the page is laid out again. A line gets less than
its slack, so that it breaks where it broke before; a paragraph that breaks elsewhere all the same gets its own
text back, and a finding says so. Two layouts as a rule, four at most.

The engine is not known here: the caller gives the functions that lay out and print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from ..boxes import LaidLine
from ..findings import Finding, Level
from ..fonts import Face
from ..text.kashida import unstretched
from .paragraphs import Paragraphs

TOO_WIDE = 2.0
"""Lines that keep spaces wider than this, in natural spaces, are told."""


class Laid(Protocol):
    """What printing gives back."""

    @property
    def lines(self) -> tuple[LaidLine, ...]:
        """Where every line came to stand."""


Result = TypeVar("Result", bound=Laid)


def print_with_kashida(
    page: str,
    faces: Sequence[Face],
    *,
    lay_out: Callable[[str], tuple[LaidLine, ...]],
    print_page: Callable[[str], Result],
) -> tuple[Result, tuple[Finding, ...]]:
    """Print a page whose loose lines take kashida; return what was printed and what was given up.

    `page` is HTML in its final order, `lay_out` returns the lines of a page without writing it,
    `print_page` writes it and returns its lines too. Raises what these two raise.
    """
    paragraphs = Paragraphs(page)
    if not paragraphs:
        return print_page(page), ()
    plain = paragraphs.lines_by_name(lay_out(paragraphs.html))
    for name, lines in plain.items():
        paragraphs.stretch(name, lines, faces)
    printed = print_page(paragraphs.html)
    given_up: list[str] = []
    while paragraphs.stretched:
        now = paragraphs.lines_by_name(printed.lines)
        moved = [name for name in plain if _texts(now.get(name, ())) != _texts(plain[name])]
        if not moved:
            break
        # What moves though it has no kashida, or a second time, was moved by others: the page is printed as it was.
        faulty = [name for name in moved if name in paragraphs.stretched]
        if given_up or not faulty:
            faulty = sorted(paragraphs.stretched, key=list(plain).index)
        for name in faulty:
            paragraphs.take_back(name)
        given_up += faulty
        printed = print_page(paragraphs.html)
    wide = [
        line
        for lines in paragraphs.lines_by_name(printed.lines).values()
        for line in lines
        if line.justified and line.space_ratio > TOO_WIDE
    ]
    return printed, (*(_taken_back(plain[name][0]) for name in given_up), *map(_left_wide, wide))


def _texts(lines: Sequence[LaidLine]) -> list[str]:
    return [unstretched(line.text) for line in lines]


def _taken_back(first: LaidLine) -> Finding:
    message = (
        f"the paragraph that begins “{_words(first)}” breaks into other lines with kashida; it is justified by word "
        f"spaces alone"
    )
    return Finding(level=Level.INFO, code="kashida-gave-up", message=message)


def _left_wide(line: LaidLine) -> Finding:
    message = (
        f"the line that begins “{_words(line)}” keeps spaces {line.space_ratio:.1f} times as wide as the font's: its "
        f"words cannot be drawn out further. Other words, another size or a wider column would help"
    )
    return Finding(level=Level.INFO, code="kashida-gave-up", message=message)


def _words(line: LaidLine) -> str:
    """Return the first words of a line, by which it is found in the article."""
    return " ".join(unstretched(line.text).split()[:3])
