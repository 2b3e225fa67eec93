"""What kashida in running text costs: the warm rendering of an article with word spaces alone and with kashida.

    python benchmarks/justify.py [--rounds 15] [--columns 3] [--article samples/dari-water/article.md]

CPU seconds in this process, the ways in changing order, the ratio taken within each round. Kashida lays the page
out twice and writes it once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap

ROOT = Path(__file__).resolve().parent.parent
BASE = "space"


def ways(article: ap.Article, columns: int) -> dict[str, Callable[[], float]]:
    """Return the ways to compare, each as a function that returns its CPU seconds."""

    def way(justify: str) -> Callable[[], float]:
        settings = ap.Settings(columns=columns, justify=justify)
        return lambda: own_cpu(lambda: ap.render_article(article, settings=settings))

    return {justify: way(justify) for justify in (BASE, "kashida", "none")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--columns", type=int, default=3)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    times = measure(ways(ap.load_article(arguments.article), arguments.columns), arguments.rounds)
    print(f"{arguments.article.parent.name}, {arguments.columns} columns, {arguments.rounds} rounds")
    print_table(times, BASE)


if __name__ == "__main__":
    main()
