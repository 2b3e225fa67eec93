"""What the direction pass costs: the warm rendering of an article with and without it, side by side.

    python benchmarks/direction.py [--rounds 25] [--article samples/dari-water/article.md]

CPU seconds in this process, the ways in changing order, the ratio taken within each round. Without the
pass some lines are in the wrong order; the figure is what being right costs, its extra boxes included.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap
from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.html import PICTURES_PATH, load_theme
from afgazad_pdf.pdf import StoredFile
from afgazad_pdf.pictures import load_pictures
from afgazad_pdf.typesetting import load_fonts, renderer
from afgazad_pdf.splitting import shapes_survive_in

ROOT = Path(__file__).resolve().parent.parent
BASE = "without the pass"


def ways(article: ap.Article) -> dict[str, Callable[[], float]]:
    """Return the ways to compare, each as a function that returns its CPU seconds."""
    faces = load_fonts(())
    theme = load_theme((), faces)
    pictures, _ = load_pictures(article)
    files = {
        PICTURES_PATH + picture.name: StoredFile(picture.data, picture.media_type) for picture in pictures.values()
    }
    page = theme.page_html(article, ap.AFGAZAD, ap.Settings(), pictures, generator="benchmark")
    stylesheet = STYLESHEET + theme.stylesheet(ap.AFGAZAD, ap.Settings())
    engine = renderer(faces)
    survives = shapes_survive_in(faces, stylesheet, page)

    def without_pass() -> None:
        engine.print(page, stylesheet, files, direction=article.direction)

    def with_pass() -> None:
        engine.print(order_html(page, survives).html, stylesheet, files, direction=article.direction)

    return {
        BASE: lambda: own_cpu(without_pass),
        "with the pass": lambda: own_cpu(with_pass),
        "the pass alone": lambda: own_cpu(lambda: order_html(page, survives)),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    times = measure(ways(ap.load_article(arguments.article)), arguments.rounds)
    print(f"{arguments.article.parent.name}, {arguments.rounds} rounds")
    print_table(times, BASE)


if __name__ == "__main__":
    main()
