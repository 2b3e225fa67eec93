"""References from article to article: what becomes of links to ``article:slug``.

In an issue they lead to a page; where an article is printed alone there is no page to lead to, and
a link that goes nowhere is worse than none: its words stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..article import (
    Article,
    Block,
    Poem,
    Run,
    Runs,
    Span,
    Stanza,
    Verse,
    plain_text,
    referred_slug,
    runs_of,
    walk_runs,
)
from ..findings import Finding, Level
from .blocks import map_blocks, map_runs

TargetOf = Callable[[str], str | None]
"""Where a reference to a slug leads; None: nowhere."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to another article."""

    slug: str
    """As the article has it, in NFC."""
    words: str
    """What stands in the link."""
    line: int | None
    """The line of the link or of its block, where one is known."""


def references_in(article: Article) -> tuple[Reference, ...]:
    """Return the references of an article, in reading order."""
    return tuple(_references(article))


def with_references(article: Article, target_of: TargetOf) -> Article:
    """Return the article with each reference leading where `target_of` its slug says.

    The target may be any link, another reference included; where it is None, the words stay and
    the link goes. Where nothing changes, the same article comes back.
    """
    return map_blocks(article, lambda block: _changed(block, target_of))


def runs_with_references(runs: Runs, target_of: TargetOf) -> Runs:
    """Return runs with each reference leading where `target_of` its slug says; see `with_references`."""
    made = tuple(_run(run, target_of) for run in runs)
    return runs if all(new is old for new, old in zip(made, runs, strict=True)) else made


def without_references(article: Article) -> tuple[Article, tuple[Finding, ...]]:
    """Return the article as it is printed alone: with no reference, and a finding for each slug it referred to."""
    first: dict[str, Reference] = {}
    for reference in references_in(article):
        first.setdefault(reference.slug, reference)
    findings = tuple(_finding(article, reference) for reference in first.values())
    return (with_references(article, lambda slug: None) if first else article), findings


def _references(article: Article) -> Iterator[Reference]:
    for block in article.walk():
        for runs in runs_of(block):
            for run in walk_runs(runs):
                if isinstance(run, Span) and (slug := referred_slug(run.href)) is not None:
                    yield Reference(slug, plain_text(run.runs), run.line or block.line)


def _changed(block: Block, target_of: TargetOf) -> Block:
    """Return a block with the references in its own fields changed; inner blocks come on their own."""
    if isinstance(block, Poem):
        stanzas = tuple(_stanza(stanza, target_of) for stanza in block.stanzas)
        return block if stanzas == block.stanzas else block.model_copy(update={"stanzas": stanzas})
    return map_runs(block, lambda runs: runs_with_references(runs, target_of))


def _stanza(stanza: Stanza, target_of: TargetOf) -> Stanza:
    return stanza.model_copy(update={"verses": tuple(_verse(verse, target_of) for verse in stanza.verses)})


def _verse(verse: Verse, target_of: TargetOf) -> Verse:
    return verse.model_copy(
        update={"hemistichs": tuple(runs_with_references(runs, target_of) for runs in verse.hemistichs)}
    )


def _run(run: Run, target_of: TargetOf) -> Run:
    if not isinstance(run, Span):
        return run
    inner = runs_with_references(run.runs, target_of)
    changes: dict[str, Any] = {} if inner is run.runs else {"runs": inner}
    slug = referred_slug(run.href)
    if slug is not None:
        target = target_of(slug)
        if target is None:
            changes |= {"role": "plain", "href": None}
        elif target != run.href:
            changes["href"] = target
    return run.model_copy(update=changes) if changes else run


def _finding(article: Article, reference: Reference) -> Finding:
    message = (
        f"“{reference.words[:60]}” refers to the article “{reference.slug[:60]}” of an issue; as this article is "
        f"printed alone, the words stay and the link went. In an issue it leads to that article's page"
    )
    file = str(article.path) if article.path else None
    return Finding(level=Level.INFO, code="reference-outside-issue", message=message, file=file, line=reference.line)
