"""Poems as a Persian typesetter sets them: every hemistich of a poem as wide as the others.

The width comes from the poem: a little more than its widest hemistich, and such that all can be filled by
kashida and a bounded share of word space. Where two hemistichs do not fit side by side they are stepped,
the second under the first and moved to the far edge. Free verse, landays and verses from left to right
keep their own widths.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import SimpleNamespace

from markupsafe import Markup, escape

from ..article import LOOSE_FORMS, Article, Poem, Runs, Text, Verse, plain_text, walk_block
from ..findings import Finding, Level
from ..languages import Direction, direction_of, language
from ..publication import Motto
from ..text.digits import localized
from ..text.hemistichs import hemistich_of, with_calls_moved
from .filling import Filled, Filler, Line
from .look import MM, Geometry, Look
from .verses import Bayt, ExpectedLine, PoemLayout, SetLine

NUMBER_ROOM = 1.2
"""The margin for a bayt's number, in em of the poem; as much at the other side, to keep the middle."""

NOTICED_SPACING = 0.42
"""Spaces that are wider than natural by more than this, in em, catch every reader's eye."""

INNER_ROOM = 4.0
"""By how much a quotation or list around a poem is narrower than the text, in em of the text."""

NOTE_SIZE = 0.8
"""Size of a footnote, in em of the text; as in `css/page.css.j2`."""

STEP_ROOM = 0.06
"""The least share of the measure by which a stepped hemistich is moved."""

LONGEST_STEP = 0.45
"""The greatest step, as a share of the hemistich: in a wide measure the two still belong together."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Size and widths of a poem: `size` in pt, all else in em of it."""

    form: str
    size: float
    width: float | None
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A verse before it is laid out."""

    lines: tuple[Line, ...]
    refrain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A poem before its width is known."""

    lang: str
    direction: Direction
    loose: str
    """``landay`` or ``free``; empty where bayts are set."""
    stanzas: tuple[tuple[_Row, ...], ...]
    size: float
    """In pt, of the text around it."""
    numbers: float
    wanted: str
    """The width that the poem or the theme asks for; empty for its own."""
    measure: float
    """In pt, of two columns."""
    narrow: float
    """In pt, of stepped bayts and single lines."""

    def lines(self) -> Iterator[Line]:
        for stanza in self.stanzas:
            for row in stanza:
                yield from row.lines


@dataclass(slots=True)
class PoemSetter:
    """Lays out the poems of one article, and remembers what deserves a look."""

    article: Article
    look: Look
    lengths: Geometry
    runs: Callable[[Runs], Markup]
    findings: list[Finding] = field(default_factory=list)
    expected: dict[str, ExpectedLine] = field(default_factory=dict)
    """What is expected of each filled hemistich, by `SetLine.name`."""
    count: int = 0
    """How many poems were laid out."""

    def poem(self, poem: Poem) -> PoemLayout:
        """Lay out a poem: one of the article's own blocks may be as wide as the masthead, an inner one as the text."""
        self.count += 1
        draft = self._draft(poem)
        group = self._sharing(draft)
        frame = self._frame(draft, tuple(line for item in group for line in item.lines()), poem.line)
        if any(line.hemistich.typed for line in draft.lines()) and not draft.loose:
            message = "tatweels that were typed in the poem were replaced by stretches that fill the column"
            first = next(line for line in draft.lines() if line.hemistich.typed)
            self._find(Level.INFO, "poem-tatweel", message, first.line)
        layout = self._laid_out(draft, frame, self.count, poem.numbering)
        return replace(layout, ornament=poem.gap or "", title=poem.title, meter=poem.meter, poet=poem.poet)

    def motto(self, motto: Motto) -> PoemLayout:
        """Lay out the masthead's poem in the masthead's measure: once for a paper and a size of page."""
        layout, expected, findings = _kept_motto(_MottoPlace(self.look, self.lengths, motto))
        self.expected |= expected
        self.findings += findings
        return layout

    def set_motto(self, motto: Motto) -> PoemLayout:
        """Lay out the masthead's poem anew."""
        size = self.lengths.masthead_size * self.look.values.masthead.motto
        rows = tuple(_Row(tuple(_line((Text(text=text),)) for text in bayt)) for bayt in motto.bayts)
        draft = _Draft(
            lang=motto.lang,
            direction=direction_of(motto.lang),
            loose="",
            stanzas=(rows,),
            size=size,
            numbers=0,
            wanted="",
            measure=self.lengths.outer_measure,
            narrow=self.lengths.outer_measure,
        )
        frame = self._frame(draft, tuple(draft.lines()), None, sizes=(size, size / 2))
        return self._laid_out(draft, frame, 0, 0)

    # -------------------------------------------------------------- from the model

    def _draft(self, poem: Poem) -> _Draft:
        lang = poem.lang or self.article.lang or "und"
        direction: Direction = poem.dir if poem.dir in ("ltr", "rtl") else direction_of(lang)
        pairs = any(len(verse.hemistichs) == 2 for stanza in poem.stanzas for verse in stanza.verses)
        loose = poem.form if poem.form in LOOSE_FORMS else ""
        if not (poem.form or pairs):
            loose = "free"
        inner = poem not in self.article.blocks
        in_note = inner and any(block is poem for note in self.article.footnotes for block in walk_block(note))
        size = self.lengths.text_size * (NOTE_SIZE if in_note else 1)
        narrow = self.lengths.measure if in_note else self.lengths.column_measure
        narrow -= INNER_ROOM * size if inner else 0
        wide = self.lengths.columns == 1 and not self.lengths.narrow and not inner
        return _Draft(
            lang=lang,
            direction=direction,
            loose=loose or "",
            stanzas=tuple(self._rows(stanza.verses, loose=bool(loose)) for stanza in poem.stanzas),
            size=size,
            numbers=NUMBER_ROOM if poem.numbering and not loose else 0,
            wanted="" if loose else poem.width or self._values(direction).width,
            measure=self.lengths.outer_measure if wide else narrow,
            narrow=narrow,
        )

    def _rows(self, verses: Sequence[Verse], *, loose: bool) -> tuple[_Row, ...]:
        """Return a stanza's rows: loose lines one by one; lines of a classical stanza that has no pairs, two by two."""
        rows = []
        texts = iter(with_calls_moved([runs for verse in verses for runs in verse.hemistichs]))
        for verse in verses:
            lines = tuple(_line(next(texts), verse.line) for _ in verse.hemistichs)
            kept = tuple(line for line in lines if line.hemistich.text)
            if len(kept) < len(lines):
                message = "a hemistich is empty and was left out; write words for it, or leave it out"
                self._find(Level.WARNING, "hemistich-empty", message, verse.line)
            rows += [_Row(kept, verse.refrain)] if kept else []
        if loose:
            return tuple(_Row((line,), row.refrain) for row in rows for line in row.lines)
        if len(rows) % 2 == 0 and all(len(row.lines) == 1 for row in rows):
            return tuple(
                _Row(first.lines + second.lines, first.refrain)
                for first, second in zip(rows[::2], rows[1::2], strict=True)
            )
        for row in rows:
            if len(row.lines) == 1 and not row.refrain:
                message = "the bayt has one hemistich, set in the middle; part the two of a bayt by “ / ”"
                self._find(Level.WARNING, "hemistich-single", message, row.lines[0].line)
        return tuple(rows)

    def _sharing(self, draft: _Draft) -> tuple[_Draft, ...]:
        """Return the drafts whose width a poem has: those of all shared poems of its direction, or its own."""
        if draft.wanted != "shared":
            return (draft,)
        quiet = PoemSetter(self.article, self.look, self.lengths, self.runs)  # each poem tells its faults itself
        drafts = tuple(quiet._draft(block) for block in self.article.walk() if isinstance(block, Poem))
        shares = (draft.wanted, draft.direction, draft.size)
        return tuple(other for other in drafts if (other.wanted, other.direction, other.size) == shares)

    def _values(self, direction: Direction) -> SimpleNamespace:
        values: SimpleNamespace = self.look.values.poem if direction == "rtl" else self.look.values.latin_poem
        return values

    # -------------------------------------------------------------- size and width

    def _frame(
        self, draft: _Draft, lines: Sequence[Line], place: int | None, sizes: tuple[float, float] | None = None
    ) -> _Frame:
        """Choose form, size and width; `lines` share the width; `sizes` are the greatest and smallest in pt."""
        values = self._values(draft.direction)
        greatest, smallest = map(_as_printed, sizes or (values.size * draft.size, values.smallest * draft.size))
        if draft.loose:
            return _Frame("lines", greatest, None)
        filler = self._filler(draft)
        needed, width = filler.least_width(lines), filler.best_width(lines, values.widening)
        size = greatest
        if draft.wanted.endswith(("mm", "em")):
            size, width = self._wanted(draft.wanted, needed, width, (greatest, smallest), place)
        around = values.gap + 2 * draft.numbers
        if size * (2 * width + around) > draft.measure and size * (2 * needed + around) > draft.measure:
            size = max(_as_printed(min(size, draft.measure / (2 * width + around))), smallest)
        room = (draft.measure / size - around) / 2
        if width <= room or needed <= room:
            return _Frame("columns", size, min(width, room))
        return self._stacked(draft, filler, lines, (needed, width), (greatest, smallest), place)

    def _stacked(
        self,
        draft: _Draft,
        filler: Filler,
        lines: Sequence[Line],
        widths: tuple[float, float],
        sizes: tuple[float, float],
        place: int | None,
    ) -> _Frame:
        """Step the hemistichs; let them wrap, at their own width, where one is too long even so."""
        values = self._values(draft.direction)
        (needed, width), (size, smallest) = widths, sizes
        measure = draft.narrow
        least = smallest * values.least
        size = _as_printed(min(size, max(smallest, (1 - STEP_ROOM) * measure / (width + 2 * draft.numbers))))
        room = measure / size - 2 * draft.numbers
        if width > room and needed > room:
            size = _as_printed(max(least, measure / (width + 2 * draft.numbers)))
            room = measure / size - 2 * draft.numbers
        if needed > room:
            longest = max(lines, key=filler.natural)
            message = (
                f"the hemistich “{_quoted(longest)}” is too long for its column and was wrapped, and the poem is set "
                "ragged; part it by “ / ”, or choose a smaller text or fewer columns"
            )
            self._find(Level.WARNING, "hemistich-wrapped", message, longest.line or place)
            return _Frame("lines", smallest, None)
        width = min(width, room)
        message = "two hemistichs do not fit side by side and are set under each other; a wider page would hold them"
        self._find(Level.INFO, "poem-stacked", message, place)
        step = min(room - width, LONGEST_STEP * width)
        return _Frame("stacked", size, width, step)

    def _wanted(
        self, wanted: str, needed: float, width: float, sizes: tuple[float, float], place: int | None
    ) -> tuple[float, float]:
        """Return size and width where the width is given: in mm, a smaller poem has more em in it."""
        (size, smallest), number = sizes, float(wanted[:-2])
        points = number * MM if wanted.endswith("mm") else number * size
        size = size if wanted.endswith("em") else _as_printed(min(size, max(smallest, points / needed)))
        if points / size < needed - 1e-6:
            message = f"the width {wanted} is too narrow for the longest hemistich; the poem has its own. Widen it"
            self._find(Level.WARNING, "poem-width", message, place)
            return size, width
        if size < sizes[0]:
            message = f"the poem is set in {size:.1f} pt instead of {sizes[0]:.1f}, as its width of {wanted} asks"
            self._find(Level.INFO, "poem-size", message, place)
        return size, points / size

    def _filler(self, draft: _Draft) -> Filler:
        values = self._values(draft.direction)
        notes = localized("8" * len(str(len(self.article.footnotes))), language(draft.lang).digits)
        return Filler(
            regular=self.look.face(values.face).file,
            bold=self.look.face(values.face, 700).file,
            lang=draft.lang,
            direction=draft.direction,
            note=notes,
            filling=draft.direction == "rtl",
        )

    # -------------------------------------------------------------- lines

    def _laid_out(self, draft: _Draft, frame: _Frame, number: int, numbering: int) -> PoemLayout:
        values = self._values(draft.direction)
        digits = language(draft.lang).digits
        filled = self._filled(draft, frame)
        counted = place = 0
        stanzas = []
        for stanza in draft.stanzas:
            bayts = []
            for row in stanza:
                place += 1
                counted += not row.refrain
                shown = numbering and not draft.loose and not row.refrain and counted % numbering == 0
                lines = tuple(
                    self._set(line, filled.get(id(line)), frame, f"poem:{number}:{place}:{position}")
                    for position, line in enumerate(row.lines, start=1)
                )
                bayts.append(
                    Bayt(
                        lines=lines,
                        apart=row.refrain or len(lines) == 1,
                        refrain=row.refrain,
                        number=localized(str(counted), digits) if shown else "",
                    )
                )
            stanzas.append(tuple(bayts))
        return PoemLayout(
            lang=draft.lang,
            direction=draft.direction,
            form=frame.form,
            verse=draft.loose or "bayts",
            size=frame.size,
            width=frame.width,
            gap=values.gap,
            ornament="",
            numbers=draft.numbers if frame.width is not None else 0,
            step=frame.step,
            wide=frame.form == "columns" and draft.measure > draft.narrow,
            stanzas=tuple(stanzas),
        )

    def _filled(self, draft: _Draft, frame: _Frame) -> dict[int, Filled]:
        """Fill every hemistich, column by column; the keys are identities of lines. Say which are beyond limits."""
        filler = self._filler(draft)
        if frame.width is None or not filler.filling:
            return {}
        rows = [row for stanza in draft.stanzas for row in stanza]
        pairs = frame.form == "columns"
        lanes = (
            [line for row in rows for line in row.lines[: 1 if pairs else 2]],
            [line for row in rows for line in row.lines[1:] if pairs],
        )
        fits = [(line, fit) for lane in lanes for line, fit in zip(lane, filler.filled(lane, frame.width), strict=True)]
        self._judge(fits)
        return {id(line): fit for line, fit in fits}

    def _judge(self, fits: Sequence[tuple[Line, Filled]]) -> None:
        """Say which hemistichs are beyond the limits."""
        loose = [(line, fit) for line, fit in fits if not fit.within]
        if not loose:
            return
        line, fit = max(loose, key=lambda item: (not item[1].fills, item[1].word_space))
        how = f"has spaces {fit.word_space:.1f} times as wide as natural" if fit.fills else "keeps its own width"
        message = (
            f"{len(loose)} of {len(fits)} hemistichs do not fill the column well; “{_quoted(line)}” {how}. Check "
            "whether words are missing; else leave it"
        )
        noticed = not fit.fills or fit.word_spacing > NOTICED_SPACING
        self._find(Level.WARNING if noticed else Level.INFO, "hemistich-loose", message, line.line)

    def _set(self, line: Line, fit: Filled | None, frame: _Frame, name: str) -> SetLine:
        if fit is None or frame.width is None:
            return SetLine(html=self.runs(line.natural), name=name, filled=False, word_spacing=0.0)
        if fit.fills:
            self.expected[name] = ExpectedLine(width=frame.width * frame.size, text=line.hemistich.text, line=line.line)
        return SetLine(html=self.runs(fit.runs), name=name, filled=fit.fills, word_spacing=fit.word_spacing)

    def _find(self, level: Level, code: str, message: str, line: int | None) -> None:
        self.findings.append(Finding(level=level, code=code, message=message, line=line))


def _line(runs: Runs, line: int | None = None) -> Line:
    return Line(hemistich_of(runs), runs, line)


def _quoted(line: Line) -> str:
    text = line.hemistich.text
    return text if len(text) <= 60 else text[:59] + "…"


def _as_printed(size: float) -> float:
    """Return a size in pt as the stylesheet writes it, in hundredths: widths in em are computed with it."""
    return math.floor(size * 100 + 1e-6) / 100


@dataclass(frozen=True, slots=True)
class _MottoPlace:
    """What decides how the masthead's poem is set, equal where all of it is."""

    look: Look = field(compare=False)
    lengths: Geometry
    motto: Motto = field(compare=False)
    key: tuple[object, ...] = field(init=False)
    """The look counts as itself, which it is for as long as a poem that is kept holds it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (id(self.look), self.motto.lang, self.motto.bayts))


@lru_cache(maxsize=16)
def _kept_motto(place: _MottoPlace) -> tuple[PoemLayout, Mapping[str, ExpectedLine], tuple[Finding, ...]]:
    """Set the masthead's poem, which nothing of an article changes; return what is expected and was found with it."""
    article = Article(title="motto", lang=place.motto.lang)
    setter = PoemSetter(article, place.look, place.lengths, lambda runs: escape(plain_text(runs)))
    layout = setter.set_motto(place.motto)
    return layout, setter.expected, tuple(setter.findings)
