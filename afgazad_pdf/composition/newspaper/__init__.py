"""The layout `newspaper`: a front page whose stories continue inside, and inner pages in columns by section.

Every story is a document whose pages are its pieces: its head, the picture above its columns, and its columns one by
one. The engine breaks the text over them as it breaks any text over pages, so that direction, justification, notes
and tags are those of an article. Where the pieces stand is planned in numbers alone (`planning`), from heights that
were measured once (`stories`); what surrounds them is a document of its own (`sheets`). Joining puts all together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby

from ...findings import Finding, Level
from ...fitting import NATURAL
from ...issue import Issue, IssueArticle
from ...languages import language
from ...press.joining import Group, JoinedPage, Part, Placed
from ...typesetting import Form
from ..colophon import credits_of
from ..composed import Composed
from ..contents import section_title
from ..frame import frame_article
from ..imprint import whole_title
from ..indexes import indexes
from ..parts import Workshop
from ..places import Place, Places, page_label, part_name
from ..references import refers
from ..store import StoredPart
from ..words import word
from .measures import Measured, depth_of
from .modules import Piece
from .plan import Copy, Plan
from .planning import plan_newspaper
from .sheets import TEMPLATE, contents_values, front_values, sheet_values
from .stories import BACK, Press, Story, story_of

PAGES, END = ".pages", ".end"
"""Names of the paper's own parts; no slug begins with a point."""

LEAD_SCALES = (1.0, 0.8, 0.66, 0.55)
"""The sizes of the lead's headline that are tried, as shares of the largest."""

MOST_ROUNDS = 5
"""How often the plan is made anew because a story needed more room than was computed."""

FEW = 3
"""So many articles need no contents: all begin on the front page."""

HEAD_SPACE = 1.1
"""From the lowest baseline of the front page's head to the stories, in lines of the text."""

SHELF_SPACE, BAND_SPACE, RUNNING_SPACE = 1.5, 2.35, 2.1
"""Between shelves; a section's band with the space below it; the running head likewise. In lines of the text."""


def compose_newspaper(workshop: Workshop) -> Composed:
    """Lay out an issue as a newspaper; raises ArticleFailed."""
    issue, press = workshop.issue, Press(workshop)
    stories = _stories(press)
    leads, plan = _settled(press, stories)
    places = _places(issue, plan)
    made = {slug: _printed(story, plan) for slug, story in stories.items()}
    pages = _pages(press, plan, stories, places, made)
    order = tuple(slug for slug in (*(item.slug for item in issue.articles), END) if slug in made)
    own = Part(name=PAGES, pdf=pages.pdf, role="Sect", title=whole_title(issue), lang=issue.lang)
    return Composed(
        title=whole_title(issue),
        catalog=own,
        parts=(own, *(_part(stories[slug], made[slug]) for slug in order)),
        pages=_joined(issue, plan, made),
        groups=_groups(issue, last=END in made),
        places=places,
        settled=not any(refers(item.article) for item in issue.articles),
        findings=(
            *_lead_findings(press, leads[0]),
            *_fit_findings(issue),
            *(finding for slug in order for finding in made[slug].findings),
            *pages.findings,
        ),
    )


# ------------------------------------------------------------------ stories


def _stories(press: Press) -> dict[str, Story]:
    """Return all stories by their slugs."""
    issue = press.issue
    banded = _banded(issue)
    front = {issue.lead_story.slug, *(item.slug for item in issue.front_stories)}
    result = {}
    for item in issue.articles:
        story = story_of(press, item, LEAD_SCALES[0] if item.slug == issue.lead_story.slug else None)
        if _section(item) in banded and item.slug not in front:
            story = replace(story, kicker=None)
        result[item.slug] = story
    return result


def _last(press: Press, places: Places) -> Story | None:
    """Return colophon, credits and indexes as the paper's last story; None where there is nothing to say."""
    issue = press.issue
    credits, found = credits_of(issue), indexes(issue, places)
    if issue.colophon is None and not credits and not found:
        return None
    bare = {"title": word("colophon", issue.lang), "slug": "colophon", "summary": None, "author": (), "translator": ()}
    article = issue.colophon or frame_article(issue).model_copy(update=bare)
    article = article.model_copy(update={"lang": article.lang or issue.lang})
    further = {"credits": credits, "indexes": found, "comma": language(issue.lang).comma}
    return Story(press=press, slug=END, article=article, item=None, kicker=None, template=BACK, further=further)


def _section(item: IssueArticle) -> str:
    return ".editorial" if item.editorial else item.section or ""


def _banded(issue: Issue) -> frozenset[str]:
    """Return the sections that have a band: those with several stories that begin inside."""
    front = {issue.lead_story.slug, *(item.slug for item in issue.front_stories)}
    inside = [_section(item) for item in issue.articles if item.slug not in front]
    return frozenset(key for key in inside if key and key != ".editorial" and inside.count(key) > 1)


def _printed(story: Story, plan: Plan) -> StoredPart:
    pieces = plan.pieces_of(story.slug)
    if story.scale is not None:
        story = replace(story, scale=LEAD_SCALES[plan.lead])
    return story.printed(pieces, _head_columns(story, pieces))


def _head_columns(story: Story, pieces: Sequence[Piece]) -> int:
    """Return across how many columns a story's head stands."""
    grid = story.press.grid
    width = next(piece.box.width for piece in pieces if piece.kind == "head")
    return next(count for count in range(1, grid.columns + 1) if abs(grid.span(count) - width) < 0.1)


# ------------------------------------------------------------------ the plan


def _settled(press: Press, stories: dict[str, Story]) -> tuple[tuple[Measured, ...], Plan]:
    """Measure and plan; the end of the paper, which names pages, joins the stories.

    Returns the measures of the lead and the plan.
    """
    issue = press.issue
    lead = issue.lead_story.slug
    leads = stories[lead].measure(LEAD_SCALES)
    measured = {slug: story.measure()[0] for slug, story in stories.items() if slug != lead}
    for slug, found in {**measured, lead: leads[0]}.items():
        stories[slug] = replace(stories[slug], spaces=found.pads)
    extra: dict[str, int] = {}
    places: Places = press.workshop.places
    known: tuple[Copy, Plan] | None = None
    while True:
        last = _last(press, places)
        if last is not None:
            measured[END] = last.measure()[0]
            stories[END] = replace(last, spaces=measured[END].pads)
        copy = _copy(press, leads, measured)
        if known is not None and copy == known[0]:
            # The numbers of pages in it are other ones, and it is as long as before.
            return leads, known[1]
        again = known is not None
        known = copy, _planned(copy, stories, extra)
        if last is None or again:
            return leads, known[1]
        places = _places(issue, known[1])


def _planned(copy: Copy, stories: Mapping[str, Story], extra: dict[str, int]) -> Plan:
    """Plan the paper until every story has the room that it needs in truth; what it needs more goes into `extra`."""
    for _ in range(MOST_ROUNDS):
        plan = plan_newspaper(replace(copy, extra=dict(extra)))
        missing = {slug: _missing(story, plan) for slug, story in stories.items()}
        if not any(missing.values()):
            break
        for slug, lines in missing.items():
            if lines:
                extra[slug] = extra.get(slug, 0) + lines
    return plan


def _missing(story: Story, plan: Plan) -> int:
    """Return how many lines of a story found no room in its pieces."""
    pieces = plan.pieces_of(story.slug)
    made = _printed(story, plan)
    over = sum(made.depths[len(pieces) :])
    return math.ceil(over / story.press.line(story.direction)) if over else 0


def _copy(press: Press, leads: tuple[Measured, ...], measured: Mapping[str, Measured]) -> Copy:
    issue, grid = press.issue, press.grid
    line = press.line(issue.direction)
    sections = groupby(issue.articles, key=_section)
    return Copy(
        grid=grid,
        lead=leads,
        front=tuple(item.slug for item in issue.front_stories),
        inside=tuple((key, tuple(item.slug for item in items)) for key, items in sections),
        stories=measured,
        last=measured.get(END),
        front_top=_depth(press, front_values(press)) + HEAD_SPACE * line,
        inside_top=grid.top + RUNNING_SPACE * line,
        shelf_gap=SHELF_SPACE * line,
        band=BAND_SPACE * line,
        contents=_depth(press, contents_values(press, {})) + line / 2 if len(issue.articles) > FEW else 0.0,
        banded=_banded(issue),
    )


def _depth(press: Press, values: Mapping[str, object]) -> float:
    form = Form(template=TEMPLATE, values=values, adjustment=NATURAL)
    return depth_of(press.workshop.part_lines(frame_article(press.issue), form, press.settings))


def _places(issue: Issue, plan: Plan) -> dict[str, Place]:
    result = {}
    for item in issue.articles:
        pages = [piece.box.page for piece in plan.pieces_of(item.slug)]
        head = next(piece.box.page for piece in plan.pieces_of(item.slug) if piece.kind == "head")
        result[item.slug] = Place(first=head, last=max(pages), number=head + 1)
    return result


# ------------------------------------------------------------------ the whole


def _pages(
    press: Press, plan: Plan, stories: Mapping[str, Story], places: Places, made: Mapping[str, StoredPart]
) -> StoredPart:
    parts = sha256(b"".join(sha256(part.pdf).digest() for part in made.values())).hexdigest()
    shown = _shown(press, plan, places)
    values = sheet_values(press, plan, stories, places, shown, parts)
    form = Form(template=TEMPLATE, values=values, adjustment=NATURAL)
    return press.workshop.part(frame_article(press.issue), form, press.settings)


def _shown(press: Press, plan: Plan, places: Places) -> tuple[str, ...]:
    """Return which articles the contents on the front page name where not all find room: those that begin inside."""
    if plan.contents is None:
        return ()
    room = plan.contents.height - 2
    issue = press.issue
    shown = tuple(item.slug for item in issue.articles)
    if _depth(press, contents_values(press, places)) <= room:
        return ()
    shown = tuple(slug for slug in shown if places[slug].first > 0) or shown
    while len(shown) > 1 and _depth(press, contents_values(press, places, shown)) > room:
        shown = shown[:-1]
    return shown


def _part(story: Story, kept: StoredPart) -> Part:
    name = part_name(story.slug) if story.item is not None else story.slug
    return Part(name=name, pdf=kept.pdf, title=story.article.title, lang=story.article.lang)


def _joined(issue: Issue, plan: Plan, made: Mapping[str, StoredPart]) -> tuple[JoinedPage, ...]:
    placed: dict[int, list[Placed]] = {page: [] for page in range(plan.pages)}
    for slug, kept in made.items():
        name = slug if slug == END else part_name(slug)
        pieces = plan.pieces_of(slug)
        for number in range(kept.pages):
            box = pieces[min(number, len(pieces) - 1)].box
            placed[box.page].append(Placed(name, number, left=box.left, top=box.top))
    return tuple(
        JoinedPage(base=Placed(PAGES, page), placed=tuple(placed[page]), label=page_label(page + 1, issue.lang))
        for page in range(plan.pages)
    )


def _groups(issue: Issue, *, last: bool) -> tuple[Group, ...]:
    """Return the groups in reading order: each section is one."""
    made = []
    for key, items in groupby(issue.articles, key=_section):
        title = section_title(issue, key, issue.lang)
        names = tuple(part_name(item.slug) for item in items)
        made.append(Group(title=title.text if title else None, parts=names, lang=title.lang if title else None))
    ends = (Group(title=None, parts=(END,)),) if last else ()
    return (Group(title=None, parts=(PAGES,)), *made, *ends)


def _lead_findings(press: Press, lead: Measured) -> tuple[Finding, ...]:
    """Report a lead picture that is too small to stand across several columns."""
    issue, grid = press.issue, press.grid
    if grid.columns < 2 or not lead.pictures or any(count > 1 for count in lead.pictures):
        return ()
    article = issue.lead_story.article
    message = (
        f"the picture of the lead story “{article.title}” is too small to stand across several columns; it is printed "
        f"in one. Take a picture with more pixels"
    )
    return (
        Finding(
            level=Level.WARNING,
            code="lead-picture-small",
            message=message,
            file=str(article.path) if article.path else None,
        ),
    )


def _fit_findings(issue: Issue) -> tuple[Finding, ...]:
    """Report articles that ask for a length of their own, which a newspaper cannot give them."""
    message = (
        "`fit` is not used in a newspaper, where all stories share one grid of lines and their columns are balanced; "
        "it counts in a digest, and for the article alone"
    )
    return tuple(
        Finding(
            level=Level.INFO,
            code="fit-unused",
            message=message,
            file=str(item.article.path) if item.article.path else None,
        )
        for item in issue.articles
        if item.article.fit is not None
    )
