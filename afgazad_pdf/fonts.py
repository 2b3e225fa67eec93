"""The fonts that pages may use: which faces there are, and which letters they have.

Rendering uses these faces and the user's own, never what the machine happens to have, so that
the same input gives the same page everywhere. This module reads files; `pdf.py` hands them to
the layout engine.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import uharfbuzz

from .errors import ResourceError
from .resources import fonts_folder

FONT_SUFFIXES = frozenset({".ttf", ".otf"})
"""File types that are used; WOFF2 costs a second and a half at each start and is left out."""

ITALIC = 1 << 0
"""Bit of `fsSelection` in the OS/2 table (OpenType, OS/2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file: a family in one weight and style."""

    family: str
    weight: int
    """CSS weight, 100 to 900."""
    style: Literal["normal", "italic"]
    file: Path
    scripts: tuple[str, ...] = ()
    """ISO 15924 codes of the scripts that the face is meant for; empty where nobody said."""
    licence: str = ""
    """SPDX identifier."""
    source: str = ""
    """Where the file comes from: package and version."""


def load_faces(folders: tuple[Path, ...] = ()) -> tuple[Face, ...]:
    """Return the bundled faces, then those of the given folders.

    A folder with a `fonts.toml` is read by that table; in any other, every TTF and OTF file
    counts. Raises ResourceError for a folder or file that does not exist or is no font.
    """
    return tuple(face for folder in (fonts_folder(), *folders) for face in _folder_faces(folder))


@lru_cache(maxsize=64)
def face_coverage(face: Face) -> frozenset[int]:
    """Return the code points that a face has glyphs for."""
    return frozenset(_open(face.file).unicodes)


@lru_cache(maxsize=64)
def face_features(face: Face) -> frozenset[str]:
    """Return the tags of the features by which a face changes its glyphs (OpenType, GSUB), of any script."""
    opened = _open(face.file)
    scripts = range(len(opened.get_table_script_tags("GSUB")))
    return frozenset(tag for script in scripts for tag in opened.get_language_feature_tags("GSUB", script))


def covered(faces: tuple[Face, ...]) -> frozenset[int]:
    """Return the code points that at least one of the faces has."""
    return frozenset().union(*(face_coverage(face) for face in faces))


def _folder_faces(folder: Path) -> tuple[Face, ...]:
    if not folder.is_dir():
        raise ResourceError(f"The font folder {folder} does not exist.")
    table = folder / "fonts.toml"
    if table.is_file():
        return _listed_faces(folder, tomllib.loads(table.read_text(encoding="utf-8")))
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in FONT_SUFFIXES)
    return tuple(_described_face(file) for file in files)


def _listed_faces(folder: Path, table: dict[str, Any]) -> tuple[Face, ...]:
    faces = tuple(
        Face(
            family=family["name"],
            weight=face["weight"],
            style=face["style"],
            file=folder / family["folder"] / face["file"],
            scripts=tuple(family.get("scripts", ())),
            licence=family.get("licence", ""),
            source=f"{family.get('package', '')} {family.get('package_version', '')}".strip(),
        )
        for family in table["family"]
        for face in family["face"]
    )
    for face in faces:
        if not face.file.is_file():
            raise ResourceError(f"The font {face.file} is named in {folder / 'fonts.toml'} but does not exist.")
    return faces


def _described_face(file: Path) -> Face:
    """Describe a font file by its own name and OS/2 tables."""
    face = _open(file)
    typographic, legacy = face.get_name(16), face.get_name(1)  # OpenType name IDs: typographic family, family
    os2 = bytes(face.reference_table("OS/2").data)
    selection = int.from_bytes(os2[62:64], "big")
    return Face(
        family=typographic or legacy or file.stem,
        weight=int.from_bytes(os2[4:6], "big") or 400,
        style="italic" if selection & ITALIC else "normal",
        file=file,
        source=str(file),
    )


def _open(file: Path) -> uharfbuzz.Face:
    try:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    except Exception as fault:
        raise ResourceError(f"The font {file} cannot be read: {fault}.") from fault
    if face.glyph_count == 0:
        raise ResourceError(f"The file {file} is not a font that can be used; take a TTF or OTF file.")
    return face
