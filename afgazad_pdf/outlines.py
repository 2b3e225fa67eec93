"""Shaped text as outlines, for what is drawn where no font can be set: numbers on printers' sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import uharfbuzz

from .languages import Direction

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A step of a path."""

    operator: str
    """As PDF calls it (ISO 32000-1, 8.5.2): ``m`` moves, ``l`` draws a line, ``c`` a curve, ``h`` closes."""
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's outline, in em, from the beginning of its baseline."""

    strokes: tuple[Stroke, ...]
    width: float
    """The advance width, in em."""


@lru_cache(maxsize=1024)
def outline(text: str, font_file: Path, direction: Direction = "ltr") -> Outline:
    """Return the outline of a text of one direction, from left to right; its filled area follows the nonzero rule."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file))))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = direction
    uharfbuzz.shape(font, buffer)
    pen = _Pen(font.face.upem)
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen.offset = pen.advanced + position.x_offset, position.y_offset
        font.draw_glyph_with_pen(glyph.codepoint, pen)
        pen.advanced += position.x_advance
    return Outline(tuple(pen.strokes), pen.advanced / font.face.upem)


@dataclass
class _Pen:
    """Takes what HarfBuzz draws, in font units; the names of its methods are fontTools' and HarfBuzz's."""

    upem: int
    offset: Point = (0, 0)
    advanced: float = 0
    strokes: list[Stroke] = field(default_factory=list)
    current: Point = (0, 0)

    def moveTo(self, point: Point) -> None:  # noqa: N802
        self._add("m", point)

    def lineTo(self, point: Point) -> None:  # noqa: N802
        self._add("l", point)

    def curveTo(self, first: Point, second: Point, end: Point) -> None:  # noqa: N802
        self._add("c", first, second, end)

    def qCurveTo(self, control: Point, end: Point) -> None:  # noqa: N802
        first, second = (
            (point[0] + (control[0] - point[0]) * 2 / 3, point[1] + (control[1] - point[1]) * 2 / 3)
            for point in (self.current, end)
        )
        self._add("c", first, second, end)

    def closePath(self) -> None:  # noqa: N802
        self._add("h")

    def _add(self, operator: str, *points: Point) -> None:
        self.current = points[-1] if points else self.current
        x, y = self.offset
        self.strokes.append(
            Stroke(operator, tuple(((point[0] + x) / self.upem, (point[1] + y) / self.upem) for point in points))
        )
