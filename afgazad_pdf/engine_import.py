"""The layout engine is imported without starting other programs, and without what it does not use here.

Three things that WeasyPrint does on import take half a second, in every process that typesets:

- It asks for each of its libraries under the names of Windows first. For one that the loader does not know, cffi asks
  `ctypes.util.find_library`, which starts ldconfig, the C compiler and the linker: 22 lookups, some 50 programs. Here
  these names lead to the file names of Linux; a library that is not found so is looked for as ever.
- It loads fontTools' subsetter and instancer, which cut fonts down where the library for that is missing, and its
  reader of WOFF 2. Here they are loaded when they are called.
- It has cffi parse the C definitions of its libraries, and later each name of a type when it first comes. Here it gets
  the types as they were parsed beforehand (`engine_types.py`), whose functions are also quicker: a fortieth of an
  article's time.

What is replaced is replaced while the import runs, and only there. Without this module all works as well, later;
`tests/test_engine_import.py` says so when a new version of the engine makes it needless or wrong.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import _cffi_backend
import cffi

from .engine_types import DIGEST, TYPES

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
    "fontTools.ttLib.woff2": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""Modules that are loaded when something of them is used, with the functions that WeasyPrint takes out on import."""


@contextlib.contextmanager
def quick_import() -> Iterator[None]:
    """While this lasts, importing WeasyPrint is quick; it may be used inside itself."""
    if not sys.platform.startswith("linux"):
        yield
        return
    search, parsing = ctypes.util.find_library, cffi.FFI
    waiting = [_Later(name) for name in LATER if name not in sys.modules]
    ctypes.util.find_library = _by_file(search)  # type: ignore[assignment]  # a function of the same kind
    cffi.FFI = _parsed_before(parsing)
    sys.modules.update({module.__name__: module for module in waiting})
    try:
        yield
    finally:
        ctypes.util.find_library, cffi.FFI = search, parsing
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


class _Types(_cffi_backend.FFI):  # type: ignore[misc]  # cffi has no types
    """The engine's C types, which it needs not define any more."""

    def cdef(self, definitions: str) -> None:
        """Do nothing: the definitions are those that the types were made of."""


def _parsed_before(parsing: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes cffi's types: from `engine_types` for the file that they were made of, for others as ever."""

    def ffi(*arguments: Any) -> Any:
        caller = sys._getframe(1).f_globals.get("__file__")
        if caller is None or sha256(Path(caller).read_bytes()).hexdigest() != DIGEST:
            return parsing(*arguments)
        return _Types("engine_types", **TYPES)

    return ffi


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
