"""Article to HTML: templates loop and place; what needs a decision is decided in Python before.

`look` holds the theme's numbers and geometry, `fields` what stands around the story, `typesetter` the
story's pieces, `poems` and `filling` its poems, `templates` what templates may ask for; `Theme` brings them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from ..article import Article, Footnote
from ..findings import Finding
from ..fitting import NATURAL, Adjustment, Frame
from ..fonts import Face
from ..phrasing import as_phrasing
from ..pictures import Picture
from ..publication import Publication
from ..settings import Settings
from ..templating import Templates
from .fields import balanced, masthead, opening
from .look import Look, load_look
from .printed_notes import missing_notes
from .templates import article_templates
from .typesetter import PICTURES_PATH, Typesetter
from .verses import ExpectedLine, misfits

__all__ = ["PICTURES_PATH", "Page", "Theme", "load_theme", "misfits", "missing_notes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of an article, before it is laid out."""

    html: str
    findings: tuple[Finding, ...]
    """What was found while the pieces were set; with lines, without the file."""
    poems: Mapping[str, ExpectedLine]
    """What is expected of the filled hemistichs, by the name of their lines."""
    notes: frozenset[str]
    """Labels of the footnotes that it calls."""
    frame: Frame
    """Where the columns of the story stand on each page."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: templates, numbers, fonts."""

    templates: Templates
    look: Look

    def page(
        self,
        article: Article,
        publication: Publication,
        settings: Settings,
        pictures: Mapping[str, Picture],
        *,
        generator: str,
        template: str = "article.html.j2",
        form: Mapping[str, Any] = MappingProxyType({}),
        adjustment: Adjustment = NATURAL,
    ) -> Page:
        """Return the page of an article whose language is known.

        `generator` is the program's name for the PDF's metadata, `form` what a template of an issue's pages is told
        besides the article (its `measure` is the width in pt of a newspaper's column), `adjustment` how its story
        differs for its length. Raises TemplateError for a faulty template, ArticleError for a section that the
        publication does not have.
        """
        lengths = self.look.geometry(publication, settings, adjustment)
        if "measure" in form:
            lengths = lengths.column(form["measure"])
        context = {"article": article, "publication": publication, "geometry": lengths, "theme": self.look.values}

        def note(footnote: Footnote) -> Markup:
            filled = self.templates.fill("blocks/footnote.html.j2", context | {"block": footnote, "in_note": True})
            return Markup(as_phrasing(filled.strip()))

        setter = Typesetter(article, self.look, lengths, pictures, note)
        context |= {
            "setter": setter,
            "page": balanced(opening(article, publication, generator), self.look, lengths),
            "masthead": masthead(article, publication, setter),
            "form": form,
        }
        html = self.templates.fill(template, context)
        printed = {name: line for name, line in setter.poems.expected.items() if name in html}  # no motto on a cover
        return Page(
            html=html,
            findings=(*setter.findings, *setter.poems.findings),
            poems=printed,
            notes=frozenset(setter.called),
            frame=lengths.frame,
        )

    @property
    def colours(self) -> Mapping[str, str]:
        """The theme's colours on screens, by their names."""
        colours: Mapping[str, str] = vars(self.look.values.colour)
        return colours

    @property
    def inks(self) -> Mapping[str, Any]:
        """The theme's colours on a press, by the same names or by what they are on screens."""
        inks: Mapping[str, Any] = vars(self.look.values.inks)
        return inks

    def page_html(
        self,
        article: Article,
        publication: Publication,
        settings: Settings,
        pictures: Mapping[str, Picture],
        *,
        generator: str,
    ) -> str:
        """Return the HTML of `page` alone."""
        return self.page(article, publication, settings, pictures, generator=generator).html

    def stylesheet(self, publication: Publication, settings: Settings) -> str:
        """Return the stylesheet for a publication and settings; raises TemplateError."""
        lengths = self.look.geometry(publication, settings)
        questions = {"name_type": self.look.name_type, "raises_figures": self.look.raises_figures}
        return self.templates.fill("css/theme.css.j2", {"geometry": lengths, "theme": self.look.values} | questions)


@lru_cache(maxsize=8)
def load_theme(
    template_folders: tuple[Path, ...], faces: tuple[Face, ...], style: str = "modern", masthead: str | None = None
) -> Theme:
    """Return the theme whose templates are looked for in the given folders first, in a style.

    Raises TemplateError for a style or masthead that no folder has.
    """
    return Theme(article_templates(template_folders), load_look(template_folders, faces, style, masthead))
