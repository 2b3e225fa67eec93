"""What tagging costs: the warm rendering of an article untagged and tagged, side by side.

    python benchmarks/tags.py [--rounds 25] [--article samples/dari-water/article.md]

CPU seconds in this process, the ways in changing order, the ratio taken within each round.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap
from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.html import PICTURES_PATH, load_theme
from afgazad_pdf.pdf import Renderer, StoredFile, Tagger
from afgazad_pdf.pictures import load_pictures
from afgazad_pdf.typesetting import load_fonts
from afgazad_pdf.press import tag_pages, mended_text
from afgazad_pdf.splitting import shapes_survive_in

ROOT = Path(__file__).resolve().parent.parent
BASE = "untagged"


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
    survives = shapes_survive_in(faces, stylesheet, page)

    def way(tagger: Tagger | None) -> Callable[[], float]:
        engine = Renderer(faces, mend_text=mended_text, tagger=tagger)

        def render() -> None:
            engine.print(order_html(page, survives).html, stylesheet, files, direction=article.direction)

        return lambda: own_cpu(render)

    return {BASE: way(None), "tagged": way(tag_pages)}


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
