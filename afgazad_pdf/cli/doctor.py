"""`afgazad-pdf doctor`: whether this machine has what is needed, and which command brings what it lacks."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

import typer

from ..errors import AfgazadError
from . import options
from .machine import INSTALL, LIBRARIES, REINSTALL, library_found, systems
from .outcome import ENVIRONMENT
from .reporting import Reporter, reporting
from .terminal import write

OLDEST_PYTHON = (3, 11)

State = Literal["ok", "note", "fault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    """``note``: it works without, but less well."""
    detail: str
    mend: tuple[str, ...] = ()
    """Commands that mend it, one for each system that this may be."""


def doctor(context: typer.Context, format: options.FormatName = "text") -> None:
    """Check that this machine has what is needed.

    Looks at Python, the layout engine and its libraries, the fonts, the templates and the temporary
    folder. Each is ok, a note (optional), or a fault with the command that mends it.
    """
    with reporting(context, format=format) as reporter:
        checks = examine()
        for check in checks:
            if format == "json":
                write(json.dumps(asdict(check)))
            else:
                _print(check, reporter)
        if any(check.state == "fault" for check in checks):
            reporter.code = ENVIRONMENT


def examine() -> list[Check]:
    """Look at everything; never raises for what it finds."""
    return [_python(), *_engine(), _fonts(), _templates(), _temporary_folder()]


def _print(check: Check, reporter: Reporter) -> None:
    write(f"{check.state:<6}{check.name}: {reporter.shown(check.detail, base='ltr', stream=sys.stdout)}")
    for command in check.mend:
        write(f"      {command}")


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info[:2] < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        return Check(
            name="Python", state="fault", detail=f"{version}; {needed} or newer is needed", mend=_mend("python")
        )
    return Check(name="Python", state="ok", detail=f"{version}, {platform.platform()}")


def _engine() -> list[Check]:
    """Ask the engine for its versions; where it does not load, try each of its libraries."""
    try:
        from ..pdf import engine_versions

        versions = engine_versions()
    except ImportError as fault:
        return [
            Check(name="WeasyPrint", state="fault", detail=f"not installed ({fault})", mend=REINSTALL),
            *_libraries(),
        ]
    except AfgazadError as fault:
        return [Check(name="WeasyPrint", state="fault", detail=_first_sentence(fault)), *_libraries()]
    return [_version(name, versions) for name in ("weasyprint", *LIBRARIES) if name in versions]


def _version(name: str, versions: dict[str, str]) -> Check:
    title = "WeasyPrint" if name == "weasyprint" else LIBRARIES[name].title
    if versions[name] != "missing":
        return Check(name=title, state="ok", detail=versions[name])
    return _missing_library(name)


def _libraries() -> Iterable[Check]:
    for name, library in LIBRARIES.items():
        if library_found(library.files):
            yield Check(name=library.title, state="ok", detail="found")
        else:
            yield _missing_library(name)


def _missing_library(name: str) -> Check:
    library = LIBRARIES[name]
    state: State = "fault" if library.needed else "note"
    return Check(name=library.title, state=state, detail=f"missing: {library.purpose}", mend=_mend(name))


def _fonts() -> Check:
    return _attempt("Fonts", _count_faces)


def _count_faces() -> str:
    from ..fonts import face_coverage, load_faces

    faces = load_faces()
    for face in faces:
        face_coverage(face)
    return f"{len(faces)} faces of {len({face.family for face in faces})} families, all readable"


def _templates() -> Check:
    return _attempt("Templates", _count_templates)


def _count_templates() -> str:
    from ..errors import ResourceError
    from ..resources import templates_folder

    folder = templates_folder()
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in files:
        file.read_bytes()
    if not files:
        raise ResourceError(f"The folder {folder} is empty.")
    return f"{len(files)} files in {folder}"


def _temporary_folder() -> Check:
    try:
        with tempfile.NamedTemporaryFile() as stream:
            stream.write(b"afgazad-pdf")
    except OSError as fault:
        detail = f"{fault.strerror}: {fault.filename or 'no folder can be written to'}"
        return Check(
            name="Temporary folder", state="fault", detail=detail, mend=("export TMPDIR=$HOME/tmp; mkdir -p $TMPDIR",)
        )
    return Check(name="Temporary folder", state="ok", detail=f"{tempfile.gettempdir()} can be written to")


def _attempt(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name=name, state="ok", detail=look())
    except (AfgazadError, OSError, ImportError) as fault:
        return Check(name=name, state="fault", detail=str(fault), mend=REINSTALL)


def _mend(name: str) -> tuple[str, ...]:
    here = systems()
    commands = INSTALL[name]
    return tuple(f"{system}: {commands[system]}" if len(here) > 1 else commands[system] for system in here)


def _first_sentence(fault: AfgazadError) -> str:
    return str(fault).partition(". ")[0].rstrip(".")
