"""What an article says of itself above its text: enough to name its file, without reading the text."""

from __future__ import annotations

from pathlib import Path

from ..article import Article
from ..errors import ArticleError
from ..files import read_head
from ..validation import build
from .characters import clean_text
from .encoding import decoded
from .front_matter import read_front_matter
from .ledger import Ledger

MARKDOWN = (".md", ".markdown")
"""Endings of files that have their front matter above the text; all others are read whole."""

FRONT_MATTER_BYTES = 65_536
"""How much of a file is looked at for its front matter."""


def read_facts(file: Path) -> Article:
    """Return an article without its text: of Markdown only the front matter is read.

    Raises ArticleError for what cannot be read; faults in the text are not found.
    """
    if file.suffix.lower() not in MARKDOWN:
        from .loading import read_article  # with readers that front matter does not need

        return read_article(file).article.model_copy(update={"blocks": (), "footnotes": ()})
    ledger = Ledger(file=str(file))
    try:
        data = read_head(file, FRONT_MATTER_BYTES)
    except (OSError, ValueError) as fault:
        ledger.stop(f"cannot be read: {getattr(fault, 'strerror', None) or fault}")
    whole_lines = data if len(data) < FRONT_MATTER_BYTES else data[: data.rfind(b"\n") + 1]
    text = clean_text(decoded(whole_lines, ledger), ledger)
    if not text.strip():
        ledger.stop("is empty; write at least a title and, below it, the text")
    front = read_front_matter(text, ledger)
    return build(Article, front.fields | {"path": file}, error=ArticleError, file=str(file), lines=front.lines)
