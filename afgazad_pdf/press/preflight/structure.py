"""Rules for what screen readers get: tags, descriptions of pictures, language, direction."""

from __future__ import annotations

from collections.abc import Iterator

from ...languages import direction_of, is_language_tag
from .document import Document, Fault, SheetPage
from .state import Box
from .tagging import Figure


def tagged(document: Document) -> Iterator[Fault]:
    """Tell a file without a structure tree (ISO 14289-1, 7.1)."""
    if document.tagging is None:
        yield Fault(code="tags-missing")


def content(page: SheetPage) -> Iterator[Fault]:
    """Tell content of a tagged file that is neither in the tree nor an artifact, once a page, at the first of it."""
    tagging = page.document.tagging
    if tagging is None:
        return
    loose = [event for event in page.events if not tagging.has(event.marks)]
    if loose:
        yield page.fault("content-untagged", loose[0].box, count=len(loose))


def figures(page: SheetPage) -> Iterator[Fault]:
    """Tell each picture without words for it (ISO 14289-1, 7.3)."""
    tagging = page.document.tagging
    for figure in tagging.figures if tagging is not None else ():
        if not figure.described and figure.page == page.identity:
            yield page.fault("figure-undescribed", _place(figure, page))


def language(document: Document) -> Iterator[Fault]:
    """Tell a file that does not say its language, or says it in a word that is none (ISO 14289-1, 7.2)."""
    lang = document.language
    if not lang:
        yield Fault(code="language-missing")
    elif not is_language_tag(lang):
        yield Fault(code="language-invalid", values={"language": lang})


def direction(document: Document) -> Iterator[Fault]:
    """Tell a right-to-left file that readers would page through from the left, and the other way round."""
    lang = document.language
    if not is_language_tag(lang):
        return
    stated = str(document.root.get("/ViewerPreferences", {}).get("/Direction", "/L2R"))
    wanted = "/R2L" if direction_of(lang) == "rtl" else "/L2R"
    if stated != wanted:
        code = "direction-missing" if wanted == "/R2L" else "direction-wrong"
        yield Fault(code=code, values={"language": lang})


def _place(figure: Figure, page: SheetPage) -> Box | None:
    if figure.box is not None:
        return figure.box
    for event in page.events:
        if any(mark.number is not None and (mark.owner, mark.number) in figure.contents for mark in event.marks):
            return event.box
    return None
