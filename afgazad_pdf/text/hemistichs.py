"""Hemistichs as text to be filled: one string to measure, and runs that take kashida at offsets of that string.

A tatweel that an author typed inside a word is a wish for a stretch there, not a letter: it goes, and its
place is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..article import FootnoteCall, LineBreak, Run, Runs, Span, Text, plain_text, walk_runs
from .kashida import stretched

TATWEEL = "\N{ARABIC TATWEEL}"

_INNER_TATWEEL = re.compile(rf"(?<=\w){TATWEEL}+(?=\w)|(?<=[\u064b-\u0655\u0670]){TATWEEL}+(?=\w)")
"""Tatweels amid a word, marks before them included; one that stands alone, as in quoted grammar, is a letter."""


@dataclass(frozen=True, slots=True)
class Hemistich:
    """A hemistich, ready to be filled to a width."""

    runs: Runs
    """White space collapsed, no line breaks, no tatweels amid words."""
    text: str
    """The letters of the runs: what `plain_text` gives."""
    typed: frozenset[int] = frozenset()
    """Offsets in `text` before which the author had typed a tatweel."""


def hemistich_of(runs: Runs) -> Hemistich:
    """Return the runs as a hemistich."""
    letters = _joined(_mapped(runs, lambda text, _: text))
    kept = [True] * len(letters)
    for match in re.finditer(r"\s+", letters):
        first = match.start() + (match.start() > 0 and match.end() < len(letters))
        kept[first : match.end()] = [False] * (match.end() - first)
    typed = []
    for match in _INNER_TATWEEL.finditer(letters):
        kept[match.start() : match.end()] = [False] * len(match.group())
        typed.append(match.start())
    offsets = frozenset(sum(kept[:place]) for place in typed)

    def pick(text: str, start: int) -> str:
        return "".join(
            " " if character.isspace() else character
            for character, keep in zip(text, kept[start : start + len(text)], strict=True)
            if keep
        )

    picked = _mapped(runs, pick)
    return Hemistich(picked, _joined(picked), offsets)


def with_calls_moved(hemistichs: Sequence[Runs]) -> tuple[Runs, ...]:
    """Return the hemistichs of a stanza; calls of footnotes that stand where no word is go to the words before them.

    A hemistich without words is not printed, and its notes would not be either. Where no words stand before, the calls
    go to the end of the first hemistich that has some.
    """
    with_words = [place for place, runs in enumerate(hemistichs) if plain_text(runs)]
    moved = list(hemistichs)
    for place, runs in enumerate(hemistichs):
        calls = tuple(run for run in walk_runs(runs) if isinstance(run, FootnoteCall))
        if calls and with_words and place not in with_words:
            near = max((other for other in with_words if other < place), default=with_words[0])
            moved[near] += calls
            moved[place] = ()
    return tuple(moved)


def with_kashida(runs: Runs, units: Mapping[int, int]) -> Runs:
    """Return the runs with units of kashida put in before offsets of their letters.

    Units between two runs go to the end of the first one, where the letter stands that they lengthen.
    """

    def stretch(text: str, start: int) -> str:
        own = {offset - start: number for offset, number in units.items() if 0 < offset - start <= len(text)}
        return stretched(text, own) if own else text

    return _mapped(runs, stretch) if units else runs


def _joined(runs: Runs) -> str:
    return "".join(run.text for run in walk_runs(runs) if isinstance(run, Text))


def _mapped(runs: Runs, change: Callable[[str, int], str]) -> Runs:
    """Return the runs with each text changed, given where it starts in all letters; a line break is a space."""
    start = 0

    def walk(inner: Runs) -> Runs:
        nonlocal start
        result: list[Run] = []
        for run in inner:
            match run:
                case Span():
                    result.append(run.model_copy(update={"runs": walk(run.runs)}))
                case Text() | LineBreak():
                    text = run.text if isinstance(run, Text) else " "
                    result.append(Text(text=change(text, start), line=run.line))
                    start += len(text)
                case _:
                    result.append(run)
        return tuple(result)

    return walk(runs)
