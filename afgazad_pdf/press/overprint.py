"""Black letters and thin rules are printed onto what lies below them, not into a hole in it.

A hole for every letter needs plates that lie on each other to a hundredth of a millimetre; else white shows beside
black. So what is 100 % black alone overprints, in mode 1: inks of which it has none stay (ISO 32000-1, 8.6.7). Areas
of black do not: pictures would show through them. Nor do white, tints, colours and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

THIN = 2.0
"""The most that a filled rectangle is wide or high to be a rule, in units of the content."""

BLACK = re.compile(rb"0 0 0 1 [kK]")
COLOUR = re.compile(rb"(?:.* )?(?:k|g|rg|sc|scn|cs|K|G|RG|SC|SCN|CS)")
RECTANGLE = re.compile(rb"[\d.e-]+ [\d.e-]+ (-?[\d.e-]+) (-?[\d.e-]+) re")
PATH = re.compile(rb"(?:.* )?(?:m|l|c|v|y|re|h|W|W\*)")
PAINTED = re.compile(rb"f|F|f\*|B|B\*|b|b\*|S|s|n")
OTHERS = re.compile(rb"(?:.* )?(?:Do|sh)|BI\b.*", re.DOTALL)

LONGEST = 200
"""Bytes: a longer item is text or a picture."""


class Over(NamedTuple):
    """What overprints."""

    fill: bool = False
    stroke: bool = False

    @property
    def name(self) -> str:
        """The name of such a graphics state in resources."""
        return f"Overprint{'Fill' * self.fill}{'Stroke' * self.stroke}" if any(self) else "Knockout"


NOTHING = Over()


@dataclass
class _State:
    black: Over = NOTHING
    """Whether fill and stroke are black alone."""
    over: Over = NOTHING


def overprint_black(objects: Any, streams: Iterable[tuple[Any, dict[str, Any]]]) -> None:
    """Let black letters and rules of content streams overprint; each comes with its resources, which are added to."""
    for stream, resources in streams:
        writer = _Writer()
        stream.stream = [*writer.written(stream.stream)]
        for over in sorted(writer.used):
            resources["ExtGState"][over.name] = _state(objects, over)


def _state(objects: Any, over: Over) -> Any:
    written = {True: "true", False: "false"}
    entries = {"Type": "/ExtGState", "OP": written[over.stroke], "op": written[over.fill], "OPM": 1}
    return objects.Dictionary(entries)


@dataclass
class _Writer:
    state: _State = field(default_factory=_State)
    saved: list[_State] = field(default_factory=list)
    path: list[Any] = field(default_factory=list)
    """What a path consists of until it is painted: no state may change between."""
    in_text: bool = False
    used: set[Over] = field(default_factory=set)

    def written(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield the operators, and before what is painted the states that it needs."""
        for item in items:
            data = item.encode("latin-1") if isinstance(item, str) else item
            if not isinstance(data, bytes) or (len(data) > LONGEST and not data.startswith(b"BI")):
                yield item
            elif PATH.fullmatch(data) and not self.in_text:
                self.path.append(data)
            elif self.path and PAINTED.fullmatch(data):
                yield from self.painted(data)
            else:
                yield from self.path
                self.path = []
                yield from self.other(data)
        yield from self.path

    def painted(self, operator: bytes) -> Iterator[Any]:
        """Yield a path that ends: rules overprint where they are black, areas do not."""
        fill, stroke = self.state.over
        if operator[:1] in b"fFbB":
            fill = self.state.black.fill and self.is_rule()
        if operator[:1] in b"sSbB":
            stroke = self.state.black.stroke
        yield from self.need(Over(fill, stroke))
        yield from self.path
        self.path = []
        yield operator

    def is_rule(self) -> bool:
        sizes = [RECTANGLE.fullmatch(item) for item in self.path]
        return all(size is not None and min(abs(float(size[1])), abs(float(size[2]))) <= THIN for size in sizes)

    def other(self, data: bytes) -> Iterator[Any]:
        if data == b"q":
            self.saved.append(_State(self.state.black, self.state.over))
        elif data == b"Q" and self.saved:
            self.state = self.saved.pop()
        elif data == b"BT":
            self.in_text = True
            yield from self.need(self.state.black)
        elif data == b"ET":
            self.in_text = False
        elif OTHERS.fullmatch(data):
            yield from self.need(NOTHING)
        elif COLOUR.fullmatch(data):
            yield data
            is_black = BLACK.fullmatch(data) is not None
            place = "stroke" if data.split()[-1].isupper() else "fill"
            self.state.black = self.state.black._replace(**{place: is_black})
            if self.in_text:
                yield from self.need(self.state.black)
            return
        yield data

    def need(self, over: Over) -> Iterator[bytes]:
        if over != self.state.over:
            self.state.over = over
            self.used.add(over)
            yield f"/{over.name} gs".encode("ascii")
