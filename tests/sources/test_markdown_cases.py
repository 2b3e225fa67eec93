"""Runs the text files in tests/cases/markdown: a title, the Markdown, and what it becomes.

The three parts are closed by a line with a lone dot. Markdown without front matter gets three
lines of it, so its first line is line 4 of the file. What is expected is the dump below: one
block a line with its line number, spans as tags, findings behind `!`, faults behind `!!`. With
``RENEW_CASES=1`` in the environment the files are written anew; read the difference then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from afgazad_pdf.article import (
    AnyBlock,
    Article,
    Cell,
    Figure,
    FootnoteCall,
    Heading,
    LineBreak,
    List,
    Paragraph,
    Poem,
    Preformatted,
    Quote,
    Run,
    Runs,
    Span,
    Table,
    Text,
)
from afgazad_pdf.errors import ArticleError
from afgazad_pdf.sources import read_article

CASES = Path(__file__).parent.parent / "cases" / "markdown"
FRONT_MATTER = "---\ntitle: T\n---\n"


@dataclass
class Case:
    title: str
    source: str
    expected: str
    line: int


def cases_of(path: Path) -> list[Case]:
    rows = path.read_text(encoding="utf-8").split("\n")
    found: list[Case] = []
    parts: list[list[str]] = [[]]
    start = 1
    for number, row in enumerate(rows, start=1):
        if row != ".":
            parts[-1].append(row)
            continue
        if len(parts) == 1:
            start = number
        parts.append([])
        if len(parts) == 4:
            title, source, expected = ("\n".join(part) for part in parts[:3])
            found.append(Case(title.strip("\n"), source, expected, start))
            parts = [[]]
    assert not "".join(parts[-1]).strip(), f"{path}: the last case is not closed by a dot"
    return found


def parameters() -> Iterator[object]:
    for path in sorted(CASES.glob("*.txt")):
        for case in cases_of(path):
            yield pytest.param(case, id=f"{path.name}:{case.line}")


def outcome(source: str) -> str:
    text = source if source.startswith(("---\n", "+++\n")) or not source.strip() else FRONT_MATTER + source
    try:
        loaded = read_article(text, format="markdown")
    except ArticleError as error:
        return "\n".join(f"!! {problem}" for problem in error.problems)
    rows = list(fields(loaded.article)) if source.startswith(("---\n", "+++\n")) else []
    for block in loaded.article.blocks:
        rows += dump(block)
    for note in loaded.article.footnotes:
        rows += [f"note {note.line} [{note.label}]", *indented(note.blocks)]
    rows += [f"! {f.line} {f.level.value} {f.code}: {f.message}" for f in loaded.findings]
    return "\n".join(rows)


def fields(article: Article) -> Iterator[str]:
    for name, value in article.model_dump(exclude={"blocks", "footnotes"}, exclude_defaults=True).items():
        yield f"{name} = {value!s}" if not isinstance(value, tuple) else f"{name} = {' | '.join(value)}"


def dump(block: AnyBlock) -> Iterator[str]:
    head = f"{block.kind} {block.line}"
    head += "".join(f" {name}={value}" for name in ("lang", "dir") if (value := getattr(block, name)))
    match block:
        case Paragraph():
            yield f"{head}: {flat(block.runs)}"
        case Heading():
            yield f"{head} {block.level}{f' #{block.anchor}' if block.anchor else ''}: {flat(block.runs)}"
        case Quote():
            yield from (f"{head} {block.role}" if block.role != "quote" else head, *indented(block.blocks))
            yield from [f"    attribution: {flat(block.attribution)}"] if block.attribution else []
        case List():
            yield from dump_list(block, head)
        case Figure():
            yield from dump_figure(block, head)
        case Table():
            yield from dump_table(block, head)
        case Poem():
            yield from dump_poem(block, head)
        case Preformatted():
            yield f"{head}: {block.text!r}"
        case _:
            yield head


def dump_list(block: List, head: str) -> Iterator[str]:
    yield f"{head} {f'from {block.start}' if block.ordered else 'bullets'}"
    for item in block.items:
        yield f"  * {item.line}"
        yield from indented(item.blocks)


def dump_figure(figure: Figure, head: str) -> Iterator[str]:
    yield f"{head} {figure.size} {figure.side}: {figure.picture}"
    for name in ("alternative_text", "caption", "credit"):
        if value := getattr(figure, name):
            yield f"    {name}: {value if isinstance(value, str) else flat(value)}"


def dump_table(table: Table, head: str) -> Iterator[str]:
    yield f"{head} {table.alignment}"
    yield from (f"    {cells(row)}" for row in (table.header, *table.rows))
    if table.caption:
        yield f"    caption: {flat(table.caption)}"


def dump_poem(poem: Poem, head: str) -> Iterator[str]:
    said = ("poet", "title", "meter", "form", "gap", "numbering", "width")
    yield head + "".join(f" {name}={value}" for name in said if (value := getattr(poem, name)))
    for stanza in poem.stanzas:
        yield f"  stanza {stanza.line}"
        for verse in stanza.verses:
            yield f"    {verse.line}: " + "* " * verse.refrain + " // ".join(flat(part) for part in verse.hemistichs)


def indented(blocks: tuple[AnyBlock, ...]) -> Iterator[str]:
    for block in blocks:
        yield from (f"    {row}" for row in dump(block))


def cells(row: tuple[Cell, ...]) -> str:
    return " | ".join(flat(cell.runs) for cell in row)


def flat(runs: Runs) -> str:
    return "".join(map(one, runs))


def one(run: Run) -> str:
    match run:
        case Text():
            return run.text
        case LineBreak():
            return "<break>"
        case FootnoteCall():
            return f"<note {run.label}>"
        case Span():
            details = [run.role, run.href, run.lang, run.direction, "override" if run.override else None]
            return f"<{' '.join(filter(None, details))}>{flat(run.runs)}</{run.role}>"


@pytest.mark.parametrize("case", list(parameters()))
def test_case(case: Case) -> None:
    assert outcome(case.source) == case.expected, case.title


def test_no_two_cases_have_one_title() -> None:
    titles = [case.title for path in CASES.glob("*.txt") for case in cases_of(path)]
    assert len(titles) > 100
    assert sorted(set(titles)) == sorted(titles)


if os.environ.get("RENEW_CASES"):
    for path in CASES.glob("*.txt"):
        parts = [f"{case.title}\n.\n{case.source}\n.\n{outcome(case.source)}\n.\n" for case in cases_of(path)]
        path.write_text("\n".join(parts), encoding="utf-8")
