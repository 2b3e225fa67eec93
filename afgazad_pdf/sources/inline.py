"""Inside a line of Markdown: tokens become runs, pictures are lifted out, notes are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..article import REFERENCE, Figure, Footnote, FootnoteCall, Paragraph, Run, Runs, SpanRole, Text
from .attributes import classes, language_fields
from .html import INLINE, VANISHING, losses, read_tag, report_losses, wrapping
from .ledger import DEPTH, Ledger
from .links import link_target
from .pictures import figure_of
from .runs import RunBuilder, span

ROLES: dict[str, SpanRole] = {"em": "emphasis", "strong": "strong", "s": "deletion"}
"""Markdown's marks by the names of their tokens."""

_LITERAL_CALL = re.compile(r"\[\^([^\]\[]+)\]")
_UNREAD_ATTRIBUTES = re.compile(r"[\]\ufffb](\{[^{}]*\})")
_UNREAD_TABLE = re.compile(r"\| *:?-{3,}:? *\|")
_NOT_TEXT = {"softbreak": "\n", "image": "\ufffb"}
"""What stands for tokens that are no text where text is searched for Markdown that was not understood."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one stretch of inline Markdown holds."""

    runs: Runs
    figures: tuple[Figure, ...]
    """Pictures that stood in it; they are set after it."""


class InlineReader:
    """Reads the inline tokens of one article."""

    def __init__(self, parser: MarkdownIt, environment: dict[str, Any], ledger: Ledger) -> None:
        self.ledger = ledger
        self.notes: dict[str, Footnote] = {}
        """The notes that were written inside the text, ``^[so]``."""
        self._parser = parser
        self._environment = environment

    def read(self, tokens: Sequence[Token], line: int | None) -> Line:
        """Return the runs and pictures of inline tokens that begin on a line."""
        return _Passage(self, line).read(tokens)

    def tokens_of(self, source: str) -> list[Token]:
        """Parse a text as one line of Markdown, with the article's link references and notes."""
        return self._parser.parseInline(source, self._environment)[0].children or []

    def label_of_call(self, token: Token, line: int | None) -> str:
        """Return the label that a call of a note uses; a note written inside the text is kept."""
        label = token.meta.get("label")
        if label is not None:
            return str(label)
        footnotes = self._environment["footnotes"]
        label = f"inline-{token.meta['id'] + 1}"
        while f":{label}" in footnotes.get("refs", {}):
            label += "+"
        content = self.read(footnotes["list"][token.meta["id"]]["tokens"], line)
        self.notes[label] = Footnote(
            label=label, blocks=(Paragraph(runs=content.runs, line=line), *content.figures), line=line
        )
        return label


class _Passage:
    """One pass over the tokens of one stretch of text."""

    def __init__(self, reader: InlineReader, line: int | None) -> None:
        self._reader = reader
        self._ledger = reader.ledger
        self._first_line = line
        self._line = line
        self._builder = RunBuilder()
        self._figures: list[Figure] = []
        self._removed: list[str] = []
        self._literal: list[str] = []

    def read(self, tokens: Sequence[Token]) -> Line:
        for token in tokens:
            self._literal.append(token.content if token.type == "text" else _NOT_TEXT.get(token.type, "\ufffc"))
            self._read_token(token)
            if self._builder.depth > DEPTH:
                self._ledger.too_deep("marks such as emphasis, spans and tags", self._line)
        runs, unclosed = self._builder.finish()
        self._report_unclosed(unclosed)
        report_losses(self._removed, self._ledger, self._first_line)
        self._report_literal("".join(self._literal))
        return Line(runs, tuple(self._figures))

    def _read_token(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._builder.text(token.content)
            case "softbreak" | "hardbreak":
                self._break(token)
            case "code_inline":
                self._builder.add(*span("code", (Text(text=token.content),) if token.content else ()))
            case "image":
                self._figures.append(figure_of(token, self._reader, self._line))
            case "footnote_ref":
                self._builder.add(FootnoteCall(label=self._reader.label_of_call(token, self._line)))
            case "html_inline":
                self._html(token.content)
            case _ if token.nesting == 1:
                self._open(token)
            case _ if token.nesting == -1:
                self._report_unclosed(self._builder.close(token.type.removesuffix("_close")))
            case _:
                self._builder.text(token.content)

    def _break(self, token: Token) -> None:
        if token.type == "softbreak":
            self._builder.text(" ")
        else:
            self._builder.line_break()
        self._next_line(1)

    def _next_line(self, count: int) -> None:
        if self._line is not None:
            self._line += count

    def _open(self, token: Token) -> None:
        name = token.type.removesuffix("_open")
        if name in ROLES:
            self._builder.open(name, lambda runs: span(ROLES[name], runs))
            return
        line = self._line
        classes(token, (), self._ledger, line)
        fields = language_fields(token.attrs, self._ledger, line)
        details = {"lang": fields.get("lang"), "direction": fields.get("dir")}
        if name != "link":
            self._builder.open(name, lambda runs: span("plain", runs, **details))
            return
        address = str(token.attrs.get("href", ""))
        target = link_target(address, self._ledger, line)

        def wrap(runs: Runs) -> tuple[Run, ...]:
            if not runs:
                self._ledger.warn("link-empty", f"the link to “{address[:80]}” has no words and was left out", line)
            if target and target.startswith(REFERENCE):
                return span("link", runs, href=target, line=line, **details)
            return span("link", runs, href=target, **details) if target else span("plain", runs, **details)

        self._builder.open(name, wrap)

    def _html(self, source: str) -> None:
        self._removed += losses(source, self._ledger, self._line)
        tag = read_tag(source)
        if tag is None:
            pass  # a comment, a declaration or a processing instruction
        elif tag.closing:
            self._close_html(tag.name)
        elif tag.name == "br":
            self._builder.line_break()
        elif tag.name in VANISHING:
            self._builder.open(tag.name, None, html=True)
        elif tag.name in INLINE:
            self._builder.open(tag.name, wrapping(tag), html=True)
        else:
            self._removed.append(f"<{tag.name}>")
        self._next_line(source.count("\n"))

    def _close_html(self, name: str) -> None:
        if name not in INLINE | VANISHING:
            if f"<{name}>" not in self._removed:
                self._removed.append(f"</{name}>")
            return
        unclosed = self._builder.close_html(name)
        if unclosed is None:
            message = f"</{name}> closes a tag that is not open here; open and close tags inside the same mark"
            self._ledger.warn("html-unbalanced", message, self._line)
        else:
            self._report_unclosed(unclosed)

    def _report_unclosed(self, names: Sequence[str]) -> None:
        if names:
            shown = ", ".join(f"<{name}>" for name in names)
            message = f"{shown} is opened and not closed; it ends here. Close it inside the same mark and paragraph"
            self._ledger.warn("html-unbalanced", message, self._line)

    def _report_literal(self, text: str) -> None:
        """Report marks that look like Markdown, were not understood, and stand on the page as text."""
        for braces in _UNREAD_ATTRIBUTES.finditer(text):
            message = (
                f"{braces.group(1)[:80]} cannot be read and stands on the page; write {{.half}} or {{lang=en dir=ltr}}"
            )
            self._ledger.warn("attributes-unread", message, self._first_line)
        if _UNREAD_TABLE.search(text):
            message = "this looks like a table and is none; give the row of hyphens as many cells as the row above it"
            self._ledger.warn("table-unread", message, self._first_line)
        for call in _LITERAL_CALL.finditer(text):
            label = call.group(1)
            self._ledger.warn(
                "footnote-missing",
                f"[^{label[:80]}] calls a note that does not exist, and stands on the page as it is; "
                f"write the note as a paragraph that begins with [^{label[:80]}]: (labels have no spaces)",
                self._first_line,
            )
