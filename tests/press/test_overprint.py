"""Black letters and rules of our own files are printed onto what lies below; white, tints and areas are not."""

from __future__ import annotations

import re
import shutil

import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.press.condition import BUNDLED
from afgazad_pdf.press.overprint import overprint_black
from afgazad_pdf.press.preflight.boxes import overlap
from afgazad_pdf.press.preflight.document import opened
from afgazad_pdf.press.preflight.layers import Layers
from afgazad_pdf.press.preflight.plates import PROCESS, Separator, coverage
from afgazad_pdf.press.preflight.state import Box, PathPainted, TextShown

from .test_plates import separated

needs_ghostscript = pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")

HEAD = "---\ntitle: Snow\nlang: en\ndate: 2016-08-21\n---\n\n"
GROUND = "main p { background: device-cmyk(0.3 0.2 0 0); padding: 12pt; }"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">
<rect width="400" height="100" fill="#e09090"/><rect x="300" width="100" height="100" fill="black"/>
<path d="M10 80 h200" stroke="black" stroke-width="4"/><rect x="10" y="90" width="200" height="1.5" fill="black"/>
<text x="10" y="60" font-size="60" fill="black">MMM</text><text x="310" y="60" font-size="60" fill="white">M</text>
</svg>"""


def printed(folder, body: str, css: str = "", **settings) -> bytes:
    (folder / "css").mkdir()
    (folder / "css" / "direction.css.j2").write_text(css, encoding="utf-8")
    path = folder / "article.md"
    path.write_text(HEAD + body, encoding="utf-8")
    choices = ap.Settings(profile="press", marks=False, template_folders=(folder,), **settings)
    return ap.render_article(ap.load_article(path), settings=choices).pdf


def operators(*items: bytes) -> tuple[list[bytes], set[str]]:
    """Return the operators of a stream with black that overprints, and the names of the states that it uses."""
    stream, resources = pydyf.Stream([*items]), {"ExtGState": {}}
    overprint_black(pydyf, [(stream, resources)])
    return stream.stream, set(resources["ExtGState"])


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        # letters
        ((b"0 0 0 1 k", b"BT", b"(a) Tj", b"ET"), (b"0 0 0 1 k", b"/OverprintFill gs", b"BT", b"(a) Tj", b"ET")),
        ((b"0 0 0 0.9 k", b"BT", b"(a) Tj", b"ET"), None),
        ((b"0 0 0 0 k", b"BT", b"(a) Tj", b"ET"), None),
        ((b"0 1 0 1 k", b"BT", b"(a) Tj", b"ET"), None),
        ((b"0 g", b"BT", b"(a) Tj", b"ET"), None),
        # a colour chosen among letters
        ((b"BT", b"0 0 0 1 k", b"(a) Tj", b"0 1 0 0 k", b"(b) Tj", b"ET"),
         (b"BT", b"0 0 0 1 k", b"/OverprintFill gs", b"(a) Tj", b"0 1 0 0 k", b"/Knockout gs", b"(b) Tj", b"ET")),
        # after letters, areas and pictures are as before
        ((b"0 0 0 1 k", b"BT", b"ET", b"0 0 9 9 re", b"f"),
         (b"0 0 0 1 k", b"/OverprintFill gs", b"BT", b"ET", b"/Knockout gs", b"0 0 9 9 re", b"f")),
        ((b"0 0 0 1 k", b"BT", b"ET", b"/x0 Do"),
         (b"0 0 0 1 k", b"/OverprintFill gs", b"BT", b"ET", b"/Knockout gs", b"/x0 Do")),
        ((b"0 0 0 1 k", b"BT", b"ET", b"BI /W 1 ID x EI"),
         (b"0 0 0 1 k", b"/OverprintFill gs", b"BT", b"ET", b"/Knockout gs", b"BI /W 1 ID x EI")),
        # what is saved comes back
        ((b"0 0 0 1 k", b"q", b"BT", b"ET", b"Q", b"0 0 9 9 re", b"f"),
         (b"0 0 0 1 k", b"q", b"/OverprintFill gs", b"BT", b"ET", b"Q", b"0 0 9 9 re", b"f")),
        ((b"q", b"0 0 0 1 k", b"Q", b"BT", b"ET"), None),
        # rules, lines, areas
        ((b"0 0 0 1 k", b"0 0 90 1.5 re", b"f"), (b"0 0 0 1 k", b"/OverprintFill gs", b"0 0 90 1.5 re", b"f")),
        ((b"0 0 0 1 k", b"0 0 90 -0.5 re", b"f"), (b"0 0 0 1 k", b"/OverprintFill gs", b"0 0 90 -0.5 re", b"f")),
        ((b"0 0 0 1 k", b"0 0 90 3 re", b"f"), None),
        ((b"0 0 0 1 k", b"0 0 m", b"9 9 l", b"0 9 l", b"f"), None),
        ((b"0 0 0 1 K", b"0 0 m", b"9 9 l", b"S"),
         (b"0 0 0 1 K", b"/OverprintStroke gs", b"0 0 m", b"9 9 l", b"S")),
        ((b"0 0 0 0.4 K", b"0 0 m", b"9 9 l", b"S"), None),
        ((b"0 1 0 0 k", b"0 0 0 1 K", b"0 0 9 9 re", b"B"),
         (b"0 1 0 0 k", b"0 0 0 1 K", b"/OverprintStroke gs", b"0 0 9 9 re", b"B")),
        # a frame is no paint
        ((b"0 0 0 1 k", b"0 0 90 1 re", b"W", b"n"), None),
    ],
)  # fmt: skip
def test_states_stand_before_what_they_are_for(items, expected):
    written, used = operators(*items)

    assert written == list(expected or items)
    assert used == {
        name for name in ("OverprintFill", "OverprintStroke", "Knockout") if f"/{name} gs".encode() in written
    }


ITEMS = [b"q", b"Q", b"BT", b"ET", b"0 0 0 1 k", b"0 0 0 1 K", b"0 0 0 0 k", b"0 0 9 9 re", b"0 0 9 1 re", b"f", b"S",
         b"B", b"n", b"W", b"/x Do", b"(a) Tj", b"1 0 0 1 0 0 cm"]  # fmt: skip


@given(st.lists(st.sampled_from(ITEMS), max_size=30))
def test_nothing_is_lost_and_the_order_stays(items):
    written, _ = operators(*items)

    assert [item for item in written if not re.fullmatch(rb"/(Overprint\w+|Knockout) gs", item)] == items


def test_states_say_what_overprints():
    stream, resources = pydyf.Stream([b"0 0 0 1 k", b"BT", b"ET", b"/x0 Do"]), {"ExtGState": {}}
    overprint_black(pydyf, [(stream, resources)])

    over, knockout = (resources["ExtGState"][name].data for name in ("OverprintFill", "Knockout"))
    assert b"/op true" in over
    assert b"/OP false" in over
    assert b"/OPM 1" in over
    assert b"/op false" in knockout


def test_letters_on_a_tint_leave_it_as_it_is(tmp_path):
    pdf = printed(tmp_path, "Words of snow " * 20, css=GROUND)
    part, plates = ground_and_plates(pdf)

    assert plates["Cyan"].crop(part).getextrema() == (76, 76)
    assert plates["Magenta"].crop(part).getextrema() == (51, 51)
    assert plates["Black"].crop(part).getextrema()[1] > 180


@needs_ghostscript
def test_ghostscript_leaves_the_tint_as_it_is(tmp_path):
    pdf = printed(tmp_path, "Words of snow " * 20, css=GROUND)
    part, _ = ground_and_plates(pdf)
    cyan, magenta, _, black = separated(pdf, tmp_path, folded=1).crop([4 * edge for edge in part]).split()

    assert cyan.getextrema() == pytest.approx((76, 77), abs=1)
    assert magenta.getextrema() == pytest.approx((51, 51), abs=1)
    assert black.getextrema() == (0, 255)


def test_colours_and_white_and_areas_knock_out(tmp_path):
    (tmp_path / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    pdf = printed(tmp_path, "![d](drawing.svg)")
    (page,) = opened(pdf).pages()
    painted = [event for event in page.events if isinstance(event, PathPainted)]
    start = next(index for index, event in enumerate(painted) if event.state.fill.components[1] > 0.1)
    ground, area, line, thin = painted[start : start + 4]
    letters = [it for it in page.events if isinstance(it, TextShown) and it.size > 30 and overlap(it.box, ground.box)]
    black, white = letters[0], letters[-1]

    assert {bool(event.state.parameters.get("op", False)) for event in (ground, area, white)} == {False}
    assert {bool(event.state.parameters["op"]) for event in (thin, black)} == {True}
    assert bool(line.state.parameters["OP"])
    around = inked(page, ground.box, "Magenta").getpixel((1, 20))
    assert inked(page, thin.box, "Magenta").getpixel((20, 0)) == around > 100
    assert inked(page, line.box, "Magenta").getpixel((20, 0)) == around
    assert inked(page, area.box, "Magenta").getpixel((2, 2)) == 0


@pytest.mark.parametrize("inks", ["cmyk", "grey"])
def test_such_a_file_is_as_good_as_before(tmp_path, inks):
    (tmp_path / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    pdf = printed(tmp_path, "![d](drawing.svg)\n\nWords of snow", css=GROUND, inks=inks)

    assert ap.check_pdf(pdf, profile="press") == ()
    assert (b"OverprintFill" in decoded(pdf)) == (inks == "cmyk")


def decoded(pdf: bytes) -> bytes:
    return b"".join(page.entries.Contents.read_bytes() for page in opened(pdf).pages())


def ground_and_plates(pdf: bytes):
    """Return the part of the page, in pixels, that has the tint, and all plates."""
    (page,) = opened(pdf).pages()
    tinted = [it for it in page.events if isinstance(it, PathPainted) and it.state.fill.components[:1] == (0.3,)]
    ground = max((event.box for event in tinted), key=lambda box: box.top - box.bottom)
    sheet = page.named_box("/MediaBox")
    drawn = coverage(page, sheet, PROCESS, Separator(BUNDLED.read_bytes()), Layers())
    part = (ground.left - sheet.left, sheet.top - ground.top, ground.right - sheet.left, sheet.top - ground.bottom)
    left, top, right, bottom = (round(edge) for edge in part)
    return (left + 2, top + 2, right - 2, bottom - 2), drawn.plates


def inked(page, box: Box, plate: str):
    inner = Box(box.left + 2, box.bottom, box.right - 2, box.top)
    return coverage(page, inner, PROCESS, Separator(BUNDLED.read_bytes()), Layers()).plates[plate]
