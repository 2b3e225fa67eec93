"""`afgazad-pdf check`: what is wrong with PDFs, before a reader or a printer finds it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

import typer

from ..files import write_atomically
from . import options
from .outcome import CONTENT
from .printing import make_folder
from .reporting import Reporter, report_all, reporting

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="PDF files, made by this program or another.", show_default=False),
]
Standards = Annotated[
    Literal["screen", "archive", "press"] | None,
    typer.Option(
        "--profile",
        help="Hold the file against a standard as well: PDF/UA-1; PDF/A-3a and PDF/UA-1; or PDF/X-4 for a press.",
        show_default=False,
    ),
]
MessageLanguage = Annotated[Literal["en", "fa"], typer.Option("--lang", help="The language of the messages.")]
MarkedUp = Annotated[
    Path | None,
    typer.Option(
        "--marked-up",
        metavar="PATH",
        help="Write the pages with a box round each fault: a .pdf, or a .png for each page. For one FILE.",
        show_default=False,
    ),
]
Dpi = Annotated[float, typer.Option("--dpi", metavar="DPI", min=1, max=1200, help="Of marked-up pictures.")]


def check(
    context: typer.Context,
    files: Files,
    profile: Standards = None,
    lang: MessageLanguage = "en",
    marked_up: MarkedUp = None,
    dpi: Dpi = 96,
    format: options.FormatName = "text",
    quiet: options.Quiet = False,
) -> None:
    """Check PDFs: fonts, text that can be copied, tags, language, links, title and metadata; or what a press needs.

    Each finding tells page and place, in mm from the left and upper edge of the trimmed page, and what to do.
    The exit code is 1 where one is an error. docs/check.md explains them all.
    """
    if marked_up is not None and (len(files) != 1 or marked_up.suffix.lower() not in (".pdf", ".png")):
        raise typer.BadParameter("give one FILE, and a name that ends in .pdf or .png", param_hint="--marked-up")
    with reporting(context, format=format, quiet=quiet) as reporter:
        for file in files:
            _check(file, profile, lang, marked_up, dpi, reporter)


def _check(
    file: Path,
    profile: Literal["screen", "archive", "press"] | None,
    lang: str,
    target: Path | None,
    dpi: float,
    reporter: Reporter,
) -> None:
    from ..press.preflight import checked_pdf

    checked = checked_pdf(file, profile=profile, lang=lang)
    report_all(reporter, checked.findings)
    if any(finding.level == "error" for finding in checked.findings):
        reporter.code = max(reporter.code, CONTENT)
    if not checked.findings:
        reporter.say(f"{file}: nothing found")
    pdf = None if target is None else checked.marked_up()
    if target is not None and pdf is not None:
        for path in _write(pdf, target, dpi):
            reporter.say(f"{file}: marked up in {path}")


def _write(pdf: bytes, target: Path, dpi: float) -> list[Path]:
    """Write the marked pages, and return the files: NAME-1.png and so on for pictures."""
    make_folder(target.parent)
    if target.suffix.lower() == ".pdf":
        write_atomically(target, pdf)
        return [target]
    from ..preview import preview_pages

    paths = []
    for number, picture in enumerate(preview_pages(pdf, dpi=dpi), start=1):
        output = BytesIO()
        picture.save(output, "PNG")
        paths.append(target.with_name(f"{target.stem}-{number}.png"))
        write_atomically(paths[-1], output.getvalue())
    return paths
