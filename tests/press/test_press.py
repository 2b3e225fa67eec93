"""The profile `press`: PDF/X-4 with the press's own inks, bleed, marks, and the same bytes every time."""

from __future__ import annotations

import io
import itertools
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image, ImageCms

import afgazad_pdf as ap
import afgazad_pdf.article
from afgazad_pdf.pictures import Picture
from afgazad_pdf.press import separation
from afgazad_pdf.press.condition import BUNDLED, load_condition
from afgazad_pdf.press.inks import Colour, Ink, palette
from afgazad_pdf.press.link_targets import with_link_targets
from afgazad_pdf.press.separation import most_ink, separated
from afgazad_pdf.press.xmp import NAMESPACES

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = tuple(sorted(file.parent.name for file in (ROOT / "samples").glob("*/article.md")))
PRESS = ap.Settings(profile="press")
MM = 72 / 25.4
COLOURED = {"rg", "RG"}
HEAD = "---\ntitle: {title}\nlang: {lang}\ndate: 2016-08-21\n---\n\n"

needs_ghostscript = pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


@cache
def sample(name: str, **settings) -> ap.Rendered:
    article = ap.load_article(ROOT / "samples" / name / "article.md")
    return ap.render_article(article, settings=PRESS.model_copy(update=settings))


@pytest.fixture
def printed(tmp_path):
    """Print a text beside the files of `tmp_path`: `printed("text", lang="fa-AF", columns=2)`."""

    def print_text(body: str, *, title: str = "Snow", lang: str = "en", **settings) -> ap.Rendered:
        path = tmp_path / "article.md"
        path.write_text(HEAD.format(title=title, lang=lang) + body, encoding="utf-8")
        return ap.render_article(ap.load_article(path), settings=ap.Settings(profile="press", **settings))

    return print_text


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def streams(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    found = (item for item in document.objects if isinstance(item, pikepdf.Stream))
    return [item for item in found if item.get("/Subtype") == kind]


def operators(document: pikepdf.Pdf) -> list[tuple[str, tuple[float, ...] | None]]:
    """Every operator of pages, forms and patterns, with its numbers where it has nothing else."""
    drawn = [page.obj for page in document.pages] + streams(document, "/Form")
    drawn += [item for item in document.objects if isinstance(item, pikepdf.Stream) and "/PatternType" in item]
    found = []
    for item in drawn:
        for operands, operator in pikepdf.parse_content_stream(item):
            try:
                numbers = tuple(float(part) for part in operands)
            except (TypeError, ValueError):
                numbers = None
            found.append((str(operator), numbers))
    return found


def spaces(document: pikepdf.Pdf) -> set[str]:
    """Every colour space that a picture, gradient or group names."""
    named = {str(image.ColorSpace) for image in streams(document, "/Image")}
    named |= {str(form.Group.CS) for form in streams(document, "/Form") if "/Group" in form}
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item:
            named.add(str(item.ColorSpace))
    return named


def colours(document: pikepdf.Pdf) -> set[tuple[float, ...]]:
    return {numbers for operator, numbers in operators(document) if operator in ("k", "K")}


def codes(rendered: ap.Rendered) -> list[str]:
    return [finding.code for finding in rendered.findings]


def packet(document: pikepdf.Pdf) -> etree._Element:
    return etree.fromstring(document.Root.Metadata.read_raw_bytes())


def value(document: pikepdf.Pdf, name: str) -> str:
    return packet(document).findtext(f".//{name}", namespaces=NAMESPACES)


def numbers(box) -> tuple[float, ...]:
    return tuple(float(edge) for edge in box)


# The whole file


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_ink_alone_and_has_no_finding(name):
    rendered = sample(name)
    with opened(rendered.pdf) as document:
        assert document.pdf_version == "1.6"
        assert not COLOURED & {operator for operator, _ in operators(document)}
        assert spaces(document) <= {"/DeviceCMYK", "/DeviceGray"}
        text_inks = colours(document) - {(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)}  # the names of the plates
        assert all(ink[:3] == (0, 0, 0) for ink in text_inks)
        assert not any("/Annots" in page for page in document.pages)
        assert not [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Rect" in item]
    assert rendered.findings == ()


@pytest.mark.parametrize("name", SAMPLES)
@needs_qpdf
def test_every_sample_is_a_sound_file(name, tmp_path):
    file = sample(name).write(tmp_path / "page.pdf")

    assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_embedded(name):
    with opened(sample(name).pdf) as document:
        fonts = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/DescendantFonts" in item
        ]

        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


@pytest.mark.parametrize("name", SAMPLES)
@needs_ghostscript
def test_pages_without_pictures_are_black_alone(name, tmp_path):
    rendered = sample(name, marks=False)
    file = rendered.write(tmp_path / "page.pdf")
    command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", str(file)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    coverage = [tuple(float(part) for part in line.split()[:4]) for line in lines if "CMYK" in line]

    with opened(rendered.pdf) as document:
        bare = [b"/i" not in page.Contents.read_bytes() for page in document.pages]
    assert len(coverage) == len(bare)
    assert any(bare)
    for inks, without_pictures in zip(coverage, bare, strict=True):
        assert inks[3] > 0
        assert (inks[:3] == (0, 0, 0)) == without_pictures


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_is_that_of_the_screen(name, page_text):
    article = ap.load_article(ROOT / "samples" / name / "article.md")

    assert page_text(sample(name).pdf) == page_text(ap.render_article(article).pdf)


def test_the_same_article_gives_the_same_bytes_in_another_process_and_folder(tmp_path):
    folder = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "samples" / "dari-water", folder)
    program = (
        "import afgazad_pdf as ap, sys; article = ap.load_article(sys.argv[1]); "
        "sys.stdout.buffer.write(ap.render_article(article, settings=ap.Settings(profile='press')).pdf)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(folder / "article.md")],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONHASHSEED": "5", "PYTHONPATH": str(ROOT)},
    )

    assert result.stdout == sample("dari-water").pdf


EVERYTHING = """
Words[^a] with **strong**, *soft*, [a link](https://example.org), <mark>marked</mark> ۱۲ and متن فارسی.

::: pull
The best words.

— A speaker
:::

| a | b |
|---|---|
| c | d |
| e | f |

: What it shows.

::: poem poet="فردوسی" numbers=yes gap="*"
چو کشور نباشد تن من مباد / بدین بوم و بر زنده یک تن مباد
:::

> A quotation.

- one
    1. two

* * *

## Heading

    code

[^a]: A note with [a link](https://example.org/b).
"""


@pytest.mark.parametrize("lang", ["en", "fa-AF"])
@pytest.mark.parametrize("settings", [{}, {"columns": 3, "initial": True, "paragraphs": "indented"}])
def test_all_that_a_page_can_hold_is_black_alone(printed, lang, settings):
    with opened(printed(EVERYTHING, lang=lang, marks=False, link_targets="notes", **settings).pdf) as document:
        assert {ink[:3] for ink in colours(document)} == {(0, 0, 0)}
        assert {ink[3] for ink in colours(document)} == {1, 0.5, 0.1}
        assert not COLOURED & {operator for operator, _ in operators(document)}
        assert not {"g", "G", "cs", "CS", "sh"} & {operator for operator, _ in operators(document)}


# What the file says of itself


def test_the_output_intent_names_the_printing_condition():
    with opened(sample("dari-water").pdf) as document:
        (intent,) = document.Root.OutputIntents
        profile = intent.DestOutputProfile

        assert (str(intent.S), str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
        assert str(intent.RegistryName) == "http://www.color.org"
        assert str(intent.Info) == "ISO Coated v2 300% (basICColor)"
        assert (int(profile.N), profile.read_bytes()) == (4, BUNDLED.read_bytes())


def test_info_and_xmp_say_the_same():
    with opened(sample("dari-water").pdf) as document:
        info = document.docinfo

        assert str(info.GTS_PDFXVersion) == value(document, "pdfxid:GTS_PDFXVersion") == "PDF/X-4"
        assert (str(info.Trapped), value(document, "pdf:Trapped")) == ("/False", "False")
        assert str(info.Creator) == value(document, "xmp:CreatorTool")
        assert str(info.Producer) == value(document, "pdf:Producer")
        assert (str(info.CreationDate), value(document, "xmp:CreateDate")) == ("D:20160821", "2016-08-21")
        assert value(document, "xmp:MetadataDate") == value(document, "xmp:ModifyDate") == "2016-08-21"
        assert value(document, "xmpMM:VersionID") == "1"
        assert value(document, "xmpMM:RenditionClass") == "default"
        assert value(document, "xmpMM:DocumentID").startswith("urn:uuid:")
        assert packet(document).findtext(".//dc:title//rdf:li", namespaces=NAMESPACES) == str(info.Title)
        assert packet(document).find(".//pdfuaid:part", NAMESPACES) is None
        assert "/ID" in document.trailer
        assert "/StructTreeRoot" not in document.Root
        assert "/PageLabels" in document.Root


def test_an_article_without_a_date_cannot_be_pdf_x(make_article):
    rendered = ap.render_article(make_article("Words."), settings=PRESS)

    (finding,) = rendered.findings
    assert (finding.code, finding.level) == ("press-broken", "error")
    assert "date" in finding.message


# Boxes, bleed, marks


@pytest.mark.parametrize(("bleed", "marks"), [(3, True), (3, False), (10, False), (0, True)])
def test_boxes_follow_from_page_and_bleed(printed, bleed, marks):
    with opened(printed("Words.", page_size="A5", bleed=bleed, marks=marks).pdf) as document:
        (page,) = document.pages
        trim, printed_area, media = (numbers(page[name]) for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
        room = 13 * MM if marks else 0

    assert trim == pytest.approx((0, 0, 148 * MM, 210 * MM), abs=0.01)
    assert printed_area == pytest.approx(grown(trim, bleed * MM), abs=0.01)
    assert media == pytest.approx(grown(trim, bleed * MM + room), abs=0.01)


def grown(box, by):
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def test_marks_stand_outside_the_bleed_on_every_plate():
    with opened(sample("dari-water").pdf) as document:
        page = document.pages[0]
        (form,) = streams(document, "/Form")
        assert [str(part) for part in form.Resources.ColorSpace.All][:3] == ["/Separation", "/All", "/DeviceCMYK"]
        left, bottom, right, top = numbers(page.BleedBox)
        drawn = [
            (str(operator), tuple(float(part) for part in operands))
            for operands, operator in pikepdf.parse_content_stream(form)
            if str(operator) in ("m", "l", "c")
        ]

        assert sum(operator == "m" for operator, _ in drawn) > 100
        for operator, points in drawn:
            x, y = points[-2:]
            assert not (left < x < right and bottom < y < top), (operator, points)
        crop = {points for _, points in drawn}
        trim = numbers(page.TrimBox)
        assert {round(x, 2) for x, _ in (points for points in crop if len(points) == 2)} >= {
            round(trim[0], 2),
            round(trim[2], 2),
        }


def test_a_page_without_marks_has_none():
    with opened(sample("dari-water", marks=False).pdf) as document:
        assert streams(document, "/Form") == []


@pytest.mark.parametrize("lang", ["en", "fa-AF"])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_picture_that_bleeds_reaches_the_edge_of_the_bleed(printed, tmp_path, jpeg, lang, columns):
    (tmp_path / "wide.jpg").write_bytes(jpeg(2400, 800))
    rendered = printed("Words.\n\n![w](wide.jpg){.bleed}\n\nWords.", lang=lang, columns=columns, bleed=4)

    assert rendered.findings == ()
    document = pypdfium2.PdfDocument(rendered.pdf)
    (place,) = (item.get_bounds() for page in document for item in page.get_objects() if item.type == 3)
    with opened(rendered.pdf) as document:
        left, _, right, _ = numbers(document.pages[0].BleedBox)
    assert (place[0], place[2]) == pytest.approx((left, right), abs=0.05)


def test_a_picture_in_a_list_does_not_bleed(printed, tmp_path, jpeg):
    (tmp_path / "wide.jpg").write_bytes(jpeg(2400, 800))
    (tmp_path / "other.jpg").write_bytes(jpeg(2400, 700))

    assert codes(printed("- Words.\n\n    ![w](wide.jpg){.bleed}")) == ["picture-bleed"]
    assert codes(printed("Words.[^n]\n\n![w](other.jpg){.bleed}\n\n[^n]: N.", columns=2)) == ["picture-bleed"]


def test_on_screens_a_picture_that_bleeds_is_as_wide_as_the_page(tmp_path, jpeg):
    (tmp_path / "wide.jpg").write_bytes(jpeg(1200, 400))
    path = tmp_path / "article.md"
    path.write_text(HEAD.format(title="T", lang="en") + "![w](wide.jpg){.bleed}", encoding="utf-8")
    (page,) = pypdfium2.PdfDocument(ap.render_article(ap.load_article(path)).pdf)

    (place,) = (item.get_bounds() for item in page.get_objects() if item.type == 3)
    assert (place[0], place[2]) == pytest.approx((0, page.get_width()), abs=0.05)


# Inks


def test_the_theme_says_its_inks(printed, tmp_path):
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "theme.toml").write_text("[inks]\naccent = [100, 80, 0, 30]\n", encoding="utf-8")
    rendered = printed("## Heading\n\n- item", template_folders=(theme,))

    assert rendered.findings == ()
    with opened(rendered.pdf) as document:
        assert (1, 0.8, 0, 0.3) in colours(document)


def test_a_colour_that_nobody_names_is_converted_and_told(printed, tmp_path):
    (tmp_path / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="40" height="40" fill="#a00000"/>'
        '<rect x="50" width="40" height="40" fill="#808080"/></svg>',
        encoding="utf-8",
    )
    rendered = printed("![d](drawing.svg)")

    (finding,) = rendered.findings
    assert (finding.code, finding.level) == ("colour-converted", "info")
    assert "#a00000;" in finding.message
    with opened(rendered.pdf) as document:
        assert any(ink[0] > 0 and ink[1] > 0.9 for ink in colours(document))
        assert (0, 0, 0, 0.498) in colours(document)
        assert not COLOURED & {operator for operator, _ in operators(document)}


def test_gradients_masks_and_transparency_are_in_ink(printed, tmp_path):
    (tmp_path / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><defs><linearGradient id="g">'
        '<stop offset="0" stop-color="red"/><stop offset=".5" stop-color="lime"/>'
        '<stop offset="1" stop-color="blue" stop-opacity=".3"/></linearGradient>'
        '<mask id="m"><rect width="200" height="60" fill="white"/><rect y="60" width="200" height="40" fill="#a00000"/>'
        '</mask></defs><g mask="url(#m)"><rect width="200" height="100" fill="url(#g)" opacity=".5"/></g></svg>',
        encoding="utf-8",
    )
    rendered = printed("![d](drawing.svg)")

    with opened(rendered.pdf) as document:
        assert not COLOURED & {operator for operator, _ in operators(document)}
        assert spaces(document) == {"/DeviceCMYK", "/DeviceGray"}
        assert all(page.Group.CS == "/DeviceCMYK" for page in document.pages)
        masks = [
            state.SMask.G
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/ExtGState" in item
            for state in item.ExtGState.values()
            if "/SMask" in state
        ]
        assert masks
        assert {str(mask.Group.CS) for mask in masks} == {"/DeviceGray"}
        greys = [n for operator, n in operators(document) if operator == "g"]
        assert (1,) in greys
    assert "#a00000" not in rendered.findings[0].message  # a mask is no colour


@pytest.mark.parametrize("inks", ["cmyk", "grey"])
def test_colours_of_other_kinds_are_ink_too(printed, tmp_path, inks):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "direction.css.j2").write_text(
        "main p { color: oklch(60% 0.2 30); border: 1pt solid device-cmyk(0 1 0 0); }", encoding="utf-8"
    )
    rendered = printed("Words.", template_folders=(tmp_path,), inks=inks)

    assert codes(rendered) == ([] if inks == "grey" else ["colour-converted"])
    with opened(rendered.pdf) as document:
        found = {operator for operator, _ in operators(document)}
        assert not (COLOURED | {"sc", "SC"}) & found
        marked = {(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)}
        assert bool(colours(document) - marked - {ink for ink in colours(document) if not any(ink[:3])}) == (
            inks == "cmyk"
        )


def test_one_colour_with_two_inks_is_refused(printed, tmp_path):
    (tmp_path / "theme.toml").write_text(
        '[colour]\naccent = "#4a4a4a"\n[inks]\naccent = [0, 100, 0, 0]\n', encoding="utf-8"
    )
    with pytest.raises(ap.TemplateError, match="“accent” and “soft” are both #4a4a4a"):
        printed("Words.", template_folders=(tmp_path,))


@pytest.mark.parametrize("amounts", ["[0, 0, 0]", "[0, 0, 0, 101]", '"black"', "[100, 100, 100, 100]"])
def test_inks_that_cannot_be_printed_are_refused(printed, tmp_path, amounts):
    (tmp_path / "theme.toml").write_text(f"[inks]\naccent = {amounts}\n", encoding="utf-8")
    with pytest.raises(ap.TemplateError, match=r"inks\.accent"):
        printed("Words.", template_folders=(tmp_path,))


def test_greys_are_black_ink_and_white_is_paper():
    known = palette({}, {"#a00000": [0, 100, 100, 20]}, load_condition())

    assert known.ink(Colour(0, 0, 0)) == Ink(0, 0, 0, 1)
    assert known.ink(Colour(255, 255, 255)) == Ink(0, 0, 0, 0)
    assert known.ink(Colour(51, 51, 51)) == Ink(0, 0, 0, 0.8)
    assert known.ink(Colour(160, 0, 0)) == Ink(0, 1, 1, 0.2)
    assert not known.knows(Colour(160, 0, 1))


def test_no_colour_has_more_ink_than_the_profile_allows():
    condition = load_condition()
    known = palette({}, {}, condition)

    assert condition.ink_limit == 300
    for parts in itertools.product((0, 60, 128, 200, 255), repeat=3):
        assert sum(known.ink(Colour(*parts))) <= 3.001


def test_with_black_alone_everything_is_black(printed, tmp_path, jpeg):
    (tmp_path / "photo.jpg").write_bytes(jpeg(900, 600))
    rendered = printed("![p](photo.jpg)", inks="grey")

    with opened(rendered.pdf) as document:
        assert {str(image.ColorSpace) for image in streams(document, "/Image")} == {"/DeviceGray"}
        assert all(ink[:3] == (0, 0, 0) for ink in colours(document))


# Pictures


def picture(image: Image.Image, format: str, **options) -> Picture:
    output = io.BytesIO()
    image.save(output, format=format, **options)
    types = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff"}
    return Picture(data=output.getvalue(), media_type=types[format], width=image.width, height=image.height)


def image_of(made) -> Image.Image:
    return Image.open(io.BytesIO(made.picture.data))


def coloured(size=(60, 40)) -> Image.Image:
    bands = [
        Image.effect_noise(size, 90),
        Image.linear_gradient("L").resize(size),
        Image.radial_gradient("L").resize(size),
    ]
    return Image.merge("RGB", bands)


RED = Image.new("RGB", (40, 40), (200, 30, 30))


@pytest.mark.parametrize(
    ("given", "format", "mode"),
    [
        (coloured(), "JPEG", "CMYK"),
        (coloured(), "PNG", "CMYK"),
        (coloured().convert("P", palette=Image.Palette.ADAPTIVE), "PNG", "CMYK"),
        (coloured().convert("RGBA"), "PNG", "CMYK"),
        (coloured().convert("CMYK"), "TIFF", "CMYK"),
        (coloured().convert("L"), "JPEG", "L"),
        (coloured().convert("LA"), "PNG", "L"),
        (coloured().convert("L").convert("RGB"), "JPEG", "L"),
        (coloured().convert("1"), "PNG", "L"),
        (ImageCms.profileToProfile(
            coloured(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"), "TIFF", "CMYK"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_is_ink(given, format, mode):
    made = separated(picture(given, format), load_condition())

    image = image_of(made)
    assert (image.mode, image.size, made.remarks) == (mode, (60, 40), ())
    assert made.picture.media_type == ("image/jpeg" if mode == "CMYK" or format == "JPEG" else "image/png")
    assert "icc_profile" not in image.info


def test_what_shows_through_becomes_paper():
    clear = RED.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((40, 40)).point(lambda level: 255 * (level > 127)))
    made = image_of(separated(picture(clear, "PNG"), load_condition()))
    grey = image_of(separated(picture(clear.convert("LA"), "PNG"), load_condition()))

    assert max(made.getpixel((9, 3))) <= 1
    assert made.getpixel((9, 36))[1] > 200
    assert (grey.getpixel((9, 3)), grey.getpixel((9, 36)) < 120) == (255, True)


def test_pictures_of_16_bits_keep_their_greys(tmp_path):
    wide = Image.new("I", (256, 8))
    wide.putdata([column * 257 for _ in range(8) for column in range(256)])
    made = separated(picture(wide.convert("I;16"), "PNG"), load_condition())

    assert [image_of(made).getpixel((column, 0)) for column in (0, 64, 200, 255)] == [0, 64, 200, 255]


@pytest.mark.parametrize("seed", range(3))
def test_photographs_keep_to_the_limit_of_ink(seed):
    dark = coloured((200, 200)).point(lambda level: level // (seed + 1))
    made = separated(picture(dark, "PNG"), load_condition())

    assert most_ink(image_of(made)) <= 303  # JPEG rounds


def test_inked_pictures_stay_as_they_are_but_for_too_much_ink():
    light = picture(Image.new("CMYK", (40, 40), (10, 200, 30, 5)), "JPEG", quality=95)
    heavy = picture(Image.new("CMYK", (40, 40), (250, 250, 250, 250)), "JPEG", quality=95)

    assert separated(light, load_condition()).picture is light
    made = separated(heavy, load_condition())
    assert [code for code, _ in made.remarks] == ["picture-ink"]
    assert "392 % of ink" in made.remarks[0][1]
    assert most_ink(image_of(made)) <= 302


def test_a_pictures_own_profile_counts():
    own = ImageCms.ImageCmsProfile(io.BytesIO(BUNDLED.read_bytes()))
    inked = ImageCms.profileToProfile(RED, ImageCms.createProfile("sRGB"), own, outputMode="CMYK")
    same = picture(inked, "JPEG", quality=95, icc_profile=BUNDLED.read_bytes())
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")  # red light is green
    plain, tagged, turned, green = (
        image_of(separated(picture(image, "PNG", icc_profile=profile), load_condition())).getpixel((9, 9))
        for image, profile in (
            (RED, None),
            (RED, srgb),
            (RED, swapped),
            (Image.new("RGB", (40, 40), (30, 200, 30)), None),
        )
    )

    assert separated(same, load_condition()).picture is same
    assert tagged == plain
    assert turned == pytest.approx(green, abs=3)
    assert turned != pytest.approx(plain, abs=30)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("profile", [b"nothing", BUNDLED.read_bytes(), SRGB.replace(b"rTRC", b"????"), SRGB[:300]])
def test_a_profile_that_does_not_fit_is_told(profile):
    made = separated(picture(RED, "JPEG", icc_profile=profile), load_condition())

    assert [code for code, _ in made.remarks] == ["picture-profile"]
    assert image_of(made).mode == "CMYK"


def test_a_turned_photograph_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = separated(picture(coloured(), "JPEG", exif=exif), load_condition())

    assert image_of(made).size == (40, 60)
    assert not image_of(made).getexif()


def test_a_picture_is_converted_once(monkeypatch):
    given = picture(coloured((61, 41)), "PNG")
    first = separated(given, load_condition())
    monkeypatch.setattr(separation, "_separate", None)

    assert separated(given, load_condition()) is first


def test_pictures_that_are_kept_have_a_bound():
    kept = separation._Kept(1000)
    for number in range(5):
        made = separation.Separated(Picture(data=bytes(400), media_type="image/png", width=1, height=1))
        kept.put((str(number), "", False), made)

    assert [kept.get((str(number), "", False)) is not None for number in range(5)] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("coarse.jpg", "picture-coarse"),
        ("torn.jpg", "picture-damaged"),
        ("strange.tif", "picture-unsupported"),
    ],
)
def test_bad_pictures_are_told(printed, tmp_path, jpeg, name, code):
    (tmp_path / "coarse.jpg").write_bytes(jpeg(300, 200))
    (tmp_path / "torn.jpg").write_bytes(jpeg(300, 200)[:-400])
    raw = bytearray(jpeg(8, 8, format="TIFF", mode="RGB"))
    place = raw.index(b"\x06\x01\x03\x00")  # tag 262, PhotometricInterpretation
    raw[place + 8 : place + 10] = (32803).to_bytes(2, "little")  # a camera's raw mosaic
    (tmp_path / "strange.tif").write_bytes(raw)

    rendered = printed(f"Words.\n\n![p]({name})")
    assert codes(rendered) == [code]
    assert rendered.findings[0].line == 9
    if code == "picture-coarse":
        assert "100 pixels to the inch" in rendered.findings[0].message


# The printing condition


def without(data: bytes, place: slice, new: bytes) -> bytes:
    changed = bytearray(data)
    changed[place] = new
    return bytes(changed)


BAD_PROFILES = {
    "rgb": (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "is a profile for RGB"),
    "truncated": (BUNDLED.read_bytes()[:400_000], "is truncated: it has 400000 bytes of 1052612"),
    "scanner": (without(BUNDLED.read_bytes(), slice(12, 16), b"scnr"), "is a profile for a scanner or camera"),
    "text": (b"ISO Coated v2", "is not an ICC profile"),
    "empty": (b"", "is not an ICC profile"),
    "damaged": (without(BUNDLED.read_bytes(), slice(132, 600), bytes(468)), "is damaged"),
}


@pytest.mark.parametrize("kind", BAD_PROFILES)
def test_a_profile_that_is_none_for_this_press_is_refused(printed, tmp_path, kind):
    data, reason = BAD_PROFILES[kind]
    (tmp_path / "press.icc").write_bytes(data)

    with pytest.raises(ap.SettingsError, match=re.escape(reason)) as caught:
        printed("Words.", output_profile=tmp_path / "press.icc")
    assert caught.value.problems[0].field == "output_profile"


def test_a_profile_that_is_not_there_is_refused(printed, tmp_path):
    with pytest.raises(ap.SettingsError, match="cannot be read"):
        printed("Words.", output_profile=tmp_path / "none.icc")


def test_an_own_profile_goes_into_the_file_under_its_own_name(printed, tmp_path):
    data = BUNDLED.read_bytes().replace(b"ISO Coated v2 300% (basICColor)", b"Newspaper of the Kabul press   ")
    (tmp_path / "press.icc").write_bytes(data)
    with opened(printed("Words.", output_profile=tmp_path / "press.icc").pdf) as document:
        (intent,) = document.Root.OutputIntents

        assert str(intent.OutputConditionIdentifier) == "Custom"
        assert str(intent.Info) == "Newspaper of the Kabul press"
        assert "/RegistryName" not in intent
        assert intent.DestOutputProfile.read_bytes() == data


# Links on paper


ADDRESS = "https://example.org/a?b=1"

LINKS = """Read [the report](https://example.org/a/b?c=1), [it](https://example.org/a/b?c=1) again, [write](mailto:a@example.org),
[example.org](https://www.example.org/) and [below](#end).[^n]

| a | b |
|---|---|
| [c](https://example.org/c) | d |

## End {#end}

[^n]: A note with [a link](https://example.org/n).
"""


@pytest.mark.parametrize(
    ("where", "report", "cell", "notes"), [("none", 0, 0, 1), ("inline", 2, 1, 1), ("notes", 1, 1, 3)]
)
def test_addresses_of_links_are_printed_where_they_are_wanted(printed, page_text, where, report, cell, notes):
    rendered = printed(LINKS, link_targets=where)
    text = "".join(page_text(rendered.pdf).split())

    assert rendered.findings == ()
    assert text.count("example.org/a/b?c=1") == report
    assert text.count("example.org/c") == cell
    assert text.count("a@example.org") == (report > 0)
    assert all(f"{number}" in text for number in range(1, notes + 1))


def test_addresses_stay_from_left_to_right_in_a_line_from_the_right():
    article = ap.Article(
        title="T",
        lang="fa-AF",
        blocks=[{"kind": "paragraph", "runs": [{"kind": "span", "role": "link", "href": ADDRESS, "runs": "اینجا"}]}],
    )
    inline = with_link_targets(article, "inline").blocks[0].runs
    noted = with_link_targets(article, "notes")

    assert ap.article.plain_text(inline) == f"اینجا ({ADDRESS})"
    assert inline[2].direction == "ltr"
    (note,) = noted.footnotes
    assert (note.blocks[0].dir, ap.article.plain_text(note.blocks[0].runs)) == ("ltr", ADDRESS)
    assert with_link_targets(article, "none") is article


def test_the_command_prints_for_a_press(tmp_path):
    target = tmp_path / "page.pdf"
    command = [
        *(sys.executable, "-m", "afgazad_pdf", "render", str(ROOT / "samples" / "literary-ghazal" / "article.md")),
        *("-o", str(target), "--profile", "press", "--inks", "grey", "--bleed", "5", "--no-marks"),
        *("--link-targets", "notes", "--output-profile", str(BUNDLED)),
    ]
    subprocess.run(command, check=True, capture_output=True)

    with pikepdf.open(target) as document:
        assert numbers(document.pages[0].MediaBox)[0] == pytest.approx(-5 * MM, abs=0.01)
