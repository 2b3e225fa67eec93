"""Finding the smallest change that brings an article to its length, with few layouts.

A ladder of adjustments is climbed by bisection, after a first guess by proportion: what fits on a rung is taken to
fit on those above. The two ends are laid out first, so that an article that needs no change costs one layout, one
that cannot be brought to its length two or three, every other at most `MOST_LAYOUTS`. A step that turns out not to be
needed, such as smaller pictures where there is room beside them, is given back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ..article import Fit
from ..findings import Finding
from .adjustment import NATURAL, Adjustment, ladder
from .extent import Column, Extent
from .messages import changed, too_long, too_short, unbalanced

MOST_LAYOUTS = 8

FILLED = 3
"""So many free lines or fewer in each column of the last page: the space is full."""

LEAST_LAST_PAGE = 1 / 3
"""The least share of the last page that a balanced article of several pages has."""

EVEN = 1.5
"""Columns that end within so many lines of each other are even: one line, and the space of a paragraph."""

NEAR = (2, 4, 6)
"""How many rungs away other settings are tried where columns are uneven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """How an article is set for its length."""

    adjustment: Adjustment
    """`NATURAL` where nothing is to be changed, or no change within the bounds would do."""
    extent: Extent
    """With that adjustment."""
    findings: tuple[Finding, ...]
    """Without file and line."""


@dataclass(slots=True)
class _Layouts:
    """Extents by adjustments, each laid out once."""

    lay_out: Callable[[Adjustment], Extent]
    known: dict[Adjustment, Extent] = field(default_factory=dict)

    def __call__(self, adjustment: Adjustment) -> Extent:
        if adjustment not in self.known:
            self.known[adjustment] = self.lay_out(adjustment)
        return self.known[adjustment]

    @property
    def left(self) -> int:
        return MOST_LAYOUTS - len(self.known)


def fitted(fit: Fit, lay_out: Callable[[Adjustment], Extent], *, pictures: bool = True) -> Fitted:
    """Find how an article is set so that it has its length.

    `lay_out` returns how long the article is with an adjustment, `pictures` says whether it has any. ``pages`` and
    ``columns`` are the most that it may take; where they are within reach they are filled up to a few lines. Raises
    what `lay_out` raises.
    """
    layouts = _Layouts(lay_out)
    if fit.kind == "balance":
        return _balanced(fit, layouts, pictures)
    return _within(fit, layouts, pictures)


# -------------------------------------------------------------- a number of pages or columns


def _within(fit: Fit, layouts: _Layouts, pictures: bool) -> Fitted:
    def room(extent: Extent) -> int:
        return extent.page_room(fit.count) if fit.kind == "pages" else extent.column_room(fit.count)

    natural = layouts(NATURAL)
    if room(natural) < 0:
        rungs = ladder("tighter", pictures=pictures)
        found = _lowest(rungs, layouts, lambda extent: float(room(extent)))
        if found is None:
            finding = too_long(fit, -room(natural), -room(layouts(rungs[-1])))
            return Fitted(adjustment=NATURAL, extent=natural, findings=(finding,))
        return _changed(fit, _given_back(found, layouts, lambda extent: room(extent) >= 0), layouts)
    filled = FILLED * len(natural.last_page)
    if room(natural) <= filled:
        return Fitted(adjustment=NATURAL, extent=natural, findings=())
    reaches = _reaches(fit, natural)
    # Free lines at the end are no fault for which larger letters would be right.
    rungs = _looser(natural, pictures, text=not reaches)
    found = _lowest(rungs, layouts, lambda extent: float(filled - room(extent)))
    if found is not None and room(layouts(found)) >= 0:
        return _changed(fit, _given_back(found, layouts, lambda extent: 0 <= room(extent) <= filled), layouts)
    findings: tuple[Finding, ...] = ()
    if not reaches:
        findings = (too_short(fit, room(natural), room(layouts(rungs[-1]))),)
    return Fitted(adjustment=NATURAL, extent=natural, findings=findings)


def _looser(natural: Extent, pictures: bool, *, text: bool = True) -> tuple[Adjustment, ...]:
    """Return the way up; in several columns, whose lines are short, spaces are wide enough by justification."""
    return ladder("looser", pictures=pictures, text=text, spaces=len(natural.last_page) == 1)


def _reaches(fit: Fit, extent: Extent) -> bool:
    """Say whether an article has something in the last of its pages or columns."""
    return fit.count == 1 or (
        extent.pages >= fit.count if fit.kind == "pages" else extent.column_room(fit.count - 1) < 0
    )


def _lowest(rungs: Sequence[Adjustment], layouts: _Layouts, surplus: Callable[[Extent], float]) -> Adjustment | None:
    """Return the lowest rung whose surplus is not negative; None where that of the highest is.

    The lowest rung of all is known to be negative.
    """
    low, high = 0, len(rungs) - 1
    lacking, over = surplus(layouts(rungs[low])), surplus(layouts(rungs[high]))
    if over < 0:
        return None
    guess = low + round((high - low) * -lacking / (over - lacking))
    while high - low > 1:
        middle = min(max(guess, low + 1), high - 1)
        if surplus(layouts(rungs[middle])) >= 0:
            high = middle
        else:
            low = middle
        guess = (low + high) // 2
    return rungs[high]


def _given_back(found: Adjustment, layouts: _Layouts, suits: Callable[[Extent], bool]) -> Adjustment:
    """Take back the changes that are seen most, as far as an article suits without them."""
    for without in ({"picture_scale": NATURAL.picture_scale}, {"text_scale": NATURAL.text_scale}):
        less = replace(found, **without)
        if less not in (found, NATURAL) and layouts.left > 0 and suits(layouts(less)):
            found = less
    return found


def _changed(fit: Fit, adjustment: Adjustment, layouts: _Layouts) -> Fitted:
    extent = layouts(adjustment)
    finding = changed(fit, adjustment, layouts(NATURAL), extent)
    return Fitted(adjustment=adjustment, extent=extent, findings=(finding,))


# -------------------------------------------------------------- balance


def _balanced(fit: Fit, layouts: _Layouts, pictures: bool) -> Fitted:
    natural = layouts(NATURAL)
    if not faults(natural):
        return Fitted(adjustment=NATURAL, extent=natural, findings=())
    tighter, looser = ladder("tighter", pictures=pictures), _looser(natural, pictures)
    found: Adjustment | None = None
    lacking = _lacking(natural)
    if lacking > 0:
        pages = natural.pages

        def pulled_back() -> Adjustment | None:
            return _lowest(tighter, layouts, lambda extent: extent.page_room(pages - 1))

        def pushed_on() -> Adjustment | None:
            return _lowest(looser, layouts, lambda extent: -_lacking(extent) if extent.pages == pages else 1.0)

        ways = [pulled_back, pushed_on] if -natural.page_room(pages - 1) <= lacking else [pushed_on, pulled_back]
        found = ways[0]() or ways[1]()
    if found is None or faults(layouts(found)):
        found = _nearby(found or NATURAL, tighter, looser, layouts) or found
    if found is None or len(faults(layouts(found))) >= len(faults(natural)):
        return Fitted(adjustment=NATURAL, extent=natural, findings=(unbalanced(fit, faults(natural)),))
    result = _changed(fit, found, layouts)
    remaining = faults(result.extent)
    if not remaining:
        return result
    findings = (*result.findings, unbalanced(fit, remaining))
    return Fitted(adjustment=found, extent=result.extent, findings=findings)


def _nearby(
    start: Adjustment, tighter: Sequence[Adjustment], looser: Sequence[Adjustment], layouts: _Layouts
) -> Adjustment | None:
    """Return the nearest rung without a fault, tried while there are layouts left; None where none is found."""
    way = [*tighter[:0:-1], *looser]
    middle = way.index(start)
    for distance in NEAR:
        for place in (middle - distance, middle + distance):
            affordable = 0 <= place < len(way) and (layouts.left > 0 or way[place] in layouts.known)
            if affordable and not faults(layouts(way[place])):
                return way[place]
    return None


def faults(extent: Extent) -> tuple[str, ...]:
    """Say what is not balanced, in words for an editor; each fault once."""
    found = [column.fault for column in extent.columns if column.fault]
    lacking = _lacking(extent)
    if lacking > 0:
        used = sum(column.used for column in extent.last_page)
        found.append(f"the last page has {round(used)} lines, less than a third of what it can hold")
    distance = _unevenness(extent.last_page)
    if distance > EVEN:
        found.append(f"the last columns end {max(2, round(distance))} lines apart")
    return tuple(dict.fromkeys(found))


def _lacking(extent: Extent) -> float:
    """Return how many lines the last page has less than it should; 0 or less where it has enough."""
    if len({column.page for column in extent.columns}) == 1:
        return 0.0
    rooms = sum(column.room for column in extent.last_page)
    return LEAST_LAST_PAGE * rooms - sum(column.used for column in extent.last_page)


def _unevenness(columns: Sequence[Column]) -> float:
    """Return how many lines apart the columns of a page end; a last one may be shorter by what cannot be shared."""
    ends = [column.used for column in columns]
    return max(ends) - min(ends)
