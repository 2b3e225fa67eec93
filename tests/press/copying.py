"""A corpus printed, copied out of the PDF by two readers, and compared with what was printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pypdfium2

CASES = Path(__file__).parent.parent / "cases" / "copied.txt"

INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction; pdftotext adds embeddings and PDFium reads its own."""

LINE_END_HYPHEN = re.compile("[\u00ad\ufffe]\\s*")
"""A soft hyphen, and what PDFium puts for a hyphen at the end of a line; what pastes its text leaves both out."""

WORD = re.compile("[^\\W_](?:[\\w\u200c\u064b-\u0655\u0670]*[\\w\u064b-\u0655\u0670])?")
"""Letters, digits, their marks, and U+200C between them."""

CALL = re.compile(r"\^\{(\w+)\}")

STYLE = """
@page { size: 440pt 700pt; margin: 30pt }
html { font: 10pt/1.42 LATIN }
body { margin: 0; COLUMNS }
p { margin: 0 0 6pt; break-inside: avoid; text-align: ALIGN; hyphens: auto }
p[dir="rtl"] { font: 11.5pt/1.42 ARABIC; hyphens: manual }
sup { font-size: 0.66em; line-height: 0; vertical-align: super }
"""

RAISED = """
p[dir="rtl"] sup { font-size: 1em; vertical-align: baseline; font-variant-position: super }
"""
"""As `templates/css/page.css.j2` sets a call where the face raises figures."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the corpus."""

    lang: str
    mixed: bool
    source: str

    @property
    def text(self) -> str:
        """What is to be copied."""
        return CALL.sub(r"\1", self.source)

    @property
    def direction(self) -> str:
        return "rtl" if self.lang in ("fa-AF", "ps") else "ltr"

    @property
    def html(self) -> str:
        inner = CALL.sub(r"<sup>\1</sup>", escape(self.source))
        return f'<p lang="{self.lang}" dir="{self.direction}">{inner}</p>'


def corpus() -> tuple[Paragraph, ...]:
    """Return the paragraphs of `CASES`."""
    result, lang, kind = [], "", ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[([\w-]+), (one|mixed)\]", line):
            lang, kind = heading.groups()
        elif line and not line.startswith("#"):
            result.append(Paragraph(lang, kind == "mixed", line))
    return tuple(result)


def documents() -> tuple[tuple[Paragraph, ...], ...]:
    """Return the corpus as documents, one for each language: readers take a page for one of one direction."""
    whole = corpus()
    return tuple(tuple(item for item in whole if item.lang == lang) for lang in dict.fromkeys(p.lang for p in whole))


def page_html(paragraphs: tuple[Paragraph, ...]) -> str:
    first = paragraphs[0]
    body = "".join(paragraph.html for paragraph in paragraphs)
    return f'<html lang="{first.lang}" dir="{first.direction}"><title>Copied text</title><body>{body}</body></html>'


def stylesheet(family: str, *, columns: int = 2, align: str = "justify", raised: bool = False) -> str:
    """Return the style of the corpus; with `raised`, calls of footnotes are raised figures of the face."""
    values = {
        "LATIN": f'"Noto Serif", "{family}"',
        "ARABIC": f'"{family}", "Noto Serif"',
        "COLUMNS": f"columns: {columns}; column-gap: 2em" if columns > 1 else "",
        "ALIGN": align,
    }
    return re.sub("|".join(values), lambda match: values[match[0]], STYLE + RAISED * raised)


def poppler(pdf: bytes) -> str:
    """Return what `pdftotext` reads."""
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def pdfium(pdf: bytes) -> str:
    """Return what PDFium, the reader of Chrome, reads."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


READERS = {"poppler": poppler, "PDFium": pdfium}
if not shutil.which("pdftotext"):
    del READERS["poppler"]


def folded(text: str) -> str:
    """Return text in canonical composition (PDFium decomposes), without marks of direction, white space folded."""
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).replace("\N{HORIZONTAL ELLIPSIS}", "...")
    return " ".join(LINE_END_HYPHEN.sub("", text).split())


@dataclass(frozen=True, slots=True)
class Score:
    """What a reader got out of documents."""

    lost: tuple[str, ...] = ()
    """Paragraphs of one direction that are not exact."""
    paragraphs: int = 0
    broken: tuple[str, ...] = ()
    """Words of mixed paragraphs that are not whole."""
    words: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.lost + other.lost,
            self.paragraphs + other.paragraphs,
            self.broken + other.broken,
            self.words + other.words,
        )

    @property
    def whole(self) -> float:
        """The share of words of mixed paragraphs that are whole."""
        return 1 - len(self.broken) / self.words


def score(copied: str, paragraphs: tuple[Paragraph, ...]) -> Score:
    """Compare what was copied with what was printed."""
    text = folded(copied)
    pure = [folded(paragraph.text) for paragraph in paragraphs if not paragraph.mixed]
    lost = tuple(item for item in pure if item not in text)
    have = Counter(WORD.findall(text))
    have.subtract(word for item in pure for word in WORD.findall(item))  # they lend no words to the others
    have = +have
    wanted = [word for paragraph in paragraphs if paragraph.mixed for word in WORD.findall(folded(paragraph.text))]
    broken = []
    for word in wanted:
        if have[word]:
            have[word] -= 1
        else:
            broken.append(word)
    return Score(lost, len(pure), tuple(broken), len(wanted))
