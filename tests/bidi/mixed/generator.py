"""Random paragraphs that mix directions far more densely than an article does.

A paragraph is made twice at once: as HTML, and as plain text in which isolates and overrides are
the control characters of UAX #9. The second is what the Unicode algorithm is asked about.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from html import escape

PERSIAN = [
    "گروه",
    "سفر",
    "پژوهش",
    "دانشگاه",
    "کتاب",
    "محمد",
    "مردم",
    "کشور",
    "زبان",
    "تاریخ",
    "هفته",
    "نوشته",
    "آزاد",
    "جنگ",
    "مهاجرت",
    "شهر",
    "خبر",
    "نشر",
    "می\u200cخواهند",
    "دو",
    "نخست",
    "بیشتر",
]
PASHTO = [
    "ښار",
    "خبرې",
    "ګډون",
    "پوهنتون",
    "ژبه",
    "هېواد",
    "ځوانان",
    "ډېر",
    "لیکنه",
    "موږ",
    "وړاندې",
    "پښتو",
    "ټولنه",
    "څوک",
    "ورځ",
    "کلي",
]
ENGLISH = [
    "Berlin",
    "press",
    "across",
    "words",
    "line",
    "University",
    "of",
    "report",
    "the",
    "migration",
    "China",
    "a",
    "Foo",
    "COVID-19",
    "state",
    "U.S.",
    "Asia",
    "we",
]
NUMBERS = [
    "17/08/2016",
    "۱۷/۰۸/۱۳۹۵",
    "5%",
    "۵٪",
    "$50",
    "3.14",
    "۱۲٫۵",
    "10–20",
    "۱۰–۲۰",
    "+93",
    "8:30",
    "۸:۳۰",
    "2016",
    "۱۳۹۵",
    "1,000",
    "-7",
    "№3",
    "12",
    "۱۲",
    "4",
]
POINTS = ["،", "؛", "؟", ".", ":", "!", "–", "…", ",", ";", "?", "/", "-"]
BRACKETS = ("()", "[]", "«»", "“”", "()")

PROSE_NUMBERS = NUMBERS[:13]

PLAIN_ELEMENTS = ("b", "i", "span", "u", "em")

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRO, RLO, PDF = "\u202d", "\u202e", "\u202c"
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
ISOLATES = {"ltr": LRI, "rtl": RLI, "auto": FSI}
OVERRIDES = {"ltr": LRO, "rtl": RLO}

LIGATURES = re.compile(
    "\u0644[\u200c\u200d\u202a-\u202e\u2066-\u2069]*[\u0622\u0623\u0625\u0627]|\u0627\u0644\u0644\u0647"
)
"""Lam with alef, and the name of God: two letters of one glyph can neither be split nor counted."""

DEEPEST = 3


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in both forms."""

    html: str
    """What stands inside the p element."""
    text: str
    """The same with control characters in place of elements."""
    direction: str

    @property
    def base(self) -> int:
        return int(self.direction == "rtl")


def paragraphs(count: int, seed: int = 9) -> list[Paragraph]:
    """Return that many paragraphs; the first ones are the same for every count."""
    source = random.Random(seed)
    found: list[Paragraph] = []
    while len(found) < count:
        direction = "rtl" if source.random() < 0.75 else "ltr"
        html, text = contents(source, 0, source.randint(3, 12))
        if not LIGATURES.search(text):
            found.append(Paragraph(html, text, direction))
    return found


def contents(source: random.Random, depth: int, pieces: int) -> tuple[str, str]:
    html, text = "", ""
    for number in range(pieces):
        more_html, more_text = piece(source, depth)
        space = " " if number and source.random() < 0.85 else ""
        html, text = html + space + more_html, text + space + more_text
    return html, text


def piece(source: random.Random, depth: int) -> tuple[str, str]:
    """One word, number, phrase, bracket or element, with or without punctuation after it."""
    kind = source.random()
    if kind < 0.34 and depth < DEEPEST:
        html, text = element(source, depth)
    elif kind < 0.42 and depth < DEEPEST:
        html, text = bracket(source, depth)
    elif kind < 0.46:
        html, text = split_word(source)
    else:
        text = phrase(source)
        html = escape(text, quote=False)
    if source.random() < 0.2:
        point = source.choice(POINTS)
        html, text = html + point, text + point
    return html, text


def phrase(source: random.Random) -> str:
    words = source.choices((PERSIAN, ENGLISH, NUMBERS, PASHTO), weights=(4, 4, 3, 2))[0]
    length = source.choice((1, 1, 2, 3)) if words is not NUMBERS else 1
    return " ".join(source.choice(words) for _ in range(length))


def bracket(source: random.Random, depth: int) -> tuple[str, str]:
    left, right = source.choice(BRACKETS)
    html, text = contents(source, depth + 1, source.randint(1, 3))
    return left + html + right, left + text + right


def split_word(source: random.Random) -> tuple[str, str]:
    """Split a word by an element that leaves its letters alone: they join across the borders."""
    word = source.choice(PERSIAN + PASHTO + ENGLISH)
    start = source.randrange(len(word))
    stop = source.randint(start + 1, len(word))
    name = source.choice(PLAIN_ELEMENTS)
    return f"{word[:start]}<{name}>{word[start:stop]}</{name}>{word[stop:]}", word


def element(source: random.Random, depth: int) -> tuple[str, str]:
    html, text = contents(source, depth + 1, source.randint(1, 3))
    if source.random() < 0.72:
        if depth == 0 and source.random() < 0.3:  # a link must not stand in a link
            return f'<a href="https://article.invalid/">{html}</a>', text
        name = source.choice(PLAIN_ELEMENTS)
        return f"<{name}>{html}</{name}>", text
    direction = source.choice(("ltr", "rtl", "auto"))
    name = source.choice(("bdi", "bdo", "span", "i"))
    if name == "bdo":
        direction = source.choice(("ltr", "rtl"))
        text = OVERRIDES[direction] + text + PDF
    elif name == "bdi" and direction == "auto":
        return f"<bdi>{html}</bdi>", FSI + text + PDI
    return f'<{name} dir="{direction}">{html}</{name}>', ISOLATES[direction] + text + PDI


def prose(count: int, seed: int = 4) -> list[Paragraph]:
    """Return paragraphs as articles have them: one word in six is Latin, one in ten stands in an element."""
    source = random.Random(seed)
    found: list[Paragraph] = []
    while len(found) < count:
        html, text = "", ""
        for _ in range(30):
            words = source.choices((PERSIAN + PASHTO, ENGLISH, PROSE_NUMBERS), weights=(80, 16, 4))[0]
            phrase = " ".join(source.choices(words, k=source.choice((1, 2, 3)) if words[0] != NUMBERS[0] else 1))
            name = source.choice(PLAIN_ELEMENTS)
            point = source.choice(("", "", "", "", "،", ".", ":"))
            html += f" <{name}>{phrase}</{name}>{point}" if source.random() < 0.15 else f" {phrase}{point}"
            text += f" {phrase}{point}"
        if not LIGATURES.search(text):
            found.append(Paragraph(html.strip(), text.strip(), "rtl"))
    return found
