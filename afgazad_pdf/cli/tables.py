"""Tables on standard output: fitted to a terminal, and as wide as they need to be in a file or pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from .terminal import encodable, wants_colour

UNBOUNDED = 10_000
"""Columns; no row is broken where no terminal has to show it."""


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under heads."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    console = Console(
        file=sys.stdout, width=None if terminal else UNBOUNDED, no_color=not wants_colour(sys.stdout, os.environ)
    )
    table = Table(box=SIMPLE_HEAD if terminal else None, pad_edge=False)
    for index, head in enumerate(heads):
        table.add_column(encodable(head, sys.stdout), overflow="fold", no_wrap=index == 0)
    for row in rows:
        # Text, not str: rich would read brackets as markup.
        table.add_row(*(Text(encodable(cell, sys.stdout)) for cell in row))
    console.print(table)
