"""Fonts as content uses them: codes, widths, glyphs that exist, text that codes stand for (ISO 32000-1, 9.5 to 9.10).

What cannot be known without the font program's own tables counts as good: a check must not cry wolf.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

from .cmaps import MOST_CODES, CodeMap, read_code_map

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")

_TWO_BYTES = re.compile(r"/Identity-[HV]|/Uni\w+-UC\w+-[HV]|/Uni\w+-UTF16-[HV]")
"""Predefined CMaps whose codes have two bytes each (ISO 32000-1, table 118)."""

_NAMELESS = re.compile(r"(?:g|gid|glyph|cid|index|c|a)?[-_.]?\d+|\.notdef", re.IGNORECASE)
"""Names of glyphs that say nothing of their text; others are taken to be those of the Adobe Glyph List."""

_NO_TEXT = frozenset("\x00\ufeff\ufffe\uffff\ufffd")
"""What ToUnicode must not give (ISO 14289-1, 7.21.7), and the sign of what cannot be read."""

SYMBOLIC = 4
"""The flag of a font whose letters are not those of the standard Latin set (ISO 32000-1, table 123)."""


@dataclass(eq=False)
class Typeface:
    """A font dictionary, read as far as each question needs it."""

    entries: Any
    """The font's dictionary."""
    _widths: dict[int, float] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def name(self) -> str:
        """The font's name without the six letters of a subset; its kind where it has none, as in Type 3."""
        name = self.entries.get("/BaseFont", self._descriptor.get("/FontName", self.kind))
        return re.sub(r"^[A-Z]{6}\+", "", str(name).removeprefix("/"))

    @cached_property
    def kind(self) -> str:
        """The subtype: Type0, Type1, TrueType, Type3, MMType1."""
        return str(self.entries.get("/Subtype", "")).removeprefix("/")

    @property
    def identity(self) -> tuple[int, int] | int:
        """What tells this font from others of the file."""
        number: tuple[int, int] = self.entries.objgen
        return number if number != (0, 0) else id(self)

    @cached_property
    def embedded(self) -> bool:
        """Whether the shapes are in the file."""
        return self.kind == "Type3" or any(key in self._descriptor for key in _PROGRAMS)

    def codes(self, string: bytes) -> Iterable[int]:
        """Return the character codes of a string; none where the file does not say how to divide it."""
        if self.kind != "Type0":
            return string
        if self._code_map is not None:
            return self._code_map.codes(string)
        if _TWO_BYTES.fullmatch(str(self.entries.get("/Encoding", ""))):
            return (first * 256 + second for first, second in zip(string[::2], string[1::2], strict=False))
        return ()

    @property
    def single_bytes(self) -> bool:
        """Whether code 32 is a space that word spacing widens (ISO 32000-1, 9.3.3)."""
        return self.kind != "Type0"

    def width(self, code: int) -> float:
        """Return how far a glyph moves the text, in em."""
        if self.kind != "Type0":
            return self._simple_widths.get(code, self._missing_width)
        return self._character_widths.get(self._character(code), self._default_width)

    def has_glyph(self, code: int) -> bool:
        """Say whether a code draws a glyph of its own, and not the font's sign of what is missing (.notdef)."""
        if self.kind == "Type0":
            return self._has_character(self._character(code))
        return self._names.get(code) != ".notdef"

    def has_text(self, code: int) -> bool:
        """Say whether a reading program can know which text a code stands for (ISO 14289-1, 7.21.7)."""
        text = self._to_unicode.texts.get(code) if self._to_unicode is not None else None
        if text is not None:
            return bool(text) and _NO_TEXT.isdisjoint(text)
        return self._known_collection if self.kind == "Type0" else self._has_name(code)

    # ------------------------------------------------------------------ parts of the dictionary

    @cached_property
    def _descendant(self) -> Any:
        """The CIDFont of a composite font, and any other font itself."""
        kids = self.entries.get("/DescendantFonts")
        return kids[0] if kids is not None and len(kids) else self.entries

    @cached_property
    def _descriptor(self) -> Any:
        return self._descendant.get("/FontDescriptor", {})

    @cached_property
    def _to_unicode(self) -> CodeMap | None:
        return _code_map(self.entries.get("/ToUnicode"))

    @cached_property
    def _code_map(self) -> CodeMap | None:
        return _code_map(self.entries.get("/Encoding"))

    # ------------------------------------------------------------------ composite fonts

    def _character(self, code: int) -> int:
        return code if self._code_map is None else self._code_map.character(code)

    @cached_property
    def _identity(self) -> bool:
        """Whether codes are CIDs, so that a CID is known for every code."""
        return self._code_map is not None or str(self.entries.get("/Encoding", "")).startswith("/Identity-")

    @cached_property
    def _glyph_numbers(self) -> bytes | None:
        """CIDToGIDMap, where CIDs are not numbers of glyphs already."""
        table = self._descendant.get("/CIDToGIDMap")
        return table.read_bytes() if isinstance(table, pikepdf.Stream) else None

    def _has_character(self, character: int) -> bool:
        if not self._identity:
            return True
        if character == 0:
            return False
        if str(self._descendant.get("/Subtype")) != "/CIDFontType2":
            return True
        number = character
        if self._glyph_numbers is not None:
            number = int.from_bytes(self._glyph_numbers[2 * character : 2 * character + 2])
        return 0 < number < self._glyph_count

    @cached_property
    def _glyph_count(self) -> int:
        """How many glyphs the TrueType program has; as many as there can be where it does not say."""
        program = self._descriptor.get("/FontFile2")
        return 65536 if program is None else _glyph_count(program.read_bytes())

    @cached_property
    def _known_collection(self) -> bool:
        """Whether the CIDs are those of Adobe's collections, whose text is known (ISO 32000-1, 9.10.2)."""
        system = self._descendant.get("/CIDSystemInfo", {})
        return str(system.get("/Ordering", "")) in ("Japan1", "GB1", "CNS1", "Korea1", "KR")

    @cached_property
    def _default_width(self) -> float:
        return float(self._descendant.get("/DW", 1000)) / 1000

    @cached_property
    def _character_widths(self) -> dict[int, float]:
        """The widths of /W (ISO 32000-1, 9.7.4.3): ``first [w …]`` or ``first last w``."""
        table: dict[int, float] = {}
        items = iter(self._descendant.get("/W", ()))
        left = MOST_CODES
        for first in map(int, items):
            second = next(items, None)
            if isinstance(second, pikepdf.Array):
                table.update((first + offset, float(width) / 1000) for offset, width in enumerate(second))
            elif second is not None and left > 0:
                last = min(int(second), first + left)
                table.update(dict.fromkeys(range(first, last + 1), float(next(items, 0)) / 1000))
                left -= last - first
        return table

    # ------------------------------------------------------------------ simple fonts

    @cached_property
    def _unit(self) -> float:
        """Text space units in one unit of /Widths."""
        return float(self.entries.FontMatrix[0]) if "/FontMatrix" in self.entries else 0.001

    @cached_property
    def _simple_widths(self) -> dict[int, float]:
        first = int(self.entries.get("/FirstChar", 0))
        widths = self.entries.get("/Widths", ())
        return {first + offset: float(width) * self._unit for offset, width in enumerate(widths)}

    @cached_property
    def _missing_width(self) -> float:
        return float(self._descriptor.get("/MissingWidth", 0)) * self._unit

    @cached_property
    def _names(self) -> Mapping[int, str]:
        """What Differences call the glyphs."""
        encoding = self.entries.get("/Encoding")
        return dict(_differences(encoding)) if isinstance(encoding, pikepdf.Dictionary) else {}

    def _has_name(self, code: int) -> bool:
        if code in self._names:
            return not _NAMELESS.fullmatch(self._names[code])
        if self.kind == "Type3":
            return False
        symbolic = bool(int(self._descriptor.get("/Flags", 0)) & SYMBOLIC)
        return "/Encoding" in self.entries or self.kind != "TrueType" or not symbolic


def _code_map(stream: Any) -> CodeMap | None:
    return read_code_map(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else None


def _differences(encoding: Any) -> Iterator[tuple[int, str]]:
    """Yield codes and names of glyphs (ISO 32000-1, 9.6.6.1)."""
    code = 0
    for item in encoding.get("/Differences", ()):
        if isinstance(item, int):
            code = item
        else:
            yield code, str(item).removeprefix("/")
            code += 1


def _glyph_count(program: bytes) -> int:
    """Return numGlyphs of the table maxp (OpenType, “maxp”); 65536 where there is none."""
    try:
        (tables,) = struct.unpack_from(">H", program, 4)
        for index in range(tables):
            tag, _, offset, _ = struct.unpack_from(">4sIII", program, 12 + 16 * index)
            if tag == b"maxp":
                return int(struct.unpack_from(">H", program, offset + 4)[0])
    except struct.error:
        pass
    return 65536
