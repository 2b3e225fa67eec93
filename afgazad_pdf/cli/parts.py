"""Where finished parts of issues are kept between two runs, and for how long."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..composition import FolderStore

FOLDER = "afgazad-pdf"
PARTS = "*/*.part"
"""The files that a `FolderStore` makes."""

DAYS = 30
"""How long a part is kept after it was made; then it is made again if it is still wanted."""


def parts_store(folder: Path | None) -> FolderStore | None:
    """Return the store in a folder, or in the user's cache; parts that are too old are deleted from it.

    None where no folder is given and the user has no home.
    """
    from ..composition import FolderStore

    if folder is None:
        try:
            folder = user_cache(os.environ, sys.platform, Path.home()) / FOLDER / "parts"
        except RuntimeError:  # pathlib.Path.home finds no home
            return None
    delete_old(folder, time.time() - DAYS * 24 * 60 * 60)
    return FolderStore(folder)


def user_cache(environment: Mapping[str, str], platform: str, home: Path) -> Path:
    """Return the folder for what programs can make again (XDG Base Directory Specification; Apple's and Microsoft's).

    A relative path in the environment is ignored, as that specification asks.
    """
    if platform == "darwin":
        return home / "Library" / "Caches"
    name = "LOCALAPPDATA" if platform == "win32" else "XDG_CACHE_HOME"
    given = Path(environment.get(name, ""))
    return given if given.is_absolute() else home / ("AppData/Local" if platform == "win32" else ".cache")


def delete_old(folder: Path, before: float) -> None:
    """Delete parts that were made before a time, in seconds since 1970; what cannot be deleted stays."""
    for file in folder.glob(PARTS):
        try:
            if file.stat().st_mtime < before:
                file.unlink()
        except OSError:
            continue
