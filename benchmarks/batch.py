"""A batch of many articles beside other ways to make the same PDFs, two processes each, in one run.

    python benchmarks/batch.py [--articles 100] [--rounds 3] [--words 520]

All articles are different; each has two pages and a photo of its own, in Persian and English by turns. Every way is a
command, started anew in each round in changing order, so that starting up counts. The figures are CPU seconds (user
and system) of all its processes, for one article: a busy machine disturbs them less than the wall clock. Ratios are
to WeasyPrint in a loop with everything shared that can be, taken within each round; above 1 is slower.

- the batch: `render_batch` with everything on but the thumbnails of its report: reading, direction, text layer, tags,
  limits, journal, every file synced to the disk;
- the loop: HTML and CSS as the batch gives them to the engine, one FontConfiguration and one parsed stylesheet for
  each of two processes; no tags, no limits, nothing but `write_pdf`;
- the `weasyprint` command, once for each of a few articles, two at a time;
- Chromium by way of Playwright, one page kept open in each of two processes, where it is installed: a `chromium` of the
  machine where there is one, else the one that Playwright brings; Playwright's driver and all processes of the browser
  are counted, as they end with it;
- Typst's Python binding, on an equivalent document, in two processes, where it is installed.

Wanted: the batch takes no more than the loop, and at most an eighth of the command.
"""

from __future__ import annotations

import argparse
import compileall
import ctypes
import importlib.util
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measuring import print_table

BASE = "WeasyPrint in a loop, all shared"
PROCESSES = 2
FEW = 6
"""Articles for ways that take a second for each."""
FOR_CHROMIUM = "<style>@page { margin: 50pt 50pt 67pt } body { margin: 0 48pt } .foot { display: none }</style>"
"""Room for what stands out into the margins, as Chromium shrinks the page for it; and no foot, as it knows no running
elements."""
PR_SET_CHILD_SUBREAPER = 36
"""Processes whose parent has ended become ours, and with them their CPU time (prctl(2))."""


@dataclass(frozen=True)
class Folders:
    """Where things lie while the benchmark runs."""

    articles: Path
    pages: Path
    """HTML, stylesheets, pictures and Typst documents, with the same names as the articles."""
    output: Path


def make_articles(folders: Folders, count: int, words: int) -> None:
    """Write the articles, and the same as pages for the engine and as documents for Typst."""
    from issue import stories, typst_source

    told = stories(count, words, folders.articles)
    for number, story in enumerate(told):
        first, *rest = story.paragraphs
        parts = [first, f'![{story.title}]({story.picture} "{story.title}")', *rest]
        head = f"---\ntitle: {story.title}\nlang: {story.lang}\ndate: 2026-03-{1 + number % 28:02}\n---\n\n"
        (folders.articles / f"{number:03}.md").write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")
        (folders.pages / story.picture).symlink_to(folders.articles / story.picture)
        alone = typst_source([story]).replace("#outline()\n\n#pagebreak()\n\n", "")
        (folders.pages / f"{number:03}.typ").write_text(alone, encoding="utf-8")


def make_pages(folders: Folders) -> None:
    """Write what the batch gives to the engine: HTML, stylesheet, pictures."""
    import afgazad_pdf as ap
    from afgazad_pdf.typesetting import load_fonts, prepare

    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f"src: url({face.file.as_uri()}) }}\n"
        for face in load_fonts(())
    )
    for file in sorted(folders.articles.glob("*.md")):
        page = prepare(ap.load_article(file), ap.AFGAZAD, ap.Settings())
        (folders.pages / "style.css").write_text(faces + page.stylesheet, encoding="utf-8")
        link = '<link rel="stylesheet" href="style.css"></head>'
        (folders.pages / f"{file.stem}.html").write_text(page.html, encoding="utf-8")
        linked = page.html.replace("</head>", link)
        (folders.pages / f"{file.stem}-linked.html").write_text(linked, encoding="utf-8")
        ours = linked.replace("</head>", f"{FOR_CHROMIUM}</head>")
        (folders.pages / f"{file.stem}-chromium.html").write_text(ours, encoding="utf-8")
        for name, stored in page.files.items():
            path = folders.pages / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(stored.data)


def print_batch(folders: Folders, part: int) -> None:
    """Make the PDFs with the batch."""
    import afgazad_pdf as ap

    report = ap.render_batch([folders.articles], folders.output, jobs=PROCESSES, thumbnails=False)
    assert report.complete, report.counts
    assert all(result.pages in (2, 3) for result in report.results)


def print_loop(folders: Folders, part: int) -> None:
    """Make every second PDF with WeasyPrint, in one process."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = weasyprint.CSS(filename=folders.pages / "style.css", font_config=fonts)
    for file in _mine(folders, part):
        page = weasyprint.HTML(filename=file)
        page.write_pdf(folders.output / f"{file.stem}.pdf", font_config=fonts, stylesheets=[css])


def print_chromium(folders: Folders, part: int) -> None:
    """Make every second PDF with one page of Chromium."""
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]  # no dependency of ours

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=container_flags())
        page = browser.new_page()
        for file in _mine(folders, part):
            page.goto((folders.pages / f"{file.stem}-chromium.html").as_uri())
            page.pdf(path=folders.output / f"{file.stem}.pdf", prefer_css_page_size=True)
        browser.close()


def chromium() -> str | None:
    """Return the Chromium of the machine; None for the one that Playwright brings."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


def container_flags() -> list[str]:
    """Return what Chromium must be told where it runs as root or has little shared memory, as in a container."""
    flags = ["--disable-dev-shm-usage"]
    return ["--no-sandbox", *flags] if os.geteuid() == 0 else flags


def print_typst(folders: Folders, part: int) -> None:
    """Make every second PDF with Typst."""
    import typst  # type: ignore[import-not-found]  # no dependency of ours

    from afgazad_pdf.resources import fonts_folder

    for file in _mine(folders, part):
        source = str(folders.pages / f"{file.stem}.typ")
        data = typst.compile(source, font_paths=[str(fonts_folder())], ignore_system_fonts=True)
        (folders.output / f"{file.stem}.pdf").write_bytes(data)


def _mine(folders: Folders, part: int) -> list[Path]:
    return [folders.pages / f"{file.stem}.html" for file in sorted(folders.articles.glob("*.md"))][part::PROCESSES]


WAYS: dict[str, Callable[[Folders, int], None]] = {
    "batch": print_batch,
    "loop": print_loop,
    "chromium": print_chromium,
    "typst": print_typst,
}
"""What one process does; the first alone starts its own processes."""


def own(way: str, folder: Path, parts: int) -> list[list[str]]:
    """Return the commands that do a way in processes of their own."""
    return [[sys.executable, __file__, f"--way={way}", f"--part={part}", f"--folder={folder}"] for part in range(parts)]


def weasyprint_commands(folder: Path) -> list[list[str]]:
    """Return a command that runs `weasyprint` for a few articles, for each of two processes."""
    program = str(Path(sys.executable).parent / "weasyprint")
    pages = sorted((folder / "pages").glob("*-linked.html"))[:FEW]
    return [
        ["sh", "-c", " && ".join(f"{program} {page} {page}.pdf" for page in pages[part::PROCESSES])]
        for part in range(PROCESSES)
    ]


def spent(commands: list[list[str]], folder: Path, articles: int, walls: list[float]) -> float:
    """Run commands at once; return the CPU seconds of all their processes, for one article."""
    output = folder / "output"
    output.mkdir(exist_ok=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    if any(process.wait() for process in running):
        raise SystemExit(f"{commands[0]} failed")
    walls.append((time.monotonic() - began) / articles)
    while True:  # what a batch leaves behind ends with it, and is ours to wait for
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["rm", "-r", str(output)], check=True)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) / articles


def ways(folder: Path, count: int, walls: dict[str, list[float]]) -> dict[str, Callable[[], float]]:
    """Return each way as a function that returns its CPU seconds for one article."""
    few = min(FEW, count)
    found: dict[str, tuple[list[list[str]], int]] = {
        "render_batch": (own("batch", folder, 1), count),
        BASE: (own("loop", folder, PROCESSES), count),
        "weasyprint command": (weasyprint_commands(folder), few),
    }
    for name, way, library in (("Chromium, Playwright", "chromium", "playwright"), ("Typst", "typst", "typst")):
        if importlib.util.find_spec(library):
            found[name] = (own(way, folder, PROCESSES), count)
        else:
            print(f"{name} is not installed and is left out; `pip install {library}` adds it.")
    return {
        name: partial(spent, commands, folder, articles, walls.setdefault(name, []))
        for name, (commands, articles) in found.items()
    }


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--words", type=int, default=520)
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        folders = Folders(*(arguments.folder / name for name in ("articles", "pages", "output")))
        WAYS[arguments.way](folders, arguments.part)
        return
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for package in ("afgazad_pdf", "weasyprint"):  # as pip does when it installs one
        found = importlib.util.find_spec(package)
        assert found is not None
        for folder in found.submodule_search_locations or ():
            compileall.compile_dir(folder, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folders = Folders(*(Path(name) / part for part in ("articles", "pages", "output")))
        folders.articles.mkdir()
        folders.pages.mkdir()
        make_articles(folders, arguments.articles, arguments.words)
        make_pages(folders)
        walls: dict[str, list[float]] = {}
        candidates = ways(Path(name), arguments.articles, walls)
        times: dict[str, list[float]] = {way: [] for way in candidates}
        order, shuffler = list(candidates), random.Random(1)
        for _ in range(arguments.rounds):
            shuffler.shuffle(order)
            for way in order:
                times[way].append(candidates[way]())
    print(f"{arguments.articles} articles, {PROCESSES} processes, {arguments.rounds} rounds; CPU ms of one article")
    print_table(times, BASE)
    print("articles a second, best round: " + ", ".join(f"{way} {1 / min(wall):.1f}" for way, wall in walls.items()))


if __name__ == "__main__":
    main()
