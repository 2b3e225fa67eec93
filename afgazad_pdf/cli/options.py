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
ProfileName = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="screen|archive|press",
        help="For readers (PDF/UA-1), to be kept (PDF/A-3a too, with the source), or for a printing house (PDF/X-4).",
    ),
]
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
    float | None,
    typer.Option(
        "--text-size",
        metavar="PT",
        help="Size of the body text in pt. Without it: 11.5; in two columns 10, in three 9.",
    ),
]
Columns = Annotated[
    int, typer.Option("--columns", metavar="1|2|3", min=1, max=3, help="Number of columns of the story.")
]
ParagraphStyle = Annotated[
    str,
    typer.Option("--paragraphs", metavar="spaced|indented", help="Space between paragraphs, or indented first lines."),
]
Justify = Annotated[
    str,
    typer.Option(
        "--justify",
        metavar="none|space|kashida",
        help="How lines become equally long: not at all, by word spaces, or in loose lines by kashida too.",
    ),
]
Initial = Annotated[
    bool, typer.Option("--initial", help="Begin with an initial: a letter two lines high, or a large first word.")
]
StyleName = Annotated[
    str,
    typer.Option(
        "--style", metavar="NAME", help="The look: modern or naskh, or a file in the folder styles of a --template-dir."
    ),
]
InksName = Annotated[
    str, typer.Option("--inks", metavar="cmyk|grey", help="With --profile press: four inks, or black alone.")
]
OutputProfile = Annotated[
    Path | None,
    typer.Option(
        "--output-profile",
        metavar="FILE",
        help="With --profile press: the ICC profile of press and paper. Without it: coated paper (FOGRA39).",
    ),
]
Bleed = Annotated[
    float, typer.Option("--bleed", metavar="MM", help="With --profile press: how far pictures go beyond the edges.")
]
PrintersMarks = Annotated[
    bool, typer.Option("--marks/--no-marks", help="With --profile press: crop and registration marks around the page.")
]
LinkTargetPlaces = Annotated[
    str,
    typer.Option(
        "--link-targets",
        metavar="none|inline|notes",
        help="With --profile press: where addresses of links are printed: nowhere, behind the words, in footnotes.",
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Count a warning as a failure: that article's file is not written.")
]
Fetch = Annotated[
    list[str] | None,
    typer.Option(
        "--fetch",
        metavar="HOST",
        help="First fetch articles' pictures from this host of the web, such as images.example.org; may be repeated.",
    ),
]
FormatName = Annotated[Format, typer.Option("--format", help="How diagnostics are written.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]
