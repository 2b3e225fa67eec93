"""The direction pass: rewrites a page's HTML so that the engine draws UAX#9 order on every line.

WeasyPrint 70 lays out inline content element by element and orders each text box alone: a phrase
that spans siblings, a number beside an element's border, a bracket whose partner is on the line
before come out in the wrong place, and letters do not join across a border. This pass cures it from
outside, with HTML alone:

1. The inline content of each block is one paragraph. Elements with a direction (`dir`, `bdi`,
   `bdo`) are paragraphs of their own and one U+FFFC in the outer one, which is what an isolate means.
2. Every character gets its embedding level (`levels.py`).
3. Every maximal run above the paragraph's level becomes a nested `span` with an explicit direction,
   recursively. Nested boxes drawn each in its own direction are rule L2, on every line after wrapping.
   An element that straddles a run's border is split, never the run.
4. Letters that join across a border get a ZERO WIDTH JOINER on both sides. Where that does not give the shapes
   of the whole word, the border moves to the word's edge (`words.py`).
5. Where it is asked for, a mark of direction behind every run tells readers of the PDF where it ends (`runs.py`).

What the pass inserts carries `data-bidi`. Themes must not count it: no `:first-child` or `b + i` on
inline content. An element whose tag is inline but which the theme makes a block or a footnote says
so with ``data-flow="block"`` or ``data-flow="footnote"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..findings import Finding
from ..languages import Direction, first_strong_direction
from .elements import (
    ATOMIC_TAGS,
    PREFORMATTED_TAGS,
    SKIPPED_TAGS,
    Element,
    Piece,
    contents,
    fill,
    is_inline,
    new,
    parse,
    serialized,
    stands_in_line,
    text_for_auto,
)
from .joining import joins
from .leaves import OBJECT, SEPARATOR, SPACES, Leaf, emitted, move_marks, segments, with_levels
from .levels import needs_ordering
from .runs import mark_run_ends
from .words import Survives, always, is_raised_apart, with_whole_words

STYLESHEET = """
[data-bidi-continued] { border-inline-start-width: 0; padding-inline-start: 0; margin-inline-start: 0; }
[data-bidi-continues] { border-inline-end-width: 0; padding-inline-end: 0; margin-inline-end: 0; }
[data-bidi-continued]::before, [data-bidi-continues]::after { content: none; }
[data-bidi="word"] { white-space: nowrap; }
"""
"""What the pieces of a split element need: decorations at the outer ends only, as CSS would draw them."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A page in which every inline run has its direction."""

    html: str
    findings: tuple[Finding, ...]


def order_html(page: str, survives: Survives = always, *, run_ends: bool = False) -> Ordered:
    """Rewrite a page so that a renderer that orders each text box alone draws UAX#9 order.

    `survives` says of a word that elements divide whether its shapes survive that in the fonts of the page
    (`afgazad_pdf.splitting`); without it, all but lam with alef are taken to. With `run_ends`, marks of direction
    tell readers of the PDF where runs end (`runs.py`).
    """
    root = parse(page)
    ordering = _Pass(survives)
    ordering.block(root, "ltr", preformatted=False)
    if run_ends:
        mark_run_ends(root)
    return Ordered(serialized(root), tuple(ordering.findings))


@dataclass(slots=True)
class _Pass:
    """One walk over a page."""

    survives: Survives
    findings: dict[Finding, None] = field(default_factory=dict)
    """In the order in which they were found, each once."""
    pieces: dict[Element, list[Element]] = field(default_factory=dict)
    """The elements that stand for each original one, in order."""

    # -------------------------------------------------------------- blocks

    def block(self, element: Element, outer: Direction, *, preformatted: bool) -> None:
        """Order a block's paragraphs and walk its inner blocks."""
        if not isinstance(element.tag, str) or element.tag in SKIPPED_TAGS:
            return
        direction = self._resolved_direction(element, outer)
        preformatted = preformatted or element.tag in PREFORMATTED_TAGS
        result: list[Piece] = []
        changed = False
        for in_line, pieces in groupby(contents(element), key=stands_in_line):
            if not in_line:
                for inner in pieces:
                    self.block(inner, direction, preformatted=preformatted)
                    result.append(inner)
                continue
            line = list(pieces)
            if self._needs_work(line, direction):
                line = self.paragraph(element, line, direction, preformatted=preformatted)
                changed = True
            result += line
        if changed:
            fill(element, result)

    def _needs_work(self, line: Sequence[Piece], direction: Direction) -> bool:
        """The fast path: one text of one direction stays as it is."""
        match line:
            case [str(text)]:
                return needs_ordering(SPACES.sub(" ", text), direction)
            case _:
                return True

    def _resolved_direction(self, element: Element, outer: Direction) -> Direction:
        """Return an element's direction and write it where it was ``auto`` (HTML, the dir attribute)."""
        stated = (element.get("dir") or "").strip().lower()
        if stated in ("ltr", "rtl"):
            return "rtl" if stated == "rtl" else "ltr"
        if stated == "auto" or element.tag == "bdi":
            found = first_strong_direction("".join(text_for_auto(element)))
            resolved = found or (outer if element.tag != "bdi" and not is_inline(element) else "ltr")
            element.set("dir", resolved)
            return resolved
        if element.tag == "bdo":
            element.set("dir", outer)
        return outer

    # -------------------------------------------------------------- paragraphs

    def paragraph(
        self,
        within: Element,
        line: Sequence[Piece],
        direction: Direction,
        *,
        preformatted: bool,
        override: Direction | None = None,
    ) -> list[Piece]:
        """Order a run of an element's inline content as one paragraph."""
        if not any(not isinstance(piece, str) or piece.strip() for piece in line):
            return list(line)
        leaves = [leaf for piece in line for leaf in self._leaves(piece, (), direction, override, preformatted)]
        base = 1 if direction == "rtl" else 0
        leaves = with_levels(leaves, direction, preformatted=preformatted)
        move_marks(leaves)
        leaves, found = with_whole_words(leaves, within, self.survives)
        self.findings |= dict.fromkeys(found)
        _join(leaves)
        return self._arranged(leaves, 0, base, direction)

    def _leaves(
        self,
        piece: Piece,
        path: tuple[Element, ...],
        direction: Direction,
        override: Direction | None,
        preformatted: bool,
    ) -> Iterator[Leaf]:
        """Flatten inline content; what is a paragraph of its own is ordered on the way."""
        if isinstance(piece, str):
            yield Leaf(piece, path, override=override)
        elif not isinstance(piece.tag, str):
            yield Leaf("", path, element=piece)
        elif piece.tag == "br":
            yield Leaf(SEPARATOR, path, element=piece)
        elif piece.tag in ATOMIC_TAGS:
            yield Leaf(OBJECT, path, element=piece)
        elif not piece.text and not len(piece):
            yield Leaf(OBJECT, path, element=piece)  # empty, but a stylesheet may give it content
        elif piece.get("data-flow") == "footnote":
            piece.set("dir", piece.get("dir") or direction)  # its call may come to stand in a box of the other one
            self.block(piece, direction, preformatted=False)
            yield Leaf(OBJECT, path, element=piece)
        elif piece.get("dir") or piece.tag in ("bdi", "bdo"):
            self._isolate(piece, direction, preformatted)
            yield Leaf(OBJECT, path, element=piece)
        else:
            for inner in contents(piece):
                yield from self._leaves(inner, (*path, piece), direction, override, preformatted)

    def _isolate(self, element: Element, outer: Direction, preformatted: bool) -> None:
        """Order the content of an isolate (UAX#9 X5a to X5c; HTML `bdo` overrides as well)."""
        direction = self._resolved_direction(element, outer)
        override = direction if element.tag == "bdo" else None
        line = contents(element)
        content = self.paragraph(element, line, direction, preformatted=preformatted, override=override)
        fill(element, content)

    # -------------------------------------------------------------- back to elements

    def _arranged(self, leaves: Sequence[Leaf], depth: int, level: int, direction: Direction) -> list[Piece]:
        """Return leaves as pieces inside a box of a level, `depth` elements of their paths being open already.

        Consecutive segments above the level make one run, which becomes a box of its own.
        """
        result: list[Piece] = []
        run: list[list[Leaf]] = []
        for segment in [*segments(leaves, depth, level), None]:
            if segment is not None and min(leaf.level for leaf in segment) > level:
                run.append(segment)
                continue
            if run:
                result += self._run(run, depth, level, direction)
                run = []
            if segment is not None:
                result += self._segment(segment, depth, level, direction)
        return result

    def _segment(self, segment: Sequence[Leaf], depth: int, level: int, direction: Direction) -> list[Piece]:
        """Return leaves that share their next element, inside that element; or a leaf that has none."""
        first = segment[0]
        if len(first.path) > depth:
            piece = self._piece_of(first.path[depth])
            fill(piece, self._arranged(segment, depth + 1, level, direction))
            return [piece]
        return [piece for leaf in segment for piece in emitted(leaf, direction)]

    def _run(self, run: Sequence[Sequence[Leaf]], depth: int, level: int, direction: Direction) -> list[Piece]:
        """Return a maximal run above the level in a box of its own direction (UAX#9 L2)."""
        leaves = [leaf for segment in run for leaf in segment]
        if len(run) == 1 and len(leaves[0].path) > depth:
            return self._segment(run[0], depth, level, direction)  # the element outside, the box inside
        if len(leaves) == 1 and leaves[0].element is not None:
            return emitted(leaves[0], direction)
        inner = min(leaf.level for leaf in leaves)
        content = self._arranged(leaves, depth, inner, direction)
        if inner % 2 == level % 2:
            return content
        box = new("span", {"dir": "rtl" if inner % 2 else "ltr", "data-bidi": ""})
        fill(box, content)
        return [box]

    def _piece_of(self, element: Element) -> Element:
        """Return a new element that stands for a part of the original; only the first keeps its id."""
        pieces = self.pieces.setdefault(element, [])
        piece = new(element.tag, dict(element.attrib))
        if pieces:
            piece.attrib.pop("id", None)
            piece.set("data-bidi-continued", "")
            pieces[-1].set("data-bidi-continues", "")
        pieces.append(piece)
        return piece


def _join(leaves: Sequence[Leaf]) -> None:
    """Mark borders at which letters join (Unicode, section 9.2): the engine shapes each piece alone."""
    previous: Leaf | None = None
    for leaf in leaves:
        if leaf.element is not None:
            previous = None
            continue
        if not leaf.text:
            continue
        if previous is not None and previous.level == leaf.level and _join_as_drawn(previous, leaf):
            previous.joined_after = leaf.joined_before = True
        previous = leaf


def _join_as_drawn(one: Leaf, other: Leaf) -> bool:
    """Say whether letters join across a border; on an even level they stand, and join, in visual order (UAX#9, 3.5)."""
    if is_raised_apart(one, other):
        return False
    if one.level % 2:
        return joins(one.text, other.text)
    return joins(other.text[:1], one.text[-1:])
