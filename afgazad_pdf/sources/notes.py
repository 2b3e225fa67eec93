"""Footnotes: which notes the text calls, in the order of their calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..article import AnyBlock, Article, Footnote, FootnoteCall
from .ledger import Ledger


def called_notes(blocks: Sequence[AnyBlock], notes: Mapping[str, Footnote], ledger: Ledger) -> tuple[Footnote, ...]:
    """Return the notes that the text calls, and those that called notes call; others are findings."""
    called = _called(blocks, notes)
    for label, note in notes.items():
        if label not in called:
            message = f"the note [^{label}] is never called and was left out; write [^{label}] where it belongs"
            ledger.warn("footnote-unused", message, note.line)
    return tuple(called.values())


def tell_uncalled(article: Article, ledger: Ledger, line: int | None) -> None:
    """Tell of every note of an article that is not printed, as nothing calls it; for an article written as data."""
    notes = {note.label: note for note in article.footnotes}
    called = _called(article.blocks, notes)
    for label in (label for label in notes if label not in called):
        message = f"the note “{label}” is never called and was left out; write a `footnote-call` where it belongs"
        ledger.warn("footnote-unused", message, line)


def _called(blocks: Sequence[AnyBlock], notes: Mapping[str, Footnote]) -> dict[str, Footnote]:
    """Return the notes that are called, by their labels, in the order of their first calls."""
    waiting = list(_calls(blocks))
    called: dict[str, Footnote] = {}
    for label in waiting:  # grows while called notes call others
        if label not in called:
            called[label] = notes[label]
            waiting += _calls(notes[label].blocks)
    return called


def _calls(blocks: Sequence[AnyBlock]) -> Iterator[str]:
    part = Article.model_construct(title="", blocks=tuple(blocks), footnotes=())
    return (run.label for run in part.runs() if isinstance(run, FootnoteCall))
