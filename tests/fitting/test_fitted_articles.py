"""Articles that are printed at a length: what the finding says is what stands in the PDF."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import afgazad_pdf as ap
from afgazad_pdf import typesetting
from afgazad_pdf.article import Fit
from afgazad_pdf.fitting import NATURAL, extent_of
from afgazad_pdf.fitting.adjustment import MEANS
from afgazad_pdf.pdf import Renderer
from afgazad_pdf.preview.dump import text_runs
from afgazad_pdf.publication import built_in_publication

PUBLICATION = built_in_publication()
SETTINGS = ap.Settings(page_size="A5", text_size=10, paragraphs="indented")

ENGLISH = (
    "Snow that falls on the high ridges in January is the bread of the valleys in July, and the men who share the "
    "water know its depth by heart before the first plough is taken from its nail. "
)
PERSIAN = (
    "برف کوه در بهار آب می‌شود و به دریا می‌ریزد و دهقانان آن را در جوی‌ها می‌برند تا گندم سبز شود. "
    "پیرمردی که چهل سال میراب قریهٔ خود بوده است، چوب درازی را در برف فرو برد و با چاقو بر آن خطی کشید. "
)


EXACT = 0.002
"""In em: what two distances of the same letters may differ by, rounding included."""


def an_article(paragraphs: int, *, lang: str = "en", sentences: int = 4, fit: str | None = None, more: int = 0):
    """Paragraphs that are alike, the last one longer by some sentences."""
    text = PERSIAN if lang == "fa" else ENGLISH
    blocks = [{"kind": "paragraph", "runs": text * sentences} for _ in range(paragraphs - 1)]
    blocks.append({"kind": "paragraph", "runs": text * (sentences + more)})
    return ap.Article(title="برف" if lang == "fa" else "Snow", lang=lang, blocks=blocks, fit=fit)


def extent(article: ap.Article, settings: ap.Settings = SETTINGS):
    """How long an article is without any change."""
    wanted = article.model_copy(update={"fit": Fit(kind="balance")})
    page = typesetting.prepare(wanted, PUBLICATION, settings, typesetting.Form(adjustment=NATURAL))
    theme = typesetting.load_theme((), page.faces, settings.style, None)
    return extent_of(typesetting.lay_out(page), theme.look.geometry(PUBLICATION, settings).frame)


def codes(rendered) -> list[str]:
    return [finding.code for finding in rendered.findings if finding.code.startswith("fit-")]


def text_lines(pdf: bytes, size: float) -> Counter:
    """The distances of neighbouring lines of a size, in hundredths of a pt, by how often they occur."""
    heights = sorted({(run.page, round(run.y, 3)) for run in text_runs(pdf) if abs(run.size - size) < 0.01})
    return Counter(round(below - above, 2) for (page, above), (same, below) in pairwise(heights) if page == same)


@pytest.fixture(scope="module")
def too_long():
    """An article of which three lines stand on a second page."""
    article = an_article(3, sentences=3, more=1)
    assert extent(article).page_room(1) == -3
    fitted = article.model_copy(update={"fit": Fit(kind="pages", count=1)})
    return SimpleNamespace(
        article=fitted,
        natural=ap.render_article(article, settings=SETTINGS),
        rendered=ap.render_article(fitted, settings=SETTINGS),
    )


def test_three_lines_too_many_are_pulled_in(too_long):
    natural, rendered = too_long.natural, too_long.rendered
    (finding,) = [finding for finding in rendered.findings if finding.code == "fit-changed"]

    assert (natural.pages, rendered.pages) == (2, 1)
    assert finding.message.startswith("set to 1 page: ")
    sizes = re.search(r"text ([\d.]+) → ([\d.]+) pt", finding.message)
    before, after = (float(size) for size in sizes.groups()) if sizes else (10.0, 10.0)
    wide, tight = (float(pitch) for pitch in re.search(r"lines ([\d.]+) → ([\d.]+) pt", finding.message).groups())
    assert before == 10.0
    assert text_lines(natural.pdf, before).most_common(1)[0][0] == pytest.approx(wide, abs=0.011)
    assert text_lines(rendered.pdf, after).most_common(1)[0][0] == pytest.approx(tight, abs=0.011)
    assert "pictures" not in finding.message


def test_the_headline_and_the_foot_stay(too_long):
    natural, rendered = too_long.natural, too_long.rendered

    def around(pdf):
        return [run for run in text_runs(pdf) if run.page == 1 and (run.text.strip() == "Snow" or run.y > 560)]

    assert len(around(natural.pdf)) >= 3
    assert around(rendered.pdf) == around(natural.pdf)


def test_what_is_far_too_long_is_printed_as_it_is_with_the_lines_counted():
    article = an_article(5)
    natural = extent(article)
    rendered = ap.render_article(article.model_copy(update={"fit": Fit(kind="pages", count=1)}), settings=SETTINGS)
    plain = ap.render_article(article, settings=SETTINGS)
    (finding,) = [finding for finding in rendered.findings if finding.code == "fit-impossible"]
    heights = {
        (run.page, round(run.y, 1)) for run in text_runs(plain.pdf) if run.page > 1 and abs(run.size - 10) < 0.01
    }

    assert len(heights) == -natural.page_room(1) > 20
    assert f"by {len(heights)} as it is" in finding.message
    assert rendered.pages == plain.pages
    assert [run.y for run in text_runs(rendered.pdf)] == [run.y for run in text_runs(plain.pdf)]


def test_the_lines_to_cut_are_the_lines_that_make_it_fit():
    """One paragraph in which every sentence is a line or two: cutting what the finding asks for is enough."""
    article = an_article(6, sentences=5, fit="1 page")
    (finding,) = [
        finding
        for finding in ap.render_article(article, settings=SETTINGS).findings
        if finding.code == "fit-impossible"
    ]
    lines = int(re.search(r"Cut (\d+) lines?", finding.message)[1])
    each = extent(an_article(1, sentences=5)).columns[0].used  # lines of one paragraph
    kept = 6 - -(-lines // int(each))
    shorter = ap.render_article(an_article(kept, sentences=5, fit="1 page"), settings=SETTINGS)

    assert shorter.pages == 1


def test_two_columns_of_three():
    settings = ap.Settings(columns=3, paragraphs="indented")
    article = an_article(3, sentences=4, more=3, fit="2 columns")
    natural = extent(article, settings)
    page = typesetting.fitted(typesetting.prepare(article, PUBLICATION, settings))
    typeset = typesetting.print_page(page)
    lines = [line for line in typeset.lines if line.name == "story"]
    room = 2 * natural.columns[0].room * natural.pitch

    assert len(lines) * natural.pitch > room
    assert len(lines) * natural.pitch * page.adjustment.leading_scale <= room
    assert [finding.code for finding in typeset.findings if finding.code.startswith("fit-")] == ["fit-changed"]
    assert typeset.pages == 1


def test_balance_of_a_short_last_page():
    settings = ap.Settings(columns=2, page_size="A5", paragraphs="indented")
    article = an_article(3, sentences=3)
    before = extent(article, settings)
    assert sum(column.used for column in before.last_page) < sum(column.room for column in before.last_page) / 3
    rendered = ap.render_article(article.model_copy(update={"fit": Fit(kind="balance")}), settings=settings)

    assert codes(rendered) == ["fit-changed"]
    assert rendered.pages == 1


def words_of(pdf: bytes) -> dict[str, set[tuple[float, ...]]]:
    """The words of a PDF with the distances of their letters' origins, in units of the size."""
    words: dict[str, set[tuple[float, ...]]] = {}
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        textpage = page.get_textpage()
        word: list[tuple[str, float, float, float]] = []
        for index in range(pdfium.FPDFText_CountChars(textpage.raw)):
            letter = chr(pdfium.FPDFText_GetUnicode(textpage.raw, index))
            x, y = pdfium.c_double(), pdfium.c_double()
            pdfium.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
            if letter.isalpha() and (not word or abs(word[-1][2] - y.value) < 0.01):
                word.append((letter, x.value, y.value, pdfium.FPDFText_GetFontSize(textpage.raw, index)))
                continue
            if len(word) > 2:
                steps = tuple(round((b[1] - a[1]) / a[3], 4) for a, b in pairwise(word))
                words.setdefault("".join(piece[0] for piece in word), set()).add(steps)
            word = []
    return words


def test_letters_are_never_spaced():
    """A Persian article in one page less: in each word the letters stand as in the words of the natural setting."""
    article = an_article(3, lang="fa", sentences=2, more=1)
    natural = ap.render_article(article, settings=SETTINGS)
    rendered = ap.render_article(article.model_copy(update={"fit": Fit(kind="pages", count=1)}), settings=SETTINGS)
    before, after = words_of(natural.pdf), words_of(rendered.pdf)

    assert (natural.pages, rendered.pages) == (2, 1)
    assert codes(rendered) == ["fit-changed"]
    assert len(after) > 20
    for word, settings in after.items():
        for steps in settings:
            assert any(
                len(steps) == len(other) and max(abs(a - b) for a, b in zip(steps, other, strict=True)) <= EXACT
                for other in before[word]
            ), word
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        used = {str(step.operator) for page in pdf.pages for step in pikepdf.parse_content_stream(page)}
    assert not used & {"Tc", "Tz"}


def test_pictures_become_smaller_as_a_whole(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(1200, 800))
    (tmp_path / "a.md").write_text(
        "---\ntitle: Snow\nlang: en\nfit: 1 page\n---\n\n![A slope](p.jpg)\n\n"
        + "\n\n".join([ENGLISH * 4] * 3)
        + "\n\n"
        + ENGLISH,
        encoding="utf-8",
    )
    article = ap.load_article(tmp_path / "a.md")
    page = typesetting.fitted(typesetting.prepare(article, PUBLICATION, SETTINGS))
    plain = typesetting.prepare(article, PUBLICATION, SETTINGS, typesetting.Form(adjustment=NATURAL))
    width = r'<img [^>]*style="width: ([\d.]+)pt"'
    natural, printed = (float(re.search(width, each.html)[1]) for each in (plain, page))

    assert printed == pytest.approx(natural * page.adjustment.picture_scale, abs=0.01)
    if page.adjustment.picture_scale < 1:
        assert any("pictures at" in finding.message for finding in page.after)


def test_an_article_without_a_length_is_laid_out_once_and_has_no_style_of_its_own(monkeypatch):
    def fail(*_):
        raise AssertionError("laid out")

    monkeypatch.setattr(Renderer, "lines", fail)
    page = typesetting.prepare(an_article(2), PUBLICATION, SETTINGS)
    typesetting.print_page(page)

    assert "<style" not in page.html
    assert "data-line" not in page.html.partition('<div class="story"')[2]
    assert page.adjustment == NATURAL


def test_a_given_adjustment_is_taken_without_layouts(monkeypatch):
    monkeypatch.setattr(Renderer, "lines", lambda *_: pytest.fail("laid out"))
    tight = typesetting.Form(adjustment=type(NATURAL)(leading_scale=0.97))
    page = typesetting.fitted(typesetting.prepare(an_article(2, fit="1 page"), PUBLICATION, SETTINGS, tight))

    assert "line-height: 1.4162" in page.html
    assert page.adjustment.leading_scale == 0.97


def test_the_same_article_gives_the_same_bytes(too_long):
    assert ap.render_article(too_long.article, settings=SETTINGS).pdf == too_long.rendered.pdf


def test_every_means_is_in_the_stylesheet(root):
    css = (root / "templates" / "css" / "fit.css.j2").read_text("utf-8")

    assert [means.field for means in MEANS if f"change.{means.field}" not in css] == []
    assert "letter-spacing" not in css


def test_a_page_is_known_by_the_length_that_it_asks_for():
    """Parts of an issue are kept by this name: one that is to be fitted is not laid out to learn it."""
    keys = {
        typesetting.prepare(an_article(2, fit=fit), PUBLICATION, SETTINGS).key
        for fit in (None, "1 page", "2 pages", "balance")
    }
    assert len(keys) == 4


def test_an_empty_page_before_the_article_does_not_count(too_long):
    page = typesetting.prepare(too_long.article, PUBLICATION, SETTINGS)
    frame = page.made.frame
    plain = typesetting.lay_out(page)
    moved = [replace(line, page=line.page + 1) for line in plain]
    foot = [replace(line, page=1) for line in plain if line.page == 1 and line.baseline > frame.bottom]

    assert foot
    assert extent_of([*foot, *moved], frame) == extent_of(plain, frame)


def test_with_kashida_the_page_is_as_long():
    settings = SETTINGS.model_copy(update={"justify": "kashida"})
    rendered = ap.render_article(an_article(3, lang="fa", sentences=2, more=1, fit="1 page"), settings=settings)

    assert rendered.pages == 1
    assert codes(rendered) == ["fit-changed"]


def test_a_template_that_names_no_story_is_left_alone(tmp_path, too_long):
    (tmp_path / "article.html.j2").write_text(
        '{% extends "base.html.j2" %}{% block body %}<main>'
        '{% for block in article.blocks %}{% include "blocks/" ~ block.kind ~ ".html.j2" %}{% endfor %}'
        "</main>{% endblock %}",
        encoding="utf-8",
    )
    settings = SETTINGS.model_copy(update={"template_folders": (tmp_path,)})

    assert codes(ap.render_article(too_long.article, settings=settings)) == []
