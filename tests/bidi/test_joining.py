"""Whether letters join across a border, and that the joiner then gives the forms of the whole word."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st

from afgazad_pdf.bidi import tables
from afgazad_pdf.bidi.joining import ZERO_WIDTH_JOINER, is_lam_alef, is_letter, is_mark, joins, with_joiners
from afgazad_pdf.fonts import face_coverage, load_faces

ZWNJ = "\u200c"
LETTERS = "آأؤئابپتټثجچحخځڅدډذرړزژږسشښصضطظعغفقکګگلمنڼوهیۍېءة"

TEXT = (
    "محمدی کتابخانه می‌خواهند افغانستان آزاد سلام بلا ښوونځی پښتو ژوندون غوښتنه ځانګړی کوټه ډېر ګڼ لوړ مؤسسه "
    "مسئول مُحَمَّد خانهٔ قرآن سؤال هیئت چپ لپاره کړی څنګه ټولنه نړۍ دولتي مړی اسلام الآن علي اجلاس پلار بیلابیل"
)
WORDS = TEXT.split()

FACES = [face for face in load_faces() if "Arab" in face.scripts]

LETTER_FORMS = {name: False for name in ("calt", "clig", "liga", "rclt", "rlig")}
"""Shaping without what letters choose by their neighbours: isolated, initial, medial and final forms alone."""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("مح", "مد", True),
        ("کتا", "بخا", False),  # alef joins to the letter before it only
        ("می" + ZWNJ, "خواهند", False),
        ("می", ZWNJ + "خواهند", False),
        ("ب", "ء", False),
        ("ښ", "وونځی", True),
        ("ټول", "نه", True),
        ("کړ", "ی", False),
        ("ډ", "ېر", False),
        ("س", "لام", True),
        ("مُ", "حَمَّد", True),  # marks are passed over
        ("م", "\u064fحمد", True),
        ("خانه\u0654", "ی", True),
        ("ب" + ZERO_WIDTH_JOINER, "ب", True),
        ("ا", ZERO_WIDTH_JOINER + "ب", False),
        ("ـ", "ب", True),
        ("ا", "ـ", False),
        ("ب", "ـ", True),
        ("ب", "a", False),
        ("a", "ب", False),
        ("ب", " ب", False),
        ("ب ", "ب", False),
        ("ب", "۱", False),
        ("", "ب", False),
        ("ب", "", False),
        ("ب", "\u064e", False),
        ("\u064e", "ب", False),
        ("ᠠ", "ᠡ", True),  # Mongolian
        ("א", "ב", False),
    ],
)
def test_joins(before, after, expected):
    assert joins(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("سل", "ام", True),
        ("قل\u064e", "آن", True),
        ("ل", "\u064eا", True),
        ("ڵ", "أ", True),
        ("ل", "ٱ", True),
        ("ل", "إ", True),
        ("ل", "م", False),
        ("ا", "ل", False),
        ("ل" + ZWNJ, "ا", False),
        ("ل", ZERO_WIDTH_JOINER + "ا", False),
        ("", "ا", False),
        ("ل", "", False),
    ],
)
def test_lam_and_alef(before, after, expected):
    assert is_lam_alef(before, after) is expected


@given(st.text(), st.text())
def test_only_the_letters_at_the_border_count(before, after):
    assert joins("ب" + before, after + "ب") is joins("ااا" + "ب" + before, after + "ب" + "word")


@given(st.text(), st.text(), st.text(alphabet="\u064b\u064e\u0651\u0654\u0670\u0301\ufe0f"))
def test_marks_change_nothing(before, after, marks):
    assert joins(before + marks, after) is joins(before, after) is joins(before, marks + after)
    assert is_lam_alef(before + marks, after) is is_lam_alef(before, after)


def test_joiners_stand_where_letters_join():
    joiner = ZERO_WIDTH_JOINER

    assert with_joiners(("مح", "م", "د")) == ("مح" + joiner, joiner + "م" + joiner, joiner + "د")
    assert with_joiners(("کا", "ر", "ها")) == ("کا", "ر", "ها")
    assert with_joiners(("مُ", "رد")) == ("مُ" + joiner, joiner + "رد")


@pytest.mark.parametrize(
    ("characters", "letter", "mark"),
    [
        ("بادءېـآ" + ZERO_WIDTH_JOINER, True, False),
        ("\u064e\u0654\u0670\ufe00", False, True),
        (ZWNJ + "aא 1۱.،" + "\u200b\u202a\u2067", False, False),
    ],
)
def test_letters_and_marks(characters, letter, mark):
    assert {is_letter(character) for character in characters} == {letter}
    assert {is_mark(character) for character in characters} == {mark}


@given(st.text(), st.text())
def test_lam_and_alef_join(before, after):
    assert joins(before, after) or not is_lam_alef(before, after)


def test_the_letters_of_lam_alef_are_those_of_arabic_presentation_forms():
    """Every lam-alef ligature that Unicode encodes is one of ours."""
    ligatures = [unicodedata.normalize("NFKC", chr(point)) for point in range(0xFEF5, 0xFEFD)]

    assert all(is_lam_alef(lam, alef) for lam, alef in ligatures)


def test_each_letter_has_one_joining_type():
    words = " ".join(tables.JOINING_TYPES.values()).split()

    assert set(tables.JOINING_TYPES) == {"C", "D", "L", "R", "T"}
    assert len(words) == len(set(words))


# ---------------------------------------------------------------- in real fonts


@cache
def font(file) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))


def glyphs(face, text: str, features: dict[str, bool]) -> list[int]:
    """Glyphs from left to right, without those of invisible characters."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "fa"
    uharfbuzz.shape(font(face.file), buffer, features)
    invisible = {font(face.file).get_nominal_glyph(ord(character)) for character in (" ", ZWNJ, ZERO_WIDTH_JOINER)}
    return [glyph.codepoint for glyph in buffer.glyph_infos if glyph.codepoint not in invisible]


def divided(face, before: str, after: str, features: dict[str, bool]) -> list[int]:
    """Glyphs of a word that an element divides, with the joiner where letters join."""
    joiner = ZERO_WIDTH_JOINER if joins(before, after) else ""
    return glyphs(face, joiner + after, features) + glyphs(face, before + joiner, features)


def borders(word: str) -> list[tuple[str, str]]:
    """Every place between two letters; a mark is not taken from its letter."""
    return [(word[:i], word[i:]) for i in range(1, len(word)) if not unicodedata.combining(word[i])]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file.stem)
def test_joiners_give_the_letter_forms_of_the_whole_word(face):
    for word in WORDS:
        for before, after in borders(word):
            expected = glyphs(face, word, LETTER_FORMS)
            assert divided(face, before, after, LETTER_FORMS) == expected, f"{before}|{after}"


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file.stem)
def test_without_the_joiner_letters_that_join_have_other_forms(face):
    for word in WORDS:
        for before, after in borders(word):
            apart = glyphs(face, after, LETTER_FORMS) + glyphs(face, before, LETTER_FORMS)
            assert (apart != glyphs(face, word, LETTER_FORMS)) == joins(before, after), f"{before}|{after}"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=LETTERS + ZWNJ, min_size=2, max_size=8), st.sampled_from(FACES))
def test_joiners_give_the_letter_forms_of_any_word(word, face):
    if face_coverage(face) >= {ord(letter) for letter in word}:
        for before, after in borders(word):
            assert divided(face, before, after, LETTER_FORMS) == glyphs(face, word, LETTER_FORMS), f"{before}|{after}"
