"""The paragraphs of a page that may take kashida: their text in the page, their lines in the layout.

Which letters a line holds is found by counting letters of the Arabic script: hyphens, the numbers of notes and
capital letters, which the engine adds or changes, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from ..bidi.elements import Element, is_inline, parse, serialized
from ..boxes import NAME_ATTRIBUTE, LaidLine
from ..fonts import Face
from ..shaping import kashida_step, ligated, text_width
from ..text.kashida import KASHIDA, Place, places, stretched
from .choosing import Candidate, chosen

TAGS = ("p", "li", "dd")
"""Elements whose lines are read; those that are justified from right to left are used."""

UNTOUCHED_TAGS = frozenset({"code", "kbd", "pre", "samp", "sub", "sup", "svg", "textarea"})
UNTOUCHED_CLASSES = frozenset({"initial-word", "initial-letter"})
"""Initials are larger than the text around them, so that what is measured for the text does not hold."""

NAME = "kashida-{}"
"""Of the lines of a paragraph, by its number in the page."""

JOINER = "\N{ZERO WIDTH JOINER}"
"""What the direction pass puts where letters join across elements: such words are left alone."""

_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc\u06ff\u0750-\u077f]")
"""A letter of the blocks Arabic and Arabic Supplement; a tatweel is none."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of text in an element: its own beginning, or what follows a child of it."""

    holder: Element
    is_tail: bool
    text: str
    lang: str
    stretchable: bool

    @property
    def letters(self) -> int:
        return len(_LETTER.findall(self.text))

    def write(self, text: str) -> None:
        """Put a text into the page in its stead."""
        if self.is_tail:
            self.holder.tail = text
        else:
            self.holder.text = text


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in a paragraph."""

    node: int
    place: Place
    word: str
    offset: int
    """Of the place in its word."""
    before: int
    """How many letters of the paragraph stand before the place, …"""
    start: int
    end: int
    """… before its word, and before what follows the word."""
    lang: str


@dataclass(slots=True)
class _Paragraph:
    nodes: list[_Node]
    units: dict[int, dict[int, int]] = field(default_factory=dict)
    """Kashida by the number of the node: offsets and units."""


class Paragraphs:
    """The paragraphs of a page by the names of their lines, and the kashida that was put into them."""

    def __init__(self, page: str) -> None:
        self._root = parse(page)
        self._paragraphs: dict[str, _Paragraph] = {}
        for number, element in enumerate(self._root.iter(*TAGS)):
            if element.get(NAME_ATTRIBUTE) is None:
                nodes = list(_nodes(element, _language(element), True))
                if any(node.stretchable and node.letters for node in nodes):
                    name = NAME.format(number)
                    element.set(NAME_ATTRIBUTE, name)
                    self._paragraphs[name] = _Paragraph(nodes)

    def __bool__(self) -> bool:
        """Say whether any paragraph has letters that could be drawn out."""
        return bool(self._paragraphs)

    @property
    def html(self) -> str:
        """The page as it is now."""
        return serialized(self._root)

    @property
    def stretched(self) -> frozenset[str]:
        """The names of the paragraphs that have kashida now."""
        return frozenset(name for name, paragraph in self._paragraphs.items() if paragraph.units)

    def lines_by_name(self, lines: Iterable[LaidLine]) -> dict[str, list[LaidLine]]:
        """Return the lines of each of these paragraphs that has justified lines from right to left."""
        found: dict[str, list[LaidLine]] = {}
        for line in lines:
            if line.name in self._paragraphs:
                found.setdefault(line.name, []).append(line)
        return {
            name: own
            for name, own in found.items()
            if own[0].direction == "rtl" and any(line.justified for line in own)
        }

    def stretch(self, name: str, lines: Sequence[LaidLine], faces: Sequence[Face]) -> None:
        """Put kashida into the loose lines of a paragraph; its lines are those of the page without."""
        paragraph = self._paragraphs[name]
        face = _face(lines[0], faces)
        counts = [len(_LETTER.findall(line.text)) for line in lines]
        if face is None or not kashida_step(face.file) or sum(counts) != sum(node.letters for node in paragraph.nodes):
            return
        spots = list(_spots(paragraph.nodes))
        above: tuple[float, ...] = ()
        for line, count, end in zip(lines, counts, accumulate(counts), strict=True):
            inside = [spot for spot in spots if end - count <= spot.start and spot.end <= end]
            candidates = _candidates(inside, line, end - count, count, face.file) if line.justified else []
            natural = line.space_width / line.space_ratio / line.size
            taken = chosen(candidates, ratio=line.space_ratio, spaces=line.spaces, space=natural, above=above)
            for one, units in taken.items():
                paragraph.units.setdefault(one.key[0], {})[one.key[1]] = units
            above = tuple(one.position for one in taken)
        for number, offsets in paragraph.units.items():
            paragraph.nodes[number].write(stretched(paragraph.nodes[number].text, offsets))

    def take_back(self, name: str) -> None:
        """Give a paragraph its own text again."""
        paragraph = self._paragraphs[name]
        for number in paragraph.units:
            paragraph.nodes[number].write(paragraph.nodes[number].text)
        paragraph.units.clear()


def _nodes(element: Element, lang: str, stretchable: bool) -> Iterator[_Node]:
    """Yield the texts of a paragraph in order; notes and blocks inside it have lines of their own."""
    if element.text:
        yield _Node(element, False, element.text, lang, stretchable)
    for child in element:
        if isinstance(child.tag, str) and is_inline(child) and child.get("data-flow") != "footnote":
            own = (
                stretchable
                and child.tag not in UNTOUCHED_TAGS
                and child.get("dir") != "ltr"
                and UNTOUCHED_CLASSES.isdisjoint(child.get("class", "").split())
            )
            yield from _nodes(child, child.get("lang") or lang, own)
        if child.tail:
            yield _Node(child, True, child.tail, lang, stretchable)


def _language(element: Element) -> str:
    """Return the language that an element has or inherits (HTML, the lang attribute)."""
    while element is not None:
        if lang := element.get("lang"):
            return str(lang)
        element = element.getparent()
    return "und"


def _spots(nodes: Sequence[_Node]) -> Iterator[_Spot]:
    """Yield all places of a paragraph."""
    done = 0
    for number, node in enumerate(nodes):
        text = node.text
        words = list(_WORD.finditer(text)) if node.stretchable else []
        for place in places(text, node.lang) if node.stretchable else ():
            word = words[place.word]
            if JOINER not in word[0]:
                before, start, end = (
                    done + len(_LETTER.findall(text[:offset])) for offset in (place.offset, word.start(), word.end())
                )
                yield _Spot(number, place, word[0], place.offset - word.start(), before, start, end, node.lang)
        done += node.letters


def _candidates(spots: Sequence[_Spot], line: LaidLine, first: int, count: int, face: Path) -> list[Candidate]:
    """Return the places of a line, with positions and what a stretch of each is wide."""
    result = []
    step = kashida_step(face)
    for spot in spots:
        if spot.offset in ligated(spot.word, face, spot.lang):
            continue
        one = spot.word[: spot.offset] + KASHIDA + spot.word[spot.offset :]
        plain, wider = (text_width(word, face, lang=spot.lang, direction="rtl") for word in (spot.word, one))
        result.append(
            Candidate(
                key=(spot.node, spot.place.offset),
                word=(spot.node, spot.place.word),
                rank=spot.place.rank,
                position=(spot.before - first) / count * line.width / line.size,
                step=step,
                first=max(wider - plain, step),
            )
        )
    return result


def _face(line: LaidLine, faces: Sequence[Face]) -> Face | None:
    """Return the upright face for the Arabic letters of a line."""
    for family in line.families:
        own = [face for face in faces if face.family == family and face.style == "normal"]
        if any(not face.scripts or "Arab" in face.scripts for face in own):
            return min(own, key=lambda face: abs(face.weight - line.weight))
    return None
