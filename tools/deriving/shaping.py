"""Which glyphs a face draws letters with: found by shaping, as no table lists them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import product
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

LETTERS = Path(__file__).parent / "letters.txt"

LANGUAGES = ("fa", "ps", "ur", "ar", "sd", "ks", "ku", "ms")
"""Languages under which the faces choose other shapes of some letters (feature `locl`)."""

MARK = 3
"""GDEF glyph class of a combining mark."""


class Shaper:
    """Shapes right-to-left text in Arabic script with a font that is still being made."""

    def __init__(self, font: TTFont) -> None:
        stream = BytesIO()
        font.save(stream)
        self._order = font.getGlyphOrder()
        self._font = uharfbuzz.Font(uharfbuzz.Face(stream.getvalue()))

    def glyphs(self, text: str, lang: str = "fa") -> list[tuple[str, int]]:
        """Return glyph names with the offset of the text that each comes from, in logical order."""
        return [(self._order[info.codepoint], info.cluster) for info in reversed(self._shaped(text, lang).glyph_infos)]

    def placed(self, text: str, lang: str = "fa") -> list[tuple[int, ...]]:
        """Return glyph numbers with their offsets in the text, advances and shifts, from left to right."""
        buffer = self._shaped(text, lang)
        return [
            (info.codepoint, info.cluster, *position.position)
            for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def _shaped(self, text: str, lang: str) -> uharfbuzz.Buffer:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", lang
        uharfbuzz.shape(self._font, buffer)
        return buffer


@lru_cache(maxsize=1)
def letters() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return dual-joining letters, right-joining letters and marks of `letters.txt`."""
    lines = [line for line in LETTERS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    dual, right, marks = (tuple(item.lstrip("\N{DOTTED CIRCLE}") for item in line.split()) for line in lines)
    return dual, right, marks


def forms_before(font: TTFont, unit: str, glyph: str) -> list[str]:
    """Return the names of all glyphs that letters have when `unit`, drawn as `glyph`, follows them.

    Every letter is shaped after every one and every two letters, with marks, before every letter,
    and under the languages of `LANGUAGES`. Letters that the face does not have are left out.
    """
    shaper, known = Shaper(font), font.getBestCmap()
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    found = set()
    for text, lang in _words(frozenset(map(chr, known)), unit):
        names = [name for name, _ in shaper.glyphs(text, lang)]
        place = names.index(glyph) - 1
        while place >= 0 and classes.get(names[place]) == MARK:
            place -= 1
        found.add(names[place])
    return sorted(found, key=font.getGlyphID)


def _words(known: frozenset[str], unit: str) -> Iterator[tuple[str, str]]:
    """Yield words in which a letter is followed by a unit, with their languages."""
    dual, right, marks = (tuple(item for item in group if item in known) for group in letters())
    end = right[0]
    for letter in dual:
        for first, second in product(dual, repeat=2):
            yield first + second + letter + unit + end, "fa"
        for before, after, lang in product(("", *dual), (end, dual[0]), LANGUAGES):
            yield before + letter + unit + after, lang
        for before, after in product(("", *dual, *right), ("", *dual, *right)):
            yield before + letter + unit * 3 + after, "fa"
        for before, mark, other in product(("", *dual), marks, ("", *marks)):
            yield before + (mark if before else "") + letter + unit + other + end, "fa"
