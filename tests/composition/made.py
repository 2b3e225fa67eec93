"""Issues made for tests, of words that occur once, and what can be read back from their PDFs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pikepdf

import afgazad_pdf as ap
from afgazad_pdf.issue import Issue, IssueArticle
from afgazad_pdf.preview.dump import TextRun, text_runs
from afgazad_pdf.preview.structure import StructureElement, read_structure

LETTERS = {"en": "bcdfghjkmp", "fa-AF": "بتسدرشمنفک"}
"""Ten letters of a language that make no ligatures."""

DIGITS = {"en": "0123456789", "fa-AF": "۰۱۲۳۴۵۶۷۸۹"}
SECTIONS = ("politics", "culture", "society")


def token(article: int, word: int, lang: str) -> str:
    """A word that is found once in an issue, and too short to be divided: two letters for the article, three for its place."""
    return f"{article:02}{word:03}".translate({ord(str(digit)): letter for digit, letter in enumerate(LETTERS[lang])})


def story(
    number: int,
    words: int = 12,
    *,
    lang: str = "en",
    section: str | None = None,
    refers: Sequence[int] = (),
    editorial: bool = False,
    **fields,
) -> IssueArticle:
    """An article whose headline is its first word, and which may refer to others by their numbers."""
    tokens = [token(number, place, lang) for place in range(words + 1)]
    runs: list = [" ".join(tokens[1:])]
    for other in refers:
        runs.append(
            {
                "kind": "span",
                "role": "link",
                "href": f"article:a{other}",
                "runs": f" {token(number, 900 + other, lang)}",
            }
        )
    blocks = [
        {"kind": "paragraph", "runs": [run if isinstance(run, dict) else {"kind": "text", "text": run} for run in runs]}
    ]
    article = ap.Article(title=tokens[0], lang=lang, blocks=blocks, section=section, **fields)
    return IssueArticle(article=article, slug=f"a{number}", section=section, editorial=editorial)


def issue(items: Iterable[IssueArticle], *, lang: str = "en", also: Sequence[str] = (), **fields) -> Issue:
    """An issue of articles, in the order of their sections."""
    items = tuple(items)
    used = tuple(key for key in SECTIONS if any(item.section == key for item in items))
    ranks = {key: rank for rank, key in enumerate(used)}
    ordered = sorted(items, key=lambda item: (not item.editorial, ranks.get(item.section, len(ranks))))
    return Issue(
        publication=ap.AFGAZAD,
        languages=(lang, *also),
        sections=used,
        labels={key: ap.AFGAZAD.sections[key] for key in used},
        articles=tuple(ordered),
        **({"number": 12} | fields),
    )


def changed(whole: Issue, slug: str, **fields) -> Issue:
    """The issue with fields of one article changed."""
    items = tuple(
        item.model_copy(update={"article": item.article.model_copy(update=fields)}) if item.slug == slug else item
        for item in whole.articles
    )
    return whole.model_copy(update={"articles": items})


def localized(text: object, lang: str) -> str:
    return str(text).translate({ord(str(value)): digit for value, digit in enumerate(DIGITS[lang])})


@dataclass(frozen=True)
class Printed:
    """What can be read of a PDF."""

    runs: tuple[TextRun, ...]
    structure: StructureElement
    labels: tuple[str, ...]
    targets: tuple[tuple[int, ...], ...]
    """For each page, the pages (counted from 1) to which its links inside the file lead, in their order."""
    outline: tuple[tuple[str, int, tuple], ...]
    """Titles, pages (counted from 1) and what stands below."""
    side: str

    def words(self, lang: str) -> list[str]:
        """The words made by `token`, in reading order; those of headlines too."""
        found = re.findall(rf"(?<!\w)[{LETTERS[lang]}]{{5}}(?!\w)", " ".join(texts(self.structure)))
        return found

    def lines(self, page: int) -> list[list[TextRun]]:
        """The runs of a page by line, from left to right."""
        own = sorted((run for run in self.runs if run.page == page), key=lambda run: (round(run.y), run.x))
        return [list(line) for _, line in groupby(own, key=lambda run: round(run.y))]

    def page_of_headline(self, word: str) -> int:
        """The page on which a headline stands: where the word is largest."""
        return max((run for run in self.runs if word in run.text), key=lambda run: run.size).page

    def contents_number(self, word: str, pages: Iterable[int], lang: str) -> str:
        """The number at the end of a headline's line in the contents."""
        (line,) = (line for page in pages for line in self.lines(page) if any(word in run.text for run in line))
        end = line[-1] if lang == "en" else line[0]
        return "".join(letter for letter in end.text if letter in DIGITS[lang])

    def folio(self, page: int) -> TextRun:
        """The outermost run of the foot."""
        *_, foot = self.lines(page)
        left = foot[0].x < 60 and all(letter.isalnum() for letter in foot[0].text.strip())
        return foot[0] if left and len(foot[0].text.strip()) < 4 else foot[-1]


def texts(element: StructureElement) -> Iterator[str]:
    """All texts of an element, in reading order."""
    for item in element.items:
        if isinstance(item, str):
            yield item
        else:
            yield from texts(item)
            yield " " if item.role not in ("Span", "Link") else ""


def read(pdf: bytes) -> Printed:
    """Read what tests ask for."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        named = {str(key): value for key, value in pikepdf.NameTree(document.Root.Names.Dests).items()}

        def page_of(target) -> int:
            found = named[str(target)] if isinstance(target, pikepdf.String | str) else target
            found = found.D if isinstance(found, pikepdf.Dictionary) else found
            return pages[found[0].objgen]

        def below(parent) -> tuple:
            entries, item = [], parent.get("/First")
            while item is not None:
                entries.append((str(item.Title), page_of(item.Dest), below(item)))
                item = item.get("/Next")
            return tuple(entries)

        targets = tuple(
            tuple(page_of(link.Dest) for link in page.obj.get("/Annots", ()) if "/Dest" in link)
            for page in document.pages
        )
        return Printed(
            runs=text_runs(pdf),
            structure=read_structure(pdf),
            labels=tuple(page.label for page in document.pages),
            targets=targets,
            outline=below(document.Root.Outlines),
            side=str(document.Root.ViewerPreferences.get("/Direction", "/L2R")),
        )
