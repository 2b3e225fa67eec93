"""The pages inside, filled shelf by shelf. Several ways to fill each page are followed, and the best kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .modules import Module, Progress, choices, cut, shape
from .placing import Placing
from .plan import Copy
from .shelves import Cell, Shelf, Shelves

KEPT = 12
"""How many beginnings of the paper are followed from page to page."""

TRIED = 4
"""How many shelves are tried at each place."""

MOST_SHELVES = 7
"""The most shelves on a page that are looked for."""

CUT, CUT_AGAIN, WITHOUT_PICTURE = 0.07, 0.2, 0.1
"""What a page is charged for a story that goes on, for a rest that goes on once more, and for a story whose picture
only follows there; in shares of the page."""

LAST = 0.4
"""What the last page is charged for its empty share."""

CUT_ROWS, FALLBACK_ROWS = 6, 3
"""The fewest lines of a column of a story that goes on; and where nothing else is left."""

MOST_SPREAD = 0.9
"""How much wider the space between two shelves may become so that a page ends with its last line."""

Queue = tuple[tuple[str, str | None], ...]
"""Slugs in order, each with the section whose band stands before it."""


@dataclass(frozen=True)
class Spot:
    """A shelf on a page."""

    shelf: Shelf
    band: str | None
    height: float
    """With its band."""

    @property
    def first(self) -> str:
        """The first story on it."""
        return self.shelf.cells[0].modules[0].progress.slug


@dataclass(frozen=True)
class Filled:
    """A way to fill one page."""

    spots: tuple[Spot, ...]
    queue: Queue
    progress: Mapping[str, Progress]
    cost: float
    left: float
    """The height below the last shelf."""


@dataclass(frozen=True)
class Beginning:
    """A way to fill the pages so far."""

    pages: tuple[Filled, ...]
    queue: Queue
    progress: Mapping[str, Progress]
    cost: float


def place_inside(placing: Placing, page: int, top: float) -> tuple[int, float]:
    """Place what is left on the pages from `page`, the first of them from `top`; return where the last one ends."""
    best = _best(placing, top)
    copy, grid = placing.copy, placing.grid
    for filled in best.pages:
        gaps = len(filled.spots) - 1
        last = filled is best.pages[-1]
        spread = min(filled.left / gaps, copy.shelf_gap * MOST_SPREAD) if gaps and not last else 0.0
        bare = top <= copy.inside_top + 0.01
        for number, spot in enumerate(filled.spots):
            gap = copy.shelf_gap + (spread if number else 0.0)
            if copy.last is not None and spot.first == copy.last.slug and (number or not bare):
                # The paper's last words stand at the foot.
                gap = max(gap, grid.bottom - spot.height - top)
            if number or not bare:
                if spot.band is None:
                    placing.shelf_rule(page, top + gap - copy.shelf_gap / 2)
                top += gap
            if spot.band is not None:
                placing.band(spot.band, page, top)
                top += copy.band
            placing.shelf(_settled(spot.shelf, placing), page, top)
            top += spot.shelf.height
        if not last:
            page, top = page + 1, copy.inside_top
    return page, min(top, grid.bottom)


def _settled(shelf: Shelf, placing: Placing) -> Shelf:
    """Return a shelf whose modules know the page on which their stories were before."""
    cells = (
        replace(
            cell,
            modules=tuple(
                replace(module, progress=replace(module.progress, page=placing.state(module.progress.slug).page))
                for module in cell.modules
            ),
        )
        for cell in shelf.cells
    )
    return Shelf(tuple(cells))


def _best(placing: Placing, top: float) -> Beginning:
    copy = placing.copy
    shelves = Shelves(placing.grid.columns)
    queue = _queue(placing)
    progress = {slug: placing.state(slug) for slug, _ in queue}
    beginnings = [Beginning((), queue, progress, 0.0)]
    page = _Page(copy, shelves)
    while not (ended := [item for item in beginnings if not item.queue]):
        following = [
            Beginning((*item.pages, filled), filled.queue, filled.progress, item.cost + filled.cost)
            for item in beginnings
            for filled in page.ways(item.queue, item.progress, top)
        ]
        top = copy.inside_top
        beginnings = _kept(following)
    return min(ended, key=lambda item: item.cost)


def _kept(beginnings: list[Beginning]) -> list[Beginning]:
    """Keep the best beginnings, one for each rest."""
    found: dict[object, Beginning] = {}
    for item in sorted(beginnings, key=lambda item: item.cost):
        rest = tuple((slug, item.progress[slug].start) for slug, _ in item.queue)
        found.setdefault(rest, item)
    return list(found.values())[:KEPT]


def _queue(placing: Placing) -> Queue:
    result: list[tuple[str, str | None]] = []
    for section, slugs in placing.copy.inside:
        left = [slug for slug in slugs if not placing.state(slug).ended]
        for number, slug in enumerate(left):
            result.append((slug, section if number == 0 and section in placing.copy.banded else None))
    if placing.copy.last is not None:
        result.append((placing.copy.last.slug, None))
    return tuple(result)


@dataclass(frozen=True)
class _Page:
    copy: Copy
    shelves: Shelves

    def ways(self, queue: Queue, progress: Mapping[str, Progress], top: float) -> Iterator[Filled]:
        """Yield ways to fill a page from a height on."""
        bare = top <= self.copy.inside_top + 0.01
        found = list(self._from(queue, progress, self.copy.grid.bottom - top, (), bare=bare))
        if found:
            yield from found
        elif not bare:
            yield Filled((), queue, progress, 0.0, 0.0)
        else:
            yield self._forced(queue, progress)

    def _from(
        self, queue: Queue, progress: Mapping[str, Progress], room: float, spots: tuple[Spot, ...], *, bare: bool
    ) -> Iterator[Filled]:
        copy = self.copy
        height = copy.grid.bottom - copy.inside_top
        if not queue:
            yield Filled(spots, queue, progress, LAST * max(0.0, room) / height, max(0.0, room))
            return
        band = queue[0][1]
        above = (0.0 if bare else copy.shelf_gap) + (copy.band if band else 0.0)
        free = room - above
        run = [progress[slug] for slug in self._run(queue)]
        if len(spots) < MOST_SHELVES and free > 0:
            single = bool(spots) and len(spots[-1].shelf.cells) == 1
            for cost, shelf in self.shelves.best(run, free, monotonous=single, count=TRIED):
                spot = Spot(shelf, band, shelf.height + (copy.band if band else 0.0))
                share = shelf.height / height
                for rest in self._from(
                    queue[shelf.stories :], progress, free - shelf.height, (*spots, spot), bare=False
                ):
                    yield replace(rest, cost=rest.cost + cost * share)
            for part in self._parts(run[0], free):
                again = CUT_AGAIN if part.progress.begun else CUT
                again += WITHOUT_PICTURE if part.progress.picture and not part.across else 0.0
                shelf = Shelf((_cell(part),))
                after = {**progress, run[0].slug: _after(part)}
                left = max(0.0, free - part.height)
                following = ((queue[0][0], None), *queue[1:])
                yield Filled((*spots, Spot(shelf, band, part.height)), following, after, again + left / height, left)
        if spots:
            yield Filled(spots, queue, progress, room / height, room)

    def _run(self, queue: Queue) -> list[str]:
        """Return the stories that may share a shelf: until the next band, and never with the paper's last words."""
        run = [queue[0][0]]
        for slug, band in queue[1:]:
            if band or (self.copy.last is not None and slug == self.copy.last.slug):
                break
            run.append(slug)
        return run

    def _parts(self, state: Progress, room: float) -> Iterator[Module]:
        """Yield the ways in which a story fills the rest of the page and goes on."""
        columns = self.copy.grid.columns
        for across in (*choices(state, columns), *((0,) if state.picture else ())):
            part = cut(state, columns, across, room, CUT_ROWS)
            if part is not None:
                yield part

    def _forced(self, queue: Queue, progress: Mapping[str, Progress]) -> Filled:
        """Fill a whole page with what fits nowhere otherwise, over the lower margin where there is no other way."""
        slug, band = queue[0]
        state, columns = progress[slug], self.copy.grid.columns
        room = self.copy.grid.bottom - self.copy.inside_top - (self.copy.band if band else 0.0)
        part = cut(state, columns, 0, room, FALLBACK_ROWS)
        if part is not None:
            spot = Spot(Shelf((_cell(part),)), band, part.height)
            after = {**progress, slug: _after(part)}
            return Filled((spot,), ((slug, None), *queue[1:]), after, 1.0, 0.0)
        module = shape(state, columns, choices(state, columns)[-1])
        return Filled((Spot(Shelf((_cell(module),)), band, module.height),), queue[1:], progress, 1.0, 0.0)


def _cell(module: Module) -> Cell:
    return Cell((module,), module.columns)


def _after(module: Module) -> Progress:
    state = module.progress
    return replace(state, start=module.end, begun=True, pictured=state.pictured or bool(module.across))
