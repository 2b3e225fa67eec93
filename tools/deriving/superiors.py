"""Raised figures: the digits once more, small and above the line, for the calls of footnotes (feature `sups`).

A page that raises a call by itself gives it a baseline of its own. PDFium takes that for a line of its own, and
copies the call at the wrong end of the line in right-to-left text. A figure that the face raises stays on the baseline.
"""

from __future__ import annotations

from itertools import product

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from .glyphs import add_glyph, scaled
from .shaping import LANGUAGES, Shaper
from .substitution import add_singles, enable, subtables

FEATURE = "sups"
"""What CSS reaches by `font-variant-position: super` (OpenType, feature tags)."""

SIZE, RISE = 0.66, 0.33
"""A call where a face has no raised figures: 0.66 of the text's size, and half of that above the line, in em."""

DIGITS = tuple(map(chr, (*range(0x30, 0x3A), *range(0x660, 0x66A), *range(0x6F0, 0x6FA))))

SCRIPTS = frozenset({"DFLT", "arab", "latn"})


def add_superiors(font: TTFont) -> None:
    """Add a raised figure for every digit, the forms of some languages among them."""
    known = font.getBestCmap()
    digits = {known[ord(digit)] for digit in DIGITS if ord(digit) in known}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in subtables(lookup):
            if isinstance(table, otTables.SingleSubst):
                digits |= {form for name, form in table.mapping.items() if name in digits}
    shaper = Shaper(font)
    digits |= {
        name
        for digit, lang in product(DIGITS, LANGUAGES)
        if ord(digit) in known
        for name, _ in shaper.glyphs(digit, lang)
    }
    rise = round(RISE * font["head"].unitsPerEm)
    for name in sorted(digits, key=font.getGlyphID):
        add_glyph(font, f"{name}.sups", scaled(font, name, SIZE, rise), round(SIZE * font["hmtx"][name][0]))
    enable(font, FEATURE, (add_singles(font, {name: f"{name}.sups" for name in digits}),), scripts=SCRIPTS)
