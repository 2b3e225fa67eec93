"""Footnotes that are higher than a page: the engine divides none, and what does not fit is off the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..article import Article, Footnote, Preformatted, plain_text, runs_of, walk_block
from ..boxes import LaidLine
from ..findings import Finding, Level

TATWEEL = "\N{ARABIC TATWEEL}"


def cut_notes(article: Article, lines: Iterable[LaidLine]) -> tuple[Finding, ...]:
    """Return a finding for each page over whose upper edge a footnote runs, with the note's line, without the file."""
    cut: dict[int, list[LaidLine]] = {}
    for line in lines if article.footnotes else ():
        if line.baseline < 0:
            cut.setdefault(line.page, []).append(line)
    return tuple(_finding(article, found) for found in cut.values())


def _finding(article: Article, lines: Sequence[LaidLine]) -> Finding:
    parts = [_letters(line.text) for line in lines]
    note = max(article.footnotes, key=lambda note: sum(part in _text(note) for part in parts if part))
    message = (
        f"the footnote is higher than its page, and {len(lines)} of its lines, from “{lines[0].text[:60]}”, are cut "
        "off above; shorten it, divide it, or move what is long into the text"
    )
    return Finding(level=Level.ERROR, code="footnote-cut", message=message, line=note.line)


def _text(note: Footnote) -> str:
    """Return the letters of a footnote in their order."""
    texts = []
    for block in walk_block(note):
        texts += [plain_text(runs) for runs in runs_of(block)]
        texts += [block.text] if isinstance(block, Preformatted) else []
    return _letters("".join(texts))


def _letters(text: str) -> str:
    """Return what both the manuscript and the page have: no spaces, signs and stretches."""
    return "".join(letter for letter in text if letter.isalnum() and letter != TATWEEL)
