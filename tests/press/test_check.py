"""Preflight: a good file with one fault at a time; each is found by its own code, at its place, and nothing else is."""

from __future__ import annotations

import io
import re
import string
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

import afgazad_pdf as ap
from afgazad_pdf.press.preflight import DOCUMENT_RULES, LEVELS, PAGE_RULES
from afgazad_pdf.press.preflight.cmaps import read_code_map
from afgazad_pdf.press.preflight.document import MM, opened
from afgazad_pdf.press.preflight.messages import LANGUAGES, catalogue
from afgazad_pdf.press.preflight.metadata import _date
from afgazad_pdf.press.preflight.state import ImageShown, PathPainted, TextShown, combined, moved
from afgazad_pdf.press.preflight.typefaces import Typeface

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = tuple(sorted(file.parent.name for file in (ROOT / "samples").glob("*/article.md")))
PIECE = re.compile(r"\{(\w+)\}")


@cache
def sample(name: str = "dari-water", profile: str = "screen") -> bytes:
    article = ap.load_article(ROOT / "samples" / name / "article.md")
    return ap.render_article(article, settings=ap.Settings(profile=profile)).pdf


def changed(change: Callable[[pikepdf.Pdf], object], pdf: bytes | None = None, **options) -> bytes:
    """Return a PDF, a sample unless it is said, after a change; pikepdf itself writes nothing else into it."""
    with pikepdf.open(io.BytesIO(pdf or sample())) as file:
        change(file)
        output = io.BytesIO()
        file.save(output, fix_metadata_version=False, **options)
    return output.getvalue()


def codes(pdf: bytes, **choices) -> list[str]:
    return [finding.code for finding in ap.check_pdf(pdf, **choices)]


def only(pdf: bytes) -> ap.Finding:
    (finding,) = ap.check_pdf(pdf)
    return finding


def append(file: pikepdf.Pdf, content: str, page: int = 0) -> None:
    """Write something behind all that a page paints, in its own default space."""
    file.pages[page].contents_add(b"q", prepend=True)
    file.pages[page].contents_add(f"Q {content}".encode())


def artifact(content: str) -> str:
    return f"/Artifact BMC {content} EMC"


def add_font(file: pikepdf.Pdf, font: Dictionary) -> None:
    file.pages[0].Resources.Font["/Added"] = file.make_indirect(font)


def shown(text: str, x: float = 100, y: float = 200) -> str:
    """Text in the added font, whose codes are given in hexadecimal."""
    return artifact(f"BT /Added 10 Tf 1 0 0 1 {x} {y} Tm <{text}> Tj ET")


def elements(file: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    return [item for item in file.objects if isinstance(item, Dictionary) and item.get("/S") == f"/{role}"]


# ------------------------------------------------------------------ good files


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_have_nothing_wrong(name):
    assert ap.check_pdf(sample(name), profile="screen") == ()


def test_an_archive_file_has_nothing_wrong():
    assert ap.check_pdf(sample(profile="archive"), profile="archive") == ()


def test_writing_a_file_again_changes_nothing():
    assert codes(changed(lambda file: None)) == []
    assert codes(changed(lambda file: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)) == []


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + bytes(2000)])
def test_what_is_no_pdf(data):
    assert only(data).code == "pdf-unrecognized"


def test_what_is_damaged_beyond_repair():
    assert only(b"%PDF-1.7\nnothing").code == "pdf-damaged"
    assert only(sample()[:5000]).code == "pdf-damaged"


def test_what_had_to_be_mended():
    pdf = sample()
    finding = only(pdf.replace(b"startxref\n", b"startxref\n9", 1))

    assert (finding.code, finding.level) == ("pdf-damaged", "error")
    assert "BytesIO" not in finding.message


def test_what_needs_a_password_and_what_needs_none():
    locked = changed(lambda file: None, encryption=pikepdf.Encryption(owner="o", user="u"))
    encrypted = changed(lambda file: None, encryption=pikepdf.Encryption(owner="o", user=""))

    assert only(locked).code == "pdf-locked"
    assert only(encrypted).code == "pdf-encrypted"


def test_a_file_without_pages():
    output = io.BytesIO()
    pikepdf.new().save(output)

    assert only(output.getvalue()).code == "pdf-empty"


@pytest.mark.parametrize("path", ["none.pdf", ".", "a\0b"])
def test_a_file_that_cannot_be_read(path, tmp_path):
    finding = only(str(tmp_path / path))

    assert finding.code == "pdf-unreadable"
    assert finding.file == str(tmp_path / path)


@pytest.mark.parametrize(
    "content",
    ["/Nothing gs", "/Nothing 9 Tf", "1 0 0 cm", "/Nothing Do", "BT (x) Tj ET", "(a) Tc", "/Nothing sh", "1 1 m 2 l"],
)
def test_commands_that_cannot_be_understood(content):
    finding = only(changed(lambda file: append(file, artifact(content), page=1)))

    assert (finding.code, finding.page) == ("content-damaged", 2)


def test_a_place_that_is_nowhere_is_left_out():
    finding = only(changed(lambda file: append(file, f"{f'{10**16} 0 0 1 0 0 cm ' * 25} 1 1 2 2 re f")))

    assert (finding.code, finding.page, finding.place) == ("content-untagged", 1, None)


def test_a_form_that_draws_itself_comes_to_an_end():
    def change(file):
        form = Stream(file, artifact("/Self Do /Self Do").encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0] * 4)
        form.Resources = Dictionary(XObject=Dictionary(Self=form))
        file.pages[0].Resources.XObject["/Self"] = file.make_indirect(form)
        append(file, artifact("/Self Do"))

    assert only(changed(change)).code == "content-damaged"


def test_objects_of_the_wrong_kind():
    assert only(changed(lambda file: file.Root.__setitem__("/Outlines", Array([1])))).code == "pdf-malformed"
    assert "pdf-malformed" in codes(
        changed(lambda file: file.pages[0].obj.__setitem__("/Annots", Array([Dictionary(Subtype=Name.Link, A=4)])))
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_random_damage_is_told_and_never_raised(data):
    pdf = bytearray(sample("literary-ghazal"))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(pdf) - 1))
        pdf[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))

    assert set(codes(bytes(pdf))) <= set(LEVELS)


# ------------------------------------------------------------------ fonts


def font_dictionary(file: pikepdf.Pdf) -> pikepdf.Object:
    """The font that the first page uses first."""
    page = next(opened(sample()).pages())
    name = next(event.typeface.entries.BaseFont for event in page.events if isinstance(event, TextShown))
    return next(font for font in file.pages[0].Resources.Font.values() if font.BaseFont == name)


def test_a_font_that_is_not_embedded_is_told_once_with_its_name():
    def change(file):
        for page in file.pages:
            for font in page.Resources.Font.values():
                if "Noto-Serif" in str(font.BaseFont) and "Bold" not in str(font.BaseFont):
                    descriptor = font.DescendantFonts[0].FontDescriptor
                    if "/FontFile2" in descriptor:
                        del descriptor.FontFile2

    finding = only(changed(change))

    assert (finding.code, finding.page) == ("font-not-embedded", 1)
    assert "Noto-Serif" in finding.message


def test_a_font_of_the_reader_is_not_embedded():
    def change(file):
        add_font(file, Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding))
        append(file, shown("4142", x=10 * MM, y=841.89 - 20 * MM - 7))

    finding = only(changed(change))

    assert (finding.code, finding.place) == ("font-not-embedded", (10.0, 20.0))


def test_a_font_that_nothing_is_set_in_does_not_matter():
    def add(file):
        add_font(file, Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))

    assert codes(changed(add)) == []
    assert codes(changed(lambda file: (add(file), append(file, "BT 3 Tr ET " + shown("41"))))) == []  # invisible


@pytest.mark.parametrize("glyph", ["0000", "FFF0"], ids=["notdef", "beyond the last"])
def test_a_glyph_that_the_font_does_not_have(glyph):
    def change(file):
        file.pages[0].Resources.Font["/Added"] = next(iter(file.pages[0].Resources.Font.values()))
        append(file, shown(f"{glyph}{glyph}", x=50 * MM, y=841.89 - 100 * MM - 7))

    finding = only(changed(change))

    assert (finding.code, finding.page, finding.place) == ("glyph-undefined", 1, (50.0, 100.0))
    assert "number: 2" in finding.message


def test_the_article_tells_the_glyph_too(make_article):
    rendered = ap.render_article(make_article("Linear \U00010000 B"))

    assert [finding.code for finding in rendered.findings] == ["glyph-missing"]
    assert codes(rendered.pdf) == ["glyph-undefined"]


def test_glyphs_without_text():
    def change(file):
        del font_dictionary(file)["/ToUnicode"]

    findings = ap.check_pdf(changed(change))

    assert {finding.code for finding in findings} == {"text-unmapped"}
    assert findings[0].page == 1


def test_text_is_read_from_names_and_from_actual_text():
    def font(**entries) -> Typeface:
        return Typeface(Dictionary(Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Test"), **entries))

    differences = Dictionary(Differences=Array([65, Name.alef, Name.g37, 70, Name("/.notdef")]))
    named = font(Encoding=differences)

    assert named.name == "Test"
    assert [named.has_text(code) for code in (65, 66, 67)] == [True, False, True]
    assert [named.has_glyph(code) for code in (65, 70)] == [True, False]
    assert Typeface(Dictionary(Subtype=Name.TrueType, FontDescriptor=Dictionary(Flags=4))).has_text(65) is False
    assert Typeface(Dictionary(Subtype=Name.TrueType, FontDescriptor=Dictionary(Flags=32))).has_text(65) is True


def test_code_maps():
    table = read_code_map(
        b"1 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange 1 beginbfchar <41> <06440627> endbfchar "
        b"2 beginbfrange <0042> <0044> <0061> <50> <51> [<0031> <D835DC00>] endbfrange "
        b"1 begincidrange <8000> <8010> 20 endcidrange 1 begincidchar <41> 7 endcidchar"
    )

    assert table.texts == {0x41: "\u0644\u0627", 0x42: "a", 0x43: "b", 0x44: "c", 0x50: "1", 0x51: "\U0001d400"}
    assert list(table.codes(b"A\x80\x02B")) == [0x41, 0x8002, 0x42]
    assert [table.character(code) for code in (0x41, 0x8002, 0x9000, 1)] == [7, 22, 0, 0]


# ------------------------------------------------------------------ structure, language, direction


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.Root.__delitem__("/StructTreeRoot"),
        lambda file: file.Root.__delitem__("/MarkInfo"),
        lambda file: file.Root.MarkInfo.__setitem__("/Marked", False),
    ],
)
def test_a_file_without_tags(change):
    assert only(changed(change)).code == "tags-missing"


@pytest.mark.parametrize(
    "content",
    ["10 20 30 40 re f", "/P BMC 10 20 30 40 re f EMC", "/P <</MCID 9999>> BDC 10 60 m 40 20 l S EMC"],
    ids=["bare", "no number", "not in the tree"],
)
def test_content_without_tags(content):
    finding = only(changed(lambda file: append(file, content, page=2)))

    assert (finding.code, finding.page) == ("content-untagged", 3)
    assert finding.place == pytest.approx((10 / MM, (841.89 - 60) / MM), abs=0.1)


def test_an_untagged_form_inside_tagged_content_is_tagged():
    def change(file, mark: str):
        form = Stream(file, b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        file.pages[0].Resources.XObject["/Form"] = file.make_indirect(form)
        append(file, f"{mark} /Form Do EMC")

    assert codes(changed(lambda file: change(file, "/Artifact BMC"))) == []
    assert codes(changed(lambda file: change(file, "/P BMC"))) == ["content-untagged"]


def test_a_picture_without_a_description():
    def change(file):
        for figure in elements(file, "Figure")[:1]:
            del figure["/Alt"]

    finding = only(changed(change))

    assert (finding.code, finding.page) == ("figure-undescribed", 2)
    assert finding.place == pytest.approx((34.8, 17.8), abs=0.5)


def test_a_picture_by_another_name_and_without_a_box():
    def change(file):
        file.Root.StructTreeRoot.RoleMap = Dictionary(Photo=Name.Figure)
        figure = elements(file, "Figure")[0]
        figure.S, figure.Alt = Name.Photo, String(" ")
        del figure["/A"]

    finding = only(changed(change))

    assert (finding.code, finding.page) == ("figure-undescribed", 2)
    assert finding.place is not None


def test_a_file_without_a_language():
    assert only(changed(lambda file: file.Root.__delitem__("/Lang"))).code == "language-missing"
    assert (
        only(changed(lambda file: file.Root.__setitem__("/Lang", String("Dari, Persian")))).code == "language-invalid"
    )


def test_the_direction_of_pages():
    def turn(file):
        file.Root.ViewerPreferences.Direction = Name.R2L

    assert only(changed(lambda file: file.Root.ViewerPreferences.__delitem__("/Direction"))).code == "direction-missing"
    assert only(changed(turn, sample("china-syria"))).code == "direction-wrong"


# ------------------------------------------------------------------ links


def add_link(file: pikepdf.Pdf, **entries) -> None:
    """Add a link 20 mm from the left and 50 mm from the upper edge."""
    left, top = 20 * MM, 841.89 - 50 * MM
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[left, top - 10, left + 30, top], **entries)
    file.pages[0].Annots.append(file.make_indirect(link))


def removed_page(file: pikepdf.Pdf) -> pikepdf.Object:
    return file.make_indirect(Dictionary(Type=Name.Page))


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (lambda file: {"Dest": String("nowhere")}, "link-broken"),
        (lambda file: {"Dest": Name.Nowhere}, "link-broken"),
        (lambda file: {"A": Dictionary(S=Name.GoTo, D=String("nowhere"))}, "link-broken"),
        (lambda file: {"A": Dictionary(S=Name.GoTo, D=Array([99, Name.Fit]))}, "link-page-missing"),
        (lambda file: {"Dest": Array([removed_page(file), Name.Fit])}, "link-page-missing"),
        (lambda file: {"A": Dictionary(S=Name.GoTo)}, "link-page-missing"),
        (lambda file: {}, "link-idle"),
    ],
)
def test_links_to_what_is_not_there(entries, code):
    finding = only(changed(lambda file: add_link(file, **entries(file))))

    assert (finding.code, finding.page, finding.place) == (code, 1, (20.0, 50.0))


@pytest.mark.parametrize(
    "entries",
    [
        lambda file: {"Dest": Array([file.pages[1].obj, Name.Fit])},
        lambda file: {"Dest": String("there")},
        lambda file: {"Dest": Name.There},
        lambda file: {"A": Dictionary(S=Name.GoTo, D=String("deep"))},
        lambda file: {"A": Dictionary(S=Name.URI, URI=String("https://example.org"))},
        lambda file: {"A": Dictionary(S=Name.Named, N=Name.NextPage)},
    ],
)
def test_links_to_what_is_there(entries):
    def change(file):
        place = Array([file.pages[2].obj, Name.Fit])
        leaf = Dictionary(Names=Array([String("there"), place, String("deep"), Dictionary(D=place)]))
        file.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([file.make_indirect(leaf)])))
        file.Root.Dests = Dictionary(There=place)
        add_link(file, **entries(file))

    assert codes(changed(change)) == []


def test_a_bookmark_to_what_is_not_there():
    def change(file):
        item = file.Root.Outlines.First
        if "/First" in item:
            item = item.First
        if "/A" in item:
            del item["/A"]
        item.Dest = String("nowhere")

    finding = only(changed(change))

    assert finding.code == "bookmark-broken"
    assert finding.page is None


# ------------------------------------------------------------------ metadata


def packet(file: pikepdf.Pdf, *changes: tuple[str, str]) -> None:
    text = file.Root.Metadata.read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.Root.Metadata.write(text.encode())


def test_a_file_without_a_title():
    def change(file):
        del file.docinfo["/Title"]
        text = file.Root.Metadata.read_bytes().decode()
        file.Root.Metadata.write(re.sub(r"<dc:title>.*?</dc:title>", "", text, flags=re.DOTALL).encode())

    assert only(changed(change)).code == "title-missing"


def test_a_title_that_readers_do_not_show():
    assert (
        only(changed(lambda file: file.Root.__delitem__("/ViewerPreferences"), sample("china-syria"))).code
        == "title-hidden"
    )


def test_metadata_that_is_missing_or_broken():
    assert only(changed(lambda file: file.Root.__delitem__("/Metadata"))).code == "metadata-missing"
    assert only(changed(lambda file: file.Root.Metadata.write(b"<x:xmpmeta"))).code == "metadata-damaged"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Title", "Other"),
        ("Author", "Nobody"),
        ("Subject", "Nothing"),
        ("Keywords", "snow, ice"),
        ("Creator", "Word"),
        ("Producer", "Distiller"),
        ("CreationDate", "D:20160822"),
        ("ModDate", "D:20160821120000"),
    ],
)
def test_values_that_differ(key, value):
    finding = only(changed(lambda file: file.docinfo.__setitem__(f"/{key}", value)))

    assert finding.code == "metadata-differs"
    assert key in finding.message
    assert value in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("D:20160821120000+04'30'", "2016-08-21T07:30:00Z"),
        ("D:20160821", "2016-08-21"),
        ("D:20160821120000Z", "2016-08-21T12:00:00+00:00"),
        ("D:201608211200", "2016-08-21T12:00"),
    ],
)
def test_dates_of_one_moment(one, other):
    assert _date(one) == _date(other)


# ------------------------------------------------------------------ standards


def test_a_profile_asks_for_its_standards():
    assert "conformance-failed" not in codes(sample(), profile="screen")
    findings = ap.check_pdf(sample(), profile="archive")

    assert {finding.code for finding in findings} == {"conformance-failed"}
    assert all("PDF/A-3a" in finding.message for finding in findings)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.pages[2].obj.Annots[0].__delitem__("/Contents"),
        lambda file: file.pages[2].obj.__delitem__("/Tabs"),
        lambda file: append(file, "0 0 9 9 re f", page=2),
    ],
    ids=["Contents", "Tabs", "content"],
)
def test_a_standard_tells_rule_and_page(change):
    findings = ap.check_pdf(changed(change), profile="screen")
    (finding,) = [finding for finding in findings if finding.code == "conformance-failed"]

    assert finding.page == 3
    assert re.search(r"PDF/UA-1: .* \(PDFUA1-[A-Z0-9-]+; places: 1\)", finding.message)


def test_without_the_validator_a_profile_is_refused_and_the_rest_works(monkeypatch):
    monkeypatch.setitem(sys.modules, "page", None)

    assert codes(sample()) == []
    with pytest.raises(ap.ResourceError, match=r"pip install 'afgazad-pdf\[check\]'"):
        ap.check_pdf(sample(), profile="screen")


def test_an_unknown_profile_or_language_is_refused():
    with pytest.raises(ap.SettingsError, match="screen, archive"):
        ap.check_pdf(sample(), profile="printer")  # type: ignore[arg-type]
    with pytest.raises(ap.SettingsError, match="en, fa"):
        ap.check_pdf(sample(), lang="de")


# ------------------------------------------------------------------ places on the page


def test_text_stands_where_a_renderer_says_that_it_stands():
    """The right end of each line that PDFium finds is that of some text shown: widths and matrices are right."""
    events = [event for event in next(opened(sample("china-syria")).pages()).events if isinstance(event, TextShown)]
    text = pypdfium2.PdfDocument(sample("china-syria"))[0].get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]

    assert len(boxes) > 20
    ends = sorted(event.box.right for event in events)
    assert sum(any(abs(right - end) < 1.5 for end in ends) for _, _, right, _ in boxes) > 0.9 * len(boxes)
    assert any(isinstance(event, PathPainted) for event in next(opened(sample("china-syria")).pages()).events)


def test_pictures_fill_their_matrix():
    pages = list(opened(sample()).pages())
    (image,) = [event for event in pages[1].events if isinstance(event, ImageShown)]
    figure = opened(sample()).tagging.figures[0]

    assert image.box.right - image.box.left == pytest.approx(figure.box.right - figure.box.left, abs=1)
    assert "/Width" in image.image


@pytest.mark.parametrize(
    ("turned", "place"), [(0, (10, 30)), (90, (70, 10)), (180, (190, 70)), (270, (30, 190)), (-90, (30, 190))]
)
def test_places_are_those_of_the_page_as_it_is_shown(turned, place):
    def change(file):
        page = file.pages[0].obj
        page.MediaBox = [0, 0, 220 * MM, 120 * MM]
        page.TrimBox = [10 * MM, 10 * MM, 210 * MM, 110 * MM]
        page.Rotate = turned

    page = next(opened(changed(change)).pages())

    assert page.place(20 * MM, 80 * MM) == pytest.approx(place)


@given(*[st.tuples(*[st.floats(-9, 9)] * 6)] * 2, st.floats(-9, 9), st.floats(-9, 9))
def test_matrices_are_done_one_after_the_other(first, second, x, y):
    assert moved(combined(first, second), x, y) == pytest.approx(moved(second, *moved(first, x, y)), abs=1e-6)


def test_colours_and_parameters_are_known_to_rules():
    def change(file):
        file.pages[0].Resources.ExtGState["/Half"] = Dictionary(ca=0.5, LW=3)
        append(file, artifact("/Half gs 0 0 0 1 k 1 0 0 RG 0 0 5 5 re B"))

    *_, event = next(opened(changed(change)).pages()).events

    assert isinstance(event, PathPainted)
    assert (event.filled, event.stroked) == (True, True)
    assert (event.state.fill.space, event.state.fill.components) == ("/DeviceCMYK", (0, 0, 0, 1))
    assert (event.state.stroke.space, event.state.stroke.components) == ("/DeviceRGB", (1, 0, 0))
    assert (float(event.state.parameters["ca"]), event.state.line_width) == (0.5, 3)


# ------------------------------------------------------------------ messages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_words_in_every_language(lang):
    assert set(catalogue(lang)) == set(LEVELS)
    for code, text in catalogue(lang).items():
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        assert sorted(names) == sorted(PIECE.findall(catalogue("en")[code])), code
        assert "\u061b" in text or ";" in text or code == "conformance-failed", code  # what was found; what to do


def test_catalogues_are_sorted_alike():
    files = [ROOT / "afgazad_pdf" / "data" / f"messages.{lang}.toml" for lang in LANGUAGES]
    orders = [list(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]

    assert orders[0] == orders[1]


def test_persian_messages_have_persian_digits_and_isolate_what_is_not_persian():
    def change(file):
        file.pages[0].Resources.Font["/Added"] = next(iter(file.pages[0].Resources.Font.values()))
        append(file, shown("0000" * 12))

    (finding,) = ap.check_pdf(changed(change), lang="fa-AF")

    assert "۱۲ حرف" in finding.message
    assert re.search("\u2068[A-Z][\\w-]+\u2069", finding.message)


def test_a_finding_says_its_page_and_place():
    finding = ap.Finding(level=ap.Level.ERROR, code="c", message="m", file="a.pdf", page=3, place=(41.6, 118.2))

    assert str(finding) == "a.pdf:page 3 (42, 118 mm): error: c: m"
    assert str(ap.Finding(level=ap.Level.INFO, code="c", message="m", page=3)) == "page 3: info: c: m"


def test_every_rule_says_what_it_tells():
    for rule in (*DOCUMENT_RULES, *PAGE_RULES):
        assert rule.__doc__.startswith("Tell"), rule
