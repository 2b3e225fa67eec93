"""Raised figures, and marks and specks with an advance: in the font and not on the line."""

from __future__ import annotations

import tomllib

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from afgazad_pdf.fonts import load_faces
from afgazad_pdf.html.look import load_look
from afgazad_pdf.resources import fonts_folder

TABLE = tomllib.loads((fonts_folder() / "fonts.toml").read_text(encoding="utf-8"))["family"]
FILES = [
    (fonts_folder() / family["folder"] / face["file"], family["derived"])
    for family in TABLE
    if "derived_from" in family
    for face in family["face"]
]
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


@pytest.fixture(params=FILES, ids=lambda item: item[0].stem)
def face(request):
    file, steps = request.param
    return TTFont(file), uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))), steps


def shaped(font, text: str, direction: str = "rtl", **features: bool):
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = direction, "Arab" if direction == "rtl" else "Latn", "fa"
    uharfbuzz.shape(font, buffer, features)
    return list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_every_digit_has_a_raised_figure(face, digits, direction):
    """0.66 of the digit, 0.33 em higher, which is what CSS makes of a call where a face has none."""
    font, shaper, _ = face
    em, names = font["head"].unitsPerEm, font.getGlyphOrder()
    for digit in digits:
        ((plain, plain_place),) = shaped(shaper, digit, direction)
        ((raised, raised_place),) = shaped(shaper, digit, direction, sups=True)
        outline = font["glyf"][names[raised.codepoint]]
        (part,) = outline.components

        assert raised_place.x_advance == round(0.66 * plain_place.x_advance)
        assert part.glyphName == names[plain.codepoint]
        assert (part.x, part.y) == (0, round(0.33 * em))
        assert part.transform[0][0] == part.transform[1][1] == pytest.approx(0.66, abs=1e-4)


def test_a_mark_and_a_speck_before_a_letter_have_an_advance_in_the_font_and_none_on_the_line(face):
    font, shaper, steps = face
    if "breadth" not in steps:
        pytest.skip("not in this family")
    names, broad = font.getGlyphOrder(), round(0.12 * font["head"].unitsPerEm)

    for text, position in (("لاب", 1), ("دَب", 1), ("دَ\u200d", 1)):
        line = shaped(shaper, text)
        info, place = line[-1 - position]
        assert font["hmtx"][names[info.codepoint]][0] == broad
        assert place.x_advance == 0
        assert place.x_offset <= -broad // 2  # drawn to the left of its place

    for text, position in (("لا", 1), ("دَ", 1), ("دَ ", 1)):
        info, place = shaped(shaper, text)[-1 - position]
        assert font["hmtx"][names[info.codepoint]][0] == place.x_advance == 0


def test_a_theme_raises_figures_where_all_faces_of_its_family_have_them():
    look = load_look((), load_faces())

    assert look.raises_figures("arabic")
    assert look.raises_figures("latin")  # Noto Serif has its own; the stylesheets do not ask
    look.values.arabic.family = '"Unheard Of", "Afgazad Sans"'
    assert not look.raises_figures("arabic")
