"""The paper's own pages: all that is not a story's text, as its template is told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...languages import direction_of
from ..contents import Listing, listings, section_title
from ..imprint import imprint
from ..places import Places, page_label
from ..running import shortened, side_of
from ..words import Phrase, phrase, word
from .modules import Box
from .plan import Plan
from .stories import Press, Story

TEMPLATE = "newspaper/pages.html.j2"

BAND_SIZE = 1.3
"""The size of a section's name in its band, in sizes of the paper's text."""


def front_values(press: Press) -> dict[str, Any]:
    """Return what the template is told to set the head of the front page alone, to be measured."""
    return _values(press, ({"front": _front_box(press), **_EMPTY},))


def contents_values(press: Press, places: Places, shown: Sequence[str] = ()) -> dict[str, Any]:
    """Return what the template is told to set the contents alone, in one column, to be measured."""
    grid = press.grid
    box = Box(page=0, left=0, top=0, width=grid.column, height=0)
    contents = {"box": box, "groups": _groups(press, places, shown)}
    return _values(press, ({"front": None, **_EMPTY, "contents": contents},))


def sheet_values(
    press: Press, plan: Plan, stories: Mapping[str, Story], places: Places, shown: Sequence[str], parts: str
) -> dict[str, Any]:
    """Return what the template is told of all pages; `shown` are the slugs in the contents, empty for all."""
    sheets = tuple(_sheet(press, plan, stories, places, shown, page) for page in range(plan.pages))
    return _values(press, sheets) | {"parts": parts}


_EMPTY: dict[str, Any] = {"running": None, "rules": (), "contents": None, "bands": (), "continuations": (), "jumps": ()}


def _values(press: Press, sheets: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    direction = press.issue.direction
    return {
        "sheets": sheets,
        "imprint": imprint(press.issue),
        "heading": phrase("inside", press.issue.lang),
        "size": press.text_size(direction),
        "line": press.line(direction),
        "band": round(press.text_size(direction) * BAND_SIZE, 2),
        "parts": "",
    }


def _front_box(press: Press) -> Box:
    grid = press.grid
    return Box(page=0, left=grid.side, top=grid.top, width=grid.measure, height=0)


def _sheet(
    press: Press, plan: Plan, stories: Mapping[str, Story], places: Places, shown: Sequence[str], page: int
) -> dict[str, Any]:
    contents = None
    if plan.contents is not None and page == plan.contents.page:
        contents = {"box": plan.contents, "groups": _groups(press, places, shown)}
    return {
        "front": _front_box(press) if page == 0 else None,
        "running": _running(press, plan, stories, page) if page else None,
        "rules": tuple(rule for rule in plan.rules if rule.box.page == page),
        "contents": contents,
        "bands": tuple(_band(press, band.section, band.box) for band in plan.bands if band.box.page == page),
        "continuations": tuple(
            _continuation(press, stories[item.slug], item.box, item.from_page, number)
            for number, item in enumerate(plan.continuations)
            if item.box.page == page
        ),
        "jumps": tuple(
            _jump(press, stories[item.slug], item.box, item.to_page, number)
            for number, item in enumerate(plan.jumps)
            if item.box.page == page
        ),
    }


def _continuation(press: Press, story: Story, box: Box, from_page: int, number: int) -> dict[str, Any]:
    lang = story.article.lang or press.issue.lang
    title = story.item.running_title if story.item is not None else story.article.title
    return {
        "box": box,
        "title": Phrase(shortened(title, 48 if box.width > 1.5 * press.grid.column else 24), lang),
        "words": word("continued_from", lang, page=from_page + 1),
        "size": press.text_size(story.direction),
        "line": press.line(story.direction),
        "anchor": f"from-{number}",
        "target": f"on-{number}",
    }


def _jump(press: Press, story: Story, box: Box, to_page: int, number: int) -> dict[str, Any]:
    lang = story.article.lang or press.issue.lang
    return {
        "box": box,
        "lang": lang,
        "direction": story.direction,
        "words": word("continued_on", lang, page=to_page + 1),
        "size": press.text_size(story.direction),
        "line": press.line(story.direction),
        "anchor": f"on-{number}",
        "target": f"from-{number}",
    }


def _band(press: Press, section: str, box: Box) -> dict[str, Any]:
    issue = press.issue
    title = section_title(issue, section, issue.lang)
    other = next((tag for tag in issue.languages if direction_of(tag) != issue.direction), None)
    second = section_title(issue, section, other) if other else None
    labels = [label for label in (title, second) if label is not None]
    return {
        "box": box,
        "left": next((label for label in labels if label.direction == "ltr"), None),
        "right": next((label for label in labels if label.direction == "rtl"), None),
    }


def _running(press: Press, plan: Plan, stories: Mapping[str, Story], page: int) -> dict[str, Any]:
    """Return the running head: number and section at the outer edge, the paper in the middle, the date inside."""
    issue, grid = press.issue, press.grid
    own = imprint(issue)
    outer = [_words("running-number", Phrase(page_label(page + 1, issue.lang), issue.lang))]
    section = _section_of(press, plan, stories, page)
    if section is not None:
        outer.append(_words("running-section", section))
    inner = [_words("running-date", own.dates[0])] if own.dates else []
    middle = [_words("running-paper", own.paper)]
    left = side_of(issue, page + 1) == "left"
    return {
        "box": Box(page=page, left=grid.side, top=grid.top, width=grid.measure, height=0),
        "left": tuple(outer if left else inner),
        "middle": tuple(middle),
        "right": tuple(inner if left else reversed(outer)),
    }


def _section_of(press: Press, plan: Plan, stories: Mapping[str, Story], page: int) -> Phrase | None:
    """Return the section of the story that stands first on a page, in the main language."""
    on_page = [piece for piece in plan.pieces if piece.box.page == page]
    if not on_page:
        return None
    first = min(on_page, key=lambda piece: (piece.box.top, -piece.box.left))
    item = stories[first.slug].item
    if item is None:
        return None
    return section_title(press.issue, ".editorial" if item.editorial else item.section or "", press.issue.lang)


def _words(kind: str, words: Phrase) -> dict[str, Any]:
    return {"kind": kind, "phrase": words}


def _groups(press: Press, places: Places, shown: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Return the contents by section; only some articles where not all find room."""
    groups = []
    for listing in listings(press.issue, places):
        entries = tuple(entry for entry in listing.entries if not shown or entry.slug in shown)
        if entries:
            groups.append({"title": _title(listing), "entries": entries})
    return tuple(groups)


def _title(listing: Listing) -> Phrase | None:
    return listing.title
