"""The commands put together, and what stands before them.

Rich's markup is off: in help it would eat what stands in brackets and cost a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..errors import AfgazadError
from . import batch, check, doctor, fonts, impose, issue, new, preview, render, schema
from .outcome import CONTENT, DONE, INTERRUPTED
from .reporting import GlobalChoices, Reporter
from .terminal import Visual, write

HELP_NAMES = ("-h", "--help")


class CommandsWithQuickHelp(TyperGroup):
    """A group that shows a command's help before it checks its own options.

    Checking them loads pydantic, which costs more than the whole rest of the help.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Show the help of the first command that is named, where help is asked for."""
        command = next((self.commands[name] for name in args if name in self.commands), None)
        if command is not None and any(name in args for name in HELP_NAMES):
            with command.make_context(command.name, [HELP_NAMES[1]], parent=ctx):
                pass
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="afgazad-pdf",
    cls=CommandsWithQuickHelp,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": list(HELP_NAMES)},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        write(f"afgazad-pdf {__version__}")
        raise typer.Exit


@app.callback()
def choose(
    context: typer.Context,
    visual: Annotated[
        Visual,
        typer.Option(
            envvar="AFGAZAD_PDF_VISUAL",
            help="Print Persian text in visual order, for terminals that do not order it; auto asks the terminal.",
        ),
    ] = "auto",
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Typeset articles in Persian, Dari, Pashto and the European languages as PDF.

    Exit codes: 0 done, 1 some content failed, 2 wrong usage or configuration, 3 the environment
    (disk, fonts, libraries), 130 interrupted.
    """
    context.obj = GlobalChoices(visual=visual)


for command in (
    new.new,
    render.render,
    issue.issue,
    batch.batch,
    preview.preview,
    check.check,
    impose.impose,
    fonts.fonts,
    schema.schema,
    doctor.doctor,
):
    app.command()(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="afgazad-pdf")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE if leaving.code is None else CONTENT
    except KeyboardInterrupt:
        return INTERRUPTED
    except AfgazadError as error:
        reporter = Reporter(choices=GlobalChoices())
        reporter.fail(error)
        return reporter.code
    return DONE
