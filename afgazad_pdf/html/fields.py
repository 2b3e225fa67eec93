"""An article's own fields and the masthead, as plain values for the templates.

What needs a decision — language, digits, the words of a date, which label stands left — is
decided here; templates only place it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from ..article import Article
from ..languages import Direction, direction_of, language
from ..publication import Contact, Publication
from ..shaping import balanced_width
from ..text.dates import PrintedDate, format_date
from .look import Geometry, Look
from .typesetter import Typesetter, isolated
from .verses import PoemLayout

FOOT_END, FOOT_SIZE = 0.4, 8.0
"""Width of each end of the foot, as a share of the whole, and size of its letters in pt; as in `css/page.css.j2`."""

FOOT_LETTER = 0.7
"""More than a letter's width in em, on average: what has fewer letters than have room so needs not be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A short text with its language."""

    text: str
    lang: str
    direction: Direction


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
    foot_even: bool
    """Whether both ends of the foot are short enough to leave the number between them its fifth of the width."""


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
    date: Markup | None
    """In one calendar or several; each is an isolate with its language and direction."""
    byline: tuple[Markup, ...]
    summary: str | None
    summary_width: float | None
    source: str | None
    generator: str


def masthead(article: Article, publication: Publication, setter: Typesetter) -> Masthead:
    """Gather the head of the first page; raises ArticleError for a section that the publication does not have."""
    lang = publication.default_language
    left = publication.contacts[publication.foot.left] if publication.foot.left else None
    right = publication.contacts[publication.foot.right] if publication.foot.right else None
    room = FOOT_END * setter.lengths.outer_measure / (FOOT_SIZE * FOOT_LETTER)
    labels = publication.section_labels(article.section, file=str(article.path) if article.path else None)
    return Masthead(
        lang=lang,
        direction=direction_of(lang),
        name=publication.names[lang],
        monogram=publication.monogram,
        motto=setter.poems.motto(publication.motto) if publication.motto else None,
        left=left,
        right=right,
        section_left=_section_label(labels, "ltr", (article.lang or "", "en")),
        section_right=_section_label(labels, "rtl", (article.lang or "", lang)),
        foot_even=all(end is None or len(end.label) <= room for end in (left, right)),
    )


def opening(article: Article, publication: Publication, generator: str) -> Opening:
    """Put an article's fields into the words and digits of its language."""
    lang = article.lang or publication.default_language
    facts = language(lang)
    form = publication.date_form_of(lang)
    return Opening(
        title=article.title,
        title_width=None,
        lang=lang,
        direction=article.direction,
        script="arabic" if article.direction == "rtl" else "latin",
        digits=facts.digits,
        subtitle=article.subtitle,
        subtitle_width=None,
        date=_dateline(format_date(article.date, lang, form)) if article.date else None,
        byline=tuple(
            Markup(" ").join([word, Markup(facts.comma).join(isolated(name) for name in names)]).strip()
            for word, names in ((facts.author, article.author), (facts.translator, article.translator))
            if names
        ),
        summary=article.summary,
        summary_width=None,
        source=article.source,
        generator=generator,
    )


def _dateline(dates: tuple[PrintedDate, ...]) -> Markup:
    """Put dates side by side; each is an isolate, so that a pair of two directions reads in the page's order."""
    return Markup(" – ").join(
        Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(date.lang, date.direction, date.text) for date in dates
    )


def balanced(page: Opening, look: Look, lengths: Geometry) -> Opening:
    """Give headline, subtitle and summary the widths at which their lines are about equally long."""
    headline = vars(look.values.headline)
    text, size = vars(look.values)[page.script], headline[f"{page.script}_size"]
    text_weight = vars(text).get("emphasis_weight", 400)
    body = lengths.text_size * text.size * lengths.opening

    def width(line: str, weight: int, size: float, measure: float = lengths.measure) -> float | None:
        face = look.face(headline[f"{page.script}_face"], weight)
        return balanced_width(line, measure / size, face.file, lang=page.lang, direction=page.direction)

    return replace(
        page,
        title_width=width(page.title, headline[f"{page.script}_weight"], body * size),
        subtitle_width=width(page.subtitle, 400, body * headline["subtitle_size"]) if page.subtitle else None,
        summary_width=(
            width(page.summary, text_weight, body * headline["summary_size"], lengths.reading_measure)
            if page.summary
            else None
        ),
    )


def _section_label(labels: Mapping[str, str], direction: Direction, wanted: tuple[str, ...]) -> Label | None:
    """Choose the label for one end of the band: in a wanted language, else the first of that direction."""
    fitting = [tag for tag in labels if direction_of(tag) == direction]
    chosen = next((tag for tag in wanted if tag in fitting), fitting[0] if fitting else None)
    return Label(text=labels[chosen], lang=chosen, direction=direction) if chosen else None
