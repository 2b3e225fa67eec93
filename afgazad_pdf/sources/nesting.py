"""How deep an article is nested, blocks and spans together.

Each reader has a limit of its own where it could run out of stack; this one bounds the sum of
them, so that every later stage may walk, print and store the article by plain recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..article import (
    AnyBlock,
    Article,
    Cell,
    Footnote,
    FootnoteCall,
    List,
    ListItem,
    Quote,
    Runs,
    Span,
    Table,
    runs_of,
    walk_block,
    walk_runs,
)
from .ledger import DEPTH, Ledger

NOTES = DEPTH // 2
"""How deep footnotes may call one another: each is a box with paragraphs in it, and so counts twice."""


def check_nesting(blocks: Iterable[AnyBlock | Footnote], ledger: Ledger) -> None:
    """Raise ArticleError where quotations, lists and spans together stand too deep in each other."""
    for block in blocks:
        if depth_of(block) > DEPTH:
            ledger.too_deep("quotations, lists and spans", block.line)


def check_calls(article: Article, ledger: Ledger) -> None:
    """Raise ArticleError where footnotes call one another too deep: each is set within the one that calls it first."""
    notes = {note.label: note for note in article.footnotes}
    calls = [_calls(article.blocks)]
    while calls:
        label = next(calls[-1], None)
        if label is None:
            calls.pop()
        elif (note := notes.pop(label, None)) is not None:
            if len(calls) > NOTES:
                ledger.too_deep("footnotes that call one another", note.line, most=NOTES)
            calls.append(_calls((note,)))


def _calls(blocks: Iterable[AnyBlock | Footnote]) -> Iterator[str]:
    """Yield the labels that blocks call, in reading order."""
    for outer in blocks:
        for block in walk_block(outer):
            for runs in runs_of(block):
                yield from (run.label for run in walk_runs(runs) if isinstance(run, FootnoteCall))


def depth_of(block: AnyBlock | ListItem | Cell | Footnote) -> int:
    """Return how many quotations, lists and spans stand in each other, at the deepest place of a block."""
    own = max(map(_depth_of_runs, runs_of(block)), default=0)
    match block:
        case Quote():
            return 1 + max(own, *map(depth_of, block.blocks), 0)
        case List():
            return 1 + max(map(depth_of, block.items), default=0)
        case ListItem() | Footnote():
            return max(map(depth_of, block.blocks), default=0)
        case Table():
            return max(own, *(depth_of(cell) for row in (block.header, *block.rows) for cell in row), 0)
        case _:
            return own


def _depth_of_runs(runs: Runs) -> int:
    return max((1 + _depth_of_runs(run.runs) for run in runs if isinstance(run, Span)), default=0)
