"""What the direction pass costs: the warm rendering of an article with and without it, side by side.

    python benchmarks/direction.py [--rounds 25] [--article samples/dari-water/article.md]

CPU seconds in this process, the ways in changing order, the ratio taken within each round. Without the
pass some lines are in the wrong order; the figure is what being right costs, its extra boxes included.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import afgazad_pdf as ap
from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.html import PICTURES_PATH, load_theme
from afgazad_pdf.pdf import StoredFile
from afgazad_pdf.pictures import load_pictures
from afgazad_pdf.pipeline import load_fonts, renderer

ROOT = Path(__file__).resolve().parent.parent


def ways(article: ap.Article) -> dict[str, Callable[[], object]]:
    """Return the ways to compare."""
    faces = load_fonts(())
    theme = load_theme((), faces)
    pictures, _ = load_pictures(article)
    files = {
        PICTURES_PATH + picture.name: StoredFile(picture.data, picture.media_type) for picture in pictures.values()
    }
    page = theme.page_html(article, ap.AFGAZAD, ap.Settings(), pictures, generator="benchmark")
    stylesheet = STYLESHEET + theme.stylesheet(ap.AFGAZAD, ap.Settings())
    engine = renderer(faces)

    def without_pass() -> None:
        engine.print(page, stylesheet, files, direction=article.direction)

    def with_pass() -> None:
        engine.print(order_html(page).html, stylesheet, files, direction=article.direction)

    return {"without the pass": without_pass, "with the pass": with_pass, "the pass alone": lambda: order_html(page)}


def measure(candidates: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run every way once a round, in changing order, after one run that does not count."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    order = list(candidates)
    shuffler = random.Random(1)
    for number in range(rounds + 1):
        shuffler.shuffle(order)
        for name in order:
            gc.collect()
            start = time.process_time()
            candidates[name]()
            if number:
                times[name].append(time.process_time() - start)
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    times = measure(ways(ap.load_article(arguments.article)), arguments.rounds)
    base = times["without the pass"]
    print(f"{arguments.article.parent.name}, {arguments.rounds} rounds")
    print(f"{'':24}{'CPU ms':>10}{'least':>10}{'ratio':>10}")
    for name, values in times.items():
        ratio = statistics.median(value / other for value, other in zip(values, base, strict=True))
        print(f"{name:24}{statistics.median(values) * 1000:>10.1f}{min(values) * 1000:>10.1f}{ratio:>10.3f}")


if __name__ == "__main__":
    main()
