"""Pull quotes: text between ``::: pull`` and ``:::``, set large between two rules.

What stands inside is Markdown like anywhere else; a last line that begins with a dash says whose
words they are, as in a quotation.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from ..validation import nearest
from .attributes import language_fields
from .ledger import Ledger

KEYS = ("lang", "dir")
"""What may stand behind ``::: pull``."""

_OPENING = re.compile(r":{3,}[ \t]*pull(?:[ \t]+(.*))?$")
_FENCE = re.compile(r":{3,}[ \t]*(.*)$")
_PAIR = re.compile(r"""([^\s="']+)=["']?([^\s"']+)["']?""")


def pull_plugin(parser: MarkdownIt) -> None:
    """Teach the parser the fence; its tokens ``pull_open`` and ``pull_close`` hold the blocks between them."""
    parser.block.ruler.before("poem", "pull", _fence_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def pull_fields(token: Token, ledger: Ledger) -> dict[str, Any]:
    """Return the fields that a pull quote's opening line gives; what cannot be read, or is not closed, is a fault."""
    line = (token.map or [0])[0] + 1
    if not token.meta["closed"]:
        ledger.fault("the pull quote is not closed; write a line “:::” after its last line", line)
    pairs: dict[str, str] = dict(_PAIR.findall(token.info))
    for key in pairs.keys() - set(KEYS):
        ledger.fault(f"“{key}” is not known for pull quotes; {nearest(key, KEYS)}", line)
    rest = _PAIR.sub("", token.info).strip()
    if rest:
        ledger.fault(f"“{rest}” cannot be read; write ::: pull, or ::: pull lang=de, and the words below it", line)
    return {"role": "pull"} | language_fields(pairs, ledger, line)


def _fence_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    opening = None if state.is_code_block(start_line) else _OPENING.match(_row(state, start_line))
    if not opening:
        return False
    if silent:
        return True
    last, closed = _end(state, start_line, end_line)
    token = state.push("pull_open", "", 1)
    token.info = opening[1] or ""
    token.meta = {"closed": closed}
    token.map = [start_line, last + closed]
    parent, limit = state.parentType, state.lineMax
    state.parentType, state.lineMax = "pull", last
    state.md.block.tokenize(state, start_line + 1, last)
    state.parentType, state.lineMax = parent, limit
    state.push("pull_close", "", -1)
    state.line = last + closed
    return True


def _end(state: StateBlock, start_line: int, end_line: int) -> tuple[int, bool]:
    """Return the line of the closing fence, and whether there is one in the same list or quotation.

    A fence with a name, such as a poem's, opens another inside.
    """
    depth = 1
    for line in range(start_line + 1, end_line):
        row = _row(state, line)
        if row and state.sCount[line] < state.blkIndent:
            return line, False
        if fence := _FENCE.match(row):
            depth += 1 if fence[1] else -1
            if not depth:
                return line, True
    return end_line, False


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
