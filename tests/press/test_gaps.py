"""A mark in every wide gap of right-to-left text, and nowhere else; nothing moves."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from afgazad_pdf.press.gaps import bridged

SPACE, MARK, BEH, FATHA, LATIN = 1, 2, 3, 4, 5
FONT = SimpleNamespace(
    to_unicode={SPACE: " ", MARK: "\u200f", BEH: "\u0628", FATHA: "\u064e", LATIN: "a"},
    widths={SPACE: 250, MARK: 0, BEH: 700, FATHA: 0, LATIN: 500},
)


def shown(before: int, left: float, right: float, behind: int) -> bytes:
    """A space in a gap, as lines are drawn; distances in thousandths of an em, to the right.

    The glyph before the gap may itself stand a little apart from the one before it.
    """
    return b"[<%04x>0.6<%04x>%.1f<%04x>%.1f<%04x>] TJ" % (before, before, -left, SPACE, -right, behind)


def marks(operand: bytes) -> int:
    return sum(text.count(b"%04x" % MARK) for text in re.findall(rb"<([0-9a-f]*)>", operand))


def moved(operand: bytes) -> float:
    return sum(float(number) for number in re.findall(rb">(-?[\d.]+)(?=<)", operand))


@pytest.mark.parametrize(
    ("before", "half", "behind", "expected"),
    [
        (BEH, 570, BEH, 0),
        (BEH, 580, BEH, 1),
        (FATHA, 700, BEH, 1),
        (BEH, 1270, BEH, 1),
        (BEH, 1280, BEH, 3),
        (LATIN, 900, LATIN, 0),
        (LATIN, 900, BEH, 0),
        (BEH, 900, LATIN, 0),
    ],
)
def test_wide_gaps_have_marks(before, half, behind, expected):
    operand = shown(before, half, half, behind)

    made = bridged(operand, FONT)

    assert marks(made) == expected
    assert moved(made) == pytest.approx(moved(operand), abs=0.2)
    assert expected or made == operand


def test_every_gap_of_a_line_is_bridged():
    line = shown(BEH, 800, 800, BEH).removesuffix(b"] TJ") + shown(BEH, 800, 800, BEH).removeprefix(b"[")

    assert marks(bridged(line.replace(b"><", b""), FONT)) == 2


def test_a_line_without_gaps_stays():
    assert bridged(b"[<00030003>-3.0<000100030003>] TJ", FONT) == b"[<00030003>-3.0<000100030003>] TJ"


def test_a_font_that_draws_no_mark_and_other_operators_stay():
    plain = SimpleNamespace(to_unicode={SPACE: " ", BEH: "\u0628"}, widths=FONT.widths)

    assert bridged(shown(BEH, 900, 900, BEH), plain) == shown(BEH, 900, 900, BEH)
    assert bridged(b"1 0 0 -1 3 4 Tm", FONT) == b"1 0 0 -1 3 4 Tm"
