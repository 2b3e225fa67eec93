"""Letters mended throughout an article: what a page cannot bear is cut or divided, and told once.

The models are frozen: where nothing is wrong, the same objects come back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..article import (
    Article,
    Block,
    Figure,
    FootnoteCall,
    LineBreak,
    Poem,
    Preformatted,
    Run,
    Runs,
    Span,
    Text,
    walk_runs,
)
from ..text.blocks import map_blocks
from .ledger import Ledger
from .letters import break_places, broken, cleaned, longest_word, spaces_cut

FIELDS = ("subtitle", "short_title", "summary", "author", "translator", "tags", "places", "section")
"""The fields besides the title that are text."""

RUN_FIELDS = ("runs", "caption", "credit", "attribution")
"""The fields of blocks that hold runs, besides verses."""


@dataclass(slots=True)
class Mender:
    """Cleans the letters of one article, and reports once what it did."""

    ledger: Ledger
    noncharacters: int = 0
    marks: int = 0
    spaces: int = 0
    words: list[str] = field(default_factory=list)
    line: int | None = None
    """Of the first place."""

    def article(self, article: Article) -> Article:
        """Return the article with letters that can be set."""
        fields = {name: getattr(article, name) for name in ("title", *FIELDS)}
        changes = {name: made for name, value in fields.items() if (made := self._field(value)) != value}
        article = map_blocks(article, self._block)
        self._report()
        return article.model_copy(update=changes) if changes else article

    def _field(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._plain(value, None)
        if isinstance(value, Mapping):
            return {key: self._plain(text, None) for key, text in value.items()}
        return tuple(self._plain(text, None) for text in value) if isinstance(value, tuple) else value

    def _plain(self, text: str, line: int | None) -> str:
        text = self._cleaned(text, line)
        places = self._places(text, line)
        return broken(text, places) if places else text

    def _block(self, block: Block) -> Block:
        changes: dict[str, Any] = {}
        for name in RUN_FIELDS:
            before: Runs | None = getattr(block, name, None)
            if before:
                after = self._runs(before, block.line)
                if after is not before:
                    changes[name] = after
        match block:
            case Preformatted():
                changes["text"] = self._plain(block.text, block.line)
            case Poem():
                changes |= self._poem(block)
            case Figure():
                changes["alternative_text"] = self._cleaned(block.alternative_text, block.line)
        changed = {name: value for name, value in changes.items() if value is not getattr(block, name)}
        return block.model_copy(update=changed) if changed else block

    def _poem(self, poem: Poem) -> dict[str, Any]:
        same = True
        stanzas = []
        for stanza in poem.stanzas:
            verses = []
            for verse in stanza.verses:
                hemistichs = tuple(self._runs(runs, verse.line or poem.line) for runs in verse.hemistichs)
                kept = all(new is old for new, old in zip(hemistichs, verse.hemistichs, strict=True))
                same = same and kept
                verses.append(verse if kept else verse.model_copy(update={"hemistichs": hemistichs}))
            stanzas.append(stanza.model_copy(update={"verses": tuple(verses)}))
        changes: dict[str, Any] = {} if same else {"stanzas": tuple(stanzas)}
        return changes | {
            name: self._plain(text, poem.line) for name in ("title", "poet") if (text := getattr(poem, name))
        }

    def _runs(self, runs: Runs, line: int | None) -> Runs:
        runs = _mapped(runs, lambda text: self._cleaned(text, line))
        whole = "".join(_letters(walk_runs(runs)))
        places = self._places(whole, line)
        return _with_breaks(runs, places) if places else runs

    def _cleaned(self, text: str, line: int | None) -> str:
        text, spaces = spaces_cut(text, self.ledger.limits.spaces)
        if spaces:
            self.spaces += spaces
            self.line = self.line or line
        made = cleaned(text, self.ledger.limits.combining_run)
        if made.noncharacters or made.marks:
            self.noncharacters += made.noncharacters
            self.marks += made.marks
            self.line = self.line or line
            return made.text
        return text

    def _places(self, text: str, line: int | None) -> tuple[int, ...]:
        limits = self.ledger.limits
        longest = longest_word(text, limits.word)
        if not longest:
            return ()
        if len(longest) > limits.longest_word:
            most = f"at most {limits.longest_word:,} are divided. Look whether spaces are missing"
            self.ledger.fault(f"a word has {len(longest):,} letters (“{longest[:20]}…”); {most}", line)
            return ()
        self.words.append(longest)
        self.line = self.line or line
        return break_places(text, limits.word)

    def _report(self) -> None:
        most = self.ledger.limits
        if self.noncharacters:
            count = f"{self.noncharacters:,} codes that are no characters were removed"
            self.ledger.warn("controls-removed", f"{count}; look whether words there still read well", self.line)
        if self.marks:
            message = (
                f"{self.marks:,} combining marks and format characters were cut off; at most {most.combining_run} "
            )
            self.ledger.lose("text-marks-cut", message + "stand on one letter. Type the place again", self.line)
        if self.spaces:
            message = (
                f"{self.spaces:,} spaces were cut off; at most {most.spaces} in a row are printed. Set a table instead"
            )
            self.ledger.warn("text-spaces-cut", message, self.line)
        if self.words:
            longest = max(self.words, key=len)
            message = (
                f"a word has {len(longest):,} letters (“{longest[:20]}…”) and at most {most.word} stay whole; lines "
                "break anywhere in it. Look whether spaces are missing"
            )
            self.ledger.warn("text-word-divided", message, self.line)


def _letters(runs: Iterable[Run]) -> Iterable[str]:
    for run in runs:
        if isinstance(run, Text):
            yield run.text
        elif isinstance(run, LineBreak):
            yield "\n"
        elif isinstance(run, FootnoteCall):
            yield " "


def _mapped(runs: Runs, change: Callable[[str], str]) -> Runs:
    made: list[Run] = []
    for run in runs:
        if isinstance(run, Text):
            text = change(run.text)
            made.append(run if text is run.text else run.model_copy(update={"text": text}))
        elif isinstance(run, Span):
            inner = _mapped(run.runs, change)
            made.append(run if inner is run.runs else run.model_copy(update={"runs": inner}))
        else:
            made.append(run)
    return runs if all(new is old for new, old in zip(made, runs, strict=True)) else tuple(made)


def _with_breaks(runs: Runs, places: tuple[int, ...]) -> Runs:
    """Return runs with breaks at offsets of their letters, counted as `_letters` has them."""
    position = 0

    def walk(runs: Runs) -> Runs:
        nonlocal position
        made: list[Run] = []
        for run in runs:
            if isinstance(run, Text):
                start, position = position, position + len(run.text)
                inner = places[bisect_left(places, start) : bisect_left(places, position)]
                own = [place - start for place in inner]
                made.append(run.model_copy(update={"text": broken(run.text, own)}) if own else run)
            elif isinstance(run, Span):
                made.append(run.model_copy(update={"runs": walk(run.runs)}))
            else:
                position += 1
                made.append(run)
        return tuple(made)

    return walk(runs)
