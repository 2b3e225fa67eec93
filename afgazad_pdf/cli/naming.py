"""Which file an article is written to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import typer

GENERIC_STEMS = frozenset({"article", "index"})
"""File names that say nothing; the slug or the folder's name stands for them."""

GENERIC_ISSUE = "issue"
"""The same of an issue's file."""

STANDARD_OUTPUT = "-"

LONGEST_NAME = 200
"""Bytes of a slug in a file's name; file systems take 255, with suffixes (POSIX, NAME_MAX)."""


def short_name(file: Path, slug: str | None) -> str:
    """Return an article's name for its outputs: the file's, or for ``article.md`` its slug or its folder's name."""
    if file.stem.lower() not in GENERIC_STEMS:
        return file.stem
    return slug or file.resolve().parent.name or file.stem


def target_of_issue(file: Path, output: str | None) -> Path:
    """Return the path of an issue's PDF, named after its file, or for ``issue.toml`` after the folder.

    Raises BadParameter where that is the issue's own file.
    """
    name = file.resolve().parent.name if file.stem.lower() == GENERIC_ISSUE else file.stem
    target = _target(name or file.stem, output, 1)
    if _identity(target) == _identity(file):
        raise typer.BadParameter(f"{output} is the issue's own file; name another one", param_hint="-o")
    return target


def own_targets(slugs: Sequence[str], folder: Path, issue: Path | None) -> tuple[Path, ...]:
    """Return the path of each article's own PDF, named after its slug.

    Raises BadParameter where one would be written over the issue's PDF or over another article's.
    """
    taken = {} if issue is None else {_identity(issue): "the issue"}
    paths = tuple(folder / f"{_short_enough(slug)}.pdf" for slug in slugs)
    for slug, path in zip(slugs, paths, strict=True):
        identity = _identity(path)
        if identity in taken:
            message = f"“{slug}” would be written to {path}, which is the place of {taken[identity]}"
            raise typer.BadParameter(message, param_hint="--articles")
        taken[identity] = f"“{slug}”"
    return paths


def refuse_overwriting(target: Path, sources: Sequence[Path]) -> None:
    """Refuse a result in the place of a file that it is made from; raises BadParameter."""
    for source in sources:
        if _identity(target) == _identity(source):
            raise typer.BadParameter(f"{target} is an article of the issue; name another file", param_hint="-o")


def _short_enough(slug: str) -> str:
    """Return a slug as a file's name; one that is too long for that is cut and ends in a digest of the whole."""
    data = slug.encode()
    if len(data) <= LONGEST_NAME:
        return slug
    return data[:LONGEST_NAME].decode(errors="ignore") + "-" + sha256(data).hexdigest()[:8]


def check_output(output: str | None, count: int) -> None:
    """Refuse outputs that cannot take so many articles; raises BadParameter."""
    if count == 1 or output is None:
        return
    if output == STANDARD_OUTPUT:
        raise typer.BadParameter("standard output takes one article; name a folder for several", param_hint="-o")
    if Path(output).is_file():
        raise typer.BadParameter(f"{output} is a file, but there are {count} articles; name a folder", param_hint="-o")


def targets(files: Sequence[Path], names: Sequence[str], output: str | None) -> tuple[Path, ...]:
    """Return the PDF's path for each article.

    Raises BadParameter where two articles would be written to one file, or one over an article.
    """
    paths = tuple(_target(name, output, len(files)) for name in names)
    taken = {_identity(file): f"the article {file}" for file in files}
    for file, path in zip(files, paths, strict=True):
        identity = _identity(path)
        if identity in taken:
            raise typer.BadParameter(f"{file} would be written to {path}, which is the place of {taken[identity]}")
        taken[identity] = str(file)
    return paths


def _target(name: str, output: str | None, count: int) -> Path:
    if output is None:
        return Path(f"{name}.pdf")
    if count > 1 or output.endswith(("/", os.sep)) or Path(output).is_dir():
        return Path(output) / f"{name}.pdf"
    return Path(output)


def _identity(path: Path) -> str:
    return os.path.normcase(path.resolve())
