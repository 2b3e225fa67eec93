"""No more ink than paper takes: what the plates of a page print together, measured where they lie over each other.

How much paper takes, the profile of the press says: no colour that it converts ever asks for more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from PIL import ImageCms

from ..condition import BUNDLED, ink_limit
from .boxes import overlap
from .document import MM, Fault, SheetPage
from .nesting import Nested, colours_in_use, pattern_of
from .plates import ALL, NONE, PROCESS, HeavyPlace, Separator, coverage, heavy_places
from .quality import is_on
from .spaces import family, resolved
from .state import Box, Event, ImageShown, PathPainted, ShadingPainted, TextShown, scale

USUAL_LIMIT = 300
"""In percent: what coated paper takes, where the profile of the press does not say it."""

ROUNDING = 1.0
"""In percent: plates are drawn in 255 steps each."""

WIDE = 1.5 * MM
"""In pt: what is narrower, such as letters, is held against the limit by the numbers of its colour."""

MOST_PLATES = 16
"""Inks of a page that are drawn; a file with more is made to tie a program up."""


def total_ink(page: SheetPage) -> Iterator[Fault]:
    """Tell where a page has more ink than paper takes: once for all areas and letters, once for each picture."""
    profile = page.document.press_profile
    if profile is not None and profile.space != "CMYK":
        return
    press, limit = _press(profile.data if profile is not None and profile.sound else None)
    separator = Separator(press)
    fine = list(_fine(page, separator, limit))
    pictures: dict[Box, float] = {}
    areas: list[HeavyPlace] = list(fine)
    for place in _measured(page, separator, limit):
        if any(overlap(place.box, other.box) for other in fine):
            continue
        picture = _picture_at(page, place.box)
        if picture is None:
            areas.append(place)
        else:
            pictures[picture] = max(place.most, pictures.get(picture, 0))
    if areas:
        areas.sort(key=lambda place: -place.most)
        most = round(areas[0].most)
        yield from page.counted("ink-heavy", (place.box for place in areas), total=most, limit=limit)
    for box, amount in pictures.items():
        yield page.fault("picture-ink-heavy", box, total=round(amount), limit=limit)


@lru_cache(maxsize=8)
def _press(profile: bytes | None) -> tuple[bytes, int]:
    """Return the profile by which colours are separated and its limit; the bundled one for one that is of no use."""
    if profile is not None:
        try:
            return profile, ink_limit(profile) or USUAL_LIMIT
        except (ImageCms.PyCMSError, OSError):
            pass
    return BUNDLED.read_bytes(), USUAL_LIMIT


def _fine(page: SheetPage, separator: Separator, limit: int) -> Iterator[HeavyPlace]:
    """Yield letters and thin lines whose colour has too much ink: they are too small to be measured."""
    for event in page.events:
        if not isinstance(event, TextShown | PathPainted) or not is_on(event, page) or not _is_fine(event):
            continue
        for colour in colours_in_use(event):
            if colour.pattern is None:
                paint = separator.paint(colour.space, colour.components, event.resources)
                total = 100 * sum(amount for name, amount in paint.amounts)
                total *= len(PROCESS) if any(name == ALL for name, _ in paint.amounts) else 1
                if total > limit + ROUNDING:
                    yield HeavyPlace(event.box, total)


def _is_fine(event: Event) -> bool:
    if isinstance(event, PathPainted):
        narrow = min(event.box.right - event.box.left, event.box.top - event.box.bottom)
        return (narrow if event.filled else event.state.line_width * scale(event.state.matrix)) < WIDE
    return True


def _measured(page: SheetPage, separator: Separator, limit: int) -> Iterator[HeavyPlace]:
    """Draw the plates of a page, where it can have so much ink at all, and yield the places that have."""
    plates = _plates(page, separator)
    if 100 * len(plates) > limit + ROUNDING and page.budget.operators >= 0:
        drawn = coverage(page, page.trim_box, plates[:MOST_PLATES], separator, page.document.layers)
        yield from heavy_places(drawn, limit + ROUNDING)


def _plates(page: SheetPage, separator: Separator) -> tuple[str, ...]:
    """Return the inks that are printed on a page, in the order of the press."""
    found: dict[str, None] = {}
    for item in page.nested:
        if is_on(item.event, page) if item.outer else overlap(item.box, page.trim_box):
            found.update(dict.fromkeys(_printed(item, separator)))
    if ALL in found:
        found.update(dict.fromkeys(PROCESS))
    further = [name for name in found if name not in (ALL, NONE, *PROCESS)]
    return (*(name for name in PROCESS if name in found), *further)


def _printed(item: Nested, separator: Separator) -> Iterator[str]:
    event = item.event
    if isinstance(event, ShadingPainted):
        yield from _of_space(event.shading.ColorSpace, event.resources)
    elif isinstance(event, ImageShown) and "/ColorSpace" in event.image:
        yield from _of_space(event.image.ColorSpace, event.resources)
    elif isinstance(event, ImageShown) and not colours_in_use(event):
        yield from PROCESS
    for colour in colours_in_use(event):
        pattern = pattern_of(colour, event)
        if pattern is not None and "/Shading" in pattern:
            yield from _of_space(pattern.Shading.ColorSpace, event.resources)
        elif pattern is None:
            paint = separator.paint(colour.space, colour.components, event.resources)
            yield from (name for name, amount in paint.amounts if amount > 0)
        elif colour.components:
            yield from _of_space(colour.space, event.resources)


def _of_space(space: Any, resources: Any) -> tuple[str, ...]:
    """Return the inks with which a space can print."""
    space = resolved(space, resources)
    kind = family(space)
    if kind in ("/Indexed", "/Pattern"):
        return _of_space(space[1], resources)
    if kind == "/Separation":
        return (str(space[1])[1:],)
    if kind == "/DeviceN":
        return tuple(str(name)[1:] for name in space[1])
    return (PROCESS[3],) if kind == "/DeviceGray" else PROCESS


def _picture_at(page: SheetPage, box: Box) -> Box | None:
    """Return the box of the uppermost picture in which the middle of a place lies."""
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    for event in reversed(page.events):
        seen = event.seen if isinstance(event, ImageShown) else None
        if seen is not None and seen.left <= x <= seen.right and seen.bottom <= y <= seen.top:
            return event.box
    return None
