"""What stands outside the bleed of a page for a press: marks, and a line that tells the sheet.

Crop marks point at the edges of the trimmed page, bleed marks, which are shorter, at those of the bleed;
registration marks show whether the plates lie above each other. All is drawn in the colour All (ISO 32000-1,
8.6.6.4), which is on every plate; only the names of the plates stand each on its own. Letters are outlines, so that
no font of the line is missed by anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from ..bidi.levels import paragraph_levels, visual_order
from ..fonts import Face, face_coverage
from ..languages import Direction
from ..outlines import Outline, outline
from .boxes import MM, Boxes

ALL = "All"
"""The name of the colour in a page's resources; that of the colorant is the same."""

THIN = 0.25
"""Thickness of marks, in pt."""

GAP = 2 * MM
"""From the bleed to the marks."""

CROP_LENGTH, BLEED_LENGTH = 6 * MM, 3 * MM

RADIUS = 1.6 * MM
"""Of a registration mark's circle; its cross is longer by half."""

LETTERS = 6.0
"""Size of the line, in pt."""

LINE = 10.6 * MM
"""From the bleed down to the baseline of the line."""

BETWEEN = 14.0
"""From one entry of the line to the next, in pt."""

PLATES = (("Cyan", "1 0 0 0 k"), ("Magenta", "0 1 0 0 k"), ("Yellow", "0 0 1 0 k"), ("Black", "0 0 0 1 k"))
"""The plates and the colours in which their names stand."""

REGISTRATION = f"/{ALL} CS 1 SCN /{ALL} cs 1 scn {THIN} w 0 J [] 0 d".encode()
"""The operators that choose the colour and the thickness of marks."""

ARC = 0.5523
"""How far the control points of a quarter of a circle lie from its ends, in radii."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slug:
    """What the line outside a page tells, whatever its number."""

    publication: str
    title: str
    date: str = ""
    plates: tuple[str, ...] = tuple(name for name, _ in PLATES)
    faces: tuple[Face, ...]
    """The fonts of its letters; the first one that has them is taken."""


def drawn_frame(boxes: Boxes, slug: Slug, pages: int) -> list[bytes]:
    """Return the operators that draw what stands around every page of a size: marks, and the line without number."""
    return [b"q", REGISTRATION, *_crop_marks(boxes), *_registration_marks(boxes), *_line(boxes, slug, pages), b"Q"]


def drawn_number(boxes: Boxes, slug: Slug, page: int, pages: int) -> list[bytes]:
    """Return the operators that draw the number of a page, counted from 1, where the line begins."""
    number = set_line(f"{page} / {pages}", slug.faces)
    return [b"q", REGISTRATION, *_text(number, boxes.trim.left, boxes.bleed.bottom - LINE, LETTERS), b"Q"]


def _crop_marks(boxes: Boxes) -> Iterator[bytes]:
    start = boxes.bleed.grown(GAP)
    for edges, length in ((boxes.trim, CROP_LENGTH), (boxes.bleed, BLEED_LENGTH)):
        end = start.grown(length)
        for x in (edges.left, edges.right):
            yield _segment(x, start.bottom, x, end.bottom)
            yield _segment(x, start.top, x, end.top)
        for y in (edges.bottom, edges.top):
            yield _segment(start.left, y, end.left, y)
            yield _segment(start.right, y, end.right, y)


def _registration_marks(boxes: Boxes) -> Iterator[bytes]:
    centres = boxes.bleed.grown(GAP + 1.5 * RADIUS)
    across, along = (centres.left + centres.right) / 2, (centres.bottom + centres.top) / 2
    for x, y in ((across, centres.bottom), (across, centres.top), (centres.left, along), (centres.right, along)):
        yield _segment(x - 1.5 * RADIUS, y, x + 1.5 * RADIUS, y)
        yield _segment(x, y - 1.5 * RADIUS, x, y + 1.5 * RADIUS)
        yield _circle(x, y, RADIUS)


def _line(boxes: Boxes, slug: Slug, pages: int) -> Iterator[bytes]:
    """Draw the line behind its number, as far as the page's right edge; what is too long is drawn smaller."""
    colours = dict(PLATES)
    told = [(b"", text) for text in (slug.publication, slug.title, slug.date) if text]
    told += [(colours[name].encode(), name) for name in slug.plates]
    entries = [(colour, set_line(text, slug.faces)) for colour, text in told]
    widths = [_width(pieces) * LETTERS for _, pieces in entries]
    x, y = boxes.trim.left + _width(set_line(f"{pages} / {pages}", slug.faces)) * LETTERS, boxes.bleed.bottom - LINE
    scale = min(1.0, (boxes.trim.right - x - BETWEEN * len(entries)) / sum(widths))
    for (colour, pieces), width in zip(entries, widths, strict=True):
        x += BETWEEN
        yield from (b"q", colour, *_text(pieces, x, y, LETTERS * scale), b"Q")
        x += width * scale


def _width(pieces: Sequence[Outline]) -> float:
    """Return the width of a line, in em."""
    return sum(piece.width for piece in pieces)


@lru_cache(maxsize=256)
def set_line(text: str, faces: tuple[Face, ...]) -> tuple[Outline, ...]:
    """Return a text of any directions as outlines, from left to right."""
    levels = paragraph_levels(text).levels
    pieces: list[tuple[int, str, Face]] = []
    for (level, face), group in groupby(
        zip(levels, _faces(text, faces), text, strict=True), key=lambda item: (item[0], item[1])
    ):
        pieces.append((level, "".join(character for _, _, character in group), face))
    made = []
    for index in visual_order([level for level, _, _ in pieces]):
        level, words, face = pieces[index]
        direction: Direction = "rtl" if level % 2 else "ltr"
        made.append(outline(words, face.file, direction))
    return tuple(made)


def _faces(text: str, faces: Sequence[Face]) -> Iterator[Face]:
    """Yield the face of each character: that of the one before where it has it, else the first one that does."""
    last = faces[0]
    for character in text:
        if ord(character) not in face_coverage(last):
            last = next((face for face in faces if ord(character) in face_coverage(face)), last)
        yield last


def _text(pieces: Sequence[Outline], x: float, y: float, size: float) -> Iterator[bytes]:
    for piece in pieces:
        for stroke in piece.strokes:
            points = " ".join(f"{x + across * size:.2f} {y + up * size:.2f}" for across, up in stroke.points)
            yield f"{points} {stroke.operator}".strip().encode()
        x += piece.width * size
    yield b"f"


def _segment(x: float, y: float, to_x: float, to_y: float) -> bytes:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S".encode()


def _circle(x: float, y: float, radius: float) -> bytes:
    reach = radius * ARC
    quarters = (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0)))
    parts = [f"{x + radius:.3f} {y:.3f} m"]
    for (fx, fy), (tx, ty) in quarters:
        points = (
            (x + fx * radius + tx * reach, y + fy * radius + ty * reach),
            (x + tx * radius + fx * reach, y + ty * radius + fy * reach),
            (x + tx * radius, y + ty * radius),
        )
        parts.append(" ".join(f"{px:.3f} {py:.3f}" for px, py in points) + " c")
    return " ".join([*parts, "h S"]).encode()
