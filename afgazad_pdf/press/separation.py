"""Pictures for a press: every one in CMYK or grey, without transparency, within the limit of ink.

A picture in grey stays grey, and so does one whose file knows colours but whose pixels have none: on a press it is
black ink alone. All others are converted by LittleCMS from their own colour profile, or sRGB where they have none,
by relative colorimetry with black point compensation. What shows through becomes white paper.

A picture is converted once in a process: the last ones are kept by their content.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from PIL import Image, ImageChops, ImageCms, ImageOps

from ..article import Article, Figure
from ..findings import Finding, Level
from ..pictures import MEDIA_TYPES, Picture, with_eight_bits
from .condition import Condition

QUALITY = 92
"""Of the JPEG files that are written; their colours are not subsampled."""

KEPT_BYTES = 200_000_000
"""How much of converted pictures is kept in memory."""

INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION

WORKING = {"1": "L", "L": "L", "LA": "L", "La": "L", "RGB": "RGB", "RGBA": "RGB", "RGBa": "RGB", "RGBX": "RGB"}
WORKING |= {"P": "RGB", "PA": "RGB", "YCbCr": "RGB", "HSV": "RGB", "CMYK": "CMYK", "LAB": "LAB"}
WORKING |= {"I": "L", "I;16": "L", "I;16L": "L", "I;16B": "L", "I;16N": "L", "F": "L"}
"""Pillow's modes and the colours in which a picture of each is worked on; others are turned into RGB."""

PROFILE_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}
"""What the colour space of an embedded profile must be, as it is called in profiles."""


@dataclass(frozen=True, slots=True)
class Separated:
    """A picture for the press, and what was found on the way: pairs of a code and the rest of a sentence."""

    picture: Picture
    remarks: tuple[tuple[str, str], ...] = ()


def separated_pictures(
    article: Article, pictures: Mapping[str, Picture], condition: Condition, *, grey: bool
) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Convert the pictures of an article, given by their names, for a press; `grey`: for one with black ink alone.

    Drawings, SVG, stay as they are: their colours are converted on the page.
    """
    result: dict[str, Picture] = {}
    findings: list[Finding] = []
    file = str(article.path) if article.path else None
    for figure in article.walk():
        if not isinstance(figure, Figure) or figure.picture not in pictures or figure.picture in result:
            continue
        made = separated(pictures[figure.picture], condition, grey=grey)
        result[figure.picture] = made.picture
        for code, words in made.remarks:
            message = f"the picture “{figure.picture}” {words}"
            findings.append(Finding(level=Level.WARNING, code=code, message=message, file=file, line=figure.line))
    return result, tuple(findings)


def separated(picture: Picture, condition: Condition, *, grey: bool = False) -> Separated:
    """Convert one picture."""
    if picture.media_type == "image/svg+xml":
        return Separated(picture)
    key = (sha256(picture.data).hexdigest(), _digest(condition), grey)
    made = _converted.get(key)
    if made is None:
        made = _separate(picture, condition, grey=grey)
        _converted.put(key, made)
    return made


def _separate(picture: Picture, condition: Condition, *, grey: bool) -> Separated:
    remarks: list[tuple[str, str]] = []
    opened = Image.open(io.BytesIO(picture.data), formats=tuple(MEDIA_TYPES))
    upright = opened.getexif().get(0x0112, 1) == 1  # TIFF tag Orientation
    image = opened if upright else ImageOps.exif_transpose(opened)
    profile = _embedded_profile(opened, remarks)
    image = _opaque(image)
    if profile is not None and image.mode == "CMYK" and opened.info.get("icc_profile") == condition.profile:
        profile = None
    before = image
    if image.mode == "RGB" and _is_grey(image):
        image = image.getchannel(0)
    if image.mode != "L":
        image = _in_grey(image, profile, condition) if grey else _in_inks(image, profile, condition, remarks)
    if image is before and opened.format == "JPEG" and upright and opened.mode == image.mode:
        return Separated(picture, tuple(remarks))
    return Separated(_written(image, opened.format), tuple(remarks))


def _opaque(image: Image.Image) -> Image.Image:
    """Return a picture in one of the modes that are worked on, on white paper, with 8 bits a colour."""
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return with_eight_bits(image)
    if image.has_transparency_data:
        # Premultiplied colours, and those of a palette, with the transparency as a channel of its own.
        grey = mode in ("L", "LA", "La")
        whole = image.convert("LA" if grey else "RGBA")
        paper = Image.new("L" if grey else "RGB", image.size, "white")
        paper.paste(whole.convert(paper.mode), mask=whole.getchannel("A"))
        return paper
    working = WORKING.get(mode, "RGB")
    return image if mode == working else image.convert(working)


def _embedded_profile(image: Image.Image, remarks: list[tuple[str, str]]) -> ImageCms.ImageCmsProfile | None:
    """Return a picture's own colour profile; None, with a remark where it is no use, for sRGB or plain inks."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    mode = WORKING.get(image.mode, "RGB")
    profile: ImageCms.ImageCmsProfile | None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        ImageCms.buildTransform(profile, _plain("LAB"), mode, "LAB")  # its tables are read only now
    except (ImageCms.PyCMSError, OSError):
        profile = None
    if profile is None or profile.profile.xcolor_space.strip() != PROFILE_SPACES[mode]:
        words = (
            "has a colour profile that is damaged or of other colours than its own; it counts as sRGB, or as plain inks"
        )
        remarks.append(("picture-profile", f"{words}: look at its colours, or save it again with the right profile"))
        return None
    return profile


def _is_grey(image: Image.Image) -> bool:
    """Say whether a picture in RGB has no colours; a small copy is looked at first."""
    for sample in (image.resize((32, 32), Image.Resampling.NEAREST), image):
        red, green, blue = sample.split()
        if ImageChops.difference(red, green).getbbox() or ImageChops.difference(red, blue).getbbox():
            return False
    return True


def _in_grey(image: Image.Image, profile: ImageCms.ImageCmsProfile | None, condition: Condition) -> Image.Image:
    """Return a picture as light as it looks on a screen, for black ink alone."""
    if image.mode == "CMYK" and profile is None:
        profile = _output(condition)
    if profile is not None or image.mode == "LAB":
        image = _transform(image, profile or _plain(image.mode), _plain("RGB"), "RGB")
    return image.convert("L")


def _in_inks(
    image: Image.Image,
    profile: ImageCms.ImageCmsProfile | None,
    condition: Condition,
    remarks: list[tuple[str, str]],
) -> Image.Image:
    if image.mode == "CMYK" and profile is None:
        most = most_ink(image)
        if most <= condition.ink_limit + 1:  # rounding
            return image
        words = f"has up to {most:.0f} % of ink, and the paper takes {condition.ink_limit} %"
        remarks.append(("picture-ink", f"{words}; its colours were separated anew"))
        profile = _output(condition)
    return _transform(image, profile or _plain(image.mode), _output(condition), "CMYK")


def most_ink(image: Image.Image) -> float:
    """Return the most ink of any pixel of a picture in CMYK, in percent."""
    cyan, magenta, yellow, black = image.split()
    one, other = ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2)
    darkest = ImageChops.add(one, other, scale=2).getextrema()[1]
    assert isinstance(darkest, int | float)  # it has one channel
    return float(darkest) / 255 * 400


def _transform(
    image: Image.Image, source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, mode: str
) -> Image.Image:
    transform = ImageCms.buildTransform(source, target, image.mode, mode, renderingIntent=INTENT, flags=FLAGS)
    return transform.apply(image)


def _plain(mode: str) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB"))


def _output(condition: Condition) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(condition.profile))


def _written(image: Image.Image, was: str | None) -> Picture:
    """Return a picture as a file without profile and rotation: JPEG, or PNG for a grey one that lost nothing yet."""
    output = io.BytesIO()
    if image.mode == "L" and was != "JPEG":
        image.save(output, format="PNG", icc_profile=None)
        return Picture(data=output.getvalue(), media_type="image/png", width=image.width, height=image.height)
    image.save(output, format="JPEG", quality=QUALITY, subsampling=0, icc_profile=None, comment=b"")
    return Picture(data=output.getvalue(), media_type="image/jpeg", width=image.width, height=image.height)


@lru_cache(maxsize=8)
def _digest(condition: Condition) -> str:
    return sha256(condition.profile).hexdigest()


class _Kept:
    """The pictures that were converted last, up to a number of bytes; nothing depends on what is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._made: OrderedDict[tuple[str, str, bool], Separated] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0

    def get(self, key: tuple[str, str, bool]) -> Separated | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def put(self, key: tuple[str, str, bool], made: Separated) -> None:
        with self._lock:
            if key not in self._made:
                self._made[key] = made
                self._bytes += len(made.picture.data)
            while self._bytes > self._limit and self._made:
                _, oldest = self._made.popitem(last=False)
                self._bytes -= len(oldest.picture.data)


_converted = _Kept(KEPT_BYTES)
