"""What `doctor` knows of machines: which libraries are needed, and how each system installs them."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

System = Literal["Debian, Ubuntu", "Fedora", "macOS", "Windows (MSYS2)"]

SYSTEMS: tuple[System, ...] = ("Debian, Ubuntu", "Fedora", "macOS", "Windows (MSYS2)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A system library under the layout engine."""

    title: str
    purpose: str
    files: tuple[str, ...]
    """Names to load it by: Linux, macOS, Windows."""
    needed: bool = True


LIBRARIES: dict[str, Library] = {
    "pango": Library(
        title="Pango",
        purpose="it breaks lines and chooses fonts",
        files=("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ),
    "pangoft2": Library(
        title="PangoFT2",
        purpose="it gives Pango the fonts",
        files=("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ),
    "gobject": Library(
        title="GObject",
        purpose="Pango is built on it",
        files=("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    ),
    "harfbuzz": Library(
        title="HarfBuzz",
        purpose="it joins letters",
        files=("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    ),
    "fontconfig": Library(
        title="fontconfig",
        purpose="it finds the faces",
        files=("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    ),
    "harfbuzz-subset": Library(
        title="libharfbuzz-subset",
        purpose="without it fonts are cut down more slowly, and WeasyPrint will need it one day",
        files=("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        needed=False,
    ),
}
"""Under the names that `pdf.engine_versions` gives them, in the order in which they are shown."""

_MSYS2 = "pacman -S mingw-w64-ucrt-x86_64-"

INSTALL: dict[str, dict[System, str]] = {
    "python": {
        "Debian, Ubuntu": "sudo apt-get install python3 python3-venv",
        "Fedora": "sudo dnf install python3",
        "macOS": "brew install python",
        "Windows (MSYS2)": f"{_MSYS2}python",
    },
    "pango": {
        "Debian, Ubuntu": "sudo apt-get install libpango-1.0-0",
        "Fedora": "sudo dnf install pango",
        "macOS": "brew install pango",
        "Windows (MSYS2)": f"{_MSYS2}pango",
    },
    "pangoft2": {
        "Debian, Ubuntu": "sudo apt-get install libpangoft2-1.0-0",
        "Fedora": "sudo dnf install pango",
        "macOS": "brew install pango",
        "Windows (MSYS2)": f"{_MSYS2}pango",
    },
    "gobject": {
        "Debian, Ubuntu": "sudo apt-get install libglib2.0-0",
        "Fedora": "sudo dnf install glib2",
        "macOS": "brew install glib",
        "Windows (MSYS2)": f"{_MSYS2}glib2",
    },
    "harfbuzz": {
        "Debian, Ubuntu": "sudo apt-get install libharfbuzz0b",
        "Fedora": "sudo dnf install harfbuzz",
        "macOS": "brew install harfbuzz",
        "Windows (MSYS2)": f"{_MSYS2}harfbuzz",
    },
    "fontconfig": {
        "Debian, Ubuntu": "sudo apt-get install libfontconfig1",
        "Fedora": "sudo dnf install fontconfig",
        "macOS": "brew install fontconfig",
        "Windows (MSYS2)": f"{_MSYS2}fontconfig",
    },
    "harfbuzz-subset": {
        "Debian, Ubuntu": "sudo apt-get install libharfbuzz-subset0",
        "Fedora": "sudo dnf install harfbuzz",
        "macOS": "brew install harfbuzz",
        "Windows (MSYS2)": f"{_MSYS2}harfbuzz",
    },
}

REINSTALL = ("python -m pip install --force-reinstall afgazad_pdf",)
"""Mends what comes with the package itself, on every system."""

FAMILIES: dict[str, System] = {
    "debian": "Debian, Ubuntu",
    "ubuntu": "Debian, Ubuntu",
    "fedora": "Fedora",
    "rhel": "Fedora",
}
"""Words of ID and ID_LIKE in os-release (freedesktop.org, os-release)."""


def systems(platform: str = sys.platform, os_release: Path = Path("/etc/os-release")) -> tuple[System, ...]:
    """Return the system that this machine is, or all that are known where it is none of them."""
    if platform == "darwin":
        return ("macOS",)
    if platform in ("win32", "cygwin", "msys"):
        return ("Windows (MSYS2)",)
    for word in _distribution(os_release):
        if word in FAMILIES:
            return (FAMILIES[word],)
    return SYSTEMS


def library_found(files: tuple[str, ...]) -> bool:
    """Say whether a system library can be loaded under one of its names."""
    for name in files:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _distribution(os_release: Path) -> list[str]:
    try:
        lines = os_release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    fields = dict(line.split("=", 1) for line in lines if "=" in line)
    return f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".replace('"', "").lower().split()
