"""A good PDF/X-4 file, written object by object, for tests to break at one place."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageCms

from afgazad_pdf.press.condition import BUNDLED

MM = 72 / 25.4
ROOT = Path(__file__).resolve().parent.parent.parent
FONT = min((ROOT / "fonts").rglob("*.ttf"), key=lambda file: (file.stat().st_size, file.name))

MEDIA = (0, 0, 420, 600)
TRIM = (30, 30, 390, 570)
BLEED = tuple(edge + shift * 3 * MM for edge, shift in zip(TRIM, (-1, -1, 1, 1), strict=True))

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Snow</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2016-08-21T12:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2016-08-21T12:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2016-08-21T12:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:2f1b0c5e-0000-4000-8000-000000000001</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

CONTENT = """
0.1 0 0.2 0 k {left} {bottom} {width} 60 re f
0 0 0 1 k
q 72 0 0 72 60 400 cm /Photo Do Q
q 72 0 0 72 160 400 cm /Palette Do Q
q 72 0 0 72 260 400 cm /Defined Do Q
q /Gradient sh Q
/Pattern cs /Tiles scn 60 300 100 50 re f
/Pattern cs /Sweep scn 180 300 100 50 re f
/Spot cs 0.5 scn 300 300 50 50 re f
0 0 0 1 K 0.5 w 60 280 m 300 280 l S
BT 0 g /Body 10 Tf 60 250 Td <{glyphs}> Tj ET
BT 0 0 0 1 k /Body 7 Tf 60 230 Td <{glyphs}> Tj ET
q /Half gs /Group Do Q
q /Masked gs 0 0 0 0.3 k 200 200 40 20 re f Q
q 40 0 0 20 260 200 cm BI /W 200 /H 100 /BPC 1 /CS /G /F /AHx ID {bits}> EI Q
/Drawn 10 Tf BT 60 160 Td (a) Tj ET
"""


@cache
def screen_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@cache
def good() -> bytes:
    """Return the file: one page that uses what PDF/X-4 allows."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(420, 600)).obj
    page.MediaBox, page.BleedBox, page.TrimBox = Array(MEDIA), Array(BLEED), Array(TRIM)
    page.Resources = _resources(file)
    glyphs = "".join(f"{number:04x}" for number in (20, 21, 22, 23))
    text = CONTENT.format(
        left=BLEED[0], bottom=BLEED[1], width=BLEED[2] - BLEED[0], glyphs=glyphs, bits="55" * 25 * 100
    )
    page.Contents = Stream(file, text.encode())
    page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
    # A printer's own mark may lie on the page; others may not come near it.
    page.Annots = Array(
        [annotation(file, Name.PrinterMark, (100, 100, 120, 120)), annotation(file, Name.Link, (2, 2, 9, 9))]
    )
    file.Root.Metadata = Stream(file, XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    file.Root.OutputIntents = Array([intent(file)])
    file.trailer.Info = file.make_indirect(
        Dictionary(Title=String("Snow"), Trapped=Name("/False"), CreationDate=String("D:20160821120000Z"))
    )
    return saved(file)


def saved(file: pikepdf.Pdf, **options: object) -> bytes:
    output = io.BytesIO()
    choices = {"force_version": "1.6", "compress_streams": False, "fix_metadata_version": False, "static_id": True}
    file.save(output, **{**choices, **options})
    return output.getvalue()


def broken(change: Callable[[pikepdf.Pdf, pikepdf.Object], object], **options: object) -> bytes:
    """Return the file after a change, which gets the file and its page."""
    with pikepdf.open(io.BytesIO(good())) as file:
        change(file, file.pages[0].obj)
        return saved(file, **options)


def intent(file: pikepdf.Pdf, profile: bytes | None = None, count: int = 4) -> Dictionary:
    stream = Stream(file, profile or BUNDLED.read_bytes(), N=count)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String("FOGRA39"),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=file.make_indirect(stream),
    )


def annotation(file: pikepdf.Pdf, kind: Name, rectangle: tuple[float, ...]) -> pikepdf.Object:
    return file.make_indirect(Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array(rectangle)))


def picture(
    file: pikepdf.Pdf, space: object, count: int, side: int = 300, value: int = 100, **entries: object
) -> Stream:
    """Return a picture of one colour: on an inch it has `side` pixels to the inch."""
    return Stream(
        file,
        bytes([value]) * (side * side * count),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=side,
        Height=side,
        BitsPerComponent=8,
        ColorSpace=space,
        **entries,
    )


def jpeg(file: pikepdf.Pdf, colour: tuple[int, int, int, int], *, turned: bool) -> Stream:
    """Return a CMYK picture as JPEG; Pillow writes its numbers turned round, as Adobe does."""
    output = io.BytesIO()
    Image.new("CMYK", (300, 300), colour).save(output, "JPEG", quality=95)
    made = picture(file, Name.DeviceCMYK, 4)
    made.write(output.getvalue(), filter=Name.DCTDecode)
    if turned:
        made.Decode = Array([1, 0] * 4)
    return made


def form(file: pikepdf.Pdf, content: str, **entries: object) -> Stream:
    return Stream(file, content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 420, 600]), **entries)


def shading(space: object, colours: int) -> Dictionary:
    blend = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * colours, C1=[0.5] * colours, N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[60, 0, 300, 0], Function=blend)


def tiles(file: pikepdf.Pdf, content: str, **resources: object) -> Stream:
    return Stream(
        file,
        content.encode(),
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 9, 9]),
        XStep=9,
        YStep=9,
        Resources=Dictionary(**resources),
    )


def separation(ink: str, space: object, colours: int) -> Array:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * colours, C1=[1] * colours, N=1)
    return Array([Name.Separation, Name(f"/{ink}"), space, tint])


def mask(file: pikepdf.Pdf, content: str = "0.5 g 0 0 420 600 re f", space: Name = Name.DeviceGray) -> Dictionary:
    group = form(file, content, Group=Dictionary(S=Name.Transparency, CS=space))
    return Dictionary(Type=Name.Mask, S=Name.Luminosity, G=file.make_indirect(group))


def letters(file: pikepdf.Pdf) -> Dictionary:
    """Return a font of drawn letters, Type 3."""
    drawing = Stream(file, b"700 0 d0 0 0 0 1 k 0 0 600 700 re f")
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 700, 700],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=file.make_indirect(drawing)),
        Encoding=Dictionary(Differences=[97, Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[700],
        Resources=Dictionary(),
    )


def _resources(file: pikepdf.Pdf) -> Dictionary:
    defined = Array([Name.ICCBased, file.make_indirect(Stream(file, screen_profile(), N=3))])
    palette = Array([Name.Indexed, Name.DeviceCMYK, 101, String(bytes(4 * 102))])
    group = form(file, "0 0 0 0.5 k 100 200 40 20 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK))
    made = {
        "ColorSpace": {"Spot": separation("Black", Name.DeviceCMYK, 4)},
        "XObject": {
            "Photo": picture(file, Name.DeviceCMYK, 4, SMask=picture(file, Name.DeviceGray, 1)),
            "Palette": picture(file, palette, 1),
            "Defined": picture(file, defined, 3),
            "Group": group,
        },
        "Shading": {"Gradient": shading(Name.DeviceCMYK, 4)},
        "Pattern": {
            "Tiles": tiles(file, "0 0.2 0 0 k 1 1 4 4 re f"),
            "Sweep": Dictionary(PatternType=2, Shading=shading(Name.DeviceCMYK, 4)),
        },
        "ExtGState": {
            "Half": Dictionary(ca=0.5, BM=Name.Multiply, TR2=Name.Default, OP=True, op=True, OPM=1),
            "Masked": Dictionary(SMask=mask(file)),
        },
        "Font": {"Body": _font(file), "Drawn": letters(file)},
    }
    return Dictionary(
        {
            f"/{kind}": Dictionary({f"/{name}": _kept(file, value) for name, value in items.items()})
            for kind, items in made.items()
        }
    )


def _kept(file: pikepdf.Pdf, value: object) -> pikepdf.Object:
    if isinstance(value, Stream) and "/SMask" in value:
        value.SMask = file.make_indirect(value.SMask)
    return file.make_indirect(value)


def _font(file: pikepdf.Pdf) -> Dictionary:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/Body"),
        Flags=4,
        FontFile2=file.make_indirect(Stream(file, FONT.read_bytes())),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/Body"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=file.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        DW=500,
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/Body"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=[file.make_indirect(descendant)],
    )


@cache
def newsprint(amount: int = 153) -> bytes:
    """Return a profile of a press (ICC.1:2001-04) that asks for at most `amount` of 255 of each ink: 240 % in all."""
    dark_to_light = bytes([amount] * 16 + [0] * 16)
    lightness = [255 - 63 * sum(inks) for inks in product((0, 1), repeat=4)]
    tags = {
        b"desc": b"desc\0\0\0\0" + (10).to_bytes(4, "big") + b"Newsprint\0" + bytes(78),
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(round(part * 65536).to_bytes(4, "big") for part in (0.9642, 1, 0.8249)),
        b"A2B0": _table(4, 3, b"".join(bytes([max(0, light), 128, 128]) for light in lightness)),
        b"B2A0": _table(3, 4, dark_to_light),
    }
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    at, table, data = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += name + (at + len(data)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        data += padded
    head = bytearray(128)
    head[:4] = (at + len(data)).to_bytes(4, "big")
    head[8:12], head[12:16], head[16:20], head[20:24] = b"\2\x40\0\0", b"prtr", b"CMYK", b"Lab "
    head[24:36] = b"\x07\xd0\0\1\0\1\0\0\0\0\0\0"  # a date
    head[36:40] = b"acsp"
    head[68:80] = b"".join(round(part * 65536).to_bytes(4, "big") for part in (0.9642, 1, 0.8249))
    return bytes(head) + len(tags).to_bytes(4, "big") + table + data


def _table(inputs: int, outputs: int, grid: bytes) -> bytes:
    """Return a table of 8 bits with two points along each side (lut8Type)."""
    matrix = b"".join((65536 if index % 4 == 0 else 0).to_bytes(4, "big") for index in range(9))
    curve = bytes(range(256))
    return b"mft1\0\0\0\0" + bytes([inputs, outputs, 2, 0]) + matrix + curve * inputs + grid + curve * outputs
