"""Changing an article's blocks: the models are frozen, so a changed inner block makes new outer ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from ..article import Article, Block, Figure, Footnote, List, ListItem, Quote, Runs, Table

AnyOf = TypeVar("AnyOf", bound=Block)

RUN_FIELDS = ("runs", "caption", "credit", "attribution")
"""Fields of blocks that hold runs; those of poems stand in their verses."""


def map_blocks(article: Article, change: Callable[[Block], Block]) -> Article:
    """Return the article with every block, list item, cell and footnote changed, inner ones first.

    Where nothing changes, the same objects come back.
    """
    blocks = tuple(_mapped(block, change) for block in article.blocks)
    footnotes = tuple(_mapped(note, change) for note in article.footnotes)
    if _same(blocks, article.blocks) and _same(footnotes, article.footnotes):
        return article
    return article.model_copy(update={"blocks": blocks, "footnotes": footnotes})


def with_inner_blocks(block: AnyOf, change: Callable[[Block], Block]) -> AnyOf:
    """Return a block with the blocks, items and cells that stand directly in it changed; the same one if none is."""
    inner: dict[str, object] = {}
    match block:
        case Quote() | ListItem() | Footnote():
            blocks = tuple(change(item) for item in block.blocks)
            inner = {} if _same(blocks, block.blocks) else {"blocks": blocks}
        case List():
            items = tuple(change(item) for item in block.items)
            inner = {} if _same(items, block.items) else {"items": items}
        case Table():
            header = tuple(change(cell) for cell in block.header)
            rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
            same = _same(header, block.header) and all(map(_same, rows, block.rows))
            inner = {} if same else {"header": header, "rows": rows}
        case Figure() | _:
            pass
    return block.model_copy(update=inner) if inner else block


def map_runs(block: AnyOf, change: Callable[[Runs], Runs]) -> AnyOf:
    """Return a block with the runs of its own fields changed, poems left out; the same one where nothing changes."""
    before = {name: getattr(block, name) for name in RUN_FIELDS if hasattr(block, name)}
    after = {name: made for name, runs in before.items() if (made := change(runs)) != runs}
    return block.model_copy(update=after) if after else block


def _mapped(block: AnyOf, change: Callable[[Block], Block]) -> AnyOf:
    return cast("AnyOf", change(with_inner_blocks(block, lambda inner: _mapped(inner, change))))


def _same(after: tuple[object, ...], before: tuple[object, ...]) -> bool:
    return len(after) == len(before) and all(map(lambda one, other: one is other, after, before))
