"""The whole program on one screen: `render_article` names the stages in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from . import __version__
from .article import Article, Text
from .bidi.tree import STYLESHEET as ORDERING_STYLESHEET
from .bidi.tree import order_html
from .errors import RenderError
from .files import write_atomically
from .findings import Finding, Level
from .fonts import Face, load_faces
from .html import PICTURES_PATH, load_theme
from .pdf import Renderer, StoredFile
from .pictures import load_pictures
from .publication import Publication, built_in_publication
from .settings import Settings
from .text.directions import with_directions
from .text.fields import without_controls

GENERATOR = f"afgazad_pdf {__version__}"

LOCATED_BY_TEXT = frozenset({"glyph-missing"})
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
    theme = load_theme(settings.template_folders, faces)

    article, guessed = with_directions(article, publication)
    article, cleaned = without_controls(article)
    pictures, found = load_pictures(article)
    page = order_html(theme.page_html(article, publication, settings, pictures, generator=GENERATOR))
    stylesheet = ORDERING_STYLESHEET + theme.stylesheet(publication, settings)
    files = {PICTURES_PATH + item.name: StoredFile(item.data, item.media_type) for item in pictures.values()}
    try:
        printed = renderer(faces).print(page.html, stylesheet, files, direction=article.direction)
    except RenderError as fault:
        raise RenderError(f"{article.path or article.title[:80]}: {fault}") from fault.__cause__

    said = (*_empty_body(article), *page.findings, *printed.findings)
    findings = (*guessed, *cleaned, *found, *(_located(finding, article) for finding in said))
    return Rendered(pdf=printed.pdf, pages=printed.pages, title=article.title, findings=findings)


@lru_cache(maxsize=8)
def load_fonts(folders: tuple[Path, ...]) -> tuple[Face, ...]:
    """Return the faces for a list of font folders; read once in a process."""
    return load_faces(folders)


@lru_cache(maxsize=4)
def renderer(faces: tuple[Face, ...]) -> Renderer:
    """Return the warm renderer for a set of fonts; a fresh one for each article would leak memory."""
    return Renderer(faces)


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
        line = next((run.line for run in article.runs() if isinstance(run, Text) and quoted in run.text), None)
    return replace(finding, file=str(article.path) if article.path else None, line=line)
