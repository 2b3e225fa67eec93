"""Lines, circles, arrows and outlines of text as operators of a content stream (ISO 32000-1, 8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from ...outlines import outline

QUARTER = 0.5523
"""Distance of control points, in radii, by which a Bézier curve follows a quarter of a circle."""


def numbers(values: Iterable[float]) -> str:
    """Write numbers as PDF does, to a thousandth of a point."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") if value else "0" for value in map(_without_noise, values))


def line(x: float, y: float, to_x: float, to_y: float) -> str:
    """Draw a line."""
    return f"{numbers((x, y))} m {numbers((to_x, to_y))} l S"


def circle(x: float, y: float, radius: float) -> str:
    """Draw the outline of a circle."""
    bend = radius * QUARTER
    steps = [numbers((x + radius, y)) + " m"]
    for points in (
        (x + radius, y + bend, x + bend, y + radius, x, y + radius),
        (x - bend, y + radius, x - radius, y + bend, x - radius, y),
        (x - radius, y - bend, x - bend, y - radius, x, y - radius),
        (x + bend, y - radius, x + radius, y - bend, x + radius, y),
    ):
        steps.append(numbers(points) + " c")
    return " ".join((*steps, "s"))


def arrow(x: float, y: float, length: float, *, towards: Literal["left", "right", "up"]) -> str:
    """Fill an arrow whose middle is at a point."""
    half, head, thin, thick = length / 2, length * 0.35, length * 0.04, length * 0.13
    shape = ((-half, -thin), (half - head, -thin), (half - head, -thick), (half, 0))
    upper = ((half - head, thick), (half - head, thin), (-half, thin))
    points = []
    for along, aside in (*shape, *upper):
        step = {"right": (along, aside), "left": (-along, aside), "up": (aside, along)}[towards]
        points.append(numbers((x + step[0], y + step[1])))
    return f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " h f"


def text(
    words: str, font_file: Path, x: float, y: float, size: float, *, anchor: Literal["start", "middle"] = "start"
) -> str:
    """Fill the outline of a text; its baseline begins at a point, or has its middle there."""
    drawn = outline(words, font_file)
    left = x - drawn.width * size / 2 if anchor == "middle" else x
    steps = []
    for stroke in drawn.strokes:
        points = (value for point in stroke.points for value in (left + point[0] * size, y + point[1] * size))
        steps.append(f"{numbers(points)} {stroke.operator}".strip())
    return " ".join((*steps, "f")) if steps else ""


def _without_noise(value: float) -> float:
    return round(value, 4) + 0.0
