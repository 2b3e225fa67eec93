"""Pages of mixed paragraphs, one on each, as WeasyPrint draws them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.bidi.words import always
from afgazad_pdf.findings import Level
from afgazad_pdf.pdf import StoredFile
from afgazad_pdf.splitting import shapes_survive_in
from afgazad_pdf.typesetting import load_fonts, renderer

from .expected import space_glyphs
from .generator import Paragraph
from .reading import Line, read_pages

FAMILY = "Afgazad Sans"
SIZE = 10.0
"""Type size, in points."""

WIDE = 6000.0
"""A column in which every paragraph is one line, in points."""


def font_file(family: str = FAMILY) -> Path:
    return next(face.file for face in load_fonts(()) if face.family == family and face.weight == 400)


def stylesheet(
    width: float, *, align: str = "start", family: str = FAMILY, size: float = SIZE, ligatures: str = "none"
) -> str:
    """One font for everything: what is compared is order and shape, not style."""
    return f"""
        @page {{ size: {width}pt 3000pt; margin: 0; @footnote {{ margin: 0 }} }}
        html, body {{ margin: 0; font: {size}pt/2 "{family}"; font-variant-ligatures: {ligatures}; }}
        b, i, em, sup, sub, a, span, bdi, bdo {{ font: inherit; vertical-align: baseline; text-decoration: none; color: inherit }}
        p, pre {{ font: inherit; margin: 0; break-before: page; text-align: {align}; }}
        {STYLESHEET}
    """


def page_html(paragraphs: Sequence[Paragraph]) -> str:
    body = "\n".join(f'<p dir="{paragraph.direction}">{paragraph.html}</p>' for paragraph in paragraphs)
    return f'<!DOCTYPE html><html lang="fa"><head><title>t</title></head><body>{body}</body></html>'


def drawn_lines(
    html: str,
    css: str,
    *,
    ordered: bool = True,
    measured: bool = False,
    family: str = FAMILY,
    files: dict[str, StoredFile] | None = None,
) -> list[list[Line]]:
    """Return the lines on every page of an HTML document, with the direction pass or without.

    `measured`: whether the pass asks the fonts if shapes survive, or leaves every border but in lam with alef.
    """
    if ordered:
        html = order_html(html, shapes_survive_in(load_fonts(()), css) if measured else always).html
    printed = renderer(load_fonts(())).print(html, css, files or {})
    assert [finding for finding in printed.findings if finding.level is Level.ERROR] == []
    return read_pages(printed.pdf, ignored=space_glyphs(font_file(family)))
