"""What is painted on a page, as values: the events that a content stream comes down to.

Every event carries the graphics state that was in force (ISO 32000-1, 8.4), so that a rule needs to know
nothing of operators. Positions are in pt in the page's default user space, from its lower left corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .typefaces import Typeface

Matrix = tuple[float, float, float, float, float, float]
"""The six numbers of ISO 32000-1, 8.3.3: x' = a·x + c·y + e, y' = b·x + d·y + f."""

Point = tuple[float, float]

ObjectNumber = tuple[int, int]
"""Number and generation of an indirect object."""

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

INVISIBLE = 3
"""The text rendering mode of text that is there to be found, not seen (ISO 32000-1, table 106)."""


def combined(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a matrix brings a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def scale(matrix: Matrix) -> float:
    """Return by how much a matrix enlarges lengths: exactly where it does so alike in all directions."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


class Box(NamedTuple):
    """A rectangle in pt."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """Return the smallest box with all points, of which there is at least one."""
        across, up = zip(*points, strict=True)
        return cls(min(across), min(up), max(across), max(up))

    def cut(self, other: Box) -> Box | None:
        """Return what two boxes have in common, which may be a line; None where they do not even touch."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        return Box(left, bottom, right, top) if left <= right and bottom <= top else None


NOWHERE = Box(math.inf, math.inf, math.inf, math.inf)
"""Where nothing is seen."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as the content sets it."""

    space: Any = "/DeviceGray"
    """The name of a device's colour space, or the colour space of the resources, as in the file."""
    components: tuple[float, ...] = (0.0,)
    pattern: str | None = None
    """The pattern's name in the resources."""


BLACK = Colour()


@dataclass(frozen=True, slots=True)
class GraphicsState:
    """What is in force while something is painted."""

    matrix: Matrix = IDENTITY
    """From the content's own units to default user space."""
    fill: Colour = BLACK
    stroke: Colour = BLACK
    line_width: float = 1.0
    """In units of the content."""
    clip: Box | None = None
    """The box of what the clips leave open; None where there is no clip, `NOWHERE` where they leave nothing."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """What `gs` has set, by key: ca, CA, BM, SMask, OP, op, OPM and so on, as in the file."""
    typeface: Typeface | None = None
    size: float = 0.0
    """The text's size in units of the content."""
    character_space: float = 0.0
    word_space: float = 0.0
    text_scale: float = 1.0
    """How wide glyphs are drawn; 1 is natural."""
    leading: float = 0.0
    rise: float = 0.0
    rendering: int = 0
    """The text rendering mode (ISO 32000-1, table 106)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence that is open (ISO 32000-1, 14.6)."""

    tag: str
    """Without its slash, such as ``P`` or ``Artifact``."""
    number: int | None = None
    """Its MCID."""
    owner: ObjectNumber = (0, 0)
    """The page or form to which the number belongs."""
    has_text: bool = False
    """Whether ActualText says what the content reads as."""


class Glyph(NamedTuple):
    """One glyph that is shown."""

    code: int
    """The character code in the content."""
    position: Point
    """Where its origin stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something is painted."""

    box: Box
    state: GraphicsState
    marks: tuple[Mark, ...]
    """The sequences around it, outermost first."""
    resources: Any = None
    """The resources of the content that paints it."""

    @property
    def seen(self) -> Box | None:
        """The part of the box that clips leave open; None where they leave nothing."""
        return self.box if self.state.clip is None else self.box.cut(self.state.clip)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShown(Event):
    """A string is shown; the box is from its baseline to about the height of its capitals."""

    typeface: Typeface
    glyphs: tuple[Glyph, ...]
    size: float = 0.0
    """How large the text is on the page, in pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPainted(Event):
    """A path is filled, stroked, or both; the box is that of its points."""

    filled: bool
    stroked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageShown(Event):
    """A picture is drawn, out of the resources or written in the content itself."""

    image: Any
    """The image's dictionary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadingPainted(Event):
    """A shading fills all that the clip leaves open; without a clip the box is a single point."""

    shading: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectDrawn(Event):
    """Something other than a picture is drawn out of the resources, before what that paints; the box is its own."""

    drawn: Any
    """A form, or what only a PostScript printer understands."""
