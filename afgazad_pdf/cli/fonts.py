"""`afgazad-pdf fonts`: which fonts pages may use, and which letters they have."""

from __future__ import annotations

import json
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import AfgazadError
from ..resources import data_file
from . import options
from .reporting import Reporter, reporting
from .tables import print_table
from .terminal import write

if TYPE_CHECKING:
    from ..fonts import Face

INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""General categories that need no glyph of their own."""

ArticleFile = Annotated[
    Path | None,
    typer.Option("--article", metavar="FILE", help="Show instead which characters of an article no font has."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The faces of one family."""

    family: str
    weights: tuple[str, ...]
    """Such as ``400`` and ``400 italic``."""
    scripts: tuple[str, ...]
    licence: str
    source: str
    missing: dict[str, str]
    """The letters that no face of the family has, by language; empty where all are there."""


def fonts(
    context: typer.Context,
    article: ArticleFile = None,
    font_dir: options.FontFolders = None,
    format: options.FormatName = "text",
) -> None:
    """List the fonts and what they can print.

    In a language's column stands ok, the letters that are missing, or a dash where most of them are.
    """
    with reporting(context, format=format) as reporter:
        from ..fonts import load_faces

        faces = load_faces(tuple(font_dir or ()))
        if article is not None:
            _check_article(article, faces, reporter)
        elif format == "json":
            for family in families(faces):
                write(json.dumps(asdict(family)))
        else:
            _print_families(families(faces), reporter)


def families(faces: tuple[Face, ...]) -> list[Family]:
    """Return the families of the faces, in the order in which pages prefer them."""
    names = dict.fromkeys(face.family for face in faces)
    return [_family(name, tuple(face for face in faces if face.family == name)) for name in names]


def letter_sets() -> dict[str, str]:
    """Return the letters that each language needs."""
    table = tomllib.loads(data_file("letters.toml").read_text(encoding="utf-8"))
    return {tag: entry["letters"] for tag, entry in table.items()}


def characters_of(value: Any) -> set[str]:
    """Return the characters of all texts in a nested value that need a glyph."""
    return {
        character for text in _texts(value) for character in text if unicodedata.category(character) not in INVISIBLE
    }


def _family(name: str, faces: tuple[Face, ...]) -> Family:
    from ..fonts import covered

    coverage = covered(faces)
    return Family(
        family=name,
        weights=tuple(f"{face.weight}{' italic' if face.style == 'italic' else ''}" for face in faces),
        scripts=faces[0].scripts,
        licence=faces[0].licence,
        source=faces[0].source,
        missing={tag: _missing(letters, coverage) for tag, letters in letter_sets().items()},
    )


def _missing(letters: Iterable[str], coverage: frozenset[int]) -> str:
    return "".join(letter for letter in letters if ord(letter) not in coverage)


def _print_families(families: list[Family], reporter: Reporter) -> None:
    sets = letter_sets()
    rows = [
        (
            family.family,
            ", ".join(family.weights),
            " ".join(family.scripts),
            family.licence,
            *(_verdict(family.missing[tag], letters, reporter) for tag, letters in sets.items()),
        )
        for family in families
    ]
    print_table(("Family", "Weights", "Scripts", "Licence", *sets), rows)


def _verdict(missing: str, letters: str, reporter: Reporter) -> str:
    if not missing:
        return "ok"
    if len(missing) * 2 > len(letters):
        return "\N{EN DASH}"
    return reporter.shown(" ".join(map(_named, missing)), base="ltr", stream=sys.stdout)


def _named(letter: str) -> str:
    """Return a letter, or the code point of one that nobody would see."""
    return f"U+{ord(letter):04X}" if unicodedata.category(letter) in INVISIBLE else letter


def _check_article(file: Path, faces: tuple[Face, ...], reporter: Reporter) -> None:
    from ..fonts import covered
    from ..sources import read_article

    try:
        article = read_article(file).article
    except AfgazadError as error:
        reporter.fail(error, file=str(file))
        return
    coverage = covered(faces)
    missing = sorted(letter for letter in characters_of(article.model_dump(mode="json")) if ord(letter) not in coverage)
    for letter in missing:
        name = unicodedata.name(letter, "a character without a name")
        message = f"no font has “{letter}” (U+{ord(letter):04X}, {name}); add a font with --font-dir, or replace it"
        reporter.fail_content("glyph-missing", message, str(file))
    if not missing:
        reporter.say(f"{file}: every character is in one of the fonts")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
