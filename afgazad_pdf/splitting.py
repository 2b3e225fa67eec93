"""Whether the shapes of a word survive its being drawn in pieces, measured with HarfBuzz in the page's fonts.

What the direction pass asks where an element begins or ends inside a word: the engine shapes each piece alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

import uharfbuzz

from .bidi.joining import with_joiners
from .fonts import Face

Shape = tuple[int, int]
"""A glyph's number, and how far it is raised above the baseline, in the font's units."""


def shapes_survive_in(faces: tuple[Face, ...], *sources: str) -> Callable[[tuple[str, ...], str], bool]:
    """Return the measure for a page: a function of a word's pieces and its language.

    `sources` are the page and its stylesheets. A font family that they name anywhere may be used for any word; the
    shapes survive where they do so in every face of these that has the word's letters. Where the sources name no
    family, all faces count.
    """
    named = tuple(face.file for face in faces if any(face.family in source for source in sources))
    return partial(_survive, named or tuple(face.file for face in faces))


def _survive(files: tuple[Path, ...], pieces: tuple[str, ...], language: str) -> bool:
    return all(survive_in(file, pieces, language) for file in files)


@lru_cache(maxsize=8192)
def survive_in(font_file: Path, pieces: tuple[str, ...], language: str) -> bool:
    """Say whether a word's pieces, with joiners where letters join, have the glyphs of the whole word at their heights.

    Heights count, as in Nastaliq a word descends to the baseline and each piece would begin the descent anew.
    True of a font that lacks one of the letters: it does not draw the word.
    """
    whole = _shaped(font_file, "".join(pieces), language)
    if any(glyph == 0 for glyph, _ in whole):
        return True
    drawn = [shape for piece in reversed(with_joiners(pieces)) for shape in _shaped(font_file, piece, language)]
    return whole == drawn


def _shaped(font_file: Path, text: str, language: str) -> list[Shape]:
    """Return the glyphs of a text from left to right."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl"
    buffer.guess_segment_properties()
    if language:
        buffer.language = language
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(_font(font_file), buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, position.y_offset) for info, position in pairs]


@lru_cache(maxsize=32)
def _font(file: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))
