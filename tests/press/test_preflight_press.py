"""The check for a press: a good PDF/X-4 with one fault at a time; each is told by its own code and no other."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

import afgazad_pdf as ap
from afgazad_pdf.press.condition import BUNDLED
from afgazad_pdf.press.preflight import LEVELS, checked_pdf
from afgazad_pdf.press.preflight.levels import PRESS_LEVELS
from afgazad_pdf.press.preflight.messages import message

from .sheet import (
    BLEED,
    MM,
    TRIM,
    annotation,
    broken,
    form,
    good,
    intent,
    jpeg,
    mask,
    picture,
    saved,
    screen_profile,
    separation,
    shading,
    tiles,
)

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = tuple(sorted(file.parent.name for file in (ROOT / "samples").glob("*/article.md")))


def told(pdf: bytes, **choices) -> list[str]:
    return [finding.code for finding in ap.check_pdf(pdf, profile="press", **choices)]


def add(file: pikepdf.Pdf, page: pikepdf.Object, content: str, **resources: dict) -> None:
    """Paint something behind all else, with resources by kind: ``Font={"Added": …}``."""
    for kind, items in resources.items():
        for name, value in items.items():
            page.Resources[f"/{kind}"][f"/{name}"] = file.make_indirect(value)
    text = b"q " + page.Contents.read_bytes() + f" Q\n{content}".encode()
    page.Contents = Stream(file, text)


def painting(content: str, **resources):
    """Return a change that paints; resources are made for the file: ``Font={"Added": lambda file: …}``."""

    def change(file, page):
        made = {kind: {name: make(file) for name, make in items.items()} for kind, items in resources.items()}
        add(file, page, content, **made)

    return change


def shown(**entries):
    """Return a change that paints something in a state of its own."""
    return painting("q /Added gs 0 0 0 1 k 70 70 20 20 re f Q", ExtGState={"Added": lambda file: Dictionary(**entries)})


def drawn(make):
    """Return a change that draws a picture or form one inch large."""
    return painting("q 72 0 0 72 100 100 cm /Added Do Q", XObject={"Added": make})


def filled(make, tint="0.5"):
    """Return a change that fills an area with a colour of a space."""
    return painting(f"/Added cs {tint} scn 70 70 20 20 re f", ColorSpace={"Added": make})


def written(old: str, new: str):
    """Return a change of the metadata."""

    def change(file, page):
        text = file.Root.Metadata.read_bytes().decode()
        assert old in text
        file.Root.Metadata.write(text.replace(old, new).encode())

    return change


def profiled(data, count=4):
    return lambda file, page: file.Root.__setitem__("/OutputIntents", Array([intent(file, data, count)]))


def based(data, count):
    return lambda file: Array([Name.ICCBased, file.make_indirect(Stream(file, data, N=count))])


def set_in(place, key, value):
    """Return a change of an entry of the page or the catalogue; None takes it out."""

    def change(file, page):
        target = page if place == "page" else file.Root
        if value is None:
            del target[key]
        else:
            target[key] = value(file) if callable(value) else value

    return change


def of_intent(key, value=None):
    def change(file, page):
        entries = file.Root.OutputIntents[0]
        if value is None:
            del entries[key]
        else:
            entries[key] = value

    return change


def layered(*lists, **entries):
    """Return a change that brings a layer, which stands in lists of the configuration."""

    def change(file, page):
        layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
        listed = {name: Array([layer]) for name in lists}
        file.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary({f"/{key}": value for key, value in {**listed, **entries}.items()})
        )
        page.Resources.Properties = Dictionary(Layer=layer)

    return change


def jpeg_2000(file, change=lambda data: data, space=Name.DeviceCMYK):
    """Return a picture of an inch in JPEG 2000 whose file is changed."""
    output = io.BytesIO()
    Image.new("RGB" if space is None else "L", (300, 300), 128 if space else (9, 99, 199)).save(output, "JPEG2000")
    made = picture(file, space or Name.DeviceGray, 1)
    made.write(change(output.getvalue()), filter=Name.JPXDecode)
    if space is None:
        del made["/ColorSpace"]
    return made


def header(data: bytes, kind: bytes, at: int, new: bytes) -> bytes:
    """Return a JPEG 2000 file with other bytes in the content of one of its boxes."""
    start = data.index(kind) + len(kind) + at
    return data[:start] + new + data[start + len(new) :]


def two_golds(file, page):
    for name, colours in (("First", [0, 0.2, 0.9, 0.1]), ("Second", [0, 0.3, 0.9, 0.1])):
        space = separation("Gold", Name.DeviceCMYK, 4)
        space[3].C1 = Array(colours)
        page.Resources.ColorSpace[f"/{name}"] = file.make_indirect(space)


def script(file):
    return file.make_indirect(Dictionary(S=Name.JavaScript, JS=String("1")))


def fields(file):
    field = file.make_indirect(Dictionary(FT=Name.Tx, T=String("name")))
    return Dictionary(Fields=Array([field]))


def grown(box, by):
    return Array([box[0] - by, box[1] - by, box[2] + by, box[3] + by])


def note(kind, rectangle):
    return lambda file, page: page.Annots.append(annotation(file, kind, rectangle))


def half_font(file, page):
    del page.Resources.Font.Body.DescendantFonts[0].FontDescriptor["/FontFile2"]


def heavy_shading(file):
    made = shading(Name.DeviceCMYK, 4)
    made.Function.C0, made.Function.C1 = Array([1, 1, 0.8, 0.5]), Array([0, 0, 0, 0])
    return made


def type_three(colour):
    def change(file, page):
        page.Resources.Font.Drawn.CharProcs.a.write(f"700 0 d0 {colour} 0 0 600 700 re f".encode())

    return change


RGB_FILL = "1 0 0 rg 70 70 20 20 re f"
INLINE = "q 20 0 0 20 100 100 cm BI /W 100 /H 100 /BPC 8 /CS /RGB /F /AHx ID {}> EI Q"

FAULTS = {
    # the file
    "version": ("version-newer", lambda file, page: None, {"force_version": "1.7"}),
    "encryption": ("pdf-encrypted", lambda file, page: None, {"encryption": pikepdf.Encryption(owner="o", R=4), "static_id": False}),
    "external stream": ("content-external", lambda file, page: page.__setitem__("/Thumb", Stream(file, b"", F=String("a.jpg")))),
    # the output intent
    "no intent": ("intent-missing", set_in("root", "/OutputIntents", None)),
    "an intent for archives": ("intent-missing", of_intent("/S", Name.GTS_PDFA1)),
    "two intents": ("intent-repeated", lambda file, page: file.Root.OutputIntents.append(intent(file))),
    "no condition": ("intent-unnamed", of_intent("/OutputConditionIdentifier")),
    "no profile": ("intent-profile-missing", of_intent("/DestOutputProfile")),
    "half a profile": ("intent-profile-damaged", profiled(BUNDLED.read_bytes()[:5000])),
    "a number of inks": ("intent-profile-damaged", profiled(BUNDLED.read_bytes(), 3)),
    "a profile of a scanner": ("intent-profile-unfit", profiled(BUNDLED.read_bytes().replace(b"prtr", b"scnr", 1))),
    "no registry": ("intent-registry-missing", of_intent("/RegistryName")),
    "an unknown condition": ("intent-unexplained", lambda file, page: (of_intent("/RegistryName")(file, page), of_intent("/OutputConditionIdentifier", String("Custom"))(file, page))),
    # metadata
    "no metadata": ("metadata-missing", set_in("root", "/Metadata", None)),
    "damaged metadata": ("metadata-damaged", lambda file, page: file.Root.Metadata.write(b"<x")),
    "no standard": ("standard-unstated", written(">PDF/X-4<", "><")),
    "another standard": ("standard-other", written(">PDF/X-4<", ">PDF/X-1a:2003<")),
    "no creation date": ("metadata-incomplete", lambda file, page: (file.trailer.Info.__delitem__("/CreationDate"), written(">2016-08-21T12:00:00Z</xmp:CreateDate", "></xmp:CreateDate")(file, page))),
    "no metadata date": ("metadata-incomplete", written(">2016-08-21T12:00:00Z</xmp:MetadataDate", "></xmp:MetadataDate")),
    "no document": ("metadata-incomplete", written("uuid:2f1b0c5e-0000-4000-8000-000000000001", "")),
    "no version": ("metadata-incomplete", written(">1</xmpMM", "></xmpMM")),
    "no rendition": ("metadata-incomplete", written(">default<", "><")),
    "trapped, unknown": ("trapped-unstated", lambda file, page: file.trailer.Info.__setitem__("/Trapped", Name.Unknown)),
    "trapped, untold": ("trapped-unstated", written("<pdf:Trapped>False", "<pdf:Trapped>")),
    "trapped, two ways": ("metadata-differs", lambda file, page: file.trailer.Info.__setitem__("/Trapped", Name("/True"))),
    "another title": ("metadata-differs", lambda file, page: file.trailer.Info.__setitem__("/Title", String("Ice"))),
    "no title": ("title-missing", lambda file, page: (file.trailer.Info.__delitem__("/Title"), written(">Snow<", "><")(file, page))),
    # what acts
    "an action": ("action-forbidden", set_in("root", "/OpenAction", Dictionary(S=Name.Named, N=Name.LastPage))),
    "an action of a page": ("action-forbidden", set_in("page", "/AA", Dictionary(O=Dictionary(S=Name.URI, URI=String("x"))))),
    "an action outside": ("action-forbidden", lambda file, page: page.Annots[1].__setitem__("/A", Dictionary(S=Name.URI))),
    "a script": ("script-forbidden", set_in("root", "/Names", lambda file: Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script(file)]))))),
    "a script on opening": ("script-forbidden", set_in("root", "/OpenAction", script)),
    "a form": ("form-forbidden", set_in("root", "/AcroForm", fields)),
    "a form of XML": ("form-forbidden", set_in("root", "/AcroForm", Dictionary(Fields=Array([]), XFA=Array([])))),
    "a part to be printed": ("print-area-wrong", set_in("root", "/ViewerPreferences", Dictionary(PrintArea=Name.TrimBox))),
    "a part to be shown": ("print-area-wrong", set_in("root", "/ViewerPreferences", Dictionary(ViewClip=Name.CropBox))),
    "a plate": ("page-separated", set_in("page", "/SeparationInfo", Dictionary(DeviceColorant=Name.Cyan))),
    "layers by use": ("layer-automatic", layered(AS=Array([]))),
    "a layer that is off": ("layer-hidden", layered("OFF")),
    "layers that are off": ("layer-hidden", layered(BaseState=Name.OFF)),
    "steps": ("presentation-forbidden", set_in("page", "/PresSteps", Dictionary())),
    "a link": ("annotation-forbidden", note(Name.Link, (100, 100, 200, 120))),
    "a note in the bleed": ("annotation-forbidden", note(Name.Text, (TRIM[2] + 1, 100, 419, 120))),
    # boxes
    "no trim": ("trim-missing", set_in("page", "/TrimBox", None)),
    "trim and art": ("trim-repeated", set_in("page", "/ArtBox", Array(TRIM))),
    "trim beyond bleed": ("boxes-disordered", set_in("page", "/TrimBox", grown(BLEED, 2))),
    "bleed beyond media": ("boxes-disordered", set_in("page", "/BleedBox", Array([-30, *BLEED[1:]]))),
    "a narrow bleed": ("bleed-narrow", lambda file, page: (page.__setitem__("/BleedBox", grown(TRIM, 2 * MM)))),
    # colours
    "RGB": ("colour-rgb", painting(RGB_FILL)),
    "RGB lines": ("colour-rgb", painting("0 0 1 RG 70 70 20 20 re S")),
    "RGB by name": ("colour-rgb", painting("/DeviceRGB cs 1 0 0 sc 70 70 20 20 re f")),
    "RGB letters": ("colour-rgb", painting("BT 1 0 0 rg /Body 12 Tf 70 70 Td <0014> Tj ET")),
    "an RGB mask": ("colour-rgb", painting("q 1 0 0 rg 20 0 0 20 90 90 cm BI /IM true /W 64 /H 64 /F /AHx ID " + "55" * 512 + "> EI Q")),
    "an RGB form": ("colour-rgb", drawn(lambda file: form(file, "1 0 0 rg 0 0 .2 .2 re f"))),
    "an RGB tile": ("colour-rgb", painting("/Pattern cs /Added scn 70 70 20 20 re f", Pattern={"Added": lambda file: tiles(file, RGB_FILL)})),
    "an RGB tile of one colour": ("colour-rgb", painting("/Added cs 1 0 0 /Tiles scn 70 70 20 20 re f", ColorSpace={"Added": lambda file: Array([Name.Pattern, Name.DeviceRGB])})),
    "an RGB letter that is drawn": ("colour-rgb", type_three("1 0 0 rg")),
    "an RGB soft mask": ("colour-rgb", painting("q /Added gs 70 70 20 20 re f Q", ExtGState={"Added": lambda file: Dictionary(SMask=mask(file, RGB_FILL))})),
    "an RGB palette in use": ("colour-rgb", filled(lambda file: Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes(6))]), "1")),
    "an RGB picture": ("picture-rgb", drawn(lambda file: picture(file, Name.DeviceRGB, 3))),
    "an RGB picture in the text": ("picture-rgb", painting(INLINE.format("55" * 30000))),
    "an RGB palette": ("picture-rgb", drawn(lambda file: picture(file, Array([Name.Indexed, Name.DeviceRGB, 101, String(bytes(306))]), 1))),
    "an RGB shading": ("shading-rgb", painting("/Added sh", Shading={"Added": lambda file: shading(Name.DeviceRGB, 3)})),
    "an RGB sweep": ("shading-rgb", painting("/Pattern cs /Added scn 70 70 20 20 re f", Pattern={"Added": lambda file: Dictionary(PatternType=2, Shading=shading(Name.DeviceRGB, 3))})),
    "an RGB group": ("blend-space-rgb", drawn(lambda file: form(file, "", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)))),
    "an RGB page group": ("blend-space-rgb", set_in("page", "/Group", Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    "an RGB mask group": ("blend-space-rgb", painting("q /Added gs 70 70 20 20 re f Q", ExtGState={"Added": lambda file: Dictionary(SMask=mask(file, space=Name.DeviceRGB))})),
    "an RGB stand-in": ("ink-rgb", filled(lambda file: separation("Black", Name.DeviceRGB, 3))),
    "a further ink": ("ink-further", filled(lambda file: separation("Gold", Name.DeviceCMYK, 4))),
    "the press's profile again": ("colour-profile-repeated", filled(based(BUNDLED.read_bytes(), 4), "0 0 0 1")),
    "a broken profile": ("colour-profile-damaged", filled(based(b"none", 3), "0 0 0")),
    # rendering
    "a transfer function": ("transfer-function", shown(TR=Name.Identity)),
    "another transfer function": ("transfer-function", shown(TR2=Name.Identity)),
    "an origin of dots": ("halftone-origin", shown(HTP=Array([0, 0]))),
    "a halftone": ("halftone-unfit", shown(HT=Dictionary(HalftoneType=6))),
    "a blend mode": ("blend-mode-unknown", shown(BM=Name.Vivid)),
    "an intent of rendering": ("rendering-intent-unknown", painting("/Vivid ri 0 0 0 1 k 70 70 20 20 re f")),
    "an intent of a state": ("rendering-intent-unknown", shown(RI=Name.Vivid)),
    "an intent of a picture": ("rendering-intent-unknown", drawn(lambda file: picture(file, Name.DeviceGray, 1, Intent=Name.Vivid))),
    "JPEG 2000 of two colours": ("picture-jpeg-2000", drawn(lambda file: jpeg_2000(file, lambda data: header(data, b"ihdr", 8, b"\0\2"), Name.DeviceGray))),
    "JPEG 2000 of no bits": ("picture-jpeg-2000", drawn(lambda file: jpeg_2000(file, lambda data: header(data, b"ihdr", 10, b"\x40"), Name.DeviceGray))),
    "JPEG 2000 in CIEJab": ("picture-jpeg-2000", drawn(lambda file: jpeg_2000(file, lambda data: header(data, b"colr", 3, b"\0\0\0\x13"), None))),
    "JPEG 2000 of no kind": ("picture-jpeg-2000", drawn(lambda file: jpeg_2000(file, lambda data: b"none", Name.DeviceGray))),
    "alternates": ("picture-alternates", drawn(lambda file: picture(file, Name.DeviceGray, 1, Alternates=Array([])))),
    "OPI": ("opi-forbidden", drawn(lambda file: picture(file, Name.DeviceGray, 1, OPI=Dictionary()))),
    "a reference": ("reference-forbidden", drawn(lambda file: form(file, "", Ref=Dictionary(F=String("a.pdf"), Page=0)))),
    "PostScript": ("postscript-forbidden", drawn(lambda file: Stream(file, b"", Type=Name.XObject, Subtype=Name.PS))),
    "PostScript in a form": ("postscript-forbidden", drawn(lambda file: form(file, "", Subtype2=Name.PS))),
    "white overprint": ("white-overprinted", painting("q /Added gs 0 0 0 0 k 70 70 20 20 re f Q", ExtGState={"Added": lambda file: Dictionary(OP=True, OPM=1)})),
    "white overprint by name": ("white-overprinted", painting("q /Added gs /Spot cs 0 scn 70 70 20 20 re f Q", ExtGState={"Added": lambda file: Dictionary(OP=True, OPM=0)})),
    # fonts
    "no font": ("font-not-embedded", half_font),
    "no glyph": ("glyph-undefined", painting("BT /Body 12 Tf 70 70 Td <0000> Tj ET")),
    "no command": ("content-damaged", painting("/None gs")),
    # advice
    "a picture at the edge": ("bleed-missing", painting(f"q 72 0 0 72 {TRIM[2] - 72} 200 cm /Photo Do Q")),
    "an area at the edge": ("bleed-missing", painting(f"0 0.3 0 0 k {TRIM[0]} 100 40 40 re f")),
    "an area a little beyond": ("bleed-missing", painting(f"0 0.3 0 0 k {TRIM[0] - 4} 100 40 40 re f")),
    "a shading to the edge": (
        "bleed-missing",
        painting(f"q 100 100 {TRIM[2] - 100} 50 re W n /Gradient sh Q"),
    ),
    "a frame to the edge": (
        "bleed-missing",
        painting(f"q 100 100 {TRIM[2] - 100} 50 re W* n 0.3 g 0 0 500 500 re f Q"),
    ),
    "text at the edge": ("text-near-edge", painting(f"BT /Body 12 Tf {TRIM[0] + 4} 90 Td <0014> Tj ET")),
    "149 ppi": ("resolution-low", drawn(lambda file: picture(file, Name.DeviceGray, 1, 149))),
    "224 ppi": ("resolution-modest", drawn(lambda file: picture(file, Name.DeviceGray, 1, 224))),
    "a hairline": ("line-thin", painting("0 0 0 1 K 0.2 w 70 70 m 90 70 l S")),
    "the thinnest line": ("line-thin", painting("0 w 70 70 m 90 70 l S")),
    "a scaled line": ("line-thin", painting("q .1 0 0 .1 0 0 cm 2 w 700 700 m 900 700 l S Q")),
    "a thin area": ("line-thin", painting("70 70 50 0.1 re f")),
    "small text in inks": ("text-small-inks", painting("BT 0 0.5 0 1 k /Body 8 Tf 70 90 Td <0014> Tj ET")),
    "small text by a profile": ("text-small-inks", painting("BT /Added cs 0 0 0 sc /Body 8 Tf 70 90 Td <0014> Tj ET", ColorSpace={"Added": based(screen_profile(), 3)})),
    "ink": ("ink-heavy", painting("1 1 0.8 0.5 k 70 70 20 20 re f")),
    "ink of letters": ("ink-heavy", painting("BT 1 1 0.8 0.5 k /Body 12 Tf 70 90 Td <0014> Tj ET")),
    "ink of a line": ("ink-heavy", painting("1 1 0.8 0.5 K 1 w 70 70 m 190 70 l S")),
    "every ink": ("ink-heavy", painting("/Added cs 1 scn 70 70 20 20 re f", ColorSpace={"Added": lambda file: separation("All", Name.DeviceCMYK, 4)})),
    "ink of two areas": ("ink-heavy", painting("q /Added gs 1 1 0 0 k 70 70 30 30 re f 0 0 1 1 k 80 80 30 30 re f Q", ExtGState={"Added": lambda file: Dictionary(op=True, OP=True, OPM=1)})),
    "ink that is multiplied": ("ink-heavy", painting("q 1 0.9 0 0 k 70 70 30 30 re f /Added gs 0.5 0.5 0.9 0.9 k 80 80 30 30 re f Q", ExtGState={"Added": lambda file: Dictionary(BM=Name.Multiply)})),
    "ink that shows through": ("ink-heavy", painting("q 1 1 0.9 0 k 70 70 30 30 re f /Added gs 1 1 1 1 k 80 80 30 30 re f Q", ExtGState={"Added": lambda file: Dictionary(ca=0.5)})),
    "ink of a gradient": ("ink-heavy", painting("q 70 70 200 30 re W n /Added sh Q", Shading={"Added": lambda file: heavy_shading(file)})),
    "ink of tiles": ("ink-heavy", painting("/Pattern cs /Added scn 70 70 40 40 re f", Pattern={"Added": lambda file: tiles(file, "1 1 0.8 0.5 k 0 0 9 9 re f")})),
    "ink of a palette": ("picture-ink-heavy", drawn(lambda file: picture(file, Array([Name.Indexed, Name.DeviceCMYK, 1, String(bytes([0] * 4 + [255, 255, 204, 128]))]), 1, value=1))),
    "ink of a picture": ("picture-ink-heavy", drawn(lambda file: picture(file, Name.DeviceCMYK, 4, value=210))),
    "ink of a turned picture": ("picture-ink-heavy", drawn(lambda file: picture(file, Name.DeviceCMYK, 4, value=40, Decode=Array([1, 0] * 4)))),
    "ink of a JPEG": ("picture-ink-heavy", drawn(lambda file: jpeg(file, (230, 230, 230, 200), turned=True))),
    "an ink of two colours": ("ink-ambiguous", two_golds),
}  # fmt: skip


@cache
def checked(name: str):
    """Return what the check says of a file with a fault; it is asked once."""
    return checked_pdf(faulty(name), profile="press")


def faulty(name: str) -> bytes:
    _, change, *options = FAULTS[name]
    return broken(change, **(options[0] if options else {}))


# ------------------------------------------------------------------ good files


def test_a_good_file_has_nothing_wrong():
    assert told(good()) == []
    assert told(broken(lambda file, page: None)) == []
    assert told(broken(lambda file, page: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_for_a_press_have_nothing_wrong(name):
    article = ap.load_article(ROOT / "samples" / name / "article.md")

    assert told(ap.render_article(article, settings=ap.Settings(profile="press")).pdf) == []


@pytest.mark.parametrize(
    "change",
    [
        painting("q 72 0 0 72 100 100 cm /Added Do Q /Spare gs", XObject={"Added": lambda file: picture(file, Name.DeviceGray, 1, 226)}, ExtGState={"Spare": lambda file: Dictionary(TR=Name.Identity)}),
        painting("/Added sh", Shading={"Added": lambda file: shading(Name.DeviceGray, 1)}),
        painting(RGB_FILL, ColorSpace={"DefaultRGB": based(screen_profile(), 3)}),
        filled(based(screen_profile(), 3), "1 0 0"),
        drawn(lambda file: jpeg(file, (230, 230, 230, 20), turned=True)),
        drawn(lambda file: jpeg(file, (30, 30, 30, 220), turned=False)),
        painting("1 0 0 rg 0 g BT 3 Tr 1 0 0 rg /Body 9 Tf 70 70 Td <0014> Tj ET"),
        painting("0.25 w 0 0 0 1 K 70 70 m 90 90 l S"),
        painting("0 0 0 0 k 390 100 -20 20 re f"),
        painting("q 100 100 50 50 re W n 0.3 g 32 90 200 200 re f 10 10 20 20 re f /Gradient sh Q"),
        painting("1 w 1 1 1 1 K 2 2 m 20 2 l S"),
        painting("q .1 0 0 .1 0 0 cm 0 0 0 1 K 2.5 w 700 700 m 900 700 l S Q"),
        lambda file, page: page.Resources.XObject.__setitem__("/Unused", picture(file, Name.DeviceRGB, 3)),
        painting("1 1 0.8 0.2 k 70 70 20 20 re f"),
        painting("/Pattern cs /Added scn 70 70 40 40 re f", Pattern={"Added": lambda file: tiles(file, "1 1 0.8 0.5 k 1 1 1.5 1.5 re f")}),
        painting("1 1 0 0 k 70 70 30 30 re f 0 0 1 1 k 80 80 30 30 re f"),
        painting("1 1 1 1 k 2 2 20 20 re f"),
        painting("/OC /None BDC 1 1 0.8 0.2 k 70 70 20 20 re f EMC"),
        drawn(lambda file: jpeg_2000(file, space=Name.DeviceGray)),
        drawn(lambda file: jpeg_2000(file, space=None)),
        painting("/Perceptual ri 0 0 0 1 k 70 70 20 20 re f"),
        set_in("root", "/ViewerPreferences", Dictionary(PrintArea=Name.BleedBox, Direction=Name.L2R)),
        layered("ON"),
        of_intent("/Info", String("Coated paper")),
    ],
    ids=["a state unused", "grey", "a default", "a profile", "a light JPEG", "an unturned JPEG", "an invisible text",
         "a line", "paper", "a frame", "beside the page", "a scaled line", "a picture unused", "299 %", "a small area", "areas that knock out",
         "ink beside the page", "a layer unknown", "JPEG 2000 in grey", "JPEG 2000 in its own colours", "a rendering intent",
         "a bleed to be printed", "a layer that is on", "a condition explained"],
)  # fmt: skip
def test_what_is_allowed_is_not_told(change):
    assert told(broken(change)) == []


# ------------------------------------------------------------------ faults


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_by_its_own_code_and_no_other(name):
    assert [finding.code for finding in checked(name).findings] == [FAULTS[name][0]]


def test_metadata_that_are_compressed():
    """Writing a file takes compression away, so it is said afterwards."""

    def change(file, page):
        file.Root.Metadata.write(file.Root.Metadata.read_bytes().hex().encode() + b">")
        file.Root.Metadata["/Filtor"] = Name.ASCIIHexDecode

    assert told(broken(change).replace(b"/Filtor", b"/Filter")) == ["metadata-compressed"]


def test_a_file_without_an_identifier():
    pdf = broken(lambda file, page: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    assert told(pdf.replace(b"/ID [", b"/IX [")) == ["identifier-missing"]


def test_ink_on_a_press_of_screens():
    pdf = broken(profiled(screen_profile().replace(b"mntr", b"prtr", 1), 3))

    assert told(pdf) == ["colour-cmyk"]


def test_a_file_for_no_press_is_told_its_screen_colours_too():
    pdf = broken(lambda file, page: (painting(RGB_FILL)(file, page), file.Root.__delitem__("/OutputIntents")))

    assert told(pdf) == ["intent-missing", "colour-rgb"]


def test_every_code_for_a_press_has_a_file_that_is_told_it():
    first = list(LEVELS).index("version-newer")
    tested = {fault[0] for fault in FAULTS.values()} | {"identifier-missing", "colour-cmyk", "metadata-compressed"}

    assert set(list(LEVELS)[first:]) <= tested


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_every_message_can_be_written(lang):
    for name in FAULTS:
        (fault,) = checked(name)._faults
        assert "{" not in message(fault.code, fault.values, lang), name


def test_what_only_readers_need_is_not_asked_of_a_press():
    plain = {finding.code for finding in ap.check_pdf(good())}

    assert {"tags-missing", "title-hidden", "language-missing"} <= plain
    assert not plain & set(told(good()))


def test_what_a_reader_forgives_a_press_does_not():
    pdf = faulty("encryption")
    (for_press,) = ap.check_pdf(pdf, profile="press")
    (for_readers,) = [finding for finding in ap.check_pdf(pdf) if finding.code == "pdf-encrypted"]

    assert (for_press.level, for_readers.level) == ("error", "warning")
    assert set(PRESS_LEVELS) <= set(LEVELS)


def test_a_press_needs_no_validator(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "page", None)

    assert told(good()) == []


# ------------------------------------------------------------------ places and numbers


def test_the_place_is_that_of_the_fault():
    (finding,) = ap.check_pdf(faulty("RGB"), profile="press")

    assert finding.page == 1
    assert finding.place == pytest.approx(((70 - TRIM[0]) / MM, (TRIM[3] - 90) / MM), abs=0.1)


def test_numbers_are_those_of_the_file():
    def words(name: str, lang: str = "en") -> str:
        return ap.check_pdf(faulty(name), profile="press", lang=lang)[0].message

    assert "149 pixels" in words("149 ppi")
    assert "330 %" in words("ink")
    assert "329 %" in words("ink of a picture")  # 4 * 210 / 255
    assert "349 %" in words("ink of a JPEG")  # (3 * 230 + 200) / 255, as Ghostscript separates it
    assert "thinnest: 0.20 pt" in words("a scaled line")
    assert "\u06f0\u066b\u06f2\u06f0" in words("a scaled line", "fa")
    assert "2.0 mm" in words("a narrow bleed")
    assert "\u06f1\u06f4\u06f9" in words("149 ppi", "fa")


def test_the_lower_resolution_counts_and_turning_does_not_matter():
    stretched = painting(
        "q 0 72 -144 0 300 100 cm /Added Do Q", XObject={"Added": lambda file: picture(file, Name.DeviceGray, 1, 400)}
    )

    (finding,) = ap.check_pdf(broken(stretched), profile="press")

    assert (finding.code, "200 pixels" in finding.message) == ("resolution-modest", True)


def test_faults_of_a_kind_are_counted():
    (finding,) = ap.check_pdf(broken(painting(f"{RGB_FILL} 1 0 0 rg 100 70 20 20 re f")), profile="press")

    assert "number: 2" in finding.message


# ------------------------------------------------------------------ marked up


def test_boxes_are_drawn_where_faults_are():
    checked = checked_pdf(broken(painting(f"{RGB_FILL} 0 w 100 100 m 200 100 l S")), profile="press")
    with pikepdf.open(io.BytesIO(checked.marked_up())) as file:
        content = (
            file.pages[0].Contents[-1].read_bytes().decode()
            if isinstance(file.pages[0].Contents, Array)
            else file.pages[0].Contents.read_bytes().decode()
        )

    assert [finding.code for finding in checked.findings] == ["colour-rgb", "line-thin"]
    assert "0.85 0.05 0.1 RG 1 w [] 0 d 68.00 68.00 24.00 24.00 re S" in content
    assert "(colour-rgb) Tj" in content
    assert "0.9 0.5 0 RG" in content


def test_faults_without_a_place_stand_in_the_corner_of_the_first_page():
    checked = checked_pdf(faulty("no intent"), profile="press")

    with pikepdf.open(io.BytesIO(checked.marked_up())) as file:
        page = file.pages[0]
        streams = page.Contents if isinstance(page.Contents, Array) else [page.Contents]
        assert b"(intent-missing) Tj" in b"".join(stream.read_bytes() for stream in streams)


def test_marking_up_is_the_same_every_time_and_leaves_good_pages_alone():
    checked = checked_pdf(faulty("RGB"), profile="press")

    assert checked.marked_up() == checked.marked_up()
    assert b"PreflightLetters" not in checked_pdf(good(), profile="press").marked_up()
    assert checked_pdf(b"nothing").marked_up() is None


def test_a_marked_page_is_still_a_page(tmp_path):
    data = checked_pdf(broken(painting(RGB_FILL)), profile="press").marked_up()
    before, after = ap.preview_pages(good(), dpi=36)[0], ap.preview_pages(data, dpi=36)[0]

    assert before.size == after.size
    assert before.tobytes() != after.tobytes()


# ------------------------------------------------------------------ files of others


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_random_damage_is_told_and_never_raised(data):
    pdf = bytearray(thin())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(pdf) - 1))
        pdf[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))

    checked = checked_pdf(bytes(pdf), profile="press")

    assert {finding.code for finding in checked.findings} <= set(LEVELS)
    checked.marked_up()


@cache
def thin() -> bytes:
    """The good file without its large streams, so that damage meets what matters."""

    def change(file, page):
        file.Root.OutputIntents[0].DestOutputProfile.write(BUNDLED.read_bytes()[:400])
        page.Resources.Font.Body.DescendantFonts[0].FontDescriptor.FontFile2.write(b"")
        for image in page.Resources.XObject.values():
            if image.Subtype == "/Image":
                image.write(b"")

    return broken(change)


def test_a_page_that_says_nothing_at_all():
    file = pikepdf.new()
    file.add_blank_page()
    codes = told(saved(file))

    assert codes[:3] == ["intent-missing", "title-missing", "metadata-missing"]
    assert set(codes[3:]) <= {"trim-missing", "identifier-missing"}
