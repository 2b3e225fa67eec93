"""Runs: what a line of text holds, and reading them as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from .nodes import LanguageTag, Node, Target


def _runs_from_text(value: Any) -> Any:
    """Let JSON and TOML say ``"text"`` where a list of runs is meant."""
    if isinstance(value, str):
        return ({"kind": "text", "text": value},) if value else ()
    if isinstance(value, list | tuple):
        return tuple({"kind": "text", "text": item} if isinstance(item, str) else item for item in value)
    return value


class Text(Node):
    """Letters, in logical order."""

    kind: Literal["text"] = "text"
    text: str


SpanRole = Literal[
    "emphasis", "strong", "code", "link", "superscript", "subscript", "small", "mark", "insertion", "deletion", "plain"
]


class Span(Node):
    """Runs with something in common: an emphasis, a link, a language, a direction."""

    kind: Literal["span"] = "span"
    role: SpanRole = "plain"
    runs: Runs
    href: Target | None = None
    """The target; exactly the spans of role ``link`` have one. ``article:slug`` is another article of the issue."""
    lang: LanguageTag | None = None
    direction: Literal["ltr", "rtl", "auto"] | None = None
    """A direction isolates the span from its surroundings (UAX#9, isolates)."""
    override: bool = False
    """Whether `direction` also overrides the characters' own (HTML ``bdo``)."""

    @model_validator(mode="after")
    def _link_has_target(self) -> Self:
        if (self.role == "link") != (self.href is not None):
            raise ValueError("a span of role “link” needs `href`, and only such a span may have it")
        return self


class LineBreak(Node):
    """A forced line break."""

    kind: Literal["line-break"] = "line-break"


class FootnoteCall(Node):
    """The place in the text where a footnote is called."""

    kind: Literal["footnote-call"] = "footnote-call"
    label: str
    """The key of the note in `Article.footnotes`."""


Run = Annotated[Text | Span | LineBreak | FootnoteCall, Field(discriminator="kind")]
Runs = Annotated[tuple[Run, ...], BeforeValidator(_runs_from_text, json_schema_input_type=str | tuple[str | Run, ...])]


def walk_runs(runs: Runs) -> Iterator[Run]:
    """Yield runs and all that is nested in them, outer ones first."""
    for run in runs:
        yield run
        if isinstance(run, Span):
            yield from walk_runs(run.runs)


def plain_text(runs: Runs) -> str:
    """Return the letters alone: a line break is a space, a footnote call is nothing."""
    parts = []
    for run in walk_runs(runs):
        if isinstance(run, Text):
            parts.append(run.text)
        elif isinstance(run, LineBreak):
            parts.append(" ")
    return re.sub(r"\s+", " ", "".join(parts)).strip()
