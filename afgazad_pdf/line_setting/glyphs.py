"""The glyphs of a line, kept when Pango's own objects are gone, so that the line is drawn without shaping it again.

WeasyPrint 70 lets go of Pango's objects as soon as a line is measured, since they are large, and shapes its text
a second time to justify it and a third time to draw it. The second and third time each word is shaped by itself
where the line is justified, so that what is drawn need not be what was measured. Of a line of our own font
configurations the glyphs are kept here instead, about 1 kB; `drawing.py` draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import get_pango_font_key

from ..boxes import EXPANDABLE
from ..libraries import hold_object

Layout = Any
"""A text as the engine lays it out; the attribute `glyphs` holds its `LineGlyphs`, or None where there are none."""

EMPTY = 0x0FFF_FFFF
"""Pango's number for a glyph that shows nothing; greater ones stand for letters that no font has."""

GLYPH_SIZE = ffi.sizeof("PangoGlyphInfo")
FIELDS = GLYPH_SIZE // ffi.sizeof("uint32_t")
"""Numbers of 32 bits in a `PangoGlyphInfo`: the glyph, its advance, two offsets, attributes."""


class HeldFont:
    """A font of Pango's, in one size, that lives as long as glyphs of it are kept."""

    __slots__ = ("__weakref__", "_left", "codes", "key", "pointer", "size")

    def __init__(self, pointer: Any, left: list[Any]) -> None:
        """Take a pointer that holds a font, and goes to `left` when no glyphs of the font are kept any more."""
        self.pointer, self._left = pointer, left
        self.key, _, self.size = get_pango_font_key(pointer)
        self.codes = Codes()

    def __del__(self) -> None:
        """Leave the font to `HeldFonts`; this may run in any thread."""
        self._left.append(self.pointer)


class Codes(dict[int, str]):
    """Glyphs as a PDF writes them: four hexadecimal digits."""

    def __missing__(self, glyph: int) -> str:
        """Return and keep the digits of a glyph that is written for the first time."""
        code = self[glyph] = f"{glyph:04x}"
        return code


class HeldFonts(WeakValueDictionary[int, HeldFont]):
    """Fonts by their addresses, as long as glyphs of them are kept.

    Pango's font map is of one thread at a time, and a font that goes takes itself off it. Python may collect a document
    in another thread, while this one lays out. So fonts are let go of here alone, when a further one is held.
    """

    def __init__(self) -> None:
        """Begin with no font."""
        super().__init__()
        self.left: list[Any] = []
        """Pointers to fonts of which no glyphs are kept any more."""

    def font(self, pointer: Any) -> HeldFont:
        """Return the font at a pointer; call it where the font map may be used."""
        address = int(ffi.cast("uintptr_t", pointer))
        font = self.get(address)
        if font is None:
            self.left.clear()
            hold_object(address)
            font = self[address] = HeldFont(ffi.gc(pointer, gobject.g_object_unref), self.left)
        return font


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one font and direction, from left to right."""

    font: HeldFont
    is_rtl: bool
    offset: int
    """Where its text begins, in bytes of UTF-8."""
    length: int
    """How long its text is, in bytes."""
    infos: bytes
    """A `PangoGlyphInfo` for each glyph; lengths in Pango's units, 1024 to a CSS pixel."""
    clusters: bytes
    """For each glyph where the text of its cluster begins, in bytes from `offset`, as 32 bits."""

    def glyphs(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Return each glyph with its advance, how far it is moved to the right and down, and its place."""
        numbers = memoryview(self.infos).cast("i").tolist()
        fields = (numbers[field::FIELDS] for field in range(4))
        return zip(*fields, self.places(), strict=True)

    def places(self) -> list[int]:
        """Return for each glyph where the text of its cluster begins, in bytes from `offset`."""
        return memoryview(self.clusters).cast("i").tolist()


@dataclass(frozen=True, slots=True)
class LineGlyphs:
    """What was shaped of a line, without what justification adds."""

    text: str
    runs: tuple[GlyphRun, ...]
    """From left to right."""


def with_glyphs_kept(deactivate: Callable[[Layout], None]) -> Callable[[Layout], None]:
    """Return the engine's `Layout.deactivate` so that the glyphs of our texts outlive Pango's objects."""

    def let_go(layout: Layout) -> None:
        if "layout" not in layout.__dict__:
            return  # drawn from its glyphs, and so never made again
        if "glyphs" not in layout.__dict__:
            fonts: HeldFonts | None = getattr(layout.style.font_config, "held_fonts", None)
            layout.glyphs = None if fonts is None else _glyphs_of(layout, fonts)
        deactivate(layout)

    return let_go


def without_shaping_again(reactivate: Callable[[Layout, Any], None]) -> Callable[[Layout, Any], None]:
    """Return the engine's `Layout.reactivate`, called before drawing, so that it does nothing where glyphs are kept."""

    def make_ready(layout: Layout, style: Any) -> None:
        if getattr(layout, "glyphs", None) is None:
            reactivate(layout, style)

    return make_ready


def with_glyphs_spaced(
    add_word_spacing: Callable[[Any, Any, float, float], float],
) -> Callable[[Any, Any, float, float], float]:
    """Return the engine's `add_word_spacing`, which justifies a line, so that it does not shape kept glyphs again."""

    def justify(context: Any, box: Any, spacing: float, x_advance: float) -> float:
        layout = getattr(box, "pango_layout", None)
        glyphs: LineGlyphs | None = getattr(layout, "glyphs", None)
        if glyphs is None or glyphs.text.rstrip(" ") != box.text.rstrip(" "):
            return add_word_spacing(context, box, spacing, x_advance)
        box.justification_spacing = spacing
        box.position_x += x_advance
        added: float = spacing * sum(map(box.text.count, EXPANDABLE))
        if added:
            box.pango_layout = copy(layout)
            box.pango_layout.text, box.pango_layout.justification_spacing = box.text, spacing
            box.width += added
        return x_advance + added

    return justify


def _glyphs_of(layout: Layout, fonts: HeldFonts) -> LineGlyphs | None:
    """Return the glyphs of a text; None where it has more than one line, or letters that no font has."""
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    if line.length != len(layout.text.encode()):
        return None
    runs = []
    node, null = line.runs, ffi.NULL
    while node != null:
        string, item = node.data.glyphs, node.data.item
        node = node.next
        count = string.num_glyphs
        infos = bytes(ffi.buffer(string.glyphs, count * GLYPH_SIZE))
        if max(memoryview(infos).cast("I")[::FIELDS], default=0) > EMPTY:
            return None
        font = fonts.font(item.analysis.font)
        clusters = bytes(ffi.buffer(string.log_clusters, count * 4))
        runs.append(GlyphRun(font, bool(item.analysis.level % 2), item.offset, item.length, infos, clusters))
    return LineGlyphs(layout.text, tuple(runs))
