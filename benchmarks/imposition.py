"""How long imposition takes: a document of many pages laid on sheets, in several layouts.

    python benchmarks/imposition.py [--rounds 5] [--pages 100] [--article samples/dari-water/article.md]

The document is a rendered article whose pages are repeated. CPU seconds in this process, the layouts in changing order.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap

ROOT = Path(__file__).resolve().parent.parent
BASE = "booklet"
LAYOUTS = {
    BASE: ap.Imposition(creep=0.1),
    "signatures of 16, folded twice": ap.Imposition(layout="signatures", folds=2, spine=3),
    "4-up": ap.Imposition(layout="4-up"),
    "dummy": ap.Imposition(dummy=True),
}


def document(article: Path, pages: int) -> bytes:
    """Return a PDF of so many pages."""
    settings = ap.Settings(page_size="A5")
    rendered = ap.render_article(ap.load_article(article), settings=settings).pdf
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        count = len(pdf.pages)
        for index in range(count, pages):
            pdf.pages.append(pdf.pages[index % count])
        del pdf.pages[pages:]
        pdf.save(output, deterministic_id=True)
    return output.getvalue()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    given = document(arguments.article, arguments.pages)

    def way(settings: ap.Imposition) -> Callable[[], float]:
        return lambda: own_cpu(lambda: ap.impose_pdf(given, settings))

    print(f"{arguments.pages} pages of {arguments.article.parent.name}, {arguments.rounds} rounds")
    print_table(measure({name: way(settings) for name, settings in LAYOUTS.items()}, arguments.rounds), BASE)


if __name__ == "__main__":
    main()
