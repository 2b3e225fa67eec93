"""A page made for its article's length: the one function that the stages of typesetting call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..article import Fit
from ..boxes import LaidLine
from ..findings import Finding
from .adjustment import NATURAL, Adjustment
from .extent import Extent, Frame, extent_of
from .search import fitted

Page = TypeVar("Page")


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedPage(Generic[Page]):
    """A page as it is to be printed."""

    page: Page
    adjustment: Adjustment
    findings: tuple[Finding, ...] = ()
    """What was changed, or why nothing helps; without file and line."""


def fitted_page(
    fit: Fit | None,
    make: Callable[[Adjustment], Page],
    lay_out: Callable[[Page], Sequence[LaidLine]],
    frame: Frame,
    *,
    start: Adjustment = NATURAL,
    pictures: bool = True,
) -> FittedPage[Page]:
    """Make a page with the adjustment that brings it to its length.

    `make` returns the page with an adjustment, `lay_out` its lines; `frame` says where its columns stand, `pictures`
    whether it has any. Without a `fit` the page is made with the adjustment `start` and never laid out; where it has
    no story (a template that names none), it is made naturally. Raises what `make` and `lay_out` raise.
    """
    if fit is None:
        return FittedPage(page=make(start), adjustment=start)
    pages: dict[Adjustment, Page] = {}

    def extent(adjustment: Adjustment) -> Extent | None:
        pages[adjustment] = make(adjustment)
        return extent_of(lay_out(pages[adjustment]), frame)

    natural = extent(NATURAL)
    if natural is None:
        return FittedPage(page=pages[NATURAL], adjustment=NATURAL)

    def measured(adjustment: Adjustment) -> Extent:
        return natural if adjustment == NATURAL else extent(adjustment) or natural

    result = fitted(fit, measured, pictures=pictures)
    return FittedPage(page=pages[result.adjustment], adjustment=result.adjustment, findings=result.findings)
