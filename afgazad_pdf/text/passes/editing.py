"""Changing text across its runs: rules see a paragraph as one text, and each edit lands in the right run.

Emphasis splits words and phrases, so no rule may look at one run alone. A `Passage` is the joined text
of all runs, with stand-ins for what is no text; `Passage.edited` puts a rule's edits back into the runs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ...article import LineBreak, Run, Runs, Span, Text
from ...languages import direction_of
from .orthography import Orthography, orthography_of

BARRIER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in the joined text for a footnote call, for code, and for each character of an address."""

LINE_BREAK = "\N{LINE SEPARATOR}"
"""Stands in the joined text for a forced line break."""

ROUNDS = 12
"""How often rules that wait for each other are tried."""

_SUSPECT = re.compile(r"[#@_\\=\ufd3e\ufd3f]|://|\.[a-z]{2}|www\.")
"""What every address has; most texts have none of it and need no closer look."""

_ADDRESSES = re.compile(
    r"""(?:
        https?://[^\s\u00ab\u00bb"<>\u060c\u061b\u201c\u201d\ufffc]+
        | (?<![\w.@])www\.[^\s\u00ab\u00bb"<>\u060c\u061b\u201c\u201d\ufffc]+
        | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
        | (?<![\w\u064b-\u065f])[@#][\w\u200c]*\w  # names and tags of social networks
        | (?<![A-Za-z0-9-])[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]{2,})*\.[a-z]{2,}(?:/[!-~]*)?(?![A-Za-z0-9])  # sites, files
        | (?<![A-Za-z0-9.~_-])(?:[A-Za-z]:)?[A-Za-z0-9.~_-]*[\\_=][A-Za-z0-9.~/\\_=-]+  # paths, names in programs
        )(?<![.,;:!?)])
        | \ufd3f[^\ufd3e\ufd3f]*\ufd3e | \ufd3e[^\ufd3e\ufd3f]*\ufd3f  # a verse of the Quran in ornate parentheses
    """,
    re.VERBOSE,
)


class Edit(NamedTuple):
    """Replace ``text[start:end]``; where both are equal, insert."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The runs of one paragraph, field or cell as one text."""

    pieces: tuple[str, ...]
    """The letters of each run of text, in reading order, and stand-ins for all other runs."""
    orthographies: tuple[Orthography | None, ...]
    """For each piece; None where nothing may be changed."""
    text: str
    """All pieces joined; what is fixed and what is an address stand in it as barriers, one for each character."""
    changes: int = 0
    """How many edits were made."""

    @property
    def letters(self) -> str:
        """All pieces joined as they are."""
        return "".join(self.pieces)

    def has(self, *orthographies: Orthography) -> bool:
        """Say whether any piece follows one of these orthographies."""
        return any(found in orthographies for found in self.orthographies)

    def edited(self, edits: Iterable[Edit], *orthographies: Orthography) -> Passage:
        """Return the passage with edits made, in ascending order, none touching another.

        Where an edit covers pieces of several runs, its replacement goes to the first of them, and an
        insertion to the run before it. Edits that touch what is fixed, or a piece that does not follow
        one of the given orthographies, where any are given, are left out.
        """
        edits = tuple(edits)
        if not edits:
            return self
        wanted: list[list[Edit]] = [[] for _ in self.pieces]
        starts = (0, *accumulate(map(len, self.pieces)))
        changes = 0
        for edit in edits:
            touched = self._touched(edit, starts)
            if not touched or not all(self._is_open(index, orthographies) for index in touched):
                continue
            changes += 1
            for index in touched:
                start, length = starts[index], len(self.pieces[index])
                words = edit.replacement if index == touched[0] else ""
                wanted[index].append(Edit(max(edit.start - start, 0), min(edit.end - start, length), words))
        if not changes:
            return self
        pieces = tuple(map(_with_edits, self.pieces, wanted))
        return _passage(pieces, self.orthographies, self.changes + changes)

    def orthography_at(self, offset: int) -> Orthography | None:
        """Return whose rules the character at an offset follows; None where it is fixed."""
        starts = (0, *accumulate(map(len, self.pieces)))
        return self.orthographies[bisect_right(starts, offset) - 1]

    def _touched(self, edit: Edit, starts: tuple[int, ...]) -> range:
        """Return the indexes of the pieces that an edit covers."""
        if len(self.pieces) < 2:
            return range(len(self.pieces))
        if edit.start < edit.end:
            first = bisect_right(starts, edit.start) - 1
            return range(first, bisect_right(starts, edit.end - 1))
        before = bisect_right(starts, max(edit.start - 1, 0)) - 1
        return range(before, before + 1)

    def _is_open(self, index: int, orthographies: Collection[Orthography]) -> bool:
        found = self.orthographies[index]
        return found is not None and (not orthographies or found in orthographies)


def plain_passage(text: str, lang: str) -> Passage:
    """Return a passage of one run."""
    return _passage((text,), (orthography_of(lang),))


def passage_of(runs: Runs, lang: str) -> Passage:
    """Return runs as a passage; `lang` is the language of those that state none."""
    pieces = tuple(_pieces(runs, orthography_of(lang), lang))
    return _passage(tuple(text for text, _ in pieces), tuple(found for _, found in pieces))


def runs_from(passage: Passage, runs: Runs) -> Runs:
    """Return the runs that a passage was made of, with its letters; runs that lost all letters go."""
    return tuple(_filled(runs, iter(passage.pieces)))


def settled(passage: Passage, rules: Iterable[Callable[[str], Iterable[Edit]]], *orthographies: Orthography) -> Passage:
    """Return the passage after rules have nothing more to do: a sign that is set may tell what another one must be.

    Each rule gets the joined text. After `ROUNDS` they stop in any case; only a long row of signs needs more.
    """
    rules = tuple(rules)
    for _ in range(ROUNDS):
        before = passage
        for rule in rules:
            passage = passage.edited(rule(passage.text), *orthographies)
        if passage is before:
            break
    return passage


def _with_edits(piece: str, edits: list[Edit]) -> str:
    parts, done = [], 0
    for start, end, replacement in edits:
        parts += [piece[done:start], replacement]
        done = end
    return "".join((*parts, piece[done:])) if edits else piece


def _passage(pieces: tuple[str, ...], orthographies: tuple[Orthography | None, ...], changes: int = 0) -> Passage:
    return Passage(pieces, orthographies, _masked("".join(pieces)), changes)


def _masked(text: str) -> str:
    """Return the text with barriers for every character of an address."""
    if not _SUSPECT.search(text):
        return text
    return _ADDRESSES.sub(lambda match: BARRIER * len(match.group()), text)


def _pieces(runs: Runs, orthography: Orthography | None, lang: str) -> Iterator[tuple[str, Orthography | None]]:
    for run in runs:
        match run:
            case Text():
                yield run.text, orthography
            case Span(role="code") | Span(override=True):
                yield BARRIER, None
            case Span():
                yield from _pieces(run.runs, _of_span(run, orthography, lang), run.lang or lang)
            case LineBreak():
                yield LINE_BREAK, None
            case _:
                yield BARRIER, None


def _of_span(span: Span, outer: Orthography | None, lang: str) -> Orthography | None:
    """Return the orthography of a span; one that runs against the language around it is of no known one."""
    if span.lang:
        return orthography_of(span.lang)
    return outer if span.direction in (None, "auto", direction_of(lang)) else "other"


def _filled(runs: Runs, pieces: Iterator[str]) -> Iterator[Run]:
    for run in runs:
        match run:
            case Span(role="code") | Span(override=True):
                next(pieces)
                yield run
            case Text():
                letters = next(pieces)
                if letters or not run.text:
                    yield run if letters == run.text else run.model_copy(update={"text": letters})
            case Span():
                inner = tuple(_filled(run.runs, pieces))
                if inner or not run.runs:
                    yield run if inner == run.runs else run.model_copy(update={"runs": inner})
            case _:
                next(pieces)
                yield run
