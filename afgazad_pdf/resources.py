"""The only place that knows where the package's templates, fonts and data lie.

`templates/` and `fonts/` stand at the top of the repository and inside the package in the
wheel. Both are found as real folders, not as `importlib.resources` objects: fontconfig and the
template loader need paths. Installing the package inside a zip archive is therefore not supported.
"""

from __future__ import annotations

from pathlib import Path

from .errors import ResourceError

PACKAGE_FOLDER = Path(__file__).resolve().parent


def _shipped_folder(name: str) -> Path:
    """Find a shipped folder beside this module, or one level up in a checkout.

    The second place counts only where a `pyproject.toml` stands too: without this check an
    installed package could pick up a foreign `site-packages/templates`.
    """
    installed = PACKAGE_FOLDER / name
    checkout = PACKAGE_FOLDER.parent / name
    if installed.is_dir():
        return installed
    if checkout.is_dir() and (PACKAGE_FOLDER.parent / "pyproject.toml").is_file():
        return checkout
    raise ResourceError(
        f"The folder “{name}” of afgazad_pdf is missing: neither {installed} nor {checkout} "
        f"exists. Install the package again."
    )


def templates_folder() -> Path:
    """Return the folder of the built-in theme."""
    return _shipped_folder("templates")


def fonts_folder() -> Path:
    """Return the folder of the bundled fonts, with `fonts.toml` in it."""
    return _shipped_folder("fonts")


def data_file(name: str) -> Path:
    """Return the path of a data file of the package, such as ``languages.toml``."""
    return PACKAGE_FOLDER / "data" / name
