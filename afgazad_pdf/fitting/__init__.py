"""Copyfitting: bringing an article to a length by bounded changes of how it is set, the least visible first.

`adjustment` says what may be changed and in which order, `extent` reads from the laid-out lines how long an
article is, `search` finds the smallest change with few layouts, `messages` tells the editor what was done.
Nothing here knows the layout engine or the templates: the caller gives a function that lays out.
"""

from .adjustment import NATURAL, Adjustment, ladder
from .extent import Column, Extent, Frame, extent_of
from .fitted_page import fitted_page
from .search import Fitted, fitted

__all__ = [
    "NATURAL",
    "Adjustment",
    "Column",
    "Extent",
    "Fitted",
    "Frame",
    "extent_of",
    "fitted",
    "fitted_page",
    "ladder",
]
