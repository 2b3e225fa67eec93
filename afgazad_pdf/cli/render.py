"""`afgazad-pdf render`: articles to PDF files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .naming import STANDARD_OUTPUT, check_output, targets
from .printing import Choices, Manuscript, Press, attempt, make_folder, read_manuscripts
from .reporting import Reporter, reporting

if TYPE_CHECKING:
    from ..pipeline import Rendered

Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE|FOLDER|-",
        help="Where to write: a file, a folder, or - for standard output. Without it: the current folder.",
    ),
]


def render(
    context: typer.Context,
    articles: options.Articles,
    output: Output = None,
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
    fetch: options.Fetch = None,
    strict: options.Strict = False,
    format: options.FormatName = "text",
    quiet: options.Quiet = False,
) -> None:
    """Typeset articles as PDF.

    ARTICLE.pdf is written to the current folder; article.md and index.md are named after their
    slug or their folder. One article that fails does not stop the others.
    """
    check_output(output, len(articles))
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
        manuscripts = read_manuscripts(articles, reporter, fetch=fetch or ())
        if output == STANDARD_OUTPUT:
            _to_standard_output(press, manuscripts[0], reporter, strict=strict)
        else:
            _to_files(press, manuscripts, output, reporter, strict=strict)


def _to_standard_output(press: Press, manuscript: Manuscript, reporter: Reporter, *, strict: bool) -> None:
    with attempt(reporter, manuscript.file):
        rendered = press.print(manuscript, reporter, strict=strict)
        if rendered is not None:
            sys.stdout.buffer.write(rendered.pdf)
            sys.stdout.buffer.flush()
            reporter.done(rendered.title, "standard output", _pages(rendered))


def _to_files(
    press: Press, manuscripts: tuple[Manuscript, ...], output: str | None, reporter: Reporter, *, strict: bool
) -> None:
    files = [manuscript.file for manuscript in manuscripts]
    written = 0
    for manuscript, target in zip(
        manuscripts, targets(files, [item.name for item in manuscripts], output), strict=True
    ):
        with attempt(reporter, manuscript.file):
            rendered = press.print(manuscript, reporter, strict=strict)
            if rendered is not None:
                _write(rendered, target, output)
                reporter.done(rendered.title, str(target), _pages(rendered))
                written += 1
    if len(manuscripts) > 1:
        reporter.say(f"{written} of {len(manuscripts)} articles printed")


def _write(rendered: Rendered, target: Path, output: str | None) -> None:
    """Write a PDF; a folder that was asked for is made, the folder of a named file is not."""
    if output is not None and str(target) != str(Path(output)):
        make_folder(target.parent)
    rendered.write(target)


def _pages(rendered: Rendered) -> str:
    return "1 page" if rendered.pages == 1 else f"{rendered.pages} pages"
