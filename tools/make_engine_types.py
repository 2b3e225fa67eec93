"""Write `afgazad_pdf/engine_types.py` from the C definitions of the installed WeasyPrint.

Run ``python tools/make_engine_types.py`` after a new version of WeasyPrint.
"""

from __future__ import annotations

import ast
import io
from contextlib import redirect_stdout
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from pprint import pformat
from typing import Any

import cffi

TYPES_FILE = Path(__file__).resolve().parent.parent / "afgazad_pdf" / "engine_types.py"

MODULE = '''\
"""The C types of WeasyPrint's bindings as cffi keeps them, so that no program has to parse C. Generated: do not edit.

WeasyPrint {version}, written by `tools/make_engine_types.py`. They are used for exactly the file that they were
made of (`engine_import.py`); with any other one the engine parses its own, and all works as well, later.
"""

# fmt: off
DIGEST = "{digest}"
"""SHA-256 of weasyprint/text/ffi.py."""

TYPES = {types}
"""What `_cffi_backend.FFI` is given."""
'''


def bindings_file() -> Path:
    """Return the file with WeasyPrint's definitions, without importing it."""
    found = find_spec("weasyprint")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "text" / "ffi.py"


def types_of(source: str) -> dict[str, Any]:
    """Return the types that a file defines by ``ffi.cdef``, as cffi writes them into modules of its own."""
    ffi = cffi.FFI()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ffi.cdef":
            ffi.cdef(ast.literal_eval(node.args[0]))
    ffi.set_source("engine_types", None)
    written = io.StringIO()
    with redirect_stdout(io.StringIO()):  # cffi says what it does
        ffi.emit_python_code(written)
    call = next(node for node in ast.walk(ast.parse(written.getvalue())) if isinstance(node, ast.Call))
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}


def module() -> str:
    """Return the whole module."""
    data = bindings_file().read_bytes()
    types = pformat(types_of(data.decode()), width=120, compact=True)
    return MODULE.format(version=version("weasyprint"), digest=sha256(data).hexdigest(), types=types)


def main() -> None:
    """Write the module anew."""
    TYPES_FILE.write_text(module(), encoding="utf-8")
    print(TYPES_FILE)


if __name__ == "__main__":
    main()
