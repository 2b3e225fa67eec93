"""Drawings of articles, SVG: which of them can be drawn safely and in a bounded time.

A drawing is a program: a kilobyte of `use` can draw a hundred million shapes, and the layout engine cannot be stopped
from inside. So a drawing is read once as a stream, without its entities, and counted as often as each of its parts is
drawn; what brings scripts, other documents or too much is not drawn at all. One that passes is drawn
as it is, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from .settings import Limits

SVG = "http://www.w3.org/2000/svg"

FORBIDDEN = frozenset(
    "script handler listener foreignObject iframe image feImage video audio canvas embed object animate "
    "animateMotion animateTransform set discard".split()
)
"""Elements that run, fetch or move something; no page shows them."""

_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_LINK = re.compile(r"url\(\s*(?P<quote>['\"]?)(?P<address>[^'\")]*)(?P=quote)\s*\)", re.IGNORECASE)
_STYLE_RULES = re.compile(r"(?:[^{}@\\():]*\{[^{}@\\]*\})*[^{}@\\():]*")
"""Rules of plain selectors; nothing nested, nothing that imports."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"([\w-]+)\s*:[^;{}]*?url\(\s*['\"]?#([^'\")\s]*)", re.IGNORECASE)

_SIMPLER = "Make it simpler, or save it as PNG"

_BRACKET = re.compile(r"[()\[\]{}]")

BRACKETS = 8
"""How deep brackets may stand in each other in a style."""

CHAIN = 100
"""How many references may follow each other."""


class DrawingFault(Exception):
    """A drawing is not drawn; the message says why, after its name."""


@dataclass(slots=True, eq=False)
class _Element:
    tag: str
    vertices: int = 0
    """Places of its outline at which a marker may stand, or more."""
    children: list[_Element] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    """Names of what it draws besides, such as the target of `use`."""
    paints: list[tuple[str, str]] = field(default_factory=list)
    """Properties with the name of the pattern, marker, mask or clip that they apply."""


@dataclass(frozen=True, slots=True)
class _Cost:
    elements: int
    vertices: int


def check_drawing(data: bytes, limits: Limits) -> None:
    """Raise DrawingFault for a drawing that is not to be drawn."""
    if len(data) > limits.drawing_bytes:
        raise DrawingFault(f"has {len(data):,} bytes; a drawing has at most {limits.drawing_bytes:,}. {_SIMPLER}")
    reader = _Reader(limits)
    reader.read(data)
    cost = _Counter(reader.names).cost(reader.root)
    if cost.elements > limits.drawing_elements:
        raise DrawingFault(
            f"draws {_count(cost.elements)} elements, each as often as it is used; at most {limits.drawing_elements:,} "
            f"are drawn. {_SIMPLER}"
        )


class _Reader:
    """Reads a drawing into a tree of what its cost depends on."""

    def __init__(self, limits: Limits) -> None:
        self.root = _Element("")
        self.names: dict[str, list[_Element]] = {}
        self._limits = limits
        self._open = [self.root]
        self._count = 0
        self._letters = 0
        self._style: list[str] | None = None

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except expat.ExpatError as fault:
            raise DrawingFault(f"is no well-formed SVG: {fault}; save it again") from None
        self._check_styles()

    def _doctype(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        if subset:
            raise DrawingFault("declares entities of its own; save it as plain SVG")

    def _entity(self, *declaration: object) -> None:
        raise DrawingFault("declares entities of its own; save it as plain SVG")

    def _instruction(self, target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise DrawingFault("asks for a style sheet from elsewhere; save it as plain SVG")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if tag in FORBIDDEN and space in (SVG, "", "http://www.w3.org/1999/xhtml"):
            raise DrawingFault(f"has an element <{tag}>, which is not drawn; save it as plain SVG, or as PNG")
        self._count += 1
        if self._count > self._limits.drawing_elements:
            raise DrawingFault(f"has more than {self._limits.drawing_elements:,} elements. {_SIMPLER}")
        element = _Element(tag)
        self._open[-1].children.append(element)
        self._open.append(element)
        if len(self._open) - 1 > self._limits.drawing_depth:
            raise DrawingFault(f"has elements more than {self._limits.drawing_depth} deep in each other; ungroup them")
        for key, value in attributes.items():
            self._attribute(element, key.rpartition(" ")[2], value)
        if tag == "style" and self._style is None:
            self._style = []

    def _attribute(self, element: _Element, name: str, value: str) -> None:
        if name.lower().startswith("on") and name.isalpha():
            raise DrawingFault(f"has a script in {name}=; save it as plain SVG")
        if name == "id":
            self.names.setdefault(value.strip(), []).append(element)
        elif name == "href":
            if not value.strip().startswith("#"):
                raise DrawingFault(f"refers to “{value.strip()[:60]}”, another file; save it as plain SVG, or as PNG")
            element.targets.append(value.strip()[1:])
        elif name in ("d", "points"):
            self._letters += len(value)
            element.vertices = len(value) // 2 + 1
            if self._letters > self._limits.drawing_path:
                raise DrawingFault(f"has outlines of more than {self._limits.drawing_path:,} characters. {_SIMPLER}")
        else:
            element.vertices = max(element.vertices, 4)
            declared = value if name == "style" else f"{name}:{value}"
            self._check_links(declared)
            element.paints += [(key.lower(), target) for key, target in _DECLARATION.findall(declared)]

    def _check_links(self, value: str) -> None:
        if value.count("(") > BRACKETS and _deepest(value) > BRACKETS:
            raise DrawingFault("has brackets deep in each other in its styles; save it as plain SVG")
        if "url" not in value.lower():
            return
        for link in _LINK.finditer(value):
            if not link.group("address").strip().startswith("#"):
                shown = link.group("address").strip()[:60]
                raise DrawingFault(f"refers to “{shown}”, another file; save it as plain SVG, or as PNG")

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open[-1].tag == "style" and self._style is not None:
            self._style.append(text)
            return
        self._letters += len(text.strip())
        if self._letters > self._limits.drawing_path:
            raise DrawingFault(f"has more than {self._limits.drawing_path:,} letters and outlines; save it as PNG")

    def _check_styles(self) -> None:
        style = _COMMENT.sub("", "".join(self._style or ()))
        if not style.strip():
            return
        if not _STYLE_RULES.fullmatch(style):
            raise DrawingFault("has style rules that are not plain; save it as plain SVG with presentation attributes")
        self._check_links(style)
        for _, target in _DECLARATION.findall(style):
            if any(element.tag not in _GRADIENTS for element in self.names.get(target, ())):
                raise DrawingFault(
                    "applies markers, masks or patterns by style rules; save it with presentation attributes"
                )


class _Counter:
    """Counts what a drawing draws, each part as often as it is drawn."""

    def __init__(self, names: dict[str, list[_Element]]) -> None:
        self._names = names
        self._known: dict[int, _Cost] = {}
        self._open: set[int] = set()
        self._chain = 0

    def cost(self, element: _Element) -> _Cost:
        """Return what an element costs with all that it holds and applies."""
        known = self._known.get(id(element))
        if known is not None:
            return known
        if id(element) in self._open:
            raise DrawingFault("has a part that draws itself; save it as plain SVG, or as PNG")
        self._open.add(id(element))
        drawn = [self.cost(child) for child in element.children]
        drawn += [self._target(name) for name in element.targets]
        elements = 1 + sum(one.elements for one in drawn)
        vertices = element.vertices + sum(one.vertices for one in drawn)
        total = elements
        for name, target in element.paints:
            times = vertices if name.startswith("marker") else elements if name in ("fill", "stroke") else 1
            total += times * self._paint(target)
        self._open.discard(id(element))
        self._known[id(element)] = made = _Cost(total, vertices)
        return made

    def _target(self, name: str) -> _Cost:
        self._chain += 1
        if self._chain > CHAIN:
            raise DrawingFault(f"has more than {CHAIN} references one behind the other; save it as PNG")
        costs = [self.cost(element) for element in self._names.get(name, ())]
        self._chain -= 1
        return _Cost(max((one.elements for one in costs), default=0), max((one.vertices for one in costs), default=0))

    def _paint(self, name: str) -> int:
        if all(element.tag in _GRADIENTS for element in self._names.get(name, ())):
            return 0
        return self._target(name).elements


def _deepest(text: str) -> int:
    """Return how deep brackets stand in each other."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**12 else "endlessly many"
