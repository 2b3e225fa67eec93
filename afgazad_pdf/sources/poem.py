"""Poems: lines between ``::: poem`` and ``:::``, one verse a line.

Hemistichs are parted by a slash, because editors write them in one line and right to left, where
columns made with spaces break at the first correction. An empty line begins a new stanza; a verse
behind an asterisk and a space is a refrain. What is written wrongly is set as well as it can be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, get_args

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from ..article import Figure, Poem, PoemForm, Stanza, Verse
from ..validation import nearest
from .attributes import language_fields
from .inline import Line
from .ledger import Ledger
from .runs import trimmed

KEYS = ("poet", "title", "meter", "form", "gap", "numbers", "width", "lang", "dir")
"""What may stand behind ``::: poem``."""

FORMS: tuple[str, ...] = get_args(PoemForm)

REFRAIN = "* "
"""What a refrain begins with."""

_FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_KEY = re.compile(r"""\s*([^\s="']+)=(?:"([^"]*)"|'([^']*)'|([^\s"'“”„«»]+))(?=\s|$)""")
_WIDTH = re.compile(r"shared|\d{1,3}(\.\d+)?(mm|em)")
_ORNAMENT_LENGTH = 8
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
            read, pictures = _verses(row, number, read_line, ledger)
            figures += pictures
            verses += read
        elif verses:
            stanzas.append(Stanza(verses=tuple(verses), line=verses[0].line))
            verses.clear()
    if len(ledger.problems) == before and not stanzas:
        ledger.fault("the poem is empty; write its verses between “::: poem” and “:::”, one a line", first_line)
    if len(ledger.problems) > before:
        return None, figures
    return Poem.model_validate({**fields, "stanzas": tuple(stanzas), "line": first_line}), figures


def _fields(token: Token, line: int, ledger: Ledger) -> dict[str, Any]:
    """Return what the opening line says of the poem; check the fence itself."""
    name, _, rest = token.info.partition(" ")
    if not name:
        ledger.fault("“:::” closes a fence that is not open; open a poem with “::: poem”", line)
    elif name != "poem":
        ledger.fault(f"“::: {name}” is not known; known are “::: poem” and “::: pull”", line)
    elif not token.meta["closed"]:
        ledger.fault("the poem is not closed; write a line “:::” after its last verse", line)
    if name != "poem":
        return {}
    pairs = {key: value.strip() for key, value in _pairs(rest, line, ledger) if value.strip()}
    fields: dict[str, Any] = {key: pairs[key] for key in ("poet", "title", "meter") if key in pairs}
    return fields | _setting(pairs, line, ledger) | language_fields(pairs, ledger, line)


def _setting(pairs: dict[str, str], line: int, ledger: Ledger) -> dict[str, Any]:
    """Return form, ornament, numbering and width; what cannot be used is a fault."""
    fields: dict[str, Any] = {key: pairs[key] for key in ("form", "gap", "width") if key in pairs}
    if "form" in fields and fields["form"] not in FORMS:
        ledger.fault(f"“{fields['form']}” is not a form of poems; {nearest(fields.pop('form'), FORMS)}", line, "form")
    if len(fields.get("gap", "")) > _ORNAMENT_LENGTH:
        ledger.fault(f"“{fields.pop('gap')}” is too long for the gap; write one ornament, such as ٭", line, "gap")
    if "width" in fields and not _WIDTH.fullmatch(fields["width"]):
        ledger.fault(f"“{fields.pop('width')}” is not a width; write 62mm, 14em or shared", line, "width")
    if "numbers" in pairs:
        number = {"yes": 1, "no": 0}.get(pairs["numbers"].lower(), -1)
        if pairs["numbers"].isdecimal():
            number = int(pairs["numbers"])
        if 0 <= number <= 100:
            fields["numbering"] = number
        else:
            hint = "write yes, no, or 5 for every fifth bayt"
            ledger.fault(f"“{pairs['numbers']}” does not say which bayts are numbered; {hint}", line, "numbers")
    return fields


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


def _verses(
    row: str, line: int, read_line: Callable[[str, int], Line], ledger: Ledger
) -> tuple[list[Verse], list[Figure]]:
    """Return the verse of a row: one, but where a row has more than two hemistichs."""
    refrain = row.startswith(REFRAIN)
    read = [read_line(part, line) for part in hemistichs(row.removeprefix(REFRAIN))]
    runs = [runs for part in read if (runs := trimmed(part.runs))]
    if len(runs) < len(read):
        message = "a hemistich is empty and was left out; write words on both sides of “ / ”, or no slash"
        ledger.warn("hemistich-empty", message, line)
    if len(runs) > 2:
        message = f"the verse has {len(runs)} hemistichs and was set as several; write at most two, parted by “ / ”"
        ledger.warn("hemistichs-many", message, line)
    pairs = [tuple(runs[start : start + 2]) for start in range(0, len(runs), 2)]
    verses = [Verse(hemistichs=pair, refrain=refrain, line=line) for pair in pairs]
    return verses, [figure for part in read for figure in part.figures]


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
