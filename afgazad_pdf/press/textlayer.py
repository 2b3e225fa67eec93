"""The text that a reader copies out of a PDF, told apart from the glyphs that are drawn.

Every font in a PDF has a ToUnicode CMap (ISO 32000-2, 9.10.3): for each glyph, the characters that
it stands for. Units of kashida are characters on their way to the glyphs, but no part of the text.
The bundled faces draw a letter and its units with one glyph, so they can be taken out of its entry.

The hyphen that the engine puts where it divides a word (U+2010) is none of the text either: it is written as a
soft hyphen, as the standard says (ISO 32000-2, 14.8.2.2.3), and readers leave that out and join the word.
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


WRITTEN = {"\N{HYPHEN}": "\N{SOFT HYPHEN}", "\N{ARABIC LETTER MARK}": "\N{LEFT-TO-RIGHT MARK}"}
"""What is written for characters that come from the engine and from the direction pass (`bidi/runs.py`)."""


COMPOSED_AND_MARKS = re.compile("([\u0622-\u0626\u06c0\u06c2\u06d3])([\u064b-\u065f\u0670]+)")
"""A letter that Unicode composes with hamza or madda, and marks on it.

HarfBuzz up to 6 takes such a letter apart, turns hamza and mark round, and puts it together again; after that
letter and mark count as one. The engine then gives the text of both to the mark's glyph, and none to the letter's,
which it draws next.
"""


def mended_text(character_map: bytes) -> bytes:
    """Return a ToUnicode CMap with what a reader is to copy.

    `character_map` is the stream's content, not compressed. No entry goes away, so the counts before the
    lists stay true. A glyph that is nothing but units of kashida, in a face that does not lengthen its letters,
    stands for tatweels: with no text at all some readers would make up a character.
    """
    return SECTION.sub(_section, character_map)


def _section(section: re.Match[bytes]) -> bytes:
    letter = ""

    def shortened(entry: re.Match[bytes]) -> bytes:
        nonlocal letter
        if entry[2] == b"<>" and letter:
            text, letter = letter, ""
            return entry[1] + _code(text)
        letter = ""
        if section[1] == b"bfchar" and (marked := COMPOSED_AND_MARKS.fullmatch(_characters(entry[2][1:-1]))):
            letter, marks = marked.groups()
            return entry[1] + _code(marks)
        return entry[1] + TEXT.sub(_text, entry[2])

    return section[1] + ENTRY[section[1]].sub(shortened, section[2])


def _text(match: re.Match[bytes]) -> bytes:
    text = _characters(match[1])
    kept = WRITTEN.get(text, text)
    if KASHIDA in text:
        kept = text.replace(KASHIDA, "") or text.replace(KASHIDA, TATWEEL)
    if kept == text:
        return match[0]
    return _code(kept)


def _characters(code: bytes) -> str:
    return bytes.fromhex(code.decode("ascii")).decode("utf-16-be", "surrogatepass")


def _code(text: str) -> bytes:
    return b"<" + text.encode("utf-16-be", "surrogatepass").hex().encode("ascii") + b">"
