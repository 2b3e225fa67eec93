"""The door that every source passes: how much an article may bring, whatever its format.

Sizes are looked at before anything is parsed, tags before they are cleaned, and the structure when the article is read.
What is too much in number stops the article: half a table would be a wrong table. What is wrong with letters is mended
and told. `Limits` in `settings.py` has every number, docs/limits.md what happens at each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..article import Article, Block, Cell, Figure, Poem, Preformatted, Table, Text, runs_of, walk_runs
from ..errors import ArticleError
from ..validation import read_data
from .ledger import Ledger
from .letters import turns_of
from .mending import FIELDS, Mender
from .nesting import check_calls

SMALL = 3000
"""Bytes of Markdown that can hold no more marks and lines than may be."""

MARKS = "[]<*_~`&\\^"
"""The signs that begin marks in a line of Markdown."""

_DOTTED = re.compile(r"(?:[\w-]++[ \t]*+\.[ \t]*+){60}")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
_TAG = re.compile(r"""<[A-Za-z/!?](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_MARKUP = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_UNCLOSED = frozenset(
    "area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead tbody tfoot colgroup "
    "option optgroup rt rp".split()
)
"""Tags that hold nothing, or whose end may be left out."""


def read_bytes(path: Path, ledger: Ledger) -> bytes:
    """Read an article's file; raises ArticleError for what is no file, or too large a one."""
    try:
        return read_data(path, error=ArticleError, most=ledger.limits.file_bytes)
    except ArticleError:
        raise
    except ValueError:  # a name with a NUL or half a character in it
        ledger.stop("is not a file name; check the name and the folder")


def check_bytes(data: bytes, ledger: Ledger) -> bytes:
    """Return the bytes of a source that is no file; raises ArticleError where they are too many."""
    most = ledger.limits.file_bytes
    if len(data) > most:
        ledger.stop(f"has {len(data):,} bytes; at most {most:,} are read. Make several articles of it")
    return data


def check_markdown(text: str, ledger: Ledger) -> None:
    """Stop at Markdown that is too long, or whose tags are too long, too many or too deep in each other."""
    limits = ledger.limits
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > limits.text_bytes:
        ledger.stop(f"has {size:,} bytes of text; at most {limits.text_bytes:,} are set. Make several articles of it")
    if size > SMALL:
        _check_counts(text, ledger)
    if len(text) > limits.tag:
        _check_tags(text, ledger)


def _check_counts(text: str, ledger: Ledger) -> None:
    """Stop at more marks and lines than an article has: reading them costs more than setting what they say."""
    limits = ledger.limits
    for what, count, most in (
        ("lines", sum(not row.isspace() for row in text.split("\n") if row), limits.lines),
        ("signs that Markdown must read", sum(map(text.count, MARKS)), limits.marks),
        ("bars of tables", text.count("|"), 4 * limits.marks),
        ("brackets in one paragraph", _most_brackets(text, limits.brackets), limits.brackets),
        ("notes and their calls", text.count("[^") + text.count("^["), 3 * limits.footnotes),
    ):
        if count > most:
            ledger.fault(f"has {count:,} {what}; at most {most:,} are read. Make several articles of it")
    ledger.raise_faults()


def _most_brackets(text: str, enough: int) -> int:
    if text.count("[") <= enough:
        return 0
    return max(paragraph.count("[") for paragraph in _BETWEEN_PARAGRAPHS.split(text))


def _check_tags(text: str, ledger: Ledger) -> None:
    for tag in _TAG.finditer(text):
        length = len(tag.group())
        if length > ledger.limits.tag:
            line = text.count("\n", 0, tag.start()) + 1
            most = f"at most {ledger.limits.tag:,} are read. Close it, or write &lt; for the sign"
            ledger.stop(f"an HTML tag has {length:,} characters; {most}", line)


def check_html(source: str, ledger: Ledger, line: int | None) -> None:
    """Stop at raw HTML with too many tags, or too many that are open at once, before it is cleaned.

    A cleaner works as browsers do and opens again, for each paragraph, all marks that were left open before it:
    of 12 KB it makes 285, and of 100,000 tags in each other nothing within a minute.
    """
    if source.count("<") <= ledger.limits.depth:
        return
    count = 0
    still_open: Counter[str] = Counter()
    for tag in _MARKUP.finditer(source):
        count += 1
        name = tag.group(2).lower()
        if tag.group(1):
            still_open[name] -= still_open[name] > 0
        elif name not in _UNCLOSED:
            still_open[name] += 1
        if count > ledger.limits.depth and still_open.total() > ledger.limits.depth:
            ledger.too_deep("HTML tags", line)
    if count > ledger.limits.tags:
        ledger.stop(
            f"a piece of HTML has {count:,} tags; at most {ledger.limits.tags:,} are read. Write it as Markdown", line
        )


def check_front_matter(source: str, ledger: Ledger, line: int) -> None:
    """Stop at front matter that is too long: the reader of YAML takes seconds for a megabyte."""
    if len(source) > ledger.limits.front_matter:
        found, most = f"{len(source):,}", f"{ledger.limits.front_matter:,}"
        ledger.stop(f"the front matter has {found} characters; at most {most} are read. Put the text below it", line)


def check_toml(text: str, ledger: Ledger) -> None:
    """Stop at TOML of more lines than its parts may have, before it is parsed."""
    lines, most = text.count("\n"), 4 * ledger.limits.elements
    if lines > most:
        ledger.stop(f"has {lines:,} lines; at most {most:,} are read. Make several articles of it")
    deep = _DOTTED.search(text)
    if deep:
        ledger.too_deep("keys with dots", text.count("\n", 0, deep.start()) + 1)


def check_data(data: Mapping[str, Any], ledger: Ledger) -> None:
    """Stop at data from JSON or TOML with too many parts or too much text, before they become an article."""
    parts = letters = 0
    waiting: list[Any] = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            letters += len(value)
        elif isinstance(value, dict):
            parts += 1
            if len(value) > ledger.limits.names:
                ledger.stop(f"an object has {len(value):,} keys; at most {ledger.limits.names} are read")
            waiting += value.values()
        elif isinstance(value, list):
            parts += sum(isinstance(item, str) for item in value)
            waiting += value
    limits = ledger.limits
    if parts > limits.elements:
        _stop_at(parts, "parts", limits.elements, ledger)
    if letters > limits.text_bytes:
        ledger.stop(f"has {letters:,} letters of text; at most {limits.text_bytes:,} are set. Make several articles")


def bounded(article: Article, ledger: Ledger) -> Article:
    """Return an article within all limits of structure and letters; raises ArticleError where it has too much."""
    _check_fields(article, ledger)
    _check_blocks(article, ledger)
    ledger.raise_faults()
    check_calls(article, ledger)
    article = Mender(ledger).article(article)
    ledger.raise_faults()
    return article


def _check_fields(article: Article, ledger: Ledger) -> None:
    limits = ledger.limits
    for name in FIELDS:
        value = getattr(article, name)
        texts = _texts(value)
        if len(texts) > limits.names:
            ledger.fault(f"has {len(texts):,} entries; at most {limits.names} are printed", field=name)
        longest = max(map(len, texts), default=0)
        if longest > limits.field:
            message = f"has {longest:,} characters; at most {limits.field:,} are set. Move text to the body"
            ledger.fault(message, field=name)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(value.values()) if isinstance(value, Mapping) else tuple(value or ())


def _check_blocks(article: Article, ledger: Ledger) -> None:
    limits = ledger.limits
    elements = blocks = pictures = turns = 0
    for block in article.walk():
        elements += 1
        blocks += not isinstance(block, Cell)
        for run in (run for runs in runs_of(block) for run in walk_runs(runs)):
            elements += 1
            if isinstance(run, Text):
                turns += turns_of(run.text)
        match block:
            case Figure():
                pictures += 1
                _check_length("the description of a picture", block.alternative_text, block, ledger)
                _check_length("the name of a picture", block.picture, block, ledger)
            case Table():
                _check_table(block, ledger)
            case Preformatted():
                turns += turns_of(block.text)
            case Poem():
                _check_length("the title of a poem", block.title or "", block, ledger)
                _check_length("the poet's name", block.poet or "", block, ledger)
    for found, what, most in (
        (elements, "parts", limits.elements),
        (blocks, "blocks and list items", limits.blocks),
        (pictures, "pictures", limits.pictures),
        (2 * turns, "changes of direction", limits.turns),
        (len(article.footnotes), "footnotes", limits.footnotes),
    ):
        if found > most:
            _stop_at(found, what, most, ledger)


def _check_length(what: str, text: str, block: Block, ledger: Ledger) -> None:
    if len(text) > ledger.limits.field:
        ledger.fault(f"{what} has {len(text):,} characters; at most {ledger.limits.field:,} are set", block.line)


def _check_table(table: Table, ledger: Ledger) -> None:
    limits = ledger.limits
    rows, columns = len(table.rows), max(map(len, (table.header, *table.rows)))
    if rows > limits.table_rows:
        ledger.fault(f"a table has {rows:,} rows; at most {limits.table_rows:,} are set. Part it in two", table.line)
    if columns > limits.table_columns:
        ledger.fault(
            f"a table has {columns:,} columns; at most {limits.table_columns} are set. Part it in two", table.line
        )


def _stop_at(found: int, what: str, most: int, ledger: Ledger) -> None:
    names = {"parts": "blocks, list items, cells and pieces of text"}
    ledger.fault(f"has {found:,} {names.get(what, what)}; at most {most:,} are set. Make several articles of it")
