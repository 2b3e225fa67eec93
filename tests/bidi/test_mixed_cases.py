"""Small pages, one for each way in which the engine alone gets the order wrong: see tests/cases/order."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from afgazad_pdf.pdf import StoredFile

from .mixed.cases import Case, named, read_aloud, read_cases
from .mixed.chromium import PROGRAM, WITHOUT, drawn_characters
from .mixed.printing import drawn_lines

CASES = read_cases()

BRACKETS = str.maketrans(")]»”", "([«“")
"""Chromium tells where a character stands, not whether its mirror image is drawn."""


@pytest.fixture
def files() -> dict[str, StoredFile]:
    output = io.BytesIO()
    Image.new("RGB", (4, 2)).save(output, "PNG")
    return {"picture.png": StoredFile(output.getvalue(), "image/png")}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in CASES])
def test_case(case: Case, files):
    [page] = drawn_lines(f"<!DOCTYPE html><body>{case.html}", case.stylesheet, files=files)

    assert [read_aloud(line.numbers) for line in page] == list(case.lines)


@pytest.mark.skipif(PROGRAM is None, reason=WITHOUT)
def test_browser_shows_the_same(tmp_path):
    cases = [case for case in CASES if not case.paged]
    blocks = [f'<div style="width: {case.width}pt">{case.html}</div>' for case in cases]
    drawn = drawn_characters(blocks, cases[0].stylesheet, tmp_path)

    for case, lines in zip(cases, drawn, strict=True):
        shown = [named("".join(character for _, character in line)).translate(BRACKETS) for line in lines]
        assert shown == [line.replace("#", "").translate(BRACKETS) for line in case.lines], case.title
