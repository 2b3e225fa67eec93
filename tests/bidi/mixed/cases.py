"""Cases in `tests/cases/order`: what a small page shows, line by line from left to right.

Capital letters stand for right-to-left letters and small ones for left-to-right letters, as in the
examples of UAX #9 itself: no editor turns such a line round, and what is drawn can be read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .expected import UNDRAWN, Text, font
from .printing import font_file, stylesheet
from .reading import PICTURE

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "order"

LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابچدعفگهیجکلمنوپقرستځڅږخټز", strict=True))

DEFAULT_WIDTH = 600.0

TITLE = re.compile(r"(?P<title>.*?)(?: @ (?P<width>\d+)pt)?(?P<paged> \(paged\))?")

STYLE = """
    .box { display: inline-block; }
    .nowrap { white-space: nowrap; }
    .footnote { float: footnote; font: inherit; }
    .footnote::footnote-call { font: inherit; vertical-align: baseline; content: counter(footnote); }
    .footnote::footnote-marker { content: counter(footnote) " "; }
    img { width: 12pt; height: 6pt; }
"""


@dataclass(frozen=True)
class Case:
    """A small page and what it shows."""

    title: str
    width: float
    """Of the column, in points."""
    html: str
    lines: tuple[str, ...]
    paged: bool
    """Whether it takes what only pages have, so that a browser cannot be asked."""

    @property
    def stylesheet(self) -> str:
        return stylesheet(self.width) + STYLE


def read_cases(folder: Path = FOLDER) -> list[Case]:
    return [case for file in sorted(folder.glob("*.txt")) for case in _file_cases(file)]


def _file_cases(file: Path) -> list[Case]:
    text = re.sub("^# .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = [part.strip("\n") for part in re.split(r"^\.\n", text, flags=re.MULTILINE)]
    assert len(parts) % 3 == 1, file
    assert not parts[-1], file
    cases = []
    for title, source, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
        found = TITLE.fullmatch(title)
        width = float(found["width"] or DEFAULT_WIDTH)
        lines = tuple(squeezed(line) for line in expected.split("\n"))
        cases.append(Case(f"{file.stem}: {found['title']}", width, html_of(source), lines, bool(found["paged"])))
    return cases


def html_of(source: str) -> str:
    """Put letters in the place of capitals, and characters in the place of their escapes; tags stay."""
    parts = re.split(r"(<[^>]*>|\\u[0-9a-f]{4}|&\w+;)", source)
    return "".join(
        chr(int(part[2:], 16)) if part.startswith("\\u") else part if at % 2 else _lettered(part)
        for at, part in enumerate(parts)
    )


def _lettered(text: str) -> str:
    return "".join(LETTERS.get(character, character) for character in text)


def squeezed(line: str) -> str:
    """A line without its spaces, which have no place of their own in a drawing."""
    return re.sub(r"\s", "", line)


def read_aloud(numbers: Sequence[int]) -> str:
    """Drawn glyphs in the letters of the cases."""
    return "".join("#" if number == PICTURE else _letters_of_glyphs().get(number, f"<{number}>") for number in numbers)


def named(characters: str) -> str:
    """Characters in the letters of the cases."""
    capitals = {letter: capital for capital, letter in LETTERS.items()}
    return "".join(capitals.get(character, character) for character in characters)


@lru_cache(maxsize=1)
def _letters_of_glyphs() -> dict[int, str]:
    shown: dict[int, str] = {}
    for capital, letter in LETTERS.items():
        for context in (letter, "\u200d" + letter, letter + "\u200d", f"\u200d{letter}\u200d"):
            for number in Text(context, "rtl").glyphs(0, len(context), font_file()):
                assert shown.setdefault(number, capital) == capital
    digits = "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩"
    for character in map(chr, range(0x21, 0x7F)):
        if not UNDRAWN.match(character):
            shown.setdefault(font(font_file()).get_nominal_glyph(ord(character)), character)
    for character in digits + "،؛؟«»٪٫٬–…“”’€№•":
        for number in Text(character, "ltr").glyphs(0, 1, font_file()):
            shown.setdefault(number, character)
    return shown
