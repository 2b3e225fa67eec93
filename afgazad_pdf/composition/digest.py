"""The layout `digest`: every article begins a page, as the portal publishes it, and all are one book.

Cover, contents, articles, indexes and colophon. Pages before the first article have numbers of their own, so
that the articles' numbers do not depend on how long the contents are: everything is laid out once, in the order
articles, back pages, contents.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby

from ..errors import ContentError, RenderError
from ..findings import Finding, Level
from ..issue import Issue, IssueArticle
from ..languages import language
from ..press.joining import Group, JoinedPage, Part, Placed
from ..typesetting import Form
from .colophon import credits_of
from .composed import Composed
from .contents import EDITORIAL, Entry, Listing, listing_head, listings, section_title
from .cover import cover_article, usable_cover
from .frame import frame_article
from .imprint import imprint, whole_title
from .indexes import indexes
from .parts import Workshop
from .places import PART_ADDRESS, Place, Places, front_label, page_label, part_name
from .references import refers, with_references
from .running import running, running_article, side_of
from .store import StoredPart
from .words import Phrase, phrase, word

COVER, CONTENTS, BLANK, BACK = ".cover", ".contents", ".blank", ".back"
"""Names of the paper's own parts; no slug begins with a point."""

SUMMARIES = 8
"""Up to how many articles the contents say what each is about."""


def compose_digest(workshop: Workshop) -> Composed:
    """Lay out an issue as a digest; raises ArticleFailed."""
    issue = workshop.issue
    stories, numbers = _stories(workshop)
    following = sum(part.pages for _, part in stories) + 1
    back, back_findings = _back(workshop, numbers, following)
    cover, cover_findings = _cover(workshop)
    made = (*(part for _, part in stories), back, *((cover,) if cover else ()))
    contents = _contents(workshop, numbers, following, made, covered=cover is not None)
    blank = _blank(workshop, bool(cover) + contents.pages)
    front = _front(cover, contents, blank)
    offset = sum(kept.pages for _, kept in front)
    places = {
        slug: Place(first=place.first + offset, last=place.last + offset, number=place.number)
        for slug, place in numbers.items()
    }
    own = {name: _part(issue, name, kept) for name, kept in (*front, (BACK, back))}
    articles = tuple(_article_part(item, kept) for item, kept in stories)
    return Composed(
        title=whole_title(issue),
        catalog=own[CONTENTS],
        parts=(*(own[name] for name, _ in front), *articles, own[BACK]),
        pages=(*_front_pages(issue, front), *_counted_pages(issue, (*stories, (None, back)))),
        groups=_groups(issue, tuple(name for name, _ in front)),
        places=places,
        settled=not any(refers(item.article) for item in issue.articles),
        findings=(*cover_findings, *back_findings, *(finding for part in made for finding in part.findings)),
    )


# ------------------------------------------------------------------ parts


def _stories(workshop: Workshop) -> tuple[tuple[tuple[IssueArticle, StoredPart], ...], dict[str, Place]]:
    """Lay out the articles; returns them with their places, as if page 1 were the first of the file."""
    stories: list[tuple[IssueArticle, StoredPart]] = []
    places: dict[str, Place] = {}
    number = 1
    for item in workshop.issue.articles:
        values = {"running": running_article(workshop.issue, item, number), "band": _band(workshop.issue, item)}
        form = Form(template="issue/article.html.j2", values=values)
        part = workshop.story(item, form)
        places[item.slug] = Place(first=number - 1, last=number + part.pages - 2, number=number)
        stories.append((item, part))
        number += part.pages
    return tuple(stories), places


def _band(issue: Issue, item: IssueArticle) -> Listing | None:
    """Return the labels above an editorial, which stands in no section of its own; those of others are known."""
    if not item.editorial or item.article.section is not None:
        return None
    return listing_head(issue, EDITORIAL, issue.lang)


def _back(workshop: Workshop, places: Places, first: int) -> tuple[StoredPart, tuple[Finding, ...]]:
    """Lay out indexes and colophon; a colophon that fails is left out, and its credits stay."""
    issue = workshop.issue
    values = {
        "running": running(issue, first),
        "imprint": imprint(issue),
        "indexes": indexes(issue, places),
        "credits": credits_of(issue),
        "heading": phrase("credits", issue.lang),
        "comma": language(issue.lang).comma,
    }
    form = Form(template="issue/back.html.j2", values=values)
    bare = frame_article(issue).model_copy(
        update={"title": word("colophon", issue.lang), "slug": "colophon", "summary": None}
    )
    colophon = issue.colophon
    if colophon is None:
        return workshop.part(bare, form), ()
    try:
        given = with_references(colophon, issue, workshop.places, links=workshop.settings.profile != "press")
        return workshop.part(given, form), ()
    except (ContentError, RenderError) as fault:
        message = f"the colophon is left out of the issue: {fault}"
        file = str(colophon.path) if colophon.path else None
        return workshop.part(bare, form), (
            Finding(level=Level.ERROR, code="article-failed", message=message, file=file),
        )


def _cover(workshop: Workshop) -> tuple[StoredPart | None, tuple[Finding, ...]]:
    issue = workshop.issue
    cover, findings = usable_cover(issue, workshop.settings)
    if cover is None:
        return None, findings
    form = Form(template="issue/cover.html.j2", values={"imprint": imprint(issue), "side": side_of(issue, 1)})
    return workshop.part(cover_article(cover, frame_article(issue)), form), findings


def _contents(
    workshop: Workshop, places: Places, back: int, made: Iterable[StoredPart], *, covered: bool
) -> StoredPart:
    """Lay out the contents, whose file speaks for the whole; its identifier comes from all other parts too."""
    issue = workshop.issue
    cover = issue.cover if covered else None
    values = {
        "running": running(issue, 1, front=True),
        "imprint": imprint(issue),
        "heading": phrase("contents", issue.lang),
        "listings": listings(issue, places),
        "further": _further(issue, places, back),
        "summaries": len(issue.articles) <= SUMMARIES,
        "comma": language(issue.lang).comma,
        "cover_word": phrase("on_the_cover", issue.lang),
        "cover_caption": cover.caption if cover else (),
        "cover_credit": cover.credit if cover else (),
        "parts": sha256(b"".join(sha256(part.pdf).digest() for part in made)).hexdigest(),
    }

    def set_out(*, close: bool) -> StoredPart:
        form = Form(template="issue/contents.html.j2", values=values | {"close": close})
        return workshop.part(frame_article(issue), form)

    roomy = set_out(close=False)
    if roomy.pages == 1 or len(issue.articles) > SUMMARIES * 4:
        return roomy
    tight = set_out(close=True)
    return tight if tight.pages < roomy.pages else roomy


def _further(issue: Issue, places: Places, page: int) -> tuple[Entry, ...]:
    """Return the entry of the back pages."""
    title = phrase("colophon", issue.lang)
    found = (*(index.title for index in indexes(issue, places)), title)
    words = Phrase(language(issue.lang).comma.join(item.text for item in found), title.lang)
    entry = Entry(
        slug=BACK,
        address=PART_ADDRESS + BACK,
        title=words,
        short=words,
        authors=(),
        summary=None,
        page=page_label(page, issue.lang),
    )
    return (entry,)


def _blank(workshop: Workshop, before: int) -> StoredPart | None:
    """Return the empty page that a press needs where page 1 would lie on the back of a sheet."""
    if workshop.settings.profile != "press" or before % 2 == 0:
        return None
    side = side_of(workshop.issue, 2)
    return workshop.part(frame_article(workshop.issue), Form(template="issue/blank.html.j2", values={"side": side}))


# ------------------------------------------------------------------ the whole


Front = tuple[tuple[str, StoredPart], ...]


def _front(cover: StoredPart | None, contents: StoredPart, blank: StoredPart | None) -> Front:
    """Return what stands before page 1: an empty page is the inside of a cover, else the back of the contents."""
    empty = ((BLANK, blank),) if blank else ()
    if cover is None:
        return ((CONTENTS, contents), *empty)
    return ((COVER, cover), *empty, (CONTENTS, contents))


def _front_pages(issue: Issue, front: Front) -> tuple[JoinedPage, ...]:
    pages: list[JoinedPage] = []
    for name, kept in front:
        for index in range(kept.pages):
            label = {COVER: word("cover", issue.lang), BLANK: None}.get(name, front_label(index + 1, issue.lang))
            pages.append(JoinedPage(base=Placed(name, index), label=label))
    return tuple(pages)


def _counted_pages(issue: Issue, stories: Iterable[tuple[IssueArticle | None, StoredPart]]) -> tuple[JoinedPage, ...]:
    pages: list[JoinedPage] = []
    for item, kept in stories:
        name = part_name(item.slug) if item else BACK
        for index in range(kept.pages):
            pages.append(JoinedPage(base=Placed(name, index), label=page_label(len(pages) + 1, issue.lang)))
    return tuple(pages)


def _part(issue: Issue, name: str, kept: StoredPart) -> Part:
    titles = {COVER: word("cover", issue.lang), CONTENTS: word("contents", issue.lang)}
    return Part(name=name, pdf=kept.pdf, role="Sect", title=titles.get(name, ""), lang=issue.lang)


def _article_part(item: IssueArticle, kept: StoredPart) -> Part:
    return Part(name=part_name(item.slug), pdf=kept.pdf, title=item.article.title, lang=item.article.lang)


def _groups(issue: Issue, front: tuple[str, ...]) -> tuple[Group, ...]:
    """Return the groups in reading order: each section is one; the paper's own parts stand by themselves."""
    sections = groupby(issue.articles, key=lambda item: EDITORIAL if item.editorial else item.section or "")
    made = []
    for key, items in sections:
        title = section_title(issue, key, issue.lang)
        names = tuple(part_name(item.slug) for item in items)
        made.append(Group(title=title.text if title else None, parts=names, lang=title.lang if title else None))
    return (
        *(Group(title=None, parts=(name,)) for name in front),
        *made,
        Group(title=None, parts=(BACK,)),
    )
