"""What PDFs depend on besides articles: versions of programs, and the content of theme and fonts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from .. import __version__
from ..libraries import fontconfig_version, harfbuzz_version
from ..resources import fonts_folder, templates_folder
from .freshness import content_of
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
    of_folders = cache(content_of)

    def theme_of(job: Job) -> str:
        folders = (templates_folder(), fonts_folder(), *job.settings.template_folders, *job.settings.font_folders)
        return of_folders(folders)

    return theme_of


def installation() -> dict[str, str]:
    """Return what must be the same on two machines so that they make the same PDFs of an article."""
    return versions() | {"templates and fonts": content_of((templates_folder(), fonts_folder()))}
