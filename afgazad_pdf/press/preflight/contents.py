"""Content streams interpreted: from operators (ISO 32000-1, annex A) to events with their graphics state.

Forms are followed where they are drawn. Of clips only the box is kept, in the graphics state; patterns' own content
and the glyphs of Type 3 fonts are left to `nesting`. Layers that are switched off count as painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from .state import (
    IDENTITY,
    NOWHERE,
    Box,
    Colour,
    Event,
    Glyph,
    GraphicsState,
    ImageShown,
    Mark,
    Matrix,
    ObjectDrawn,
    ObjectNumber,
    PathPainted,
    Point,
    ShadingPainted,
    TextShown,
    combined,
    moved,
    scale,
)
from .typefaces import Typeface

DEEPEST_FORM = 12
"""Forms in forms; a file with more draws a form in itself."""

LONGEST_CONTENT = 5_000_000
"""Operators on one page, all forms together; a file with more is made to tie a program up."""

CAPITALS = 0.7
"""About the height of capitals, in em."""

FAULTS = (
    pikepdf.PikepdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What reading an object raises that is not what the standard says: files of others may hold anything."""

Operands = Sequence[Any]


@dataclass(slots=True)
class Budget:
    """What is left to interpret on a page, and what could not be."""

    operators: int = LONGEST_CONTENT
    faults: list[str] = field(default_factory=list)


def interpret(content: Any, resources: Any, owner: ObjectNumber, budget: Budget) -> Iterator[Event]:
    """Yield what a page paints, in order; what is wrong in the content goes to `budget.faults`.

    `content` is a page or a stream, `owner` the object number of the page.
    """
    yield from _Interpreter(resources, owner, budget).run(content)


@dataclass(slots=True)
class _Interpreter:
    """One content stream at work: a page or a form."""

    resources: Any
    owner: ObjectNumber
    budget: Budget
    state: GraphicsState = field(default_factory=GraphicsState)
    marks: tuple[Mark, ...] = ()
    depth: int = 0
    saved: list[GraphicsState] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    clips: bool = False
    """Whether the path will be a clip when it ends."""
    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    typefaces: dict[str, Typeface] = field(default_factory=dict)

    def run(self, content: Any) -> Iterator[Event]:
        """Yield the events of a stream."""
        try:
            instructions = pikepdf.parse_content_stream(content)
        except FAULTS as fault:
            self.budget.faults.append(str(fault))
            return
        for instruction in instructions:
            self.budget.operators -= 1
            if self.budget.operators < 0:
                self.budget.faults.append("too much content")
                return
            operator = bytes(instruction.operator).decode("latin-1")
            try:
                yield from self.step(operator, instruction)
            except FAULTS:
                self.budget.faults.append(operator)

    def step(self, operator: str, instruction: Any) -> Iterator[Event]:
        """Do one instruction."""
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            yield self._image(instruction.iimage.obj)
            return
        if operator in _SETTERS:
            _SETTERS[operator](self, instruction.operands)
        elif operator in _PAINTERS:
            yield from _PAINTERS[operator](self, instruction.operands)

    @property
    def situation(self) -> dict[str, Any]:
        """What every event carries."""
        return {"state": self.state, "marks": self.marks, "resources": self.resources}

    def set(self, **values: Any) -> None:
        """Change the graphics state."""
        self.state = replace(self.state, **values)

    # ------------------------------------------------------------------ graphics state

    def save(self, _: Operands) -> None:
        self.saved.append(self.state)

    def restore(self, _: Operands) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def concatenate(self, operands: Operands) -> None:
        self.set(matrix=combined(_matrix(operands), self.state.matrix))

    def use_parameters(self, operands: Operands) -> None:
        entries = self.resources.ExtGState[str(operands[0])]
        self.set(parameters={**self.state.parameters, **{str(key)[1:]: value for key, value in entries.items()}})
        if "/LW" in entries:
            self.set(line_width=float(entries.LW))
        if "/Font" in entries:
            self.set(typeface=Typeface(entries.Font[0]), size=float(entries.Font[1]))

    def use_intent(self, operands: Operands) -> None:
        self.set(parameters={**self.state.parameters, "RI": operands[0]})

    def colour_space(self, target: str, operands: Operands) -> None:
        name = str(operands[0])
        space = self.resources.get("/ColorSpace", {}).get(name, name)
        self.set(**{target: Colour(space, ())})

    def colour(self, target: str, operands: Operands) -> None:
        numbers = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
        pattern = str(operands[-1]) if operands and isinstance(operands[-1], pikepdf.Name) else None
        self.set(**{target: Colour(getattr(self.state, target).space, numbers, pattern)})

    def device_colour(self, target: str, space: str, operands: Operands) -> None:
        self.set(**{target: Colour(space, tuple(map(float, operands)))})

    # ------------------------------------------------------------------ marked content

    def begin_mark(self, operands: Operands) -> None:
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = self.resources.get("/Properties", {}).get(str(properties), {})
        number = properties.get("/MCID")
        mark = Mark(
            tag=str(operands[0]).removeprefix("/"),
            number=None if number is None else int(number),
            owner=self.owner,
            has_text="/ActualText" in properties,
        )
        self.marks = (*self.marks, mark)

    def end_mark(self, _: Operands) -> None:
        self.marks = self.marks[:-1]

    # ------------------------------------------------------------------ paths

    def add_points(self, operands: Operands) -> None:
        numbers = list(map(float, operands))
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        self.points += [moved(self.state.matrix, x, y) for x, y in pairs]

    def add_rectangle(self, operands: Operands) -> None:
        x, y, width, height = map(float, operands)
        self.add_points((x, y, x + width, y, x + width, y + height, x, y + height))

    def begin_clip(self, _: Operands) -> None:
        self.clips = True

    def end_path(self, _: Operands) -> None:
        if self.clips and self.points:
            self.clip(Box.around(self.points))
        self.points, self.clips = [], False

    def clip(self, box: Box) -> None:
        clip = self.state.clip
        self.set(clip=box if clip is None else clip.cut(box) or NOWHERE)

    def paint(self, filled: bool, stroked: bool, _: Operands) -> Iterator[Event]:
        if self.points:
            yield PathPainted(box=Box.around(self.points), **self.situation, filled=filled, stroked=stroked)
        self.end_path(())

    # ------------------------------------------------------------------ text

    def begin_text(self, _: Operands) -> None:
        self.text = self.line = IDENTITY

    def use_font(self, operands: Operands) -> None:
        name = str(operands[0])
        if name not in self.typefaces:
            self.typefaces[name] = Typeface(self.resources.Font[name])
        self.set(typeface=self.typefaces[name], size=float(operands[1]))

    def place_text(self, operands: Operands) -> None:
        self.text = self.line = _matrix(operands)

    def move_text(self, operands: Operands) -> None:
        x, y = map(float, operands)
        self.text = self.line = combined((1, 0, 0, 1, x, y), self.line)

    def move_text_and_lead(self, operands: Operands) -> None:
        self.set(leading=-float(operands[1]))
        self.move_text(operands)

    def next_line(self, _: Operands) -> None:
        self.move_text((0, -self.state.leading))

    def show(self, operands: Operands) -> Iterator[Event]:
        yield from self._shown([operands[0]])

    def show_pieces(self, operands: Operands) -> Iterator[Event]:
        yield from self._shown(list(operands[0]))

    def show_next_line(self, operands: Operands) -> Iterator[Event]:
        self.next_line(operands)
        yield from self._shown([operands[-1]])

    def show_spaced(self, operands: Operands) -> Iterator[Event]:
        self.set(word_space=float(operands[0]), character_space=float(operands[1]))
        yield from self.show_next_line(operands)

    def _shown(self, pieces: list[Any]) -> Iterator[Event]:
        """Yield the event for strings and the numbers between them, which move glyphs (ISO 32000-1, 9.4.3)."""
        typeface = self.state.typeface
        if typeface is None:
            raise ValueError("text without a font")
        start = self._origin()
        glyphs: list[Glyph] = []
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                glyphs += self._glyphs(typeface, bytes(piece))
            else:
                self._advance(-float(piece) / 1000 * self.state.size)
        if glyphs:
            matrix = combined(self.text, self.state.matrix)
            top = moved(matrix, 0, CAPITALS * self.state.size + self.state.rise)
            box = Box.around((start, self._origin(), top))
            size = scale(matrix) * abs(self.state.size)
            yield TextShown(box=box, **self.situation, typeface=typeface, glyphs=tuple(glyphs), size=size)

    def _glyphs(self, typeface: Typeface, string: bytes) -> Iterator[Glyph]:
        state = self.state
        for code in typeface.codes(string):
            yield Glyph(code, self._origin())
            space = state.word_space if code == 32 and typeface.single_bytes else 0.0
            self._advance(typeface.width(code) * state.size + state.character_space + space)

    def _advance(self, distance: float) -> None:
        a, b, c, d, e, f = self.text
        x = distance * self.state.text_scale
        self.text = (a, b, c, d, a * x + e, b * x + f)

    def _origin(self) -> Point:
        return moved(self.state.matrix, *moved(self.text, 0, self.state.rise))

    # ------------------------------------------------------------------ pictures, shadings, forms

    def fill_shading(self, operands: Operands) -> Iterator[Event]:
        shading = self.resources.Shading[str(operands[0])]
        box = self.state.clip or Box.around([moved(self.state.matrix, 0, 0)])
        yield ShadingPainted(box=box, **self.situation, shading=shading)

    def draw_object(self, operands: Operands) -> Iterator[Event]:
        drawn = self.resources.XObject[str(operands[0])]
        if drawn.Subtype == "/Image":
            yield self._image(drawn)
            return
        yield ObjectDrawn(box=self._frame(drawn), **self.situation, drawn=drawn)
        if drawn.Subtype == "/Form":
            yield from self._form(drawn)

    def _frame(self, drawn: Any) -> Box:
        """Return where the box of a form stands; a single point where it has none."""
        matrix = combined(_matrix(drawn.get("/Matrix", IDENTITY)), self.state.matrix)
        left, bottom, right, top = map(float, drawn.get("/BBox", (0, 0, 0, 0)))
        return Box.around(moved(matrix, x, y) for x in (left, right) for y in (bottom, top))

    def _image(self, image: Any) -> ImageShown:
        """A picture fills the unit square (ISO 32000-1, 8.9.4)."""
        corners = [moved(self.state.matrix, x, y) for x in (0, 1) for y in (0, 1)]
        return ImageShown(box=Box.around(corners), **self.situation, image=image)

    def _form(self, form: Any) -> Iterator[Event]:
        if self.depth >= DEEPEST_FORM:
            self.budget.faults.append("forms in forms without end")
            return
        matrix = _matrix(form.Matrix) if "/Matrix" in form else IDENTITY
        inner = _Interpreter(
            resources=form.get("/Resources", self.resources),
            owner=form.objgen,
            budget=self.budget,
            state=replace(self.state, matrix=combined(matrix, self.state.matrix)),
            marks=self.marks,
            depth=self.depth + 1,
        )
        if "/BBox" in form:
            inner.clip(self._frame(form))
        yield from inner.run(form)


def _matrix(operands: Operands) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in operands)
    return a, b, c, d, e, f


def _number(name: str, scale: float = 1.0) -> Callable[[_Interpreter, Operands], None]:
    return lambda it, operands: it.set(**{name: float(operands[0]) * scale})


def _colours(target: str) -> dict[str, Callable[[_Interpreter, Operands], None]]:
    """Return the six operators that set one of the two colours; small letters fill, capitals stroke."""
    shaped = str.lower if target == "fill" else str.upper
    devices = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
    table: dict[str, Callable[[_Interpreter, Operands], None]] = {
        shaped(name): lambda it, operands, space=space: it.device_colour(target, space, operands)  # type: ignore[misc]
        for name, space in devices.items()
    }
    table[shaped("cs")] = lambda it, operands: it.colour_space(target, operands)
    table[shaped("sc")] = table[shaped("scn")] = lambda it, operands: it.colour(target, operands)
    return table


def _painter(filled: bool, stroked: bool) -> Callable[[_Interpreter, Operands], Iterator[Event]]:
    return lambda it, operands: it.paint(filled, stroked, operands)


_SETTERS: dict[str, Callable[[_Interpreter, Operands], None]] = {
    "q": _Interpreter.save,
    "Q": _Interpreter.restore,
    "cm": _Interpreter.concatenate,
    "w": _number("line_width"),
    "gs": _Interpreter.use_parameters,
    "ri": _Interpreter.use_intent,
    **_colours("fill"),
    **_colours("stroke"),
    "BMC": _Interpreter.begin_mark,
    "BDC": _Interpreter.begin_mark,
    "EMC": _Interpreter.end_mark,
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Interpreter.add_points),
    "re": _Interpreter.add_rectangle,
    "n": _Interpreter.end_path,
    **dict.fromkeys(("W", "W*"), _Interpreter.begin_clip),
    "BT": _Interpreter.begin_text,
    "Tf": _Interpreter.use_font,
    "Tm": _Interpreter.place_text,
    "Td": _Interpreter.move_text,
    "TD": _Interpreter.move_text_and_lead,
    "T*": _Interpreter.next_line,
    "Tc": _number("character_space"),
    "Tw": _number("word_space"),
    "Tz": _number("text_scale", 0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tr": lambda it, operands: it.set(rendering=int(operands[0])),
}
"""Operators that change the state and paint nothing."""

_PAINTERS: dict[str, Callable[[_Interpreter, Operands], Iterator[Event]]] = {
    **dict.fromkeys(("f", "F", "f*"), _painter(filled=True, stroked=False)),
    **dict.fromkeys(("S", "s"), _painter(filled=False, stroked=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _painter(filled=True, stroked=True)),
    "Tj": _Interpreter.show,
    "TJ": _Interpreter.show_pieces,
    "'": _Interpreter.show_next_line,
    '"': _Interpreter.show_spaced,
    "sh": _Interpreter.fill_shading,
    "Do": _Interpreter.draw_object,
}
"""Operators that paint."""
