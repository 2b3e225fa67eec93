"""What is copied out of a stretched poem is the poem: no tatweel, no selector, no character made up."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter

import pypdfium2
import pytest

from afgazad_pdf.fonts import load_faces
from afgazad_pdf.pdf import Renderer
from afgazad_pdf.press import mended_text
from afgazad_pdf.text.kashida import KASHIDA, TATWEEL, places, stretched

POEM = """چو کشور نباشد تن من مباد
بدین بوم و بر زنده یک تن مباد
همه سر به سر تن به کشتن دهیم
به کابل سخن گفت و پښتو نوشت
شپږ کسه په ښوونځي کې ګډ شول"""
MARKED = "مَن سُخَن گُفت کِتاب مُحَمَّد شبکهٔ عِشق"
DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x0c\r"))
"""What pdftotext adds of its own."""

STYLE = """
@page { size: 400pt 600pt; margin: 20pt }
body { margin: 0; font: 12pt/2 "FAMILY"; font-feature-settings: "ccmp" 0 }
p { margin: 0 }
"""
FAMILIES = ("Afgazad Sans", "Afgazad Naskh", "Afgazad Classic")


@pytest.fixture(scope="module")
def print_lines():
    renderer = Renderer(load_faces(), mend_text=mended_text)

    def print_them(lines, family: str, weight: int = 400) -> bytes:
        paragraphs = "".join(f'<p style="font-weight: {weight}">{line}</p>' for line in lines)
        page = f"<html lang=fa-AF dir=rtl><body>{paragraphs}</body></html>"
        printed = renderer.print(page, STYLE.replace("FAMILY", family), {}, direction="rtl")
        assert printed.findings == ()
        return printed.pdf

    return print_them


def pdfium(pdf: bytes) -> list[str]:
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return [line for line in text.translate(DIRECTION_MARKS).split("\n") if line.strip()]


def poppler(pdf: bytes) -> list[str]:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return [line.strip() for line in text.decode().translate(DIRECTION_MARKS).split("\n") if line.strip()]


READERS = (pdfium, poppler)


def every_word_stretched(line: str, units: int) -> str:
    best = {place.word: place for place in sorted(places(line, "fa-AF"), key=lambda place: -place.rank)}
    return stretched(line, {place.offset: units for place in best.values()})


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("units", [1, 9, 24])
def test_pdfium_reads_the_poem(print_lines, family, weight, units):
    lines = [every_word_stretched(line, units) for line in POEM.splitlines()]
    assert all(KASHIDA in line for line in lines)

    assert pdfium(print_lines(lines, family, weight)) == POEM.splitlines()


@pytest.mark.parametrize("weight", [400, 500, 700, 900])
@pytest.mark.parametrize("units", [1, 9, 24])
def test_poppler_reads_the_poem(print_lines, weight, units):
    lines = [every_word_stretched(line, units) for line in POEM.splitlines()]

    assert poppler(print_lines(lines, "Afgazad Sans", weight)) == POEM.splitlines()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_stretching_adds_no_character_and_loses_none(print_lines, reader, family):
    """Also where a reader takes the letters of a sloping face in another order than the text's."""
    lines = [every_word_stretched(line, 7) for line in POEM.splitlines()]

    assert characters(reader(print_lines(lines, family))) == characters(POEM.splitlines())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_stretching_changes_nothing_of_what_readers_make_of_marks(print_lines, reader, family):
    """Marks are glyphs of their own before their letters, stretched or not: readers misplace them the same way."""
    stretched_line = every_word_stretched(MARKED, 7)
    assert stretched_line.count(KASHIDA) > 7 * 4

    copied, plain = (characters(reader(print_lines([line], family))) for line in (stretched_line, MARKED))

    assert copied == plain


def characters(lines: list[str]) -> Counter[str]:
    return Counter(re.sub(r"\s", "", "".join(lines)))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_tatweel_that_an_author_typed_is_still_there(print_lines, reader, family):
    word = "هـ"

    assert reader(print_lines([word], family)) == [word]
    assert TATWEEL in "".join(reader(print_lines([word + " " + every_word_stretched("کشور", 5)], family)))


@pytest.mark.parametrize("reader", READERS)
def test_a_face_mended_text_shows_tatweels_and_no_made_up_character(print_lines, reader):
    copied = "".join(reader(print_lines(["ب" + KASHIDA * 3 + "د"], "Afgazad Nastaliq")))

    assert set(re.sub(r"\s", "", copied)) <= {"ب", TATWEEL, "د"}
