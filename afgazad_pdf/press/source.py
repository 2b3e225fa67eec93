"""The article's source, as a file that is put into its PDF."""

from __future__ import annotations

from ..article import Article, Format, Original
from ..sources import load_article
from .archive import AttachedFile
from .metadata import plain_value

MEDIA_TYPES: dict[Format, str] = {"markdown": "text/markdown", "json": "application/json", "toml": "application/toml"}
"""Media types (RFC 7763, RFC 8259; TOML is registered with IANA), by the format of articles."""

SUFFIXES: dict[Format, str] = {"markdown": ".md", "json": ".json", "toml": ".toml"}

DESCRIPTION = "Source of the article"


def source_of(article: Article) -> AttachedFile:
    """Return the file or text that an article was read from, byte for byte.

    An article that a program made, or changed after it was read, is written out as JSON: what is attached
    is always what is printed.
    """
    original = article.original
    if original is None or not _still_says(original, article):
        data = article.model_dump_json(exclude_none=True, indent=1).encode()
        original = Original("", "json", data)
    name = plain_value(original.name) or (article.slug or "article") + SUFFIXES[original.format]
    return AttachedFile(
        name=name,
        media_type=MEDIA_TYPES[original.format],
        data=original.data,
        description=DESCRIPTION,
        modified=article.modified or article.date,
    )


def _still_says(original: Original, article: Article) -> bool:
    """Say whether an original has all that the article has, and nothing else."""
    return load_article(original.data, format=original.format).model_dump() == article.model_dump()
