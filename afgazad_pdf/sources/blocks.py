"""Blocks of Markdown: tokens become the blocks of the model, one method a kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from ..article import (
    AnyBlock,
    Figure,
    Footnote,
    Heading,
    List,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Runs,
    Separator,
)
from .html_blocks import read_html_block
from .inline import InlineReader, Line
from .ledger import DEPTH, Ledger
from .pictures import is_only_pictures
from .poem import read_poem
from .pull import pull_fields
from .quotes import split_attribution
from .runs import trimmed
from .tables import TableReader, caption_tokens

LIST_STARTS = range(1_000_001)
"""The numbers with which a list may begin: the model's, of which Markdown knows no negative ones."""

_CONTAINERS = frozenset({"blockquote", "pull", "bullet_list", "ordered_list", "footnote_reference"})


@dataclass(slots=True)
class Branch:
    """A token with all that stands between it and its closing token."""

    token: Token
    children: list[Branch] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The token's type without its ending: ``paragraph``, ``table``, …."""
        return self.token.type.removesuffix("_open")

    @property
    def line(self) -> int | None:
        """The line of the file that the block begins on."""
        return line_of(self.token)

    @property
    def inline(self) -> list[Token]:
        """The inline tokens of a paragraph, heading or cell."""
        return [token for child in self.children for token in child.token.children or ()]


def line_of(token: Token) -> int | None:
    """Return the line of the file that a token begins on."""
    return token.map[0] + 1 if token.map else None


def grow(tokens: Sequence[Token], ledger: Ledger) -> list[Branch]:
    """Turn markdown-it's flat tokens into a tree; text that is nested too deep is a fault."""
    trunk: list[Branch] = []
    path: list[Branch] = []
    depth = 0
    for token in tokens:
        if token.nesting == -1:
            depth -= path.pop().kind in _CONTAINERS
            continue
        branch = Branch(token)
        (path[-1].children if path else trunk).append(branch)
        if token.nesting == 1:
            path.append(branch)
            depth += branch.kind in _CONTAINERS
        if depth > DEPTH:
            ledger.too_deep("quotations, lists and notes", branch.line)
    return trunk


class BlockReader:
    """Reads the blocks of one article."""

    def __init__(self, inline: InlineReader, source: str, ledger: Ledger) -> None:
        self.notes: dict[str, Footnote] = {}
        """The notes that stand as paragraphs of their own."""
        self._inline = inline
        self._ledger = ledger
        self._tables = TableReader(inline, source, ledger)

    def read(self, branches: Sequence[Branch]) -> tuple[AnyBlock, ...]:
        """Return the blocks of sibling branches."""
        blocks: list[AnyBlock] = []
        position = 0
        while position < len(branches):
            branch = branches[position]
            following = branches[position + 1] if position + 1 < len(branches) else None
            position += 1
            if branch.kind == "table":
                caption = caption_tokens(following.inline) if following and following.kind == "paragraph" else None
                position += caption is not None
                blocks += self._tables.read(branch, caption, following.line if following else None)
            else:
                blocks += self._block(branch)
        return tuple(blocks)

    def _block(self, branch: Branch) -> Sequence[AnyBlock]:
        match branch.kind:
            case "paragraph":
                return self._paragraph(branch)
            case "heading":
                return self._heading(branch)
            case "blockquote" | "pull":
                return self._quote(branch)
            case "bullet_list" | "ordered_list":
                return self._list(branch)
            case "poem":
                return self._poem(branch)
            case "fence" | "code_block":
                return [Preformatted(text=branch.token.content.removesuffix("\n"), line=branch.line)]
            case "html_block":
                return read_html_block(branch.token.content, self._ledger, branch.line)
            case "hr":
                return [Separator(line=branch.line)]
            case "footnote_reference":
                return self._note(branch)
            case other:
                raise AssertionError(f"no reader for {other}; add it beside the rule that makes it")

    def _paragraph(self, branch: Branch) -> Sequence[AnyBlock]:
        content = self._inline.read(branch.inline, branch.line)
        if is_only_pictures(branch.inline):
            return content.figures
        return self.paragraph_of(content, branch.line)

    def paragraph_of(self, content: Line, line: int | None) -> Sequence[AnyBlock]:
        """Return a paragraph where there are words, and after it the pictures that stood among them."""
        self._report_lifted(content.figures)
        runs = trimmed(content.runs)
        return [*([Paragraph(runs=runs, line=line)] if runs else []), *content.figures]

    def _report_lifted(self, figures: Sequence[Figure]) -> None:
        for figure in figures:
            message = (
                f"the picture {figure.picture} stood amid text and is set after it; give it a paragraph of its own"
            )
            self._ledger.inform("picture-in-text", message, figure.line)

    def _heading(self, branch: Branch) -> Sequence[AnyBlock]:
        content = self._inline.read(branch.inline, branch.line)
        self._report_lifted(content.figures)
        runs = trimmed(content.runs)
        if not runs:
            self._ledger.inform("heading-empty", "a heading without words was left out", branch.line)
            return content.figures
        level = min(max(int(branch.token.tag[1:]), 2), 6)
        anchor = branch.token.meta.get("anchor")
        return [Heading(level=level, runs=runs, anchor=anchor, line=branch.line), *content.figures]

    def _quote(self, branch: Branch) -> Sequence[AnyBlock]:
        fields = pull_fields(branch.token, self._ledger) if branch.kind == "pull" else {}
        body, attribution = split_attribution(branch.children)
        blocks = self.read(body)
        runs: Runs = ()
        figures: tuple[Figure, ...] = ()
        if attribution:
            content = self._inline.read(attribution.tokens, attribution.line)
            self._report_lifted(content.figures)
            runs, figures = trimmed(content.runs), content.figures
        if not blocks and not runs:
            if fields:
                message = "the pull quote is empty; write its words between “::: pull” and “:::”"
                self._ledger.fault(message, branch.line)
            return figures
        return [Quote.model_validate({**fields, "blocks": blocks, "attribution": runs, "line": branch.line}), *figures]

    def _list(self, branch: Branch) -> Sequence[AnyBlock]:
        start = int(branch.token.attrs.get("start", 1))
        if start not in LIST_STARTS:
            self._ledger.fault(
                f"a list begins with {start}; where that is no list, write “{start}\\.” with a backslash", branch.line
            )
            start = 1
        items = tuple(ListItem(blocks=self.read(item.children), line=item.line) for item in branch.children)
        return [List(ordered=branch.kind == "ordered_list", start=start, items=items, line=branch.line)]

    def _poem(self, branch: Branch) -> Sequence[AnyBlock]:
        poem, figures = read_poem(branch.token, self._read_text, self._ledger)
        self._report_lifted(figures)
        return [*([poem] if poem else []), *figures]

    def _read_text(self, source: str, line: int) -> Line:
        return self._inline.read(self._inline.tokens_of(source), line)

    def _note(self, branch: Branch) -> Sequence[AnyBlock]:
        label = branch.token.meta["label"]
        note = Footnote(label=label, blocks=self.read(branch.children), line=branch.line)
        if label in self.notes:
            lines = f"{self.notes[label].line} and {note.line}"
            self._ledger.fault(f"there are two notes [^{label}], in lines {lines}; give one another label", note.line)
        self.notes.setdefault(label, note)
        return []
