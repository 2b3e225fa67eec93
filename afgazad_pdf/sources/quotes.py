"""Whose words a quotation holds: a dash at the beginning of its last paragraph or last line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from .blocks import Branch

_DASH = re.compile(r"(?:[—–]|--(?!-))\s*(?=\S|$)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The inline tokens behind the dash, and their line."""

    tokens: list[Token]
    line: int | None


def split_attribution(branches: Sequence[Branch]) -> tuple[Sequence[Branch], Attribution | None]:
    """Return the quotation's own blocks and its attribution, if it has one.

    A dash before the only line there is, or before two paragraphs in a row, begins speech in a dialogue.
    """
    if not branches or branches[-1].kind != "paragraph":
        return branches, None
    last = branches[-1]
    tokens = last.inline
    if len(branches) > 1 and not _without_dash(branches[-2].inline) and (words := _without_dash(tokens)):
        return branches[:-1], Attribution(words, last.line)
    cut = max((i for i, token in enumerate(tokens) if token.type in _BREAKS and token.level == 0), default=0)
    words = [] if _without_dash(tokens) else _without_dash(tokens[cut + 1 :])
    if not cut or not words:
        return branches, None
    line = last.line + _line_ends(tokens[: cut + 1]) if last.line else None
    return [*branches[:-1], _shortened(last, tokens[:cut])], Attribution(words, line)


_BREAKS = ("softbreak", "hardbreak")


def _without_dash(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens behind a dash; nothing where there is no dash, or no words behind it."""
    if not tokens or tokens[0].type != "text" or not _DASH.match(tokens[0].content):
        return []
    first = copy(tokens[0])
    first.content = _DASH.sub("", first.content, count=1)
    rest = [first, *tokens[1:]]
    return rest if any(token.content.strip() for token in rest) else []


def _line_ends(tokens: Sequence[Token]) -> int:
    return sum(token.type in _BREAKS for token in tokens)


def _shortened(branch: Branch, tokens: list[Token]) -> Branch:
    """Return a paragraph's branch with fewer inline tokens."""
    inline = copy(branch.children[0].token)
    inline.children = tokens
    return type(branch)(branch.token, [type(branch)(inline)])
