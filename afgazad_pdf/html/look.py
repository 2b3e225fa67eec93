"""A theme's numbers and fonts, and the geometry that follows from them.

Templates place and style; what has to be *computed* — margins from a page size, the size at which
the paper's name fills the masthead, the measure in which a poem must fit — is computed here, once.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ..errors import ResourceError, TemplateError
from ..fitting import NATURAL, Adjustment, Frame
from ..fonts import Face, face_features
from ..languages import direction_of
from ..publication import Publication
from ..resources import templates_folder
from ..settings import Settings
from ..shaping import text_width
from ..validation import nearest

MM = 72 / 25.4
"""One millimetre in pt."""

THEME_FILE = "theme.toml"

STYLES, MASTHEADS = "styles", "mastheads"
"""Folders of files like `theme.toml`, with the values of a look, or of the paper's name, that can be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Lengths of a page, in pt, and what the settings say of the story's shape."""

    width: float
    height: float
    top: float
    bottom: float
    side: float
    """From the page's edge to the text; with several columns, to the outer ones."""
    outer: float
    """From the page's edge to the masthead and the foot, which are wider than a text of one column."""
    text_size: float
    masthead_size: float
    reading_measure: float
    """The widest line of running text above the columns; with one column, the measure."""
    opening: float = 1.0
    """Size of headline, subtitle and summary, in units of what they have above a single column."""
    columns: int = 1
    column_gap: float = 0.0
    indented: bool = False
    """Whether paragraphs are told apart by an indent, not by a space."""
    initial: bool = False
    """Whether the first paragraph has an initial."""
    justified: bool = True
    """Whether the lines of running text are equally long."""
    press: bool = False
    """Whether the page is made for a press."""
    bleed: float = 0.0
    """How far what touches an edge of the page goes beyond it."""
    resolution: float = 0.0
    """Pixels per inch below which a picture is reported; 0 for none."""
    adjustment: Adjustment = NATURAL
    """How the story differs from the theme for the sake of its length."""
    narrow: bool = False
    """Whether the measure is one column of a newspaper's page, which nothing shares or leaves; see `column`."""

    def column(self, width: float) -> Geometry:
        """Return the lengths of a page whose text is one column of a width in pt; the page keeps its size."""
        return replace(self, side=(self.width - width) / 2, reading_measure=width, columns=1, narrow=True)

    @property
    def adjusted(self) -> bool:
        """Whether the story differs from the theme."""
        return self.adjustment != NATURAL

    @property
    def frame(self) -> Frame:
        """Where the columns of the story stand on each page."""
        return Frame(
            top=self.top,
            bottom=self.height - self.bottom,
            left=self.side,
            column_measure=self.column_measure,
            column_gap=self.column_gap,
            columns=self.columns,
        )

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - 2 * self.side

    @property
    def outer_measure(self) -> float:
        """The width of masthead and foot."""
        return self.width - 2 * self.outer

    @property
    def column_measure(self) -> float:
        """The width of one column, which the story's figures, tables and poems must fit; of one alone, the measure."""
        return (self.measure - (self.columns - 1) * self.column_gap) / self.columns

    @property
    def column_gaps(self) -> tuple[float, ...]:
        """The middles of the gaps between columns, from the left edge of the measure: the same in both directions."""
        step = self.column_measure + self.column_gap
        return tuple(number * step - self.column_gap / 2 for number in range(1, self.columns))


@dataclass(frozen=True, slots=True)
class Look:
    """The numbers of a theme and the fonts it may use."""

    values: SimpleNamespace
    """The groups of `theme.toml`, each with its values."""
    faces: tuple[Face, ...]

    def face(self, family: str, weight: int = 400, style: str = "normal") -> Face:
        """Return the face of a family nearest to a weight; raises ResourceError.

        An upright one where the family has none in the style, ``normal`` or ``italic``.
        """
        upright = [face for face in self.faces if face.family == family and face.style == "normal"]
        faces = [face for face in self.faces if face.family == family and face.style == style] or upright
        if not faces:
            raise ResourceError(f"The theme measures text in the font “{family}”, which is not among the fonts.")
        return min(faces, key=lambda face: abs(face.weight - weight))

    def raises_figures(self, script: str) -> bool:
        """Say whether the first family of text in ``latin`` or ``arabic`` letters has raised figures (`sups`)."""
        family = vars(self.values)[script].family.split(",")[0].strip(" \"'")
        faces = [face for face in self.faces if face.family == family]
        return bool(faces) and all("sups" in face_features(face) for face in faces)

    def name_type(self, script: str) -> SimpleNamespace:
        """Return `family`, `face`, `weight` and `features` of the paper's name, written in ``latin`` or ``arabic``."""
        headline, text, own = vars(self.values.headline), vars(self.values)[script], self.values.masthead
        arabic = script == "arabic"
        return SimpleNamespace(
            family=(arabic and own.family) or headline[script],
            face=(arabic and own.face) or headline[f"{script}_face"],
            weight=(arabic and own.weight) or headline[f"{script}_weight"],
            features=(own.features or text.features) if arabic else "normal",
        )

    def geometry(self, publication: Publication, settings: Settings, adjustment: Adjustment = NATURAL) -> Geometry:
        """Return the lengths of a page of a publication; `adjustment` says how its story differs for its length."""
        lang = publication.default_language
        script = "arabic" if direction_of(lang) == "rtl" else "latin"
        name_type = self.name_type(script)
        face = self.face(name_type.face, name_type.weight)
        name = publication.names[lang]
        name_width = text_width(name, face.file, lang=lang, direction=direction_of(lang))
        name_width += name.count(" ") * self.values.masthead.word_space
        return replace(_geometry(settings, self.values, name_width), adjustment=adjustment)


def load_look(
    folders: tuple[Path, ...], faces: tuple[Face, ...], style: str = "modern", masthead: str | None = None
) -> Look:
    """Read `theme.toml` of the built-in theme, with the values that the given folders, style and masthead change.

    The first folder wins; a style wins over every `theme.toml`, a masthead over the style. Raises
    TemplateError for a file that is not TOML, a key that the built-in theme does not have, and a
    style or masthead that is in no folder.
    """
    values: dict[str, Any] = {}
    all_folders = (templates_folder(), *reversed(folders))
    chosen = _variants(all_folders, STYLES, style)
    if masthead is not None:
        chosen += _variants(all_folders, MASTHEADS, masthead)
    for file in (*(folder / THEME_FILE for folder in all_folders), *chosen):
        if file.is_file():
            _merge(values, _read(file), file, strict=bool(values))
    groups = {group: SimpleNamespace(**entries) for group, entries in values.items()}
    return Look(SimpleNamespace(**groups), faces)


def _variants(folders: tuple[Path, ...], kind: str, name: str) -> tuple[Path, ...]:
    """Return the files of a style or masthead, the one that wins last."""
    found = tuple(file for folder in folders if (file := folder / kind / f"{name}.toml").is_file())
    if not found:
        known = sorted({file.stem for folder in folders for file in (folder / kind).glob("*.toml")})
        raise TemplateError(f"“{name}” is not among the {kind}; {nearest(name, tuple(known))}")
    return found


def _geometry(settings: Settings, theme: SimpleNamespace, name_width: float) -> Geometry:
    """Compute the lengths; `name_width` is the width of the paper's name in em of the masthead's font."""
    width, height = settings.page_size.width * MM, settings.page_size.height * MM
    outer = width * theme.measure.outer
    several, press = settings.columns > 1, settings.profile == "press"
    opening = theme.columns.opening if several else 1.0
    readable = min(width - 2 * outer, theme.measure.text * settings.text_size * opening)
    measure = width - 2 * outer if several else readable
    largest = width * theme.masthead.size
    return Geometry(
        width=width,
        height=height,
        top=height * theme.measure.top,
        bottom=height * theme.measure.bottom,
        side=(width - measure) / 2,
        outer=outer,
        text_size=settings.text_size,
        masthead_size=min(largest, (width - 2 * outer) * theme.masthead.widest / max(name_width, 1)),
        reading_measure=readable,
        opening=opening,
        columns=settings.columns,
        column_gap=theme.columns.gap * settings.text_size if several else 0.0,
        indented=settings.paragraphs == "indented",
        initial=settings.initial,
        justified=settings.justify != "none",
        press=press,
        bleed=settings.bleed * MM if press else 0.0,
        resolution=theme.measure.press_resolution if press else 0.0,
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TemplateError(f"{file} cannot be read: {fault}") from None


def _merge(values: dict[str, Any], further: dict[str, Any], file: Path, *, strict: bool) -> None:
    """Lay further values over the known ones.

    A group ``[own]`` may hold what the folder's own templates want, and ``[inks]`` any colour by its hash sign.
    """
    for group, entries in further.items():
        if not isinstance(entries, dict):
            raise TemplateError(f"{file}: “{group}” stands in no group; write it under one such as [colour]")
        known = values.setdefault(group, {}) if not strict or group == "own" else values.get(group, {})
        for key in entries:
            if strict and group != "own" and key not in known and not (group == "inks" and key.startswith("#")):
                names = tuple(f"{name}.{value}" for name, inner in values.items() for value in inner)
                hint = nearest(f"{group}.{key}", names)
                raise TemplateError(f"{file}: “{group}.{key}” is not a value of the theme; {hint}")
        known |= entries
