"""Rules for fonts: shapes in the file, glyphs that exist, text that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .document import Fault, SheetPage
from .state import INVISIBLE, Box, Glyph, TextShown


def embedded(page: SheetPage) -> Iterator[Fault]:
    """Tell each font whose shapes are not in the file, where it is first seen (ISO 14289-1, 7.21.4.1)."""
    for shown in _shown(page):
        if shown.state.rendering != INVISIBLE and not shown.typeface.embedded:
            yield page.fault("font-not-embedded", shown.box, once=_once(shown), font=shown.typeface.name)


def glyphs(page: SheetPage) -> Iterator[Fault]:
    """Tell letters that the font does not have (ISO 14289-1, 7.21.8), once for each font on a page."""

    def missing(shown: TextShown, glyph: Glyph) -> bool:
        return shown.state.rendering != INVISIBLE and not shown.typeface.has_glyph(glyph.code)

    yield from _counted(page, "glyph-undefined", missing)


def mapped(page: SheetPage) -> Iterator[Fault]:
    """Tell letters whose text nobody can know (ISO 14289-1, 7.21.7), once for each font on a page."""

    def unknown(shown: TextShown, glyph: Glyph) -> bool:
        typeface = shown.typeface
        if any(mark.has_text or mark.tag == "Artifact" for mark in shown.marks):
            return False
        return typeface.has_glyph(glyph.code) and not typeface.has_text(glyph.code)

    yield from _counted(page, "text-unmapped", unknown)


def _shown(page: SheetPage) -> Iterator[TextShown]:
    return (event for event in page.events if isinstance(event, TextShown))


def _once(shown: TextShown) -> str:
    return str(shown.typeface.identity)


def _counted(page: SheetPage, code: str, wrong: Callable[[TextShown, Glyph], bool]) -> Iterator[Fault]:
    """Yield a fault for each font with wrong glyphs, at the first of them, with their number."""
    first: dict[str, tuple[TextShown, Glyph]] = {}
    count: dict[str, int] = {}
    for shown in _shown(page):
        for glyph in shown.glyphs:
            if wrong(shown, glyph):
                first.setdefault(_once(shown), (shown, glyph))
                count[_once(shown)] = count.get(_once(shown), 0) + 1
    for identity, (shown, glyph) in first.items():
        x, y = glyph.position
        box = Box(x, min(y, shown.box.bottom), x, max(y, shown.box.top))
        yield page.fault(code, box, font=shown.typeface.name, count=count[identity])
