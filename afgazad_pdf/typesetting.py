"""The stages between an article and its PDF: what the pipeline and the composition of issues are made of.

`prepare` leads from an article to a page of HTML with all that the engine needs; `print_page` leads from there to a
PDF. What lies between them is a value: its `key` names everything that decides how the PDF comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import __version__
from .article import Article, Text, plain_text, runs_of, walk_runs
from .bidi.tree import STYLESHEET as ORDERING_STYLESHEET
from .bidi.tree import order_html
from .body_kashida import print_with_kashida
from .boxes import LaidLine
from .errors import RenderError
from .findings import Finding
from .fitting import NATURAL, Adjustment, fitted_page
from .fonts import Face, load_faces
from .html import PICTURES_PATH, Page, Theme, load_theme, misfits, missing_notes
from .languages import language
from .pdf import Printed, Renderer, StoredFile, engine_versions, srgb_profile
from .pictures import Colours, Picture, load_pictures
from .press import (
    Archive,
    Completion,
    Exchange,
    Metadata,
    Slug,
    broken_promises,
    load_condition,
    mended_text,
    metadata_of,
    palette,
    separated_pictures,
    source_of,
    tag_pages,
    with_link_targets,
)
from .publication import Publication
from .settings import Settings
from .splitting import shapes_survive_in
from .text.directions import with_directions
from .text.fields import without_controls
from .text.passes import with_passes

GENERATOR = f"afgazad_pdf {__version__}"

MM = 72 / 25.4
"""One millimetre in pt."""

LOCATED_BY_TEXT = frozenset({"glyph-missing", "kashida-gave-up", "border-moved", "link-divides-word"})
"""Findings of stages that see no lines, found again in the article by the text that they quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which template makes a page, and what it is told besides the article."""

    template: str = "article.html.j2"
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the template knows as `form`; plain values, whose `repr` says all of them."""
    issue: str = ""
    """The number of the issue that the article is a part of, for the file's metadata."""
    adjustment: Adjustment | None = None
    """How the story differs from the theme for its length; None: as the article's `fit` asks."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A page of HTML with all that the engine needs to print it."""

    article: Article
    """As it is printed: with directions, after the passes over its text."""
    settings: Settings
    faces: tuple[Face, ...]
    html: str
    stylesheet: str
    files: Mapping[str, StoredFile]
    completion: Completion
    made: Page
    before: tuple[Finding, ...]
    """What was found in the article, with files and lines."""
    after: tuple[Finding, ...]
    """What was found in the page; not yet located in the article."""
    adjustment: Adjustment
    """How the story differs from the theme for its length."""
    remake: Callable[[Adjustment], Prepared] | None = field(default=None, repr=False, compare=False)
    """Makes the page with another adjustment; None where no length is to be looked for."""

    @cached_property
    def key(self) -> str:
        """A name made from everything that decides how the PDF comes out, versions and fonts included."""
        parts = (
            GENERATOR,
            repr(sorted(engine_versions().items())),
            self.html,
            self.stylesheet,
            self.settings.model_dump_json(exclude={"output_profile", "template_folders", "font_folders"}),
            repr(sorted(self.files)),  # pictures are named after their content
            repr(self.completion),
            repr(self.article.fit) if self.remake is not None else "",
            _content_of(self.faces),
        )
        exchange = self.completion.exchange
        made = sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
        if exchange is not None:
            made.update(exchange.palette.condition.profile)
        return made.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A finished PDF with what is known of it."""

    pdf: bytes
    pages: int
    lines: tuple[LaidLine, ...]
    findings: tuple[Finding, ...]


def prepare(article: Article, publication: Publication, settings: Settings, form: Form = Form()) -> Prepared:
    """Make the page of an article: directions, text passes, pictures, HTML, order.

    Raises ArticleError for a section that the publication does not have, TemplateError for a faulty
    theme, ResourceError for missing fonts.
    """
    faces = load_fonts(settings.font_folders)
    theme = load_theme(settings.template_folders, faces, settings.style, publication.masthead)

    given = article
    article, guessed = with_directions(article, publication)
    article, cleaned = without_controls(article)
    article, corrected = with_passes(article, publication, settings)
    if settings.profile == "press":
        article = with_link_targets(article, settings.link_targets)
    pictures, found = _pictures(article, settings)
    stylesheet = ORDERING_STYLESHEET + _stylesheet(_Look(theme, publication, settings))
    files = {PICTURES_PATH + item.name: StoredFile(item.data, item.media_type) for item in pictures.values()}

    searched = article.fit is not None and form.adjustment is None

    def make(adjustment: Adjustment) -> Prepared:
        made = theme.page(
            article,
            publication,
            settings,
            pictures,
            generator=GENERATOR,
            template=form.template,
            form=form.values,
            adjustment=adjustment,
        )
        page = order_html(made.html, shapes_survive_in(faces, stylesheet, made.html), run_ends=True)
        return Prepared(
            article=article,
            settings=settings,
            faces=faces,
            html=page.html,
            stylesheet=stylesheet,
            files=files,
            completion=_completion(given, article, publication, settings, theme, stylesheet + page.html, form.issue),
            made=made,
            before=(*guessed, *cleaned, *corrected, *found),
            after=(*made.findings, *page.findings),
            adjustment=adjustment,
            remake=make if searched else None,
        )

    return make(form.adjustment or NATURAL)


def fitted(page: Prepared) -> Prepared:
    """Bring a page to the length that its article asks for, by as many layouts as that takes; raises RenderError."""
    if page.remake is None or page.article.fit is None:
        return page
    with _named(page.article):
        found, told = fitted_page(
            page.article.fit, page, page.remake, lay_out, page.made.frame, pictures=bool(page.files)
        )
    return replace(found, after=(*found.after, *told), remake=None)


def lay_out(page: Prepared) -> tuple[LaidLine, ...]:
    """Lay out a page as it is, without writing it, without kashida; return where every line came to stand.

    Raises RenderError.
    """
    return renderer(page.faces).lines(page.html, page.stylesheet, page.files)


def print_page(page: Prepared) -> Typeset:
    """Print a page at its length; raises RenderError where the engine fails, with the article's name."""
    page = fitted(page)
    article = page.article
    with _named(article):
        printed, given_up = _printed(page)
    misset = (*misfits(page.made.poems, printed.lines), *missing_notes(article, page.made.notes, printed.lines))
    said = (*page.after, *misset, *printed.findings, *given_up)
    if page.settings.profile == "archive":
        said += broken_promises(page.html, letters_missing=any(item.code == "glyph-missing" for item in said))
    findings = (*page.before, *(_located(finding, article) for finding in said))
    return Typeset(pdf=printed.pdf, pages=printed.pages, lines=printed.lines, findings=findings)


@contextmanager
def _named(article: Article) -> Iterator[None]:
    """Name the article in what the layout engine raises."""
    try:
        yield
    except RenderError as fault:
        raise RenderError(f"{article.path or article.title[:80]}: {fault}") from fault.__cause__


def _printed(page: Prepared) -> tuple[Printed, tuple[Finding, ...]]:
    """Print a page as the settings say, and return what was given up for the sake of its lines."""
    engine = renderer(page.faces)

    def printed(html: str) -> Printed:
        return engine.print(
            html,
            page.stylesheet,
            page.files,
            direction=page.article.direction,
            read_lines=True,
            complete=page.completion,
            identified=page.completion.archive is not None,
            exchange=page.completion.exchange is not None,
        )

    if page.settings.justify != "kashida":
        return printed(page.html), ()
    return print_with_kashida(
        page.html,
        page.faces,
        lay_out=lambda html: engine.lines(html, page.stylesheet, page.files),
        print_page=printed,
    )


def _pictures(article: Article, settings: Settings) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Return the pictures of an article in the colours of the output profile."""
    if settings.profile != "press":
        colours: Colours = "rgb" if settings.profile == "archive" else "drawable"
        return load_pictures(article, colours=colours, page=settings.page_size)
    pictures, found = load_pictures(article, colours="own", page=settings.page_size)
    condition = load_condition(settings.output_profile)
    separated, told = separated_pictures(article, pictures, condition, grey=settings.inks == "grey")
    return separated, (*found, *told)


def _completion(
    given: Article,
    article: Article,
    publication: Publication,
    settings: Settings,
    theme: Theme,
    page: str,
    issue: str,
) -> Completion:
    """Return what completes the PDF of an article; `given` is the article as it was before any pass."""
    metadata = metadata_of(article, publication, generator=GENERATOR, page=page, fallback_date=settings.fallback_date)
    metadata = replace(metadata, issue=issue)
    archive = Archive(source_of(given), srgb_profile()) if settings.profile == "archive" else None
    exchange = _exchange(metadata, settings, theme) if settings.profile == "press" else None
    return Completion(metadata=metadata, digits=language(metadata.lang).digits, archive=archive, exchange=exchange)


def _exchange(metadata: Metadata, settings: Settings, theme: Theme) -> Exchange:
    """Return what makes a PDF one for a press."""
    grey = settings.inks == "grey"
    slug = Slug(
        publication=metadata.publisher,
        title=metadata.title,
        date=metadata.created.isoformat() if metadata.created else "",
        faces=theme.look.faces,
        **({"plates": ("Black",)} if grey else {}),
    )
    return Exchange(
        palette=palette(theme.colours, theme.inks, load_condition(settings.output_profile), grey=grey),
        bleed=settings.bleed * MM,
        slug=slug if settings.marks else None,
        dated=metadata.created is not None,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What decides about a stylesheet, equal where all of it is: a batch reads its settings anew for every article."""

    theme: Theme = field(compare=False)
    publication: Publication = field(compare=False)
    settings: Settings = field(compare=False)
    key: tuple[object, ...] = field(init=False)
    """The theme counts as itself, which it is for as long as a look that is kept holds it."""

    def __post_init__(self) -> None:
        read = self.publication.model_dump_json(), self.settings.model_dump_json()
        object.__setattr__(self, "key", (id(self.theme), *read))


def _stylesheet(look: _Look) -> str:
    """Return the stylesheet of a look; filled once, but for a theme whose templates may change on disk."""
    if look.settings.template_folders:
        return look.theme.stylesheet(look.publication, look.settings)
    return _kept_stylesheet(look)


@lru_cache(maxsize=16)
def _kept_stylesheet(look: _Look) -> str:
    return look.theme.stylesheet(look.publication, look.settings)


@lru_cache(maxsize=8)
def load_fonts(folders: tuple[Path, ...]) -> tuple[Face, ...]:
    """Return the faces for a list of font folders; read once in a process."""
    return load_faces(folders)


@lru_cache(maxsize=8)
def _content_of(faces: tuple[Face, ...]) -> str:
    """Return a name made from what is in the font files."""
    return sha256(b"".join(sha256(face.file.read_bytes()).digest() for face in faces)).hexdigest()


@lru_cache(maxsize=4)
def renderer(faces: tuple[Face, ...]) -> Renderer:
    """Return the warm renderer for a set of fonts; a fresh one for each article would leak memory."""
    return Renderer(faces, mend_text=mended_text, tagger=tag_pages)


def _located(finding: Finding, article: Article) -> Finding:
    """Add the article's file, and the line of the first text that holds what the finding quotes first."""
    quoted = finding.message.partition("“")[2].partition("”")[0]
    line = finding.line
    if finding.code in LOCATED_BY_TEXT:
        line = _line_of(quoted, article)
    return replace(finding, file=str(article.path) if article.path else None, line=line)


def _line_of(words: str, article: Article) -> int | None:
    """Return the line of the first text that holds some words; where that is not known, the line of its block."""
    for block in article.walk():
        for runs in runs_of(block):
            if words in plain_text(runs):
                own = (run.line for run in walk_runs(runs) if isinstance(run, Text) and words in run.text)
                return next(own, None) or block.line
    return None
