"""The pieces of one article as HTML: runs, attributes, pictures, poems.

Text stays in logical order and in letters: the layout engine shapes and orders it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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
    Poem,
    Runs,
    Span,
    Text,
    plain_text,
)
from ..languages import Direction, direction_of, first_strong_direction
from ..pictures import Picture
from ..publication import Motto
from ..shaping import text_width
from .look import Geometry, Look

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
class PoemLayout:
    """A poem as the template sets it."""

    lang: str
    direction: Direction
    form: str
    """``columns``: two hemistichs side by side; ``stacked``: one under the other; ``lines``: single lines."""
    width: float | None
    """Of a hemistich, in em of the poem's size; only for ``columns``."""
    size: float
    """In pt."""
    stanzas: tuple[tuple[tuple[Markup, ...], ...], ...]
    """Stanzas of verses of hemistichs."""
    title: str | None = None
    poet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """A picture with its size on the page."""

    address: str
    width: float
    """In pt."""
    side: str
    """``left`` or ``right``: where a picture of half the measure floats."""


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

    def picture(self, figure: Figure) -> PlacedPicture | None:
        """Return where a picture comes from and how wide it is; None where it cannot be drawn."""
        picture = self.pictures.get(figure.picture)
        if picture is None:
            return None
        measure = self.lengths.column_measure * (0.48 if figure.size == "half" and self.lengths.columns == 1 else 1)
        return PlacedPicture(
            address=PICTURES_PATH + picture.name,
            width=printed_width(picture, measure, self.lengths.height, self.look.values.measure),
            side="left" if (figure.side == "start") == (self.article.direction == "ltr") else "right",
        )

    def poem(self, poem: Poem) -> PoemLayout:
        """Lay out a poem: one of the article's own blocks may be as wide as the masthead, an inner one as the text."""
        wide = self.lengths.columns == 1 and poem in self.article.blocks
        measure = self.lengths.outer_measure if wide else self.lengths.column_measure
        lang = poem.lang or self.article.lang or "und"
        lines = tuple(
            tuple(tuple((plain_text(runs), self.runs(runs)) for runs in verse.hemistichs) for verse in stanza.verses)
            for stanza in poem.stanzas
        )
        direction = _explicit(poem.dir, lang)
        values = self._poem_values(direction)
        sizes = (values.size * self.lengths.text_size, values.smallest * self.lengths.text_size)
        layout = self._laid_out(lines, lang, direction, measure, sizes)
        return replace(layout, title=poem.title, poet=poem.poet)

    def motto(self, motto: Motto) -> PoemLayout:
        """Lay out the masthead's poem in the masthead's measure."""
        size = self.lengths.masthead_size * self.look.values.masthead.motto
        lines = (tuple(tuple((text, escape(text)) for text in bayt) for bayt in motto.bayts),)
        direction = direction_of(motto.lang)
        return self._laid_out(lines, motto.lang, direction, self.lengths.outer_measure, (size, size / 2))

    def _laid_out(
        self,
        stanzas: tuple[tuple[tuple[tuple[str, Markup], ...], ...], ...],
        lang: str,
        direction: Direction,
        measure: float,
        sizes: tuple[float, float],
    ) -> PoemLayout:
        """Choose form and size: two columns of one width where they fit the measure, from the greatest size down.

        `measure` and `sizes`, the greatest and the smallest, are in pt.
        """
        values = self._poem_values(direction)
        face = self.look.face(values.face)
        hemistichs = [text for stanza in stanzas for verse in stanza if len(verse) == 2 for text, _ in verse]
        form, width, size = "lines", None, sizes[0]
        if hemistichs:
            widest = max(text_width(text, face.file, lang=lang, direction=direction) for text in hemistichs)
            needed = 2 * values.widening * widest + values.gap
            form = "columns" if measure / needed >= sizes[1] else "stacked"
            if form == "stacked":  # a hemistich keeps to its line: .bayt has 4 % at both sides
                size = min(sizes[0], max(sizes[1], 0.92 * measure / (values.widening * widest)))
            if form == "columns":
                width, size = values.widening * widest, min(sizes[0], measure / needed)
        return PoemLayout(
            lang=lang,
            direction=direction,
            form=form,
            width=width,
            size=size,
            stanzas=tuple(tuple(tuple(html for _, html in verse) for verse in stanza) for stanza in stanzas),
        )

    def _poem_values(self, direction: Direction) -> SimpleNamespace:
        values: SimpleNamespace = self.look.values.poem if direction == "rtl" else self.look.values.latin_poem
        return values

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


def printed_width(picture: Picture, measure: float, page_height: float, limits: SimpleNamespace) -> float:
    """Return a picture's width in pt: the measure, less where it would be too tall or too coarse."""
    if not picture.width:
        return measure
    tallest = page_height * limits.picture_height * picture.width / picture.height
    coarsest = picture.width * 72 / limits.picture_resolution
    return float(min(measure, tallest, coarsest))


def _explicit(direction: str | None, lang: str) -> Direction:
    return direction if direction in ("ltr", "rtl") else direction_of(lang)  # type: ignore[return-value]


def _attribute_text(**attributes: str | None) -> Markup:
    return Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in attributes.items() if value is not None
    )
