"""Help, version, streams: how the command line behaves on a terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from afgazad_pdf import __version__
from afgazad_pdf.cli.terminal import encodable, one_line, orders_text, wants_colour, wants_visual

ROOT = Path(__file__).parents[2]
COMMANDS = ("new", "render", "preview", "fonts", "schema", "doctor")
TITLE = "\u0641\u0635\u0644"  # فصل
SHOWN = "\ufede\ufebc\ufed3"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )


# ------------------------------------------------------------------ help and version


@pytest.mark.parametrize(
    "arguments", [("--help",), ("-h",), ("render", "-h"), ("--visual", "never", "fonts", "--help")]
)
def test_help_loads_nothing_heavy(arguments):
    program = (
        "import sys\nfrom afgazad_pdf.cli import main\n"
        f"try:\n    main({list(arguments)!r})\n"
        "except SystemExit as leaving:\n    assert leaving.code == 0, leaving.code\n"
        "heavy = {'weasyprint', 'pydantic', 'PIL', 'jinja2', 'pypdfium2', 'bidi', 'uharfbuzz', 'markdown_it'}\n"
        "sys.exit(f'loaded: {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    result = python("-c", program)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout.startswith(b"Usage: afgazad-pdf")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name, command):
    short, long = command(name, "-h"), command(name, "--help")
    assert short == long
    assert short.code == 0
    assert f"Usage: afgazad-pdf {name}" in short.text


def test_help_names_every_command(command):
    text = command("--help").text
    assert all(f"  {name} " in text for name in COMMANDS)


def test_help_keeps_brackets(command):
    assert "[article|publication|issue]" in command("schema", "-h").text


def test_without_arguments_help_is_shown(command):
    result = command()
    assert result.code == 2
    assert "Usage: afgazad-pdf" in result.text + result.err


def test_unknown_command(command):
    result = command("rendr")
    assert result.code == 2
    assert "render" in result.err


def test_version(command):
    assert command("--version").text == f"afgazad-pdf {__version__}\n"


def test_module_is_the_command():
    result = python("-m", "afgazad_pdf", "--version")
    assert (result.returncode, result.stdout.decode().strip()) == (0, f"afgazad-pdf {__version__}")


# ------------------------------------------------------------------ visual order


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"VTE_VERSION": "5800"}, True),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "5603"}, False),
        ({"VTE_VERSION": "new"}, False),
        ({"KONSOLE_VERSION": "230804"}, True),
        ({"TERM": "mlterm-256color"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"TERM_PROGRAM": "mintty"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, False),
        ({"TERM_PROGRAM": "vscode"}, False),
        ({"WT_SESSION": "x"}, False),
        ({"INSIDE_EMACS": "29.1,comint"}, True),
    ],
)
def test_terminals_that_order_text(environment, expected):
    assert orders_text(environment) is expected


def test_visual_order_is_for_terminals_without_bidi():
    assert wants_visual("auto", Terminal(), {})
    assert not wants_visual("auto", Terminal(), {"VTE_VERSION": "7600"})
    assert not wants_visual("auto", io.StringIO(), {})
    assert wants_visual("always", io.StringIO(), {})
    assert not wants_visual("never", Terminal(), {})


def test_titles_are_in_logical_order_in_pipes(command, write_article, fake_pipeline):
    assert TITLE in command("render", write_article("a.md", title=TITLE)).err


def test_visual_order_can_be_asked_for(command, write_article, fake_pipeline):
    result = command("--visual", "always", "render", write_article("a.md", title=TITLE))
    assert f"{SHOWN} \N{RIGHTWARDS ARROW} a.pdf (2 pages)" in result.err


def test_visual_order_can_be_set_in_the_environment(command, write_article, fake_pipeline, monkeypatch):
    monkeypatch.setenv("AFGAZAD_PDF_VISUAL", "always")
    assert SHOWN in command("render", write_article("a.md", title=TITLE)).err
    assert TITLE in command("--visual", "never", "render", write_article("a.md", title=TITLE)).err


def test_machines_get_logical_order(command, write_article, fake_pipeline):
    result = command("--visual", "always", "render", write_article("a.md", title=TITLE), "--format", "json")
    assert "\\u0641\\u0635\\u0644" in result.err


# ------------------------------------------------------------------ streams


def test_ascii_terminals_get_ascii():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert encodable(f"\N{CHECK MARK} {TITLE} \N{RIGHTWARDS ARROW} a…", stream) == r"ok \u0641\u0635\u0644 -> a..."


def test_unicode_terminals_get_unicode():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert encodable(f"\N{CHECK MARK} {TITLE}", stream) == f"\N{CHECK MARK} {TITLE}"
    assert encodable("\udcff", stream) == r"\udcff"


def test_every_command_survives_an_ascii_terminal():
    result = python("-m", "afgazad_pdf", "fonts", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert result.stdout.isascii()


def test_one_line_takes_controls_away():
    assert one_line(" a\n\x1b[31mb\x9bc\t") == "a [31mb c"


def test_colour_is_for_terminals():
    assert wants_colour(Terminal(), {})
    assert wants_colour(Terminal(), {"NO_COLOR": ""})
    assert not wants_colour(Terminal(), {"NO_COLOR": "1"})
    assert not wants_colour(Terminal(), {"TERM": "dumb"})
    assert not wants_colour(io.StringIO(), {})


def test_a_closed_pipe_is_quiet():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "afgazad_pdf", "schema"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (1, b"")
