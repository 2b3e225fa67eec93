"""Compare ways to render one article, side by side in one run.

    python benchmarks/render.py [--rounds 15] [--article samples/dari-water/article.md]

Warm ways are timed in this process, whole commands as processes of their own; the figures are CPU
seconds (user and system), which a busy machine disturbs less than the wall clock. In each round
every way runs once, in an order that changes, and the ratios are taken within the round. What is
printed is the median of the rounds.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import weasyprint
from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap
from afgazad_pdf.html import PICTURES_PATH, load_theme
from afgazad_pdf.pictures import load_pictures
from afgazad_pdf.typesetting import load_fonts, renderer

ROOT = Path(__file__).resolve().parent.parent
BASE = "WeasyPrint, shared FontConfiguration"


def child_cpu(command: list[str]) -> float:
    """Return the CPU seconds that a command takes, with all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def write_plain_page(article: ap.Article, folder: Path) -> tuple[Path, str]:
    """Write the article's HTML, stylesheet, fonts and pictures as plain files.

    Returns the page and the stylesheet without its font faces, for an engine that has them.
    """
    theme = load_theme((), load_fonts(()))
    pictures, _ = load_pictures(article)
    (folder / PICTURES_PATH).mkdir()
    for picture in pictures.values():
        (folder / PICTURES_PATH / picture.name).write_bytes(picture.data)
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f"src: url({face.file.as_uri()}) }}\n"
        for face in load_fonts(())
    )
    stylesheet = theme.stylesheet(ap.AFGAZAD, ap.Settings())
    html = theme.page_html(article, ap.AFGAZAD, ap.Settings(), pictures, generator="benchmark")
    (folder / "style.css").write_text(faces + stylesheet, encoding="utf-8")
    page = folder / "page.html"
    page.write_text(html.replace("</head>", '<link rel="stylesheet" href="style.css"></head>'), encoding="utf-8")
    return page, stylesheet


def ways(article_file: Path, folder: Path) -> dict[str, Callable[[], float]]:
    """Return each way to make the PDF, as a function that makes it and returns its CPU seconds."""
    article = ap.load_article(article_file)
    page, stylesheet = write_plain_page(article, folder)
    html = page.read_text(encoding="utf-8").replace('<link rel="stylesheet" href="style.css">', "")
    base = page.parent.as_uri() + "/"
    fonts = renderer(load_fonts(()))._fonts
    css = weasyprint.CSS(string=stylesheet, font_config=fonts)
    scripts = Path(sys.executable).parent
    output = folder / "out.pdf"

    def shared() -> None:
        weasyprint.HTML(string=html, base_url=base).write_pdf(font_config=fonts, stylesheets=[css])

    return {
        "render_article, warm": lambda: own_cpu(lambda: ap.render_article(article)),
        "load_article + render_article, warm": lambda: own_cpu(
            lambda: ap.render_article(ap.load_article(article_file))
        ),
        BASE: lambda: own_cpu(shared),
        "WeasyPrint, fresh HTML().write_pdf()": lambda: own_cpu(lambda: weasyprint.HTML(str(page)).write_pdf()),
        "weasyprint command": lambda: child_cpu([str(scripts / "weasyprint"), str(page), str(output)]),
        "afgazad-pdf render": lambda: child_cpu(
            [str(scripts / "afgazad-pdf"), "render", str(article_file), "-o", str(output)]
        ),
        "afgazad-pdf --help": lambda: child_cpu([str(scripts / "afgazad-pdf"), "--help"]),
    }


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measure(ways(arguments.article, Path(folder)), arguments.rounds)
    print(f"{arguments.article.parent.name}, {arguments.rounds} rounds, {os.cpu_count()} cores")
    print_table(times, BASE)


if __name__ == "__main__":
    main()
