"""The command line `afgazad-pdf`: arguments become settings, settings one call, results exit codes.

This is the only place of the package that prints, reads the environment and ends the process.
Each command has its module, named after it; `app` puts them together. Help must come at once, so
that nothing heavy is imported at the top of these modules: pydantic, the layout engine, Pillow
and rich's tables are loaded by the command that needs them, when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 content, 2 usage, 3 environment, 130 interrupted."""
    try:
        from .app import run

        code = run(arguments)
    except KeyboardInterrupt:  # while typer was loaded
        code = 130
    raise SystemExit(code)
