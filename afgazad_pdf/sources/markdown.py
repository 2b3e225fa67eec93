"""Articles in Markdown: CommonMark with tables, footnotes, struck words, attributes and poems."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ..article import AnyBlock, Article, Footnote, Runs
from ..errors import ArticleError
from ..validation import build
from .attributes import KEPT
from .blocks import BlockReader, grow
from .front_matter import read_front_matter
from .inline import InlineReader
from .ledger import DEPTH, Ledger
from .nesting import check_nesting
from .notes import called_notes
from .pictures import caption_and_credit
from .poem import poem_plugin
from .pull import pull_plugin
from .sanitize import check_markdown
from .structured import with_title

_ANCHOR = re.compile(r"(?:^|[ \t]+)\{#([^\s{}]+)\}[ \t]*$")


def read_markdown(text: str, ledger: Ledger, path: Path | None, title: str | None = None) -> Article:
    """Read an article from Markdown; raises ArticleError with all faults of fields and text.

    `title` is the headline of a text that has none, and so may have no front matter.
    """
    check_markdown(text, ledger)
    front = read_front_matter(text, ledger, needed=title is None)
    blocks, footnotes = read_body(front.body, ledger)
    fields = with_title(front.fields, title) | {"blocks": blocks, "footnotes": footnotes, "path": path}
    try:
        article = build(Article, fields, error=ArticleError, file=ledger.file, lines=front.lines)
    except ArticleError as fault:
        ledger.add_problems(fault.problems)
    ledger.raise_faults()
    return article


def read_body(source: str, ledger: Ledger) -> tuple[tuple[AnyBlock, ...], tuple[Footnote, ...]]:
    """Read the text of an article: its blocks, and the footnotes in the order of their calls."""
    environment: dict[str, Any] = {}
    try:
        tokens = parser().parse(source, environment)
        inline = InlineReader(parser(), environment, ledger)
        reader = BlockReader(inline, source, ledger)
        blocks = reader.read(grow(tokens, ledger))
    except RecursionError:
        ledger.too_deep("notes, pictures or spans")
    notes = called_notes(blocks, reader.notes | inline.notes, ledger)
    check_nesting((*blocks, *notes), ledger)
    return blocks, notes


def read_caption(source: str, ledger: Ledger, line: int | None) -> tuple[Runs, Runs]:
    """Read a caption of a picture that stands in no article; returns it and the credit, an emphasis at its end."""
    return caption_and_credit(source, InlineReader(parser(), {}, ledger), line)


@cache
def parser() -> MarkdownIt:
    """Return the parser with its rules; it keeps nothing between articles."""
    made = _Parser("commonmark", {"html": True, "maxNesting": 2 * DEPTH + 10})
    made.enable(["table", "strikethrough"])
    made.use(footnote_plugin, move_to_end=False)
    made.use(attrs_plugin, after=("image", "link_close", "span_close"), spans=True, allowed=KEPT)
    made.use(poem_plugin)
    made.use(pull_plugin)
    made.core.ruler.disable("text_join")  # keeps escaped characters apart from written ones; runs are joined later
    made.core.ruler.before("inline", "anchors", _anchors)
    return made


class _Parser(MarkdownIt):
    """markdown-it without its own check of links, which leaves refused ones on the page as source."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  markdown-it's name
        return True


def _anchors(state: StateCore) -> None:
    """Take ``{#name}`` from the end of headings and keep it as their anchor."""
    for token, inline in pairwise(state.tokens):
        if token.type == "heading_open":
            anchor = _ANCHOR.search(inline.content)
            if anchor:
                token.meta["anchor"] = anchor.group(1)
                inline.content = inline.content[: anchor.start()]
