"""Settings: how an article is printed. Plain data, passed explicitly, with no hidden source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .errors import Problem, SettingsError
from .validation import nearest

Profile = Literal["screen"]
"""Output profiles. ``screen``: links, bookmarks, RGB colour."""


class PageSize(BaseModel):
    """A page's width and height in mm, after trimming."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: float = Field(ge=90, le=1200)
    height: float = Field(ge=120, le=1700)


PAGE_SIZES: dict[str, PageSize] = {
    "A3": PageSize(width=297, height=420),
    "A4": PageSize(width=210, height=297),
    "A5": PageSize(width=148, height=210),
    "B5": PageSize(width=176, height=250),
    "Letter": PageSize(width=215.9, height=279.4),
    "Legal": PageSize(width=215.9, height=355.6),
    "Tabloid": PageSize(width=279.4, height=431.8),
}
"""Named sizes in mm: ISO 216 and the North American ones."""

_CUSTOM_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:mm)?\s*[x×,]\s*(\d+(?:\.\d+)?)\s*(?:mm)?", re.IGNORECASE)


def page_size(text: str) -> PageSize:
    """Return the size for a name (``A4``) or for millimetres (``210x297``); raises SettingsError."""
    for name, size in PAGE_SIZES.items():
        if name.lower() == text.strip().lower():
            return size
    match = _CUSTOM_SIZE.fullmatch(text.strip())
    if match is None:
        hint = nearest(text, tuple(PAGE_SIZES))
        raise SettingsError(
            Problem(field="page_size", message=f"“{text}” is not a page size; {hint}, or write WIDTHxHEIGHT in mm")
        )
    try:
        return PageSize(width=float(match[1]), height=float(match[2]))
    except ValidationError:
        raise SettingsError(
            Problem(field="page_size", message=f"“{text}” is out of bounds; from 90×120 mm to 1200×1700 mm can be set")
        ) from None


def _named_size(value: Any) -> Any:
    return page_size(value) if isinstance(value, str) else value


class Settings(BaseModel):
    """Everything that may differ from one rendering of an article to the next."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: Profile = "screen"
    page_size: Annotated[PageSize, BeforeValidator(_named_size)] = PAGE_SIZES["A4"]
    """A name such as ``A4``, ``WIDTHxHEIGHT`` in mm, or a PageSize."""
    text_size: float = Field(default=11.5, ge=6, le=24)
    """Size of the body text in pt, for Latin script; other scripts are fitted to it by the theme."""
    template_folders: tuple[Path, ...] = ()
    """Folders searched for templates before the built-in theme, in this order."""
    font_folders: tuple[Path, ...] = ()
    """Folders with further TTF or OTF fonts, for themes that name them."""
