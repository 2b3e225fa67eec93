"""Poems: lines between ``::: poem`` and ``:::``, one verse a line.

Hemistichs are parted by a slash, because editors write them in one line and right to left, where
columns made with spaces break at the first correction. An empty line begins a new stanza.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from ..article import Figure, Poem, Stanza, Verse
from ..validation import nearest
from .attributes import language_fields
from .inline import Line
from .ledger import Ledger
from .runs import trimmed

KEYS = ("poet", "title", "lang", "dir")
"""What may stand behind ``::: poem``."""

_FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_KEY = re.compile(r"""\s*([^\s="']+)=(?:"([^"]*)"|'([^']*)'|([^\s"'“”„«»]+))(?=\s|$)""")
_SLASH = re.compile(r"\\.|`[^`]*`|<[^<>]*>|\]\([^()\s]*\)|://\S*|(?<=\d)/(?=\d)|(?P<slash>/)")
"""Slashes that part hemistichs; those in code, tags, addresses and fractions match without the group."""


def poem_plugin(parser: MarkdownIt) -> None:
    """Teach the parser the fence; its token carries the rows, which are read when all notes are known."""
    parser.block.ruler.before("fence", "poem", _fence_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def read_poem(token: Token, read_line: Callable[[str, int], Line], ledger: Ledger) -> tuple[Poem | None, list[Figure]]:
    """Return the poem of a fence, and pictures that stood in it; None where it has faults."""
    first_line = (token.map or [0])[0] + 1
    before = len(ledger.problems)
    fields = _fields(token, first_line, ledger)
    stanzas: list[Stanza] = []
    figures: list[Figure] = []
    verses: list[Verse] = []
    for number, row in enumerate([*token.meta["rows"], ""], start=first_line + 1):
        if row:
            verse, pictures = _verse(row, number, read_line, ledger)
            figures += pictures
            verses += [verse] if verse else []
        elif verses:
            stanzas.append(Stanza(verses=tuple(verses), line=verses[0].line))
            verses.clear()
    if len(ledger.problems) == before and not stanzas:
        ledger.fault("the poem is empty; write its verses between “::: poem” and “:::”, one a line", first_line)
    if len(ledger.problems) > before:
        return None, figures
    return Poem.model_validate({**fields, "stanzas": tuple(stanzas), "line": first_line}), figures


def _fields(token: Token, line: int, ledger: Ledger) -> dict[str, str]:
    """Return poet, title, language and direction from the opening line; check the fence itself."""
    name, _, rest = token.info.partition(" ")
    if not name:
        ledger.fault("“:::” closes a fence that is not open; open a poem with “::: poem”", line)
    elif name != "poem":
        ledger.fault(f"“::: {name}” is not known; the only fence is “::: poem”", line)
    elif not token.meta["closed"]:
        ledger.fault("the poem is not closed; write a line “:::” after its last verse", line)
    if name != "poem":
        return {}
    pairs = dict(_pairs(rest, line, ledger))
    fields = {key: pairs[key].strip() for key in ("poet", "title") if pairs.get(key, "").strip()}
    return fields | language_fields(pairs, ledger, line)


def _pairs(text: str, line: int, ledger: Ledger) -> Iterator[tuple[str, str]]:
    position = 0
    while match := _KEY.match(text, position):
        position = match.end()
        key = match.group(1)
        if key in KEYS:
            yield key, next((value for value in match.groups()[1:] if value is not None), "")
        else:
            ledger.fault(f"“{key}” is not known for poems; {nearest(key, KEYS)}", line)
    rest = text[position:].strip()
    if rest:
        example = 'write ::: poem poet="…" title="…" with straight quotation marks'
        ledger.fault(f"“{rest}” cannot be read; {example}", line)


def _verse(
    row: str, line: int, read_line: Callable[[str, int], Line], ledger: Ledger
) -> tuple[Verse | None, tuple[Figure, ...]]:
    parts = hemistichs(row)
    if len(parts) > 2:
        ledger.fault(f"the verse has {len(parts)} hemistichs; write at most two in a line, parted by one “ / ”", line)
        return None, ()
    read = [read_line(part, line) for part in parts]
    runs = tuple(trimmed(part.runs) for part in read)
    figures = tuple(figure for part in read for figure in part.figures)
    if not all(runs):
        ledger.fault("a hemistich is empty; write words on both sides of “ / ”, or leave the slash out", line)
        return None, figures
    return Verse(hemistichs=runs, line=line), figures


def hemistichs(row: str) -> list[str]:
    """Split a verse at slashes with spaces around them, or, where there is none, at its slashes."""
    slashes = [match.start() for match in _SLASH.finditer(row) if match.group("slash")]
    padded = f" {row} "
    spaced = [slash for slash in slashes if padded[slash].isspace() and padded[slash + 2].isspace()]
    cuts = [-1, *(spaced or slashes), len(row)]
    return [row[start + 1 : end].strip() for start, end in pairwise(cuts)]


def _fence_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    opening = None if state.is_code_block(start_line) else _FENCE.match(_row(state, start_line))
    if not opening:
        return False
    if silent:
        return True
    rows, closed = _rows(state, start_line, end_line) if opening.group(2) else ([], True)
    token = state.push("poem", "", 0)
    token.info = opening.group(2)
    token.meta = {"rows": rows, "closed": closed}
    state.line = start_line + 1 + len(rows) + (closed and bool(token.info))
    token.map = [start_line, state.line]
    return True


def _rows(state: StateBlock, start_line: int, end_line: int) -> tuple[list[str], bool]:
    """Return the rows up to the closing fence, and whether there is one in the same list or quotation."""
    rows: list[str] = []
    for line in range(start_line + 1, end_line):
        row = _row(state, line)
        if row and state.sCount[line] < state.blkIndent:
            return rows, False
        fence = _FENCE.match(row)
        if fence:
            return rows, not fence.group(2)
        rows.append(row)
    return rows, False


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
