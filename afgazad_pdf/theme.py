"""A theme's numbers and the geometry that follows from them.

Templates place and style; what has to be *computed* — margins from a page size, the size at which
the paper's name fills the masthead, the measure in which a poem must fit — is computed here, once.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .errors import TemplateError
from .resources import templates_folder
from .settings import Settings

MM = 72 / 25.4
"""One millimetre in pt."""

THEME_FILE = "theme.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Lengths of a page, in pt."""

    width: float
    height: float
    top: float
    bottom: float
    side: float
    """From the page's edge to the text."""
    outer: float
    """From the page's edge to the masthead and the foot, which are wider than the text."""
    text_size: float
    masthead_size: float

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - 2 * self.side

    @property
    def outer_measure(self) -> float:
        """The width of masthead and foot."""
        return self.width - 2 * self.outer


def load_theme(folders: tuple[Path, ...]) -> SimpleNamespace:
    """Read `theme.toml` of the built-in theme, with the values that the given folders change.

    The first folder wins. Raises TemplateError for a file that is not TOML or a key that the
    built-in theme does not have.
    """
    values: dict[str, Any] = {}
    for folder in (templates_folder(), *reversed(folders)):
        file = folder / THEME_FILE
        if file.is_file():
            _merge(values, _read(file), file, strict=bool(values))
    return SimpleNamespace(**{group: SimpleNamespace(**entries) for group, entries in values.items()})


def geometry(settings: Settings, theme: SimpleNamespace, name_width: float) -> Geometry:
    """Return the lengths of a page.

    `name_width` is the width of the paper's name in em of the masthead's font.
    """
    width, height = settings.page_size.width * MM, settings.page_size.height * MM
    outer = width * theme.measure.outer
    measure = min(width - 2 * outer, theme.measure.text * settings.text_size)
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
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TemplateError(f"{file} cannot be read: {fault}") from None


def _merge(values: dict[str, Any], further: dict[str, Any], file: Path, *, strict: bool) -> None:
    for group, entries in further.items():
        if not isinstance(entries, dict):
            raise TemplateError(f"{file}: “{group}” stands in no group; write it under one such as [colour]")
        known = values.setdefault(group, {}) if not strict else values.get(group)
        for key, value in entries.items():
            if strict and (known is None or key not in known):
                raise TemplateError(f"{file}: “{group}.{key}” is not a value of the theme; see templates/{THEME_FILE}")
            known[key] = value
