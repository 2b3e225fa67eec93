"""What may be changed for the sake of an article's length, how far, and what first.

Every means has its bounds and a *notice*: the change that a practised eye begins to see beside a page without it.
What a change costs grows with its square, so that small changes of several means are better than a great one of a
single means. A *ladder* is the way from the natural setting to the bounds: each rung makes one more step with the
means that gives the most room for what the step costs. Every rung contains those before it, so that what an article
needs can be found by bisection.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How the setting of a story differs from that of the theme. Letters are never spaced."""

    text_scale: float = 1.0
    """The size of the story's text, in units of the theme's."""
    leading_scale: float = 1.0
    """The distance of its lines, in units of what the theme has for the size."""
    picture_scale: float = 1.0
    """The height of its pictures: below 1 they are that much smaller as a whole, above 1 they may be that much taller
    than the theme's greatest height."""
    word_space: float = 0.0
    """What is added to the spaces between words, in em; negative where they are narrower."""


NATURAL = Adjustment()
"""No change."""

Direction = Literal["tighter", "looser"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """One thing that may be changed."""

    field: str
    """Of `Adjustment`."""
    tighter: tuple[float, ...]
    looser: tuple[float, ...]
    """The values that it may have, from the natural one to the bound."""
    notice: float
    """The change that begins to be seen."""
    effect: float
    """By which share the length of an ordinary article changes with a change of 1."""

    @property
    def natural(self) -> float:
        """The value that changes nothing."""
        return float(getattr(NATURAL, self.field))

    def steps(self, direction: Direction) -> list[tuple[float, float]]:
        """Return for each step what it costs in units of the room that it gives, and the value that it leads to."""
        steps, before = [], self.natural
        for value in self.tighter if direction == "tighter" else self.looser:
            cost = self._cost(value) - self._cost(before)
            steps.append((cost / (abs(value - before) * self.effect), value))
            before = value
        return steps

    def _cost(self, value: float) -> float:
        return float(((value - self.natural) / self.notice) ** 2)


MEANS = (
    Means(
        field="leading_scale",
        tighter=(0.99, 0.98, 0.97, 0.96),
        looser=(1.01, 1.02, 1.03, 1.04),
        notice=0.03,  # half a point in 16 to 18: the step in which leading has always been set
        effect=0.9,  # nearly all of the length is lines
    ),
    Means(
        field="word_space",
        tighter=(-0.01, -0.02, -0.03, -0.04),
        looser=(0.01, 0.02, 0.03, 0.04, 0.05, 0.06),
        notice=0.04,  # a sixth of a space of a quarter em; justification changes spaces by more from line to line
        effect=0.37,  # twelve or thirteen spaces in a line of 34 em
    ),
    Means(
        field="picture_scale",
        tighter=(0.85, 0.7),  # no smaller steps: a picture a hair narrower than its column looks like a mistake
        looser=(1.05, 1.1, 1.15),
        notice=0.1,
        effect=0.25,  # of an article with pictures they are a quarter
    ),
    Means(
        field="text_scale",
        tighter=(0.99, 0.98, 0.97, 0.96, 0.95),
        looser=(1.01, 1.02, 1.03, 1.04, 1.05),
        notice=0.008,  # a tenth of a point in 12; the text's size is what makes the articles of a paper one
        effect=2.0,  # fewer letters go into a line, and fewer lines onto a page
    ),
)


@lru_cache(maxsize=16)
def ladder(
    direction: Direction, *, pictures: bool = True, text: bool = True, spaces: bool = True
) -> tuple[Adjustment, ...]:
    """Return the adjustments from the natural one to the bounds, each with one step more than the one before.

    Without `pictures` no step changes them, without `text` none its size, without `spaces` none those between words.
    """
    kept = {"picture_scale": pictures, "text_scale": text, "word_space": spaces}
    steps = [
        (price, means.field, value)
        for means in MEANS
        if kept.get(means.field, True)
        for price, value in means.steps(direction)
    ]
    rungs = [NATURAL]
    for _, field, value in sorted(steps, key=lambda step: step[0]):
        rungs.append(replace(rungs[-1], **{field: value}))
    return tuple(rungs)
