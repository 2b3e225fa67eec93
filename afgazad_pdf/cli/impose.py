"""`afgazad-pdf impose`: the pages of a PDF on sheets, to be printed, folded and bound."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options
from .naming import STANDARD_OUTPUT
from .reporting import report_all, reporting

if TYPE_CHECKING:
    from ..press.imposition import Imposed, Imposition

Source = Annotated[Path, typer.Argument(metavar="FILE", help="A finished PDF.", show_default=False)]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="The sheets' PDF, or - for standard output. Without it: FILE-sheets.pdf, FILE-dummy.pdf.",
        show_default=False,
    ),
]
LayoutName = Annotated[
    Literal["booklet", "signatures", "2-up", "4-up"] | None,
    typer.Option(
        "--layout",
        help="Stitched through one fold; sections behind each other; or pages beside each other, for proofs.",
        show_default="booklet",
    ),
]
Signature = Annotated[
    int | None,
    typer.Option(
        "--signature",
        metavar="PAGES",
        help="Pages of each section; chooses the layout signatures.",
        show_default="16, in that layout",
    ),
]
Folds = Annotated[
    int, typer.Option("--folds", metavar="1|2", help="Fold sheets once, two pages a side, or twice, four a side.")
]
BindingEdge = Annotated[
    Literal["auto", "left", "right"],
    typer.Option("--binding", help="The edge that is bound; auto takes the right one where the PDF reads from there."),
]
DuplexEdge = Annotated[
    Literal["short-edge", "long-edge"],
    typer.Option("--duplex", help="About which edge of the paper the printer turns it."),
]
Creep = Annotated[
    str,
    typer.Option("--creep", metavar="LENGTH", help="How far pages move to the spine for each sheet around, as 0.1mm."),
]
TotalCreep = Annotated[
    str, typer.Option("--total-creep", metavar="LENGTH", help="How far the innermost pages move to the spine in all.")
]
Spine = Annotated[
    str, typer.Option("--spine", metavar="LENGTH", help="Room between page and fold, to be milled off before glueing.")
]
Marks = Annotated[bool, typer.Option("--marks/--no-marks", help="Draw crop and fold marks outside the bleed.")]
SheetSize = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar="SIZE",
        help="The paper: A3, SRA3, or WIDTHxHEIGHT in mm. Without it: as large as is needed.",
        show_default=False,
    ),
]
Fit = Annotated[bool, typer.Option("--fit", help="Scale pages down to the sheet.")]
BlankPages = Annotated[
    Literal["end", "before-back-cover"],
    typer.Option("--blanks", help="Where blank pages go that fill the last sheet."),
]
Dummy = Annotated[bool, typer.Option("--dummy", help="Print page numbers and arrows alone, for a model to fold.")]


def impose(
    context: typer.Context,
    file: Source,
    output: Output = None,
    layout: LayoutName = None,
    signature: Signature = None,
    folds: Folds = 1,
    binding: BindingEdge = "auto",
    duplex: DuplexEdge = "short-edge",
    creep: Creep = "0mm",
    total_creep: TotalCreep = "0mm",
    spine: Spine = "0mm",
    marks: Marks = True,
    sheet: SheetSize = None,
    fit: Fit = False,
    blanks: BlankPages = "end",
    dummy: Dummy = False,
    format: options.FormatName = "text",
    quiet: options.Quiet = False,
) -> None:
    """Lay the pages of a PDF on sheets: a booklet, a book of signatures, or proofs.

    Print the sheets at their own size, on both sides. docs/impose.md tells how to fold them.
    """
    if signature is not None and layout not in (None, "signatures"):
        raise typer.BadParameter(f"{layout} has no signatures; leave out one of the two", param_hint="--signature")
    with reporting(context, format=format, quiet=quiet) as reporter:
        fields: dict[str, object] = {
            "layout": layout or ("signatures" if signature is not None else "booklet"),
            "folds": folds,
            "binding": binding,
            "duplex": duplex,
            "creep": creep,
            "total_creep": total_creep,
            "spine": spine,
            "marks": marks,
            "sheet": sheet,
            "fit": fit,
            "blanks": blanks,
            "dummy": dummy,
        }
        if signature is not None:
            fields["signature"] = signature
        settings = _settings(fields)
        target = _target(file, output, dummy=dummy)

        from ..press.imposition import impose_pdf

        imposed = impose_pdf(file, settings)
        report_all(reporter, imposed.findings)
        if output == STANDARD_OUTPUT:
            sys.stdout.buffer.write(imposed.pdf)
            sys.stdout.buffer.flush()
        else:
            imposed.write(target)
        reporter.done(str(file), "standard output" if output == STANDARD_OUTPUT else str(target), _note(imposed))


def _settings(fields: dict[str, object]) -> Imposition:
    from ..errors import SettingsError
    from ..press.imposition import Imposition
    from ..validation import build

    return build(Imposition, fields, error=SettingsError)


def _target(file: Path, output: str | None, *, dummy: bool) -> Path:
    """Return where the sheets go; raises BadParameter where the document itself would be lost."""
    default = f"{file.stem}-{'dummy' if dummy else 'sheets'}.pdf"
    if output is None:
        target = Path(default)
    elif output.endswith(("/", os.sep)) or Path(output).is_dir():
        target = Path(output) / default
    else:
        target = Path(output)
    if os.path.normcase(target.resolve()) == os.path.normcase(file.resolve()):
        raise typer.BadParameter(f"{target} is the document itself; name another file", param_hint="-o")
    return target


def _note(imposed: Imposed) -> str:
    count = len(imposed.sheets)
    sheets = "1 sheet" if count == 1 else f"{count} sheets"
    pages = "1 page" if imposed.pages == 1 else f"{imposed.pages} pages"
    bound = f", bound at the {imposed.binding}" if imposed.sheets[0].back is not None else ""
    return f"{pages} on {sheets}{bound}"
