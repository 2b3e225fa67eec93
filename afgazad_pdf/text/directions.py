"""Language and direction of every block, settled before templates see the article.

``dir: auto`` and a missing language are resolved from the first strong letter, block by block (UAX#9
P2 and P3). A block's language then sets its digits and its hyphens.
"""

from __future__ import annotations

from ..article import Article, Block, plain_text, runs_of
from ..findings import Finding, Level
from ..languages import Direction, direction_of, first_strong_direction
from ..publication import Publication
from .blocks import map_blocks


def with_directions(article: Article, publication: Publication) -> tuple[Article, tuple[Finding, ...]]:
    """Return the article with a language, and with no block whose direction is still to be guessed.

    An article that names no language gets one of the publication's, with a finding; its blocks that
    begin in the other direction then get one of that direction.
    """
    guessed = article.lang is None
    tag = article.lang or publication.language_of(article.title)
    direction = article.dir or direction_of(tag)

    def settled(block: Block) -> Block:
        if block.dir != "auto" and not (guessed and block.lang is None and block.dir is None):
            return block
        found = first_strong_direction(_own_text(block)) or direction
        return _with_direction(block, found, direction, publication)

    article = map_blocks(article.model_copy(update={"lang": tag}) if guessed else article, settled)
    return article, (_finding(article, tag),) if guessed else ()


def _with_direction(block: Block, found: Direction, outer: Direction, publication: Publication) -> Block:
    changes: dict[str, object] = {}
    if block.dir == "auto":
        changes["dir"] = found if found != outer or block.lang else None
    if found != outer and block.lang is None:
        changes |= {"lang": publication.language_of_direction(found), "dir": found}
    return block.model_copy(update=changes) if changes else block


def _own_text(block: Block) -> str:
    return " ".join(plain_text(runs) for runs in runs_of(block))  # type: ignore[arg-type]  # every block is one of the union


def _finding(article: Article, tag: str) -> Finding:
    message = f"the article does not say its language; {tag} was taken. Write `lang: {tag}`, or the right one"
    file = str(article.path) if article.path else None
    return Finding(level=Level.INFO, code="language-guessed", message=message, file=file)
