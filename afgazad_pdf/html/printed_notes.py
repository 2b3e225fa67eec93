"""Whether footnotes are printed whole: the engine divides none, and now and then loses one that finds no room.

What is too high for its page is off the sheet. A note that is called from a float, or in columns that are full, may be
on no page at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..article import Article, Figure, Footnote, Preformatted, plain_text, runs_of, walk_block
from ..boxes import LaidLine
from ..findings import Finding, Level


def missing_notes(article: Article, called: Collection[str], lines: Iterable[LaidLine]) -> tuple[Finding, ...]:
    """Return a finding for each footnote that is not printed whole, with its line, without the file.

    `called` are the labels of the notes that the page calls, `lines` all that was laid out.
    """
    found: dict[str, list[LaidLine]] = {label: [] for label in called}
    for line in lines if found else ():
        if line.note in found:
            found[line.note].append(line)
    notes = (note for note in article.footnotes if note.label in found)
    findings = ((_cut(note, found[note.label]) if found[note.label] else _lost(note)) for note in notes)
    return tuple(finding for finding in findings if finding is not None)


def _cut(note: Footnote, lines: Sequence[LaidLine]) -> Finding | None:
    above = [line for line in lines if line.baseline < 0]
    if not above:
        return None
    message = (
        f"the footnote is higher than its page, and {len(above)} of its lines, from “{above[0].text[:60]}”, are cut "
        "off above; shorten it, divide it, or move what is long into the text"
    )
    return Finding(level=Level.ERROR, code="footnote-cut", message=message, line=note.line)


def _lost(note: Footnote) -> Finding | None:
    if not _has_content(note):
        return None
    message = (
        "the footnote found no room and is not printed; shorten it, call it at another place, or move it into the text"
    )
    return Finding(level=Level.ERROR, code="footnote-lost", message=message, line=note.line)


def _has_content(note: Footnote) -> bool:
    return any(
        isinstance(block, Figure)
        or any(plain_text(runs) for runs in runs_of(block))
        or (isinstance(block, Preformatted) and block.text.strip())
        for block in walk_block(note)
    )
