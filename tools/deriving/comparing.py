"""What a derived face must have kept of its source: glyphs, metrics, characters, and the look of every word."""

from __future__ import annotations

from io import BytesIO
from itertools import product

from fontTools.ttLib import TTFont

from .shaping import Shaper, letters

ON_CURVE = 1
"""Bit of a point's flags (OpenType, glyf)."""

KEPT_WHOLE = ("hhea", "OS/2", "head", "gasp", "prep", "STAT")
"""Tables whose fields stay, but for those that `RECOUNTED` names."""

RECOUNTED = frozenset(
    {
        "achVendID",  # our own; see naming
        "checkSumAdjustment",
        "indexToLocFormat",  # longer offsets for more glyphs
        "numberOfHMetrics",
        "advanceWidthMax",  # the longest letter is longer
        "minLeftSideBearing",
        "minRightSideBearing",
        "xMaxExtent",
        "xMin",
        "xMax",
    }
)
"""Fields that count all glyphs and say nothing about one; no layout engine places text by them."""


def check_kept(source: bytes, made: bytes) -> None:
    """Leave the program with a message where the derived face lost or changed what its source has."""
    before, after = TTFont(BytesIO(source)), TTFont(BytesIO(made))
    names = before.getGlyphOrder()
    count = len(names)
    _require(before.getBestCmap() == _by_number(before, after), "characters are drawn with other glyphs")
    _require(_metrics(before, count) == _metrics(after, count), "advances or side bearings of glyphs are changed")
    _require(_outlines(before, count) == _outlines(after, count), "outlines are changed")
    for tag in KEPT_WHOLE:
        if tag in before:
            _require(_fields(before, tag) == _fields(after, tag), f"the table {tag} is changed")
    _require(_shaped(before) == _shaped(after), "plain words are shaped otherwise")


def _require(condition: bool, fault: str) -> None:
    if not condition:
        raise SystemExit(f"a derived face is not like its source: {fault}")


def _by_number(before: TTFont, after: TTFont) -> dict[int, str]:
    """The derived face's characters, its glyphs called as the source calls those of the same number."""
    names = before.getGlyphOrder()
    return {character: names[after.getGlyphID(name)] for character, name in after.getBestCmap().items()}


def _metrics(font: TTFont, count: int) -> list[tuple[int, int]]:
    return [font["hmtx"][name] for name in font.getGlyphOrder()[:count]]


def _outlines(font: TTFont, count: int) -> list[object]:
    return [_outline(font, name) for name in font.getGlyphOrder()[:count]]


def _outline(font: TTFont, name: str) -> object:
    """Bounds and either the parts, with glyph numbers for names, or the contours with their points."""
    glyph = font["glyf"][name]
    bounds = [getattr(glyph, side, None) for side in ("xMin", "yMin", "xMax", "yMax")]
    if glyph.isComposite():
        parts = [(font.getGlyphID(part.glyphName), part.getComponentInfo()[1], part.flags) for part in glyph.components]
        return bounds, parts
    if not glyph.numberOfContours:
        return bounds
    return bounds, list(glyph.coordinates), [flag & ON_CURVE for flag in glyph.flags], glyph.endPtsOfContours


def _fields(font: TTFont, tag: str) -> object:
    if tag in ("gasp", "prep", "STAT"):
        return font.getTableData(tag)
    return {name: _plain(value) for name, value in vars(font[tag]).items() if name not in RECOUNTED}


def _plain(value: object) -> object:
    return vars(value) if hasattr(value, "__dict__") else value


def _shaped(font: TTFont) -> list[list[tuple[int, ...]]]:
    """Glyph numbers and places of words of two and three letters, with and without marks and tatweels."""
    shaper = Shaper(font)
    dual, right, marks = letters()
    every = (*dual, *right)
    words = [
        *(first + second for first, second in product(every, repeat=2)),
        *(first + second + third for first, second, third in product(dual[::3], every, dual[::4])),
        *(letter + mark + "\N{ARABIC TATWEEL}" + other for letter, mark, other in product(dual, marks, right[:2])),
        *(first + mark + second for first, mark, second in product(dual, marks, dual[:3])),
    ]
    return [shaper.placed(word) for word in words]
