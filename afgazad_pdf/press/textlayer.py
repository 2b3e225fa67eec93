"""The text that a reader copies out of a PDF, told apart from the glyphs that are drawn.

Every font in a PDF has a ToUnicode CMap (ISO 32000-2, 9.10.3): for each glyph, the characters that
it stands for. Units of kashida are characters on their way to the glyphs, but no part of the text.
The bundled faces draw a letter and its units with one glyph, so they can be taken out of its entry.
"""

from __future__ import annotations

import re

from ..text.kashida import KASHIDA, TATWEEL

SECTION = re.compile(rb"(?<=begin)(bfchar|bfrange)\b(.*?)(?=end\1\b)", re.DOTALL)
"""A list of entries in a CMap: ``<glyph> <text>``, ``<first> <last> <text>`` or ``<first> <last> [<text> …]``."""

ENTRY = {
    b"bfchar": re.compile(rb"(<[0-9A-Fa-f\s]*>\s*)(<[0-9A-Fa-f\s]*>)"),
    b"bfrange": re.compile(rb"(<[0-9A-Fa-f\s]*>\s*<[0-9A-Fa-f\s]*>\s*)(<[0-9A-Fa-f\s]*>|\[[^\]]*\])"),
}
"""One entry: what it says of glyphs, then its text."""

TEXT = re.compile(rb"<([0-9A-Fa-f\s]*)>")


def without_kashida(character_map: bytes) -> bytes:
    """Take the units of kashida out of a ToUnicode CMap.

    `character_map` is the stream's content, not compressed. No entry goes away, so the counts before the
    lists stay true. A glyph that is nothing but units, in a face that does not lengthen its letters,
    stands for tatweels: with no text at all some readers would make up a character.
    """
    return SECTION.sub(_section_without, character_map)


def _section_without(section: re.Match[bytes]) -> bytes:
    def shortened(entry: re.Match[bytes]) -> bytes:
        return entry[1] + TEXT.sub(_text_without, entry[2])

    return section[1] + ENTRY[section[1]].sub(shortened, section[2])


def _text_without(match: re.Match[bytes]) -> bytes:
    text = bytes.fromhex(match[1].decode("ascii")).decode("utf-16-be", "surrogatepass")
    if KASHIDA not in text:
        return match[0]
    kept = text.replace(KASHIDA, "") or text.replace(KASHIDA, TATWEEL)
    return b"<" + kept.encode("utf-16-be", "surrogatepass").hex().encode("ascii") + b">"
