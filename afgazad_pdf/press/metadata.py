"""What a PDF says of itself: the values, told once, for the Info dictionary and for XMP alike.

A catalogue, a search engine and a window's title read these values where nothing shapes or isolates a
text, so they are plain: normalized, without controls of direction, without anything that only the page needs.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from ..article import Article
from ..languages import best_match
from ..publication import Publication
from ..text.kashida import KASHIDA

NAME_SEPARATOR = "; "
"""What stands between names in Info, where XMP has a list (XMP specification, part 3, 2.2.1)."""

KEYWORD_SEPARATOR = ", "

_UNSEEN = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Bidi_Control (UAX#9, 2)
    "\u00ad\u2060\ufeff"  # soft hyphen, word joiner, byte order mark
    "\ud800-\udfff\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"  # what XML forbids or discourages (XML 1.0, 2.2)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a PDF says of itself; every text is clean as `plain_value` makes it."""

    title: str
    lang: str
    """The document's language tag."""
    creator_tool: str
    """The program that made the page."""
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    """The translators."""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    """The publication's name in the document's language."""
    source: str = ""
    """Where the article appeared first."""
    section: str = ""
    issue: str = ""
    """The number of the issue that it is a part of."""
    published: datetime.date | None = None
    """The article's own date."""
    created: datetime.date | None = None
    """The day that the PDF counts as made on: the article's, so that the same article gives the same bytes."""
    modified: datetime.date | None = None
    document_id: UUID
    """The same for every state of the article."""
    instance_id: UUID
    """The same only where the page is the same."""


def metadata_of(
    article: Article, publication: Publication, *, generator: str, page: str, fallback_date: datetime.date | None = None
) -> Metadata:
    """Gather what a PDF says of an article whose language is known.

    `page` is all that is printed, as the engine gets it: the instance's identifier comes from it.
    `fallback_date` is the day of an article without a date. Raises ArticleError for a section that the
    publication does not have.
    """
    lang = article.lang or publication.default_language
    created = article.date or article.modified or fallback_date
    named = "\n".join((publication.names[publication.default_language], lang, _identity(article)))
    document_id = uuid5(NAMESPACE_URL, named)
    return Metadata(
        title=plain_value(article.title),
        lang=lang,
        creator_tool=generator,
        authors=_plain_values(article.author),
        contributors=_plain_values(article.translator),
        summary=plain_value(article.summary or article.subtitle or ""),
        keywords=_plain_values(article.tags),
        publisher=plain_value(publication.name_in(lang)),
        source=plain_value(article.source or ""),
        section=_section(article, publication, lang),
        published=article.date,
        created=created,
        modified=article.modified or created,
        document_id=document_id,
        instance_id=uuid5(document_id, sha256(page.encode("utf-8", "replace")).hexdigest()),
    )


def info_of(metadata: Metadata) -> dict[str, str]:
    """Return the entries of the Info dictionary (ISO 32000-1, 14.3.3) but for Producer; none is empty."""
    entries = {
        "Title": metadata.title,
        "Author": NAME_SEPARATOR.join(metadata.authors),
        "Subject": metadata.summary,
        "Keywords": KEYWORD_SEPARATOR.join(metadata.keywords),
        "Creator": metadata.creator_tool,
        "CreationDate": _pdf_date(metadata.created),
        "ModDate": _pdf_date(metadata.modified),
    }
    return {name: text for name, text in entries.items() if text}


def plain_value(text: str) -> str:
    """Return a text as metadata has it: NFC, one line, no control of direction, no kashida of the page."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text.replace(KASHIDA, ""))).split())


def _plain_values(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in map(plain_value, texts) if value)


def _identity(article: Article) -> str:
    """Return what stays the same when an article is corrected."""
    return article.source or article.slug or article.title


def _section(article: Article, publication: Publication, lang: str) -> str:
    """Return the section's label in the language nearest to the document's."""
    labels = publication.section_labels(article.section, file=str(article.path) if article.path else None)
    known = tuple(labels)
    nearest = best_match(lang, known) or best_match(publication.default_language, known) or next(iter(known), None)
    return plain_value(labels[nearest]) if nearest else ""


def _pdf_date(day: datetime.date | None) -> str:
    """Write a day as PDF does (ISO 32000-1, 7.9.4): no time of day is made up."""
    return f"D:{day:%Y%m%d}" if day else ""
