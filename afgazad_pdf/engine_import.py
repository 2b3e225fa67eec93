"""The layout engine is imported without starting other programs, and without what it does not use here.

Two things that WeasyPrint does on import take a third of a second, in every process that typesets:

- It asks for each of its libraries under the names of Windows first. For one that the loader does not know, cffi asks
  `ctypes.util.find_library`, which starts ldconfig, the C compiler and the linker: 22 lookups, some 50 programs. Here
  these names lead to the file names of Linux; a library that is not found so is looked for as ever.
- It loads fontTools' subsetter and instancer, which cut fonts down where HarfBuzz's library for that is missing. Here
  they are loaded when they are called.

What is replaced is replaced while the import runs, and only there. Without this module all works as well, later;
`tests/test_engine_import.py` says so when a new version of the engine makes it needless or wrong.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

FILES = {
    "libgobject-2.0-0": "libgobject-2.0.so.0",
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libharfbuzz-0": "libharfbuzz.so.0",
    "libharfbuzz-subset-0": "libharfbuzz-subset.so.0",
    "libfontconfig-1": "libfontconfig.so.1",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
}
"""Names that WeasyPrint asks for first (weasyprint/text/ffi.py), and the files that they mean on Linux."""

UNUSED = "harfbuzz-vector"
"""A library for drawing glyphs of many colours, which WeasyPrint can do without; only the loader is asked for it."""

LATER: dict[str, tuple[str, ...]] = {
    "fontTools.subset": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""Modules that are loaded when something of them is used, with the functions that WeasyPrint takes out on import."""


@contextlib.contextmanager
def quick_import() -> Iterator[None]:
    """While this lasts, importing WeasyPrint is quick; it may be used inside itself."""
    if not sys.platform.startswith("linux"):
        yield
        return
    search, waiting = ctypes.util.find_library, [_Later(name) for name in LATER if name not in sys.modules]
    ctypes.util.find_library = _by_file(search)  # type: ignore[assignment]  # a function of the same kind
    sys.modules.update({module.__name__: module for module in waiting})
    try:
        yield
    finally:
        ctypes.util.find_library = search
        for module in waiting:
            if sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]


def _by_file(search: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Return a search that knows the file names of WeasyPrint's libraries, and asks another one for the rest."""

    def find_library(name: str) -> str | None:
        if UNUSED in name:
            return None
        return FILES.get(name) or search(name)

    return find_library


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        for function in LATER[name]:
            setattr(self, function, _later(name, function))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks for
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


def _later(module: str, function: str) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(_real(module), function)(*arguments, **options)

    return call


def _real(name: str) -> ModuleType:
    """Return a module itself, also while another one stands for it."""
    stand_in = sys.modules.get(name)
    if isinstance(stand_in, _Later):
        del sys.modules[name]
    return import_module(name)
