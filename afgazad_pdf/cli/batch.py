"""`afgazad-pdf batch`: an archive of articles to PDF files, on all cores, and again only what changed."""

from __future__ import annotations

import os
import signal
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ArticleError, EnvironmentFault
from . import options
from .outcome import CONTENT, INTERRUPTED, USAGE
from .printing import Choices, settings_of
from .progress import Teller
from .reporting import Format, Reporter, reporting

if TYPE_CHECKING:
    from ..batch import BatchReport, Planned, Shard, Stop, WarmProcess

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FOLDER|FILE|GLOB]...",
        help="Articles: folders are searched to the bottom; a glob in quotes is read here and not by the shell.",
        show_default=False,
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="The folder for the PDFs and the report.")]
ListFile = Annotated[
    str | None,
    typer.Option("--list", metavar="FILE|-", help="A file with an article's path in each line; - for standard input."),
]
Pattern = Annotated[
    str,
    typer.Option(
        "--pattern",
        metavar="PATTERN",
        help="How PDFs are named, such as {date}/{section}/{slug}.pdf; also {year}, {month}, {lang} and {folder}.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", metavar="N", min=1, help="How many articles at once. Without it: one a processor."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be made, from what and why; write nothing.")]
Force = Annotated[bool, typer.Option("--force", help="Make everything again, changed or not.")]
Explain = Annotated[bool, typer.Option("--explain", help="Say of every article why it was made or left as it is.")]
Retry = Annotated[bool, typer.Option("--retry", help="Try articles in quarantine again.")]
Thumbnails = Annotated[
    bool, typer.Option("--thumbnails/--no-thumbnails", help="Put pictures of first pages into report.html.")
]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine", metavar="NAME", help="Where articles are typeset: local, on this machine; dask, on a cluster."
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="With --engine dask: its scheduler, such as tcp://10.0.0.1:8786. Without it: processes of this machine.",
    ),
]
ShardName = Annotated[
    str | None,
    typer.Option("--shard", metavar="I/N", help="Make one part of N, counted from 1; other machines make the others."),
]
QuietBatch = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but failures.")]
FormatOfBatch = Annotated[
    Format,
    typer.Option("--format", help="text, or json: an object for each article, a line each, on standard output."),
]


def batch(
    context: typer.Context,
    output: Output,
    sources: Sources = None,
    list_file: ListFile = None,
    pattern: Pattern = "{slug}.pdf",
    jobs: Jobs = None,
    dry_run: DryRun = False,
    force: Force = False,
    explain: Explain = False,
    retry: Retry = False,
    thumbnails: Thumbnails = True,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    shard: ShardName = None,
    fetch: options.Fetch = None,
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
    strict: options.Strict = False,
    format: FormatOfBatch = "text",
    quiet: QuietBatch = False,
) -> None:
    """Typeset an archive of articles, on all cores; what did not change is left as it is.

    Articles that fail or are made to break a program lose only themselves. OUT/report.html tells of all.
    Ctrl-C ends it when what runs is finished, a second one at once; the next run goes on from there.
    """
    with reporting(context, format=format, quiet=quiet) as reporter, ExitStack() as ending:
        paths = [*(sources or ()), *_listed(list_file)]
        if not paths:
            raise typer.BadParameter("no articles are named; name folders, files or globs, or give --list")
        part = _shard(shard)
        from ..batch import Stop

        stop = Stop()
        if not dry_run:
            ending.enter_context(_stopped_by_signals(stop))
        # Before the settings are read, as reading them loads much; the workers load more, meanwhile.
        warm = None if dry_run or engine != "local" else ending.enter_context(_warm(output, part, force))
        settings = settings_of(
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
        if stop.asked:
            raise KeyboardInterrupt
        what: dict[str, Any] = {
            "settings": settings,
            "publication": publication,
            "pattern": pattern,
            "force": force,
            "retry": retry,
            "strict": strict,
            "shard": part,
        }
        where = {"engine": engine, "scheduler": scheduler, "fetch": fetch or (), "warm": warm}
        teller = Teller(reporter, output=output, explain=explain)
        try:
            if dry_run:
                _plan(paths, output, teller, what)
            else:
                _run(paths, output, teller, reporter, stop, what | where | {"jobs": jobs, "thumbnails": thumbnails})
        except ArticleError as error:  # only the plan raises it: a source that does not exist is wrong usage
            reporter.fail(error)
            reporter.code = USAGE


def _shard(text: str | None) -> Shard | None:
    """Return the part of the batch that is made here; raises SettingsError."""
    from ..batch import Shard

    return Shard.parse(text) if text else None


def _warm(output: Path, shard: Shard | None, force: bool) -> AbstractContextManager[WarmProcess | None]:
    """Start what makes workers, where there seems to be work."""
    from ..batch import warm_ahead

    return warm_ahead(output, shard, force=force)


def _listed(name: str | None) -> list[str]:
    """Return the paths that a list names; raises BadParameter where it cannot be read."""
    if name is None:
        return []
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        raise typer.BadParameter(f"{name} cannot be read: {fault.strerror or fault}", param_hint="--list") from None
    lines = (line.removesuffix(b"\r") for line in data.removeprefix(BOM_UTF8).split(b"\n"))
    return [os.fsdecode(line) for line in lines if line.strip()]


def _plan(paths: Sequence[str], output: Path, teller: Teller, what: dict[str, Any]) -> None:
    from ..batch import plan_batch

    planned: tuple[Planned, ...] = plan_batch(paths, output, **what)
    for item in planned:
        teller.planned(item)
    teller.plan_over(planned)


def _run(
    paths: Sequence[str], output: Path, teller: Teller, reporter: Reporter, stop: Stop, what: dict[str, Any]
) -> None:
    from ..batch import available_processors, render_batch

    report: BatchReport | None = None
    with teller.running(what["jobs"] or available_processors()):
        try:
            report = render_batch(paths, output, progress=teller.told, stop=stop, **what)
        except EnvironmentFault:
            if not stop.killed:  # of workers that were killed anything may be said
                raise
    if report is not None:
        teller.over(report)
        if not report.complete:
            reporter.code = max(reporter.code, CONTENT)
    if stop.asked:
        reporter.code = INTERRUPTED


@contextmanager
def _stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the batch cleanly; the second at once, where need be with an exception.

    The first is no exception, as one in the middle of an import may come out as another error (PEP 487).
    """

    def hear(number: int, frame: FrameType | None) -> None:
        stop()
        if stop.asked > 2 or (stop.killed and not stop.watching):
            raise KeyboardInterrupt

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
