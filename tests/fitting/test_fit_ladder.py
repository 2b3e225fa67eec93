"""What may be changed: within the bounds of docs/fit.md, step by step, the least visible first."""

from __future__ import annotations

import re
from dataclasses import astuple, fields
from itertools import pairwise

import pytest

from afgazad_pdf.fitting import NATURAL, Adjustment, ladder
from afgazad_pdf.fitting.adjustment import MEANS

BOUNDS = {
    "text_scale": (0.95, 1.05),
    "leading_scale": (0.96, 1.04),
    "picture_scale": (0.7, 1.15),
    "word_space": (-0.04, 0.06),
}


@pytest.mark.parametrize("direction", ["tighter", "looser"])
@pytest.mark.parametrize("pictures", [True, False])
def test_every_rung_contains_the_one_before_and_changes_one_thing_more(direction, pictures):
    rungs = ladder(direction, pictures=pictures)
    sign = 1 if direction == "looser" else -1

    assert rungs[0] == NATURAL
    for lower, higher in pairwise(rungs):
        steps = [sign * (after - before) for before, after in zip(astuple(lower), astuple(higher), strict=True)]
        assert min(steps) == 0
        assert sum(step > 0 for step in steps) == 1


def test_the_ends_of_the_ladders_are_the_bounds():
    tightest, loosest = ladder("tighter")[-1], ladder("looser")[-1]

    assert {field.name for field in fields(Adjustment)} == set(BOUNDS) == {means.field for means in MEANS}
    for name, bounds in BOUNDS.items():
        assert (getattr(tightest, name), getattr(loosest, name)) == bounds


def test_without_pictures_or_text_no_step_changes_them():
    assert all(rung.picture_scale == 1 for rung in ladder("tighter", pictures=False))
    assert all(rung.text_scale == 1 for rung in ladder("looser", text=False))
    assert ladder("looser", text=False)[-1].leading_scale == 1.04


def test_leading_and_spaces_come_before_pictures_and_these_before_the_size_of_the_text():
    for direction in ("tighter", "looser"):
        first = {
            name: next(
                place for place, rung in enumerate(ladder(direction)) if getattr(rung, name) != getattr(NATURAL, name)
            )
            for name in BOUNDS
        }

        assert first["leading_scale"] < first["word_space"] < first["picture_scale"] < first["text_scale"]


def test_the_guide_names_the_bounds(root):
    guide = (root / "docs" / "fit.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*?\| ([^|]+) \|$", guide, re.M))

    assert rows == {
        "leading_scale": "96 % to 104 %",
        "word_space": "0.04 em narrower to 0.06 em wider",
        "picture_scale": "70 % to 115 %",
        "text_scale": "95 % to 105 %",
    }
