"""What a PDF draws: glyphs of each line, from left to right."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pikepdf

PICTURE = -1
"""Stands for a drawn picture among glyph numbers."""

SAME_LINE = 2.0
"""Glyphs whose baselines differ by less stand on one line, in points."""


@dataclass
class Line:
    """A drawn line; lengths in points from the page's left and upper edge."""

    baseline: float
    glyphs: list[tuple[float, float, int]] = field(default_factory=list)
    """Left end, right end and number of each glyph, spaces left out."""

    @property
    def numbers(self) -> list[int]:
        return [number for _, _, number in sorted(self.glyphs)]

    @property
    def left(self) -> float:
        return min(left for left, _, _ in self.glyphs)

    @property
    def right(self) -> float:
        return max(right for _, right, _ in self.glyphs)


def read_pages(pdf: bytes, *, ignored: frozenset[int]) -> list[list[Line]]:
    """Return the lines of each page from top to bottom; `ignored` are the glyphs of spaces."""
    widths: dict[object, dict[int, float]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_lines(_drawn(page, widths), ignored) for page in document.pages]


def _lines(drawn: list[tuple[float, float, float, int]], ignored: frozenset[int]) -> list[Line]:
    lines: list[Line] = []
    for top, left, right, number in drawn:
        if number in ignored:
            continue
        line = next((line for line in lines if abs(line.baseline - top) < SAME_LINE), None)
        if line is None:
            lines.append(line := Line(top))
        line.glyphs.append((left, right, number))
    return sorted(lines, key=lambda line: line.baseline)


def _drawn(page: pikepdf.Page, widths: dict[object, dict[int, float]]) -> list[tuple[float, float, float, int]]:
    """Follow a page's operators; only those that are written for text and pictures (ISO 32000-2, 9.4)."""
    height = float(page.mediabox[3])
    fonts = page.resources.get("/Font", {})
    matrix, kept, text, advances, size, stretch = pikepdf.Matrix(), [], pikepdf.Matrix(), {}, 0.0, 1.0
    drawn: list[tuple[float, float, float, int]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            kept.append((matrix, advances, size, stretch))
        elif name == "Q":
            matrix, advances, size, stretch = kept.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif name == "Tm":
            text = pikepdf.Matrix(*map(float, operands))
        elif name == "Tf":
            font = fonts[operands[0]]
            advances, size = widths.get(font.objgen) or _widths(font), float(operands[1])
            widths[font.objgen] = advances
        elif name == "Tz":
            stretch = float(operands[0]) / 100
        elif name in ("TJ", "Tj"):
            parts = operands[0] if name == "TJ" else operands
            drawn += _string(parts, pikepdf.Matrix(stretch, 0, 0, 1, 0, 0) @ text @ matrix, advances, size, height)
        elif name == "Do":
            place = matrix
            drawn.append((height - place.f, place.e, place.e + place.a, PICTURE))
        assert name not in ("Td", "TD", "T*", "'", '"', "Tc", "Tw"), name
    return drawn


def _string(parts, matrix, advances, size, height) -> list[tuple[float, float, float, int]]:
    drawn, x = [], 0.0
    for part in parts:
        if not isinstance(part, pikepdf.String):
            x -= float(part) / 1000 * size
            continue
        codes = bytes(part)
        for number in (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)):
            width = advances.get(number, 0.0) * size
            left, top = matrix.transform((x, 0))
            right = matrix.transform((x + width, 0))[0]
            drawn.append((height - top, left, right, number))
            x += width
    return drawn


def _widths(font: pikepdf.Object) -> dict[int, float]:
    """Advance widths in em (ISO 32000-2, 9.7.4.3)."""
    found: dict[int, float] = {}
    values = list(font.DescendantFonts[0].W)
    while values:
        first, second = int(values.pop(0)), values.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: float(width) / 1000 for at, width in enumerate(second)}
        else:
            width = float(values.pop(0)) / 1000
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found
