"""Whether shapes survive where a word is divided, measured in the bundled fonts."""

from __future__ import annotations

from pathlib import Path

import pytest

from afgazad_pdf.fonts import face_coverage, load_faces
from afgazad_pdf.splitting import shapes_survive_in, survive_in

FACES = [face for face in load_faces() if "Arab" in face.scripts]
PLAIN = [face for face in FACES if face.family in ("Afgazad Sans", "Afgazad Naskh")]
NASTALIQ = [face for face in FACES if face.family == "Afgazad Nastaliq"]


@pytest.mark.parametrize("face", PLAIN, ids=lambda face: face.file.stem)
@pytest.mark.parametrize("pieces", ["مح مد", "کتا بخا نه", "ن و شته", "ټو لنه", "مُ حَمَّد", "کا ر", "می\u200c خوا هند"])
def test_in_sans_and_naskh_most_words_may_be_divided(face, pieces):
    assert survive_in(face.file, tuple(pieces.split(" ")), "fa")


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file.stem)
@pytest.mark.parametrize("pieces", ["سل ام", "ال له"])
def test_ligatures_of_the_script_may_not_be_divided(face, pieces):
    assert not survive_in(face.file, tuple(pieces.split()), "fa")


@pytest.mark.parametrize("face", NASTALIQ, ids=lambda face: face.file.stem)
@pytest.mark.parametrize("pieces", ["مح مد", "کتاب خانه", "پښ تو"])
def test_in_nastaliq_joined_letters_may_not_be_divided(face, pieces):
    assert not survive_in(face.file, tuple(pieces.split()), "fa")


@pytest.mark.parametrize("face", NASTALIQ, ids=lambda face: face.file.stem)
def test_the_height_of_letters_counts(face):
    """Both pieces have the glyphs of the whole word, but the first would stand on the baseline."""
    assert not survive_in(face.file, ("کاب", "ل"), "fa")
    assert survive_in(face.file, ("آز", "اد"), "fa")


def test_a_font_without_the_letters_does_not_count():
    latin = next(face for face in load_faces() if face.family == "Noto Serif")

    assert ord("س") not in face_coverage(latin)
    assert survive_in(latin.file, ("سل", "ام"), "fa")


def test_the_families_that_a_stylesheet_names_are_measured():
    pieces = ("مح", "مد")
    faces = load_faces()

    assert shapes_survive_in(faces, "p { font-family: 'Afgazad Sans', 'Noto Serif' }", "")(pieces, "fa")
    assert not shapes_survive_in(faces, "p { font-family: Afgazad Sans }", '<p style="font: 9pt Afgazad Nastaliq">')(
        pieces, "fa"
    )


def test_where_none_is_named_all_families_are_measured():
    assert not shapes_survive_in(load_faces(), "p { font-family: serif }")(("مح", "مد"), "fa")


def test_a_face_of_ones_own_is_measured_like_the_bundled_ones(tmp_path: Path):
    (tmp_path / "own.ttf").write_bytes(NASTALIQ[0].file.read_bytes())
    faces = load_faces((tmp_path,))

    assert not shapes_survive_in(faces[-1:], f"p {{ font-family: {faces[-1].family} }}")(("مح", "مد"), "")
