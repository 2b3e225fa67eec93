"""Where links lead, on paper: behind their words, in footnotes, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from ..article import (
    Article,
    Block,
    Footnote,
    FootnoteCall,
    Paragraph,
    Run,
    Runs,
    Span,
    Text,
    plain_text,
)
from ..settings import LinkTargets
from ..text.blocks import map_blocks, map_runs

LABEL = "link-target: "
"""How the labels of made notes begin; no label in an article has a space."""


def with_link_targets(article: Article, where: LinkTargets) -> Article:
    """Return the article with the addresses of its links printed.

    With ``notes`` an address stands in a footnote at its first link; where a note cannot stand, in notes
    themselves, captions, tables and headings, it stands behind the words in parentheses, as it does everywhere
    with ``inline``. Links whose words are the address, links inside the article and those in poems stay bare.
    """
    return article if where == "none" else _Printer(where).printed(article)


@dataclass
class _Printer:
    where: LinkTargets
    notes: dict[str, Footnote] = field(default_factory=dict)

    def printed(self, article: Article) -> Article:
        footnotes = article.footnotes
        bare = article.model_copy(update={"footnotes": ()})
        blocks = map_blocks(bare, self.block).blocks
        made = tuple(self.notes.values())
        self.where = "inline"
        noted = map_blocks(article.model_copy(update={"blocks": ()}), self.block).footnotes
        if blocks == article.blocks and noted == footnotes:
            return article
        return article.model_copy(update={"blocks": blocks, "footnotes": (*noted, *made)})

    def block(self, block: Block) -> Block:
        notes = isinstance(block, Paragraph)
        return map_runs(block, lambda runs: self.runs(runs, notes=notes))

    def runs(self, runs: Runs, *, notes: bool = False) -> Runs:
        return tuple(made for run in runs for made in self.run(run, notes=notes))

    def run(self, run: Run, *, notes: bool) -> tuple[Run, ...]:
        if not isinstance(run, Span):
            return (run,)
        inner = self.runs(run.runs, notes=notes)
        if inner != run.runs:
            run = run.model_copy(update={"runs": inner})
        address = run.href or "#"
        if address.startswith("#") or _plain(plain_text(run.runs)) == _plain(address):
            return (run,)
        if notes and self.where == "notes":
            return (run, FootnoteCall(label=self.note(address)))
        return (run, Text(text=" ("), _address(address), Text(text=")"))

    def note(self, address: str) -> str:
        label = LABEL + address
        paragraph = Paragraph(runs=(_address(address),), lang="en", dir="ltr")
        self.notes.setdefault(label, Footnote(label=label, blocks=(paragraph,)))
        return label


def _address(address: str) -> Span:
    """Return an address as it is printed: an isolate from left to right, without the marks of percent encoding."""
    return Span(runs=(Text(text=unquote(address.removeprefix("mailto:"))),), direction="ltr", lang="en")


def _plain(text: str) -> str:
    """Return what a reader takes for the same address, such as ``www.afgazad.com``."""
    plain = unquote(text).strip().lower().removeprefix("mailto:")
    return plain.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
