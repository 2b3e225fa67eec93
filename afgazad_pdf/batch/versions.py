"""What PDFs depend on besides articles: versions of programs, and the content of theme and fonts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .. import __version__
from ..libraries import fontconfig_version, harfbuzz_version
from ..resources import fonts_folder, templates_folder
from .freshness import content_of, trace
from .jobs import Job


def versions() -> dict[str, str]:
    """Return the versions of everything that a PDF depends on, without loading the engine."""
    found = {"afgazad_pdf": __version__, "harfbuzz": harfbuzz_version(), "fontconfig": str(fontconfig_version())}
    for package in ("weasyprint", "pydyf", "fonttools", "pillow", "uharfbuzz"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


def themes() -> Callable[[Job], str]:
    """Return a function that names the content of the templates, fonts and output profile of a job, each read once."""
    of_folders, of_file = cache(_content), cache(lambda file: trace(file, now=0).digest)

    def theme_of(job: Job) -> str:
        folders = (templates_folder(), fonts_folder(), *job.settings.template_folders, *job.settings.font_folders)
        profile = job.settings.output_profile
        return of_folders(folders) + (of_file(profile) if profile else "")

    return theme_of


def installation() -> dict[str, str]:
    """Return what must be the same on two machines so that they make the same PDFs of an article."""
    return versions() | {"templates and fonts": _content((templates_folder(), fonts_folder()))}


def _content(folders: tuple[Path, ...]) -> str:
    """Name the content of folders; the report's templates, which no PDF is made of, do not count."""
    return content_of(folders, without=templates_folder() / "batch")
