"""One-line fields cannot reorder what stands beside them.

A headline with an unclosed override turns the date next to it round, and a Hebrew or Arabic one
moves it without any attack. So explicit controls are removed from fields, with a finding; on the page
templates isolate every field (`html/typesetter.py`), and metadata and file names get the plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..article import Article, Block, Figure, Poem, Runs, Span, Text
from ..findings import Finding, Level
from .blocks import map_blocks

CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""The explicit embeddings, overrides and isolates, and what closes them (UAX#9, 2.1 to 2.5).

The marks LRM, RLM and ALM stay: they reorder nothing beyond their neighbours.
"""

ONE_LINE_FIELDS = (
    "title",
    "subtitle",
    "short_title",
    "summary",
    "author",
    "translator",
    "tags",
    "places",
    "section",
)


def without_controls(article: Article) -> tuple[Article, tuple[Finding, ...]]:
    """Return the article with no explicit control in a one-line field, caption or credit; and findings."""
    changes = {name: _cleaned(getattr(article, name)) for name in ONE_LINE_FIELDS}
    changed = {name: value for name, value in changes.items() if value != getattr(article, name)}
    findings = [_finding(article, name, _found(getattr(article, name))) for name in changed]

    def clean(block: Block) -> Block:
        fields = _fields_of(block)
        new = {name: _cleaned(value) for name, value in fields.items()}
        different = {name: value for name, value in new.items() if value != fields[name]}
        findings.extend(_finding(article, name, _found(fields[name]), block.line) for name in different)
        return block.model_copy(update=different) if different else block

    article = map_blocks(article, clean)
    return (article.model_copy(update=changed) if changed else article), tuple(findings)


def _fields_of(block: Block) -> dict[str, Any]:
    match block:
        case Figure():
            return {"caption": block.caption, "credit": block.credit, "alternative_text": block.alternative_text}
        case Poem():
            return {"title": block.title, "poet": block.poet, "meter": block.meter, "gap": block.gap}
        case _:
            return {}


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return CONTROLS.sub("", value)
        case dict():
            return {key: _cleaned(text) for key, text in value.items()}
        case tuple():
            return tuple(_cleaned(item) for item in value)
        case Text():
            return value.model_copy(update={"text": _cleaned(value.text)}) if CONTROLS.search(value.text) else value
        case Span():
            runs: Runs = _cleaned(value.runs)
            return value if runs == value.runs else value.model_copy(update={"runs": runs})
        case _:
            return value


def _found(value: Any) -> Iterator[str]:
    """Yield the controls in a value."""
    match value:
        case str():
            yield from CONTROLS.findall(value)
        case dict():
            for text in value.values():
                yield from _found(text)
        case tuple():
            for item in value:
                yield from _found(item)
        case Text():
            yield from _found(value.text)
        case Span():
            yield from _found(value.runs)
        case _:
            return


def _finding(article: Article, field: str, controls: Iterator[str], line: int | None = None) -> Finding:
    codes = ", ".join(dict.fromkeys(f"U+{ord(control):04X}" for control in controls))
    message = f"`{field}` held invisible controls that reorder text ({codes}); they were removed. Type the field again"
    file = str(article.path) if article.path else None
    return Finding(level=Level.WARNING, code="controls-in-field", message=message, file=file, line=line)
