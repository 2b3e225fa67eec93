"""Random mixed paragraphs: every drawn line shows the right glyphs in the right order."""

from __future__ import annotations

import os
from functools import lru_cache

import pytest

from .mixed.expected import Text, font
from .mixed.generator import Paragraph, paragraphs, prose
from .mixed.printing import WIDE, drawn_lines, font_file, page_html, stylesheet
from .mixed.reading import Line

pytestmark = pytest.mark.timeout(600)  # two thousand paragraphs take a minute and a half in each column

COUNT = int(os.environ.get("AFGAZAD_MIXED", "200"))
"""How many paragraphs are drawn in each column."""

COLUMNS = [(WIDE, "start"), (240.0, "start"), (240.0, "justify"), (120.0, "start"), (120.0, "justify")]

REPORTED = 5
"""How many wrong lines are shown in full."""

EDGE_SLACK = 0.3
"""What rounding in the PDF may shift a line's end by, in points."""

SPACE = 2.7
"""The advance width of a space, in points."""

PROSE = 60
"""How many paragraphs of an article's density are drawn."""


@lru_cache(maxsize=8)
def pages(width: float, align: str, ordered: bool = True) -> list[list[Line]]:
    """The lines of every paragraph."""
    made = drawn_lines(page_html(paragraphs(COUNT)), stylesheet(width, align=align), ordered=ordered)
    assert len(made) == COUNT
    return made


def wrong_lines(width: float, align: str, ordered: bool = True) -> tuple[list[str], int]:
    """Return reports on the first wrong lines, all others as empty strings, and how many lines there are."""
    reports: list[str] = []
    made = pages(width, align, ordered)
    for paragraph, lines in zip(paragraphs(COUNT), made, strict=True):
        text = Text(paragraph.text, paragraph.direction)
        for line, (start, stop) in zip(lines, text.ranges([len(line.numbers) for line in lines]), strict=True):
            if line.numbers != text.glyphs(start, stop, font_file()):
                reports.append(report(paragraph, text, start, stop, line.numbers) if len(reports) < REPORTED else "")
    return reports, sum(map(len, made))


def report(paragraph: Paragraph, text: Text, start: int, stop: int, drawn: list[int]) -> str:
    expected = text.glyphs(start, stop, font_file())
    return f"""
<p dir={paragraph.direction}>{paragraph.html}
  line     {text.text[start:stop]!r}
  expected {text.visual_text(start, stop)}
  drawn    {letters(drawn, text.text)}
  expected {names(expected)}
  drawn    {names(drawn)}"""


def names(numbers: list[int]) -> str:
    return " ".join(font(font_file()).glyph_to_string(number) for number in numbers)


def letters(numbers: list[int], text: str) -> str:
    """Drawn glyphs as letters again."""
    known: dict[int, str] = {}
    for character in sorted(set(text)):
        for context in (character, "\u200d" + character, character + "\u200d", f"\u200d{character}\u200d"):
            for direction in ("ltr", "rtl"):
                shown = Text(context, direction)
                for number in shown.glyphs(0, len(context), font_file()):
                    known.setdefault(number, shown.visual_text(0, len(context)))
    return "".join(known.get(number, f"<{number}>") for number in numbers)


@pytest.mark.parametrize(("width", "align"), COLUMNS)
def test_every_line_is_in_order(width, align):
    reports, total = wrong_lines(width, align)

    assert not reports, f"{len(reports)} of {total} lines are wrong\n" + "\n".join(filter(None, reports))


def test_the_engine_alone_gets_many_lines_wrong():
    """What this proof is worth: it finds the faults that the direction pass is there for."""
    reports, total = wrong_lines(240.0, "start", ordered=False)

    assert len(reports) > 0.2 * total


@pytest.mark.parametrize("align", ["start", "justify"])
def test_prose_is_in_order_and_in_its_column(align):
    """Articles: no line is wrong, and hardly one is shifted by the space on which it was broken."""
    made = prose(PROSE)
    drawn = drawn_lines(page_html(made), stylesheet(240.0, align=align))
    shifts: list[float] = []
    for paragraph, lines in zip(made, drawn, strict=True):
        text = Text(paragraph.text, paragraph.direction)
        for line, (start, stop) in zip(lines, text.ranges([len(line.numbers) for line in lines]), strict=True):
            assert line.numbers == text.glyphs(start, stop, font_file()), text.visual_text(start, stop)
        shifts += outside(lines, 240.0, align)

    assert max(shifts, default=0.0) <= SPACE + EDGE_SLACK
    assert len(shifts) <= (2 if align == "justify" else 0)


def test_the_engine_alone_shifts_many_lines_of_prose():
    made = prose(PROSE)
    drawn = drawn_lines(page_html(made), stylesheet(240.0, align="justify"), ordered=False)

    assert len([shift for lines in drawn for shift in outside(lines, 240.0, "justify")]) > 20


def outside(lines: list[Line], width: float, align: str) -> list[float]:
    """Return by how much lines of a right-to-left paragraph miss the ends that they should reach."""
    shifts = []
    for number, line in enumerate(lines):
        full = align == "justify" and number < len(lines) - 1
        shifts += [abs(width - line.right), abs(line.left) if full else max(0.0, -line.left)]
    return [shift for shift in shifts if shift > EDGE_SLACK]
