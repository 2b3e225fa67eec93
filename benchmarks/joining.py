"""How long joining takes: many parts page after page, and the same pages as frames, four on a page.

    python benchmarks/joining.py [--rounds 5] [--parts 50] [--profile screen] [--article samples/dari-water/article.md]

The part is a rendered article; each has its own name. CPU seconds in this process, the ways in changing order.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap
from afgazad_pdf.press.joining import Group, JoinedPage, Part, Placed, join

ROOT = Path(__file__).resolve().parent.parent
BASE = "page after page"
FRAMES = 4
"""On a page, its own content among them."""


def parts_of(article: Path, profile: str, count: int) -> tuple[list[Part], int]:
    """Return so many parts of one article, and how many pages each has."""
    rendered = ap.render_article(ap.load_article(article), settings=ap.Settings(profile=profile, marks=False))
    return [Part(name=f"part-{number}", pdf=rendered.pdf) for number in range(count)], rendered.pages


def arranged(parts: Sequence[Part], pages: int, frames: int) -> list[JoinedPage]:
    """Return the pages of a whole with so many pages of parts on each."""
    pieces = [Placed(part.name, page, left=9.0, top=9.0) for part in parts for page in range(pages)]
    sheets = [pieces[index : index + frames] for index in range(0, len(pieces), frames)]
    return [
        JoinedPage(base=sheet[0], placed=tuple(sheet[1:]), label=str(number)) for number, sheet in enumerate(sheets, 1)
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parts", type=int, default=50)
    parser.add_argument("--profile", choices=("screen", "archive", "press"), default="screen")
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    parts, pages = parts_of(arguments.article, arguments.profile, arguments.parts)
    groups = [Group(title="All", parts=tuple(part.name for part in parts))]

    def way(frames: int) -> Callable[[], float]:
        sheets = arranged(parts, pages, frames)
        return lambda: own_cpu(lambda: join(parts[0], parts, sheets, groups))

    ways = {BASE: way(1), f"{FRAMES} on a page": way(FRAMES)}
    print(f"{len(parts)} parts of {pages} pages, {arguments.profile}, {arguments.rounds} rounds")
    print_table(measure(ways, arguments.rounds), BASE)


if __name__ == "__main__":
    main()
