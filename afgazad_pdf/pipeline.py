"""The whole program on one screen: `render_article` names the stages in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .article import Article
from .files import write_atomically
from .findings import Finding, Level
from .publication import Publication, built_in_publication
from .settings import Settings
from .text.references import without_references
from .typesetting import prepare, print_page


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
    settings = settings or Settings()
    article, alone = without_references(article)
    page = prepare(article, publication or built_in_publication(), settings)
    typeset = print_page(page)
    findings = (*alone, *typeset.findings, *_empty_body(article))
    return Rendered(pdf=typeset.pdf, pages=typeset.pages, title=page.article.title, findings=findings)


def _empty_body(article: Article) -> tuple[Finding, ...]:
    if article.blocks:
        return ()
    message = "the article has no body; write the text below the second `---` line"
    file = str(article.path) if article.path else None
    return (Finding(level=Level.ERROR, code="body-empty", message=message, file=file),)
