"""From article files to finished pages: what `render` and `preview` have in common."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AfgazadError, EnvironmentFault, OutputError, SettingsError
from ..findings import Level
from .naming import short_name
from .reporting import Reporter, report_all

if TYPE_CHECKING:
    from ..pipeline import Rendered
    from ..publication import Publication
    from ..settings import Settings
    from ..sources import Loaded


SOURCE_DATE = "SOURCE_DATE_EPOCH"
"""The environment variable that names the day of what has none (reproducible-builds.org/specs/source-date-epoch)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the options say about the page, not yet checked."""

    publication: Path | None
    profile: str
    page_size: str
    text_size: float | None
    """In pt; None for the size that Settings has by itself."""
    columns: int
    paragraphs: str
    justify: str
    initial: bool
    style: str
    inks: str
    output_profile: Path | None
    bleed: float
    """In mm."""
    marks: bool
    link_targets: str
    template_folders: Sequence[Path]
    font_folders: Sequence[Path]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An article file and what was read from it; None where it could not be read."""

    file: Path
    loaded: Loaded | None

    @property
    def name(self) -> str:
        """The name for its outputs, without a suffix."""
        return short_name(self.file, self.loaded.article.slug if self.loaded else None)


class Press:
    """Publication and settings, read once and used for every article."""

    def __init__(self, choices: Choices) -> None:
        """Check the choices; raises PublicationError or SettingsError."""
        self.settings = settings_of(choices)
        self.publication = _publication(choices.publication)

    def print(self, manuscript: Manuscript, reporter: Reporter, *, strict: bool) -> Rendered | None:
        """Typeset an article and report what was found; None where the findings forbid its use."""
        from ..engine_import import quick_import

        with quick_import():
            from ..pipeline import render_article
        if manuscript.loaded is None:
            return None
        rendered = render_article(manuscript.loaded.article, publication=self.publication, settings=self.settings)
        findings = (*manuscript.loaded.findings, *rendered.findings)
        report_all(reporter, findings)
        serious = sum(finding.level != Level.INFO for finding in findings)
        if strict and serious:
            message = f"not written, as --strict is set and there {_are(serious)}"
            reporter.fail_content("strict", message, str(manuscript.file))
            return None
        return rendered


def read_manuscripts(files: Sequence[Path], reporter: Reporter, *, fetch: Sequence[str] = ()) -> tuple[Manuscript, ...]:
    """Read every article; those that cannot be read are reported and kept without content.

    `fetch` names hosts from which pictures are fetched first; raises SettingsError where one is none.
    """
    from ..fetching import host_of
    from ..sources import read_article

    hosts = frozenset(host_of(host) for host in fetch)
    manuscripts = []
    for file in files:
        loaded = None
        with attempt(reporter, file):
            loaded = _with_pictures(read_article(file), hosts, reporter)
        manuscripts.append(Manuscript(file, loaded))
    return tuple(manuscripts)


def _with_pictures(loaded: Loaded, hosts: frozenset[str], reporter: Reporter) -> Loaded:
    """Return what was read with the pictures that were fetched from the web, now or earlier."""
    from ..fetching import fetch_pictures, with_fetched

    if hosts:
        report_all(reporter, fetch_pictures(loaded.article, hosts))
    return replace(loaded, article=with_fetched(loaded.article))


@contextmanager
def attempt(reporter: Reporter, file: Path) -> Iterator[None]:
    """Report a fault of one article and go on with the next; a fault of the machine ends the run."""
    try:
        yield
    except EnvironmentFault:
        raise
    except AfgazadError as error:
        reporter.fail(error, file=str(file))


def make_folder(folder: Path) -> None:
    """Make the folder for results; raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"The folder {folder} cannot be made: {fault.strerror}.") from fault


def settings_of(choices: Choices) -> Settings:
    """Check what the options say; raises SettingsError."""
    from ..settings import Settings, page_size
    from ..validation import build

    for folder in (*choices.template_folders, *choices.font_folders):
        _check_folder(folder)
    fields: dict[str, object] = {
        "profile": choices.profile,
        "page_size": page_size(choices.page_size),
        "columns": choices.columns,
        "paragraphs": choices.paragraphs,
        "justify": choices.justify,
        "initial": choices.initial,
        "style": choices.style,
        "inks": choices.inks,
        "output_profile": choices.output_profile,
        "bleed": choices.bleed,
        "marks": choices.marks,
        "link_targets": choices.link_targets,
        "template_folders": tuple(choices.template_folders),
        "font_folders": tuple(choices.font_folders),
        "fallback_date": _day_of_source(os.environ.get(SOURCE_DATE)),
    }
    if choices.text_size is not None:
        fields["text_size"] = choices.text_size
    return build(Settings, fields, error=SettingsError)


def _day_of_source(seconds: str | None) -> datetime.date | None:
    """Read the seconds since 1970 of SOURCE_DATE_EPOCH as a day, in UTC."""
    from ..errors import Problem

    if not seconds:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        message = (
            f"the environment variable {SOURCE_DATE} is “{seconds[:40]}”; it must be a number of seconds since 1970"
        )
        raise SettingsError(Problem(message=message)) from None


def _check_folder(folder: Path) -> None:
    from ..errors import Problem

    if not folder.is_dir():
        raise SettingsError(Problem(message="is not a folder; check the name", file=str(folder)))


def _publication(file: Path | None) -> Publication:
    from ..publication import built_in_publication, load_publication

    return load_publication(file) if file else built_in_publication()


def _are(count: int) -> str:
    return "is 1 warning or error" if count == 1 else f"are {count} warnings and errors"
