"""A word that an element divides at any place is drawn like the whole word, in every bundled Arabic-script font."""

from __future__ import annotations

import os
import random
import unicodedata
from functools import lru_cache

import pytest
import uharfbuzz
from lxml import html as lxml_html

from afgazad_pdf.bidi.tree import order_html
from afgazad_pdf.fonts import Face, load_faces
from afgazad_pdf.splitting import shapes_survive_in

from .mixed.expected import font
from .mixed.generator import PASHTO, PERSIAN
from .mixed.printing import drawn_lines, font_file, stylesheet

FACES = [face for face in load_faces() if "Arab" in face.scripts]
FAMILIES = sorted({face.family for face in FACES})

MORE = """
کابل افغانستان مطبوعات هنرمند مسئولیت نشریه صبح خط ضمن ظهر غرب عشق قلم فقط ثبت ذهن حجم جهان گندم چشم
ژرف شبکه هندوکش ګړندی نړیوال ټاکنه ښوونکی ځنګل پښې ډله زړه مېرمن لرغونی څېړنه ملتونه سلام اسلام بلا
افغانستان‌ها الله الآن اجلاس پلار بیلابیل دولتي مؤسسه مسئول مُحَمَّد خانهٔ قرآن سؤال هیئت جزء علي
لپاره کړی څنګه نړۍ مړی ښوونځی ژوندون غوښتنه ځانګړی کوټه ګڼ لوړ بین‌المللی ولایت‌ها استقلال لاله بسته
نشستند پیشینه بینش تفسیر یکی می‌نویسد کتاب‌های کتابخانه پژوهشگاه نیستند شستشو حجاج تجلیل صحیح پیچیده
چیست سنجش بهمن نهضت سهم هفتم فهمیدند یخچال مجلات گلایه کلاس ملکه کمک ګټه ګټلی ګمارل کښېناستل کېښود
ژمی ښځې ډېرې مېنه ټیټ پښتانه ځمکه څښتن ټپه خپلواکي هیواد کې چې شي ښه
""".split()

LETTERS = "آابپتټثجچځحخڅدډذرړزژږسشښصضطظعغفقکګگلمنڼوهیېۍۀئ"

DRAWN = int(os.environ.get("AFGAZAD_MIXED", "200"))
"""How many divided words are printed in each family."""

MADE = 160
"""How many words are made of random letters, for neighbours that no word of the list has."""


def words() -> list[str]:
    """Words of Dari and Pashto, and of their letters at random."""
    source = random.Random(5)
    made = ["".join(source.choices(LETTERS, k=source.randint(2, 7))) for _ in range(MADE)]
    return sorted({*PERSIAN, *PASHTO, *MORE, *made})


def divisions(word: str) -> list[str]:
    """A word divided by an element at every place, and by one around each of its letters."""
    places = [at for at in range(1, len(word)) if not unicodedata.combining(word[at])]
    found = [f"{word[:at]}<b>{word[at:]}</b>" for at in places]
    found += [f"<b>{word[:at]}</b>{word[at:]}" for at in places[::2]]
    ends = zip(places, [*places[1:], len(word)], strict=True)
    return found + [f"{word[:start]}<b>{word[start:end]}</b>{word[end:]}" for start, end in list(ends)[::2]]


@lru_cache(maxsize=1)
def divided_words() -> tuple[tuple[str, str], ...]:
    """Divided words, each with the whole one."""
    return tuple((division, word) for word in words() for division in divisions(word))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file.stem)
def test_pieces_shaped_alone_have_the_glyphs_of_the_whole_word(face):
    """In the features that the font has by itself; in this face some borders stay and some move."""
    page = "".join(f"<p>{division}</p>" for division, _ in divided_words())
    survives = shapes_survive_in((face,))
    ordered = order_html(f'<html lang="fa" dir="rtl"><body>{page}', survives)
    paragraphs = lxml_html.fromstring(ordered.html).findall(".//p")
    pieces = [list(paragraph.itertext()) for paragraph in paragraphs]
    wrong = [
        division
        for (division, word), texts in zip(divided_words(), pieces, strict=True)
        if [glyph for text in reversed(texts) for glyph in glyphs(face, text)] != glyphs(face, word)
    ]

    assert len(pieces) > 2000
    assert {len(texts) for texts in pieces} == {1, 2, 3}
    assert {finding.code for finding in ordered.findings} == {"border-moved"}
    assert wrong == []


def glyphs(face: Face, text: str) -> list[int]:
    """Glyphs from left to right, in the font's own features; joiners leave none."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "fa"
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(font(face.file), buffer)
    return [info.codepoint for info in buffer.glyph_infos]


@pytest.mark.parametrize("family", FAMILIES)
def test_divided_words_are_drawn_like_whole_ones(family):
    """The same as the engine prints it."""
    chosen = random.Random(7).sample(divided_words(), DRAWN)
    lines = [line for pair in chosen for line in pair]
    html = f'<!DOCTYPE html><html lang="fa" dir="rtl"><body>{"".join(f"<p>{line}</p>" for line in lines)}'
    pages = drawn_lines(html, stylesheet(400.0, family=family, ligatures="normal"), measured=True, family=family)
    numbers = [sorted(number for line in page for number in line.numbers) for page in pages]
    drawn = dict(zip(lines, numbers, strict=True))

    assert [division for division, word in chosen if drawn[division] != drawn[word]] == []


def test_families_are_the_ones_for_arabic_script():
    assert FAMILIES == ["Afgazad Classic", "Afgazad Naskh", "Afgazad Nastaliq", "Afgazad Sans"]
    assert all(font_file(family).is_file() for family in FAMILIES)
