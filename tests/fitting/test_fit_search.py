"""The search: few layouts, within the bounds, the smallest change that does, and honest numbers where none does."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afgazad_pdf.article import Fit
from afgazad_pdf.fitting import NATURAL, Adjustment, Column, Extent, fitted, ladder
from afgazad_pdf.fitting.search import FILLED, MOST_LAYOUTS, faults

HEIGHT = 600.0
PITCH = 15.0

within_bounds = {
    "text_scale": (0.95, 1.05),
    "leading_scale": (0.96, 1.04),
    "picture_scale": (0.7, 1.15),
    "word_space": (-0.04, 0.06),
}


class Story:
    """A story of so many natural lines, poured into columns: an engine without an engine."""

    def __init__(self, lines: float, columns: int = 1, pictures: float = 0.0, *, steady: bool = True) -> None:
        self.lines, self.columns, self.pictures, self.steady = lines, columns, pictures, steady
        self.asked: list[Adjustment] = []

    def __call__(self, adjustment: Adjustment) -> Extent:
        assert adjustment not in self.asked, "laid out twice"
        self.asked.append(adjustment)
        pitch = PITCH * adjustment.leading_scale * adjustment.text_scale
        text = self.lines * adjustment.text_scale * (1 + 0.37 * adjustment.word_space)
        text = text if self.steady else text + round(1e4 * adjustment.word_space + 1e3 * adjustment.leading_scale) % 3
        lines = math.ceil(text + self.pictures * adjustment.picture_scale * PITCH / pitch)
        room = HEIGHT / pitch
        of_page = math.floor(room) * self.columns
        columns = []
        for page in range(1, max(1, math.ceil(lines / of_page)) + 1):
            here = min(lines - of_page * (page - 1), of_page)
            most = math.ceil(here / self.columns)
            for _ in range(self.columns):
                columns.append(Column(page=page, used=float(min(most, here)), room=room))
                here -= min(most, here)
        return Extent(
            pages=columns[-1].page, columns=tuple(columns), full_room=room, size=10 * adjustment.text_scale, pitch=pitch
        )


fits = st.one_of(
    st.builds(Fit, kind=st.just("pages"), count=st.integers(1, 4)),
    st.builds(Fit, kind=st.just("columns"), count=st.integers(1, 9)),
    st.just(Fit(kind="balance")),
)
stories = st.builds(
    Story,
    lines=st.integers(1, 400),
    columns=st.integers(1, 3),
    pictures=st.sampled_from([0.0, 12.0, 30.0]),
    steady=st.booleans(),
)


@given(fit=fits, story=stories, pictures=st.booleans())
def test_at_most_eight_layouts_each_within_the_bounds(fit, story, pictures):
    result = fitted(fit, story, pictures=pictures)

    assert len(story.asked) <= MOST_LAYOUTS
    for adjustment in (*story.asked, result.adjustment):
        for name, (least, most) in within_bounds.items():
            assert least <= getattr(adjustment, name) <= most
        assert pictures or adjustment.picture_scale == 1


@given(fit=fits, story=stories)
def test_what_is_changed_is_told_and_nothing_else(fit, story):
    result = fitted(fit, story)
    codes = [finding.code for finding in result.findings]

    assert ("fit-changed" in codes) == (result.adjustment != NATURAL)
    assert len(codes) == len(set(codes))


@given(lines=st.integers(1, 200), pictures=st.sampled_from([0.0, 10.0]))
def test_pages_are_the_most_that_an_article_takes(lines, pictures):
    story = Story(lines, pictures=pictures)
    result = fitted(Fit(kind="pages", count=1), story)

    if [finding.code for finding in result.findings] != ["fit-impossible"]:
        assert result.extent.pages == 1
    else:
        assert Story(lines, pictures=pictures)(ladder("tighter")[-1]).pages > 1
        assert result.adjustment == NATURAL


@pytest.mark.parametrize("lines", range(41, 46))
def test_the_smallest_change_that_does(lines):
    """On this ladder of steady effect, the rung below is too long."""
    result = fitted(Fit(kind="pages", count=1), Story(lines), pictures=False)
    rungs = ladder("tighter", pictures=False)
    place = rungs.index(result.adjustment)

    assert place > 0
    assert result.extent.pages == 1
    assert Story(lines)(rungs[place - 1]).pages == 2


def test_too_long_by_how_many_lines():
    result = fitted(Fit(kind="pages", count=1), Story(70), pictures=False)

    # 40 lines on a page as it is; at the tightest 43 of 66.
    assert [finding.message for finding in result.findings] == [
        "too long for 1 page by 23 lines at the tightest setting, and by 30 as it is; it is printed as it is. "
        "Cut 23 lines, or give it more room"
    ]


def test_too_short_for_its_pages():
    result = fitted(Fit(kind="pages", count=3), Story(70), pictures=False)

    assert result.adjustment == NATURAL
    assert [finding.code for finding in result.findings] == ["fit-impossible"]
    assert "too short for 3 pages" in result.findings[0].message
    assert "by 50 as it is" in result.findings[0].message


def test_a_page_that_is_nearly_full_is_filled_without_larger_letters():
    result = fitted(Fit(kind="pages", count=1), Story(35), pictures=False)

    assert result.adjustment.text_scale == 1
    assert result.adjustment.leading_scale > 1
    assert result.extent.page_room(1) <= FILLED


def test_spaces_in_several_columns_become_narrower_only():
    story = Story(110, columns=3)
    result = fitted(Fit(kind="pages", count=1), story, pictures=False)

    assert result.adjustment.leading_scale > 1
    assert all(adjustment.word_space <= 0 for adjustment in story.asked)


def test_a_page_with_few_free_lines_or_with_many_is_left_alone():
    for lines in (38, 20):
        assert fitted(Fit(kind="pages", count=1), Story(lines)).adjustment == NATURAL


def test_columns_are_counted_by_what_is_in_them():
    # Three columns of 40 lines with 84 lines: a little more than two of them.
    result = fitted(Fit(kind="columns", count=2), Story(84, columns=3), pictures=False)

    assert [finding.code for finding in result.findings] == ["fit-changed"]
    assert result.extent.column_room(2) >= 0
    assert Story(84, columns=3)(NATURAL).column_room(2) < 0


@pytest.mark.parametrize("lines", [82, 85, 92])
def test_balance_pulls_a_short_last_page_back_or_gives_it_a_third(lines):
    story = Story(lines)
    assert faults(Story(lines)(NATURAL))
    result = fitted(Fit(kind="balance"), story, pictures=False)

    if result.adjustment != NATURAL:
        assert not faults(result.extent)
    else:
        assert [finding.code for finding in result.findings] == ["fit-impossible"]


def test_balance_changes_nothing_that_is_balanced():
    story = Story(60)

    assert fitted(Fit(kind="balance"), story).findings == ()
    assert story.asked == [NATURAL]
