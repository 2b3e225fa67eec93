"""What a poem is when it is laid out: the values that templates place, and what must be true of them on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..boxes import LaidLine
from ..findings import Finding, Level
from ..languages import Direction

WIDTH_TOLERANCE = 0.1
"""How far the printed width of a hemistich may be from its column, in pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """One hemistich, or one line, as the template sets it."""

    html: Markup
    name: str
    """Names the line on the page: ``poem:3:2:1`` is poem 3 of the article, bayt 2, hemistich 1; poem 0 is the motto."""
    filled: bool
    """Whether it fills the column."""
    word_spacing: float
    """CSS `word-spacing`, in em."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bayt:
    """One or two hemistichs that stay together."""

    lines: tuple[SetLine, ...]
    apart: bool
    """Whether it stands in the middle, its hemistichs under each other: a refrain, or a hemistich alone."""
    refrain: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoemLayout:
    """A poem as the template sets it. Lengths are in em of the poem's size unless said otherwise."""

    lang: str
    direction: Direction
    form: str
    """``columns``: two hemistichs side by side; ``stacked``: stepped under each other; ``lines``: single lines."""
    verse: str
    """``bayts``, ``landay`` or ``free``."""
    size: float
    """In pt."""
    width: float | None
    """Of a hemistich; None for ``lines``."""
    gap: float
    ornament: str
    numbers: float
    """The margin for numbers at each side; 0 where there are none."""
    step: float
    """Of a stacked bayt: from the start of the first hemistich to that of the second."""
    wide: bool
    """Whether the poem may be as wide as the masthead."""
    stanzas: tuple[tuple[Bayt, ...], ...]
    title: str | None = None
    meter: str | None = None
    poet: str | None = None

    @property
    def breadth(self) -> float:
        """The width of a bayt, without the margins for numbers."""
        width = self.width or 0.0
        return 2 * width + self.gap if self.form == "columns" else width + self.step

    @property
    def short(self) -> bool:
        """Whether the poem is a quatrain, a couplet or one line: it does not go over two pages."""
        return sum(len(stanza) for stanza in self.stanzas) <= 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLine:
    """What is expected of a filled hemistich on the page."""

    width: float
    """In pt."""
    text: str
    line: int | None


def misfits(expected: Mapping[str, ExpectedLine], lines: Iterable[LaidLine]) -> tuple[Finding, ...]:
    """Compare the hemistichs on the page with what was computed; one finding for each that has another width."""
    widths: dict[str, list[float]] = {}
    for line in lines:
        if line.name is not None and line.name in expected:
            widths.setdefault(line.name, []).append(line.width)
    return tuple(
        _misfit(line, widths.get(name, []))
        for name, line in expected.items()
        if len(widths.get(name, [])) != 1 or abs(widths[name][0] - line.width) > WIDTH_TOLERANCE
    )


def _misfit(line: ExpectedLine, widths: list[float]) -> Finding:
    found = " and ".join(f"{width:.2f}" for width in widths) or "0"
    message = (
        f"the hemistich “{line.text[:60]}” is {found} pt wide instead of {line.width:.2f}; what was measured is not "
        "what was set. Check words in other scripts or in bold, and the fonts of `theme.toml`"
    )
    return Finding(level=Level.WARNING, code="hemistich-width", message=message, line=line.line)
