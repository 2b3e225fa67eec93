"""The plan of a batch: which articles, with which paper and settings, into which files.

Nothing is typeset here, and nothing is written: `--dry-run` prints exactly this.
"""

from __future__ import annotations

import itertools
import os
import re
import string
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import AfgazadError, ArticleError, Problem, SettingsError
from ..settings import Settings
from ..sources.issue_format import is_issue_file
from ..sources.issue_paths import ARTICLE_ENDINGS, natural_key
from ..validation import build, nearest
from .jobs import PATTERN, Facts, Job
from .slugs import OWN_PLACES, safe_path, safe_slug, unique_paths

PLACES = ("slug", "date", "year", "month", "section", "lang", "folder")
"""What a pattern of output names may hold in braces."""

PUBLICATION_FILE = "publication.toml"
SETTINGS_FILE = "settings.toml"
"""Files that hold for all articles in their folder and below it; the nearest one counts, as far up as the folder that
the batch was given, or the part of a glob before its first sign; for a file that was named, its own folder."""

OTHER_FILES = frozenset({PUBLICATION_FILE, SETTINGS_FILE, "issue.toml", "theme.toml", "fonts.toml"})
NOT_ARTICLES = re.compile(r"(readme|license|licence|changelog|colophon)(\..*)?", re.IGNORECASE)

UNDATED = "undated"
NO_SECTION = "no-section"

_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Found:
    """An article's file."""

    file: Path
    """Absolute, without links."""
    shown: str
    """As messages name it."""
    root: Path
    """The folder up to which files that hold for many articles are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The jobs of a batch in their order."""

    jobs: tuple[Job, ...]
    output: Path
    """The folder that the jobs' `output` begin in, absolute."""


def make_plan(
    sources: Iterable[str | Path],
    output: Path,
    *,
    settings: Settings | None = None,
    publication: Path | None = None,
    pattern: str = PATTERN,
    facts_of: Callable[[Path], Facts] | None = None,
) -> Plan:
    """Plan a batch of the articles in folders, of globs, and of files.

    Folders are searched to the bottom, in natural order; each file counts once, hidden files and the output folder
    are passed over. `publication` and `settings` hold where an article's folders have no files of their own:
    what a `settings.toml` says wins over `settings`. Raises ArticleError for a source that does not exist or holds
    no article, SettingsError and PublicationError for faulty files and patterns. `facts_of` may answer from memory.
    """
    output = output.absolute()
    check_pattern(pattern)
    described = [(found, (facts_of or facts)(found.file)) for found in articles_in(sources, output)]
    outputs = unique_paths(_output(pattern, item, found.file) for found, item in described)
    names = unique_paths(safe_slug(item.slug) for _, item in described)
    nearest_of, given = _Nearest(), settings or Settings()
    settings_of = cache(lambda file: _settings(file, given))
    jobs = tuple(
        Job(
            name=name,
            source=found.file,
            shown=found.shown,
            output=target,
            publication=nearest_of.file(found, PUBLICATION_FILE) or publication,
            settings=settings_of(nearest_of.file(found, SETTINGS_FILE)),
            title=item.title,
        )
        for (found, item), target, name in zip(described, outputs, names, strict=True)
    )
    return Plan(jobs=jobs, output=output)


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that names nothing, or a place outside the output folder; raises SettingsError."""
    try:
        pieces = [(name, convert, form) for _, name, form, convert in string.Formatter().parse(pattern)]
    except ValueError as fault:
        raise _pattern_fault(pattern, f"cannot be read: {fault}") from None
    for name, convert, form in pieces:
        if name is not None and (name not in PLACES or convert or form):
            raise _pattern_fault(pattern, f"holds “{{{name}}}”; {nearest(name, PLACES)}")
    parts = PurePosixPath(pattern).parts
    if pattern.startswith("/") or ".." in parts or "\\" in pattern or "\0" in pattern:
        raise _pattern_fault(pattern, "leads outside the output folder; write names and “/” alone")
    if len(parts) > 1 and OWN_PLACES.fullmatch(parts[0]):
        raise _pattern_fault(pattern, f"begins with {parts[0]}, which the batch keeps for itself; take another name")
    if not pattern.lower().endswith(".pdf") or not any(name == "slug" for name, _, _ in pieces):
        raise _pattern_fault(pattern, "must hold {slug} and end in .pdf, such as {date}/{section}/{slug}.pdf")


def articles_in(sources: Iterable[str | Path], output: Path) -> Iterator[Found]:
    """Yield the article files of folders, globs and files, each once; raises ArticleError."""
    seen: set[Path] = set()
    for source in sources:
        found = list(_of_source(str(source), output))
        if not found:
            message = f"no article is in it; an article's file ends in {', '.join(ARTICLE_ENDINGS)}"
            if Path(source).resolve().is_relative_to(output.resolve()):
                message = "lies in the output folder, where no articles are looked for; name another output folder"
            raise ArticleError(Problem(message=message, file=str(source)))
        for item in found:
            if item.file not in seen:
                seen.add(item.file)
                yield item


def facts(file: Path) -> Facts:
    """Read what the plan needs of an article; of one that cannot be read, what its name says."""
    # The journal has the facts of articles that did not change: most batches read few, and many none.
    from ..sources.facts import read_facts
    from ..sources.issue_names import slug_of

    try:
        article = read_facts(file)
    except AfgazadError:
        return Facts(title="", slug=file.stem, date=None, section="", lang=None)
    section = article.section
    return Facts(
        title=article.title,
        slug=slug_of(article, file),
        date=article.date,
        section=section if isinstance(section, str) else next(iter((section or {}).values()), ""),
        lang=article.lang,
    )


def _of_source(source: str, output: Path) -> Iterator[Found]:
    path = Path(source)
    if path.is_dir():
        wanted = _Wanted(path, output)
        yield from (wanted.found(file) for file in _below(path) if wanted.is_article(file))
    elif path.is_file():
        yield Found(path.resolve(), str(path), path.resolve().parent)
    elif _GLOB.search(source):
        plain = Path(*itertools.takewhile(lambda part: not _GLOB.search(part), path.parts))
        pattern = str(path.relative_to(plain))
        matches = sorted(plain.glob(pattern), key=lambda file: natural_key(file.as_posix()))
        wanted = _Wanted(plain, output)
        yield from (wanted.found(file) for file in matches if wanted.is_article(file))
    else:
        raise ArticleError(Problem(message="does not exist; check the name", file=source))


def _below(folder: Path) -> Sequence[Path]:
    """Return files with an article's ending, in natural order; hidden folders are not entered.

    Raises ArticleError for a folder that cannot be read: an archive is not to be made in part without a word.
    """
    files: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "lost+found"]
        files += [Path(place, name) for name in names if name.lower().endswith(ARTICLE_ENDINGS)]
    return sorted(files, key=lambda file: natural_key(file.relative_to(folder).as_posix()))


def _unreadable(fault: OSError) -> None:
    message = f"cannot be read: {fault.strerror or fault}; give yourself the right to, or name the folders beside it"
    raise ArticleError(Problem(message=message, file=str(fault.filename)))


class _Wanted:
    """Tells articles below a folder from other files; what holds for a whole folder is asked once."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._folder, self._output, self._root = folder, output.resolve(), folder.resolve()
        self._open: dict[Path, bool] = {}
        self._real: dict[Path, Path] = {}

    def is_article(self, file: Path) -> bool:
        if file.parent not in self._open:
            self._open[file.parent] = self._is_open(file.parent)
        other = file.name.lower() in OTHER_FILES or NOT_ARTICLES.fullmatch(file.name) is not None
        if other or file.name.startswith(".") or not self._open[file.parent]:
            return False
        return file.suffix.lower() in ARTICLE_ENDINGS and file.is_file() and not is_issue_file(file)

    def found(self, file: Path) -> Found:
        """Return a file without links, asking for those of its folder once."""
        if file.is_symlink():
            return Found(file.resolve(), str(file), self._root)
        if file.parent not in self._real:
            self._real[file.parent] = file.parent.resolve()
        return Found(self._real[file.parent] / file.name, str(file), self._root)

    def _is_open(self, folder: Path) -> bool:
        """Say whether articles of a folder count: it is not hidden, and not of the output."""
        hidden = any(part.startswith(".") for part in folder.relative_to(self._folder).parts)
        return not hidden and not folder.resolve().is_relative_to(self._output)


def _output(pattern: str, item: Facts, file: Path) -> str:
    day = item.date
    values = {
        "slug": safe_slug(item.slug),
        "date": day.isoformat() if day else UNDATED,
        "year": f"{day:%Y}" if day else UNDATED,
        "month": f"{day:%m}" if day else UNDATED,
        "section": safe_slug(item.section, instead=NO_SECTION),
        "lang": safe_slug(item.lang or "und"),
        "folder": safe_slug(file.parent.name),
    }
    return safe_path(pattern.format(**values))


class _Nearest:
    """Finds the nearest file of a name, looking once into each folder."""

    def __init__(self) -> None:
        self._there: dict[Path, bool] = {}
        self._nearest: dict[tuple[Path, Path, str], Path | None] = {}

    def file(self, found: Found, name: str) -> Path | None:
        """Return the nearest file of a name, from the article's folder up to the root of its source."""
        key = (found.file.parent, found.root, name)
        if key not in self._nearest:
            self._nearest[key] = self._search(*key)
        return self._nearest[key]

    def _search(self, folder: Path, root: Path, name: str) -> Path | None:
        for place in (folder, *folder.parents):
            file = place / name
            if file not in self._there:
                self._there[file] = file.is_file()
            if self._there[file]:
                return file
            if place == root:
                break
        return None


def _settings(file: Path | None, given: Settings) -> Settings:
    """Return the settings with what a file says of them; raises SettingsError."""
    if file is None:
        return given
    try:
        said: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingsError(Problem(message=f"cannot be read: {fault}", file=str(file))) from None
    for key in ("template_folders", "font_folders"):
        if isinstance(said.get(key), list):
            said[key] = tuple(file.parent / str(folder) for folder in said[key])
    if isinstance(said.get("output_profile"), str):
        said["output_profile"] = file.parent / said["output_profile"]
    unset = given.model_dump(exclude_unset=True)
    return build(Settings, unset | said, error=SettingsError, file=str(file))


def _pattern_fault(pattern: str, message: str) -> SettingsError:
    return SettingsError(Problem(field="pattern", message=f"“{pattern}” {message}"))
