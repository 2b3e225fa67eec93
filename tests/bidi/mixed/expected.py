"""What a line has to look like: UAX #9 for the order, HarfBuzz for the shapes.

The engine chooses the line breaks; everything else is computed here from the plain text alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz

from afgazad_pdf.bidi.levels import mirrored, paragraph_levels

UNDRAWN = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
"""Characters of which nothing is to be seen."""

LEFT_OPEN = re.compile("[\\s\u2066-\u2069]")
"""Rule L1, beside the controls that rule X9 removes."""

UNUSED_FEATURES = ("liga", "clig", "dlig", "hlig", "calt")
"""What `font-variant-ligatures: none` turns off: shapes that no element's border may part."""

REMOVED = re.compile("[\u200b-\u200d\u202a-\u202e\u00ad\u2060]")


@dataclass(frozen=True)
class Text:
    """A paragraph's plain text with its embedding levels before line breaking."""

    text: str
    direction: str

    @property
    def base(self) -> int:
        return int(self.direction == "rtl")

    @cached_property
    def levels(self) -> Sequence[int]:
        return paragraph_levels(self.text, self.direction).levels

    def visual(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Return a line's characters that are seen, from left to right: index and level."""
        levels = self._line_levels(start, stop)
        order = _reordered(levels)
        return [(start + at, levels[at]) for at in order if not UNDRAWN.match(self.text[start + at])]

    def visual_text(self, start: int, stop: int) -> str:
        """Return what is seen from left to right, brackets as they are drawn."""
        return "".join(
            (mirrored(self.text[at]) or self.text[at]) if level % 2 else self.text[at]
            for at, level in self.visual(start, stop)
        )

    def glyphs(self, start: int, stop: int, font_file: Path, language: str = "fa") -> list[int]:
        """Return the glyphs of a line from left to right."""
        levels = self._line_levels(start, stop)
        found: list[int] = []
        for first, last, level in _runs(self.text, levels, start):
            found += _shaped(self.text, first, last, level, font_file, language)
        return found

    def ranges(self, counts: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Cut the text at lines that show so many characters each; spaces stay at the line's end."""
        start = 0
        for count in counts:
            stop = start
            while stop < len(self.text) and (count or UNDRAWN.match(self.text[stop])):
                count -= not UNDRAWN.match(self.text[stop])
                stop += 1
            while count == 0 and stop > start and self.text[stop - 1] in "\u2066\u2067\u2068\u202a\u202b\u202d\u202e":
                stop -= 1  # what opens here belongs to the next line
            yield start, stop
            start = stop

    def _line_levels(self, start: int, stop: int) -> list[int]:
        """Rule L1 at the line's end."""
        levels = list(self.levels[start:stop])
        for at in range(stop - 1, start - 1, -1):
            if not LEFT_OPEN.match(self.text[at]) and not REMOVED.match(self.text[at]):
                break
            levels[at - start] = self.base
        return levels


def _reordered(levels: Sequence[int]) -> list[int]:
    """Rule L2."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            stop = at
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[at:stop] = order[at:stop][::-1]
            at = stop + 1
    return order


def _runs(text: str, levels: Sequence[int], start: int) -> list[tuple[int, int, int]]:
    """Return runs of one level and script in visual order: first index, index behind the last, level."""
    runs: list[tuple[int, int, int]] = []
    script = None
    for at, level in enumerate(levels):
        own = _script(text[start + at])
        if runs and runs[-1][2] == level and (own is None or script is None or own == script):
            runs[-1] = (runs[-1][0], start + at + 1, level)
            script = own or script
        else:
            runs.append((start + at, start + at + 1, level))
            script = own
    return [runs[at] for at in _reordered([level for _, _, level in runs])]


@lru_cache(maxsize=1024)
def _script(character: str) -> str | None:
    if not character.isalpha():
        return None
    return "Arab" if "ARABIC" in unicodedata.name(character, "") else "Latn"


def _shaped(text: str, first: int, last: int, level: int, font_file: Path, language: str) -> list[int]:
    """Shape one run among its neighbours, so that letters join as in the whole word.

    A run of right-to-left letters that is forced to the right is shaped alone: HarfBuzz turns the
    run round for it, but not the neighbours (they are of another level and do not join anyhow).
    """
    buffer = uharfbuzz.Buffer()
    if level % 2 == 0 and any(_script(character) == "Arab" for character in text[first:last]):
        buffer.add_str(text[first:last])
    else:
        buffer.add_str(text, first, last - first)
    buffer.direction = "rtl" if level % 2 else "ltr"
    buffer.guess_segment_properties()
    buffer.language = language
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(font(font_file), buffer, dict.fromkeys(UNUSED_FEATURES, False))
    spaces = space_glyphs(font_file)
    return [info.codepoint for info in buffer.glyph_infos if info.codepoint not in spaces]


@lru_cache(maxsize=8)
def font(file: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))


@lru_cache(maxsize=8)
def space_glyphs(file: Path) -> frozenset[int]:
    """Glyphs that leave no ink: those of spaces and of joiners, and specks (tools/deriving/carriers.py)."""
    found = (font(file).get_nominal_glyph(code) for code in (0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0x2002))
    return frozenset(glyph for glyph in found if glyph) | _specks(file)


def _specks(file: Path) -> frozenset[int]:
    outlines = font(file)
    extents = ((glyph, outlines.get_glyph_extents(glyph)) for glyph in range(outlines.face.glyph_count))
    return frozenset(glyph for glyph, box in extents if box and (box.width, abs(box.height)) == (1, 1))
