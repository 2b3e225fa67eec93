"""Lines drawn from kept glyphs, held against the same lines as the engine shapes them again and draws them."""

from __future__ import annotations

import gc
import inspect
import io
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import NamedTuple

import pikepdf
import pytest
import uharfbuzz
import weasyprint.draw.text
import weasyprint.pdf.fonts
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from afgazad_pdf.fonts import load_faces
from afgazad_pdf.line_setting import drawing
from afgazad_pdf.line_setting.drawing import NEAREST
from afgazad_pdf.pdf import Renderer, StoredFile
from tests.line_setting.renderers import FAMILIES, engine, kept

PERSIAN = (
    "برف کوه در بهار گرم می‌شود و به دریا می‌ریزد؛ دهقانان نان را «در کوچه‌ها» می‌برند تا گندم سبز شود (۱۳۹۵ تا ۱۴۰۲). "
    "خانهٔ مُعلّم الله‌داد، لالهٔ سرخ و آبِ روانِ پغمان\u00a0و\u00a0کابل "
)
ENGLISH = (
    "Snow melts on the AVAlanche slopes in spring; officers of Tokyo (and flights) run 12,000\u00a0km to the river. "
    "Waffles, “fjords” and internationalization of fields, Typography "
)


class Drawn(NamedTuple):
    """A glyph on a page; lengths in thousandths of an em."""

    font: str
    size: float
    glyph: int
    x: float
    y: float
    width: float


ROUNDINGS = {
    "glyph_info.geometry.x_offset / font_size": "glyph_info.geometry.x_offset * 1000 * FROM_UNITS / font_size",
    "glyph_info.geometry.y_offset / 1000": "glyph_info.geometry.y_offset * FROM_UNITS",
    ">{int(kerning)}<": ">{kerning:.4f}<",
}
"""What the engine writes places of glyphs with, and what is exact: it takes a thousand of Pango's units for a pixel,
and cuts distances off."""


@pytest.fixture(autouse=True, scope="module")
def _engine_writes_exact_places():
    source = inspect.getsource(weasyprint.draw.text)
    for rounded, exact in ROUNDINGS.items():
        assert source.count(rounded) == 1, (
            f"WeasyPrint draws text in another way: compare line_setting/drawing.py; {rounded}"
        )
        source = source.replace(rounded, exact)
    module = ModuleType("weasyprint.draw.text")
    module.__package__ = "weasyprint.draw"
    exec(compile(source, "exact", "exec"), module.__dict__)
    was_drawn = weasyprint.draw.text.draw_first_line

    def draw(stream, box, *arguments):
        is_kept = getattr(box.pango_layout, "glyphs", None) is not None
        return (was_drawn if is_kept else module.draw_first_line)(stream, box, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint.draw.text, "draw_first_line", draw)
        yield


def page(body: str, css: str, direction: str = "ltr", lang: str = "en") -> tuple[str, str]:
    html = f'<html lang="{lang}" dir="{direction}"><body>{body}</body></html>'
    look = f"@page {{ size: 260pt 900pt; margin: 20pt }} body {{ margin: 0; direction: {direction}; font-size: 12pt }}"
    return html, look + css


def drawn(pdf: bytes) -> list[Drawn]:
    """Return all glyphs of a PDF in the order in which they are drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [glyph for sheet in document.pages for glyph in _on_page(sheet)]


def _on_page(sheet: pikepdf.Page) -> Iterator[Drawn]:
    fonts = {str(name): font for name, font in sheet.Resources.get("/Font", {}).items()}
    widths = {name: _widths(font.DescendantFonts[0].W) for name, font in fonts.items()}
    name, size, x, y, rise = "", 1.0, 0.0, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(sheet):
        match str(operator):
            case "Tf":
                name, size = str(operands[0]), float(operands[1])
            case "Tm":
                x, y = float(operands[4]), float(operands[5])
            case "Ts":
                rise = float(operands[0])
            case "TJ":
                for part in operands[0]:
                    if not isinstance(part, pikepdf.String):
                        x -= float(part) * size / 1000
                        continue
                    data = bytes(part)
                    for glyph in (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)):
                        width = widths[name][glyph]
                        place = 1000 * x / size, 1000 * (y - rise) / size
                        yield Drawn(str(fonts[name].BaseFont)[8:], size, glyph, *place, width)
                        x += width * size / 1000


def _widths(entries: pikepdf.Array) -> dict[int, float]:
    """Read a CIDFont's W entry, as the engine writes it: numbers of first glyphs and lists (ISO 32000-2, 9.7.4.3)."""
    found = {}
    entries = list(entries)
    for first, widths in zip(entries[::2], entries[1::2], strict=True):
        found |= {int(first) + index: float(width) for index, width in enumerate(widths)}
    return found


EDGE = 2 * (NEAREST + 0.1)
"""How far edges may be apart: distances are written to a tenth."""

SPACE = 80.0
"""How far spaces may stand apart, in thousandths of an em."""


@cache
def spaces() -> frozenset[tuple[str, int]]:
    """Return the glyphs of spaces, with the names of their fonts."""
    found = set()
    for face in load_faces():
        font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file))))
        for style in ("", "-Bold", "-Italic", "-Bold-Italic", "-Medium", "-Small-Caps"):
            for code in (0x20, 0xA0):
                found.add((face.family.replace(" ", "-") + style, font.get_nominal_glyph(code)))
    return frozenset(found)


def assert_same(html: str, css: str, *, within: float = 2.0) -> list[Drawn]:
    """Hold all glyphs and their places against the engine's; `within` is in thousandths of an em.

    The engine cuts what justification adds to each space off to a unit of Pango's, a 16th of a thousandth of an em.
    Where in its gap it sets a space, which shows nothing, is another thing at the edges of elements.
    """
    ours, theirs = drawn(kept().print(html, css, {}).pdf), drawn(engine().print(html, css, {}).pdf)

    assert [(glyph.font, glyph.glyph) for glyph in ours] == [(glyph.font, glyph.glyph) for glyph in theirs]
    for own, other in zip(ours, theirs, strict=True):
        far = within + (SPACE if (own.font, own.glyph) in spaces() else 0)
        assert own.size == pytest.approx(other.size, abs=1e-6)
        assert own.y == pytest.approx(other.y, abs=within), (own, other)
        assert own.x == pytest.approx(other.x, abs=far), (own, other)
    return ours


@pytest.mark.parametrize("align", ["justify", "start", "center"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_glyph_stands_where_the_engine_sets_it(family, align):
    """Each family with text that it has letters for: beside those of another one a justified space changes its font."""
    css = f"p {{ font-family: '{family}'; text-align: {align}; hyphens: auto }}"
    body = f"<p lang='fa' dir='rtl' style='direction: rtl'>{PERSIAN * 3}</p>"
    if family == "Noto Serif":
        body = f"<p>{ENGLISH * 3}</p>"

    assert len(assert_same(*page(body, css))) > 250


@pytest.mark.parametrize(
    "style",
    [
        "letter-spacing: 1.3px; text-align: start",
        "word-spacing: 3px",
        "word-spacing: 3px; letter-spacing: 0.7px; text-align: end",
        "font-size: 7.3pt",
        "font-feature-settings: 'kern' 0, 'liga' 0",
        "font-variant: small-caps; text-align: start",
        "overflow-wrap: anywhere; width: 30pt",
        "white-space: nowrap; text-overflow: clip",
        "white-space: pre-wrap",
        "font-weight: bold; font-style: italic",
        "font-kerning: none",
        "text-decoration: underline",
        "text-indent: 3em",
    ],
)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_styles_of_text(style, direction):
    text, lang = (ENGLISH, "en") if direction == "ltr" else (PERSIAN, "fa")
    css = f"p {{ text-align: justify; {style} }}"

    assert assert_same(*page(f"<p>{text * 3}</p>", css, direction, lang))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_elements_in_a_line(direction):
    """Pieces of one line: spaces at their edges, raised figures, other sizes, a picture between."""
    body = (
        f"<p>{PERSIAN}<b>کوه در بهار </b><i>آب می‌شود</i> و <span dir=ltr style='direction: ltr'>gold and silver </span>"
        f"<small>{ENGLISH}</small><sup>12</sup> <br>x <span style='display: inline-block'>a b</span> و {PERSIAN}</p>"
    )

    assert assert_same(*page(body, "p { text-align: justify } sup { vertical-align: super }", direction, "fa"))


def test_a_distance_is_written_only_where_a_glyph_would_stand_wrong():
    """Half a thousandth of an em is a 170th of a point in text of 12 pt."""
    html, css = page(f"<p>{ENGLISH * 5}</p>", "p { text-align: justify; font-family: 'Noto Serif' }")

    def numbers(renderer: Renderer) -> list[float]:
        with pikepdf.open(io.BytesIO(renderer.print(html, css, {}).pdf)) as document:
            shown = [
                part
                for operands, operator in pikepdf.parse_content_stream(document.pages[0])
                if str(operator) == "TJ"
                for part in operands[0]
            ]
        return [float(part) for part in shown if not isinstance(part, pikepdf.String)]

    ours = numbers(kept())
    assert len(ours) < 0.5 * len(numbers(engine()))
    assert min(map(abs, ours)) >= 0.5


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_edges_of_justified_lines_are_in_line(direction):
    text, lang = (ENGLISH, "en") if direction == "ltr" else (PERSIAN, "fa")
    html, css = page(f"<p>{text * 6}</p>", "p { text-align: justify }", direction, lang)
    lines = defaultdict(list)
    for glyph in drawn(kept().print(html, css, {}).pdf):
        if (glyph.font, glyph.glyph) not in spaces():
            lines[glyph.y].append(glyph)

    full = [line for line in lines.values() if len(line) > 8][:-1]  # marks that are raised are no lines
    assert len(full) > 10
    left = [line[0].x for line in full]
    right = [line[-1].x + line[-1].width for line in full]
    assert max(left) - min(left) <= EDGE
    assert max(right) - min(right) <= EDGE


def test_a_document_may_be_drawn_twice():
    """By ours, and where the engine draws in our place: what justification adds is added once."""
    html, css = page(f"<p>{PERSIAN * 3}</p><p>{ENGLISH * 3} \u0020\u0654 x</p>", "p { text-align: justify }")
    renderer = kept()
    document = laid_out(renderer, html, css)

    assert document.write_pdf() == document.write_pdf()


def test_a_space_that_shares_its_glyph_with_letters_is_left_to_the_engine(monkeypatch):
    """No bundled font has a ligature with a space; so the two letters of a ligature are widened here."""
    monkeypatch.setattr(drawing, "_EXPANDABLE", re.compile(b"l"))
    again = spied(monkeypatch)

    kept().print(*page("<p>a fl b</p><p>a l b fl c</p>" * 3, "p { text-align: justify; width: 8em }"), {})
    assert again == []
    html, css = page(f"<p>{ENGLISH}</p>", "p { text-align: justify; font-family: 'Noto Serif' }")
    shown = drawn(kept().print(html, css, {}).pdf)
    assert again
    assert all("fl" in text for text in again)
    assert [glyph.glyph for glyph in shown] == [glyph.glyph for glyph in drawn(engine().print(html, css, {}).pdf)]


def test_lines_that_end_in_an_ellipsis_are_left_to_the_engine(monkeypatch):
    again = spied(monkeypatch)
    css = "p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis } q { display: block; max-lines: 2; "
    css += "block-ellipsis: auto }"

    html, css = page(f"<p>{ENGLISH}</p><q>{PERSIAN * 4}</q><div>{ENGLISH}</div>", css)
    kept().print(html, css, {})

    assert len(again) == 2
    assert_same(html, css, within=80)


@pytest.mark.parametrize("kind", ["svg", "png", "colr"])
def test_fonts_of_pictures_are_left_to_the_engine(monkeypatch, kind):
    class Coloured(weasyprint.pdf.fonts.Font):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            setattr(self, kind, True)

    monkeypatch.setattr("weasyprint.pdf.stream.Font", Coloured)
    asked = []
    monkeypatch.setattr(weasyprint.draw.text, "get_hb_object_data", lambda *arguments: asked.append(arguments))
    again = spied(monkeypatch)

    Renderer(load_faces()).print(*page(f"<p>{ENGLISH}</p>", ""), {})

    assert again
    assert asked


def spied(monkeypatch) -> list[str]:
    """Return what grows with each text that is laid out again to be drawn."""
    again: list[str] = []

    def set_text(layout, text, justify=False):
        if justify:
            again.append(text)
        was_set(layout, text, justify)

    was_set = Layout.set_text
    monkeypatch.setattr(Layout, "set_text", set_text)
    return again


def test_a_letter_that_no_font_has_is_told_as_before():
    html, css = page(f"<p>{ENGLISH} \U00012000 {ENGLISH}</p>", "p { text-align: justify }")

    ours, theirs = kept().print(html, css, {}), engine().print(html, css, {})

    assert ours.findings == theirs.findings
    assert [finding.code for finding in ours.findings] == ["glyph-missing"]
    assert len(drawn(ours.pdf)) == len(drawn(theirs.pdf))


def test_text_in_a_drawing():
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'>"
        "<text x='5' y='20' font-size='14' letter-spacing='2'>AV Tokyo</text>"
        "<text x='5' y='50' font-size='14' transform='rotate(5)' textLength='150'>one two</text></svg>"
    )
    files = {"drawing.svg": StoredFile(svg.encode(), "image/svg+xml")}
    html, css = page("<img src='drawing.svg'>", "")

    def shown(renderer: Renderer) -> list[str]:
        with pikepdf.open(io.BytesIO(renderer.print(html, css, files).pdf)) as document:
            forms = [item for item in document.objects if isinstance(item, pikepdf.Stream) and "/Subtype" in item]
            return [
                f"{operator} {[part for part in operands[0] if not _is_small(part)] if operator == TJ else operands}"
                for form in (document.pages[0], *(form for form in forms if form.Subtype == "/Form"))
                for operands, operator in pikepdf.parse_content_stream(form)
                if str(operator) in ("Tm", "Tf", "TJ")
            ]

    ours = shown(kept())
    assert len(ours) > 8
    assert ours == shown(engine())


def _is_small(part: pikepdf.Object | Decimal) -> bool:
    """Say whether an operand is a distance that is not written."""
    return not isinstance(part, pikepdf.String) and abs(float(part)) < NEAREST


TJ = pikepdf.Operator("TJ")


def test_fonts_are_let_go_of_with_their_glyphs():
    renderer = Renderer(load_faces())
    document = laid_out(renderer, *page(ENGLISH, ""))
    assert len(renderer._fonts.held_fonts) == 1

    del document
    gc.collect()

    assert len(renderer._fonts.held_fonts) == 0


def test_fonts_leave_the_font_map_only_where_lines_are_laid_out():
    """Python may collect a document in any thread; Pango's font map, which a font takes itself off, is of one."""
    renderer = Renderer(load_faces())
    fonts = renderer._fonts.held_fonts
    documents = [laid_out(renderer, *page(ENGLISH, ""))]
    (font,) = (held.pointer for held in fonts.values())
    before = references(font)

    other = threading.Thread(target=lambda: (documents.clear(), gc.collect()))
    other.start()
    other.join()
    assert (len(fonts), len(fonts.left), references(font)) == (0, 1, before)
    again = laid_out(renderer, *page(f"<b>{ENGLISH}</b>", ""))

    assert (len(fonts), fonts.left, references(font)) == (1, [], before)  # `font` is a reference of ours
    del font, again


def laid_out(renderer: Renderer, html: str, css: str) -> weasyprint.Document:
    return renderer._laid_out(html, renderer._parsed(css), {})


def references(pointer: object) -> int:
    """Return how many there are to an object of GObject's, which counts them behind the pointer to its class."""
    return int(ffi.cast("unsigned int *", pointer)[2])
