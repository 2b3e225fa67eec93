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

Paragraphs = Literal["spaced", "indented"]
"""How a paragraph is told from the one before: by a space, or by an indent of its first line."""

TEXT_SIZES = {1: 11.5, 2: 10.0, 3: 9.0}
"""The text's size in pt, by the number of columns, where none is given."""


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
    columns: Literal[1, 2, 3] = 1
    """In how many columns the story is set; 1 by default. More than one are as wide together as the masthead,
    the first at the right in a right-to-left article. Headline and summary stand above them all."""
    text_size: float = Field(default_factory=lambda given: TEXT_SIZES.get(given.get("columns", 1), 11.5), ge=6, le=24)
    """Size of the body text in pt, for Latin script; other scripts are fitted to it by the theme. By default 11.5 in
    one column, 10 in two, 9 in three."""
    paragraphs: Paragraphs = "spaced"
    """``spaced`` (the default): a space between paragraphs; ``indented``: none, and a paragraph that follows another
    has its first line indented by the theme's `paragraph.indent`, 1.2 em, where lines begin."""
    initial: bool = False
    """Whether the first paragraph has an initial; by default not. An initial letter two lines high; where letters are
    joined, the whole first word, larger, on the first line: a joined word is never split."""
    template_folders: tuple[Path, ...] = ()
    """Folders searched for templates before the built-in theme, in this order."""
    font_folders: tuple[Path, ...] = ()
    """Folders with further TTF or OTF fonts, for themes that name them."""
