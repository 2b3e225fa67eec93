"""The front page: the lead across it, a row of further stories below, and the contents in the last column."""

from __future__ import annotations

from collections.abc import Sequence

from .modules import Box, Module, Progress, choices, cut, shape
from .placing import Placing

LEAD_SHARE = 0.62
"""How much of the front page below the masthead the lead takes, where more is not needed for its picture."""

LEAST_ROW = 5
"""The least lines of a story that begins in the row, with the line that leads on."""

CONTENTS_SHARE = 0.32
"""How much of the page's height the contents may demand."""

WIDE = 2
"""Across so many columns the lead's picture stands at least."""


def place_front(placing: Placing) -> float:
    """Fill the front page; return where its content ends."""
    copy, grid = placing.copy, placing.grid
    top, room = copy.front_top, grid.bottom - copy.front_top
    boxed = copy.contents > 0
    cells = _cells(grid.columns, [placing.state(slug) for slug in copy.front], boxed=boxed)
    if not cells and not boxed:
        module = _lead(placing, room, room, room)
        placing.put(module, 0, 0, top)
        return top + module.height
    need = max([_least(state, columns) for state, columns in cells] + [_contents(placing, room) if boxed else 0.0])
    module = _lead(placing, room * LEAD_SHARE, room - copy.shelf_gap - need, room)
    whole = max([_whole(state, columns) for state, columns in cells] + [copy.contents])
    if module.cut and room - copy.shelf_gap - whole > module.height:
        # All stories below are short: the lead takes what they leave.
        longer = cut(module.progress, grid.columns, module.across, room - copy.shelf_gap - whole)
        module = longer or module
    placing.put(module, 0, 0, top)
    below = top + module.height
    if below + copy.shelf_gap + need > grid.bottom + 0.01:
        return below  # a small page with a large lead: all others begin inside
    placing.shelf_rule(0, below + copy.shelf_gap / 2)
    start = below + copy.shelf_gap
    height = grid.bottom - start
    if not module.cut:
        height = min(height, max(whole, _contents(placing, room) if boxed else 0.0))
    column = 0
    for state, columns in cells:
        if column:
            placing.story_rule(0, column, start, start + height)
        _begin(placing, state, column, columns, start, height)
        column += columns
    if boxed:
        if column:
            placing.story_rule(0, column, start, start + height)
        _box(placing, column, start, height)
    return start + height


def _box(placing: Placing, column: int, top: float, height: float) -> None:
    grid = placing.grid
    columns = grid.columns - column
    placing.contents = Box(page=0, left=grid.left(column, columns), top=top, width=grid.span(columns), height=height)


def _cells(columns: int, row: Sequence[Progress], *, boxed: bool) -> list[tuple[Progress, int]]:
    """Divide the columns of the row among its stories; the contents have the last one."""
    free = columns - boxed
    count = min(len(row), free)
    if not count:
        return []
    each, more = divmod(free, count)
    return [(state, each + (number < more)) for number, state in enumerate(row[:count])]


def _contents(placing: Placing, room: float) -> float:
    return min(placing.copy.contents, room * CONTENTS_SHARE)


def _least(state: Progress, columns: int) -> float:
    """Return the least height in which a story can begin."""
    measured = state.measured
    return min(measured.heads[columns] + LEAST_ROW * measured.line, _whole(state, columns))


def _whole(state: Progress, columns: int) -> float:
    return min(shape(state, columns, across).height for across in choices(state, columns))


def _lead(placing: Placing, wanted: float, most: float, room: float) -> Module:
    """Choose the lead's headline and the place of its picture: the largest with a wide picture and some text.

    It takes the height `wanted`, or `most` where that is too little; `room`, all there is, where even that is.
    """
    copy, columns = placing.copy, placing.grid.columns
    for all_columns in (True, False):
        for number, measured in enumerate(copy.lead):
            state = Progress(measured=measured, extra=copy.extra.get(measured.slug, 0))
            for across in sorted(choices(state, columns), key=lambda count: (count == columns, -count)):
                for height in (min(wanted, most), most):
                    module = _fitting(state, columns, across, height)
                    wide = across >= min(WIDE, columns) or not state.picture
                    if module is not None and (all(module.rows) if all_columns else True) and wide:
                        placing.lead = number
                        return module
    for number, measured in enumerate(copy.lead):
        state = Progress(measured=measured, extra=copy.extra.get(measured.slug, 0))
        module = _fitting(state, columns, min(choices(state, columns)), most)
        if module is not None:
            placing.lead = number
            return module
    # No room for a picture: it follows where the story goes on.
    placing.lead = len(copy.lead) - 1
    measured = copy.lead[-1]
    state = Progress(measured=measured, extra=copy.extra.get(measured.slug, 0))
    whole = shape(state, columns, min(choices(state, columns)))
    if (part := cut(state, columns, 0, most)) is not None:
        return part
    return whole if whole.height <= room + 0.01 else cut(state, columns, 0, room) or whole


def _fitting(state: Progress, columns: int, across: int, room: float) -> Module | None:
    whole = shape(state, columns, across)
    return whole if whole.height <= room + 0.01 else cut(state, columns, across, room)


def _begin(placing: Placing, state: Progress, first: int, columns: int, top: float, room: float) -> None:
    """Begin a story: whole where it fits, else with its picture where that leaves enough text, else without."""
    for across in choices(state, columns):
        whole = shape(state, columns, across)
        if whole.height <= room + 0.01:
            placing.put(whole, 0, first, top)
            return
    for across in (*choices(state, columns), 0):
        part = cut(state, columns, across, room)
        if part is not None:
            placing.put(part, 0, first, top)
            return
