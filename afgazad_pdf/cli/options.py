"""Arguments and options that several commands share, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .reporting import Format

Articles = Annotated[
    list[Path],
    typer.Argument(metavar="ARTICLE", help="Article files: Markdown, JSON or TOML.", show_default=False),
]
PublicationFile = Annotated[
    Path | None,
    typer.Option("--publication", metavar="FILE", help="The paper's TOML file. Without it: Afghanistan Azad."),
]
ProfileName = Annotated[str, typer.Option("--profile", metavar="NAME", help="Output profile.")]
TemplateFolders = Annotated[
    list[Path] | None,
    typer.Option("--template-dir", metavar="DIR", help="Folder with templates of your own; may be repeated."),
]
FontFolders = Annotated[
    list[Path] | None,
    typer.Option("--font-dir", metavar="DIR", help="Folder with TTF or OTF fonts; may be repeated."),
]
PageSizeText = Annotated[
    str,
    typer.Option("--page-size", metavar="SIZE", help="A3, A4, A5, B5, Letter, Legal, Tabloid, or WIDTHxHEIGHT in mm."),
]
TextSize = Annotated[
    float | None, typer.Option("--text-size", metavar="PT", help="Size of the body text in pt. Without it: 11.5.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Count a warning as a failure: that article's file is not written.")
]
FormatName = Annotated[Format, typer.Option("--format", help="How diagnostics are written.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]
