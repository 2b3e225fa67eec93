"""Plates: what each ink prints, drawn from the page; and the same amounts as Ghostscript separates."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageStat

import afgazad_pdf as ap
from afgazad_pdf.press.condition import BUNDLED, ink_limit
from afgazad_pdf.press.preflight.document import opened
from afgazad_pdf.press.preflight.layers import Layers, read_layers
from afgazad_pdf.press.preflight.plates import PROCESS, Separator, coverage, heavy_places
from afgazad_pdf.press.preflight.state import Box

from .sheet import (
    broken,
    form,
    jpeg,
    letters,
    mask,
    newsprint,
    picture,
    saved,
    screen_profile,
    separation,
    shading,
    tiles,
)
from .test_preflight_press import painting, profiled

needs_ghostscript = pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")

ROOT = Path(__file__).resolve().parent.parent.parent

SIDE = 144
"""Of the test page, in pt: at 72 dpi a pixel is a pt."""

MIDDLE = (72, 72)
CYAN, MAGENTA, YELLOW, BLACK = PROCESS


def page(content: str, group: bool = True, **resources) -> bytes:
    """Return a PDF of one square page; resources by kind, made for the file: ``Font={"Added": lambda file: …}``."""
    file = pikepdf.new()
    sheet = file.add_blank_page(page_size=(SIDE, SIDE)).obj
    sheet.Resources = Dictionary(
        {
            f"/{kind}": Dictionary({f"/{name}": file.make_indirect(make(file)) for name, make in items.items()})
            for kind, items in resources.items()
        }
    )
    if group:
        sheet.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
    sheet.Contents = Stream(file, content.encode())
    return saved(file)


def plates(pdf: bytes, names: tuple[str, ...] = PROCESS) -> dict[str, Image.Image]:
    document = opened(pdf)
    (sheet,) = document.pages()
    part = Box(0, 0, SIDE, SIDE)
    return dict(coverage(sheet, part, names, Separator(BUNDLED.read_bytes()), read_layers(document.root)).plates)


def inks(pdf: bytes, at: tuple[int, int] = MIDDLE, names: tuple[str, ...] = PROCESS) -> tuple[int, ...]:
    """Return the amounts of ink at a point, in percent; the point is from the lower left corner."""
    place = at[0], SIDE - 1 - at[1]
    return tuple(round(plate.getpixel(place) / 2.55) for plate in plates(pdf, names).values())


def state(**entries):
    return lambda file: Dictionary(**entries)


def made(space, count, value=100, **entries):
    return lambda file: picture(file, space, count, side=20, value=value, **entries)


def based(data, count):
    return lambda file: Array([Name.ICCBased, file.make_indirect(Stream(file, data, N=count))])


def duotone(file):
    tint = Stream(file, b"{0 exch 0 0}", FunctionType=4, Domain=[0, 1] * 2, Range=[0, 1] * 4)
    return Array([Name.DeviceN, Array([Name.Cyan, Name.Black]), Name.DeviceCMYK, file.make_indirect(tint)])


def palette(colours: bytes):
    return Array([Name.Indexed, Name.DeviceCMYK, len(colours) // 4 - 1, String(colours)])


def two_bits(file):
    data = bytes([0b11111111] * 5 * 20)
    return Stream(
        file, data, Type=Name.XObject, Subtype=Name.Image, Width=20, Height=20, BitsPerComponent=2,
        ColorSpace=palette(bytes([0, 0, 0, 0] * 3 + [255, 51, 0, 102])),
    )  # fmt: skip


def masked(file):
    made = picture(file, Name.DeviceCMYK, 4, side=20, value=200)
    made.SMask = file.make_indirect(picture(file, Name.DeviceGray, 1, side=20, value=128))
    return made


def keyed(file):
    """A picture whose own colour is left out, so that what lies below shows."""
    return picture(file, Name.DeviceCMYK, 4, side=20, value=100, Mask=Array([100, 100] * 4))


def stencil(file):
    return Stream(
        file,
        b"\x00" * 60,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=20,
        Height=20,
        BitsPerComponent=1,
        ImageMask=True,
    )


FULL = "20 20 104 104 re f "
DRAW = "q 104 0 0 104 20 20 cm /X Do Q "
BELOW = "0.5 0.25 0 0 k " + FULL
BLEND = {"G": state(BM=Name.Multiply)}
OVER = {"G": state(OP=True, op=True, OPM=1)}
OVER_ALL = {"G": state(OP=True, op=True, OPM=0)}

CASES = {
    "one colour": (page("0.1 0.2 0.3 0.4 k " + FULL), (10, 20, 30, 40)),
    "grey": (page("0.3 g " + FULL), (0, 0, 0, 70)),
    "a line": (page("0 0.6 0 0 K 40 w 20 72 m 124 72 l S"), (0, 60, 0, 0)),
    "both": (page("1 0 0 0 k 0 1 0 0 K 10 w 20 20 104 104 re B"), (100, 0, 0, 0)),
    "knocked out": (page(BELOW + "0 0 0 1 k 40 40 60 60 re f"), (0, 0, 0, 100)),
    "white above": (page(BELOW + "0 0 0 0 k 40 40 60 60 re f"), (0, 0, 0, 0)),
    "overprinted": (page(BELOW + "/G gs 0 0 0 1 k 40 40 60 60 re f", ExtGState=OVER), (50, 25, 0, 100)),
    "overprinted lines": (page(BELOW + "/G gs 0 0 0 1 K 30 w 20 72 m 124 72 l S", ExtGState=OVER), (50, 25, 0, 100)),
    "overprinted with no ink left out": (page(BELOW + "/G gs 0 0 0 1 k " + FULL, ExtGState=OVER_ALL), (0, 0, 0, 100)),
    "an overprint of lines alone": (
        page(BELOW + "/G gs 0 0 0 1 k " + FULL, ExtGState={"G": state(OP=True, op=False, OPM=1)}), (0, 0, 0, 100)
    ),
    "overprinted partly": (page(BELOW + "/G gs 0.2 0 0.7 0 k " + FULL, ExtGState=OVER), (20, 25, 70, 0)),
    "overprinted, then not": (page(BELOW + "q /G gs Q 0 0 0 1 k " + FULL, ExtGState=OVER), (0, 0, 0, 100)),
    "half shown": (page(BELOW + "/G gs 0 0 1 1 k " + FULL, ExtGState={"G": state(ca=0.5)}), (25, 12, 50, 50)),
    "multiplied": (page(BELOW + "/G gs 0.5 0 1 0 k " + FULL, ExtGState=BLEND), (75, 25, 100, 0)),
    "screened": (page(BELOW + "/G gs 0.5 0 1 0 k " + FULL, ExtGState={"G": state(BM=Name.Screen)}), (25, 0, 0, 0)),
    "darkened": (page(BELOW + "/G gs 0.2 0.6 0 0 k " + FULL, ExtGState={"G": state(BM=Name.Darken)}), (50, 60, 0, 0)),
    "a soft mask": (
        page(BELOW + "/G gs 0 0 0 1 k " + FULL, ExtGState={"G": lambda file: Dictionary(SMask=mask(file))}), (25, 12, 0, 50)
    ),
    "a form": (page("0 0 1 0 k /F Do", XObject={"F": lambda file: form(file, FULL)}), (0, 0, 100, 0)),
    "a form with its colour": (
        page(BELOW + "/F Do", XObject={"F": lambda file: form(file, "0 0.9 0 0 k " + FULL)}), (0, 90, 0, 0)
    ),
    "a form that overprints by what is around it": (
        page(BELOW + "/G gs /F Do", XObject={"F": lambda file: form(file, "0 0 0 1 k " + FULL)}, ExtGState=OVER),
        (50, 25, 0, 100),
    ),
    "a group that is half shown": (
        page(
            BELOW + "/G gs /F Do",
            XObject={
                "F": lambda file: form(
                    file, "0 0 1 0 k " + FULL, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
                )
            },
            ExtGState={"G": state(ca=0.5)},
        ),
        (25, 12, 50, 0),
    ),
    "a gradient": (
        page("/S sh", Shading={"S": lambda file: shading(Name.DeviceCMYK, 4)}), (2, 2, 2, 2)
    ),
    "a sweep": (
        page(
            "/Pattern cs /P scn " + FULL,
            Pattern={"P": lambda file: Dictionary(PatternType=2, Shading=shading(Name.DeviceCMYK, 4), Matrix=[1, 0, 0, 1, -100, 0])},
        ),
        (23, 23, 23, 23),
    ),
    "tiles": (
        page("/Pattern cs /P scn " + FULL, Pattern={"P": lambda file: tiles(file, "0 0.2 0 0.6 k 0 0 9 9 re f")}),
        (0, 20, 0, 60),
    ),
    "tiles without a colour": (
        page(
            "/T cs 0.3 0 0 0.2 /P scn " + FULL,
            ColorSpace={"T": lambda file: Array([Name.Pattern, Name.DeviceCMYK])},
            Pattern={"P": lambda file: Stream(file, b"0 0 9 9 re f", PatternType=1, PaintType=2, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9, Resources=Dictionary())},
        ),
        (30, 0, 0, 20),
    ),
    "a picture": (page(DRAW, XObject={"X": made(Name.DeviceCMYK, 4, 102)}), (40, 40, 40, 40)),
    "a grey picture": (page(DRAW, XObject={"X": made(Name.DeviceGray, 1, 51)}), (0, 0, 0, 80)),
    "a turned picture": (
        page(DRAW, XObject={"X": made(Name.DeviceCMYK, 4, 51, Decode=Array([1, 0] * 4))}), (80, 80, 80, 80)
    ),
    "a JPEG": (page(DRAW, XObject={"X": lambda file: jpeg(file, (51, 102, 0, 204), turned=True)}), (20, 40, 0, 80)),
    "a palette": (
        page(DRAW, XObject={"X": made(palette(bytes([0] * 4 + [255, 51, 0, 102])), 1, 1)}), (100, 20, 0, 40)
    ),
    "a palette of two bits": (page(DRAW, XObject={"X": two_bits}), (100, 20, 0, 40)),
    "a picture that is half shown": (page(BELOW + DRAW, XObject={"X": masked}), (64, 52, 39, 39)),
    "a picture that is left out": (page(BELOW + DRAW, XObject={"X": keyed}), (50, 25, 0, 0)),
    "a picture that overprints": (
        page(BELOW + "/G gs " + DRAW, XObject={"X": made(Name.DeviceGray, 1, 0)}, ExtGState=OVER), (0, 0, 0, 100)
    ),
    "a stencil": (page("0 0.7 0 0 k " + DRAW, XObject={"X": stencil}), (0, 70, 0, 0)),
    "a picture in the text": (
        page("q 104 0 0 104 20 20 cm BI /W 4 /H 4 /BPC 8 /CS /CMYK /F /AHx ID " + "33660099" * 16 + "> EI Q"), (20, 40, 0, 60)
    ),
    "drawn letters": (page("BT /T 100 Tf 40 40 Td (a) Tj ET", Font={"T": letters}), (0, 0, 0, 100)),
    "letters that overprint": (
        page(BELOW + "/G gs 0 0 0 1 k BT /T 100 Tf 40 40 Td (a) Tj ET", Font={"T": letters}, ExtGState=OVER), (50, 25, 0, 100)
    ),
    "black by name": (
        page("/S cs 0.6 scn " + FULL, ColorSpace={"S": lambda file: separation("Black", Name.DeviceCMYK, 4)}), (0, 0, 0, 60)
    ),
    "two inks by name": (page("/S cs 0.6 0.3 scn " + FULL, ColorSpace={"S": duotone}), (60, 0, 0, 30)),
    "two inks that overprint": (
        page(BELOW + "/G gs /S cs 0 0.3 scn " + FULL, ColorSpace={"S": duotone}, ExtGState=OVER_ALL), (0, 25, 0, 30)
    ),
    "every ink": (
        page("/S cs 1 scn " + FULL, ColorSpace={"S": lambda file: separation("All", Name.DeviceCMYK, 4)}), (100,) * 4
    ),
    "the press's own profile": (
        page("/S cs 0.1 0.2 0.3 0.4 scn " + FULL, ColorSpace={"S": based(BUNDLED.read_bytes(), 4)}), (10, 20, 30, 40)
    ),
    "a colour of a screen": (page("1 0 0 rg " + FULL), None),
    "a colour by a profile": (page("/S cs 0 0.5 0.2 scn " + FULL, ColorSpace={"S": based(screen_profile(), 3)}), None),
    "a colour in Lab": (
        page("/S cs 40 50 -30 scn " + FULL, ColorSpace={"S": lambda file: Array([Name.Lab, Dictionary(WhitePoint=[0.9642, 1, 0.8249], Range=[-128, 127, -128, 127])])}), None,
    ),
    "a picture of a screen": (page(DRAW, XObject={"X": made(Name.DeviceRGB, 3, 60)}), None),
    "a gradient of a screen": (page("/S sh", Shading={"S": lambda file: shading(Name.DeviceRGB, 3)}), None),
}  # fmt: skip
"""Pages, and the amounts of ink in the middle, in percent; None where only Ghostscript says them."""


@pytest.mark.parametrize("name", [name for name, (_, expected) in CASES.items() if expected])
def test_plates_are_those_of_the_standard(name):
    pdf, expected = CASES[name]

    assert inks(pdf) == pytest.approx(expected, abs=1)


def test_a_further_ink_has_a_plate_of_its_own():
    gold = {"S": lambda file: separation("Gold", Name.DeviceCMYK, 4)}
    names = (*PROCESS, "Gold")

    assert inks(page(BELOW + "/S cs 0.6 scn " + FULL, ColorSpace=gold), names=names) == (0, 0, 0, 0, 60)
    assert inks(page("/S cs 0.6 scn " + FULL + BELOW, ColorSpace=gold), names=names) == (50, 25, 0, 0, 0)
    over = page("/S cs 0.6 scn " + FULL + "/G gs " + BELOW, ColorSpace=gold, ExtGState=OVER)
    assert inks(over, names=names) == (50, 25, 0, 0, 60)
    under = page(BELOW + "/G gs /S cs 0.6 scn " + FULL, ColorSpace=gold, ExtGState=OVER_ALL)
    assert inks(under, names=names) == (50, 25, 0, 0, 60)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (BELOW + "/OC /L BDC 0 0 0 1 k " + FULL + "EMC", (50, 25, 0, 0)),
        (BELOW + "/OC /L BDC /F Do EMC", (50, 25, 0, 0)),
        (BELOW + "/OC /M BDC 0 0 0 1 k " + FULL + "EMC", (50, 25, 0, 0)),
        (BELOW + "/OC /L BDC /P BMC EMC EMC 0 0 0 1 k " + FULL, (0, 0, 0, 100)),
        (BELOW + "/H Do", (50, 25, 0, 0)),
    ],
    ids=["an area", "a form", "a membership", "what comes after", "a hidden form"],
)
def test_layers_that_are_off_are_on_no_plate(content, expected):
    pdf = page(content, XObject={name: lambda file: form(file, "0 0 0 1 k " + FULL) for name in "FH"})
    with pikepdf.open(io.BytesIO(pdf)) as file:
        layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
        file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        sheet = file.pages[0].obj
        sheet.Resources.Properties = Dictionary(L=layer, M=Dictionary(Type=Name.OCMD, OCGs=layer))
        sheet.Resources.XObject.H.OC = layer
        pdf = saved(file)

    assert inks(pdf) == expected


# ------------------------------------------------------------------ how much ink there is


def heavy(pdf: bytes, limit: float = 301):
    document = opened(pdf)
    (sheet,) = document.pages()
    drawn = coverage(sheet, Box(0, 0, SIDE, SIDE), PROCESS, Separator(BUNDLED.read_bytes()), read_layers(document.root))
    return list(heavy_places(drawn, limit))


def test_places_with_too_much_ink_are_found_the_heaviest_first():
    first, second = heavy(page("1 1 1 0.2 k 20 100 30 10 re f 1 1 1 0.6 k 90 20 12 24 re f"))

    assert [round(place.most) for place in (first, second)] == [360, 320]
    assert first.box == pytest.approx((90, 20, 102, 44), abs=1)
    assert second.box == pytest.approx((20, 100, 50, 110), abs=1)


@pytest.mark.parametrize(("side", "found"), [(2, 0), (4, 1)])
def test_what_is_smaller_than_a_square_millimetre_does_not_count(side, found):
    assert len(heavy(page(f"1 1 1 1 k 50 50 {side} {side} re f"))) == found  # 0.5 and 2 mm²


def test_a_page_without_ink_has_no_heavy_place():
    assert heavy(page("")) == []
    assert heavy(page("1 1 1 0 k 0 0 144 144 re f")) == []


def test_the_limit_is_that_of_the_press():
    assert ink_limit(BUNDLED.read_bytes()) == 300
    assert ink_limit(newsprint()) == 240

    pdf = broken(
        lambda file, sheet: (
            profiled(newsprint())(file, sheet),
            painting("0.9 0.8 0.6 0.2 k 70 70 20 20 re f")(file, sheet),
        )
    )
    (finding,) = ap.check_pdf(pdf, profile="press")
    assert finding.code == "ink-heavy"
    assert "250 %" in finding.message
    assert "240 %" in finding.message


@pytest.mark.parametrize("profile", [None, "newsprint.icc"])
def test_photographs_in_a_file_of_ours_keep_to_the_limit_of_the_press(tmp_path, profile):
    if profile:
        (tmp_path / profile).write_bytes(newsprint())
    photograph(tmp_path / "photograph.jpg")
    (tmp_path / "article.md").write_text(
        "---\ntitle: Snow\nlang: en\ndate: 2016-08-21\n---\n\n![night](photograph.jpg)\n", encoding="utf-8"
    )
    settings = ap.Settings(profile="press", marks=False, output_profile=tmp_path / profile if profile else None)
    pdf = ap.render_article(ap.load_article(tmp_path / "article.md"), settings=settings).pdf
    document = opened(pdf)
    press = document.press_profile.data
    (sheet,) = document.pages()
    drawn = coverage(sheet, sheet.trim_box, PROCESS, Separator(press), read_layers(document.root))

    limit = ink_limit(press)
    assert 0.5 * limit < drawn.held.getextrema()[1] / 2.55 <= limit + 1
    assert ap.check_pdf(pdf, profile="press") == ()


def photograph(file) -> None:
    """Write a picture of dark and loud colours, as they need most ink."""
    small = (60, 40)
    bands = [Image.effect_noise(small, 200).point(lambda value: value * 3 // 4) for _ in range(3)]
    image = Image.merge("RGB", bands).resize((1500, 1000), Image.Resampling.NEAREST)
    image.paste((0, 0, 0), (0, 0, 700, 500))
    image.paste((20, 0, 40), (700, 0, 1000, 500))
    image.save(file, quality=95)


# ------------------------------------------------------------------ beside another program


@needs_ghostscript
@pytest.mark.parametrize("name", CASES)
def test_plates_are_those_of_ghostscript(name, tmp_path):
    pdf, _ = CASES[name]
    theirs = separated(pdf, tmp_path)
    ours = plates(pdf)

    for at in (MIDDLE, (30, 30), (110, 72), (8, 136)):
        place = at[0], SIDE - 1 - at[1]
        mine = [ours[plate].getpixel(place) / 2.55 for plate in PROCESS]
        assert mine == pytest.approx([part / 2.55 for part in theirs.getpixel(place)], abs=2), at


@needs_ghostscript
def test_a_page_of_ours_has_as_much_of_each_ink_as_ghostscript_gives_it(tmp_path):
    article = ap.load_article(ROOT / "samples" / "pashto-school" / "article.md")
    pdf = ap.render_article(article, settings=ap.Settings(profile="press")).pdf
    document = opened(pdf)
    sheet = next(document.pages())
    drawn = coverage(sheet, sheet.named_box("/MediaBox"), PROCESS, Separator(BUNDLED.read_bytes()), Layers())
    ours = [ImageStat.Stat(plate).mean[0] / 2.55 for plate in drawn.plates.values()]
    theirs = [mean / 2.55 for mean in ImageStat.Stat(separated(pdf, tmp_path)).mean]

    assert ours == pytest.approx(theirs, abs=0.3)
    assert min(ours) > 1


def separated(pdf: bytes, folder, folded: int = 4) -> Image.Image:
    """Return a page as Ghostscript separates it for the bundled press: 288 dpi, so many pixels averaged to one."""
    source, target = folder / "page.pdf", folder / "page.tif"
    source.write_bytes(pdf)
    profiles = [f"-s{name}={BUNDLED}" for name in ("OutputICCProfile", "DefaultCMYKProfile")]
    rendering = ["-dRenderIntent=1", "-dBlackPtComp=1", f"--permit-file-read={BUNDLED}"]
    subprocess.run(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiff32nc", "-r288", "-dLastPage=1", *profiles, *rendering,
         f"-sOutputFile={target}", str(source)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    with Image.open(target) as image:
        return image.reduce(folded)
