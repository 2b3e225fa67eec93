"""Imports go one way, and each outside library has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "afgazad_pdf"

LAYERS = (
    {"errors", "findings"},
    {
        "resources",
        "libraries",
        "engine_import",
        "engine_types",
        "footnote_heights",
        "last_notes",
        "page_tree",
        "phrasing",
        "engine_log",
        "languages",
        "calendars",
        "files",
        "streams",
        "templating",
    },
    {"validation"},
    {"article"},
    {"publication", "issue"},
    {"settings"},
    {
        "boxes",
        "drawings",
        "sources",
        "text",
        "fonts",
        "justification",
        "outlines",
        "shaping",
        "splitting",
        "bidi",
        "fetching",
        "pictures",
    },
    {
        "body_kashida",
        "box_values",
        "cascade",
        "fitting",
        "html",
        "known_styles",
        "line_setting",
        "pdf",
        "press",
    },
    {"typesetting"},
    {"pipeline"},
    {"preview"},
    {"composition", "batch"},
    {"cli"},
)
"""Lowest first; a module imports from lower layers and its own, and html, pdf and press do not know each other."""

DOORS = {
    "weasyprint": {"box_values", "cascade", "known_styles", "line_setting", "pdf"},
    "cssselect2": {"pdf"},
    "pydyf": {"pdf"},
    "cffi": {"engine_import"},
    "jinja2": {"html", "templating"},
    "markdown_it": {"sources"},
    "mdit_py_plugins": {"sources"},
    "nh3": {"sources"},
    "yaml": {"sources"},
    "persiantools": {"calendars"},
    "hijridate": {"calendars"},
    "babel": {"calendars"},
    "uharfbuzz": {"fonts", "outlines", "shaping", "splitting"},
    "bidi": {"bidi"},
    "lxml": {"bidi", "press"},
    "arabic_reshaper": {"bidi"},
    "pypdfium2": {"press", "preview"},
    "pikepdf": {"press", "preview"},
    "page": {"press"},
    "PIL": {"pictures", "press", "preview"},
    "distributed": {"batch"},
    "typer": {"cli"},
    "rich": {"cli"},
}
"""The modules or folders that may import each outside library."""

STRANGERS = ({"html", "pdf"}, {"html", "press"}, {"pdf", "press"}, {"body_kashida", "html"}, {"body_kashida", "pdf"})
"""Modules of one layer that must not import each other."""

MODULES = sorted(file for file in PACKAGE.rglob("*.py") if file.parent != PACKAGE or not file.stem.startswith("__"))
"""Every module but the package's face, which may import everything."""


def place(file: Path) -> str:
    """The module or folder directly under the package."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def layer_of(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if name in names)


def imports(file: Path) -> list[tuple[str, bool]]:
    """Names of what a file imports: (top-level name, whether it is ours); type-checking imports count too."""
    depth = len(file.relative_to(PACKAGE).parts)
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], False) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append(((node.module or "").split(".")[0], False))
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            names = [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
            found += [(name, True) for name in names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level < depth, f"{file}:{node.lineno} leaves the package"
    return found


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_downwards(file: Path):
    own = place(file)
    for name, ours in imports(file):
        if not ours or name == "__version__":
            continue
        assert layer_of(name) <= layer_of(own), f"{own} imports {name}, which stands above it"
        assert not any(name != own and {name, own} <= pair for pair in STRANGERS), f"{own} imports {name}"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_each_library_has_one_door(file: Path):
    for name, ours in imports(file):
        if not ours and name in DOORS:
            assert place(file) in DOORS[name], f"{name} is imported outside its door"


def test_every_module_has_a_layer():
    known = set().union(*LAYERS)

    assert {place(file) for file in MODULES} <= known


def test_no_module_is_too_long_to_hold_in_the_head():
    long = {str(file): lines for file in MODULES if (lines := len(file.read_text("utf-8").splitlines())) > 420}

    assert long == {}


def test_nothing_but_the_command_line_prints_or_reads_environment_and_clock():
    forbidden = {"print", "getenv", "environ", "now", "today", "time"}
    for file in MODULES:
        if place(file) == "cli":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{file}:{node.lineno}"
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                base = node.value.id
                assert not (base in ("os", "time", "datetime", "date") and node.attr in forbidden), (
                    f"{file}:{node.lineno}"
                )
