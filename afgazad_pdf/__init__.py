"""Typesets articles in Persian, Dari, Pashto and the European languages as PDF.

    import afgazad_pdf as ap

    article = ap.load_article("article.md")
    result = ap.render_article(article)
    result.write("article.pdf")

What `__all__` names is the promise; everything else may move. The names are imported when they
are first used: the command line must not load a layout engine to print its help.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .article import (
        Article,
        Cell,
        Figure,
        Footnote,
        FootnoteCall,
        Heading,
        LineBreak,
        List,
        ListItem,
        Paragraph,
        Poem,
        Preformatted,
        Quote,
        Separator,
        Span,
        Stanza,
        Table,
        Text,
        Verse,
    )
    from .batch import BatchReport, render_batch
    from .composition import FolderStore, MemoryStore, PlacedArticle, RenderedIssue, render_issue
    from .errors import (
        AfgazadError,
        ArticleError,
        ContentError,
        DocumentError,
        EnvironmentFault,
        IssueError,
        OutputError,
        Problem,
        PublicationError,
        RenderError,
        ResourceError,
        SettingsError,
        TemplateError,
    )
    from .findings import Finding, Level
    from .issue import Cover, Issue, IssueArticle
    from .pipeline import Rendered, render_article
    from .press.imposition import Imposed, Imposition, impose_pdf
    from .press.preflight import check_pdf
    from .preview import preview_pages
    from .publication import Contact, Foot, Motto, Publication, load_publication
    from .settings import PageSize, Settings
    from .sources import Loaded, load_article, load_issue, read_article

    AFGAZAD: Publication

_HOMES = {
    "article": (
        "Article Cell Figure Footnote FootnoteCall Heading LineBreak List ListItem Paragraph Poem Preformatted Quote "
        "Separator Span Stanza Table Text Verse"
    ),
    "batch": "BatchReport render_batch",
    "composition": "FolderStore MemoryStore PlacedArticle RenderedIssue render_issue",
    "errors": (
        "AfgazadError ArticleError ContentError DocumentError EnvironmentFault IssueError OutputError Problem "
        "PublicationError RenderError ResourceError SettingsError TemplateError"
    ),
    "findings": "Finding Level",
    "issue": "Cover Issue IssueArticle",
    "pipeline": "Rendered render_article",
    "press.imposition": "Imposed Imposition impose_pdf",
    "press.preflight": "check_pdf",
    "preview": "preview_pages",
    "publication": "AFGAZAD Contact Foot Motto Publication load_publication",
    "settings": "PageSize Settings",
    "sources": "Loaded load_article load_issue read_article",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "AFGAZAD",
    "AfgazadError",
    "Article",
    "ArticleError",
    "BatchReport",
    "Cell",
    "Contact",
    "ContentError",
    "Cover",
    "DocumentError",
    "EnvironmentFault",
    "Figure",
    "Finding",
    "FolderStore",
    "Foot",
    "Footnote",
    "FootnoteCall",
    "Heading",
    "Imposed",
    "Imposition",
    "Issue",
    "IssueArticle",
    "IssueError",
    "Level",
    "LineBreak",
    "List",
    "ListItem",
    "Loaded",
    "MemoryStore",
    "Motto",
    "OutputError",
    "PageSize",
    "Paragraph",
    "PlacedArticle",
    "Poem",
    "Preformatted",
    "Problem",
    "Publication",
    "PublicationError",
    "Quote",
    "RenderError",
    "Rendered",
    "RenderedIssue",
    "ResourceError",
    "Separator",
    "Settings",
    "SettingsError",
    "Span",
    "Stanza",
    "Table",
    "TemplateError",
    "Text",
    "Verse",
    "__version__",
    "check_pdf",
    "impose_pdf",
    "load_article",
    "load_issue",
    "load_publication",
    "preview_pages",
    "read_article",
    "render_article",
    "render_batch",
    "render_issue",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_HOME_OF[name]}", __name__)
    return module.built_in_publication() if name == "AFGAZAD" else getattr(module, name)


def __dir__() -> list[str]:
    """List the public names, for editors and shells."""
    return __all__
