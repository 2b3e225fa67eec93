"""What the passes over text cost: all together and one by one, over an article of 600 words.

    python benchmarks/text.py [--rounds 25] [--words 600] [--article samples/dari-water/article.md]

CPU seconds in this process, the candidates in changing order. ``nothing`` is an article that keeps its
text as written. The text is the article's own, repeated or cut to the number of words, once as it is and
once as careless editors type it: no half-spaces, Arabic letters, Latin punctuation and digits.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from measuring import measure, own_cpu, print_table

import afgazad_pdf as ap
from afgazad_pdf.article import Paragraph, Text, plain_text
from afgazad_pdf.settings import TEXT_PASSES
from afgazad_pdf.text.passes import with_passes

ROOT = Path(__file__).resolve().parent.parent
BASE = "all passes, text that is right"
CARELESS = str.maketrans("\u06cc\u06a9\u060c\u061b\u061f\u200c\u06f1\u06f2\u06f5\u06f0", "\u064a\u0643,;? 1250")
REPETITIONS = 10


def sized(article: ap.Article, words: int) -> ap.Article:
    """Return an article of the paragraphs' words, as many as wanted."""
    paragraphs = [plain_text(block.runs) for block in article.blocks if isinstance(block, Paragraph)]
    made: list[Paragraph] = []
    left = words
    while left > 0:
        text = paragraphs[len(made) % len(paragraphs)].split()[:left]
        left -= len(text)
        made.append(Paragraph(runs=(Text(text=" ".join(text)),)))
    return article.model_copy(update={"blocks": tuple(made), "footnotes": ()})


def careless(article: ap.Article) -> ap.Article:
    """Return the article as it is typed without care."""
    texts = [plain_text(block.runs).translate(CARELESS) for block in article.blocks if isinstance(block, Paragraph)]
    return article.model_copy(update={"blocks": tuple(Paragraph(runs=(Text(text=text),)) for text in texts)})


def ways(article: ap.Article) -> dict[str, Callable[[], float]]:
    """Return the ways to compare, each as a function that returns its CPU seconds for one article."""

    def way(one: ap.Article, settings: ap.Settings) -> Callable[[], float]:
        def work() -> None:
            for _ in range(REPETITIONS):
                with_passes(one, ap.AFGAZAD, settings)

        return lambda: own_cpu(work) / REPETITIONS

    everything = ap.Settings()
    return {
        "nothing": way(article, ap.Settings(passes=())),
        BASE: way(article, everything),
        "all passes, careless text": way(careless(article), everything),
        **{f"{name}, careless text": way(careless(article), ap.Settings(passes=(name,))) for name in TEXT_PASSES},
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    arguments = parser.parse_args()
    article = sized(ap.load_article(arguments.article), arguments.words)
    print(f"{arguments.article.parent.name}, {arguments.words} words, {arguments.rounds} rounds")
    print_table(measure(ways(article), arguments.rounds), BASE)


if __name__ == "__main__":
    main()
