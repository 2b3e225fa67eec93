"""System libraries that are asked directly: fontconfig, HarfBuzz, GObject, of which Python packages bring no copy."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable
from functools import lru_cache

from .errors import ResourceError

INSTALL_ADVICE = "On Debian and Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What to do where a library is missing."""

FONTCONFIG_FILES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig-1.dll")
HARFBUZZ_FILES = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
GOBJECT_FILES = ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll", "gobject-2.0-0.dll")
"""File names of the libraries on Linux, macOS and Windows, where the loader does not know the plain name."""


def _library(name: str, file_names: tuple[str, ...]) -> str:
    """Return the name under which a system library can be loaded."""
    searches = (lambda: file_names, lambda: (ctypes.util.find_library(name),))  # the second one starts programs
    for search in searches:
        for candidate in search():
            try:
                if candidate and ctypes.CDLL(candidate):
                    return candidate
            except OSError:
                continue
    raise ResourceError(f"The library {name} cannot be loaded. {INSTALL_ADVICE}")


def empty_fontconfig() -> int:
    """Return the address of a new fontconfig configuration without any font; raises ResourceError."""
    create = ctypes.CDLL(_library("fontconfig", FONTCONFIG_FILES)).FcConfigCreate
    create.restype = ctypes.c_void_p
    config = create()
    if not config:
        raise ResourceError("fontconfig cannot make a configuration: no memory is left.")
    return int(config)


def fontconfig_version() -> int:
    """Return the version as fontconfig numbers it; raises ResourceError."""
    return int(ctypes.CDLL(_library("fontconfig", FONTCONFIG_FILES)).FcGetVersion())


def harfbuzz_version() -> str:
    """Return the version of the HarfBuzz that Pango uses; raises ResourceError."""
    version = ctypes.CDLL(_library("harfbuzz", HARFBUZZ_FILES)).hb_version_string
    version.restype = ctypes.c_char_p
    return str(version().decode())


def hold_object(address: int) -> None:
    """Let an object of GObject's live until it is let go of once more (`g_object_unref`); raises ResourceError."""
    _object_holder()(address)


@lru_cache(maxsize=1)
def _object_holder() -> Callable[[int], object]:
    hold = ctypes.CDLL(_library("gobject-2.0", GOBJECT_FILES)).g_object_ref
    hold.argtypes, hold.restype = [ctypes.c_void_p], ctypes.c_void_p
    return hold


PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
"""Numbers of Linux: prctl(2), unshare(2)."""


def die_with_parent(signal: int) -> bool:
    """Ask that this process gets a signal when its parent ends; returns whether the system can (Linux)."""
    try:
        return bool(ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def leave_network() -> bool:
    """Take this process, which must have one thread, off every network; returns whether the system lets it (Linux).

    For root a network of its own, for others in a user namespace of its own too.
    """
    try:
        unshare = ctypes.CDLL(None).unshare
    except (OSError, AttributeError):
        return False
    return bool(unshare(CLONE_NEWNET) == 0 or unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
