"""An article of an issue as a PDF of its own, which says where it stands in the issue."""

from __future__ import annotations

from ..issue import IssueArticle
from ..typesetting import Form
from .parts import Workshop
from .store import StoredPart
from .words import word

TEMPLATE = "issue/own.html.j2"


def own_pdf(workshop: Workshop, item: IssueArticle) -> StoredPart:
    """Return an article as a PDF of its own; its foot says “page 7 of No. 12”. Raises ArticleFailed."""
    issue = workshop.issue
    lang = item.article.lang or issue.lang
    page = workshop.places[item.slug].number
    if issue.number is None:
        place = word("place_without_number", lang, page=page)
    else:
        place = word("place", lang, page=page, number=issue.number)
    return workshop.story(item, Form(template=TEMPLATE, values={"place": place}))
