"""The structure tree of a tagged PDF, read back from the file: what a screen reader gets to read.

`structure_text` writes the tree so that it reads like the article: a line for each block, pieces of a
line in brackets, languages where they change. It is what `tests/references/*.structure.txt` hold.

Tree and letters are read with pikepdf, which only the development set-up has: the letters of each glyph
from the fonts' ToUnicode tables, by the numbers that join content to structure (ISO 32000-1, 14.7.4).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ResourceError
from ..languages import Direction, direction_of, first_strong_direction

if TYPE_CHECKING:
    import pikepdf

IN_LINE = frozenset({"Span", "Link", "Reference", "Quote", "Code"})
"""Structure types that stand in brackets in the line of their block."""

NEXT_LINE = 6.0
"""In pt: baselines farther apart are those of two lines; a raised number is nearer to its line."""


class _Piece(NamedTuple):
    """What one marked-content sequence shows."""

    glyphs: tuple[str, ...]
    """The text of each glyph, as drawn: from left to right."""
    page: int
    baseline: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureElement:
    """A structure element as it stands in the PDF."""

    role: str
    """As in the PDF, without role mapping."""
    lang: str | None
    """Only where it is stated on the element itself."""
    alternative: str | None
    actual_text: str | None
    identifier: str | None
    attributes: Mapping[str, str]
    """Scope, ListNumbering, BBox and so on, as written."""
    links: tuple[str, ...]
    """The words (Contents) of the annotations that belong to the element."""
    pages: tuple[int, ...]
    """The pages of its own content, each once, counted from 1."""
    items: tuple[StructureElement | str, ...] = field(repr=False)
    """Elements and texts in reading order; a space stands where a new line begins."""

    def text(self) -> str:
        """Return the text that is read: that of ActualText where there is one."""
        read = "".join(item if isinstance(item, str) else item.text() for item in self.items)
        return read if self.actual_text is None else _instead(read, self.actual_text)

    def drawn(self) -> str:
        """Return the text of the glyphs, whatever ActualText says."""
        return "".join(item if isinstance(item, str) else item.drawn() for item in self.items)

    def walk(self) -> Iterator[StructureElement]:
        """Yield the element and all in it, in reading order."""
        yield self
        for item in self.items:
            if not isinstance(item, str):
                yield from item.walk()


def read_structure(pdf: bytes | Path) -> StructureElement:
    """Return the root of a PDF's structure tree.

    Raises ValueError where the PDF is not tagged, and ResourceError without pikepdf.
    """
    try:
        import pikepdf
    except ImportError as fault:
        raise ResourceError("Reading a structure tree needs pikepdf: pip install pikepdf") from fault
    with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as file:
        root = file.Root.get("/StructTreeRoot")
        if root is None:
            raise ValueError("The PDF has no structure tree.")
        pages = {page.obj.objgen: index for index, page in enumerate(file.pages)}
        pieces = {
            (index, number): piece
            for index, page in enumerate(file.pages)
            for number, piece in _pieces(page, index).items()
        }
        return _Reader(pieces, pages).element(_listed(root.K)[0], None, str(file.Root.get("/Lang", "und")))


def structure_text(pdf: bytes | Path) -> str:
    """Return a PDF's structure tree as text, a line for each block; raises as `read_structure` does."""
    return "".join(f"{line}\n" for line in _lines(read_structure(pdf), 0))


# ------------------------------------------------------------------ as text


def _lines(element: StructureElement, depth: int) -> Iterator[str]:
    blocks = [item for item in element.items if not isinstance(item, str) and item.role not in IN_LINE]
    line = element.actual_text or "".join(_in_line(item) for item in element.items if item not in blocks)
    yield f"{'  ' * depth}{_label(element)}{': ' + line.strip() if line.strip() else ''}"
    for block in blocks:
        yield from _lines(block, depth + 1)


def _in_line(item: StructureElement | str) -> str:
    if isinstance(item, str):
        return item
    text = "".join(_in_line(inner) for inner in item.items)
    if item.actual_text is not None:
        text = _instead(text, item.actual_text)
    label = _label(item)
    return text if label == "Span" else f"[{label}{': ' + text if text else ''}]"


def _instead(drawn: str, text: str) -> str:
    """Return the text that stands for what is drawn, with the space where that begins a line."""
    return f" {text}" if drawn.startswith(" ") and not text.startswith(" ") else text


def _label(element: StructureElement) -> str:
    facts = [element.role]
    facts += [element.lang] if element.lang else []
    facts += [f"#{element.identifier}"] if element.identifier else []
    facts += [f"{name}={value}" for name, value in element.attributes.items() if name not in ("BBox", "Placement")]
    facts += [f"“{element.alternative}”"] if element.alternative else []
    return " ".join(facts)


# ------------------------------------------------------------------ the tree


@dataclass(slots=True)
class _Reader:
    pieces: Mapping[tuple[int, int], _Piece]
    pages: Mapping[tuple[int, int], int]
    last: _Piece | None = None
    last_text: str = ""

    def element(self, entries: Any, page: int | None, lang: str) -> StructureElement:
        """Return a structure element; `page` and `lang` are those of the element around it."""
        lang = _string(entries, "/Lang") or lang
        page = self.pages[entries.Pg.objgen] if "/Pg" in entries else page
        items: list[StructureElement | str] = []
        links: list[str] = []
        seen: list[int] = []
        for kid in _listed(entries.get("/K")):
            if isinstance(kid, int):
                items.append(self.text(page, kid, seen, lang))
            elif "/MCID" in kid:
                items.append(self.text(self.pages[kid.Pg.objgen], int(kid.MCID), seen, lang))
            elif "/Obj" in kid:
                links.append(str(kid.Obj.get("/Contents", "")))
            else:
                if str(kid.S)[1:] not in IN_LINE:
                    self.last = None
                items.append(self.element(kid, page, lang))
        return StructureElement(
            role=str(entries.S)[1:],
            lang=_string(entries, "/Lang"),
            alternative=_string(entries, "/Alt"),
            actual_text=_string(entries, "/ActualText"),
            identifier=_string(entries, "/ID"),
            attributes=_attributes(entries),
            links=tuple(links),
            pages=tuple(dict.fromkeys(number + 1 for number in seen)),
            items=tuple(item for item in items if item != ""),
        )

    def text(self, page: int | None, number: int, seen: list[int], lang: str) -> str:
        """Return the text of a piece, with a space before it where it begins a line."""
        if page is None:
            raise ValueError("Content without a page.")
        seen.append(page)
        piece = self.pieces.get((page, number))
        if piece is None:
            return ""
        text = _logical(piece.glyphs, direction_of(lang))
        before, self.last = self.last, piece
        before_text, self.last_text = self.last_text, text
        if before is None or before_text.endswith(" ") or text.startswith(" "):
            return text
        next_line = before.page != piece.page or abs(before.baseline - piece.baseline) > NEXT_LINE
        return f" {text}" if next_line else text


def _listed(kids: Any) -> list[Any]:
    import pikepdf

    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _string(entries: pikepdf.Dictionary, name: str) -> str | None:
    return str(entries[name]) if name in entries else None


def _attributes(entries: pikepdf.Dictionary) -> dict[str, str]:
    result: dict[str, str] = {}
    for dictionary in _listed(entries.get("/A")):
        for name, value in dictionary.items():
            if name == "/BBox":
                result["BBox"] = " ".join(f"{float(edge):.2f}" for edge in value)
            elif name != "/O":
                result[str(name)[1:]] = str(value).removeprefix("/")
    return result


# ------------------------------------------------------------------ the letters


def _pieces(page: Any, index: int) -> dict[int, _Piece]:
    """Return what each marked-content sequence of a page shows, by its number, as its fonts' ToUnicode tables say."""
    fonts = {str(name): _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    glyphs: dict[int, list[str]] = {}
    baselines: dict[int, float] = {}
    open_numbers: list[int | None] = []
    characters: Mapping[int, str] = {}
    for operands, operator in _instructions(page):
        match operator:
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else {}
                own = int(properties["/MCID"]) if hasattr(properties, "keys") and "/MCID" in properties else None
                open_numbers.append(own if own is not None or not open_numbers else open_numbers[-1])
            case "EMC":
                open_numbers.pop()
            case "Tf":
                characters = fonts[str(operands[0])]
            case "Tm" if open_numbers and open_numbers[-1] is not None:
                baselines.setdefault(open_numbers[-1], float(operands[5]))
            case "Tj" | "TJ" if open_numbers and open_numbers[-1] is not None:
                shown = operands[0] if operator == "TJ" else operands
                found = glyphs.setdefault(open_numbers[-1], [])
                found += [character for string in shown for character in _decoded(string, characters)]
    return {number: _Piece(tuple(found), index, baselines.get(number, 0.0)) for number, found in glyphs.items()}


def _instructions(page: Any) -> Iterator[tuple[Any, str]]:
    import pikepdf

    for instruction in pikepdf.parse_content_stream(page):
        yield instruction.operands, str(instruction.operator)


def _decoded(string: Any, characters: Mapping[int, str]) -> Iterator[str]:
    """Yield the text of each glyph of a string; numbers between strings move glyphs and have none."""
    import pikepdf

    if isinstance(string, pikepdf.String):
        codes = bytes(string)
        for first, second in zip(codes[::2], codes[1::2], strict=False):
            yield characters.get(first * 256 + second, "\N{REPLACEMENT CHARACTER}")


def _characters(font: Any) -> dict[int, str]:
    """Return a font's ToUnicode table (ISO 32000-1, 9.10.3); the engine writes two bytes for each glyph."""
    table: dict[int, str] = {}
    source = font.ToUnicode.read_bytes().decode("latin-1") if "/ToUnicode" in font else ""
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for offset, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                table[code] = chr(int(text, 16) + offset)
    return table


def _logical(glyphs: Sequence[str], direction: Direction) -> str:
    """Return glyphs, drawn from left to right, as text; words and numbers of the other direction keep their order.

    `direction` is that of the language: it decides where there are letters of both directions, or none.
    """
    found = {first_strong_direction(glyph) for glyph in glyphs} - {None}
    if (found if len(found) == 1 else {direction}) == {"ltr"}:
        return "".join(glyphs)
    backwards = list(reversed(glyphs))
    kinds = "".join(map(_kind, backwards))
    for match in _LEFT_TO_RIGHT.finditer(kinds):
        backwards[match.start() : match.end()] = reversed(backwards[match.start() : match.end()])
    return "".join(backwards)


_LEFT_TO_RIGHT = re.compile("l(?:[lns ]*[ln])?|n[ns ]*l(?:[lns ]*[ln])?|n(?:s?n)*")
"""Letters with all between them, and numbers with one separator, by kinds (UAX#9, W4 to W7, N1)."""


def _kind(glyph: str) -> str:
    match unicodedata.bidirectional(glyph[:1] or " "):
        case "L":
            return "l"
        case "EN" | "AN":
            return "n"
        case "ES" | "CS":
            return "s"
        case "R" | "AL" | "NSM":
            return "r"
        case _:
            return " "
