"""Which places of a line are stretched, and how far: numbers only, no fonts.

Every choice of places has a cost, and the cheapest is taken. The constants say in numbers what is good: few
stretches, about equally long, at good places of words apart, not below those of the line above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil

from .kashida import Place

RANK_COSTS = (0.0, -0.5, 0.0, 0.2, 0.5, 0.9, 1.1, 1.6, 2.6, 4.5)
"""What it costs to use a place, by its rank."""

POOR_RANK = 8
"""Places of this rank and above are left out in words that have a better one."""

PLACE_COST = 0.8
"""What each stretched word costs: few are better than many."""

LENGTH_COST = 2.0
"""What a stretch of one em costs; it grows with the square of the length."""

EARLY_COST = 0.15
"""What it costs to leave each later place of a word for an earlier one."""

FIRST_WORD_COST = 1.2
LAST_WORD_COST = 0.2
"""Persian calligraphers stretch in the middle of a hemistich first, then at its end, and in its first word last."""

NEIGHBOURS_COST = 1.0
"""What it costs to stretch two words that follow each other."""

STACKED = 1.0
"""Stretches of a line and of the line above it are to be so far apart, in em, from middle to middle."""

STACKED_COST = 4.0
"""What it costs when they are nearer."""

CHOICES = 7
"""How many of the cheapest places of a line are tried in all combinations."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and where it stands in a line."""

    place: Place
    start: float
    """From the start of the line before it is filled, in em."""
    spaces: int
    """How many spaces stand before it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place with the units of kashida that it gets."""

    spot: Spot
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What holds for all stretches of a line."""

    step: float
    """The width of a unit, in em."""
    longest: int
    """The most units at one place."""
    most_places: int
    """How many words may be stretched."""
    space_gain: float
    """By how much each space is wider than in its natural width, in em: it moves the places."""
    last_word: int
    """The number of the line's last word."""
    above: Sequence[float] = ()
    """Middles of the stretches of the line above, from the start of the line, in em."""

    def capacity(self, spots: Sequence[Spot]) -> int:
        """Return how many units the places can take together."""
        words = {spot.place.word for spot in spots}
        return self.longest * min(len(words), self.most_places, CHOICES)


def chosen(spots: Sequence[Spot], units: int, room: Room) -> tuple[Stretch, ...]:
    """Return the best places for a number of units, in the order of the line, and the share of each.

    `units` is at least 1 and no more than the places can take.
    """
    tried = _cheapest(spots, units, room)
    words = len({spot.place.word for _, spot in tried})
    best: tuple[float, tuple[Stretch, ...]] | None = None
    for count in range(ceil(units / room.longest), min(room.most_places, words, units) + 1):
        length = units * room.step / count
        base = count * PLACE_COST + LENGTH_COST * count * length**2
        if best is not None and base + sum(cost for cost, _ in tried[:count]) >= best[0]:
            continue
        for choice in combinations(tried, count):
            cost = base + sum([own for own, _ in choice])
            if best is not None and cost >= best[0]:
                continue
            stretches = _shared(choice, units)
            if stretches is None:
                continue
            cost += _neighbours_cost(stretches) + _stacked_cost(middles(stretches, room), room)
            if best is None or cost < best[0]:
                best = cost, stretches
    assert best is not None, "more units than the places can take"
    return best[1]


def middles(stretches: Sequence[Stretch], room: Room) -> Iterator[float]:
    """Return where the middles of the stretches stand, from the start of the line, in em."""
    before = 0.0
    for stretch in stretches:
        length = stretch.units * room.step
        yield stretch.spot.start + stretch.spot.spaces * room.space_gain + before + length / 2
        before += length


def _cheapest(spots: Sequence[Spot], units: int, room: Room) -> list[tuple[float, Spot]]:
    """Return the cheapest places, with what each costs by itself; the best of each word first."""
    own: dict[int, list[tuple[float, Spot]]] = {}
    for spot in reversed(spots):
        of_word = own.setdefault(spot.place.word, [])
        cost = RANK_COSTS[spot.place.rank] + EARLY_COST * len(of_word)
        cost += FIRST_WORD_COST * (spot.place.word == 0) + LAST_WORD_COST * (spot.place.word == room.last_word)
        of_word.append((cost, spot))
    for of_word in own.values():
        of_word.sort(key=_cost)
        if of_word[0][1].place.rank < POOR_RANK:
            of_word[:] = [place for place in of_word if place[1].place.rank < POOR_RANK]
    first = sorted((of_word[0] for of_word in own.values()), key=_cost)[:CHOICES]
    second = sorted((place for of_word in own.values() for place in of_word[1:2]), key=_cost)
    return sorted((*first, *second[: CHOICES - len(first)]), key=_cost)


def _cost(place: tuple[float, Spot]) -> float:
    return place[0]


def _shared(choice: Sequence[tuple[float, Spot]], units: int) -> tuple[Stretch, ...] | None:
    """Share the units out equally, what remains to the cheapest; None where two places are of one word."""
    each, rest = divmod(units, len(choice))
    stretches = [Stretch(spot, each + (index < rest)) for index, (_, spot) in enumerate(choice)]
    stretches.sort(key=lambda stretch: stretch.spot.place.offset)
    words = [stretch.spot.place.word for stretch in stretches]
    return None if len(set(words)) < len(words) else tuple(stretches)


def _neighbours_cost(stretches: Sequence[Stretch]) -> float:
    words = [stretch.spot.place.word for stretch in stretches]
    return NEIGHBOURS_COST * sum(second - first == 1 for first, second in pairwise(words))


def _stacked_cost(middles_here: Iterator[float], room: Room) -> float:
    if not room.above:
        return 0.0
    return STACKED_COST * sum(any(abs(here - there) < STACKED for there in room.above) for here in middles_here)
