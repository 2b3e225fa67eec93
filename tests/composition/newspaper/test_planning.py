"""The plan of a newspaper in numbers: nothing overlaps, nothing is lost, every page is within its margins."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afgazad_pdf.composition.newspaper.modules import JUMP_ROWS
from afgazad_pdf.composition.newspaper.plan import Copy, Plan
from afgazad_pdf.composition.newspaper.planning import plan_newspaper

from .copies import LINE, SIZES, Told, copy, flow

TOLD = st.builds(
    Told,
    lines=st.integers(1, 150),
    picture=st.sampled_from([0.0, 0.0, 60.0, 118.0, 240.0]),
    head=st.floats(40, 160),
    section=st.integers(0, 3),
    direction=st.sampled_from(["rtl", "ltr"]),
)
COPIES = st.builds(
    copy,
    st.lists(TOLD, min_size=1, max_size=14),
    size=st.sampled_from(sorted(SIZES)),
    direction=st.sampled_from(["rtl", "ltr"]),
    last=st.sampled_from([0, 12, 40]),
)


def all_slugs(given_copy: Copy) -> list[str]:
    return [*given_copy.stories, *([given_copy.last.slug] if given_copy.last else [])]


def rows(plan: Plan, slug: str) -> list[int]:
    return [round(piece.box.height / LINE) for piece in plan.pieces_of(slug) if piece.kind == "column"]


@settings(max_examples=40, deadline=None)
@given(COPIES)
def test_nothing_overlaps_and_all_is_on_the_page(given_copy: Copy) -> None:
    plan, page = plan_newspaper(given_copy), given_copy.grid
    boxes = [piece.box for piece in plan.pieces]
    boxes += [item.box for item in (*plan.jumps, *plan.continuations, *plan.bands)]
    if plan.contents is not None:
        boxes.append(plan.contents)
    for box in boxes:
        assert 0 <= box.page < plan.pages
        assert box.left >= page.side - 0.01
        assert box.right <= page.width - page.side + 0.01
        assert box.bottom <= page.bottom + 0.6
        assert box.top >= (given_copy.front_top if box.page == 0 else given_copy.inside_top) - 0.01
    for one, other in combinations(boxes, 2):
        if one.page == other.page:
            apart = (
                one.right <= other.left + 0.01
                or other.right <= one.left + 0.01
                or one.bottom <= other.top + 0.01
                or other.bottom <= one.top + 0.01
            )
            assert apart, (one, other)


@settings(max_examples=40, deadline=None)
@given(COPIES)
def test_every_story_has_just_the_room_that_its_text_needs(given_copy: Copy) -> None:
    plan = plan_newspaper(given_copy)
    assert {piece.slug for piece in plan.pieces} == set(all_slugs(given_copy))
    for slug in all_slugs(given_copy):
        story = given_copy.last if given_copy.last and slug == given_copy.last.slug else given_copy.stories[slug]
        kinds = [piece.kind for piece in plan.pieces_of(slug)]
        assert kinds.count("head") == 1
        assert kinds[0] == "head"
        assert kinds.count("picture") == bool(story.pictures)
        ends = story.flow.fill(0, rows(plan, slug))
        assert ends[-1] == len(story.flow)
        assert all(after > before for before, after in zip((0, *ends), ends, strict=False)), "no column is empty"


@settings(max_examples=40, deadline=None)
@given(COPIES)
def test_jumps_lead_to_the_pages_where_stories_go_on(given_copy: Copy) -> None:
    plan = plan_newspaper(given_copy)
    for slug in all_slugs(given_copy):
        pages = [piece.box.page for piece in plan.pieces_of(slug) if piece.kind == "column"]
        assert pages == sorted(pages), "a story goes on later, never before"
        steps = [(one, other) for one, other in pairwise(pages) if one != other]
        jumps = [(jump.box.page, jump.to_page) for jump in plan.jumps if jump.slug == slug]
        heads = [(item.from_page, item.box.page) for item in plan.continuations if item.slug == slug]
        assert jumps == steps
        assert heads == steps


@settings(max_examples=40, deadline=None)
@given(COPIES)
def test_columns_of_a_frame_are_even_where_the_story_ends(given_copy: Copy) -> None:
    """All columns begin or end together: below each other they differ by one line, and by what paragraphs ask for."""
    plan = plan_newspaper(given_copy)
    for slug in all_slugs(given_copy):
        columns = [piece.box for piece in plan.pieces_of(slug) if piece.kind == "column"]
        last = [box for box in columns if box.page == columns[-1].page]
        feet = [box.bottom for box in last]
        assert max(feet) - min(feet) <= 1.01 * LINE or min(box.height for box in last) <= 8 * LINE


@settings(max_examples=40, deadline=None)
@given(COPIES)
def test_rules_stand_between_columns_and_cross_nothing(given_copy: Copy) -> None:
    plan = plan_newspaper(given_copy)
    for rule in plan.rules:
        for piece in plan.pieces:
            if piece.box.page != rule.box.page:
                continue
            apart = (
                rule.box.right <= piece.box.left + 0.01
                or rule.box.left >= piece.box.right - 0.01
                or rule.box.bottom <= piece.box.top + 0.01
                or rule.box.top >= piece.box.bottom - 0.01
            )
            assert apart, (rule, piece)


@settings(max_examples=30, deadline=None)
@given(COPIES)
def test_the_lead_stands_on_the_front_page_before_all_others(given_copy: Copy) -> None:
    plan = plan_newspaper(given_copy)
    lead = plan.pieces_of("s0")[0].box
    assert lead.page == 0
    assert lead.width == pytest.approx(given_copy.grid.measure)
    assert all(piece.box.top >= lead.top for piece in plan.pieces if piece.box.page == 0)


@pytest.mark.parametrize(("size", "count"), [("A4", 2), ("tabloid", 3), ("A3", 4)])
def test_further_stories_begin_on_the_front_page(size: str, count: int) -> None:
    stories = [Told(lines=90, picture=100.0), *(Told(lines=60, section=number % 3) for number in range(11))]
    plan = plan_newspaper(copy(stories, size))
    assert sum(piece.kind == "head" and piece.box.page == 0 for piece in plan.pieces) == count + 1
    assert plan.contents is not None


def test_reading_begins_at_the_right_from_right_to_left_and_at_the_left_from_left_to_right() -> None:
    for direction in ("rtl", "ltr"):
        stories = [Told(lines=40, direction=one) for one in (direction, "rtl", "ltr")]
        given_copy = copy(stories, direction=direction)
        plan = plan_newspaper(given_copy)
        for slug in given_copy.stories:
            columns = [piece.box for piece in plan.pieces_of(slug) if piece.kind == "column"]
            for one, other in pairwise(columns):
                if one.page == other.page:
                    assert (one.left > other.left) == (given_copy.stories[slug].direction == "rtl")


def test_a_short_paper_is_one_page_with_its_end_at_the_foot() -> None:
    given_copy = copy([Told(lines=30)], last=6)
    plan = plan_newspaper(given_copy)
    assert plan.pages == 1
    foot = max(piece.box.bottom for piece in plan.pieces_of(".end"))
    assert given_copy.grid.bottom - foot < LINE


def test_no_column_of_a_story_that_goes_on_is_shorter_than_four_lines() -> None:
    stories = [Told(lines=70 + number * 7, picture=90.0 * (number % 2), section=number % 3) for number in range(12)]
    plan = plan_newspaper(copy(stories))
    for jump in plan.jumps:
        columns = [p.box for p in plan.pieces_of(jump.slug) if p.kind == "column" and p.box.page == jump.box.page]
        assert min(box.height for box in columns) >= (4 - JUMP_ROWS) * LINE


def test_the_same_copy_gives_the_same_plan() -> None:
    stories = [
        Told(lines=20 + number * 13 % 70, picture=60.0 * (number % 2), section=number % 4) for number in range(20)
    ]
    assert plan_newspaper(copy(stories)) == plan_newspaper(copy(stories))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(1, 5), st.integers(2, 9))
def test_balanced_columns_hold_all_and_waste_little(lines: int, columns: int, paragraph: int) -> None:
    text = flow(lines, paragraph=paragraph)
    counts = text.balanced(0, (0,) * columns)
    assert text.fill(0, counts)[-1] == lines
    assert max(counts) - min(counts) <= 1
    assert sum(counts) - lines <= 2 * columns


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 90), st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_columns_end_where_paragraphs_allow(lines: int, counts: list[int]) -> None:
    text = flow(lines)
    for start, end in zip((0, *text.fill(0, counts)), text.fill(0, counts), strict=False):
        if 0 < end < lines and end > start:
            tied = [text.lines[place].tied for place in range(start, end)]
            assert not tied[-1] or all(tied), "only a column that has no other place is ended between tied lines"
