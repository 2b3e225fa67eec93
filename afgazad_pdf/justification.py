"""Filling lines to a width by kashida and word space, as the hemistichs of a poem need it.

Where spaces can take the slack of a line and stay nearly natural, they do. Else words are stretched: how far
together is found here, where is chosen by `text.stretches` among the places of `text.kashida`. What
remains goes to the spaces again. docs/kashida.md tells it in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path
from statistics import median

from .languages import Direction
from .shaping import SPACES, kashida_step, ligated, shaped_words, spaced_width
from .text.kashida import Place, places, stretched
from .text.stretches import Room, Spot, Stretch, chosen, middles

COMFORTABLE_SPACE = 1.15
"""Up to this ratio spaces take the slack alone, and no word is stretched."""

SPACES_SHARE = 0.25
"""The part of the slack that spaces take where words are stretched; from it comes one ratio for all such lines."""

EVEN_SPACE = 1.3
"""The greatest ratio for that share. Spaces grow further only where kashida cannot take the rest."""

LEAST_KASHIDA = 0.25
"""All stretches of a line together are no shorter, in em, if there is slack for it: less looks like a fault."""

TRIES = 3
"""How often the units are counted anew: in some faces the first unit of a place adds more than a step."""

EXACT = 1e-6
"""Widths that differ by less than this are the same, in em."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a line may be stretched or drawn together."""

    narrowest_space: float = 0.75
    """The least width of a space, as a ratio of its natural width."""
    widest_space: float = 1.7
    """The greatest width of a space, as a ratio of its natural width."""
    longest_kashida: float = 1.2
    """The longest stretch at one place, in em."""
    kashida_per_line: float = 4.0
    """All stretches of a line together, in em."""
    places_per_line: int = 4
    """How many words of a line may be stretched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedLine:
    """A line that fills a width."""

    text: str
    """The line with its kashida units in it, ready to be set."""
    units: Mapping[int, int]
    """Offsets in the text that was given, and how many units of kashida go in before each; empty if none is needed."""
    word_space: float
    """The width of each space, as a ratio of its natural width."""
    word_spacing: float
    """The same as a value of the CSS property `word-spacing`: by how much each space is wider, in em."""
    width: float
    """The width of `text` with natural spaces, in em. With `word_spacing` at each space it is the width asked for.

    A line of one word has no space that takes the rest: it is short by less than one unit of kashida.
    """


def fit_lines(
    texts: Sequence[str],
    width: float,
    *,
    face_file: Path,
    lang: str,
    direction: Direction,
    limits: Limits | None = None,
) -> tuple[FittedLine | None, ...]:
    """Fill each text to the width, which is in em; None for a text that cannot be within the limits.

    The texts come in the order in which they stand below each other in one column, so that a line
    is not stretched where the line above it is. They have single spaces, none at their ends, and no units
    of kashida yet. Letters that the face lacks are measured as its missing glyph: where another face sets
    them, the line will not fill the width.
    """
    column = _Column(width, face_file, lang, direction, limits or Limits())
    lines = [column.line(text) for text in texts]
    even_space = column.even_space(lines)
    fitted: list[FittedLine | None] = []
    above: tuple[float, ...] = ()
    for line in lines:
        one, above = column.fitted(line, even_space, above)
        fitted.append(one)
    return tuple(fitted)


@dataclass(frozen=True, slots=True)
class _Line:
    """A text before it is filled."""

    text: str
    width: float
    """Of the text with natural spaces, in em."""
    slack: float
    """What is to be filled, in em; negative where the text is too wide."""
    spaces: int
    words: int
    spots: tuple[Spot, ...]
    """Where the face allows the line to be stretched."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What the lines have in common: their width, face and limits."""

    width: float
    face_file: Path
    lang: str
    direction: Direction
    limits: Limits

    def line(self, text: str) -> _Line:
        """Measure a text and find where it may be stretched."""
        spots: list[Spot] = []
        offset = words = spaces = 0
        width = 0.0
        for piece, shape in shaped_words(text, self.face_file, lang=self.lang, direction=self.direction):
            for place in self._places(piece):
                own = Place(offset + place.offset, place.rank, words + place.word)
                spots.append(Spot(own, width + shape.ends[place.offset - 1], spaces))
            width += shape.width
            offset += len(piece)
            spaces += piece in SPACES
            words += piece not in SPACES
        if self.space <= EXACT:  # nothing to widen by a ratio
            spaces = 0
        return _Line(text, width, self.width - width, spaces, words, tuple(spots))

    def even_space(self, lines: Sequence[_Line]) -> float:
        """Return the ratio that spaces have in the lines where words are stretched."""
        shares = [
            1 + SPACES_SHARE * line.slack / (line.spaces * self.space)
            for line in lines
            if line.spaces and line.slack > (COMFORTABLE_SPACE - 1) * line.spaces * self.space
        ]
        return min(median(shares), EVEN_SPACE, self.limits.widest_space) if shares else 1.0

    def fitted(
        self, line: _Line, even_space: float, above: Sequence[float]
    ) -> tuple[FittedLine | None, tuple[float, ...]]:
        """Return the filled line, and the middles of its stretches in em; those of the line above it are given."""
        plain = self._finished(line, ())
        is_comfortable = plain is not None and plain.word_space <= COMFORTABLE_SPACE
        if is_comfortable or line.slack <= 0 or not line.spots:
            return plain, ()
        room = self._room(line, even_space, above)
        stretches = self._stretches(line, room)
        filled = self._finished(line, stretches)
        if filled is None:
            return plain, ()
        return filled, tuple(middles(stretches, replace(room, space_gain=filled.word_spacing)))

    def _stretches(self, line: _Line, room: Room) -> tuple[Stretch, ...]:
        """Return stretches after which spaces have the even ratio, as nearly as whole units and the limits allow."""
        goal = self.width - line.spaces * room.space_gain
        goal = max(goal, line.width + min(line.slack, LEAST_KASHIDA))
        most = min(room.capacity(line.spots), floor(self.limits.kashida_per_line / room.step + EXACT))
        stretches: tuple[Stretch, ...] = ()
        units, width = 0, line.width
        for _ in range(TRIES):
            missing = (goal - width) / room.step
            wanted = min(most, units + (round(missing) if line.spaces else floor(missing + EXACT)))
            if wanted < 1 or wanted == units:
                break
            units = wanted
            stretches = chosen(line.spots, units, room)
            width = self._text_width(stretched(line.text, _units(stretches)))
        return stretches

    def _finished(self, line: _Line, stretches: Sequence[Stretch]) -> FittedLine | None:
        """Return the line with spaces that take what the stretches leave; None where they cannot."""
        units = _units(stretches)
        text = stretched(line.text, units)
        width = self._text_width(text)
        rest = self.width - width
        if not line.spaces:
            step = kashida_step(self.face_file)
            if not text or not -EXACT <= rest < max(step, EXACT):
                return None
            return FittedLine(text=text, units=units, word_space=1.0, word_spacing=0.0, width=width)
        word_spacing = rest / line.spaces
        word_space = 1 + word_spacing / self.space
        if not self.limits.narrowest_space - EXACT <= word_space <= self.limits.widest_space + EXACT:
            return None
        return FittedLine(text=text, units=units, word_space=word_space, word_spacing=word_spacing, width=width)

    def _places(self, word: str) -> tuple[Place, ...]:
        """Return the places of a word that the face allows."""
        if not kashida_step(self.face_file) or word in SPACES:
            return ()
        closed = ligated(word, self.face_file, self.lang)
        return tuple(place for place in places(word, self.lang) if place.offset not in closed)

    def _room(self, line: _Line, even_space: float, above: Sequence[float]) -> Room:
        step = kashida_step(self.face_file)
        return Room(
            step=step,
            longest=floor(self.limits.longest_kashida / step + EXACT),
            most_places=self.limits.places_per_line,
            space_gain=(even_space - 1) * self.space,
            last_word=line.words - 1,
            above=above,
        )

    def _text_width(self, text: str) -> float:
        return spaced_width(text, self.face_file, lang=self.lang, direction=self.direction)

    @property
    def space(self) -> float:
        """The natural width of a space, in em."""
        return self._text_width(" ")


def _units(stretches: Sequence[Stretch]) -> dict[int, int]:
    """Return the number of units by offset."""
    return {stretch.spot.place.offset: stretch.units for stretch in stretches}
