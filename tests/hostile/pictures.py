"""Pictures and drawings made to break readers."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

NOTHING = {"comment": b""}


def jpeg(width: int = 40, height: int = 30, **options) -> bytes:
    return encoded("JPEG", "RGB", width, height, **options)


def encoded(kind: str, mode: str, width: int = 40, height: int = 30, **options) -> bytes:
    output = io.BytesIO()
    Image.new(mode, (width, height)).save(output, format=kind, **options)
    return output.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, rows: int | None = None, *, bits: int = 8, colour: int = 2, extra: bytes = b""
) -> bytes:
    """Return a PNG with a header of any size, and data for some rows; made without the memory it asks for."""
    across = (width * bits * {0: 1, 2: 3, 6: 4}[colour] + 7) // 8
    packer = zlib.compressobj(9)
    row = bytes(across + 1)
    data = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    """Return a small JPEG whose header says that it is large."""
    data = bytearray(jpeg(64, 64))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def many_scans(count: int) -> bytes:
    data = jpeg(64, 64, progressive=True)
    start = data.index(b"\xff\xda")
    end = data.index(b"\xff", start + 14)
    return data[:end] + data[start:end] * count + data[end:]


def mutated(data: bytes, seed: int, changes: int = 10) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(changes):
        changed[chance.randrange(8, len(changed))] = chance.randrange(256)
    return bytes(changed)


def frames(count: int, side: int) -> bytes:
    output = io.BytesIO()
    pictures = [Image.new("P", (side, side), number % 200) for number in range(count)]
    pictures[0].save(output, format="GIF", save_all=True, append_images=pictures[1:])
    return output.getvalue()


def exif(width: int, height: int) -> bytes:
    turned = Image.Exif()
    turned[0x0112] = 6
    return jpeg(width, height, exif=turned)


RASTERS: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "img_bomb_13300_1bit_png": ("p.png", partial(png, 13_300, 13_300, bits=1, colour=0)),
    "img_bomb_13300_rgb_png": ("p.png", partial(png, 13_300, 13_300)),
    "img_bomb_13300_rgba_png": ("p.png", partial(png, 13_300, 13_300, colour=6)),
    "img_bomb_40000_1bit_png": ("p.png", partial(png, 40_000, 40_000, 10, bits=1, colour=0)),
    "img_bomb_9000x9000_rgb_png": ("p.png", partial(png, 9000, 9000)),
    "img_bomb_jpg": ("p.jpg", partial(jpeg_claiming, 13_300, 13_300)),
    "img_bomb_65500_jpg": ("p.jpg", partial(jpeg_claiming, 65_500, 65_500)),
    "img_bomb_exif_jpg": ("p.jpg", partial(exif, 9000, 9000)),
    "img_bomb_webp": ("p.webp", partial(encoded, "WEBP", "RGB", 12_000, 12_000)),
    "img_within_limit_png": ("p.png", partial(png, 6300, 6300)),
    "img_within_limit_1bit_png": ("p.png", partial(png, 6300, 6300, bits=1, colour=0)),
    "img_within_limit_jpg": ("p.jpg", partial(jpeg, 6300, 6300)),
    "img_within_limit_webp": ("p.webp", partial(encoded, "WEBP", "RGB", 6300, 6300)),
    "img_one_line_png": ("p.png", partial(png, 40_000, 900)),
    "img_one_column_png": ("p.png", partial(png, 900, 40_000)),
    "img_lying_dims_png": ("p.png", partial(png, 6000, 6000, 3)),
    "img_lying_dims_jpg": ("p.jpg", partial(jpeg_claiming, 6000, 6000)),
    "img_many_scans_jpg": ("p.jpg", partial(many_scans, 5000)),
    "img_two_frames_jpg": ("p.jpg", lambda: jpeg()[:2] + jpeg()[2:200] + jpeg()[2:]),
    "img_trunc_png": ("p.png", lambda: encoded("PNG", "RGB", 300, 300)[:-40]),
    "img_trunc_jpg": ("p.jpg", lambda: jpeg(300, 300)[:-40]),
    "img_zero_png": ("p.png", partial(png, 0, 0)),
    "img_junk_png": ("p.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
    "img_empty": ("p.png", b""),
    "img_text_as_jpg": ("p.jpg", b"no picture"),
    "img_html_as_png": ("p.png", b"<html><script>alert(1)</script></html>"),
    "img_pdf_as_png": ("p.png", b"%PDF-1.7\n"),
    "img_ztxt_bomb_png": (
        "p.png",
        partial(png, 40, 40, extra=chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(80_000_000), 9))),
    ),
    "img_icc_bomb_png": (
        "p.png",
        partial(png, 40, 40, extra=chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(80_000_000), 9))),
    ),
    "img_anim_gif": ("p.gif", partial(frames, 60, 2000)),
    "img_tiff": ("p.tif", partial(encoded, "TIFF", "RGB")),
    "img_cmyk_tiff": ("p.tif", partial(encoded, "TIFF", "CMYK")),
    "img_float_tiff": ("p.tif", partial(encoded, "TIFF", "F")),
    "img_i16": ("p.png", partial(encoded, "PNG", "I;16")),
    "img_la": ("p.png", partial(encoded, "PNG", "LA")),
    "img_eps": ("p.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(secret) run\n"),
    "img_bmp": ("p.bmp", partial(encoded, "BMP", "RGB")),
    "img_ico": ("p.ico", partial(encoded, "ICO", "RGB")),
    "img_large_file": ("p.jpg", lambda: jpeg() + bytes(20_000_000)),
    **{
        f"img_mutated_{kind.lower()}_{seed}": (
            f"p.{kind.lower()}",
            lambda kind=kind, seed=seed: mutated(encoded(kind, "RGB", 90, 90), seed),
        )
        for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF")
        for seed in range(3)
    },
}
"""Name of an input: the picture's file name, and its bytes."""

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">'


def svg(content: str, head: str = "") -> bytes:
    return f"{head}{OPEN}{content}</svg>".encode()


def laughs(levels: int = 8) -> str:
    rows = ['<g id="a0"><rect width="9" height="9"/></g>']
    rows += [f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, levels + 1)]
    return f"<defs>{''.join(rows)}</defs>" + f'<use href="#a{levels}"/>'


def markers(levels: int = 6) -> str:
    line = "M0 0 " + "L1 1 " * 20
    rows = ['<marker id="m0"><path d="M0 0 L1 1"/></marker>']
    rows += [f'<marker id="m{n}"><path d="{line}" marker-mid="url(#m{n - 1})"/></marker>' for n in range(1, levels + 1)]
    return "".join(rows) + f'<path d="{line}" marker-mid="url(#m{levels})"/>'


def patterns(levels: int = 8) -> str:
    rows = ['<pattern id="p0" width=".1" height=".1"><rect width="9" height="9"/></pattern>']
    cells = '<rect width="9" height="9" fill="url(#p{})"/>'
    rows += [
        f'<pattern id="p{n}" width=".1" height=".1">{cells.format(n - 1) * 10}</pattern>' for n in range(1, levels)
    ]
    return "".join(rows) + cells.format(levels - 1)


BOMB = (
    "<!DOCTYPE svg ["
    + '<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)

DRAWINGS: dict[str, bytes | Callable[[], bytes]] = {
    "svgimg_ok": svg('<rect width="90" height="90" fill="#135"/>'),
    "svgimg_clip_self": svg('<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9"/></clipPath><rect width="9" height="9" clip-path="url(#c)"/>'),
    "svgimg_dash_tiny": svg('<path d="M0 0 L90 90" stroke="#000" stroke-dasharray="0.00001"/>'),
    "svgimg_entity_laughs": svg("<text>&a11;</text>", BOMB),
    "svgimg_entity_quadratic": lambda: svg("<text>" + "&a;" * 20_000 + "</text>", f'<!DOCTYPE svg [<!ENTITY a "{"x" * 20_000}">]>'),
    "svgimg_gradient_loop": svg('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><rect width="9" height="9" fill="url(#a)"/>'),
    "svgimg_gradient_self": svg('<linearGradient id="a" href="#a"/><rect width="9" height="9" fill="url(#a)"/>'),
    "svgimg_image_file": svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    "svgimg_image_beside": svg('<image href="../secret.jpg" width="9" height="9"/>'),
    "svgimg_image_remote": svg('<image xlink:href="http://127.0.0.1:9/a.png" width="9" height="9"/>'),
    "svgimg_image_self": svg('<image href="p.svg" width="9" height="9"/>'),
    "svgimg_image_data": svg('<image href="data:image/png;base64,AAAA" width="9" height="9"/>'),
    "svgimg_marker_laughs": lambda: svg(markers()),
    "svgimg_marker_self": svg('<marker id="m"><path d="M0 0 L1 1" marker-end="url(#m)"/></marker><path d="M0 0 L9 9" marker-end="url(#m)"/>'),
    "svgimg_marker_inherited": lambda: svg('<marker id="m">' + "<path/>" * 200 + '</marker><g marker-mid="url(#m)"><path d="' + "M0 0" + "L1 1" * 4000 + '"/></g>'),
    "svgimg_marker_styled": lambda: svg('<style>path{marker-mid:url(#m)}</style><marker id="m"><path d="M0 0L1 1L2 2"/></marker><path d="M0 0L1 1"/>'),
    "svgimg_mask_self": svg('<mask id="m" mask="url(#m)"><rect width="9" height="9"/></mask><rect width="9" height="9" mask="url(#m)"/>'),
    "svgimg_nest_g_500": lambda: svg("<g>" * 500 + "</g>" * 500),
    "svgimg_nest_g_50000": lambda: svg("<g>" * 50_000 + "</g>" * 50_000),
    "svgimg_nest_svg_300": lambda: svg("<svg>" * 300 + "</svg>" * 300),
    "svgimg_path_1e6": lambda: svg('<path d="M0 0' + "L1 1" * 240_000 + '"/>'),
    "svgimg_path_limit": lambda: svg('<path d="M0 0' + "L1 1" * 120_000 + '"/>'),
    "svgimg_arcs_limit": lambda: svg('<path d="M0 0' + "A1 1 0 0 0 1 1" * 35_000 + '"/>'),
    "svgimg_path_junk": svg('<path d="M0 0 L zz 9 e e e 1e999"/>'),
    "svgimg_pattern_self": svg('<pattern id="p" width=".1" height=".1"><rect width="9" height="9" fill="url(#p)"/></pattern><rect width="9" height="9" fill="url(#p)"/>'),
    "svgimg_pattern_laughs": lambda: svg(patterns()),
    "svgimg_style_import": svg('<style>@import url(file:///etc/passwd);</style><rect width="9" height="9"/>'),
    "svgimg_style_nested": lambda: svg("<style>" + "a{" * 5000 + "</style>"),
    "svgimg_style_brackets": lambda: svg("<style>" + ":is(" * 5000 + "</style>"),
    "svgimg_style_url": svg('<rect style="fill:url(http://127.0.0.1:9/x#y)" width="9" height="9"/>'),
    "svgimg_text_path_loop": lambda: svg('<path id="t" d="M0 0 L90 90"/><text><textPath href="#t">' + "word " * 5000 + "</textPath></text>"),
    "svgimg_text_1e6": lambda: svg("<text>" + "word " * 180_000 + "</text>"),
    "svgimg_use_laughs": lambda: svg(laughs()),
    "svgimg_use_loop": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'),
    "svgimg_use_self": svg('<g id="a"><use href="#a"/></g>'),
    "svgimg_use_chain": lambda: svg("".join(f'<g id="a{n}"><use href="#a{n - 1}"/></g>' for n in range(1, 5000)) + '<use href="#a4999"/>'),
    "svgimg_use_file": svg('<use href="file:///etc/passwd#x"/>'),
    "svgimg_use_beside": svg('<use href="../secret.svg#x"/>'),
    "svgimg_viewbox_0": svg('<rect width="9" height="9"/>').replace(b'width="100"', b'viewBox="0 0 0 0" width="100"', 1),
    "svgimg_viewbox_nan": svg('<rect width="9" height="9"/>').replace(b'width="100"', b'viewBox="0 0 nan 1e999" width="100"', 1),
    "svgimg_size_1e9": svg('<rect width="9" height="9"/>').replace(b'width="100"', b'width="1000000000"', 1),
    "svgimg_font_1e9": svg('<text font-size="1000000000">word</text>'),
    "svgimg_xxe": svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "svgimg_xxe_beside": svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "../secret.txt">]>'),
    "svgimg_external_dtd": svg("<rect/>", '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/a.dtd">'),
    "svgimg_script": svg("<script>alert(1)</script>"),
    "svgimg_onload": svg('<rect onload="alert(1)"/>'),
    "svgimg_foreign": svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="file:///etc/passwd"/></foreignObject>'),
    "svgimg_animate": svg('<rect width="9"><animate attributeName="href" to="javascript:alert(1)"/></rect>'),
    "svgimg_link_script": svg('<a xlink:href="javascript:alert(1)"><text>word</text></a>'),
    "svgimg_filter": svg('<filter id="f"><feImage href="file:///etc/passwd"/></filter><rect filter="url(#f)"/>'),
    "svgimg_stylesheet": svg("<rect/>", '<?xml-stylesheet href="file:///etc/passwd"?>'),
    "svgimg_unclosed": OPEN.encode() + b"<g>",
    "svgimg_large": lambda: svg("<!--" + "x" * 2_000_000 + "-->"),
    "svgimg_elements_30000": lambda: svg('<rect width="1" height="1"/>' * 30_000),
    "svgimg_elements_limit": lambda: svg('<rect width="1" height="1"/>' * 19_000),
}  # fmt: skip
"""Name of an input: an SVG."""
