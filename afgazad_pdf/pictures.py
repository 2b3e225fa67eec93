"""Pictures of an article: found beside it, checked, and handed on as bytes.

Why before the layout: the engine draws a truncated picture half grey and says nothing, leaves out
one it cannot read, and would open files again while it writes. Here each fault becomes a finding
that names the picture, and the engine sees nothing but bytes under an address made from their content.
"""

from __future__ import annotations

import io
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from .article import Article, Figure
from .drawings import DrawingFault, check_drawing
from .files import NotAFile, Outside, TooLarge, read_inside
from .findings import Finding, Level
from .settings import LIMITS, Limits, PageSize

PRINTED = 300
"""Pixels to the inch beyond which no eye sees a gain."""

TOO_FINE = 2.0
"""How many times finer than that a picture may be before it is made smaller."""

MARGIN = 10.0
"""How much wider and higher than the page the place of a picture is taken to be, in mm: bleeds, and a little more."""

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "TIFF": "image/tiff"}
"""Raster formats that can be drawn, by Pillow's name of the format."""

DRAWABLE_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"})
"""Pillow modes that the layout engine draws as they are; others are converted to RGB."""

Colours = Literal["drawable", "rgb", "own"]
"""What becomes of a picture's colours. ``drawable``: they stay where the engine can draw them; ``rgb``: those of a
press (CMYK) are converted, as one file has colours of one kind; ``own``: the file stays as it is, for the press."""

_SVG_START = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE[^>\[]*>\s*)?<svg[\s>]", re.DOTALL)
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of JPEG that begin a frame and say its size (ITU-T T.81, table B.1)."""

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
    def pixels(self) -> int:
        """How many pixels it has; 0 for a drawing."""
        return self.width * self.height

    @property
    def name(self) -> str:
        """A file name made from the content, so that the same picture has the same name everywhere."""
        return f"{sha256(self.data).hexdigest()[:24]}.{self.media_type.rpartition('/')[2].partition('+')[0]}"


class PictureFault(Exception):
    """A picture cannot be drawn; `code` and the message become a finding."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def load_pictures(
    article: Article, *, colours: Colours = "drawable", page: PageSize | None = None, limits: Limits = LIMITS
) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Read the pictures of all figures, each once; returns them by their name in the article, and findings.

    A picture that is far finer than any place on the `page` is made smaller. One that cannot be used is
    not in the mapping and has a finding of level ``error``.
    """
    folder = article.path.parent if article.path else None
    figures = [block for block in article.walk() if isinstance(block, Figure)]
    bleeding = {figure.picture for figure in figures if figure.size == "bleed"}
    pictures: dict[str, Picture] = {}
    findings: list[Finding] = []
    pixels = 0
    for figure in figures:
        name = figure.picture
        if not figure.alternative_text:
            findings.append(_without_alternative(article, figure))
        if name in pictures:
            continue
        try:
            picture = read_picture(name, folder, colours=colours, limits=limits)
            pixels += picture.pixels
            _check_sum(name, pixels, limits)
            pictures[name], note = _for_page(name, picture, page, covering=name in bleeding)
        except PictureFault as fault:
            findings.append(_finding(article, figure, Level.ERROR, fault.code, str(fault)))
            continue
        if note:
            findings.append(_finding(article, figure, Level.INFO, "picture-reduced", f"the picture “{name}” {note}"))
    return pictures, tuple(findings)


def read_picture(name: str, folder: Path | None, *, colours: Colours = "drawable", limits: Limits = LIMITS) -> Picture:
    """Read and check one picture by its name relative to a folder; raises PictureFault."""
    data = _read(name, folder, limits)
    if _SVG_START.match(data[:4096]):
        try:
            check_drawing(data, limits)
        except DrawingFault as fault:
            raise PictureFault("picture-unsafe", f"the picture “{name}” {fault}") from None
        return Picture(data=data, media_type="image/svg+xml", width=0, height=0)
    return _raster(name, data, colours, limits)


def _read(name: str, folder: Path | None, limits: Limits) -> bytes:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.IGNORECASE):
        raise PictureFault(
            "picture-remote",
            f"the picture “{name[:100]}” is an address; save it beside the article and name "
            "the file, or have it fetched with --fetch",
        )
    if folder is None:
        raise PictureFault(
            "picture-missing", f"the picture “{name}” cannot be looked for, as the article was not read from a file"
        )
    try:
        return read_inside(folder, name, limits.picture_bytes)
    except Outside as fault:
        where = "is reached by a symbolic link" if fault.link else "lies outside the article's folder"
        raise PictureFault("picture-outside", f"the picture “{name}” {where}; copy it into {folder}") from None
    except TooLarge as fault:
        sizes = f"has {fault.size / 1e6:.0f} MB; save it with at most {limits.picture_bytes / 1e6:.0f} MB"
        raise PictureFault("picture-too-large", f"the picture “{name}” {sizes}") from None
    except NotAFile as fault:
        raise PictureFault("picture-missing", f"the picture “{name}” cannot be read: {fault.strerror}") from None
    except (FileNotFoundError, NotADirectoryError):
        raise PictureFault(
            "picture-missing",
            f"the picture “{name}” does not exist in {folder}; check the name, capital letters included",
        ) from None
    except (OSError, ValueError) as fault:
        raise PictureFault("picture-missing", f"the picture “{name[:200]}” cannot be read: {fault}") from fault


def _check_sum(name: str, pixels: int, limits: Limits) -> None:
    if pixels > limits.all_pixels:
        raise PictureFault(
            "picture-too-large",
            f"with the picture “{name}” all pictures of the article have {pixels / 1e6:.0f} million pixels; at most "
            f"{limits.all_pixels / 1e6:.0f} million are printed. Save them smaller",
        )


def _raster(name: str, data: bytes, colours: Colours, limits: Limits) -> Picture:
    image = _opened(name, data)
    if image.width * image.height > limits.picture_pixels:
        raise PictureFault(
            "picture-too-large",
            f"the picture “{name}” has {image.width} × {image.height} pixels; at most "
            f"{limits.picture_pixels / 1e6:.0f} million are printed. 4000 × 3000 are enough for any page",
        )
    _check_complete(name, data, image, limits)
    rotated = image.getexif().get(0x0112, 1) >= 5  # TIFF tag Orientation: 5 to 8 swap the sides
    width, height = (image.height, image.width) if rotated else image.size
    if image.format == "JPEG" and image.mode == "CMYK" and colours == "rgb":
        return _for_screens(image)
    if colours != "own" and (image.format == "TIFF" or image.mode not in DRAWABLE_MODES):
        return _converted(data)
    return Picture(data=data, media_type=MEDIA_TYPES[image.format or ""], width=width, height=height)


def _opened(name: str, data: bytes) -> Image.Image:
    """Read a picture's header, by its content alone."""
    try:
        with _decoding, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own limit is higher than ours, which comes next
            return Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES))
    except Image.DecompressionBombError:
        raise PictureFault(
            "picture-too-large", f"the picture “{name}” has hundreds of millions of pixels; save it smaller"
        ) from None
    except (UnidentifiedImageError, SyntaxError):
        raise PictureFault(
            "picture-unsupported",
            f"the picture “{name}” is of a type that cannot be drawn; save it as JPEG, PNG, WebP, GIF, TIFF or SVG",
        ) from None
    except Exception:  # decoders read ahead when they open, and raise whatever they like
        raise _damaged(name) from None


def _check_complete(name: str, data: bytes, image: Image.Image, limits: Limits) -> None:
    """Raise PictureFault where a part of the picture is missing or broken."""
    try:
        if image.format == "JPEG":
            complete = _jpeg_is_complete(data, limits.scans)
        else:
            with _strict_decoding():
                image.load()
            complete = True
    except Exception:  # decoders raise whatever they like on damaged data
        complete = False
    if not complete:
        raise _damaged(name)


def _for_page(name: str, picture: Picture, page: PageSize | None, *, covering: bool) -> tuple[Picture, str]:
    """Return a picture not much finer than any place on a page needs it, and what was done to it.

    `covering`: whether it is cut so that it fills the page, and its shorter side counts. Line art of black and white
    alone keeps its fineness, which printers want.
    """
    if page is None or not picture.width:
        return picture, ""
    across = picture.width / ((page.width + MARGIN) / 25.4 * PRINTED)
    down = picture.height / ((page.height + MARGIN) / 25.4 * PRINTED)
    finer = min(across, down) if covering else max(across, down)
    if finer <= TOO_FINE:
        return picture, ""
    try:
        with _strict_decoding():
            smaller = _reduced(picture, finer)
    except Exception:  # decoders raise whatever they like on damaged data
        raise _damaged(name) from None
    if smaller is picture:
        return picture, ""
    return smaller, (
        f"has {picture.width} × {picture.height} pixels and was made smaller, to {smaller.width} × {smaller.height}: "
        f"{PRINTED} to the inch for the whole page"
    )


def _reduced(picture: Picture, finer: float) -> Picture:
    """Return a picture made smaller by a factor, with its colours and their profile."""
    image: Image.Image = Image.open(io.BytesIO(picture.data), formats=tuple(MEDIA_TYPES))
    if image.mode == "1":
        return picture
    photograph = image.format == "JPEG" or (image.format == "WEBP" and not image.has_transparency_data)
    profile = image.info.get("icc_profile")
    size = max(1, round(image.width / finer)), max(1, round(image.height / finer))
    image.draft(None, size)  # decoders of JPEG decode to a half, a quarter or an eighth at little cost
    image = ImageOps.exif_transpose(with_eight_bits(image))
    if image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    size = max(1, round(picture.width / finer)), max(1, round(picture.height / finer))
    image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    output = io.BytesIO()
    if photograph:
        image.save(output, format="JPEG", quality=92, icc_profile=profile, exif=b"", comment=b"")
    else:
        image.save(output, format="TIFF" if image.mode == "CMYK" else "PNG", icc_profile=profile, exif=b"")
    kind = "jpeg" if photograph else "tiff" if image.mode == "CMYK" else "png"
    return Picture(data=output.getvalue(), media_type=f"image/{kind}", width=image.width, height=image.height)


def _damaged(name: str) -> PictureFault:
    return PictureFault(
        "picture-damaged", f"the picture “{name}” is damaged or only a part of it was saved; save or download it again"
    )


def _jpeg_is_complete(data: bytes, most_scans: int) -> bool:
    """Walk the segments of a JPEG to its end marker (ITU-T T.81, B.1), without decoding it.

    One frame, and no more scans than photographs have: readers decode each over the whole picture.
    """
    position, frames, scans = 2, 0, 0
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
        frames += marker in _FRAMES
        if marker == 0xDA:  # start of scan: entropy-coded data runs to the next marker
            scans += 1
            following = _JPEG_MARKER.search(data, position)
            if following is None or frames != 1 or scans > most_scans:
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
