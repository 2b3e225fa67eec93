"""Embedding levels: how deep each character stands in runs of the other direction (UAX#9, whole).

Even levels run from left to right, odd ones from right to left. The layout engine orders each text
node alone; with the levels of a whole paragraph its nodes can be set so that they come out right.
For text on a terminal see `visual.py` instead.

A paragraph is written as a string with one letter for the bidi class of each character (`CODES`), and
a paired bracket as itself. Most rules are then one replacement in it, named after the rule. An isolating
run sequence is written between its sos and its eos, so that no rule has to think of the ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from . import tables

if TYPE_CHECKING:
    from ..languages import Direction

CODES = {
    **{"L": "L", "R": "R", "AL": "A", "EN": "1", "AN": "2", "ES": "S", "ET": "T", "CS": "C", "NSM": "M", "BN": "b"},
    **{"B": "P", "S": "s", "WS": "w", "ON": "o", "LRI": "i", "RLI": "j", "FSI": "f", "PDI": "d"},
    **{"LRE": "l", "RLE": "r", "LRO": "x", "RLO": "y", "PDF": "z"},
}
"""Bidi class → the letter that stands for it, known in this module only."""

MAX_DEPTH = 125
"""The deepest explicit level (BD2)."""

MAX_OPEN_BRACKETS = 63
"""How many brackets may stand open at a time (BD16)."""

REMOVED = "lrxyzb"
"""What rule X9 takes out: embeddings, overrides, their ends, and boundary neutrals."""

SPACE = "wijfd" + REMOVED
"""What falls back to the paragraph's level at the end of a line (L1)."""

OVERRIDES = {"x": "L", "y": "R"}

_NAMES = {code: name for name, code in CODES.items()}
_FORMATTING = re.compile("[lrxyzijfdP]|[^lrxyzijfdP]+")
_FORMATTING_CODE = re.compile("[lrxyzijfd]")
_PARAGRAPH = re.compile("[^P]*P|[^P]+")
_SEGMENT = re.compile("[^sP]*[sP]|[^sP]+")
_STRONG_OR_ISOLATE = re.compile("[LRAijf]")
_ISOLATE_OR_END = re.compile("[ijfd]")
_LEVEL_RUN = re.compile(rb"(.)\1*", re.DOTALL)
_BRACKET = re.compile("[^A-Za-z0-9]")
_WEAK = re.compile("[M12STC]")
_AFTER_ARABIC = re.compile("A[^LR]*")
_AFTER_LATIN = re.compile("L[^R]*")
_MARKS = re.compile("([LRA12STC])(M+)")
_EUROPEAN_SEPARATOR = re.compile("(?<=1)[SC](?=1)")
_ARABIC_SEPARATOR = re.compile("(?<=2)C(?=2)")
_NUMBERS = re.compile("[1T]+")
_BETWEEN = {"L": re.compile("(?<=L)[^LR12]++(?=L)"), "R": re.compile("(?<=[R12])[^LR12]++(?=[R12])")}
_NEUTRAL = re.compile("[^LR12]")
_UNSETTLING = {"ltr": re.compile("[RA2lrxyijf]"), "rtl": re.compile("[L12lrxyijf]")}


class ParagraphLevels(NamedTuple):
    """The levels of a paragraph."""

    base: int
    """Level of the paragraph: 0, left to right, or 1."""
    levels: bytes
    """One level for each character; those that X9 removes have the level of the one before."""


def bidi_class(character: str) -> str:
    """Return the Bidi_Class of a character by its short name, for an unassigned one its default."""
    return _NAMES.get(_code_table()[ord(character)], "ON")


def paragraph_levels(text: str, base: Direction | None = None) -> ParagraphLevels:
    """Return the levels of a text, as if each paragraph stood on one line (P1 to L1).

    `base` is the direction of the paragraph, found from its first strong letter where None. A text
    usually is one paragraph; each character of class B ends one, and all take the base of the first.
    """
    paragraphs = _PARAGRAPH.findall(text.translate(_code_table())) or [""]
    level = _paragraph_level(paragraphs[0]) if base is None else int(base == "rtl")
    return ParagraphLevels(level, b"".join([_levels(paragraph, level) for paragraph in paragraphs]))


def resolved_levels(classes: Sequence[str], base: int | None = None) -> ParagraphLevels:
    """Return the levels of one paragraph that is given by bidi classes; paired brackets stand as themselves."""
    written = "".join([CODES.get(name) or _code_table()[ord(name)] for name in classes])
    level = _paragraph_level(written) if base is None else base
    return ParagraphLevels(level, _levels(written, level))


def line_levels(text: str, paragraph: ParagraphLevels, start: int, end: int) -> bytes:
    """Return the levels of the characters from start to end, where they are one line (L1).

    `text` and `paragraph` are the whole paragraph's: levels do not depend on where lines break, but
    for the space at the end of a line.
    """
    kept = len(text[start:end].translate(_code_table()).rstrip(SPACE))
    levels = paragraph.levels[start:end]
    return levels[:kept] + bytes([paragraph.base]) * (len(levels) - kept)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of a line's characters as they stand from left to right (L2)."""
    order = list(range(len(levels)))
    written = bytes(levels)
    # The rule stops at the lowest odd level; below it each even level and the empty odd one under it undo each other.
    for level in range(max(written, default=0), 0, -1):
        for run in re.finditer(rb"[\x%02x-\xff]+" % level, written):
            start, end = run.span()  # the same places, whatever deeper levels did inside
            order[start:end] = order[start:end][::-1]
    return order


def mirrored(character: str) -> str | None:
    """Return the character that shows its mirror image on odd levels, or None (L4)."""
    return _pairs(tables.MIRRORED).get(character)


def needs_ordering(text: str, base: Direction) -> bool:
    """Say whether any level of the text may differ from its base level; when False, none does.

    A number in a right-to-left paragraph counts: it stands at level 2, and its borders depend on
    the letters before it. True needlessly only for isolates, embeddings and overrides without effect.
    """
    plain = base == "ltr" and text.isascii()
    return not plain and _UNSETTLING[base].search(text.translate(_code_table())) is not None


class _CodeTable(dict[int, str]):
    """Code point → letter of its class, or bracket, for `str.translate`; filled as characters come by."""

    def __init__(self) -> None:
        words = tables.BIDI_CLASSES.split()
        self._starts = [int(word, 16) for word in words[::2]]
        self._codes = [CODES[name] for name in words[1::2]]
        same = _pairs(tables.CANONICAL_BRACKETS)
        for bracket in (bracket for pair in _pairs(tables.BRACKETS).items() for bracket in pair):
            self[ord(bracket)] = same.get(bracket, bracket)

    def __missing__(self, code_point: int) -> str:
        code = self[code_point] = self._codes[bisect_right(self._starts, code_point) - 1]
        return code


@cache
def _code_table() -> _CodeTable:
    return _CodeTable()


@cache
def _pairs(table: str) -> dict[str, str]:
    """Return a table of code points as the first character of each pair → the second."""
    characters = [chr(int(word, 16)) for word in table.split()]
    return dict(zip(characters[::2], characters[1::2], strict=True))


def _levels(classes: str, base: int) -> bytes:
    """Apply X1 to L1 to one paragraph."""
    kept, types, explicit = _explicit_levels(classes, base)
    resolved = bytearray(explicit)
    for runs, level, before, after in _run_sequences(kept, explicit, base):
        sequence = _resolve("".join([types[start:end] for start, end in runs]), level, before, after)
        position = 0
        for start, end in runs:
            resolved[start:end] = sequence[position : position + end - start]
            position += end - start
    levels = resolved if len(kept) == len(classes) else _with_removed(classes, resolved, base)
    return _l1(classes, levels, base)


def _paragraph_level(classes: str) -> int:
    """P2 and P3: the first strong letter outside isolates sets the level; without one it is 0."""
    return int(_runs_right(classes, 0, len(classes), _matching_isolates(classes)))


def _runs_right(classes: str, start: int, end: int, isolates: Mapping[int, int]) -> bool:
    """P2: whether the first strong letter of a stretch, isolates in it left out, is R or AL."""
    while found := _STRONG_OR_ISOLATE.search(classes, start, end):
        if found[0] in "LRA":
            return found[0] != "L"
        start = isolates.get(found.start(), end)
    return False


def _matching_isolates(classes: str) -> dict[int, int]:
    """BD9: the positions of isolate initiators and of the PDI that ends each; others are left out."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _ISOLATE_OR_END.finditer(classes):
        if match[0] != "d":
            opened.append(match.start())
        elif opened:
            found[opened.pop()] = match.start()
    return found


def _with_removed(classes: str, resolved: bytes | bytearray, base: int) -> bytearray:
    """Give what X9 removed the level of the character before it."""
    levels, level, remaining = bytearray(), base, iter(resolved)
    for code in classes:
        levels.append(level := level if code in REMOVED else next(remaining))
    return levels


def _l1(classes: str, levels: bytearray, base: int) -> bytes:
    """L1: separators, and space before them and at the end of the line, have the paragraph's level."""
    for segment in _SEGMENT.finditer(classes):
        kept = segment.start() + len(segment[0].rstrip("sP" + SPACE))
        levels[kept : segment.end()] = bytes([base]) * (segment.end() - kept)
    return bytes(levels)


class _StatusStack:
    """The directional status stack, of levels, overrides and whether it is an isolate, and its counters (X1)."""

    def __init__(self, base: int) -> None:
        self.entries = [(base, "", False)]
        self.overflow_isolates = self.overflow_embeddings = self.valid_isolates = 0

    def begin(self, code: str, right: bool) -> None:
        """X2 to X5c: begin an embedding, an override or an isolate, or count it where it is too deep."""
        level, isolate = self.entries[-1][0], code in "ijf"
        deeper = (level + 1) | 1 if right else (level + 2) & ~1
        if deeper <= MAX_DEPTH and not self.overflow_isolates and not self.overflow_embeddings:
            self.entries.append((deeper, OVERRIDES.get(code, ""), isolate))
            self.valid_isolates += isolate
        elif isolate:
            self.overflow_isolates += 1
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def end_isolate(self) -> None:
        """X6a: end an isolate and all embeddings that were begun in it."""
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.entries.pop()[2]:
                pass
            self.valid_isolates -= 1

    def end_embedding(self) -> None:
        """X7: end the last embedding or override, unless an isolate has begun since."""
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif len(self.entries) > 1 and not self.entries[-1][2]:
            self.entries.pop()


def _explicit_levels(classes: str, base: int) -> tuple[str, str, bytes]:
    """X1 to X9: what is left of the classes, the same with overrides applied, and their levels."""
    if not _FORMATTING_CODE.search(classes):
        kept = classes.replace("b", "")
        return kept, kept, bytes([base]) * len(kept)
    isolates = _matching_isolates(classes)
    stack = _StatusStack(base)
    left, types, levels = [], [], []
    for piece in _FORMATTING.finditer(classes):
        code = piece[0]
        if code in "lrxy":
            stack.begin(code, code in "ry")
        elif code == "z":
            stack.end_embedding()
        else:
            if code == "d":
                stack.end_isolate()
            level, override, _ = stack.entries[0 if code == "P" else -1]  # X8: a paragraph's end is in no embedding
            rest = code.replace("b", "")
            left.append(rest)
            types.append(override * len(rest) or rest)
            levels.append(bytes([level]) * len(rest))
            if code in "ijf":
                inside = (piece.end(), isolates.get(piece.start(), len(classes)))
                stack.begin(code, code == "j" or (code == "f" and _runs_right(classes, *inside, isolates)))
    return "".join(left), "".join(types), b"".join(levels)


def _run_sequences(kept: str, levels: bytes, base: int) -> Iterator[tuple[list[tuple[int, int]], int, str, str]]:
    """X10 and BD13: the level runs of each isolating run sequence, its level, its sos and its eos."""
    runs = [run.span() for run in _LEVEL_RUN.finditer(levels)]
    isolates = _matching_isolates(kept)
    at = {run[0]: run for run in runs}
    continued = set(isolates.values())
    for first in runs:
        if first[0] in continued:
            continue
        sequence = [first]
        while (last := sequence[-1][1] - 1) in isolates:
            sequence.append(at[isolates[last]])
        level = levels[first[0]]
        before = levels[first[0] - 1] if first[0] else base
        after = levels[last + 1] if last + 1 < len(levels) and kept[last] not in "ijf" else base
        yield sequence, level, "LR"[max(level, before) & 1], "LR"[max(level, after) & 1]


def _resolve(types: str, level: int, before: str, after: str) -> bytes:
    """Apply W1 to I2 to one isolating run sequence and return its levels."""
    direction = "LR"[level & 1]
    original = classes = before + types + after
    for rule in (_w1, _w2, _w3, _w4, _w5, _w6, _w7) if _WEAK.search(classes) else (_w3,):
        classes = rule(classes)
    if _NEUTRAL.search(classes):
        classes = _n1_n2(_n0(classes, original, direction), direction)
    return classes[1:-1].encode("ascii").translate(_implicit_levels(level))


def _w1(classes: str) -> str:
    """W1: a mark takes the class of the character before it; after an isolate it is neutral, as after any neutral."""
    if "M" not in classes:
        return classes
    return _MARKS.sub(lambda found: found[1] * len(found[0]), classes).replace("M", "o")


def _w2(classes: str) -> str:
    """W2: a European number whose last strong letter is AL is an Arabic one."""
    if "A" not in classes or "1" not in classes:
        return classes
    return _AFTER_ARABIC.sub(lambda found: found[0].replace("1", "2"), classes)


def _w3(classes: str) -> str:
    """W3: from here on AL is R."""
    return classes.replace("A", "R")


def _w4(classes: str) -> str:
    """W4: one separator between two numbers of a kind is part of the number; an ES only in European ones."""
    return _ARABIC_SEPARATOR.sub("2", _EUROPEAN_SEPARATOR.sub("1", classes))


def _w5(classes: str) -> str:
    """W5: terminators that touch a European number are part of it."""
    if "T" not in classes or "1" not in classes:
        return classes
    return _NUMBERS.sub(lambda found: "1" * len(found[0]) if "1" in found[0] else found[0], classes)


def _w6(classes: str) -> str:
    """W6: all other separators and terminators are neutral."""
    return classes.replace("S", "o").replace("T", "o").replace("C", "o")


def _w7(classes: str) -> str:
    """W7: a European number whose last strong letter is L is L."""
    if "1" not in classes:
        return classes
    return _AFTER_LATIN.sub(lambda found: found[0].replace("1", "L"), classes)


def _bracket_pairs(classes: str) -> list[tuple[int, int]]:
    """BD16: the positions of brackets that belong together, in the order of the opening ones."""
    closing = _pairs(tables.BRACKETS)
    opened: list[tuple[str, int]] = []
    pairs = []
    for found in _BRACKET.finditer(classes):
        if found[0] in closing:
            if len(opened) == MAX_OPEN_BRACKETS:
                break
            opened.append((closing[found[0]], found.start()))
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == found[0]:
                pairs.append((opened[depth][1], found.start()))
                del opened[depth:]
                break
    return sorted(pairs)


def _n0(classes: str, original: str, direction: str) -> str:
    """N0: a pair of brackets takes the direction of what is in it, and marks behind a bracket follow it."""
    if not _BRACKET.search(classes):
        return classes
    types = list(classes)
    for pair in _bracket_pairs(classes):
        found = _n0_direction(types, *pair, direction)
        for position in pair if found else ():
            types[position] = found
            while original[position + 1] == "M":  # ends at eos
                position += 1
                types[position] = found
    return "".join(types)


def _n0_direction(types: list[str], start: int, end: int, direction: str) -> str:
    """N0 b to d: the embedding's direction if it is inside, else that of the text before; none if nothing is strong."""
    inside = {"L" if code == "L" else "R" for code in set(types[start + 1 : end]) if code in "LR12"}
    if direction in inside or not inside:
        return direction if inside else ""
    position = start - 1
    while types[position] not in "LR12":  # sos at the latest
        position -= 1
    return "L" if types[position] == "L" else "R"


def _n1_n2(classes: str, direction: str) -> str:
    """N1: neutrals between two letters of one direction take it, numbers being R; N2: others the embedding's.

    N1 within letters of the embedding's direction does what N2 does, so only the other one is looked for.
    """
    other = "R" if direction == "L" else "L"
    classes = _BETWEEN[other].sub(lambda found: other * len(found[0]), classes)
    return _NEUTRAL.sub(direction, classes)


@cache
def _implicit_levels(level: int) -> bytes:
    """I1 and I2: a table from classes to levels, for `bytes.translate`."""
    left, right, number = (level + 1, level, level + 1) if level & 1 else (level, level + 1, level + 2)
    return bytes.maketrans(b"LR12", bytes([left, right, number, number]))
