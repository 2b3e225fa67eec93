"""The derived faces hold every lengthened letter, joined and placed as letter and tatweel are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, product
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from afgazad_pdf.resources import fonts_folder
from afgazad_pdf.text.kashida import KASHIDA, TATWEEL, places, stretched

TABLE = tomllib.loads((fonts_folder() / "fonts.toml").read_text(encoding="utf-8"))["family"]
OURS = [family for family in TABLE if "derived_from" in family]
FILES = [
    fonts_folder() / family["folder"] / face["file"]
    for family in OURS
    if "kashida" in family["derived"]
    for face in family["face"]
]
UNITS = 24

DUAL = "بپتټٹثجچڅځحخسښشصضطظعغفڤقکكګگڪلمنڼهھہیيې"
MARKS = ("\u064b", "\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u0651\u064e", "\u0651\u0650", "\u0670")
WORDS = (
    "چو کشور نباشد تن من مباد بدین بوم و بر زنده یک تن همه سر به سر تن به کشتن دهیم از آن به که کشور به دشمن دهیم "
    "افغانستان محمد صبح عشق سلطه بهیم پښتو ښځه ګډون ځای څنګه شپږ هغه لیکل کتابونه مټ ټول ڼو کړنې ښکلي پیشکش نستعلیق "
    "مسئله قضا حجت ظلمت غفلت جلال شیطان فصل ٹکٹ"
).split()

Placed = tuple[int, int, int]
"""A glyph: its number, and the place of its origin from the start of the line, in font units."""


@dataclass(frozen=True)
class Derived:
    """A derived face, its unit of kashida, its bars by length, and its lengthened letters."""

    file: Path

    @cached_property
    def font(self) -> TTFont:
        return TTFont(self.file)

    @cached_property
    def shaper(self) -> uharfbuzz.Font:
        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.file))))

    @cached_property
    def unit(self) -> int:
        """The glyph of one unit; bars of two and more follow it, then the lengthened letters."""
        (selected,) = [table.uvsDict for table in self.font["cmap"].tables if table.format == 14]
        ((character, name),) = selected[0xFE00]
        assert (list(selected), character) == ([0xFE00], ord(TATWEEL))
        return self.font.getGlyphID(name)

    @cached_property
    def step(self) -> int:
        return self.advance(self.unit)

    @cached_property
    def lengthened(self) -> dict[int, tuple[int, int]]:
        """Lengthened letter → letter and number of units."""
        found = {}
        for glyph in range(self.unit + UNITS, self.font["maxp"].numGlyphs):
            outline = self.font["glyf"][self.font.getGlyphName(glyph)]
            parts = outline.components if outline.isComposite() else []
            units = self.font.getGlyphID(parts[0].glyphName) - self.unit + 1 if parts else 0
            if not 1 <= units <= UNITS:
                continue  # of a later step
            bar, letter = parts
            assert (bar.x, bar.y, letter.x, letter.y) == (0, 0, units * self.step, 0)
            found[glyph] = self.font.getGlyphID(letter.glyphName), units
        return found

    def advance(self, glyph: int) -> int:
        return self.font["hmtx"][self.font.getGlyphName(glyph)][0]

    def is_mark(self, glyph: int) -> bool:
        return self.font["GDEF"].table.GlyphClassDef.classDefs.get(self.font.getGlyphName(glyph)) == 3

    def shape(self, text: str, **features: bool) -> tuple[list[Placed], int]:
        """Return a line's glyphs from left to right, and its width."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "fa"
        uharfbuzz.shape(self.shaper, buffer, features)
        x, placed = 0, []
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            placed.append((info.codepoint, x + position.x_offset, position.y_offset))
            x += position.x_advance
        return placed, x

    def glyphs(self, text: str, **features: bool) -> list[int]:
        return [glyph for glyph, _, _ in self.shape(text, **features)[0]]

    def crossings(self, glyph: int, x: float) -> list[float]:
        """Heights at which the outline, its curves cut into eight, crosses a vertical line."""
        glyphs = self.font.getGlyphSet()
        pen = DecomposingRecordingPen(glyphs)
        glyphs[self.font.getGlyphName(glyph)].draw(pen)
        found, contour = [], []
        for operator, points in pen.value:
            if operator == "moveTo":
                contour = [points[0]]
            elif operator == "lineTo":
                contour.append(points[0])
            elif operator == "qCurveTo":
                assert points[-1] is not None
                contour.extend(quadratic(contour[-1], points))
            else:
                closed = [*contour, contour[0]]
                for (x1, y1), (x2, y2) in pairwise(closed):
                    if min(x1, x2) <= x < max(x1, x2):
                        found.append(y1 + (y2 - y1) * (x - x1) / (x2 - x1))
        return found


def quadratic(start, points):
    """Points on a TrueType curve, eight for each piece."""
    *controls, end = points
    for index, (cx, cy) in enumerate(controls):
        if index + 1 < len(controls):
            ex, ey = (cx + controls[index + 1][0]) / 2, (cy + controls[index + 1][1]) / 2
        else:
            ex, ey = end
        sx, sy = start
        for part in (n / 8 for n in range(1, 9)):
            a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
            yield a * sx + b * cx + c * ex, a * sy + b * cy + c * ey
        start = ex, ey


@lru_cache
def derived(file: Path) -> Derived:
    return Derived(file)


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def face(request) -> Derived:
    return derived(request.param)


def test_a_unit_is_a_twentieth_of_an_em(face):
    assert face.step == round(0.05 * face.font["head"].unitsPerEm)
    assert [face.advance(face.unit + count) for count in range(UNITS)] == [
        face.step * (count + 1) for count in range(UNITS)
    ]


def test_every_lengthened_letter_is_its_letter_behind_a_bar(face):
    """Moved, not redrawn; its advance is the letter's and the bar's, so that the arithmetic of lines stays."""
    letters = {letter for letter, _ in face.lengthened.values()}

    assert sorted(face.lengthened.values()) == sorted(product(letters, range(1, UNITS + 1)))
    assert len(letters) > 80
    for glyph, (letter, units) in face.lengthened.items():
        assert face.advance(glyph) == face.advance(letter) + units * face.step


def test_letter_and_bar_join_without_a_gap_or_a_step(face):
    """Where the letter begins, one of its strokes fills what the bar fills, nearly from its bottom to its top."""
    for letter in {letter for letter, _ in face.lengthened.values()}:
        heights = sorted(face.crossings(letter, 0))
        for units in (1, 3, 12, UNITS):
            bottom, top = sorted(face.crossings(face.unit + units - 1, units * face.step))
            shared = max(min(top, above) - max(bottom, below) for below, above in pairwise(heights))
            assert shared > 0.95 * (top - bottom), face.font.getGlyphName(letter)


@pytest.mark.parametrize("off", [(), ("ccmp",), ("calt", "liga", "clig", "dlig", "kern"), ("rlig",)])
def test_a_stretched_word_keeps_its_glyphs_but_the_stretched_one(face, off):
    """The letter and its units are one glyph; all others are those that a real tatweel leaves."""
    features = dict.fromkeys(off, False)
    count = 0
    for word in WORDS:
        for place in places(word, "fa-AF"):
            if not place.offset:
                continue
            natural = face.glyphs(word[: place.offset] + TATWEEL + word[place.offset :], **features)
            for units in (1, 2, 7, UNITS):
                glyphs = face.glyphs(stretched(word, {place.offset: units}), **features)
                (index,) = [number for number, glyph in enumerate(glyphs) if glyph in face.lengthened]
                letter, length = face.lengthened[glyphs[index]]
                assert length == units
                assert [*glyphs[:index], letter, *glyphs[index + 1 :]] == [*natural[:index], *natural[index + 1 :]]
                count += 1
    assert count > 100


def test_every_number_of_units_widens_a_word_by_just_that(face):
    one = face.shape("ب" + KASHIDA + "د")[1]

    for units in range(1, UNITS + 1):
        glyphs, width = face.shape("ب" + KASHIDA * units + "د")
        assert len(glyphs) == 2
        assert width == one + (units - 1) * face.step


def test_marks_sit_on_a_stretched_letter_as_on_the_letter(face):
    """Compared with the letter, its mark and a tatweel after them, where the letter has the same shape."""
    for before, letter, mark, units in product(("", "ب", "ک"), DUAL, MARKS, (1, 9, UNITS)):
        placed, _ = face.shape(before + letter + KASHIDA * units + mark + "د")
        (stretched_one,) = [item for item in placed if item[0] in face.lengthened]
        own = face.lengthened[stretched_one[0]][0]
        plain, _ = face.shape(before + letter + mark + TATWEEL + "د")
        (plain_one,) = [item for item in plain if item[0] == own][-1:]

        assert offsets(face, placed, stretched_one[1] + units * face.step, stretched_one[2]) == offsets(
            face, plain, *plain_one[1:]
        )


def offsets(face: Derived, line: list[Placed], x: int, y: int) -> list[Placed]:
    """The marks of a line as seen from a letter; of a twin, the mark whose outline it shows."""
    found = []
    for glyph, left, height in line:
        if face.is_mark(glyph):
            outline = face.font["glyf"][face.font.getGlyphName(glyph)]
            if (outline.xMin, outline.yMin, outline.xMax, outline.yMax) == (0, 0, 1, 1):
                continue  # a speck, which is not seen
            if outline.isComposite() and len(outline.components) == 1:
                (part,) = outline.components
                glyph, left, height = face.font.getGlyphID(part.glyphName), left + part.x, height + part.y
            found.append((glyph, left - x, height - y))
    return sorted(found)


@pytest.mark.parametrize("family", OURS, ids=lambda family: family["name"])
def test_a_derived_face_has_a_name_of_its_own_and_tells_its_source(family):
    """OFL 1.1, condition 3: a derived font does not bear a reserved name. Notices of the source stay."""
    folder = fonts_folder() / family["folder"]
    log = (folder / "FONTLOG.txt").read_text(encoding="utf-8")

    assert family["derived_from"] in log
    assert family["version"] in log
    assert all(len(face["package_sha256"]) == 64 for face in family["face"])
    for face in family["face"]:
        names = TTFont(folder / face["file"])["name"]
        called = [names.getDebugName(number) or "" for number in (1, 3, 4, 6, 16, 25)]
        for reserved in (*family.get("reserved_font_names", ()), family["derived_from"], "Noto"):
            assert not any(reserved.replace(" ", "") in name.replace(" ", "") for name in called), (reserved, called)
        assert family["name"] in (names.getDebugName(16) or names.getDebugName(1))
        assert family["derived_from"] in names.getDebugName(10)
        assert "Copyright" in names.getDebugName(0)
        assert "Open Font License" in names.getDebugName(13) or "Copyright" in names.getDebugName(13)
