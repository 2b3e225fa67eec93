"""Everything that the templates place has its side: read from the PDF, in pt, in both directions.

Each test states one rule in terms of *start* and *end* — where lines begin and where they end — and
holds it against a Persian and an English page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import afgazad_pdf as ap
from afgazad_pdf.html import load_theme
from afgazad_pdf.preview.dump import DIRECTION_MARKS, text_runs
from afgazad_pdf.typesetting import load_fonts, renderer

WIDTH = 210 / 25.4 * 72
"""Of A4, in pt."""

OUTER = (WIDTH * 0.086, WIDTH * (1 - 0.086))
"""The edges of masthead and foot, and of columns."""

TEXT = ((WIDTH - 34.6 * 11.5) / 2, (WIDTH + 34.6 * 11.5) / 2)
"""The edges of the text in one column."""

WORDS = {
    "fa-AF": "برف کوه در بهار آب می‌شود و به دریا می‌ریزد و دهقانان آن را در جوی‌ها می‌برند تا گندم سبز شود. ",
    "en": "Snow melts on the mountains in spring and runs to the river, and farmers lead it to their fields. ",
}
PARAGRAPHS = 28
"""Enough for two pages."""

BOTH = pytest.mark.parametrize("lang", ["fa-AF", "en"])


# ------------------------------------------------------------------ reading the page


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline with no gap wider than a space: from the page's left and top edges."""

    page: int
    left: float
    right: float
    y: float
    size: float
    text: str
    """The letters from left to right, as drawn."""

    def start(self, lang: str) -> float:
        """The edge where the line begins."""
        return self.left if lang == "en" else self.right

    def end(self, lang: str) -> float:
        return self.right if lang == "en" else self.left


def lines_of(pdf: bytes, gap: float = 9, *, sizes_apart: bool = False) -> list[Line]:
    """Read lines, top to bottom, left to right; words more than `gap` pt apart are lines of their own.

    With `sizes_apart` glyphs of other sizes are too: a call whose figure is raised in its glyph stands on the baseline.
    """
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            height, textpage = page.get_height(), page.get_textpage()
            glyphs = []
            for index in range(pdfium.FPDFText_CountChars(textpage)):
                letter = chr(pdfium.FPDFText_GetUnicode(textpage, index))
                if letter.isspace() or letter in DIRECTION_MARKS or not pdfium.FPDFText_GetTextObject(textpage, index):
                    continue
                x, y, box = pdfium.c_double(), pdfium.c_double(), pdfium.FS_RECTF()
                pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
                pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
                size = pdfium.FPDFText_GetFontSize(textpage, index)
                glyphs.append((round(height - y.value, 1), box.left, box.right, size, letter))
            glyphs.sort()
            group: list[tuple] = []
            right = 0.0
            for glyph in [*glyphs, None]:
                other = sizes_apart and group and glyph is not None and abs(glyph[3] - group[-1][3]) > 2
                if group and (glyph is None or other or glyph[0] - group[0][0] > 0.3 or glyph[1] - right > gap):
                    found.append(
                        Line(
                            number,
                            group[0][1],
                            right,
                            group[0][0],
                            max(item[3] for item in group),
                            "".join(item[4] for item in group),
                        )
                    )
                    group = []
                if glyph is not None:
                    right = max(right, glyph[2]) if group else glyph[2]
                    group.append(glyph)
    return found


def story(pdf: bytes, gap: float = 9, *, sizes_apart: bool = False) -> list[Line]:
    """Return the lines below the headline, which is “T”, and above the foot."""
    lines = lines_of(pdf, gap, sizes_apart=sizes_apart)
    (headline,) = (line.y for line in lines if line.text == "T")
    return [line for line in lines if line.y < 790 and (line.page > 1 or line.y > headline)]


@dataclass(frozen=True)
class Box:
    """A picture, a path or a form on a page, from the page's left and top edges."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


def boxes(pdf: bytes, kind: int) -> list[Box]:
    """Return what stands on the pages themselves: paths (2), images (3), forms (5), which hold backgrounds."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            height = page.get_height()
            for item in page.get_objects(filter=[kind], max_depth=1):
                left, bottom, right, top = item.get_bounds()
                found.append(Box(number, left, height - top, right, height - bottom))
    return found


def upright_rule(pdf: bytes, top: float, bottom: float) -> tuple[float, float]:
    """Return left and right edge of the one rule in the accent colour between two heights of the first page.

    Read from a picture: the engine draws one side of a border as a wide box behind a clip.
    """
    image = ap.preview_pages(pdf, dpi=288)[0].convert("RGB")

    def is_accent(x: int, y: int) -> bool:
        red, _, blue = image.getpixel((x, y))
        return blue > red + 50

    rows = [round(y * 4) for y in (top, (top + bottom) / 2, bottom)]
    columns = [x for x in range(image.width) if all(is_accent(x, y) for y in rows)]
    assert columns == list(range(columns[0], columns[-1] + 1)), "one rule"
    return columns[0] / 4, (columns[-1] + 1) / 4


def ink(pdf: bytes, letter: str) -> list[Box]:
    """Return the ink of every glyph of a letter."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            textpage, height = page.get_textpage(), page.get_height()
            for index, character in enumerate(textpage.get_text_range()):
                if character == letter:
                    left, bottom, right, top = textpage.get_charbox(index)
                    found.append(Box(number, left, height - top, right, height - bottom))
    return found


def printed(blocks: list[dict], lang: str, **settings) -> bytes:
    article = ap.Article(title="T", lang=lang, blocks=blocks)
    return ap.render_article(article, settings=ap.Settings(**settings)).pdf


def paragraphs(*texts: str) -> list[dict]:
    return [{"kind": "paragraph", "runs": text} for text in texts]


def raw(body: str, lang: str, **settings) -> bytes:
    """Print HTML with the theme's stylesheet: for markup that the templates do not write yet."""
    faces = load_fonts(())
    stylesheet = load_theme((), faces).stylesheet(ap.AFGAZAD, ap.Settings(**settings))
    direction, classes = ("ltr", "latin digits-decimal") if lang == "en" else ("rtl", "arabic digits-persian")
    html = (
        f'<html lang="{lang}" dir="{direction}" class="{classes}"><body><main><article><div class="story">'
        f"{body}</div></article></main></body></html>"
    )
    result = renderer(faces).print(html, stylesheet, {}, direction=direction)
    assert result.findings == ()
    return result.pdf


def edges(measure: tuple[float, float], lang: str) -> tuple[float, float]:
    """Return where lines begin and where they end."""
    return measure if lang == "en" else measure[::-1]


def inward(lang: str) -> int:
    """Return the sign of the way from the start to the end."""
    return 1 if lang == "en" else -1


def near(value: float, by: float = 0.6):
    return pytest.approx(value, abs=by)


# ------------------------------------------------------------------ columns


def columns_of(count: int, text_size: float) -> list[tuple[float, float]]:
    """Return the columns' edges, from the left."""
    gap = 2.0 * text_size
    width = (OUTER[1] - OUTER[0] - (count - 1) * gap) / count
    return [(OUTER[0] + n * (width + gap), OUTER[0] + n * (width + gap) + width) for n in range(count)]


@cache
def in_columns(lang: str, count: int) -> bytes:
    """Print an article of more than one page, whose paragraphs are numbered from 1000."""
    return printed(paragraphs(*(f"{1000 + n} {WORDS[lang] * 4}" for n in range(PARAGRAPHS))), lang, columns=count)


def by_column(lines: list[Line], columns: list[tuple[float, float]], lang: str) -> list[list[Line]]:
    """Return the lines of each column in reading order; each line stands in one column."""
    found = [
        [line for line in lines if left - 0.6 <= line.left and line.right <= right + 0.6] for left, right in columns
    ]
    assert sum(map(len, found)) == len(lines), "a line leaves its column"
    return found if lang == "en" else found[::-1]


@BOTH
@pytest.mark.parametrize(("count", "text_size"), [(2, 10), (3, 9)])
def test_columns_begin_where_lines_begin(lang, count, text_size):
    pdf = in_columns(lang, count)
    lines = story(pdf)
    columns = columns_of(count, text_size)

    order = []
    for page in range(1, 1 + max(line.page for line in lines)):
        for column, (left, right) in zip(
            by_column([line for line in lines if line.page == page], columns, lang),
            columns if lang == "en" else columns[::-1],
            strict=True,
        ):
            start, end = edges((left, right), lang)
            assert {round(line.start(lang) - start) for line in column if abs(line.start(lang) - start) < 1} == {0}
            assert any(line.end(lang) == near(end) for line in column)
            order += [line for line in column if line.start(lang) == near(start)]
    markers = [int(digits) for line in order if (digits := "".join(c for c in line.text if c.isdecimal()))]
    assert markers == list(range(1000, 1000 + PARAGRAPHS)), "read column by column"


@BOTH
@pytest.mark.parametrize(("count", "text_size"), [(2, 10), (3, 9)])
def test_rules_stand_in_the_middle_of_the_gaps_and_end_with_the_columns(lang, count, text_size):
    pdf = in_columns(lang, count)
    rules = [box for box in boxes(pdf, 5) if box.width < 1]
    columns = columns_of(count, text_size)
    middles = [(one[1] + two[0]) / 2 for one, two in pairwise(columns)]
    lines = story(pdf)
    pages = max(line.page for line in lines)
    assert pages > 1

    for page in range(1, pages + 1):
        here = sorted((rule for rule in rules if rule.page == page), key=lambda rule: rule.left)
        first, last = (edge(line.y for line in lines if line.page == page) for edge in (min, max))
        assert [(rule.left + rule.right) / 2 for rule in here] == [near(middle, 0.1) for middle in middles]
        for rule in here:
            assert rule.width == near(0.4, 0.05)
            assert first - 20 < rule.top < first
            assert last < rule.bottom < last + 26


def test_one_column_has_no_rule():
    assert [box for box in boxes(printed(paragraphs(*[WORDS["en"] * 4] * 20), "en"), 5) if box.width < 1] == []


@BOTH
def test_columns_end_at_one_height_and_begin_on_one_line(lang):
    for count, text_size in ((2, 10), (3, 9)):
        for amount in (4, 5):
            pdf = printed(paragraphs(*[WORDS[lang] * 3] * amount), lang, columns=count)
            lines = story(pdf)
            assert {line.page for line in lines} == {1}
            found = by_column(lines, columns_of(count, text_size), lang)
            ends = [max(line.y for line in column) for column in found]
            starts = [min(line.y for line in column) for column in found]
            assert max(ends) - min(ends) < 3.2 * text_size * 1.15 * 1.62, "three lines: orphans and widows"
            assert max(starts) - min(starts) < 0.2
            assert ends[0] >= ends[-1] - 0.2


@BOTH
def test_headings_and_tables_and_pictures_keep_to_their_column(lang, tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(1600, 900))
    figures = [
        {"kind": "figure", "picture": "p.jpg", "alternative_text": "A", "caption": WORDS[lang], "size": size}
        for size in ("full", "half")
    ]
    table = {
        "kind": "table",
        "header": [{"runs": WORDS[lang][:8]}] * 3,
        "rows": [[{"runs": WORDS[lang][:14]}] * 3] * 3,
        "caption": WORDS[lang],
    }
    heading = {"kind": "heading", "runs": WORDS[lang][:60]}
    items = {"kind": "list", "items": [{"blocks": paragraphs(WORDS[lang])}] * 3}
    quote = {"kind": "quote", "blocks": paragraphs(WORDS[lang])}
    text = paragraphs(WORDS[lang] * 3)
    blocks = [*text, figures[0], heading, *text, table, figures[1], *text, items, quote, *text]
    for count, text_size in ((2, 10), (3, 9)):
        article = ap.Article(title="T", lang=lang, path=tmp_path / "a.md", blocks=blocks)
        pdf = ap.render_article(article, settings=ap.Settings(columns=count)).pdf
        columns = columns_of(count, text_size)

        by_column(story(pdf, gap=14), columns, lang)
        pictures = boxes(pdf, 3)
        assert len(pictures) == 2
        for picture in pictures:
            assert any(picture.left == near(left) and picture.right == near(right) for left, right in columns)


@BOTH
def test_a_poem_in_columns_keeps_to_its_column(lang):
    verse = {"hemistichs": [WORDS[lang][:22], WORDS[lang][:23]]}
    poem = {"kind": "poem", "stanzas": [{"verses": [verse] * 4}]}
    pdf = printed([*paragraphs(*[WORDS[lang] * 3] * 3), poem, *paragraphs(*[WORDS[lang] * 3] * 3)], lang, columns=3)

    lines = story(pdf, gap=12)
    by_column(lines, columns_of(3, 9), lang)
    face = "Noto-Serif-Italic" if lang == "en" else "Afgazad-Naskh"
    verses = [run for run in text_runs(pdf) if run.font == face and run.y > lines[0].y]
    assert len({((run.x - OUTER[0]) // 160, round(run.y)) for run in verses}) == 8, "a hemistich keeps to its line"


@BOTH
def test_notes_of_columns_stand_in_the_whole_measure(lang):
    blocks = [
        {"kind": "paragraph", "runs": [WORDS[lang], {"kind": "footnote-call", "label": "a"}, WORDS[lang] * 2]},
        *paragraphs(*[WORDS[lang] * 4] * 9),
    ]
    note = {"label": "a", "blocks": paragraphs(WORDS[lang] * 3)}
    article = ap.Article(title="T", lang=lang, blocks=blocks, footnotes=[note])
    pdf = ap.render_article(article, settings=ap.Settings(columns=3)).pdf

    lines = [line for line in story(pdf) if line.page == 1 and line.y > 700]
    widest = max(lines, key=lambda line: line.right - line.left)
    assert widest.right - widest.left > 400
    assert widest.start(lang) == near(edges(OUTER, lang)[0], 1)


# ------------------------------------------------------------------ how paragraphs begin


def first_lines(pdf: bytes, lang: str, measure: tuple[float, float]) -> list[float]:
    """Return how far from the start each line of the story begins."""
    start = edges(measure, lang)[0]
    rows: dict[tuple[int, float], float] = {}
    for line in story(pdf, gap=30):
        distance = (line.start(lang) - start) * inward(lang)
        rows[line.page, line.y] = min(distance, rows.get((line.page, line.y), 1e9))
    return [rows[row] for row in sorted(rows)]


@BOTH
def test_a_paragraph_after_a_paragraph_is_indented_where_lines_begin(lang):
    size = 11.5 * (1.15 if lang != "en" else 1)
    pdf = raw("".join(f"<p>{WORDS[lang] * 3}</p>" for _ in range(3)), lang, paragraphs="indented")
    lines = [line for line in lines_of(pdf, 30) if line.y < 790]
    start = edges(TEXT, lang)[0]
    distances = [(line.start(lang) - start) * inward(lang) for line in lines]
    each = len(lines) // 3

    assert len(lines) == 3 * each
    for number, distance in enumerate(distances):
        wanted = 1.2 * size if number in (each, 2 * each) else 0
        assert distance == near(wanted, 0.8), number
    steps = [two.y - one.y for one, two in pairwise(lines)]
    assert max(steps) - min(steps) < 0.3, "no space between paragraphs"
    full = [line for number, line in enumerate(lines) if (number + 1) % each]
    assert all(line.end(lang) == near(edges(TEXT, lang)[1], 0.8) for line in full), "indented lines are justified too"


@BOTH
def test_only_a_paragraph_after_a_paragraph_is_indented(lang):
    word = WORDS[lang].split()[0]
    body = (
        f"<h2>{word}</h2><p>{word}</p><p>{word}</p><ul><li><p>{word}</p></li></ul><p>{word}</p>"
        f'<blockquote><p>{word}</p><p class="attribution">{word}</p></blockquote><p>{word}</p><p>{word}</p>'
    )
    plain, indented = (
        [line.start(lang) for line in lines_of(raw(body, lang, paragraphs=style)) if line.text not in "•"]
        for style in ("spaced", "indented")
    )
    size = 11.5 * (1.15 if lang != "en" else 1)

    moved = [(two - one) * inward(lang) for one, two in zip(plain, indented, strict=True)]
    assert [near(0), near(0), near(1.2 * size), *[near(0)] * 5, near(1.2 * size)] == moved


def test_a_line_of_the_other_direction_is_indented_where_its_paragraph_begins():
    size = 11.5 * 1.15
    pdf = raw(f"<p>{WORDS['fa-AF']}</p><p>NASA {WORDS['fa-AF']}</p>", "fa-AF", paragraphs="indented")
    (line,) = [line for line in lines_of(pdf, 30) if "NASA" in line.text]
    assert TEXT[1] - line.right == near(1.2 * size, 0.8)
    assert line.text.endswith("NASA")

    pdf = raw(f'<p>{WORDS["fa-AF"]}</p><p dir="ltr" lang="en">Words.</p>', "fa-AF", paragraphs="indented")
    (line,) = [line for line in lines_of(pdf, 30) if "Words" in line.text]
    assert line.left - TEXT[0] == near(1.2 * size, 0.8)


@BOTH
def test_spaced_paragraphs_are_not_indented(lang):
    assert all(
        distance == near(0, 0.8)
        for distance in first_lines(printed(paragraphs(*[WORDS[lang] * 3] * 3), lang), lang, TEXT)
    )


def test_an_initial_letter_stands_on_the_second_line():
    body = '<p><span class="initial-letter">H</span>' + "Heavy snow melts on the mountains. " * 12 + "</p>"
    for settings in ({}, {"columns": 3}, {"text_size": 8}):
        pdf = raw(body, "en", **settings)
        letters = ink(pdf, "H")
        initial, capital = letters[0], letters[1]
        lines = sorted({line.y for line in lines_of(pdf) if line.y < 790})

        assert initial.bottom == near(lines[1], 0.5), "its foot is the second line's"
        assert initial.top == near(capital.top, 0.5), "its head is that of the first line's capitals"
        left = OUTER[0] if "columns" in settings else (WIDTH - 34.6 * settings.get("text_size", 11.5)) / 2
        assert initial.left == near(left, 1.5)
        beside = [line for line in lines_of(pdf, 30) if line.text != "H" and line.y < lines[1] + 0.3]
        assert all(line.left >= initial.right + 0.5 for line in beside if line.right < left + 160)
        third = [line for line in lines_of(pdf, 30) if lines[2] - 0.3 < line.y < lines[2] + 0.3]
        assert min(line.left for line in third) == near(left)
        assert lines[2] - lines[1] == near(lines[1] - lines[0], 0.2)


@pytest.mark.parametrize("letter", ["J", "Q"])
def test_a_deep_initial_keeps_clear_of_the_third_line(letter):
    body = f'<p>Text.</p><p><span class="initial-letter initial-deep">{letter}</span>{"nine oxen " * 40}</p>'
    pdf = raw(body, "en", paragraphs="indented")
    (initial,) = ink(pdf, letter)
    first, second, third, fourth = [line for line in lines_of(pdf, 30) if "oxen" in line.text][:4]

    assert initial.bottom > second.y + 1, "it reaches below the second line"
    assert all(initial.right < line.left for line in (first, third)), "no overlap"
    assert fourth.left == near(TEXT[0])


def test_an_initial_word_is_whole_and_moves_no_line():
    words = WORDS["fa-AF"] * 3
    first, rest = words.split(" ", 1)
    pdf = raw(f'<p><span class="initial-word">{first}</span> {rest}</p>', "fa-AF")
    plain = raw(f"<p>{words}</p>", "fa-AF")
    runs = [run for run in text_runs(pdf) if run.y < 790]
    (initial,) = [run for run in runs if run.size > 16]

    assert initial.text.strip() == first
    assert initial.size == near(11.5 * 1.15 * 1.3, 0.1)
    assert initial.y == near(min(run.y for run in runs), 0.1), "on the first line"
    assert max(line.right for line in lines_of(pdf)) == near(TEXT[1], 1)
    baselines, plain_baselines = (sorted({line.y for line in lines_of(document)}) for document in (pdf, plain))
    assert baselines[:3] == [near(y, 0.2) for y in plain_baselines[:3]]


@pytest.mark.parametrize(
    ("lang", "text", "initial"),
    [
        ("en", "Heavy snow.", "H"),
        ("en", "“When,” he said.", "“W"),
        ("fr", "Été.", "É"),
        ("fa-AF", "می‌شود که برف.", "می‌شود"),
        ("fa-AF", "«برف» کوه.", "«برف»"),
        ("fa-AF", "NASA و کوه.", "NASA"),
    ],
)
def test_a_joined_word_is_never_split_by_an_initial(lang, text, initial):
    pdf = printed(paragraphs(text, text), lang, initial=True)
    body = 11.5 * (1.15 if lang == "fa-AF" else 1)
    (headline,) = (line.y for line in lines_of(pdf) if line.text == "T")
    large = [run for run in text_runs(pdf) if headline < run.y < 790 and run.size > body + 1]

    # Copied text keeps neither the joiner nor the turn of quotes: letters alone.
    letters = ["".join(c for c in part if c.isalpha()) for part in ("".join(run.text for run in large), initial)]
    assert letters[0] == letters[1]


def test_there_is_no_initial_unless_it_is_asked_for():
    sizes = {round(run.size, 1) for run in text_runs(printed(paragraphs("Heavy snow."), "en")) if 240 < run.y < 790}
    assert sizes == {11.5}


# ------------------------------------------------------------------ lists


DIGITS = {"fa-AF": "۰۱۲۳۴۵۶۷۸۹", "en": "0123456789"}


def in_digits(number: int, lang: str) -> str:
    return "".join(DIGITS[lang][int(digit)] for digit in str(number))


@BOTH
def test_markers_of_a_list_stand_before_the_text(lang):
    word = WORDS[lang].split()[0]
    inner = {"kind": "list", "items": [{"blocks": paragraphs(word)}] * 2}
    items = [{"blocks": paragraphs(word)}, {"blocks": paragraphs(word)}, {"blocks": [*paragraphs(word), inner]}]
    pdf = printed([{"kind": "list", "ordered": True, "start": 9, "items": items}], lang)
    start, sign = edges(TEXT, lang)[0], inward(lang)
    size = 11.5 * (1.15 if lang != "en" else 1)
    step = size * (2 if lang != "en" else 1.7)  # Persian digits are wider
    rows: dict[float, list[Line]] = {}
    for line in story(pdf, 2):
        rows.setdefault(line.y, []).append(line)
    found = [sorted(row, key=lambda line: line.start(lang) * sign) for _, row in sorted(rows.items())]

    assert [len(row) for row in found] == [2] * 5
    for (marker, text), depth in zip(found, (1, 1, 1, 2, 2), strict=True):
        outer = (0, step, step + 1.7 * size)
        assert text.start(lang) == near(start + sign * outer[depth], 1), "texts are flush"
        assert 2 < (text.start(lang) - marker.end(lang)) * sign < 9
        assert (marker.start(lang) - start) * sign > outer[depth - 1] - 0.5, "markers stay inside"
    numbers = ["".join(c for c in marker.text if c.isdecimal()) for marker, _ in found[:3]]
    assert numbers == [in_digits(number, lang) for number in (9, 10, 11)]


@BOTH
def test_the_lines_of_an_item_are_flush(lang):
    pdf = printed([{"kind": "list", "items": [{"blocks": paragraphs(WORDS[lang] * 4)}]}], lang)
    start, end = edges(TEXT, lang)
    step = 1.7 * 11.5 * (1.15 if lang != "en" else 1)
    lines = [line for line in story(pdf, 40)]

    assert len(lines) > 3
    assert all(line.start(lang) == near(start + inward(lang) * step, 1) for line in lines[1:])
    assert all(line.end(lang) == near(end, 1) for line in lines[:-1])


# ------------------------------------------------------------------ tables


@BOTH
def test_the_first_column_of_a_table_stands_where_lines_begin(lang):
    words = {"fa-AF": ["نخست", "میانه", "انجام"], "en": ["First", "Middle", "Last"]}[lang]
    row = [in_digits(number, lang) for number in (11, 222, 3333)]
    table = {
        "kind": "table",
        "header": [{"runs": word} for word in words],
        "rows": [[{"runs": cell} for cell in row], [{"runs": cell * 2} for cell in row]],
        "alignment": ["start", "center", "end"],
        "caption": words[0],
    }
    pdf = printed([table], lang)
    start, end = edges(TEXT, lang)
    sign = inward(lang)
    lines = story(pdf, 4)
    caption = lines[0]
    rows = [sorted(lines[n : n + 3], key=lambda line: line.start(lang) * sign) for n in (1, 4, 7)]

    assert caption.start(lang) == near(start)
    assert [[cell.text for cell in cells] for cells in rows[1:]] == [row, [cell * 2 for cell in row]]
    for cells in rows:
        assert cells[0].start(lang) == near(start, 1)
        assert cells[2].end(lang) == near(end, 1)
    middles = [(cells[1].left + cells[1].right) / 2 for cells in rows]
    assert middles == [near(middles[0], 1)] * 3


@BOTH
def test_rows_of_a_table_reach_from_edge_to_edge(lang):
    table = {"kind": "table", "header": [{"runs": "1"}] * 2, "rows": [[{"runs": "2"}] * 2] * 2}
    rules = [box for box in boxes(printed([table], lang), 2) if 250 < box.top < 700]
    assert min(box.left for box in rules) == near(TEXT[0], 1)
    assert max(box.right for box in rules) == near(TEXT[1], 1)


# ------------------------------------------------------------------ pictures


@BOTH
@pytest.mark.parametrize("side", ["start", "end"])
def test_a_half_picture_stands_at_its_side_and_the_text_beside_it(lang, side, tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(1600, 1200))
    figure = {"kind": "figure", "picture": "p.jpg", "alternative_text": "A", "size": "half", "side": side}
    blocks = [figure, *paragraphs(*[WORDS[lang] * 5] * 4)]
    article = ap.Article(title="T", lang=lang, path=tmp_path / "a.md", blocks=blocks)
    pdf = ap.render_article(article).pdf
    (picture,) = boxes(pdf, 3)
    at_left = (side == "start") == (lang == "en")

    assert (picture.left if at_left else picture.right) == near(TEXT[0] if at_left else TEXT[1])
    assert picture.width == near(0.48 * (TEXT[1] - TEXT[0]))
    beside = [line for line in story(pdf, 30) if picture.top < line.y < picture.bottom]
    below = [line for line in story(pdf, 30) if picture.bottom + 30 < line.y]
    assert len(beside) > 5
    for line in beside:
        free = (picture.right, TEXT[1]) if at_left else (TEXT[0], picture.left)
        assert free[0] + 10 < line.left or not at_left
        assert line.right < free[1] - 10 or at_left
        assert TEXT[0] - 0.8 < line.left
        assert line.right < TEXT[1] + 0.8
    assert any(line.left == near(TEXT[0], 1) and line.right == near(TEXT[1], 1) for line in below)


# ------------------------------------------------------------------ notes


@BOTH
def test_a_call_follows_its_word_and_the_note_begins_where_lines_begin(lang):
    word = WORDS[lang].split()[0]
    blocks = [{"kind": "paragraph", "runs": [word, {"kind": "footnote-call", "label": "a"}]}]
    note = {"label": "a", "blocks": paragraphs(WORDS[lang] * 3)}
    pdf = ap.render_article(ap.Article(title="T", lang=lang, blocks=blocks, footnotes=[note])).pdf
    start, end = edges(TEXT, lang)
    sign = inward(lang)
    lines = [line for line in lines_of(pdf, 2, sizes_apart=True) if 250 < line.y < 800]
    (text,) = [line for line in lines if line.text in (word, word[::-1])][:1]
    call, marker = [line for line in lines if line.text == in_digits(1, lang)]

    assert text.start(lang) == near(start, 1)
    assert 0 <= (call.start(lang) - text.end(lang)) * sign < 2
    assert call.size < 0.85 * text.size
    raised = text.y - call.y
    assert (2 < raised < 8) if lang == "en" else raised == near(0), "the faces of Arabic script raise the figure itself"
    assert marker.start(lang) == near(start, 1)
    notes = [line for line in lines_of(pdf, 30) if line.y >= marker.y and line.y < 790]
    assert len(notes) > 1
    assert all(line.start(lang) == near(start, 1) for line in notes)
    assert all((end - line.end(lang)) * sign > -0.5 for line in notes)
    assert any(TEXT[1] - TEXT[0] == near(box.width, 1) for box in boxes(pdf, 2) if marker.y - 30 < box.top < marker.y)


@pytest.mark.parametrize(("lang", "word"), [("fa-AF", "NASA"), ("fa-AF", "۱۳۹۵"), ("en", "آب")])
def test_a_call_stands_where_the_reader_goes_on_after_a_word_of_the_other_direction(lang, word):
    before, after = {"fa-AF": ("این سازمان ", " است"), "en": ("The word ", " is")}[lang]
    notes = [{"label": "a", "blocks": paragraphs("x")}]
    blocks = [{"kind": "paragraph", "runs": [before + word, {"kind": "footnote-call", "label": "a"}, after]}]
    pdf = ap.render_article(ap.Article(title="T", lang=lang, blocks=blocks, footnotes=notes)).pdf
    lines = [line for line in story(pdf, 1.2, sizes_apart=True) if line.y < 400]
    sign = inward(lang)
    (call,) = [line for line in lines if line.text == in_digits(1, lang)]
    (called,) = [line for line in lines if line.text in (word, word[::-1])]
    (next_word,) = [line for line in lines if line.text in (after.strip(), after.strip()[::-1])]

    assert -0.5 < (call.start(lang) - called.end(lang)) * sign < 2
    assert call.end(lang) * sign < next_word.start(lang) * sign


# ------------------------------------------------------------------ quotes and definitions


@BOTH
def test_the_rule_of_a_quote_stands_where_its_lines_begin(lang):
    pdf = printed([{"kind": "quote", "blocks": paragraphs(WORDS[lang] * 3)}], lang)
    start, sign = edges(TEXT, lang)[0], inward(lang)
    pad = 1.3 * 11.5 * (1.15 if lang != "en" else 1)

    lines = story(pdf, 30)
    left, right = upright_rule(pdf, lines[0].y, lines[-1].y)
    assert edges((left, right), lang) == (near(start), near(start + sign * 1.6))
    assert len(lines) > 2
    assert all(line.start(lang) == near(start + sign * (pad + 1.6), 1) for line in lines)


@BOTH
def test_definitions_are_indented_where_lines_begin(lang):
    word = WORDS[lang].split()[0]
    pdf = raw(f"<dl><dt>{word}</dt><dd>{WORDS[lang] * 3}</dd></dl>", lang)
    (start, end), sign = edges(TEXT, lang), inward(lang)
    term, *lines = (line for line in lines_of(pdf, 30) if line.y < 790)
    step = 1.7 * 11.5 * (1.15 if lang != "en" else 1)

    assert term.start(lang) == near(start, 1)
    assert all(line.start(lang) == near(start + sign * step, 1) for line in lines)
    assert all(line.end(lang) == near(end, 1) for line in lines[:-1])


@pytest.mark.parametrize(("page", "block"), [("fa-AF", "en"), ("en", "fa-AF")])
def test_a_block_of_the_other_direction_has_its_own_sides(page, block):
    direction = "ltr" if block == "en" else "rtl"
    body = (
        f'<blockquote lang="{block}" dir="{direction}"><p>{WORDS[block] * 3}</p></blockquote>'
        f'<ol lang="{block}" dir="{direction}"><li>{WORDS[block].split()[0]}</li></ol>'
    )
    pdf = raw(body, page)
    start = edges(TEXT, block)[0]
    *quote, item = (line for line in lines_of(pdf, 30) if line.y < 790)
    rule = upright_rule(pdf, quote[0].y, quote[-1].y)

    assert edges(rule, block) == (near(start), near(start + inward(block) * 1.6))
    assert abs(item.start(block) - start) < 22


# ------------------------------------------------------------------ foot


@BOTH
def test_left_and_right_of_the_foot_are_those_of_the_sheet(lang):
    pdf = printed(paragraphs(*[WORDS[lang] * 6] * 14), lang)
    pages = {line.page for line in lines_of(pdf)}
    assert len(pages) > 1
    for page in pages:
        foot = sorted((line.left, line) for line in lines_of(pdf) if line.page == page and line.y > 795)
        left, number, right = (line for _, line in foot)
        assert left.left == near(OUTER[0])
        assert right.right == near(OUTER[1])
        assert (left.text, right.text) == ("www.afgazad.com", "afgazad@gmail.com")
        assert number.text == in_digits(page, lang)
        assert (number.left + number.right) / 2 == near(WIDTH / 2, 1)


# ------------------------------------------------------------------ contents


@BOTH
def test_a_table_of_contents_leads_from_entry_to_page_number(lang):
    word = WORDS[lang].split()[0]
    entries = "".join(f'<li><a href="#c{n}">{word}</a></li>' for n in (1, 2))
    inner = f'<li><a href="#c2">{word}</a><ol><li><a href="#c3">{word}</a></li></ol></li>'
    chapters = "".join(f'<h2 id="c{n}" style="break-before: page">{word}</h2>' for n in (1, 2, 3))
    pdf = raw(f'<nav class="toc"><ol>{entries}{inner}</ol></nav>{chapters}', lang)
    (start, end), sign = edges(TEXT, lang), inward(lang)
    rows: dict[float, list[Line]] = {}
    for line in lines_of(pdf, 5):
        if line.page == 1 and line.y < 790:
            rows.setdefault(line.y, []).append(line)

    numbers = []
    for indent, (_, row) in zip((0, 0, 0, 1), sorted(rows.items()), strict=True):
        row.sort(key=lambda line: line.start(lang) * sign)
        assert row[-1].end(lang) == near(end, 1)
        assert (row[0].start(lang) - start) * sign == (near(0, 1) if not indent else pytest.approx(17, abs=3))
        letters = [line.text for line in row]
        numbers.append("".join(c for c in letters[-1] if c.isdecimal()))
        assert sum(text.count(".") for text in letters) > 20
        dots = [line for line in row if "." in line.text]
        assert (dots[0].start(lang) - row[0].start(lang)) * sign >= 0
        assert (row[-1].end(lang) - dots[-1].end(lang)) * sign >= 0
    assert numbers == [in_digits(number, lang) for number in (2, 3, 3, 4)]


# ------------------------------------------------------------------ settings


def test_the_text_s_size_follows_from_the_columns_where_none_is_given():
    assert [ap.Settings(columns=count).text_size for count in (1, 2, 3)] == [11.5, 10, 9]
    assert ap.Settings(columns=3, text_size=12).text_size == 12


@pytest.mark.parametrize("fields", [{"columns": 4}, {"columns": 0}, {"paragraphs": "both"}])
def test_other_shapes_are_refused(fields):
    with pytest.raises(ValueError, match=next(iter(fields))):
        ap.Settings(**fields)


@pytest.mark.parametrize("command", [["render", "-o", "out.pdf"], ["preview", "--png"]])
def test_the_command_line_hands_the_shape_on(command, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    import afgazad_pdf.pipeline as pipeline
    from afgazad_pdf.cli.app import app

    seen = []
    render = pipeline.render_article
    monkeypatch.setattr(
        pipeline, "render_article", lambda *given, **named: (seen.append(named["settings"]), render(*given, **named))[1]
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nText.\n", encoding="utf-8")
    options = ["--columns", "2", "--paragraphs", "indented", "--initial"]

    result = CliRunner().invoke(app, [command[0], "a.md", *command[1:], *options])

    assert result.exit_code == 0, result.output
    assert (seen[0].columns, seen[0].paragraphs, seen[0].initial, seen[0].text_size) == (2, "indented", True, 10)
