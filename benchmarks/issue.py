"""How long a whole issue takes: many articles in one book, beside the articles one by one and other programs.

    python benchmarks/issue.py [--rounds 3] [--articles 50] [--words 600] [--layout digest]

Every article has a headline, paragraphs, and one picture; they are in Persian and English by turns. CPU seconds in
this process, the ways in changing order; ratios are to the sum of the same articles rendered one by one with warm
fonts. The greatest memory is that of a process of its own that makes the issue once. Typst (`pip install typst`)
is measured where it is installed, with an equivalent document, and plain WeasyPrint with all articles in one page of
HTML.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import weasyprint
from measuring import measure, own_cpu, print_table
from PIL import Image

import afgazad_pdf as ap
from afgazad_pdf.composition import FolderStore, MemoryStore, render_issue
from afgazad_pdf.html import PICTURES_PATH, load_theme
from afgazad_pdf.issue import Issue, IssueArticle
from afgazad_pdf.pictures import load_pictures
from afgazad_pdf.typesetting import load_fonts, renderer

BASE = "render_article, each article, warm"
PARAGRAPH = 75
"""Words in a paragraph."""
WORDS = {
    "en": "snow river market road teacher letter window bread garden winter valley story neighbour morning station",
    "fa-AF": "برف دریا بازار راه آموزگار نامه پنجره نان باغ زمستان دره داستان همسایه بامداد ایستگاه",
}
DIRECTIONS = {"en": "ltr", "fa-AF": "rtl"}


@dataclass(frozen=True)
class Story:
    """What an article says, for every program alike."""

    lang: str
    title: str
    paragraphs: tuple[str, ...]
    picture: str


def stories(count: int, words: int, folder: Path) -> list[Story]:
    """Make up articles, and their pictures in a folder."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        lang = ("fa-AF", "en")[number % 2]
        known = WORDS[lang].split()
        lengths = [min(PARAGRAPH, words - start) for start in range(0, words, PARAGRAPH)]
        texts = tuple(" ".join(chance.choices(known, k=length)) + "." for length in lengths)
        picture = f"{number}.jpg"
        image = Image.linear_gradient("L").resize((900, 600)).convert("RGB")
        image.paste((chance.randrange(256), chance.randrange(256), number), (100, 100, 500, 400))
        image.save(folder / picture, quality=85)
        made.append(Story(lang, " ".join(chance.choices(known, k=6)), texts, picture))
    return made


def issue_of(told: list[Story], folder: Path) -> Issue:
    """Return the articles as an issue."""
    articles = tuple(_article(story, folder / f"{number}.md", number) for number, story in enumerate(told))
    return Issue(publication=ap.AFGAZAD, number=1, languages=("fa-AF", "en"), articles=articles)


def _article(story: Story, path: Path, number: int) -> IssueArticle:
    paragraphs: list[dict[str, object]] = [{"kind": "paragraph", "runs": text} for text in story.paragraphs]
    paragraphs.insert(1, {"kind": "figure", "picture": story.picture, "alternative_text": story.title})
    article = ap.Article(title=story.title, lang=story.lang, blocks=paragraphs, path=path)
    return IssueArticle(article=article, slug=f"a{number}")


def one_page(whole: Issue) -> tuple[str, str, dict[str, bytes]]:
    """Return all articles in one page of HTML, its stylesheet, and the pictures by their addresses."""
    theme = load_theme((), load_fonts(()))
    settings = ap.Settings()
    pages: list[str] = []
    files: dict[str, bytes] = {}
    for item in whole.articles:
        pictures, _ = load_pictures(item.article)
        files |= {PICTURES_PATH + picture.name: picture.data for picture in pictures.values()}
        page = theme.page_html(item.article, ap.AFGAZAD, settings, pictures, generator="benchmark")
        head, _, rest = page.partition("<body>")
        tag = head[head.index("<html") + 5 : head.index(">", head.index("<html"))]
        pages.append(f'<div{tag} style="break-before: page">{rest.partition("</body>")[0]}</div>')
    html = f"<!DOCTYPE html><html lang=fa-AF dir=rtl><body>{''.join(pages)}</body></html>"
    return html, theme.stylesheet(ap.AFGAZAD, settings), files


def plain_weasyprint(whole: Issue) -> Callable[[], object]:
    """Return what prints the articles with WeasyPrint alone."""
    html, stylesheet, files = one_page(whole)
    fonts = renderer(load_fonts(()))._fonts
    css = weasyprint.CSS(string=stylesheet, font_config=fonts)

    class Files(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> weasyprint.urls.URLFetcherResponse:
            return weasyprint.urls.URLFetcherResponse(url, files[url.removeprefix("https://files.invalid/")])

    def printed() -> object:
        document = weasyprint.HTML(string=html, base_url="https://files.invalid/", url_fetcher=Files())
        return document.write_pdf(font_config=fonts, stylesheets=[css])

    return printed


def typst_source(told: list[Story]) -> str:
    """Return an equivalent document for Typst: masthead, contents, headlines, pictures and text."""
    parts = [
        '#set page(paper: "a4", margin: (x: 98pt, y: 60pt), numbering: "1")',
        "#set par(justify: true, leading: 0.75em)",
        "#show heading: set text(size: 20pt)",
        "#outline()",
    ]
    for story in told:
        name = ap.AFGAZAD.names["fa-AF"]
        parts += [
            "#pagebreak()",
            f'#align(center, text(size: 30pt, weight: "bold", font: "Afgazad Sans", dir: rtl, [{name}]))',
            f'#set text(font: ("{_family(story.lang)}",), size: 11.5pt, lang: "{story.lang[:2]}", '
            f"dir: {DIRECTIONS[story.lang]})",
            f"= {story.title}",
            story.paragraphs[0],
            f'#figure(image("{story.picture}", width: 100%))',
            *story.paragraphs[1:],
        ]
    return "\n\n".join(parts)


def _family(lang: str) -> str:
    return "Noto Serif" if lang == "en" else "Afgazad Sans"


def typst_way(told: list[Story], folder: Path) -> Callable[[], object] | None:
    """Return what prints the articles with Typst; None where it is not installed."""
    try:
        import typst  # type: ignore[import-not-found]  # no dependency of ours
    except ImportError:
        print("Typst is not installed and is left out; `pip install typst` adds it.")
        return None
    source = folder / "issue.typ"
    source.write_text(typst_source(told), encoding="utf-8")
    fonts = [str(load_fonts(())[0].file.parent.parent)]
    return lambda: typst.compile(str(source), font_paths=fonts, ignore_system_fonts=True)


def edited(whole: Issue, round_number: int) -> Issue:
    """Return the issue with one word of one article changed, another one each time."""
    at = len(whole.articles) // 2
    item = whole.articles[at]
    blocks = [block.model_dump() for block in item.article.blocks]
    blocks[0]["runs"] = [{"kind": "text", "text": f"{item.article.title} {round_number}."}]
    article = item.article.model_copy(
        update={"blocks": ap.Article(title="-", lang=item.article.lang, blocks=blocks).blocks}
    )
    changed = item.model_copy(update={"article": article})
    return whole.model_copy(update={"articles": (*whole.articles[:at], changed, *whole.articles[at + 1 :])})


def ways(told: list[Story], folder: Path, layout: str) -> dict[str, Callable[[], float]]:
    """Return each way to make the PDF, as a function that makes it and returns its CPU seconds."""
    whole = issue_of(told, folder)
    kept = MemoryStore()
    lasting = FolderStore(folder / "store")
    for store in (kept, lasting):
        render_issue(whole, layout=layout, store=store)  # type: ignore[arg-type]
    rounds = iter(range(1000))

    def each() -> None:
        for item in whole.articles:
            ap.render_article(item.article)

    def again(store: MemoryStore | FolderStore) -> object:
        return render_issue(edited(whole, next(rounds)), layout=layout, store=store)  # type: ignore[arg-type]

    found: dict[str, Callable[[], object]] = {
        BASE: each,
        f"render_issue, {layout}": lambda: render_issue(whole, layout=layout),  # type: ignore[arg-type]
        "again, nothing changed": lambda: render_issue(whole, layout=layout, store=kept),  # type: ignore[arg-type]
        "again, one article edited": lambda: again(kept),
        "again, one edited, kept in a folder": lambda: again(lasting),
        "WeasyPrint, one document": plain_weasyprint(whole),
    }
    if (typst := typst_way(told, folder)) is not None:
        found["Typst, an equivalent document"] = typst
    return {name: partial(own_cpu, way) for name, way in found.items()}


def memory(count: int, words: int, layout: str) -> float:
    """Return the greatest memory of a process that makes the issue, in MB."""
    command = [sys.executable, __file__, "--once", f"--articles={count}", f"--words={words}", f"--layout={layout}"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--layout", choices=["digest", "newspaper"], default="digest")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = stories(arguments.articles, arguments.words, folder)
        if arguments.once:
            render_issue(issue_of(told, folder), layout=arguments.layout)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            return
        made = render_issue(issue_of(told, folder), layout=arguments.layout)
        print(
            f"{arguments.articles} articles of {arguments.words} words, {made.pages} pages, "
            f"{len(made.pdf) / 1e6:.1f} MB; {arguments.rounds} rounds"
        )
        times = measure(ways(told, folder, arguments.layout), arguments.rounds)
    print_table(times, BASE)
    print(f"greatest memory: {memory(arguments.articles, arguments.words, arguments.layout):.0f} MB")


if __name__ == "__main__":
    main()
