"""A page's content written anew for each plate: the same shapes, every colour as the grey of that plate.

What is drawn in black is ink, what stays white is none. Painting in order knocks out by itself, transparency is
mixed plate by plate as it is in inks (ISO 32000-1, 11.7.4), and what overprints is left out on the plates that it
leaves alone (8.6.7).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from ..contents import DEEPEST_FORM, FAULTS
from ..spaces import colorants, family, resolved
from .colours import BLACK_PAINT, Paint, named_plates
from .shared import Shared, identity

Operands = Sequence[Any]

KEPT_PARAMETERS = ("/ca", "/CA", "/BM", "/SMask", "/AIS", "/TK", "/SA", "/LW", "/LC", "/LJ", "/ML", "/D", "/Font")
"""What a graphics state keeps: what changes shapes, and how things show through."""

PATTERN_GREY = "PatternOfPlate"
"""The name of the space in which patterns without colours of their own are painted."""

NOT_FILLED = {"f": "n", "F": "n", "f*": "n", "B": "S", "B*": "S", "b": "s", "b*": "s"}
NOT_STROKED = {"S": "n", "s": "n", "B": "f", "B*": "f*", "b": "f", "b*": "f*"}
"""Operators that paint paths, and what is left of them without one of their parts."""

FILLS, STROKES = ("f", "F", "f*", "B", "B*", "b", "b*"), ("S", "s", "B", "B*", "b", "b*")


@dataclass(frozen=True, slots=True)
class State:
    """What decides how something is painted on the plates."""

    fill: Paint = BLACK_PAINT
    stroke: Paint = BLACK_PAINT
    fills_over: bool = False
    """Whether what is filled overprints: ``op``."""
    strokes_over: bool = False
    """Whether lines do: ``OP``."""
    mode: int = 0
    """OPM."""
    rendering: int = 0
    """The text rendering mode."""
    hidden: bool = False
    """Whether it is in a layer that is not printed."""
    fill_space: Any = field(default=None, compare=False)
    stroke_space: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Written:
    """A content stream for one plate."""

    content: bytes
    resources: Dictionary


def written(shared: Shared, content: Any, resources: Any, state: State | None = None, depth: int = 0) -> list[Written]:
    """Return what a page or stream paints, written for each plate."""
    writer = _Writer(shared, resources, state or State(), depth)
    for instruction in pikepdf.parse_content_stream(content):
        try:
            writer.step(str(instruction.operator), instruction)
        except (*FAULTS, OSError):  # what cannot be understood is told by another rule
            continue
    return writer.written()


@dataclass
class _Writer:
    """One content stream at work, for all plates at once."""

    shared: Shared
    resources: Any
    state: State
    depth: int
    saved: list[State] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)
    """Whether each marked-content sequence that is open hides what is in it."""
    lines: list[list[Any]] = field(init=False)
    used: list[dict[str, dict[str, Any]]] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = [[] for _ in self.shared.plates]
        self.used = [{} for _ in self.shared.plates]

    def written(self) -> list[Written]:
        """Return what has been written, by plate."""
        return [
            Written(
                pikepdf.unparse_content_stream(lines),
                Dictionary({f"/{kind}": Dictionary(items) for kind, items in used.items()}),
            )
            for lines, used in zip(self.lines, self.used, strict=True)
        ]

    def step(self, operator: str, instruction: Any) -> None:
        """Write one instruction."""
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            image = instruction.iimage
            entries = Dictionary({**dict(image.obj.items()), "/Type": Name.XObject, "/Subtype": Name.Image})
            self.draw_image(Stream(self.shared.file, image.read_raw_bytes(), entries), inline=True)
        elif operator in _WRITERS:
            _WRITERS[operator](self, operator, instruction.operands)
        else:
            for lines in self.lines:
                lines.append(instruction)

    def add(self, operator: str, *operands: Any) -> None:
        """Write an operator for all plates."""
        line = (list(operands), Operator(operator))
        for lines in self.lines:
            lines.append(line)

    def named(self, kind: str, made: Sequence[Any]) -> Name:
        """Put a resource for each plate under a new name."""
        name = Name(f"/{kind}{len(self.used[0].get(kind, {}))}")
        for used, item in zip(self.used, made, strict=True):
            used.setdefault(kind, {})[str(name)] = item
        return name

    def left(self, paint: Paint, over: bool) -> list[bool]:
        """Say for each plate whether something in a colour is left out of it."""
        if self.state.hidden or any(self.marks):
            return [True] * len(self.lines)
        return [over and paint.leaves(plate, self.state.mode) for plate in self.shared.plates]

    # ------------------------------------------------------------------ state

    def save(self, operator: str, _: Operands) -> None:
        self.saved.append(self.state)
        self.add(operator)

    def restore(self, operator: str, _: Operands) -> None:
        if self.saved:
            self.state = self.saved.pop()
            self.add(operator)

    def use_parameters(self, operator: str, operands: Operands) -> None:
        entries = self.resources.ExtGState[str(operands[0])]
        if "/OP" in entries:
            self.state = replace(self.state, strokes_over=bool(entries.OP))
        if "/op" in entries or "/OP" in entries:
            self.state = replace(self.state, fills_over=bool(entries.get("/op", entries.get("/OP"))))
        if "/OPM" in entries:
            self.state = replace(self.state, mode=int(entries.OPM))
        kept = Dictionary({key: self.shared.carried(entries[key]) for key in KEPT_PARAMETERS if key in entries})
        if len(kept):
            self.add(operator, self.named("ExtGState", [kept] * len(self.lines)))

    def use_font(self, operator: str, operands: Operands) -> None:
        font = self.resources.Font[str(operands[0])]
        if font.get("/Subtype") == "/Type3":
            made = self.shared.once(("font", identity(font), self.state), lambda: self.drawn_letters(font))
        else:
            made = [self.shared.carried(font)] * len(self.lines)
        self.add(operator, self.named("Font", made), operands[1])

    def drawn_letters(self, font: Any) -> list[Any]:
        """Return a font of drawn letters (Type 3) for each plate."""
        resources = font.get("/Resources", self.resources)
        drawings = {name: self.inner(drawing, resources) for name, drawing in font.CharProcs.items()}
        made = []
        for index in range(len(self.lines)):
            entries = self.shared.entries(font, "/CharProcs", "/Resources", "/ToUnicode")
            own = {name: self.shared.stream(plates[index].content, Dictionary()) for name, plates in drawings.items()}
            entries.CharProcs = Dictionary(own)
            merged: dict[str, dict[str, Any]] = {}
            for plates in drawings.values():
                for kind, items in plates[index].resources.items():
                    merged.setdefault(kind, {}).update(items.items())
            entries.Resources = Dictionary({kind: Dictionary(items) for kind, items in merged.items()})
            made.append(self.shared.file.make_indirect(entries))
        return made

    def render_text(self, operator: str, operands: Operands) -> None:
        self.state = replace(self.state, rendering=int(operands[0]))
        self.add(operator, *operands)

    # ------------------------------------------------------------------ colours

    def device_colour(self, operator: str, operands: Operands) -> None:
        space = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}[operator.lower()]
        self.colour(operator.isupper(), space, operands)

    def choose_space(self, operator: str, operands: Operands) -> None:
        """Choose a space, and with it its first colour (ISO 32000-1, table 74)."""
        name = str(operands[0])
        space = resolved(self.resources.get("/ColorSpace", {}).get(name, name), self.resources)
        stroke = operator == "CS"
        if family(space) == "/Pattern":
            self.state = replace(self.state, **{"stroke_space" if stroke else "fill_space": space})
            return
        kind, count = family(space), colorants(space)
        first = 1.0 if kind in ("/Separation", "/DeviceN") else 0.0
        start = (0.0, 0.0, 0.0, 1.0) if count == 4 and first == 0.0 else (first,) * count
        self.colour(stroke, space, start)

    def choose_colour(self, operator: str, operands: Operands) -> None:
        stroke = operator.isupper()
        space = self.state.stroke_space if stroke else self.state.fill_space
        if operands and isinstance(operands[-1], Name):
            self.choose_pattern(stroke, space, operands)
        else:
            self.colour(stroke, space, operands)

    def colour(self, stroke: bool, space: Any, operands: Operands) -> None:
        paint = self.shared.separator.paint(space, tuple(map(float, operands)), self.resources)
        self.remember(stroke, space, paint)
        operator = Operator("G" if stroke else "g")
        for plate, lines in zip(self.shared.plates, self.lines, strict=True):
            lines.append(([round(1 - paint.amount(plate), 4)], operator))

    def remember(self, stroke: bool, space: Any, paint: Paint) -> None:
        if stroke:
            self.state = replace(self.state, stroke=paint, stroke_space=space)
        else:
            self.state = replace(self.state, fill=paint, fill_space=space)

    def choose_pattern(self, stroke: bool, space: Any, operands: Operands) -> None:
        pattern = self.resources.Pattern[str(operands[-1])]
        made = self.shared.once(("pattern", identity(pattern)), lambda: self.pattern(pattern))
        name = self.named("Pattern", made)
        uncoloured = int(pattern.get("/PaintType", 1)) == 2
        paint = Paint()
        if uncoloured:
            base = resolved(space[1], self.resources)
            paint = self.shared.separator.paint(base, tuple(map(float, operands[:-1])), self.resources)
            for used in self.used:
                grey = Array([Name.Pattern, Name.DeviceGray])
                used.setdefault("ColorSpace", {})[f"/{PATTERN_GREY}"] = grey
        self.remember(stroke, space, paint)
        self.add("CS" if stroke else "cs", Name(f"/{PATTERN_GREY}" if uncoloured else "/Pattern"))
        operator = Operator("SCN" if stroke else "scn")
        for plate, lines in zip(self.shared.plates, self.lines, strict=True):
            amount = [round(1 - paint.amount(plate), 4)] if uncoloured else []
            lines.append(([*amount, name], operator))

    def pattern(self, pattern: Any) -> list[Any]:
        if isinstance(pattern, Stream):
            tiles = self.inner(pattern, pattern.get("/Resources", self.resources), State())
            return [self.of_form(pattern, tile) for tile in tiles]
        entries = [self.shared.entries(pattern, "/Shading", "/ExtGState") for _ in self.lines]
        for made, shading in zip(entries, self.shared.shadings(pattern.Shading, self.resources), strict=True):
            made.Shading = shading
        return entries

    # ------------------------------------------------------------------ painting

    def paint_path(self, operator: str, _: Operands) -> None:
        no_fill = self.left(self.state.fill, self.state.fills_over) if operator in FILLS else [False] * len(self.lines)
        no_line = (
            self.left(self.state.stroke, self.state.strokes_over) if operator in STROKES else [False] * len(self.lines)
        )
        for lines, fill_left, line_left in zip(self.lines, no_fill, no_line, strict=True):
            kept = NOT_FILLED[operator] if fill_left else operator
            lines.append(([], Operator(NOT_STROKED.get(kept, kept) if line_left else kept)))

    def show_text(self, operator: str, operands: Operands) -> None:
        """Show text, invisible on the plates that it leaves alone; it still moves on, and may clip."""
        mode = self.state.rendering
        fills, strokes = mode in (0, 2, 4, 6), mode in (1, 2, 5, 6)
        no_fill = self.left(self.state.fill, self.state.fills_over)
        no_line = self.left(self.state.stroke, self.state.strokes_over)
        line = (list(operands), Operator(operator))
        for lines, fill_left, line_left in zip(self.lines, no_fill, no_line, strict=True):
            parts = (fills and not fill_left, strokes and not line_left)
            shown = {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}[parts]
            shown += 4 if mode > 3 else 0
            changed = shown != mode
            lines += [([shown], Operator("Tr")), line, ([mode], Operator("Tr"))] if changed else [line]

    def shade(self, _: str, operands: Operands) -> None:
        shading = self.resources.Shading[str(operands[0])]
        name = self.named(
            "Shading",
            self.shared.once(("shading", identity(shading)), lambda: self.shared.shadings(shading, self.resources)),
        )
        names = named_plates(resolved(shading.ColorSpace, self.resources))
        paint = Paint(colorants=None if names is None else frozenset(names))
        self.unless_left(paint, ([name], Operator("sh")))

    def unless_left(self, paint: Paint, line: Any) -> None:
        for lines, left in zip(self.lines, self.left(paint, self.state.fills_over), strict=True):
            if not left:
                lines.append(line)

    def draw_object(self, _: str, operands: Operands) -> None:
        drawn = self.resources.XObject[str(operands[0])]
        if "/OC" in drawn and self.shared.layers.hides(drawn.OC):
            return
        if drawn.Subtype == "/Image":
            self.draw_image(drawn)
        elif drawn.Subtype == "/Form" and self.depth < DEEPEST_FORM:
            state = replace(self.state, hidden=self.state.hidden or any(self.marks))
            made = self.shared.once(("form", identity(drawn), state), lambda: self.form(drawn, state))
            self.add("Do", self.named("XObject", made))

    def form(self, form: Any, state: State) -> list[Any]:
        inner = self.inner(form, form.get("/Resources", self.resources), state)
        return [self.of_form(form, written) for written in inner]

    def inner(self, content: Any, resources: Any, state: State | None = None) -> list[Written]:
        return written(self.shared, content, resources, state or self.state, self.depth + 1)

    def of_form(self, form: Any, written: Written) -> Any:
        """Return the stream of a form or tile with what was written for a plate."""
        left_out = ("/Resources", "/Filter", "/DecodeParms", "/Group", "/StructParents", "/StructParent", "/OC", "/Ref")
        entries = self.shared.entries(form, *left_out)
        entries.Resources = written.resources
        if "/Group" in form:
            entries.Group = self.shared.entries(form.Group, "/CS")
        return self.shared.stream(written.content, entries)

    def draw_image(self, image: Any, *, inline: bool = False) -> None:
        if bool(image.get("/ImageMask", False)):
            made, paint = [image if inline else self.shared.carried(image)] * len(self.lines), self.state.fill
        else:
            key = ("image", identity(image))
            made = (
                self.shared.pictures(image, self.resources)
                if inline
                else self.shared.once(key, lambda: self.shared.pictures(image, self.resources))
            )
            names = named_plates(resolved(image.get("/ColorSpace"), self.resources)) if "/ColorSpace" in image else None
            paint = Paint(colorants=None if names is None else frozenset(names))
        self.unless_left(paint, ([self.named("XObject", made)], Operator("Do")))

    # ------------------------------------------------------------------ marked content

    def begin_mark(self, _: str, operands: Operands) -> None:
        layer = None
        if str(operands[0]) == "/OC" and len(operands) > 1 and isinstance(operands[1], Name):
            layer = self.resources.get("/Properties", {}).get(str(operands[1]))
        self.marks.append(layer is not None and self.shared.layers.hides(layer))

    def end_mark(self, *_: Any) -> None:
        if self.marks:
            self.marks.pop()

    def drop(self, *_: Any) -> None:
        """Leave out what has no meaning on a plate."""


_WRITERS: dict[str, Callable[[_Writer, str, Operands], None]] = {
    "q": _Writer.save,
    "Q": _Writer.restore,
    "gs": _Writer.use_parameters,
    "Tf": _Writer.use_font,
    "Tr": _Writer.render_text,
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), _Writer.device_colour),
    **dict.fromkeys(("cs", "CS"), _Writer.choose_space),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), _Writer.choose_colour),
    **dict.fromkeys((*FILLS, *STROKES), _Writer.paint_path),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Writer.show_text),
    "sh": _Writer.shade,
    "Do": _Writer.draw_object,
    **dict.fromkeys(("BMC", "BDC"), _Writer.begin_mark),
    "EMC": _Writer.end_mark,
    **dict.fromkeys(("MP", "DP", "ri", "EI"), _Writer.drop),
}
