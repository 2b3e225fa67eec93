"""What is painted inside what a page paints: patterns, soft masks, letters that are drawn (Type 3 fonts).

A printer's rules hold there too (ISO 15930-7, 6.2). Where exactly such content stands is not asked: its place is
that of what it fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from .contents import DEEPEST_FORM, FAULTS, Budget, interpret
from .state import Box, Colour, Event, ImageShown, ObjectDrawn, ObjectNumber, PathPainted, TextShown


@dataclass(frozen=True, slots=True)
class Nested:
    """Something is painted, by the page or inside what the page paints."""

    event: Event
    box: Box
    """Where it is seen on the page, in pt."""
    outer: bool
    """Whether the page paints it itself, so that the event's own measures hold."""


def nested(events: Iterable[Event], budget: Budget) -> Iterator[Nested]:
    """Yield events, and after each what is painted inside it, each content once."""
    yield from _nested(events, None, budget, set(), 0)


def colours_in_use(event: Event) -> tuple[Colour, ...]:
    """Return the colours in which something is painted: that of its faces, that of its lines."""
    state = event.state
    if isinstance(event, TextShown):
        by_mode = {1: (state.stroke,), 2: (state.fill, state.stroke), 5: (state.stroke,), 6: (state.fill, state.stroke)}
        return () if state.rendering in (3, 7) else by_mode.get(state.rendering, (state.fill,))
    if isinstance(event, PathPainted):
        return (state.fill,) * event.filled + (state.stroke,) * event.stroked
    if isinstance(event, ImageShown) and bool(event.image.get("/ImageMask", event.image.get("/IM", False))):
        return (state.fill,)
    return ()


def pattern_of(colour: Colour, event: Event) -> Any:
    """Return the pattern with which something is painted; None where there is none."""
    if colour.pattern is None or event.resources is None:
        return None
    return event.resources.get("/Pattern", {}).get(colour.pattern)


def soft_mask(event: Event) -> Any:
    """Return the soft mask through which something is painted; None where there is none."""
    mask = event.state.parameters.get("SMask")
    return mask if isinstance(mask, pikepdf.Dictionary) else None


def _nested(
    events: Iterable[Event], box: Box | None, budget: Budget, seen: set[ObjectNumber | int], depth: int
) -> Iterator[Nested]:
    for event in events:
        place = event.box if box is None else box
        yield Nested(event, place, box is None)
        if depth >= DEEPEST_FORM:
            continue
        for content, resources in _contents(event):
            identity = content.objgen if content.objgen != (0, 0) else id(content)
            if identity in seen:
                continue
            seen.add(identity)
            inner = interpret(content, content.get("/Resources", resources), content.objgen, budget)
            yield from _nested(inner, place, budget, seen, depth + 1)


def _contents(event: Event) -> Iterator[tuple[Any, Any]]:
    """Yield the streams that are painted inside an event, with the resources that they have where not their own."""
    try:
        for colour in colours_in_use(event):
            pattern = pattern_of(colour, event)
            if isinstance(pattern, pikepdf.Stream):
                yield pattern, event.resources
        mask = soft_mask(event)
        if mask is not None and isinstance(mask.get("/G"), pikepdf.Stream):
            yield mask.G, event.resources
        if isinstance(event, TextShown) and event.typeface.kind == "Type3":
            font = event.typeface.entries
            for drawing in font.get("/CharProcs", {}).values():
                yield drawing, font.get("/Resources", event.resources)
    except FAULTS:
        return


def forms(painted: Iterable[Nested]) -> Iterator[tuple[Nested, Any]]:
    """Yield each form, and each group of a soft mask, with what draws it."""
    for item in painted:
        if isinstance(item.event, ObjectDrawn):
            yield item, item.event.drawn
        mask = soft_mask(item.event)
        if mask is not None and "/G" in mask:
            yield item, mask.G
