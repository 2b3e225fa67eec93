"""Which files an issue's file means: paths and globs, in order, each file once, none outside its folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..findings import Finding, Level
from .issue_format import Described, is_issue_file

ARTICLE_ENDINGS = (".md", ".markdown", ".json", ".toml")
"""Endings of files that a glob takes for articles; all others it passes over."""

_GLOB = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that an issue names."""

    path: Path
    """From the issue's folder on as the file writes it, so that messages name what the editor knows."""
    line: int | None
    """The line of the issue's file that names it."""


@dataclass(slots=True)
class Finder:
    """Finds the files of one issue, and writes down what is not there."""

    described: Described
    findings: list[Finding] = field(default_factory=list)
    _taken: dict[Path, str] = field(default_factory=dict)
    """What each file that was found stands as, by its real path."""

    def one(self, key: str) -> Found | None:
        """Return the file that a key such as ``editorial`` names; None where it names none that can be used."""
        name = getattr(self.described.fields, key)
        return None if name is None else self._written(name, key, self.described.line_of(key))

    def articles(self) -> tuple[Found, ...]:
        """Return the files of `articles`, in order.

        A file written out keeps its place; a glob passes over it, and over what stood before. So
        ``["first.md", "*.md", "last.md"]`` says which story is the last.
        """
        entries = self.described.fields.articles
        places = [(name, self._line(entries, index)) for index, name in enumerate(entries)]
        written = {
            index: self._written(name, "articles", line)
            for index, (name, line) in enumerate(places)
            if not self._is_glob(name)
        }
        found: list[Found] = []
        for index, (name, line) in enumerate(places):
            if index not in written:
                found += self._matches(name, line)
            elif (one := written[index]) is not None:
                found.append(one)
        return tuple(found)

    def fault(self, code: str, message: str, line: int | None) -> None:
        """Write down what of the issue is not printed."""
        file = str(self.described.path)
        self.findings.append(Finding(level=Level.ERROR, code=code, message=message, file=file, line=line))

    def _line(self, entries: tuple[str, ...], index: int) -> int | None:
        return self.described.line_of("articles", entries[index], repeat=entries[:index].count(entries[index]))

    def _is_glob(self, name: str) -> bool:
        return _GLOB.search(name) is not None and not _exists(self.described.folder / name)

    def _written(self, name: str, key: str, line: int | None) -> Found | None:
        path = self.described.folder / name
        real = self._inside(path)
        if real is None:
            self._outside(name, line)
        elif not _exists(real):
            self.fault("article-missing", f"`{key}` names “{name}”, {_missing(path)}", line)
        elif is_issue_file(real):
            self.fault("article-is-issue", f"“{name}” is an issue and no article; name its articles instead", line)
        elif real in self._taken:
            self.fault(
                "article-twice",
                f"“{name}” stands already as {self._taken[real]}; it is printed once. Take one of the two out",
                line,
            )
        else:
            self._taken[real] = f"`{key}`" + (f" in line {line}" if line else "")
            return Found(path, line)
        return None

    def _matches(self, pattern: str, line: int | None) -> Iterator[Found]:
        """Yield what a glob matches and nothing else has named, in natural order."""
        parts = PurePosixPath(pattern).parts
        if PurePosixPath(pattern).is_absolute() or ".." in parts:
            self._outside(pattern, line)
            return
        try:
            paths = sorted(self.described.folder.glob(pattern), key=lambda path: natural_key(self._relative(path)))
        except (ValueError, OSError, NotImplementedError) as fault:
            self.fault("article-missing", f"the pattern “{pattern}” cannot be read: {fault}", line)
            return
        articles = [path for path in paths if self._is_article(path)]
        if not articles:
            self.fault(
                "article-missing",
                f"nothing fits “{pattern}”; check the folder, and that the files end in {', '.join(ARTICLE_ENDINGS)}",
                line,
            )
        for path in articles:
            real = self._inside(path)
            if real is None:
                self._outside(self._relative(path), line)
            elif real not in self._taken:
                self._taken[real] = f"a match of “{pattern}”"
                yield Found(path, line)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.described.folder).as_posix()

    def _is_article(self, path: Path) -> bool:
        """Say whether a match is an article: no hidden file, no other kind, no issue and not the publication."""
        hidden = any(part.startswith(".") for part in PurePosixPath(self._relative(path)).parts)
        if hidden or path.suffix.lower() not in ARTICLE_ENDINGS or not path.is_file():
            return False
        publication = self.described.fields.publication
        is_publication = publication is not None and path.resolve() == (self.described.folder / publication).resolve()
        return not is_publication and not is_issue_file(path)

    def _inside(self, path: Path) -> Path | None:
        """Return where a path really is; None where that is outside the issue's folder or no place at all."""
        try:
            real = path.resolve()
            return real if real.is_relative_to(self.described.folder.resolve()) else None
        except (OSError, RuntimeError, ValueError):  # links that lead to themselves; a name with a NUL
            return None

    def _outside(self, name: str, line: int | None) -> None:
        message = f"“{name}” lies outside the issue's folder, {self.described.folder}; copy it there"
        self.fault("article-outside", message, line)


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Return a key that sorts paths as a person does: numbers by value, letters without case, folder by folder."""
    return tuple(_natural(part) for part in (*PurePosixPath(name).parts, name))


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    pieces: Iterable[str] = _DIGITS.split(unicodedata.normalize("NFC", text).casefold())
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _missing(path: Path) -> str:
    return f"which does not exist in {path.parent}; check the name, capital letters included"
