"""Article to HTML: the Jinja environment and all that templates may ask for.

Templates loop and place. What needs a decision — language, direction, digits, the words of a
date, which label stands left — is decided here and handed over as plain values. Text stays in
logical order and in letters: the engine shapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, assert_never

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from .article import Article, Block, Cell, Figure, FootnoteCall, LineBreak, Poem, Runs, Span, Table, Text, plain_text
from .errors import ResourceError, TemplateError
from .fonts import Face
from .languages import Direction, direction_of, first_strong_direction, language
from .pictures import Picture
from .publication import Contact, Motto, Publication
from .resources import templates_folder
from .settings import Settings
from .shaping import balanced_width, text_width
from .text.dates import format_date
from .theme import Geometry, geometry, load_theme

PICTURES_PATH = "pictures/"
"""Where pictures seem to lie, for the engine."""

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
class Label:
    """A short text with its language."""

    text: str
    lang: str
    direction: Direction


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
class Masthead:
    """What stands at the head of the first page."""

    lang: str
    direction: Direction
    name: str
    monogram: str | None
    motto: PoemLayout | None
    left: Contact | None
    right: Contact | None
    section_left: Label | None
    section_right: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The article's own fields, in words and digits as they are printed; `page` in the templates."""

    title: str
    title_width: float | None
    """The width at which the headline's lines are about equally long, in em of its size."""
    lang: str
    direction: Direction
    script: str
    """``latin`` or ``arabic``: which of the theme's two type systems the page is set in."""
    digits: str
    subtitle: str | None
    subtitle_width: float | None
    date: str | None
    byline: tuple[str, ...]
    summary: str | None
    source: str | None
    authors: tuple[str, ...]
    description: str | None
    keywords: tuple[str, ...]
    created: str | None
    modified: str | None
    generator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """A picture with its size on the page."""

    address: str
    width: float
    """In pt."""
    side: str
    """``left`` or ``right``: where a picture of half the measure floats."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates, numbers and fonts: what all pages of one look share."""

    environment: jinja2.Environment
    values: SimpleNamespace
    faces: tuple[Face, ...]

    def page_html(self, article: Article, publication: Publication, settings: Settings, pictures: Mapping[str, Picture], *, generator: str) -> str:
        """Return the page of an article whose language is known; raises TemplateError."""
        lengths = self.lengths(publication, settings)
        setter = Typesetter(article, self, lengths, pictures)
        context = {
            "article": article,
            "publication": publication,
            "page": self._balanced(_opening(article, publication, generator), lengths),
            "masthead": self._masthead(article, publication, setter),
            "geometry": lengths,
            "theme": self.values,
            "setter": setter,
        }
        return self._filled("article.html.j2", context)

    def stylesheet(self, publication: Publication, settings: Settings) -> str:
        """Return the stylesheet for a publication and settings; raises TemplateError."""
        lengths = self.lengths(publication, settings)
        return self._filled("css/theme.css.j2", {"geometry": lengths, "theme": self.values})

    def lengths(self, publication: Publication, settings: Settings) -> Geometry:
        """Return the page's geometry."""
        name = publication.names[publication.default_language]
        face = self.face(self.values.masthead.face, self.values.masthead.weight)
        lang = publication.default_language
        return geometry(settings, self.values, text_width(name, face.file, lang=lang, direction=direction_of(lang)))

    def face(self, family: str, weight: int = 400) -> Face:
        """Return the upright face of a family nearest to a weight; raises ResourceError."""
        faces = [face for face in self.faces if face.family == family and face.style == "normal"]
        if not faces:
            raise ResourceError(f"The theme measures text in the font “{family}”, which is not among the fonts.")
        return min(faces, key=lambda face: abs(face.weight - weight))

    def _masthead(self, article: Article, publication: Publication, setter: Typesetter) -> Masthead:
        lang = publication.default_language
        labels = publication.section_labels(article.section, file=str(article.path) if article.path else None)
        return Masthead(
            lang=lang,
            direction=direction_of(lang),
            name=publication.names[lang],
            monogram=publication.monogram,
            motto=setter.motto(publication.motto) if publication.motto else None,
            left=publication.contacts[publication.foot.left] if publication.foot.left else None,
            right=publication.contacts[publication.foot.right] if publication.foot.right else None,
            section_left=_section_label(labels, "ltr", (article.lang or "", "en")),
            section_right=_section_label(labels, "rtl", (article.lang or "", lang)),
        )

    def _balanced(self, page: Opening, lengths: Geometry) -> Opening:
        """Give headline and subtitle the widths at which their lines are about equally long."""
        headline = vars(self.values.headline)
        text, size = vars(self.values)[page.script], headline[f"{page.script}_size"]
        body = lengths.text_size * text.size

        def width(line: str, weight: int, size: float) -> float | None:
            face = self.face(headline[f"{page.script}_face"], weight)
            return balanced_width(line, lengths.measure / size, face.file, lang=page.lang, direction=page.direction)

        return replace(
            page,
            title_width=width(page.title, headline[f"{page.script}_weight"], body * size),
            subtitle_width=width(page.subtitle, 400, body * headline["subtitle_size"]) if page.subtitle else None,
        )

    def _filled(self, template: str, context: dict[str, Any]) -> str:
        try:
            return self.environment.get_template(template).render(context)
        except jinja2.TemplateSyntaxError as fault:
            raise TemplateError(f"{fault.filename or fault.name}:{fault.lineno}: {fault.message}") from fault
        except jinja2.TemplateNotFound as fault:
            raise TemplateError(f"The template {fault.name} does not exist in any template folder.") from fault
        except (jinja2.TemplateError, jinja2.sandbox.SecurityError, TypeError) as fault:
            raise TemplateError(f"{_template_place(fault) or template}: {fault}") from fault


@lru_cache(maxsize=8)
def load_theme_of(template_folders: tuple[Path, ...], faces: tuple[Face, ...]) -> Theme:
    """Return the theme whose templates are looked for in the given folders first."""
    return Theme(_environment(template_folders), load_theme(template_folders), faces)


def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Make a sandboxed environment.

    ``default/…`` names a template of the built-in theme even where a folder overrides it, so that
    an override can extend what it replaces.
    """
    built_in = jinja2.FileSystemLoader(templates_folder())
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(
            [*(jinja2.FileSystemLoader(folder) for folder in folders), built_in, jinja2.PrefixLoader({"default": built_in})]
        ),
        autoescape=_escapes,
        undefined=jinja2.StrictUndefined,
        auto_reload=bool(folders),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {
        "pt": lambda length: f"{length:.2f}pt",
        "em": lambda length: f"{length:.3f}em",
        "breakable": _breakable,
        "runs": _runs,
        "attributes": _attributes,
        "picture": _picture,
        "poem": _poem,
        "column_class": _column_class,
    }
    return environment


def _escapes(template: str | None) -> bool:
    """Escape everywhere but in stylesheets, where nothing of an article is ever written."""
    return template is None or not template.endswith(".css.j2")


# ------------------------------------------------------------------ filters


def _breakable(address: str) -> Markup:
    """Let a long address break after its slashes and hyphens."""
    return Markup("").join(
        escape(character) + Markup("<wbr>") if character in "/-_?&=" else escape(character) for character in address
    )


@jinja2.pass_context
def _runs(context: jinja2.runtime.Context, runs: Runs) -> Markup:
    return _setter(context).runs(runs)


@jinja2.pass_context
def _attributes(context: jinja2.runtime.Context, block: Block) -> Markup:
    return _setter(context).attributes(block)


@jinja2.pass_context
def _picture(context: jinja2.runtime.Context, figure: Figure) -> PlacedPicture | None:
    return _setter(context).picture(figure)


@jinja2.pass_context
def _poem(context: jinja2.runtime.Context, poem: Poem) -> PoemLayout:
    return _setter(context).poem(poem)


def _column_class(table: Table, column: int) -> Markup:
    alignment = table.alignment[column] if column < len(table.alignment) else None
    return Markup(f' class="column-{alignment}"') if alignment in ("center", "end") else Markup("")


def _setter(context: jinja2.runtime.Context) -> Typesetter:
    setter: Typesetter = context["setter"]
    return setter


# ------------------------------------------------------------------ one article


@dataclass(slots=True)
class Typesetter:
    """Turns the pieces of one article into HTML, for the filters."""

    article: Article
    theme: Theme
    lengths: Geometry
    pictures: Mapping[str, Picture]
    called: set[str] = field(default_factory=set)
    """Labels of the footnotes that were called already; a note is set at its first call."""

    def runs(self, runs: Runs) -> Markup:
        """Return runs as HTML."""
        parts: list[Markup] = []
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

    def attributes(self, block: Block) -> Markup:
        """Return `lang` and `dir` where a block's differ from the article's, with a space before."""
        direction = block.dir
        if direction == "auto":
            direction = first_strong_direction(_block_text(block)) or self.article.direction
        elif direction is None and block.lang:
            direction = direction_of(block.lang)
        if direction == self.article.direction and not block.dir:
            direction = None
        return _attribute_text(lang=block.lang, dir=direction)

    def picture(self, figure: Figure) -> PlacedPicture | None:
        """Return where a picture comes from and how wide it is; None where it cannot be drawn."""
        picture = self.pictures.get(figure.picture)
        if picture is None:
            return None
        measure = self.lengths.measure * (0.48 if figure.size == "half" else 1)
        return PlacedPicture(
            address=PICTURES_PATH + picture.name,
            width=printed_width(picture, measure, self.lengths.height, self.theme.values.measure),
            side="left" if (figure.side == "start") == (self.article.direction == "ltr") else "right",
        )

    def poem(self, poem: Poem) -> PoemLayout:
        """Lay out a poem: one of the article's own blocks may be as wide as the masthead, an inner one as the text."""
        measure = self.lengths.outer_measure if poem in self.article.blocks else self.lengths.measure
        lang = poem.lang or self.article.lang or "und"
        lines = tuple(
            tuple(tuple((plain_text(runs), self.runs(runs)) for runs in verse.hemistichs) for verse in stanza.verses)
            for stanza in poem.stanzas
        )
        direction = _explicit(poem.dir, lang)
        sizes = (self.theme.values.poem.size, self.theme.values.poem.smallest)
        layout = self._laid_out(
            lines, lang, direction, measure, tuple(size * self.lengths.text_size for size in sizes)
        )
        return replace(layout, title=poem.title, poet=poem.poet)

    def motto(self, motto: Motto) -> PoemLayout:
        """Lay out the masthead's poem in the masthead's measure."""
        size = self.lengths.masthead_size * self.theme.values.masthead.motto
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
        values = self.theme.values.poem
        face = self.theme.face(values.face)
        hemistichs = [text for stanza in stanzas for verse in stanza if len(verse) == 2 for text, _ in verse]
        form, width, size = "lines", None, sizes[0]
        if hemistichs:
            widest = max(text_width(text, face.file, lang=lang, direction=direction) for text in hemistichs)
            needed = 2 * values.widening * widest + values.gap
            form = "columns" if measure / needed >= sizes[1] else "stacked"
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
        template = self.theme.environment.get_template("blocks/footnote.html.j2")
        return Markup(template.render(block=note, article=self.article, setter=self).strip())


def printed_width(picture: Picture, measure: float, page_height: float, limits: SimpleNamespace) -> float:
    """Return a picture's width in pt: the measure, less where it would be too tall or too coarse."""
    if not picture.width:
        return measure
    tallest = page_height * limits.picture_height * picture.width / picture.height
    coarsest = picture.width * 72 / limits.picture_resolution
    return min(measure, tallest, coarsest)


def _opening(article: Article, publication: Publication, generator: str) -> Opening:
    lang = article.lang or publication.default_language
    facts = language(lang)
    style = publication.date_style_of(lang)
    return Opening(
        title=article.title,
        title_width=None,
        lang=lang,
        direction=article.direction,
        script="arabic" if article.direction == "rtl" else "latin",
        digits=facts.digits,
        subtitle=article.subtitle,
        subtitle_width=None,
        date=format_date(article.date, lang, style) if article.date else None,
        byline=tuple(
            f"{word} {facts.comma.join(names)}".strip()
            for word, names in ((facts.author, article.author), (facts.translator, article.translator))
            if names
        ),
        summary=article.summary,
        source=article.source,
        authors=article.author,
        description=article.summary or article.subtitle,
        keywords=article.tags,
        created=article.date.isoformat() if article.date else None,
        modified=(article.modified or article.date).isoformat() if article.modified or article.date else None,  # type: ignore[union-attr]
        generator=generator,
    )


def _section_label(labels: Mapping[str, str], direction: Direction, wanted: tuple[str, ...]) -> Label | None:
    """Choose the label for one end of the band: in a wanted language, else the first of that direction."""
    fitting = [tag for tag in labels if direction_of(tag) == direction]
    chosen = next((tag for tag in wanted if tag in fitting), fitting[0] if fitting else None)
    return Label(text=labels[chosen], lang=chosen, direction=direction) if chosen else None


def _explicit(direction: str | None, lang: str) -> Direction:
    return direction if direction in ("ltr", "rtl") else direction_of(lang)  # type: ignore[return-value]


def _block_text(block: Block) -> str:
    return plain_text(block.runs) if hasattr(block, "runs") else ""


def _attribute_text(**attributes: str | None) -> Markup:
    return Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in attributes.items() if value is not None
    )


def _template_place(fault: BaseException) -> str | None:
    """Find the template's file and line in a traceback; Jinja keeps them there."""
    traceback, place = fault.__traceback__, None
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            place = f"{name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
