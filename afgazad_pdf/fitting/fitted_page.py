"""A page made for its article's length: the one function that the stages of typesetting call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..article import Fit
from ..boxes import LaidLine
from ..findings import Finding
from .adjustment import NATURAL, Adjustment
from .extent import Extent, Frame, extent_of
from .search import fitted

Page = TypeVar("Page")


def fitted_page(
    fit: Fit,
    natural: Page,
    make: Callable[[Adjustment], Page],
    lay_out: Callable[[Page], Sequence[LaidLine]],
    frame: Frame,
    *,
    pictures: bool = True,
) -> tuple[Page, tuple[Finding, ...]]:
    """Return a page with the adjustment that brings it to its length, and what was changed, or why nothing helps.

    `natural` is the page without any, `make` returns it with another one, `lay_out` its lines; `frame` says where its
    columns stand, `pictures` whether it has any. A page without a story (of a template that names none) stays as it
    is. Findings are without file and line. Raises what `make` and `lay_out` raise.
    """
    pages = {NATURAL: natural}
    first = extent_of(lay_out(natural), frame)
    if first is None:
        return natural, ()

    def measured(adjustment: Adjustment) -> Extent:
        if adjustment == NATURAL:
            return first
        pages[adjustment] = make(adjustment)
        return extent_of(lay_out(pages[adjustment]), frame) or first

    result = fitted(fit, measured, pictures=pictures)
    return pages[result.adjustment], result.findings
