"""Settings: how an article is printed. Plain data, passed explicitly, with no hidden source."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .article import TITLE_LENGTH
from .errors import Problem, SettingsError
from .validation import LARGEST_FILE, nearest

Profile = Literal["screen", "archive", "press"]
"""Output profiles. ``screen``: links, bookmarks, tags (PDF/UA-1); ``archive``: PDF/A-3a besides, with the source;
``press``: PDF/X-4 for a printing house."""

Inks = Literal["cmyk", "grey"]
"""The inks of a press: cyan, magenta, yellow and black; or black alone."""

LinkTargets = Literal["none", "inline", "notes"]
"""Where the addresses of links stand on paper: nowhere, behind the words in parentheses, or in footnotes."""

Paragraphs = Literal["spaced", "indented"]
"""How a paragraph is told from the one before: by a space, or by an indent of its first line."""

Justify = Literal["none", "space", "kashida"]
"""How the lines of a paragraph come to one length: not at all, by word spaces, or by joined letters as well."""

TextPass = Literal["letters", "zwnj", "punctuation", "digits"]
"""The passes over an article's text, in the order of work; `text/passes.py` has their functions."""

TEXT_PASSES: tuple[TextPass, ...] = get_args(TextPass)

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


def _known_passes(value: Any) -> Any:
    names = (value,) if isinstance(value, str) else value
    for name in names if isinstance(names, list | tuple | set | frozenset) else ():
        if name not in TEXT_PASSES:
            raise ValueError(f"“{name}” is not a pass over text; {nearest(str(name), TEXT_PASSES)}")
    return names


class Settings(BaseModel):
    """Everything that may differ from one rendering of an article to the next."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: Profile = "screen"
    """What the file is for. ``screen`` (the default): to be read, by everybody; ``archive``: to be kept, with all that
    it needs and the article's source inside; ``press``: to be printed, with bleed, marks and the press's own inks."""
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
    justify: Justify = "space"
    """How lines of running text are made equally long. ``space`` (the default): by wider word spaces; ``kashida``: in
    right-to-left text, where spaces would be wide, the letters of at most two words a line are drawn out as well;
    ``none``: lines keep their length and begin together."""
    passes: Annotated[tuple[TextPass, ...], BeforeValidator(_known_passes)] = TEXT_PASSES
    """Which passes over the text are made; all by default, none where it is empty. Their order is always the same."""
    initial: bool = False
    """Whether the first paragraph has an initial; by default not. An initial letter two lines high; where letters are
    joined, the whole first word, larger, on the first line: a joined word is never split."""
    style: str = Field(default="modern", pattern=r"^[a-z0-9][a-z0-9-]*$")
    """The look: ``modern`` (the default), ``naskh``, or a file of that name in the folder `styles` of a template
    folder."""
    fallback_date: datetime.date | None = None
    """The day that the file says it was made on where the article has no date; by default none. Never printed."""
    inks: Inks = "cmyk"
    """With the profile `press`: ``cmyk`` (the default), where text is black and pictures have four inks, or ``grey``,
    where everything is black."""
    output_profile: Path | None = None
    """With `press`: the ICC profile of press and paper, one for output in CMYK; None for the bundled one of coated
    paper (FOGRA39, at most 300 % of ink)."""
    bleed: float = Field(default=3, ge=0, le=20)
    """With `press`: how far what touches an edge of the page goes beyond it, in mm; 3 by default."""
    marks: bool = True
    """With `press`: whether crop, bleed and registration marks and a line about the page stand outside the bleed."""
    link_targets: LinkTargets = "none"
    """With `press`: where the addresses of links are printed. ``none`` (the default): nowhere; ``inline``: behind the
    words, in parentheses; ``notes``: in footnotes, but inline where a note cannot stand."""
    template_folders: tuple[Path, ...] = ()
    """Folders searched for templates before the built-in theme, in this order."""
    font_folders: tuple[Path, ...] = ()
    """Folders with further TTF or OTF fonts, for themes that name them."""


class Limits(BaseModel):
    """What an article may bring; what is more is refused or cut, as docs/limits.md says of each.

    Articles are reprinted from elsewhere, so their makers are not trusted. The numbers are far above what papers
    print and below what was measured to cost a page its time or memory. Depth, the headline's length and the start
    of a list are bounds of the model itself, named here so that all stand in one table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes: int = LARGEST_FILE
    """Bytes of an article's file; no more than one byte beyond is read."""
    text_bytes: int = 1_000_000
    """Bytes of its text in UTF-8; of Markdown, the whole file."""
    front_matter: int = 65_536
    """Characters of the fields above a Markdown text."""
    undecoded: int = 10
    """Places of a file that are not UTF-8 and are printed as U+FFFD; a file with more is in another encoding."""
    tag: int = 65_536
    """Characters of one HTML tag with its attributes."""
    depth: int = 60
    """How deep quotations, lists, spans and tags stand in each other; footnotes that call one another half of it."""
    elements: int = 30_000
    """Blocks, list items, cells and runs, all together."""
    blocks: int = 5000
    """Paragraphs, headings, list items and other blocks, cells of tables apart."""
    tags: int = 5000
    """HTML tags of one piece of raw HTML, before they are cleaned."""
    lines: int = 30_000
    """Lines of Markdown that are not empty."""
    marks: int = 20_000
    """Signs of Markdown that may begin something, such as brackets and asterisks: readers of it go back and forth."""
    brackets: int = 2000
    """Opening brackets of one paragraph, for each of which Markdown looks for an end."""
    table_rows: int = 1000
    table_columns: int = 100
    turns: int = 5000
    """Changes between letters written from left to right and from right to left; a page sets each apart."""
    footnotes: int = 1000
    word: int = 500
    """Letters of one word; a longer one gets chances of a break."""
    longest_word: int = 5000
    """Letters of the longest word that is still divided so."""
    combining_run: int = 30
    """Combining marks and format characters on one letter, as in the stream-safe text format (UAX#15, D4)."""
    spaces: int = 500
    """Spaces and tabs in a row, of any width."""
    list_start: int = 1_000_000
    """The highest number, or lowest below zero, with which a list begins."""
    title: int = TITLE_LENGTH
    """Characters of the headline."""
    field: int = 5000
    """Characters of another one-line field."""
    names: int = 200
    """Authors, tags, places and the like, each."""
    pictures: int = 200
    """Pictures of an article, each time it is printed."""
    picture_bytes: int = 20_000_000
    """Bytes of one picture's file."""
    picture_pixels: int = 40_000_000
    """Pixels of one picture; above this it costs more than a gigabyte of memory while the page is made."""
    all_pixels: int = 200_000_000
    """Pixels of all pictures of an article."""
    scans: int = 100
    """Scans of a progressive JPEG, each of which a reader decodes over the whole picture."""
    drawing_bytes: int = 1_000_000
    """Bytes of an SVG drawing."""
    drawing_elements: int = 20_000
    """Elements of a drawing, counted as often as they are drawn by `use`, markers, patterns and masks."""
    drawing_depth: int = 50
    """How deep elements of a drawing stand in each other."""
    drawing_path: int = 500_000
    """Characters of a drawing's outlines and letters."""
    pages: int = 2000
    """Pages of the PDF; more are a sign of a page that is too small for its text."""


LIMITS = Limits()
"""The limits where a caller gives none."""
