"""A renderer that keeps glyphs, and one that leaves all lines to the engine."""

from __future__ import annotations

from functools import cache

from afgazad_pdf.fonts import load_faces
from afgazad_pdf.pdf import Renderer

FAMILIES = sorted({face.family for face in load_faces()})


@cache
def kept() -> Renderer:
    return Renderer(load_faces())


@cache
def engine() -> Renderer:
    renderer = Renderer(load_faces())
    del renderer._fonts.held_fonts
    return renderer
