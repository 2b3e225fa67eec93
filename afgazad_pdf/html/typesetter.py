"""The pieces of one article as HTML: runs, attributes, pictures; poems have a module of their own.

Text stays in logical order and in letters: the layout engine shapes and orders it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import assert_never

from markupsafe import Markup, escape

from ..article import (
    Article,
    Block,
    Figure,
    Footnote,
    FootnoteCall,
    LineBreak,
    Paragraph,
    Runs,
    Span,
    Text,
    plain_text,
)
from ..findings import Finding, Level
from ..languages import direction_of, first_strong_direction
from ..pictures import Picture
from .look import Geometry, Look
from .poems import PoemSetter

PICTURES_PATH = "pictures/"
"""Where pictures seem to lie, for the engine."""

_INITIAL = re.compile(r"\s*(?P<word>(?P<before>[^\w\s]*)(?P<letter>[^\W\d_][\u0300-\u036f]*)\S*)")
_UNJOINED = ("LATIN", "GREEK", "CYRILLIC")


def _reaches_down(letter: str) -> bool:
    """Say whether a capital has a part below its line: J, Q, a cedilla, an ogonek."""
    return any(part in "JQ\u0327\u0328\u0326\u0323" for part in unicodedata.normalize("NFD", letter))


_TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "code": "code",
    "link": "a",
    "superscript": "sup",
    "subscript": "sub",
    "small": "small",
    "mark": "mark",
    "insertion": "ins",
    "deletion": "del",
    "plain": "span",
}
"""The HTML element for each role of a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """A picture with its size on the page."""

    address: str
    width: float
    """In pt."""
    side: str
    """``left`` or ``right``: where a picture of half the measure floats."""
    height: float | None = None
    """In pt, for a picture that is cut at its upper and lower edges; None for the whole."""
    bleeds: bool = False
    """Whether it reaches over the edges of the page."""


@dataclass(slots=True)
class Typesetter:
    """Turns the pieces of one article into HTML, for the filters."""

    article: Article
    look: Look
    lengths: Geometry
    pictures: Mapping[str, Picture]
    note: Callable[[Footnote], Markup]
    """Sets a footnote with its template."""
    called: set[str] = field(default_factory=set)
    """Labels of the footnotes that were called already; a note is set at its first call."""
    findings: list[Finding] = field(default_factory=list)
    """What was found while pictures were placed, with lines, without the file."""
    poems: PoemSetter = field(init=False)
    """Lays out the article's poems and the motto."""

    def __post_init__(self) -> None:
        self.poems = PoemSetter(self.article, self.look, self.lengths, self.runs)

    def runs(self, runs: Runs) -> Markup:
        """Return runs as HTML."""
        initial, runs = self._initial(runs)
        parts: list[Markup] = [initial]
        for run in runs:
            match run:
                case Text():
                    parts.append(escape(run.text))
                case Span():
                    parts.append(self._span(run))
                case LineBreak():
                    parts.append(Markup("<br>"))
                case FootnoteCall():
                    parts.append(self._footnote(run.label))
                case _:
                    assert_never(run)
        return Markup("").join(parts)

    def _initial(self, runs: Runs) -> tuple[Markup, Runs]:
        """Take the initial off the article's first paragraph: a letter, or the whole word where letters are joined."""
        first = next((block for block in self.article.blocks if isinstance(block, Paragraph)), None)
        if not self.lengths.initial or first is None or runs is not first.runs or not runs:
            return Markup(""), runs
        head = runs[0]
        match = _INITIAL.match(head.text) if isinstance(head, Text) else None
        if match is None or not isinstance(head, Text):
            return Markup(""), runs
        letter = match["letter"]
        single = self.article.direction == "ltr" and unicodedata.name(letter[0], "").startswith(_UNJOINED)
        text = match["before"] + letter if single else match["word"]
        kind = "initial-letter" if single else "initial-word"
        if single and _reaches_down(letter):
            kind += " initial-deep"
        rest = head.model_copy(update={"text": head.text[match.start("word") + len(text) :]})
        return Markup('<span class="{}">{}</span>').format(kind, text), (rest, *runs[1:])

    def attributes(self, block: Block) -> Markup:
        """Return the `lang` and `dir` that a block states, with a space before; a language brings its direction.

        Also where that is the article's: a block around this one may have the other.
        """
        direction = block.dir or (direction_of(block.lang) if block.lang else None)
        return _attribute_text(lang=block.lang, dir=direction)

    def picture(self, figure: Figure, across: float | None = None) -> PlacedPicture | None:
        """Return where a picture comes from and how wide it is; None where it cannot be drawn.

        `across` is the width in pt of a place above several columns.
        """
        picture = self.pictures.get(figure.picture)
        if picture is None:
            return None
        address, side = PICTURES_PATH + picture.name, self._side(figure)
        if figure.size == "bleed" and not self.lengths.narrow and self._may_bleed(figure):
            width = self.lengths.width + 2 * self.lengths.bleed
            scale = self.lengths.adjustment.picture_scale
            tallest = self.lengths.height * self.look.values.measure.picture_height * max(scale, 1)
            natural = width * picture.height / picture.width if picture.width else tallest
            placed = PlacedPicture(
                address=address, width=width, side=side, height=min(natural, tallest) * min(scale, 1), bleeds=True
            )
        else:
            half = figure.size == "half" and self.lengths.columns == 1 and not self.lengths.narrow
            measure = across or self.lengths.column_measure * (0.48 if half else 1)
            width = printed_width(picture, measure, self.lengths, self.look.values.measure)
            placed = PlacedPicture(address=address, width=width, side=side)
        self._check_resolution(figure, picture, placed.width)
        return placed

    def _may_bleed(self, figure: Figure) -> bool:
        """Say whether a picture can reach over the page's edges, and report it where it cannot."""
        if not any(block is figure for block in self.article.blocks):
            reason = "it stands inside another block; give it a place between paragraphs"
        elif self.lengths.columns > 1 and self.article.footnotes:
            # The engine moves columns with a footnote before what spans them to the next page.
            reason = "the story has columns and footnotes; take one column, or put the notes into the text"
        else:
            return True
        message = f"the picture “{figure.picture}” cannot reach over the page's edges, as {reason}"
        self.findings.append(Finding(level=Level.WARNING, code="picture-bleed", message=message, line=figure.line))
        return False

    def _side(self, figure: Figure) -> str:
        return "left" if (figure.side == "start") == (self.article.direction == "ltr") else "right"

    def _check_resolution(self, figure: Figure, picture: Picture, width: float) -> None:
        """Report a picture that a press would print coarsely; `width` is in pt."""
        resolution = picture.width * 72 / width
        if not 0 < resolution < self.lengths.resolution:
            return
        needed = math.ceil(width / 72 * self.lengths.resolution)
        message = (
            f"the picture “{figure.picture}” is printed at {resolution:.0f} pixels to the inch and looks coarse on a "
            f"press; take one at least {needed} pixels wide"
        )
        self.findings.append(Finding(level=Level.WARNING, code="picture-coarse", message=message, line=figure.line))

    def _span(self, span: Span) -> Markup:
        inner = self.runs(span.runs)
        direction = span.direction
        if direction == "auto":
            direction = first_strong_direction(plain_text(span.runs)) or self.article.direction
        elif direction is None and span.lang and direction_of(span.lang) != self.article.direction:
            direction = direction_of(span.lang)
        tag = "bdo" if span.override else _TAGS[span.role]
        attributes = _attribute_text(href=span.href, lang=span.lang, dir=direction)
        return Markup(f"<{tag}{attributes}>{inner}</{tag}>")

    def _footnote(self, label: str) -> Markup:
        if label in self.called:
            return Markup("")
        self.called.add(label)
        note = next(note for note in self.article.footnotes if note.label == label)
        return self.note(note)


def isolated(text: str) -> Markup:
    """Keep a field from moving what stands beside it: an isolate by its own first letter (FSI, in HTML `bdi`)."""
    return Markup("<bdi>{}</bdi>").format(text)


def printed_width(picture: Picture, measure: float, lengths: Geometry, limits: SimpleNamespace) -> float:
    """Return a picture's width in pt: the measure, less where it would be too tall or too coarse.

    What is smaller for the sake of the article's length is smaller as a whole; nothing is cut off.
    """
    scale = lengths.adjustment.picture_scale
    if not picture.width:
        return measure * min(scale, 1)
    tallest = lengths.height * limits.picture_height * max(scale, 1) * picture.width / picture.height
    coarsest = picture.width * 72 / limits.picture_resolution
    return float(min(measure, tallest, coarsest)) * min(scale, 1)


def _attribute_text(**attributes: str | None) -> Markup:
    return Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in attributes.items() if value is not None
    )
