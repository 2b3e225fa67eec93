"""The plan of a newspaper: where every piece of every story stands. Pure arithmetic on measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .grid import Grid
from .measures import Measured
from .modules import JUMP_ROWS, LEAST_ROWS, Box, Module, Piece, Progress, choices, cut, placed, shape
from .shelves import STACK_GAP, Cell, Shelf, Shelves

LEAD_SHARE = 0.6
"""How much of the front page below the masthead the lead takes at most, where other stories begin there."""

MOST_SPREAD = 1.6
"""How much wider the space between two shelves may become so that a page ends with its last line, in shelf gaps."""

LEAST_FRONT_ROWS = 5
"""A story begins on the front page with at least so many lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A story goes on elsewhere."""

    slug: str
    box: Box
    """Below its last column, on the page that it leaves."""
    to_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """The head over the rest of a story."""

    slug: str
    box: Box
    """Across its columns."""
    from_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line between columns, stories or shelves; its box has no width or no height."""

    box: Box
    kind: str
    """``column``, ``story`` or ``shelf``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The name of a section across the page where it begins."""

    section: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where everything stands."""

    pages: int
    pieces: tuple[Piece, ...]
    """In the order of the stories' text."""
    jumps: tuple[Jump, ...]
    continuations: tuple[Continuation, ...]
    rules: tuple[Rule, ...]
    bands: tuple[Band, ...]
    contents: Box | None
    """Room for the contents on the front page."""

    def pieces_of(self, slug: str) -> tuple[Piece, ...]:
        """Return a story's pieces in the order of its text."""
        return tuple(piece for piece in self.pieces if piece.slug == slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What is to be placed."""

    grid: Grid
    lead: Measured
    front: tuple[Measured, ...]
    inside: tuple[tuple[str, tuple[str, ...]], ...]
    """Sections in order, each with its stories' slugs, those of the front page at their place among them."""
    stories: Mapping[str, Measured]
    last: Measured | None
    """Colophon and indexes, at the end."""
    front_top: float
    """Where the front page's stories begin, below masthead and date line."""
    inside_top: float
    """The same on the other pages, below the running head."""
    shelf_gap: float
    """Between shelves, in pt."""
    band: float
    """The height of a section's band with the space below it."""
    contents: float
    """The height that the contents need in one column; 0 for none."""
    extra: Mapping[str, int] = field(default_factory=dict)
    """Lines that stories need beyond what was computed."""
    banded: frozenset[str] = frozenset()
    """Sections that have a band."""


@dataclass
class _Layout:
    copy: Copy
    pieces: list[Piece] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    continuations: list[Continuation] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    contents: Box | None = None
    progress: dict[str, Progress] = field(default_factory=dict)
    pending: dict[str, Jump] = field(default_factory=dict)

    @property
    def grid(self) -> Grid:
        return self.copy.grid

    def state(self, slug: str) -> Progress:
        if slug not in self.progress:
            last = self.copy.last
            measured = last if last is not None and slug == last.slug else self.copy.stories[slug]
            self.progress[slug] = Progress(measured=measured, extra=self.copy.extra.get(slug, 0))
        return self.progress[slug]

    def put(self, module: Module, page: int, first: int, top: float) -> None:
        """Place a module with its rules, the head over a continuation, and the line below what goes on."""
        before, grid = module.progress, self.grid
        pieces, after = placed(module, grid, page, first, top)
        self.pieces.extend(pieces)
        self.progress[before.slug] = after
        line = before.measured.line
        if before.begun:
            box = Box(
                page=page, left=grid.left(first, module.columns), top=top, width=grid.span(module.columns), height=module.head
            )
            self.continuations.append(Continuation(slug=before.slug, box=box, from_page=before.page))
            jump = self.pending.pop(before.slug)
            self.jumps.append(replace(jump, to_page=page))
        if module.cut:
            last = pieces[-1].box
            box = Box(page=page, left=last.left, top=last.bottom, width=last.width, height=JUMP_ROWS * line)
            self.pending[before.slug] = Jump(slug=before.slug, box=box, to_page=page)
        self._column_rules(module, pieces, page)

    def _column_rules(self, module: Module, pieces: Sequence[Piece], page: int) -> None:
        """Draw a rule in each gap between two columns of a module, as long as the longer of the two."""
        columns = sorted((piece.box for piece in pieces if piece.kind == "column"), key=lambda box: box.left)
        line = module.progress.measured.line
        for before, after in zip(columns, columns[1:], strict=False):
            top = max(before.top, after.top)
            bottom = max(before.bottom, after.bottom)
            middle = (before.right + after.left) / 2
            self.rules.append(
                Rule(
                    box=Box(page=page, left=middle, top=top + 0.2 * line, width=0, height=bottom - top - 0.3 * line),
                    kind="column",
                )
            )

    def story_rule(self, page: int, column: int, top: float, bottom: float) -> None:
        """Draw a rule between two modules side by side, before a column."""
        grid = self.grid
        edge = grid.left(column)
        middle = edge + grid.column + grid.gap / 2 if grid.direction == "rtl" else edge - grid.gap / 2
        self.rules.append(Rule(box=Box(page=page, left=middle, top=top, width=0, height=bottom - top), kind="story"))

    def shelf_rule(self, page: int, middle: float, first: int = 0, columns: int | None = None) -> None:
        """Draw a rule between shelves, or between stories above each other."""
        columns = columns or self.grid.columns
        left, width = self.grid.left(first, columns), self.grid.span(columns)
        self.rules.append(Rule(box=Box(page=page, left=left, top=middle, width=width, height=0), kind="shelf"))


def plan_newspaper(copy: Copy) -> Plan:
    """Return where everything stands."""
    layout = _Layout(copy)
    _front(layout)
    last_page = _inside(layout)
    order = list(dict.fromkeys(piece.slug for piece in layout.pieces))
    pieces = tuple(piece for slug in order for piece in layout.pieces if piece.slug == slug)
    return Plan(
        pages=last_page + 1,
        pieces=tuple(_in_order(pieces)),
        jumps=tuple(layout.jumps),
        continuations=tuple(layout.continuations),
        rules=tuple(layout.rules),
        bands=tuple(layout.bands),
        contents=layout.contents,
    )


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Put a story's picture behind its head, where it stands in the text, wherever it was placed."""
    rank = {"head": 0, "picture": 1, "column": 2}
    slugs = list(dict.fromkeys(piece.slug for piece in pieces))
    return sorted(pieces, key=lambda piece: (slugs.index(piece.slug), rank[piece.kind]))


def _front(layout: _Layout) -> None:
    copy, grid = layout.copy, layout.grid
    top, room = copy.front_top, grid.bottom - copy.front_top
    lead = layout.state(copy.lead.slug)
    row = [layout.state(story.slug) for story in copy.front]
    boxed = copy.contents > 0
    if not row and not boxed:
        _whole_or_cut(layout, lead, 0, top, room)
        return
    cells = _front_cells(grid.columns, row, boxed)
    share = room * LEAD_SHARE
    module = _lead_module(lead, grid.columns, share)
    height = module.height
    least = max((_cell_need(state, columns, room) for state, columns in cells), default=0.0)
    if boxed:
        least = max(least, min(copy.contents, room * 0.45))
    wanted = room - copy.shelf_gap - least
    if module.cut and wanted > height + copy.lead.line:
        # The stories below are short: the lead takes what they leave.
        module = _lead_module(lead, grid.columns, wanted)
        height = module.height
    layout.put(module, 0, 0, top)
    below = top + height
    layout.shelf_rule(0, below + copy.shelf_gap / 2)
    row_top = below + copy.shelf_gap
    row_room = grid.bottom - row_top
    column = 0
    for state, columns in cells:
        if column:
            layout.story_rule(0, column, row_top, grid.bottom)
        _front_story(layout, state, column, columns, row_top, row_room)
        column += columns
    if boxed:
        if column:
            layout.story_rule(0, column, row_top, grid.bottom)
        columns = grid.columns - column
        layout.contents = Box(
            page=0, left=grid.left(column, columns), top=row_top, width=grid.span(columns), height=row_room
        )


def _front_cells(columns: int, row: Sequence[Progress], boxed: bool) -> list[tuple[Progress, int]]:
    """Divide the columns of the front page's lower row among its stories; the contents have one."""
    free = columns - boxed
    count = min(len(row), free)
    if not count:
        return []
    each, more = divmod(free, count)
    return [(state, each + (number < more)) for number, state in enumerate(row[:count])]


def _lead_module(lead: Progress, columns: int, room: float) -> Module:
    for across in choices(lead, columns):
        whole = shape(lead, columns, across)
        if whole.height <= room + 0.01:
            return whole
        part = cut(lead, columns, across, room)
        if part is not None:
            return part
    across = choices(lead, columns)[-1]
    return cut(replace(lead, pictured=True), columns, 0, room) or shape(lead, columns, across)


def _cell_need(state: Progress, columns: int, room: float) -> float:
    """Return the height at which a story on the front page is whole, at most all there is."""
    return min(min(shape(state, columns, across).height for across in choices(state, columns)), room * 0.5)


def _front_story(layout: _Layout, state: Progress, first: int, columns: int, top: float, room: float) -> None:
    """Begin a story on the front page: whole where it fits, else with its picture where that leaves enough text."""
    for across in choices(state, columns):
        whole = shape(state, columns, across)
        if whole.height <= room + 0.01:
            layout.put(whole, 0, first, top)
            return
    for across in (*choices(state, columns), 0):
        part = cut(state, columns, across, room)
        if part is not None and min(part.rows) >= LEAST_FRONT_ROWS:
            layout.put(part, 0, first, top)
            return


def _whole_or_cut(layout: _Layout, state: Progress, page: int, top: float, room: float) -> float | None:
    """Place a story across the page, whole or as much as fits; return its height, None where it cannot begin."""
    columns = layout.grid.columns
    for across in choices(state, columns):
        whole = shape(state, columns, across)
        if whole.height <= room + 0.01 and min(whole.rows) >= 0:
            layout.put(whole, page, 0, top)
            return whole.height
    for across in choices(state, columns):
        part = cut(state, columns, across, room)
        if part is not None:
            layout.put(part, page, 0, top)
            return part.height
    if state.picture:
        part = cut(state, columns, 0, room)
        if part is not None:
            layout.put(part, page, 0, top)
            return part.height
    return None


def _queue(layout: _Layout) -> list[tuple[str, str | None]]:
    """Return what is left for the pages inside: slugs in order, each with the section whose band stands before it."""
    result: list[tuple[str, str | None]] = []
    for section, slugs in layout.copy.inside:
        left = [slug for slug in slugs if not layout.state(slug).ended]
        for number, slug in enumerate(left):
            result.append((slug, section if number == 0 and section in layout.copy.banded else None))
    return result


def _inside(layout: _Layout) -> int:
    """Place what is left on the pages inside; return the last page."""
    copy, grid = layout.copy, layout.grid
    shelves = Shelves(grid.columns)
    queue = _queue(layout)
    page, top = 0, grid.bottom
    usable = max([LEAST_ROWS * 3 * 13.0])
    below_single = False
    began = 0
    while queue:
        slug, band = queue[0]
        fresh = top >= grid.bottom - 0.01
        if fresh:
            page, top, below_single = page + 1, copy.inside_top, False
            began = len(layout.pieces)
        first_on_page = top <= copy.inside_top + 0.01
        start = top if first_on_page else top + copy.shelf_gap
        band_top = start
        if band:
            start += copy.band
        room = grid.bottom - start
        run = _run(queue)
        states = [layout.state(item) for item in run]
        shelf = shelves.best(states, room, monotonous=below_single, usable=usable)
        if shelf is not None:
            if band:
                _band(layout, band, page, band_top)
            elif not first_on_page:
                layout.shelf_rule(page, top + copy.shelf_gap / 2)
            _put_shelf(layout, shelf, page, start)
            del queue[: shelf.stories]
            top, below_single = start + shelf.height, len(shelf.cells) == 1
            continue
        marks = len(layout.pieces)
        height = _whole_or_cut(layout, states[0], page, start, room)
        if height is None and first_on_page:
            # Not even a whole page holds its head and picture: it goes over the lower margin, and is reported.
            layout.put(shape(states[0], grid.columns, choices(states[0], grid.columns)[-1]), page, 0, start)
            height = room
        if height is None:
            top = grid.bottom
            continue
        assert len(layout.pieces) > marks
        if band:
            _band(layout, band, page, band_top)
        elif not first_on_page:
            layout.shelf_rule(page, top + copy.shelf_gap / 2)
        queue[0] = (slug, None)
        if layout.state(slug).ended:
            del queue[0]
            top = start + height
        else:
            top = grid.bottom
        below_single = True
    del began
    return _last(layout, page, top)


def _last(layout: _Layout, page: int, top: float) -> int:
    """Place the colophon at the foot of the last page."""
    copy, grid = layout.copy, layout.grid
    if copy.last is None:
        return page
    state = layout.state(copy.last.slug)
    while not state.ended:
        first = page == 0 and not state.begun and top < grid.bottom
        fresh = top >= grid.bottom - 0.01
        if fresh:
            page, top = page + 1, copy.inside_top
        on_top = top <= copy.inside_top + 0.01 and not first
        start = top if on_top else top + copy.shelf_gap
        module = shape(state, grid.columns, 0)
        if module.height <= grid.bottom - start + 0.01:
            foot = max(start, grid.bottom - module.height)
            if not on_top:
                layout.shelf_rule(page, foot - copy.shelf_gap / 2)
            layout.put(module, page, 0, start if on_top else foot)
            return page
        part = cut(state, grid.columns, 0, grid.bottom - start)
        if part is None and on_top:
            layout.put(module, page, 0, start)
            return page
        if part is not None:
            if not on_top:
                layout.shelf_rule(page, top + copy.shelf_gap / 2)
            layout.put(part, page, 0, start)
        state = layout.state(copy.last.slug)
        top = grid.bottom
    return page


def _run(queue: Sequence[tuple[str, str | None]]) -> list[str]:
    """Return the stories that may share a shelf: until the next band."""
    run = [queue[0][0]]
    for slug, band in queue[1:]:
        if band:
            break
        run.append(slug)
    return run


def _band(layout: _Layout, section: str, page: int, top: float) -> None:
    grid = layout.grid
    box = Box(page=page, left=grid.side, top=top, width=grid.measure, height=layout.copy.band)
    layout.bands.append(Band(section=section, box=box))


def _put_shelf(layout: _Layout, shelf: Shelf, page: int, top: float) -> None:
    column = 0
    for cell in shelf.cells:
        if column:
            layout.story_rule(page, column, top, top + shelf.height)
        _put_cell(layout, cell, page, column, top, shelf.height)
        column += cell.columns


def _put_cell(layout: _Layout, cell: Cell, page: int, column: int, top: float, height: float) -> None:
    """Place the stories of a cell, what is left of the height spread between them."""
    gaps = len(cell.modules) - 1
    spread = (height - cell.height) / gaps if gaps else 0.0
    for number, module in enumerate(cell.modules):
        if number:
            gap = module.progress.measured.line * STACK_GAP + spread
            layout.shelf_rule(page, top + gap / 2, column, cell.columns)
            top += gap
        layout.put(module, page, column, top)
        top += module.height
