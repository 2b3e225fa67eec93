"""`afgazad-pdf issue`: a whole paper to one PDF, and on wish every article to its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..files import write_atomically
from ..findings import Finding, Level
from . import options
from .naming import STANDARD_OUTPUT, own_targets, refuse_overwriting, target_of_issue
from .outcome import CONTENT
from .parts import parts_store
from .printing import Choices, make_folder, settings_of
from .reporting import Reporter, reporting

if TYPE_CHECKING:
    from ..composition import RenderedIssue
    from ..issue import Issue

File = Annotated[Path, typer.Argument(metavar="ISSUE", help="The issue's TOML file.", show_default=False)]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE|FOLDER|-",
        help="Where to write: a file, a folder, or - for standard output. Without it: the current folder.",
    ),
]
ArticlesFolder = Annotated[
    Path | None,
    typer.Option("--articles", metavar="DIR", help="Write every article as a PDF of its own too: DIR/SLUG.pdf."),
]
LayoutName = Annotated[
    Literal["digest", "newspaper"] | None,
    typer.Option(
        "--layout",
        metavar="digest|newspaper",
        help="Each article on pages of its own, or stories in columns. Without it: as the issue's file says.",
    ),
]
StrictIssue = Annotated[
    bool, typer.Option("--strict", help="Count a warning or a left-out article as a failure: nothing is written.")
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="Where finished parts are kept, so that only what changed is laid out again. By default the user's cache.",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Keep no parts, and use none.")]


def issue(
    context: typer.Context,
    file: File,
    output: Output = None,
    articles: ArticlesFolder = None,
    layout: LayoutName = None,
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
    cache: Cache = None,
    no_cache: NoCache = False,
    fetch: options.Fetch = None,
    strict: StrictIssue = False,
    format: options.FormatName = "text",
    quiet: options.Quiet = False,
) -> None:
    """Typeset a whole issue as one PDF.

    ISSUE.pdf is written to the current folder; issue.toml is named after its folder. An article that
    fails is left out and named, and the exit code is 1.
    """
    if cache is not None and no_cache:
        raise typer.BadParameter("--cache and --no-cache contradict each other; leave one of them out")
    target = None if output == STANDARD_OUTPUT else target_of_issue(file, output)
    with reporting(context, format=format, quiet=quiet) as reporter:
        from ..fetching import host_of
        from ..sources import load_issue

        hosts = frozenset(host_of(host) for host in fetch or ())
        settings = settings_of(
            Choices(
                publication=None,
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
        read = load_issue(file)
        _report(read.findings, reporter)
        if target is not None:
            refuse_overwriting(target, [item.article.path for item in read.articles if item.article.path])
        own = _own_targets(read, articles, target)
        if _refused(read.findings, file, reporter, strict=strict):
            return
        read = _with_pictures(read, hosts, reporter)

        from ..engine_import import quick_import

        with quick_import():
            from .. import composition
        store = None if no_cache else parts_store(cache)
        rendered = composition.render_issue(
            read, settings=settings, layout=layout, store=store, articles=bool(own), strict=strict
        )
        _report([finding for finding in rendered.findings if finding not in read.findings], reporter)
        if _refused(rendered.findings, file, reporter, strict=strict):
            return
        _write_own(rendered, own, reporter)
        _write(rendered, target, output, reporter)


def _report(findings: Sequence[Finding], reporter: Reporter) -> None:
    """Say every finding; one of level error means that something of the issue is missing, and is a failure."""
    for finding in findings:
        reporter.finding(finding)
        if finding.level == Level.ERROR:
            reporter.code = max(reporter.code, CONTENT)


def _with_pictures(read: Issue, hosts: frozenset[str], reporter: Reporter) -> Issue:
    """Return the issue with the pictures of its articles that were fetched from the web, now or earlier."""
    from ..fetching.issues import fetch_issue_pictures, issue_with_fetched

    if hosts:
        for finding in fetch_issue_pictures(read, hosts):
            reporter.finding(finding)
    return issue_with_fetched(read)


def _refused(findings: Sequence[Finding], file: Path, reporter: Reporter, *, strict: bool) -> bool:
    """Say whether `--strict` forbids what was found."""
    serious = sum(finding.level != Level.INFO for finding in findings)
    if not strict or not serious:
        return False
    count = "is 1 warning or error" if serious == 1 else f"are {serious} warnings and errors"
    reporter.fail_content("strict", f"nothing is written, as --strict is set and there {count}", str(file))
    return True


def _own_targets(read: Issue, folder: Path | None, target: Path | None) -> dict[str, Path]:
    """Return where each article's own PDF goes; nothing where none is wanted."""
    if folder is None:
        return {}
    slugs = [item.slug for item in read.articles]
    return dict(zip(slugs, own_targets(slugs, folder, target), strict=True))


def _write_own(rendered: RenderedIssue, own: dict[str, Path], reporter: Reporter) -> None:
    for article in rendered.articles:
        if article.pdf is not None and article.slug in own:
            path = own[article.slug]
            make_folder(path.parent)
            write_atomically(path, article.pdf)
            reporter.done(article.title, str(path), f"page {article.number} of the issue")


def _write(rendered: RenderedIssue, target: Path | None, output: str | None, reporter: Reporter) -> None:
    count = len(rendered.articles)
    pages = "1 page" if rendered.pages == 1 else f"{rendered.pages} pages"
    note = f"{'1 article' if count == 1 else f'{count} articles'}, {pages}"
    if target is None:
        sys.stdout.buffer.write(rendered.pdf)
        sys.stdout.buffer.flush()
        reporter.done(rendered.title, "standard output", note)
        return
    if output is not None and str(target) != str(Path(output)):
        make_folder(target.parent)
    rendered.write(target)
    reporter.done(rendered.title, str(target), note)
