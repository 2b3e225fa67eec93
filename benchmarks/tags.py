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
from afgazad_pdf import pipeline
from afgazad_pdf.pdf import Renderer, Tagger
from afgazad_pdf.pipeline import load_fonts
from afgazad_pdf.press import tag_pages, without_kashida

ROOT = Path(__file__).resolve().parent.parent
BASE = "untagged"


def ways(article: ap.Article) -> dict[str, Callable[[], float]]:
    """Return the ways to compare, each as a function that returns its CPU seconds."""
    faces = load_fonts(())
    taggers: dict[str, Tagger | None] = {BASE: None, "tagged": tag_pages}
    renderers = {name: Renderer(faces, mend_text=without_kashida, tagger=tagger) for name, tagger in taggers.items()}

    def way(name: str) -> Callable[[], float]:
        def render() -> None:
            pipeline.renderer = lambda faces: renderers[name]  # type: ignore[assignment]
            ap.render_article(article)

        return lambda: own_cpu(render)

    return {name: way(name) for name in renderers}


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
