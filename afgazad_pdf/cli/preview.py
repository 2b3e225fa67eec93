"""`afgazad-pdf preview`: the pages of articles as pictures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .naming import targets
from .printing import Choices, Press, attempt, make_folder, read_manuscripts
from .reporting import reporting

if TYPE_CHECKING:
    from ..pipeline import Rendered

Folder = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the pictures.")]
Png = Annotated[bool, typer.Option("--png", help="Write each page as a PNG file, NAME-1.png and so on.")]
Dpi = Annotated[float, typer.Option("--dpi", metavar="DPI", min=1, max=1200, help="Pixels to the inch.")]


def preview(
    context: typer.Context,
    articles: options.Articles,
    png: Png = False,
    output: Folder = Path(),
    dpi: Dpi = 96,
    publication: options.PublicationFile = None,
    profile: options.ProfileName = "screen",
    template_dir: options.TemplateFolders = None,
    font_dir: options.FontFolders = None,
    page_size: options.PageSizeText = "A4",
    text_size: options.TextSize = None,
    columns: options.Columns = 1,
    paragraphs: options.ParagraphStyle = "spaced",
    justify: options.Justify = "space",
    initial: options.Initial = False,
    style: options.StyleName = "modern",
    inks: options.InksName = "cmyk",
    output_profile: options.OutputProfile = None,
    bleed: options.Bleed = 3,
    marks: options.PrintersMarks = True,
    link_targets: options.LinkTargetPlaces = "none",
    format: options.FormatName = "text",
    quiet: options.Quiet = False,
) -> None:
    """Show the pages of articles as pictures."""
    if not png:
        raise typer.BadParameter("add --png: pictures are the one kind of preview there is", param_hint="--png")
    with reporting(context, format=format, quiet=quiet) as reporter:
        press = Press(
            Choices(
                publication=publication,
                profile=profile,
                page_size=page_size,
                text_size=text_size,
                columns=columns,
                paragraphs=paragraphs,
                justify=justify,
                initial=initial,
                style=style,
                inks=inks,
                output_profile=output_profile,
                bleed=bleed,
                marks=marks,
                link_targets=link_targets,
                template_folders=template_dir or (),
                font_folders=font_dir or (),
            )
        )
        manuscripts = read_manuscripts(articles, reporter)
        names = [manuscript.name for manuscript in manuscripts]
        targets(articles, names, f"{output}/")  # refuses two articles of one name
        for manuscript, name in zip(manuscripts, names, strict=True):
            with attempt(reporter, manuscript.file):
                rendered = press.print(manuscript, reporter, strict=False)
                if rendered is not None:
                    note = _write_pages(rendered, output, name, dpi)
                    reporter.done(rendered.title, str(output / f"{name}-1.png"), note)


def _write_pages(rendered: Rendered, folder: Path, name: str, dpi: float) -> str:
    """Write every page beside the others and say how many there are."""
    from ..files import write_atomically
    from ..preview import preview_pages

    make_folder(folder)
    pages = preview_pages(rendered.pdf, dpi=dpi)
    for number, page in enumerate(pages, start=1):
        stream = BytesIO()
        page.save(stream, "PNG", dpi=(dpi, dpi))
        write_atomically(folder / f"{name}-{number}.png", stream.getvalue())
    return "1 picture" if len(pages) == 1 else f"{len(pages)} pictures"
