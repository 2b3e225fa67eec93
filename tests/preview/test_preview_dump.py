"""The text of a page as a list of runs."""

from __future__ import annotations

import pytest
import weasyprint

from afgazad_pdf.errors import RenderError
from afgazad_pdf.fonts import load_faces
from afgazad_pdf.preview.dump import dump, text_runs

PERSIAN = "\u0633\u0644\u0627\u0645 \u062f\u0646\u06cc\u0627"  # سلام دنیا

PAGE = """
<style>
  @page { size: 200pt 300pt; margin: 0 }
  @font-face { font-family: "Afgazad Sans"; src: url(FACE) }
  * { margin: 0; font: 10pt/20pt "Afgazad Sans" }
  div { position: absolute; white-space: nowrap }
</style>
"""


@pytest.fixture(scope="module")
def make_pdf():
    face = next(face for face in load_faces() if face.family == "Afgazad Sans" and face.weight == 400)
    style = PAGE.replace("FACE", face.file.as_uri())

    def make(*divisions: str) -> bytes:
        pdf: bytes = weasyprint.HTML(string=style + "".join(f"<div {text}</div>" for text in divisions)).write_pdf()
        return pdf

    return make


def test_place_and_size_are_those_of_the_page(make_pdf):
    # In a line of 20 pt, Afgazad Sans’s ascent and descent put the baseline about 13 pt down.
    first, second = text_runs(
        make_pdf('style="left: 30pt; top: 50pt">One', 'style="left: 0; top: 100pt; font-size: 20pt">Two')
    )
    assert (first.page, first.text) == (1, "One")
    assert (first.x, first.size) == pytest.approx((30, 10), abs=0.01)
    assert 60 < first.y < 66
    assert (second.x, second.size) == pytest.approx((0, 20), abs=0.01)
    assert second.text == "Two"
    assert first.font == second.font
    assert first.font.startswith("Afgazad-Sans")


def test_lines_are_as_far_apart_as_the_leading(make_pdf):
    first, second = text_runs(make_pdf('style="left: 5pt; top: 7pt">One<br>Two'))
    assert second.y - first.y == pytest.approx(20, abs=0.01)
    assert first.x == second.x == pytest.approx(5)


def test_persian_is_in_logical_order(make_pdf):
    (run,) = text_runs(make_pdf(f'dir="rtl">{PERSIAN}'))
    assert run.text == PERSIAN


def test_marks_belong_to_their_run(make_pdf):
    text = "\u0645\u064e\u06a9\u062a\u064e\u0628"  # مَکتَب
    (run,) = text_runs(make_pdf(f'dir="rtl">{text}'))
    assert run.text == text


def test_addresses_are_not_turned_round_beside_persian(make_pdf):
    runs = text_runs(make_pdf(f'dir="rtl">{PERSIAN} www.example.org', "dir=rtl style='top: 90pt'>www.example.org"))
    assert runs[0].text == f"{PERSIAN} www.example.org"
    assert runs[1].text == "www.example.org"


def test_text_in_form_objects_is_found_at_its_place(make_pdf):
    (run,) = text_runs(make_pdf('style="left: 30pt; top: 50pt; opacity: 0.5">Faint'))
    assert run.text == "Faint"
    assert (run.x, run.size) == pytest.approx((30, 10), abs=0.01)
    assert 60 < run.y < 66


def test_scaling_counts(make_pdf):
    (run,) = text_runs(make_pdf('style="transform: scale(2); transform-origin: 0 0; left: 10pt; top: 0">Big'))
    assert (run.size, run.x) == pytest.approx((20, 10), abs=0.01)


def test_letters_beyond_the_basic_plane_are_whole(make_pdf):
    assert "\ud83d" not in dump(make_pdf("lang=en>a \U0001d49c b"))


def test_dump_has_one_line_a_run(make_pdf):
    lines = dump(
        make_pdf('style="left: 30pt; top: 50pt">One  two', f'dir="rtl" style="top: 80pt">{PERSIAN}')
    ).splitlines()
    assert len(lines) == 2
    page, x, _y, font, size, text = lines[0].split(" ", 5)
    assert (page, x, font, size, text) == ("1", "30.0", "Afgazad-Sans", "10.0", "One two")
    assert lines[1].endswith(PERSIAN)


def test_dump_is_stable(make_pdf):
    divisions = ("style='opacity: 0.9'>One", f'dir="rtl" style="top: 80pt">{PERSIAN}')
    assert dump(make_pdf(*divisions)) == dump(make_pdf(*divisions))


def test_pages_are_counted_from_one(make_pdf):
    runs = text_runs(make_pdf('style="position: static">One', 'style="position: static; break-before: page">Two'))
    assert [(run.page, run.text) for run in runs] == [(1, "One"), (2, "Two")]


def test_what_is_no_pdf_is_said_in_a_sentence():
    with pytest.raises(RenderError, match="cannot be previewed"):
        dump(b"nothing")
