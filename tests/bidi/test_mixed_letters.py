"""Letters join across the borders of elements as if there were none, in every bundled Arabic-script font."""

from __future__ import annotations

import random
from functools import partial

import pytest

from afgazad_pdf.pipeline import load_fonts

from .mixed.expected import font
from .mixed.generator import LIGATURES, PASHTO, PERSIAN
from .mixed.printing import drawn_lines, font_file, stylesheet

FAMILIES = sorted({face.family for face in load_fonts(()) if "Arab" in face.scripts})

MORE = [
    "کابل",
    "افغانستان",
    "مطبوعات",
    "هنرمند",
    "مسئولیت",
    "نشریه",
    "صبح",
    "خط",
    "ضمن",
    "ظهر",
    "غرب",
    "عشق",
    "قلم",
    "فقط",
    "ثبت",
    "ذهن",
    "حجم",
    "جهان",
    "گندم",
    "چشم",
    "ژرف",
    "شبکه",
    "هندوکش",
]
PASHTO_MORE = ["ګړندی", "نړیوال", "ټاکنه", "ښوونکی", "ځنګل", "پښې", "ډله", "زړه", "مېرمن", "لرغونی", "څېړنه", "ملتونه"]


def words(count: int) -> list[str]:
    """Words without lam-alef, which is one glyph and cannot be split."""
    source = random.Random(5)
    known = [word for word in PERSIAN + PASHTO + MORE + PASHTO_MORE if not LIGATURES.search(word)]
    return source.sample(known, count)


@pytest.mark.parametrize("family", FAMILIES)
def test_split_words_are_drawn_like_whole_ones(family):
    places = [f"{word[:at]}|{word[at:]}".strip("|") for word in words(40) for at in range(len(word))]
    blocks = [f"<p>{place.replace('|', '<b>') + '</b>' * ('|' in place)}</p>" for place in places]
    html = f'<!DOCTYPE html><html lang="fa" dir="rtl"><body>{"".join(blocks)}'
    pages = drawn_lines(html, stylesheet(400.0, family=family), family=family)
    numbers = [[number for line in page for number in line.numbers] for page in pages]
    form = partial(joining_form, family)
    drawn = {place: sorted(filter(None, map(form, shown))) for place, shown in zip(places, numbers, strict=True)}

    assert [place for place in places if drawn[place] != drawn[place.replace("|", "")]] == []


def joining_form(family: str, number: int) -> str:
    """Return a glyph's name, in Nastaliq without what tells of the letters around it.

    A Nastaliq letter has a dozen shapes for each of its four forms, one for each neighbour, and no
    character asks for one of them: across a border, letters join but the stroke is a plainer one.
    """
    name = font(font_file(family)).get_glyph_name(number)
    if "Nastaliq" not in family:
        return name
    return "" if name.startswith("sp") else name.partition(".")[0].replace("Alt", "")


def test_families_are_the_ones_for_arabic_script():
    assert FAMILIES == ["Noto Nastaliq Urdu", "Scheherazade New", "Vazirmatn"]
    assert all(font_file(family).is_file() for family in FAMILIES)
