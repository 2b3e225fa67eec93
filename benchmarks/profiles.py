"""What the output profiles cost: time and bytes against a plain PDF of the same page, in one run.

    python benchmarks/profiles.py [--rounds 15] [--article samples/dari-water/article.md]

Plain is what the layout engine writes for the same page with the same fonts: no tags, and no metadata
but the title. All ways run warm, in one process, in an order that changes from round to
round; the ratios are taken within a round. The sizes are those of every sample, the archive's without
the source that is attached.
"""

from __future__ import annotations

import argparse
import os
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap
from afgazad_pdf import typesetting
from afgazad_pdf.fonts import Face
from afgazad_pdf.pdf import Printed, Renderer
from afgazad_pdf.press import archive, mended_text

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*/article.md"))
PROFILES = {"screen": ap.Settings(profile="screen"), "archive": ap.Settings(profile="archive")}


class PlainRenderer(Renderer):
    """Writes what the engine writes by itself."""

    def print(self, *arguments: Any, **options: Any) -> Printed:
        """Print without the profile's completion."""
        return super().print(*arguments, **options | {"complete": None})


@cache
def plain_renderer(faces: tuple[Face, ...]) -> Renderer:
    """Return the warm renderer of plain PDFs."""
    return PlainRenderer(faces, mend_text=mended_text)


def plain(article: ap.Article) -> bytes:
    """Return a plain PDF of an article."""
    with mock.patch.object(typesetting, "renderer", plain_renderer):
        return ap.render_article(article).pdf


def without_source(article: ap.Article, settings: ap.Settings) -> bytes:
    """Return an article's PDF with nothing attached."""
    with mock.patch.object(archive, "attach_source"):
        return ap.render_article(article, settings=settings).pdf


def print_sizes() -> None:
    """Print the size of every sample in each profile, as bytes and as a ratio to plain."""
    print(f"{'bytes':24}{'plain':>10}{'screen':>10}{'ratio':>8}{'archive':>10}{'ratio':>8}")
    for file in SAMPLES:
        article = ap.load_article(file)
        base = len(plain(article))
        row = f"{file.parent.name:24}{base:>10,}"
        for settings in PROFILES.values():
            size = len(without_source(article, settings))
            row += f"{size:>10,}{size / base:>8.3f}"
        print(row)


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    article = ap.load_article(arguments.article)
    times = measure(
        {
            "plain": lambda: own_cpu(lambda: plain(article)),
            "screen": lambda: own_cpu(lambda: ap.render_article(article, settings=PROFILES["screen"])),
            "archive": lambda: own_cpu(lambda: ap.render_article(article, settings=PROFILES["archive"])),
        },
        arguments.rounds,
    )
    print(f"{arguments.article.parent.name}, {arguments.rounds} rounds, {os.cpu_count()} cores")
    print_table(times, "plain")
    print()
    print_sizes()


if __name__ == "__main__":
    main()
