"""What stands in the margins of an issue's pages: running heads, page numbers, and on which side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..issue import Issue, IssueArticle
from ..languages import language
from .contents import EDITORIAL, section_title
from .imprint import imprint
from .places import front_label
from .words import Phrase

LONGEST_HEAD = 72
"""Letters of a headline in a running head; a longer one is cut after a word."""

FRONT_PAGES = 24
"""Front pages whose labels a template is told; there are hardly ever more than three."""

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The margins of one part's pages, for templates."""

    first: int
    """The number of its first page."""
    side: Side
    """On which side of an opened issue its first page lies."""
    labels: tuple[str, ...]
    """What is printed for numbers 1, 2, … where that is not the number in digits; else empty."""
    digits: str
    """The CSS counter style of page numbers: that of the main language, in every article."""
    script: Literal["arabic", "latin"]
    """The script of page numbers."""
    paper: Phrase
    number: Phrase | None
    section: Phrase | None = None
    """What the section is called in the article's language."""
    title: Phrase | None = None
    """The short headline."""


def running(issue: Issue, first: int, *, front: bool = False) -> Running:
    """Return the margins of pages of the paper's own; `front`: of those before page 1."""
    own = imprint(issue)
    return Running(
        first=first,
        side=side_of(issue, first),
        labels=tuple(front_label(number, issue.lang) for number in range(1, FRONT_PAGES)) if front else (),
        digits=language(issue.lang).digits,
        script="arabic" if issue.direction == "rtl" else "latin",
        paper=own.paper,
        number=own.number,
    )


def running_article(issue: Issue, item: IssueArticle, first: int) -> Running:
    """Return the margins of an article's pages."""
    plain = running(issue, first)
    lang = item.article.lang or issue.lang
    return Running(
        first=first,
        side=plain.side,
        labels=(),
        digits=plain.digits,
        script=plain.script,
        paper=plain.paper,
        number=plain.number,
        section=section_title(issue, EDITORIAL if item.editorial else item.section or "", lang),
        title=Phrase(shortened(item.running_title), lang),
    )


def side_of(issue: Issue, number: int) -> Side:
    """Return on which side a page lies: page 1 is a right one in a book bound at the left, and the other way round."""
    odd: Side = "right" if issue.direction == "ltr" else "left"
    even: Side = "left" if issue.direction == "ltr" else "right"
    return odd if number % 2 else even


def shortened(text: str, longest: int = LONGEST_HEAD) -> str:
    """Return a text of at most so many letters, cut after a word, with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > longest // 2 else head).rstrip(" ,;:.\u060c\u061b") + "\N{HORIZONTAL ELLIPSIS}"
