"""Pictures of an article: found beside it, checked, and handed on as bytes.

Why before the layout: the engine draws a truncated picture half grey and says nothing, leaves out
one it cannot read, and would open files again while it writes. Here each fault becomes a finding
that names the picture, and the engine sees nothing but bytes under an address made from their content.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from .article import Article, Figure
from .findings import Finding, Level

MAXIMUM_BYTES = 20_000_000
MAXIMUM_PIXELS = 40_000_000
"""Above this a picture costs more than a gigabyte of memory while the page is made."""

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "TIFF": "image/tiff"}
"""Raster formats that can be drawn, by Pillow's name of the format."""

DRAWABLE_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"})
"""Pillow modes that the layout engine draws as they are; others are converted to RGB."""

Colours = Literal["drawable", "rgb", "own"]
"""What becomes of a picture's colours. ``drawable``: they stay where the engine can draw them; ``rgb``: those of a
press (CMYK) are converted, as one file has colours of one kind; ``own``: the file stays as it is, for the press."""

_SVG_START = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE[^>\[]*>\s*)?<svg[\s>]", re.DOTALL)
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_decoding = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that can be drawn."""

    data: bytes
    media_type: str
    width: int
    """In pixels as displayed, after the camera's rotation."""
    height: int

    @property
    def name(self) -> str:
        """A file name made from the content, so that the same picture has the same name everywhere."""
        return f"{sha256(self.data).hexdigest()[:24]}.{self.media_type.rpartition('/')[2].partition('+')[0]}"


class PictureFault(Exception):
    """A picture cannot be drawn; `code` and the message become a finding."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def load_pictures(article: Article, *, colours: Colours = "drawable") -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Read the pictures of all figures; returns them by their name in the article, and findings.

    A picture that cannot be used is not in the mapping and has a finding of level ``error``.
    """
    folder = article.path.parent if article.path else None
    pictures: dict[str, Picture] = {}
    findings: list[Finding] = []
    for block in article.walk():
        if not isinstance(block, Figure):
            continue
        if not block.alternative_text:
            findings.append(_without_alternative(article, block))
        if block.picture in pictures:
            continue
        try:
            pictures[block.picture] = read_picture(block.picture, folder, colours=colours)
        except PictureFault as fault:
            findings.append(_finding(article, block, Level.ERROR, fault.code, str(fault)))
    return pictures, tuple(findings)


def read_picture(name: str, folder: Path | None, *, colours: Colours = "drawable") -> Picture:
    """Read and check one picture by its name relative to a folder; raises PictureFault."""
    data = _read(name, folder)
    if _SVG_START.match(data[:4096]):
        return Picture(data=data, media_type="image/svg+xml", width=0, height=0)
    return _raster(name, data, colours)


def _read(name: str, folder: Path | None) -> bytes:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.IGNORECASE):
        raise PictureFault(
            "picture-remote", f"the picture “{name[:100]}” is an address; save it beside the article and name the file"
        )
    if folder is None:
        raise PictureFault(
            "picture-missing", f"the picture “{name}” cannot be looked for, as the article was not read from a file"
        )
    base = folder.resolve()
    try:
        path = (base / name).resolve()
        if not path.is_relative_to(base):
            raise PictureFault(
                "picture-outside", f"the picture “{name}” lies outside the article's folder; copy it into {folder}"
            )
        if path.stat().st_size > MAXIMUM_BYTES:
            size = path.stat().st_size / 1e6
            raise PictureFault(
                "picture-too-large",
                f"the picture “{name}” has {size:.0f} MB; save it with at most {MAXIMUM_BYTES / 1e6:.0f} MB",
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise PictureFault(
            "picture-missing",
            f"the picture “{name}” does not exist in {folder}; check the name, capital letters included",
        ) from None
    except (OSError, ValueError) as fault:
        raise PictureFault("picture-missing", f"the picture “{name}” cannot be read: {fault}") from fault


def _raster(name: str, data: bytes, colours: Colours) -> Picture:
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES))
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
        raise PictureFault(
            "picture-unsupported",
            f"the picture “{name}” is of a type that cannot be drawn; save it as JPEG, PNG, WebP, GIF, TIFF or SVG",
        ) from None
    except (OSError, ValueError):  # some decoders read ahead when they open, or refuse a profile that is too large
        raise _damaged(name) from None
    if image.width * image.height > MAXIMUM_PIXELS:
        raise PictureFault(
            "picture-too-large",
            f"the picture “{name}” has {image.width} × {image.height} pixels; 4000 × 3000 are enough for any page",
        )
    _check_complete(name, data, image)
    rotated = image.getexif().get(0x0112, 1) >= 5  # TIFF tag Orientation: 5 to 8 swap the sides
    width, height = (image.height, image.width) if rotated else image.size
    if image.format == "JPEG" and image.mode == "CMYK" and colours == "rgb":
        return _for_screens(image)
    if colours != "own" and (image.format == "TIFF" or image.mode not in DRAWABLE_MODES):
        return _converted(data)
    return Picture(data=data, media_type=MEDIA_TYPES[image.format or ""], width=width, height=height)


def _check_complete(name: str, data: bytes, image: Image.Image) -> None:
    """Raise PictureFault where a part of the picture is missing or broken."""
    try:
        if image.format == "JPEG":
            complete = _jpeg_is_complete(data)
        else:
            with _strict_decoding():
                image.load()
            complete = True
    except Exception:  # decoders raise whatever they like on damaged data
        complete = False
    if not complete:
        raise _damaged(name)


def _damaged(name: str) -> PictureFault:
    return PictureFault(
        "picture-damaged", f"the picture “{name}” is damaged or only a part of it was saved; save or download it again"
    )


def _jpeg_is_complete(data: bytes) -> bool:
    """Walk the segments of a JPEG to its end marker (ITU-T T.81, B.1), without decoding it."""
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return False
        marker = data[position + 1]
        if marker == 0xD9:
            return True
        if marker == 0xFF:
            position += 1
            continue
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == 0xDA:  # start of scan: entropy-coded data runs to the next marker
            following = _JPEG_MARKER.search(data, position)
            if following is None:
                return False
            position = following.start()
    return data[position : position + 2] == b"\xff\xd9"


@contextmanager
def _strict_decoding() -> Iterator[None]:
    """Make Pillow raise on truncated data.

    The layout engine sets the opposite for the whole process when it is imported; Pillow has no
    switch for one picture. Held for the time of one decoding.
    """
    with _decoding:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _converted(data: bytes) -> Picture:
    """Convert what the layout engine cannot draw to an RGB PNG."""
    image = with_eight_bits(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    output = io.BytesIO()
    image.convert("RGBA" if image.has_transparency_data else "RGB").save(output, format="PNG")
    return Picture(data=output.getvalue(), media_type="image/png", width=image.width, height=image.height)


def with_eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture with 8 bits a colour; of grey ones that have 16, Pillow alone would keep only the darkest."""
    if image.mode == "F":
        return image.point(lambda value: value * 255).convert("L")
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _for_screens(image: Image.Image) -> Picture:
    """Convert a photograph in colours of the press to sRGB, by its own colour profile where it has one."""
    image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
        converted = known and ImageCms.profileToProfile(image, known, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        converted = None  # a damaged profile is as good as none
    output = io.BytesIO()
    (converted or image.convert("RGB")).save(output, format="JPEG", quality=92, subsampling=0)
    return Picture(data=output.getvalue(), media_type="image/jpeg", width=image.width, height=image.height)


def _without_alternative(article: Article, figure: Figure) -> Finding:
    message = (
        f"the picture “{figure.picture}” has no text for readers who do not see it; describe it in the brackets: "
        f"![description]({figure.picture})"
    )
    return _finding(article, figure, Level.WARNING, "alternative-text-missing", message)


def _finding(article: Article, figure: Figure, level: Level, code: str, message: str) -> Finding:
    file = str(article.path) if article.path else None
    return Finding(level=level, code=code, message=message, file=file, line=figure.line)
