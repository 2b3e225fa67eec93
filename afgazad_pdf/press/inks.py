"""From colours of screens to inks: a theme's named colours by its own table, greys to black, the rest by LittleCMS."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from PIL import Image, ImageCms, ImageColor

from ..errors import TemplateError
from .condition import Condition

LUMINANCE = (0.299, 0.587, 0.114)
"""How light red, green and blue are (ITU-R BT.601, 2.5.1), as Pillow takes it for pictures."""


class Colour(NamedTuple):
    """A colour of a screen, in sRGB, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        """Return it as CSS has it: ``#a00000``."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def lightness(self) -> float:
        """From 0, black, to 1, white."""
        return sum(share * part for share, part in zip(LUMINANCE, self, strict=True)) / 255


class Ink(NamedTuple):
    """How much of each ink is printed, from 0 to 1."""

    cyan: float
    magenta: float
    yellow: float
    black: float

    @classmethod
    def of_black(cls, amount: float) -> Ink:
        """Return black alone."""
        return cls(0.0, 0.0, 0.0, round(amount, 4))

    @property
    def in_black(self) -> Ink:
        """What stands for it where there is no ink but black: as dark as it looks."""
        light = 1 - sum(share * part for share, part in zip(LUMINANCE, self[:3], strict=True))
        return Ink.of_black(1 - light * (1 - self.black))


@dataclass(frozen=True, slots=True)
class Palette:
    """What becomes of the colours of a page."""

    condition: Condition
    named: Mapping[Colour, Ink]
    """The colours whose inks the theme says."""
    grey: bool = False
    """Whether there is no ink but black."""

    def knows(self, colour: Colour) -> bool:
        """Say whether nobody needs to be told how a colour is printed: the theme says it, or it is a grey."""
        return self.grey or colour in self.named or len(set(colour)) == 1

    def ink(self, colour: Colour) -> Ink:
        """Return how a colour is printed."""
        ink = self.named.get(colour)
        if ink is None and (self.grey or len(set(colour)) == 1):
            return Ink.of_black(1 - colour.lightness)
        if ink is None:
            return _converted(colour, self.condition)
        return ink.in_black if self.grey else ink


def palette(
    colours: Mapping[str, str], inks: Mapping[str, Any], condition: Condition, *, grey: bool = False
) -> Palette:
    """Return the palette of a theme: its colours by name, and its inks by the same names or by ``#`` colours.

    Inks are in percent. Raises TemplateError for inks that cannot be printed, and where two names of one colour
    have different inks: on the page they cannot be told apart.
    """
    named: dict[Colour, Ink] = {}
    names: dict[Colour, str] = {}
    for name, amounts in inks.items():
        colour = _colour(colours.get(name, name))
        if colour is None:
            continue
        ink = _ink(name, amounts, condition)
        if named.get(colour, ink) != ink:
            message = (
                f"The theme's colours “{names[colour]}” and “{name}” are both {colour} on screens but have "
                "different inks; give them the same inks, or make one of them another by one step"
            )
            raise TemplateError(message)
        named[colour], names[colour] = ink, name
    return Palette(condition, named, grey)


def _colour(text: str) -> Colour | None:
    """Read a CSS colour; None for one that is not plain, which is converted like those without a name."""
    try:
        return Colour(*ImageColor.getrgb(text)[:3])
    except ValueError:
        return None


def _ink(name: str, amounts: Any, condition: Condition) -> Ink:
    right = isinstance(amounts, list | tuple) and len(amounts) == 4
    if not right or not all(isinstance(part, int | float) and 0 <= part <= 100 for part in amounts):
        message = "write four numbers from 0 to 100: cyan, magenta, yellow, black"
        raise TemplateError(f"The theme's inks.{name} cannot be printed; {message}")
    if sum(amounts) > condition.ink_limit:
        limit = f"{sum(amounts):g} % of ink, and {condition.description} allows {condition.ink_limit} %"
        raise TemplateError(f"The theme's inks.{name} asks for {limit}; take less")
    return Ink(*(part / 100 for part in amounts))


@lru_cache(maxsize=512)
def _converted(colour: Colour, condition: Condition) -> Ink:
    pixel = _transform(condition).apply(Image.new("RGB", (1, 1), colour)).tobytes()
    return Ink(*(round(part / 255, 4) for part in pixel))


@lru_cache(maxsize=8)
def _transform(condition: Condition) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(condition.profile)),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
