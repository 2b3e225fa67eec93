"""Stories as parts: what the template is told of their pieces, and their measures by the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...article import Article, Figure, FootnoteCall, runs_of, walk_runs
from ...boxes import LaidLine
from ...fitting import NATURAL
from ...html import Theme, load_theme
from ...issue import Issue, IssueArticle
from ...languages import Direction
from ...settings import Settings
from ...shaping import balanced_width, text_width
from ...typesetting import Form, load_fonts
from ..contents import section_title
from ..parts import Workshop
from ..store import StoredPart
from ..words import Phrase
from .grid import Grid, grid_of
from .measures import Measured, flow_of, height_of
from .modules import Piece

ENDLESS = 12000.0
"""The height in pt of the column in which a story is measured; the engine's own limit lies far above."""

SET_APART = ("figure", "quote", "table", "poem", "preformatted")
"""Kinds of blocks whose lines are not those of the text."""

STORY, BACK = "newspaper/story.html.j2", "newspaper/back.html.j2"

HEAD_SPACE, PICTURE_SPACE = 0.75, 0.95
"""From the lowest baseline of a head, and of a picture's caption, to the text below, in lines of the text."""

DESCENT = 0.5
"""From a headline's lowest baseline to the text below it, in sizes of the headline."""

ROOM_BELOW = 48.0
"""How much higher than its place the page of a head or a picture is, in pt, so that the engine never takes a line box
whose letters fit for one that does not."""

LEAD_LINES = 1.86
"""Up to how many times its measure the lead's headline is long; where it is longer, it is set smaller."""

SMALLEST = 0.6
"""How far a headline is set down for a word that is wider than its columns."""

WIDEST = 3
"""Across how many columns a picture stands at most."""

SUBTITLES = (1.12, 1.5, 0.5)
"""The least and greatest size of a subtitle, in sizes of the text, and what it is wanted to be, of its headline's."""

NEARLY = 0.97
"""A picture that fills this share of the columns that it was to stand across, fills them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a story across some columns, for its template."""

    kicker: Phrase | None
    size: float
    """Of the headline, in pt."""
    title_width: float | None
    """At which its lines are about equally long, in em of that."""
    subtitle: float
    """The size of the subtitle, in pt."""


@dataclass(frozen=True)
class Press:
    """Everything that the pages of one newspaper have in common."""

    workshop: Workshop
    measured: dict[tuple[object, ...], Measured] = field(default_factory=dict, repr=False, compare=False)

    @property
    def issue(self) -> Issue:
        """The issue."""
        return self.workshop.issue

    @cached_property
    def theme(self) -> Theme:
        """The look of the paper."""
        settings = self.workshop.settings
        faces = load_fonts(settings.font_folders)
        return load_theme(settings.template_folders, faces, settings.style, self.issue.publication.masthead)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the paper's own pages: what a newspaper sets differently unless it was asked for."""
        given = self.workshop.settings
        update: dict[str, Any] = {"columns": 1, "initial": False}
        if "text_size" not in given.model_fields_set:
            update["text_size"] = self.theme.look.values.newspaper.text_size
        if "paragraphs" not in given.model_fields_set:
            update["paragraphs"] = "indented"
        return given.model_copy(update=update)

    @cached_property
    def framed(self) -> Settings:
        """The settings of stories, whose pieces stand on pages that have all that surrounds them."""
        return self.settings.model_copy(update={"bleed": 0.0, "marks": False})

    @cached_property
    def grid(self) -> Grid:
        """The columns of every page."""
        values = self.theme.look.values.newspaper
        return grid_of(self.settings.page_size, values, self.settings.text_size, self.issue.direction)

    def text_size(self, direction: Direction) -> float:
        """Return the size of running text in the script of a direction, in pt."""
        values = vars(self.theme.look.values)[_script(direction)]
        return float(self.settings.text_size * values.size)

    def line(self, direction: Direction) -> float:
        """Return the distance of lines in the script of a direction, in pt."""
        leading = vars(self.theme.look.values.newspaper)[f"{_script(direction)}_leading"]
        return round(self.text_size(direction) * float(leading), 2)

    def head(self, article: Article, kicker: Phrase | None, columns: int, scale: float | None = None) -> Head:
        """Return the head of a story across some columns; `scale` is that of the lead's headline."""
        direction, lang = article.direction, article.lang or self.issue.lang
        values = self.theme.look.values
        script = _script(direction)
        headline = vars(values.headline)
        natural = self.text_size(direction) * headline[f"{script}_size"]
        face = self.theme.look.face(headline[f"{script}_face"], headline[f"{script}_weight"]).file
        sizes = values.newspaper.headlines
        least = natural * sizes[min(columns, len(sizes)) - 1]
        measure = self.grid.span(columns)

        def width(text: str) -> float:
            return text_width(text, face, lang=lang, direction=direction)

        size = least
        if scale is not None:
            size = max(
                least, min(scale * natural * values.newspaper.lead, LEAD_LINES * measure / max(width(article.title), 1))
            )
        widest = max((width(word) for word in article.title.split()), default=1.0)
        size = max(min(size, 0.99 * measure / widest), SMALLEST * least)
        balanced = balanced_width(article.title, measure / size, face, lang=lang, direction=direction)
        text = self.text_size(direction)
        subtitle = round(max(text * SUBTITLES[0], min(text * SUBTITLES[1], size * SUBTITLES[2])), 2)
        return Head(kicker=kicker, size=round(size, 2), title_width=balanced, subtitle=subtitle)

    def values(
        self,
        article: Article,
        heads: Sequence[Head],
        across: Sequence[float],
        pages: Sequence[tuple[float, float]],
    ) -> dict[str, Any]:
        """Return what the template of a story is told."""
        direction = article.direction
        size = self.text_size(direction)
        return {
            "measure": self.grid.column,
            "line": self.line(direction),
            "size": size,
            "tallest": ENDLESS,
            "pages": tuple((round(width, 2), round(height, 2)) for width, height in pages),
            "heads": tuple(heads),
            "picture": picture_of(article),
            "across": tuple(round(width, 2) for width in across),
            "set": SET_APART,
            "pads": {},
        }


@dataclass(frozen=True)
class Story:
    """One story: an article of the issue, or the paper's own last words."""

    press: Press
    slug: str
    article: Article
    item: IssueArticle | None
    """None for the paper's own."""
    kicker: Phrase | None
    scale: float | None = None
    """Of the lead: the size of its headline, as a share of the largest."""
    spaces: tuple[float, ...] = ()
    """`Measured.pads`, once it is measured."""
    template: str = STORY
    further: Mapping[str, Any] = field(default_factory=dict)
    """What its own template is told besides."""

    @property
    def direction(self) -> Direction:
        """The direction in which it is read."""
        return self.article.direction

    def head(self, columns: int) -> Head:
        """Return its head across some columns."""
        return self.press.head(self.article, self.kicker, columns, self.scale)

    def measure(self, scales: Sequence[float | None] = (None,)) -> tuple[Measured, ...]:
        """Lay out all pieces once, each on a page without end, and return their heights; raises ArticleFailed.

        There is one result for each of the `scales` of the headline: only the heads differ.
        """
        press, grid = self.press, self.press.grid
        counts = range(1, grid.columns + 1)
        pictured = picture_of(self.article) is not None
        spans = [grid.span(count) for count in counts if count <= WIDEST]
        heads = [press.head(self.article, self.kicker, count, scale) for scale in scales for count in counts]
        widths = [grid.span(count) for count in counts]
        sizes = [(width, ENDLESS) for width in (*widths * len(scales), *(spans if pictured else ()))]
        values = press.values(self.article, heads, spans, sizes)
        pages: dict[int, list[LaidLine]] = {}
        for line in self._laid(values):
            pages.setdefault(line.page, []).append(line)
        step = press.line(self.direction)
        pictures = self._pictures(pages, len(heads), step) if pictured else {}
        body = len(heads) + (len(spans) if pictured else 0) + 1
        flow, pads = flow_of(pages.get(body, []), step)
        return tuple(
            Measured(
                slug=self.slug,
                direction=self.direction,
                line=step,
                heads={count: _head_height(pages.get(number * grid.columns + count, []), step) for count in counts},
                pictures=pictures,
                flow=flow,
                pads=pads,
            )
            for number in range(len(scales))
        )

    def _pictures(self, pages: Mapping[int, Sequence[LaidLine]], before: int, step: float) -> dict[int, float]:
        """Return the heights of the picture across those counts of columns that it fills; at least across one.

        `before` is the number of the pages before those with the picture.
        """
        grid, result = self.press.grid, {}
        for count in range(1, min(grid.columns, WIDEST) + 1):
            found = pages.get(before + count, ())
            if not found:
                return {}
            image = next((line for line in found if not line.text), None)
            fills = image is None or image.width >= grid.span(count) * NEARLY
            if fills or count == 1:
                result[count] = height_of(found, step) + PICTURE_SPACE * step
        return result

    def printed(self, pieces: Sequence[Piece], columns: int) -> StoredPart:
        """Print the story in its pieces; raises ArticleFailed."""
        values = self._values(pieces, columns)
        form = Form(template=self.template, values=values, adjustment=NATURAL)
        if self.item is not None:
            return self.press.workshop.story(self.item, form, self.press.framed)
        return self.press.workshop.part(self.article, form, self.press.framed)

    def laid(self, pieces: Sequence[Piece], columns: int) -> tuple[LaidLine, ...]:
        """Lay the story out in its pieces, and return its lines."""
        return self._laid(self._values(pieces, columns))

    def _values(self, pieces: Sequence[Piece], columns: int) -> dict[str, Any]:
        across = [piece.box.width for piece in pieces if piece.kind == "picture"]
        exact = {"column", "picture"} if _calls_from_picture(self.article) else {"column"}  # notes stand at the foot
        sizes = [(piece.box.width, piece.box.height + (0 if piece.kind in exact else ROOM_BELOW)) for piece in pieces]
        values = self.press.values(self.article, [self.head(columns)], across, sizes)
        return values | dict(self.further) | {"pads": self.pads}

    @property
    def pads(self) -> dict[int, float]:
        """The space below blocks set apart, by the block; none where they are not those that were measured."""
        ends = _ends_of_groups(self.article)
        measured = self.spaces
        # The last group may have no text behind it.
        known = len(measured) == len(ends) or (len(measured) == len(ends) - 1 and _ends_apart(self.article))
        return {block: round(pad, 2) for block, pad in zip(ends, measured, strict=False)} if known else {}

    def _laid(self, values: dict[str, Any]) -> tuple[LaidLine, ...]:
        form = Form(template=self.template, values=values | dict(self.further), adjustment=NATURAL)
        if self.item is not None:
            return self.press.workshop.story_lines(self.item, form, self.press.framed)
        return self.press.workshop.part_lines(self.article, form, self.press.framed)


def story_of(press: Press, item: IssueArticle, scale: float | None = None) -> Story:
    """Return the story of an article of the issue."""
    lang = item.article.lang or press.issue.lang
    kicker = section_title(press.issue, ".editorial" if item.editorial else item.section or "", lang)
    return Story(press=press, slug=item.slug, article=item.article, item=item, kicker=kicker, scale=scale)


def picture_of(article: Article) -> int | None:
    """Return which block of an article is the picture that stands above its columns: the first picture."""
    return next((number for number, block in enumerate(article.blocks) if isinstance(block, Figure)), None)


def _calls_from_picture(article: Article) -> bool:
    """Say whether the caption of the picture above the columns calls a footnote."""
    number = picture_of(article)
    texts = runs_of(article.blocks[number]) if number is not None else ()
    return any(isinstance(run, FootnoteCall) for runs in texts for run in walk_runs(runs))


def _head_height(lines: Sequence[LaidLine], step: float) -> float:
    """Return the height of a head with the space below it: more where it ends with the headline itself."""
    return max((line.baseline + max(HEAD_SPACE * step, DESCENT * line.size) for line in lines), default=0.0)


def _apart(article: Article) -> list[bool]:
    picture = picture_of(article)
    return [block.kind in SET_APART for number, block in enumerate(article.blocks) if number != picture]


def _ends_apart(article: Article) -> bool:
    apart = _apart(article)
    return bool(apart) and apart[-1]


def _ends_of_groups(article: Article) -> list[int]:
    """Return the last block of each group of blocks set apart that stand behind each other."""
    picture = picture_of(article)
    blocks = [(number, block.kind in SET_APART) for number, block in enumerate(article.blocks) if number != picture]
    following = [apart for _, apart in blocks[1:]] + [False]
    return [number for (number, apart), after in zip(blocks, following, strict=False) if apart and not after]


def _script(direction: Direction) -> str:
    return "arabic" if direction == "rtl" else "latin"
