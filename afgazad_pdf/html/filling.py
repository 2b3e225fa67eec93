"""Hemistichs filled to a width: what their runs need besides what plain text does.

`justification.fit_lines` knows one face and plain text. Here a call of a footnote and words in bold or in
another size get their room, the width of a poem is chosen, and a line that is beyond all limits is set as well as it
can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..article import FootnoteCall, Runs, Span, plain_text, walk_runs
from ..justification import FittedLine, Limits, fit_lines
from ..languages import Direction
from ..shaping import ligated, spaced_width
from ..text.hemistichs import Hemistich, with_kashida
from ..text.kashida import places, stretched

CHOICES = (0.0, 0.01, -0.01, 0.02, -0.02, -0.03, -0.04, -0.05, -0.06, -0.07)
"""What is added to the theme's widening, until all hemistichs can be filled: 1.04 first, then 1.05, 1.03, …"""

TIGHT_SPACE = 0.85
"""The narrowest space with which a poem's width is chosen, as a ratio of the natural one."""

WIDEST_SPACE = 4.0
"""A hemistich whose spaces would be wider, as a ratio of the natural one, keeps its own width, …"""

WIDEST_GAP = 1.1
"""… unless they are no wider than this, in em: the space of nastaliq faces is a hair."""

LOOSE = Limits(widest_space=WIDEST_SPACE, kashida_per_line=4.8, places_per_line=5)
"""For a hemistich that is much shorter than the others, or has no place where it may be stretched."""

SLACK = 0.0005
"""What each space is set narrower than computed, in em, so that the engine's own justification has the last word."""

SIZES = {"superscript": 0.66, "subscript": 0.66, "small": 0.85, "code": 0.94}
"""Sizes of spans, in em; as in `css/type.css.j2`."""

CALL_SIZE, CALL_PADDING = 0.66, 0.1
"""Size of a footnote's call in em, and its padding in em of that; as in `css/page.css.j2` and `css/poem.css.j2`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hemistich with where it comes from."""

    hemistich: Hemistich
    natural: Runs
    """As the author wrote it."""
    line: int | None = None
    """In the article's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A hemistich for a column."""

    runs: Runs
    """With its kashida."""
    word_spacing: float
    """CSS `word-spacing`, in em."""
    word_space: float
    """The width of a space, as a ratio of its natural one."""
    fills: bool = True
    """Whether the line fills the width; one that does not stands where lines begin."""
    within: bool = True
    """Whether that is within the limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Fills hemistichs in one language and face; widths are in em."""

    regular: Path
    bold: Path
    lang: str
    direction: Direction
    note: str
    """The widest number that calls a footnote."""
    filling: bool = True
    """Whether lines are filled at all."""

    def natural(self, line: Line) -> float:
        """Return the width of a line as it is."""
        return self._width(line.hemistich.text) + self._extra(line.hemistich.runs)

    def least_width(self, lines: Sequence[Line]) -> float:
        """Return the least width that holds every line: where lines are filled, with spaces a little narrower."""
        less = (1 - TIGHT_SPACE) * self._width(" ") if self.filling else 0.0
        return max((self.natural(line) - less * line.hemistich.text.count(" ") for line in lines), default=0.0)

    def best_width(self, lines: Sequence[Line], widening: float) -> float:
        """Return a width to which every line can be filled; or the least one to which as many as can be."""
        least = self.least_width(lines)
        widest = max((self.natural(line) for line in lines), default=0.0)
        if not self.filling:
            return widening * widest
        counts = {}
        for choice in CHOICES:
            width = max(least, (widening + choice) * widest)
            if width not in counts:
                counts[width] = sum(fit is not None for _, fit in self._fitted(lines, width, None))
            if counts[width] == len(lines):
                return width
        return min(counts, key=lambda width: (-counts[width], width))

    def filled(self, lines: Sequence[Line], width: float) -> tuple[Filled, ...]:
        """Fill lines that stand below each other in one column."""
        result = []
        for line, fit in self._fitted(lines, width, None):
            within = fit is not None
            if fit is None:
                ((_, fit),) = self._fitted((line,), width, LOOSE)
            if fit is None:
                result.append(self._by_space(line, width))
            else:
                fit = self._as_typed(line, fit)
                result.append(
                    Filled(
                        runs=with_kashida(line.hemistich.runs, fit.units),
                        word_spacing=fit.word_spacing - SLACK,
                        word_space=fit.word_space,
                        within=within,
                    )
                )
        return tuple(result)

    def _fitted(
        self, lines: Sequence[Line], width: float, limits: Limits | None
    ) -> list[tuple[Line, FittedLine | None]]:
        """Fit lines; those with something besides plain text one by one, as less width is left for their letters."""
        extras = [self._extra(line.hemistich.runs) for line in lines]
        plain = [line.hemistich.text for line, extra in zip(lines, extras, strict=True) if not extra]
        fits = iter(self._fit(plain, width, limits))
        return [
            (line, self._fit([line.hemistich.text], width - extra, limits)[0] if extra else next(fits))
            for line, extra in zip(lines, extras, strict=True)
        ]

    def _fit(self, texts: Sequence[str], width: float, limits: Limits | None) -> tuple[FittedLine | None, ...]:
        return fit_lines(texts, width, face_file=self.regular, lang=self.lang, direction=self.direction, limits=limits)

    def _as_typed(self, line: Line, fit: FittedLine) -> FittedLine:
        """Move stretches to where the author had typed tatweels: those of the same word, else the least good ones."""
        text, units = line.hemistich.text, dict(fit.units)
        ranks = {place.offset: place.rank for place in places(text, self.lang)}
        wanted = line.hemistich.typed & ranks.keys() - ligated(text, self.regular, self.lang) - units.keys()
        for offset in sorted(wanted):
            free = [other for other in units if other not in line.hemistich.typed]
            word = text.count(" ", 0, offset)
            same = [other for other in free if text.count(" ", 0, other) == word]
            if free:
                units[offset] = units.pop(max(same or free, key=lambda other: ranks.get(other, 0)))
        if units == fit.units or not text.count(" "):
            return fit
        width = self._width(stretched(text, units))
        spacing = fit.word_spacing + (fit.width - width) / text.count(" ")
        space = 1 + spacing / self._width(" ")
        return replace(fit, units=units, width=width, word_spacing=spacing, word_space=space)

    def _by_space(self, line: Line, width: float) -> Filled:
        """Fill a line by its spaces alone, or leave it at its own width."""
        spaces, space = line.hemistich.text.count(" "), self._width(" ")
        if spaces:
            spacing = (width - self.natural(line)) / spaces
            ratio = 1 + spacing / space
            if 0.5 <= ratio <= max(WIDEST_SPACE, WIDEST_GAP / space):
                return Filled(runs=line.hemistich.runs, word_spacing=spacing - SLACK, word_space=ratio, within=False)
        return Filled(runs=line.hemistich.runs, word_spacing=0.0, word_space=1.0, fills=False, within=False)

    def _extra(self, runs: Runs) -> float:
        """Return what calls of footnotes and spans in another face or size add to the width of the letters."""
        extra = 0.0
        for run in walk_runs(runs):
            if isinstance(run, FootnoteCall):
                extra += CALL_SIZE * (self._width(self.note) + CALL_PADDING)
            elif isinstance(run, Span):
                text = plain_text(run.runs)
                if run.role == "strong":
                    extra += self._width(text, bold=True) - self._width(text)
                elif run.role in SIZES:
                    extra += (SIZES[run.role] - 1) * self._width(text)
        return extra

    def _width(self, text: str, *, bold: bool = False) -> float:
        face = self.bold if bold else self.regular
        return spaced_width(text, face, lang=self.lang, direction=self.direction)
