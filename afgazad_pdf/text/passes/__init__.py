"""The passes over an article's text, in their order, and what they tell an editor.

Every pass is a pure function from a `Passage` to a `Passage`, and does nothing the second time. Poems,
quotations, code and preformatted text belong to somebody else and stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...article import Article, Block, Cell, Figure, Heading, Paragraph, Poem, Preformatted, Quote, Runs, Table
from ...findings import Finding, Level
from ...languages import direction_of
from ...publication import Publication
from ...settings import Settings
from ..blocks import with_inner_blocks
from .digits import digits
from .editing import Passage, passage_of, plain_passage, runs_from
from .letters import letters
from .punctuation import punctuation
from .zwnj import zwnj

Pass = Callable[[Passage], Passage]

PASSES: tuple[tuple[str, Pass], ...] = (
    ("letters", letters),
    ("zwnj", zwnj),
    ("punctuation", punctuation),
    ("digits", digits),
)
"""Names and functions, in the order of work: half-spaces are told by Persian letters, numbers by settled commas."""

TEXT_FIELDS = ("title", "subtitle", "short_title", "summary")
"""Fields of an article that are text like its body."""

NAME_FIELDS = ("author", "translator", "tags", "places")
"""Fields that hold names: only `letters` touches them."""

_WHAT = {
    "letters": "letters written as the language has them",
    "zwnj": "half-spaces set or mended",
    "punctuation": "signs and spaces of punctuation set",
    "digits": "numbers written in the language's digits",
}
_CONTEXT = 12


def with_passes(article: Article, publication: Publication, settings: Settings) -> tuple[Article, tuple[Finding, ...]]:
    """Return the article with the passes of `settings` made, and one finding for each pass that changed something.

    Languages must be settled before (`directions.with_directions`). An article whose `typography` is
    ``as-written`` comes back as it is.
    """
    enabled = tuple(item for item in PASSES if item[0] in settings.passes)
    if article.typography == "as-written" or not enabled:
        return article, ()
    work = _Work(enabled)
    lang = article.lang or publication.default_language
    changes: dict[str, Any] = {name: work.text(getattr(article, name), lang) for name in TEXT_FIELDS}
    changes |= {name: tuple(work.name(item, lang) for item in getattr(article, name)) for name in NAME_FIELDS}
    if isinstance(article.section, dict):
        changes["section"] = {tag: work.text(label, tag) for tag, label in article.section.items()}
    changes["blocks"] = tuple(work.block(block, lang) for block in article.blocks)
    changes["footnotes"] = tuple(work.block(note, lang) for note in article.footnotes)
    findings = tuple(_finding(article, name, record) for name, record in work.records.items() if record.count)
    return (article.model_copy(update=changes) if findings else article), findings


@dataclass(slots=True)
class _Record:
    """What one pass did to an article."""

    count: int = 0
    example: tuple[str, str] = ("", "")
    line: int | None = None


@dataclass(slots=True)
class _Work:
    """The passes on one article, with their records."""

    passes: tuple[tuple[str, Pass], ...]
    records: dict[str, _Record] = field(init=False)

    def __post_init__(self) -> None:
        self.records = {name: _Record() for name, _ in self.passes}

    def text(self, text: Any, lang: str, line: int | None = None) -> Any:
        """Return a text after the passes; None stays None."""
        return self._passed(plain_passage(text, lang), line).letters if text else text

    def name(self, name: str, lang: str) -> str:
        """Return a name after the pass `letters`."""
        return self._passed(plain_passage(name, lang), None, only="letters").letters

    def runs(self, runs: Runs, lang: str, line: int | None) -> Runs:
        """Return runs after the passes; where nothing changes, the same object."""
        before = passage_of(runs, lang)
        after = self._passed(before, line)
        return runs if after is before else runs_from(after, runs)

    def block(self, block: Any, outer: str) -> Any:
        """Return a block after the passes, with all that stands in it; poems, quotations and code are left alone."""
        lang = _language_of(block, outer)
        changes: dict[str, Any] = {}
        match block:
            case Poem() | Preformatted():
                return block
            case Quote(role="quote"):
                changes["attribution"] = self.runs(block.attribution, lang, block.line)
            case Quote():  # a pull quote: the article's own words
                changes["attribution"] = self.runs(block.attribution, lang, block.line)
                block = with_inner_blocks(block, lambda inner: self.block(inner, lang))
            case Paragraph() | Heading() | Cell():
                changes["runs"] = self.runs(block.runs, lang, block.line)
            case Figure():
                changes["caption"] = self.runs(block.caption, lang, block.line)
                changes["credit"] = self.runs(block.credit, lang, block.line)
                changes["alternative_text"] = self.text(block.alternative_text, lang, block.line)
            case Table():
                changes["caption"] = self.runs(block.caption, lang, block.line)
                block = with_inner_blocks(block, lambda inner: self.block(inner, lang))
            case _:
                block = with_inner_blocks(block, lambda inner: self.block(inner, lang))
        changed = {name: value for name, value in changes.items() if value is not getattr(block, name)}
        return block.model_copy(update=changed) if changed else block

    def _passed(self, passage: Passage, line: int | None, only: str | None = None) -> Passage:
        for name, function in self.passes:
            if only not in (None, name):
                continue
            after = function(passage)
            if after is not passage:
                self._record(name, passage, after, line)
                passage = after
        return passage

    def _record(self, name: str, before: Passage, after: Passage, line: int | None) -> None:
        record = self.records[name]
        if not record.count:
            record.example, record.line = _example(before.letters, after.letters), line
        record.count += after.changes - before.changes


def _language_of(block: Block, outer: str) -> str:
    """Return a block's language; one that runs against the language around it is of no known one."""
    if block.lang:
        return block.lang
    return outer if block.dir in (None, "auto", direction_of(outer)) else "und"


def _example(before: str, after: str) -> tuple[str, str]:
    """Return the words around the first place where two texts differ, of both."""
    start = next((index for index, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    begin = before.rfind(" ", 0, max(start - 1, 0)) + 1
    begin = max(begin, start - _CONTEXT)
    return _words(before, begin, start), _words(after, begin, start)


def _words(text: str, begin: int, place: int) -> str:
    end = text.find(" ", place + 2)
    return text[begin : min(end if end > 0 else len(text), place + _CONTEXT)].strip()


def _finding(article: Article, name: str, record: _Record) -> Finding:
    before, after = record.example
    message = (
        f"{name}: {record.count} {_WHAT[name]}; the first: “{before}” became “{after}”. "
        "Where the text must stay as it is, write `typography: as-written`"
    )
    file = str(article.path) if article.path else None
    return Finding(level=Level.INFO, code="text-changed", message=message, file=file, line=record.line)
