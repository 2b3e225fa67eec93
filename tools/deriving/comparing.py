"""What a derived face must have kept of its source: glyphs, metrics, characters, and the look of every word."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from unicodedata import normalize

from fontTools.ttLib import TTFont

from .glyphs import is_speck
from .shaping import Shaper, letters
from .wholes import COMPOSED

LAM = "\N{ARABIC LETTER LAM}"

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
        "yMin",  # marks drawn at their height
        "yMax",
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
    _require(_drawn(before, count) == _drawn(after, count), "words are drawn otherwise")


def _require(condition: bool, fault: str) -> None:
    if not condition:
        raise SystemExit(f"a derived face is not like its source: {fault}")


def _by_number(before: TTFont, after: TTFont) -> dict[int, str]:
    """The source's characters in the derived face, glyphs called as the source calls those of the same number."""
    names, known = before.getGlyphOrder(), before.getBestCmap()
    mapped = {character: after.getGlyphID(name) for character, name in after.getBestCmap().items()}
    return {character: names[number] for character, number in mapped.items() if character in known}


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


def _drawn(font: TTFont, source_glyphs: int) -> list[object]:
    """What words of two and three letters look like, with and without marks, tatweels and U+200C.

    A word is the outlines of the source with their places, and its width: twins and composites are the outlines
    that they are made of, and specks are nothing.
    """
    shaper, order = Shaper(font), font.getGlyphOrder()
    parts = {name: _parts(font, name, source_glyphs) for name in order}
    return [_picture(shaper.placed(word), order, parts) for word in _words()]


def _words() -> list[str]:
    """Words without alef with hamza or madda, which may be one glyph now where it was two."""
    dual, right, marks = letters()
    every = (*dual, *right)
    words = [
        *(first + second for first, second in product(every, repeat=2)),
        *(first + second + third for first, second, third in product(dual[::3], every, dual[::4])),
        *(letter + mark + "\N{ARABIC TATWEEL}" + other for letter, mark, other in product(dual, marks, right[:1])),
        *(first + mark + second for first, mark, second in product(every, marks, (*dual[:3], right[0]))),
        *(first + LAM + mark + right[0] + other for first, mark, other in product(("", dual[0]), ("", *marks), marks)),
        *(first + "\N{ZERO WIDTH NON-JOINER}" + second for first, second in product(every, repeat=2)),
    ]
    return [word for word in words if not any(letter in normalize("NFC", word) for letter in COMPOSED)]


def _parts(font: TTFont, name: str, source_glyphs: int) -> list[tuple[int, int, int]]:
    glyph, number = font["glyf"][name], font.getGlyphID(name)
    if number < source_glyphs:
        return [(number, 0, 0)] if glyph.numberOfContours else []
    if not glyph.isComposite():
        return [] if is_speck(font, name) else [(number, 0, 0)]
    return [
        (number, x + part.x, y + part.y)
        for part in glyph.components
        for number, x, y in _parts(font, part.glyphName, source_glyphs)
    ]


def _picture(
    placed: list[tuple[int, ...]], order: list[str], parts: dict[str, list[tuple[int, int, int]]]
) -> tuple[list[tuple[int, int, int]], int]:
    pen, drawn = 0, []
    for number, _, left, height, advance, _ in placed:
        drawn += [(part, pen + left + x, height + y) for part, x, y in parts[order[number]]]
        pen += advance
    return sorted(drawn), pen
