"""Where the layout engine set each line: its edges, its word spaces, its text.

Boxes are read as they lie after layout, by their attributes alone: nothing of WeasyPrint is imported
here, and `pdf.py` alone knows how to come by them. `tests/test_engine.py` fails with a plain message
when a new version keeps these attributes elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .languages import Direction

Box = Any
"""A box of the layout engine, which has no types."""

POINTS = 0.75
"""pt in a CSS pixel (CSS Values, 6.2): the engine's unit."""

PANGO_UNITS = 1024
"""Pango's units in a CSS pixel."""

EXPANDABLE = " \N{NO-BREAK SPACE}"
"""What the engine widens in a justified line."""

COLLAPSIBLE = " \N{ZERO WIDTH SPACE}"
"""What may end a line without being seen; the engine adds the second to a box of one space."""

NAME_ATTRIBUTE = "data-line"
"""What names the lines of an element for whoever reads them back."""

NOTE_ATTRIBUTE = "data-note"
"""What a footnote's element has its label in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidLine:
    """One line of text on a page. Lengths are in pt, from the page's left and top edges."""

    page: int
    """Counted from 1."""
    name: str | None
    """`data-line` of the nearest element around the line that has one: its block, or one that holds the block."""
    block: int
    """Which block the line stands in, counted from 0 in the order of the pages. The parts of a block that
    continues in another column or page have one number, and so have anonymous blocks of one element."""
    direction: Direction
    """Of the block."""
    size: float
    """Of the block's font."""
    families: tuple[str, ...]
    """The block's font families, the first first, and …"""
    weight: int
    """… the weight asked of them (CSS Fonts 4, font-family and font-weight)."""
    left: float
    right: float
    """The edges of glyphs' advances and pictures, without spaces at the line's end. Both are those of the start
    edge where the line holds neither."""
    start: float
    end: float
    """The edges of the block's content, where lines begin and end: for right-to-left text `start` is the right one."""
    baseline: float
    spaces: int
    """How many word spaces the engine may widen, those at the end of the line left out."""
    space_ratio: float
    """The width of these spaces as printed, in widths that the font gives them; 1 where there are none."""
    space_width: float
    """The mean width of these spaces as printed; 0 where there are none."""
    justified: bool
    """Whether the engine widened the spaces to fill the line."""
    last: bool
    """Whether the line is its block's last."""
    text: str
    """In logical order, without spaces at the end; generated content and the hyphen of a broken word included."""
    note: str | None = None
    """The label of the footnote that the line stands in."""

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.right - self.left


def lines_of(pages: Iterable[Box]) -> tuple[LaidLine, ...]:
    """Return the lines of laid-out page boxes, page by page, each page in document order.

    Lines in the page's margins and notes are among them; lines without any content are left out.
    """
    reader = _Reader()
    for number, page in enumerate(pages, start=1):
        reader.walk(page, number, None, None, None)
    last_of = {line.block: index for index, line in enumerate(reader.lines)}
    return tuple(replace(line, last=last_of[line.block] == index) for index, line in enumerate(reader.lines))


@dataclass(slots=True)
class _Reader:
    lines: list[LaidLine] = field(default_factory=list)
    blocks: dict[tuple[int, str], int] = field(default_factory=dict)
    spaces: dict[tuple[object, ...], float] = field(default_factory=dict)
    """Widths of a space by font, in pixels."""

    def walk(self, box: Box, page: int, block: Box | None, name: str | None, note: str | None) -> None:
        """Read the lines under a box."""
        if _kind(box) == "LineBox":
            line = self._line(box, page, block, name, note)
            if line is not None:
                self.lines.append(line)
        elif _kind(box) not in ("InlineBox", "TextBox"):
            block = box
            name = _attribute(box, NAME_ATTRIBUTE) or name
            note = _attribute(box, NOTE_ATTRIBUTE) or note
        for child in getattr(box, "children", ()):
            self.walk(child, page, block, name, note)

    def _line(self, line: Box, page: int, block: Box, name: str | None, note: str | None) -> LaidLine | None:
        parts = list(_content(line))
        text = "".join(part.text for part in parts if _is_text(part))
        seen = text.rstrip(COLLAPSIBLE)
        hidden = len(text) - len(seen)
        spaces, natural, widened, edges = 0, 0.0, 0.0, []
        justified = False
        for part in reversed(parts):
            left, right = part.position_x, part.position_x + part.width
            if not _is_text(part):
                left, right = part.border_box_x(), part.border_box_x() + part.border_width()
                hidden = 0
            else:
                own = part.text
                unseen = min(hidden, len(own) - len(own.rstrip(COLLAPSIBLE)))
                hidden = hidden - unseen if unseen == len(own) else 0
                gone = sum(character in EXPANDABLE for character in own[len(own) - unseen :])
                shown = sum(character in EXPANDABLE for character in own) - gone
                kept = part.pango_layout.text[len(own) :].count(" ")
                if shown or gone or kept:
                    space = self._space(part)
                    extra = part.justification_spacing + part.style["word_spacing"]
                    spaces += shown
                    natural += shown * space
                    widened += shown * (space + extra)
                    justified = justified or bool(shown and part.justification_spacing)
                    if part.style["direction"] == "rtl":
                        # A space that the engine took off a box's end, but not off what it draws, moves the letters.
                        left += (gone + kept) * (space + extra)
                        right += kept * (space + extra)
                    else:
                        right -= gone * (space + extra)
                if unseen == len(own):
                    continue
            edges.append((left, right))
        if not edges:
            return None
        left = block.content_box_x()
        right = left + block.width
        direction: Direction = "rtl" if block.style["direction"] == "rtl" else "ltr"
        return LaidLine(
            page=page,
            name=name,
            block=self.blocks.setdefault((id(block.element), str(block.element_tag)), len(self.blocks)),
            direction=direction,
            size=block.style["font_size"] * POINTS,
            families=tuple(block.style["font_family"]),
            weight=int(block.style["font_weight"]),
            left=min(edge for edge, _ in edges) * POINTS,
            right=max(edge for _, edge in edges) * POINTS,
            start=(right if direction == "rtl" else left) * POINTS,
            end=(left if direction == "rtl" else right) * POINTS,
            baseline=(line.position_y + line.baseline) * POINTS,
            spaces=spaces,
            space_ratio=widened / natural if natural else 1.0,
            space_width=widened / spaces * POINTS if spaces else 0.0,
            justified=justified,
            last=False,
            text=seen,
            note=note,
        )

    def _space(self, text: Box) -> float:
        """Return the advance that a text's font gives a space, without any spacing of style or justification."""
        style = text.style
        key = (
            tuple(style["font_family"]),
            *(style[name] for name in ("font_size", "font_weight", "font_style", "font_stretch", "lang")),
        )
        if key not in self.spaces:
            plain = style.copy()
            plain["word_spacing"], plain["letter_spacing"] = 0, "normal"
            layout = type(text.pango_layout)(plain)
            layout.set_text(" ")
            run = layout.get_first_line()[0].runs
            self.spaces[key] = run.data.glyphs.glyphs[0].geometry.width / PANGO_UNITS
            layout.deactivate()
        return self.spaces[key]


def _content(box: Box) -> Iterator[Box]:
    """Yield the texts and pictures of a line in logical order; what is out of the flow has lines of its own."""
    for child in box.children:
        if _kind(child) == "TextBox":
            if child.text:
                yield child
        elif not child.is_in_normal_flow():
            continue
        elif _kind(child) == "InlineBox":
            yield from _content(child)
        elif hasattr(child, "replacement") or any(_is_text(inner) for inner in child.descendants()):
            yield child


def _kind(box: Box) -> str:
    return type(box).__name__


def _is_text(box: Box) -> bool:
    return _kind(box) == "TextBox"


def _attribute(box: Box, name: str) -> str | None:
    element = getattr(box, "element", None)
    value: str | None = element.get(name) if element is not None else None
    return value
