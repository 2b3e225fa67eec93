"""The whole program on one screen: `render_article` names the stages in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from . import __version__
from .article import Article, Text, plain_text, runs_of, walk_runs
from .bidi.tree import STYLESHEET as ORDERING_STYLESHEET
from .bidi.tree import order_html
from .body_kashida import print_with_kashida
from .errors import RenderError
from .files import write_atomically
from .findings import Finding, Level
from .fonts import Face, load_faces
from .html import PICTURES_PATH, Theme, load_theme, misfits
from .languages import Direction, language
from .pdf import Printed, Renderer, StoredFile, srgb_profile
from .pictures import Picture, load_pictures
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
from .publication import Publication, built_in_publication
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
class Rendered:
    """A finished article."""

    pdf: bytes
    pages: int
    title: str
    findings: tuple[Finding, ...]
    """What deserves a look, in the order in which it was found."""

    def write(self, path: str | Path) -> Path:
        """Write the PDF to a file, whole or not at all; returns the path.

        The file is written beside its place and moved there when it is complete, so that what
        stood there before is never damaged. Raises OutputError.
        """
        target = Path(path)
        write_atomically(target, self.pdf)
        return target


def render_article(
    article: Article, *, publication: Publication | None = None, settings: Settings | None = None
) -> Rendered:
    """Typeset an article.

    The same article, publication and settings give the same bytes, wherever and whenever. Raises
    ArticleError for a section that the publication does not have, TemplateError for a faulty
    theme, RenderError where the layout engine fails, ResourceError for missing fonts.
    """
    publication = publication or built_in_publication()
    settings = settings or Settings()
    faces = load_fonts(settings.font_folders)
    theme = load_theme(settings.template_folders, faces, settings.style, publication.masthead)

    given = article
    article, guessed = with_directions(article, publication)
    article, cleaned = without_controls(article)
    article, corrected = with_passes(article, publication, settings)
    if settings.profile == "press":
        article = with_link_targets(article, settings.link_targets)
    pictures, found = _pictures(article, settings)
    stylesheet = ORDERING_STYLESHEET + theme.stylesheet(publication, settings)
    made = theme.page(article, publication, settings, pictures, generator=GENERATOR)
    page = order_html(made.html, shapes_survive_in(faces, stylesheet, made.html), run_ends=True)
    files = {PICTURES_PATH + item.name: StoredFile(item.data, item.media_type) for item in pictures.values()}
    completion = _completion(given, article, publication, settings, theme, stylesheet + page.html)
    try:
        printed, given_up = _printed(page.html, stylesheet, files, article.direction, faces, settings, completion)
    except RenderError as fault:
        raise RenderError(f"{article.path or article.title[:80]}: {fault}") from fault.__cause__

    typeset = (*made.findings, *misfits(made.poems, printed.lines))
    said = (*_empty_body(article), *typeset, *page.findings, *printed.findings, *given_up)
    if settings.profile == "archive":
        said += broken_promises(page.html, letters_missing=any(item.code == "glyph-missing" for item in said))
    findings = (*guessed, *cleaned, *corrected, *found, *(_located(finding, article) for finding in said))
    return Rendered(pdf=printed.pdf, pages=printed.pages, title=article.title, findings=findings)


def _printed(
    page: str,
    stylesheet: str,
    files: Mapping[str, StoredFile],
    direction: Direction,
    faces: tuple[Face, ...],
    settings: Settings,
    completion: Completion,
) -> tuple[Printed, tuple[Finding, ...]]:
    """Print a page as the settings say, and return what was given up for the sake of its lines."""
    engine = renderer(faces)

    def print_page(html: str) -> Printed:
        return engine.print(
            html,
            stylesheet,
            files,
            direction=direction,
            read_lines=True,
            complete=completion,
            identified=completion.archive is not None,
            exchange=completion.exchange is not None,
        )

    if settings.justify != "kashida":
        return print_page(page), ()
    return print_with_kashida(
        page, faces, lay_out=lambda html: engine.lines(html, stylesheet, files), print_page=print_page
    )


def _pictures(article: Article, settings: Settings) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Return the pictures of an article in the colours of the output profile."""
    if settings.profile != "press":
        return load_pictures(article, colours="rgb" if settings.profile == "archive" else "drawable")
    pictures, found = load_pictures(article, colours="own")
    condition = load_condition(settings.output_profile)
    separated, told = separated_pictures(article, pictures, condition, grey=settings.inks == "grey")
    return separated, (*found, *told)


def _completion(
    given: Article, article: Article, publication: Publication, settings: Settings, theme: Theme, page: str
) -> Completion:
    """Return what completes the PDF of an article; `given` is the article as it was before any pass."""
    metadata = metadata_of(article, publication, generator=GENERATOR, page=page, fallback_date=settings.fallback_date)
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


@lru_cache(maxsize=8)
def load_fonts(folders: tuple[Path, ...]) -> tuple[Face, ...]:
    """Return the faces for a list of font folders; read once in a process."""
    return load_faces(folders)


@lru_cache(maxsize=4)
def renderer(faces: tuple[Face, ...]) -> Renderer:
    """Return the warm renderer for a set of fonts; a fresh one for each article would leak memory."""
    return Renderer(faces, mend_text=mended_text, tagger=tag_pages)


def _empty_body(article: Article) -> tuple[Finding, ...]:
    if article.blocks:
        return ()
    message = "the article has no body; write the text below the second `---` line"
    return (Finding(level=Level.ERROR, code="body-empty", message=message),)


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
