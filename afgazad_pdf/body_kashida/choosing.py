"""Which words of a loose line are stretched, and how far. Pure numbers: lengths are in em."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor

LOOSE = 1.6
"""Lines with word spaces wider than this, in natural spaces, take kashida."""

RELAXED = 1.35
"""To this width kashida brings the spaces of a line where it can."""

WIDE = 1.7
"""Spaces wider than this are worth a longer kashida."""

COMFORTABLE = 0.5
"""The longest stretch of one word, …"""

LONGEST = 1.2
"""… and where spaces would stay wide without: the longest that the faces have as one letter."""

SINGLE = 0.5
"""A stretch up to this length goes into one word; a longer one is shared by two."""

SHORTEST = 0.2
"""Less than this is not worth a stretch."""

WORST_RANK = 7
"""Places of a greater rank are used in wide lines only."""

STACKED = 1.5
STACKED_COST = 4.0
"""What it costs, in ranks, that two stretches of lines below each other are nearer than this."""

NEIGHBOURS = 4.0
NEIGHBOURS_COST = 3.0
"""What it costs, in ranks, that two stretches of one line are nearer than this."""

TRIED = 8
"""How many of the best words of a line are tried in pairs."""

EXACT = 1e-6
"""Lengths that differ by less than this are the same."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a line may be stretched."""

    key: tuple[int, int]
    """What the caller finds it by."""
    word: tuple[int, int]
    """Its word, of which one place at most is used."""
    rank: int
    """1 is best; see `text.kashida.RULES`."""
    position: float
    """From the start of the line."""
    step: float
    """What each unit of kashida adds, …"""
    first: float
    """… and the first one."""

    def units(self, length: float) -> int:
        """Return how many units make a stretch no longer than this."""
        return 0 if length < self.first - EXACT else 1 + floor((length - self.first) / self.step + EXACT)


def chosen(
    candidates: Sequence[Candidate], *, ratio: float, spaces: int, space: float, above: Sequence[float]
) -> Mapping[Candidate, int]:
    """Return the places of a line that are stretched, at most two, and the units of each; none where it is not loose.

    `ratio` is the width of its `spaces` now, in natural ones, each `space` wide; `above` are the positions of the
    stretches of the line above. What is given is less than what the spaces were widened by.
    """
    if ratio <= LOOSE or not candidates:
        return {}
    wanted = spaces * space * (ratio - RELAXED)
    wide = max(0.0, spaces * space * (ratio - WIDE))
    usable = [one for one in candidates if one.rank <= WORST_RANK or wide]
    costs = {one: one.rank + STACKED_COST * _is_near(one.position, above, STACKED) for one in usable}
    best: dict[tuple[int, int], Candidate] = {}
    for one in sorted(usable, key=lambda one: (costs[one], one.key)):
        best.setdefault(one.word, one)
    words = list(best.values())[:TRIED]
    if wanted <= SINGLE or len(words) == 1:
        taken: tuple[Candidate, ...] = tuple(words[:1])
    else:
        taken = min(
            combinations(words, 2),
            key=lambda pair: (
                costs[pair[0]]
                + costs[pair[1]]
                + NEIGHBOURS_COST * _is_near(pair[0].position, (pair[1].position,), NEIGHBOURS)
            ),
            default=(),
        )
    if not taken:
        return {}
    share = min(wanted / len(taken), max(COMFORTABLE, min(wide / len(taken), LONGEST)))
    units = {one: one.units(share) for one in taken}
    return {one: count for one, count in units.items() if count and share >= SHORTEST}


def _is_near(position: float, others: Sequence[float], distance: float) -> bool:
    return any(abs(position - other) < distance for other in others)
