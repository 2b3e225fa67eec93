"""The engine is imported quickly: no other program is started, and nothing is loaded that is not used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import cffi
import pytest

from afgazad_pdf.engine_import import quick_import

TOOLS = Path(__file__).resolve().parent.parent / "tools"

PROGRAM = """
import sys, ctypes.util
asked, search = [], ctypes.util.find_library
ctypes.util.find_library = lambda name: asked.append(name) or search(name)
from afgazad_pdf.engine_import import quick_import
with quick_import(), quick_import():
    import weasyprint
from weasyprint.text import ffi
from weasyprint.pdf import fonts
{}
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="file names of Linux")


def said(code: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM.format(code)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_no_library_is_searched_for():
    names = said("print(*asked)")

    assert names == "", f"WeasyPrint asks for libraries under other names: {names}; mend engine_import.FILES"


def test_the_same_libraries_are_loaded_as_without_us():
    libraries = ("gobject", "pango", "harfbuzz", "harfbuzz_subset", "harfbuzz_vector", "fontconfig", "pangoft2")
    code = f"print(*(getattr(ffi, name) is not None for name in {libraries}))"
    plain = [sys.executable, "-W", "ignore", "-c", f"from weasyprint.text import ffi; {code}"]

    assert said(code) == subprocess.run(plain, capture_output=True, text=True, check=True).stdout.strip()


def test_what_cuts_fonts_down_is_loaded_when_it_is_called():
    unused = ("fontTools.subset", "fontTools.varLib", "fontTools.ttLib.woff2")
    loaded = said(f"print(*(name for name in sys.modules if name.startswith({unused})))")

    assert loaded == "", f"WeasyPrint loads {loaded}; mend engine_import.LATER"


def test_what_is_loaded_later_is_the_real_thing():
    code = """
print(fonts.subset.Options.__module__, type(fonts.subset.Options()).__name__)
try:
    fonts.instantiateVariableFont(None, None)
except Exception as fault:
    print(type(fault).__name__)
import fontTools.subset, fontTools.varLib.instancer
print(type(fontTools.subset).__name__, callable(fontTools.subset.Subsetter), type(fontTools.varLib.instancer).__name__)
"""
    first, second, third = said(code).splitlines()

    assert first == "fontTools.subset Options"
    assert second in ("TypeError", "AttributeError", "ValueError", "KeyError")
    assert third == "module True module"


def test_nothing_stays_replaced():
    code = (
        "import cffi; print(ctypes.util.find_library.__name__, 'fontTools.subset' in sys.modules, cffi.FFI.__module__)"
    )

    assert said(code) == "<lambda> False cffi.api"


def test_the_types_are_those_of_the_installed_engine(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))
    tool = importlib.import_module("make_engine_types")

    assert tool.TYPES_FILE.read_text("utf-8") == tool.module(), "run tools/make_engine_types.py"


def test_no_c_is_parsed():
    code = "ffi.ffi.new('PangoRectangle *'); print('pycparser' in sys.modules, type(ffi.ffi).__module__)"

    assert said(code) == "False afgazad_pdf.engine_import"


def test_other_definitions_are_parsed_as_ever(tmp_path, monkeypatch):
    (tmp_path / "foreign_bindings.py").write_text(
        "import cffi\nffi = cffi.FFI()\nffi.cdef('typedef struct { int x; } point;')\nsize = ffi.sizeof('point')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with quick_import():
        foreign = importlib.import_module("foreign_bindings")

    assert (type(foreign.ffi), foreign.size) == (cffi.FFI, 4)
