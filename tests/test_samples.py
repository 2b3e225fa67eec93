"""Each sample renders without a finding, and its pages are those of the references.

Wanted changes are accepted with ``make references``. A failure writes `actual`, `expected` and
`difference` to build/samples-failed/.
"""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

import afgazad_pdf as ap
from afgazad_pdf.preview.dump import dump

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = ROOT / "tests" / "references"
FAILED = ROOT / "build" / "samples-failed"

PAGES = {
    "china-syria": 2,
    "dari-water": 3,
    "french-lapis": 2,
    "german-silk-road": 2,
    "literary-ghazal": 2,
    "pashto-school": 2,
}
"""The expected number of pages of each sample."""

MEAN_DIFFERENCE = 0.6
"""Of 255 grey levels, over the whole page: below what a moved line of text makes (about 1.5)."""

STRONG_DIFFERENCES = 0.004
"""Share of pixels that may differ by more than 64 levels: edges drawn by another rasteriser version."""


@cache
def rendered(name: str) -> ap.Rendered:
    return ap.render_article(ap.load_article(ROOT / "samples" / name / "article.md"))


def failed(name: str) -> Path:
    FAILED.mkdir(parents=True, exist_ok=True)
    return FAILED / name


def test_every_sample_is_tested():
    assert {file.parent.name for file in (ROOT / "samples").glob("*/article.md")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_has_no_findings(name):
    loaded = ap.read_article(ROOT / "samples" / name / "article.md")

    assert [str(finding) for finding in (*loaded.findings, *rendered(name).findings)] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_has_its_number_of_pages(name):
    assert rendered(name).pages == PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_the_text_of_a_sample_stands_where_it_stood(name):
    actual = dump(rendered(name).pdf)
    expected = (REFERENCES / f"{name}.txt").read_text(encoding="utf-8")
    if actual != expected:
        difference = "\n".join(difflib.unified_diff(expected.splitlines(), actual.splitlines(), lineterm="", n=0))
        failed(f"{name}.actual.txt").write_text(actual, encoding="utf-8")
        failed(f"{name}.expected.txt").write_text(expected, encoding="utf-8")
        failed(f"{name}.difference.txt").write_text(difference, encoding="utf-8")
        pytest.fail(f"text moved (see {FAILED}):\n{difference[:1500]}")


@pytest.mark.parametrize("name", PAGES)
def test_the_first_page_of_a_sample_looks_as_it_looked(name):
    expected = Image.open(REFERENCES / f"{name}.png").convert("L")
    actual = ap.preview_pages(rendered(name).pdf, dpi=40)[0].convert("L")
    assert actual.size == expected.size

    difference = ImageChops.difference(actual, expected)
    mean = ImageStat.Stat(difference).mean[0]
    strong = sum(difference.histogram()[65:]) / (difference.width * difference.height)
    if mean > MEAN_DIFFERENCE or strong > STRONG_DIFFERENCES:
        actual.save(failed(f"{name}.actual.png"))
        expected.save(failed(f"{name}.expected.png"))
        difference.point(lambda level: min(255, level * 4)).save(failed(f"{name}.difference.png"))
        pytest.fail(f"the page looks different: mean {mean:.2f}, strong {strong:.4f} (see {FAILED})")


def test_the_picture_comparison_notices_a_moved_line(make_article):
    """The tolerances above are not so wide that they let a change through."""
    base, moved = (
        ap.preview_pages(ap.render_article(make_article(*["Some text of a line. " * 20] * 8, title=title)).pdf, dpi=40)[
            0
        ]
        for title in ("A short headline", "A headline that is so long that it needs a second line on the page")
    )
    difference = ImageChops.difference(base.convert("L"), moved.convert("L"))

    assert ImageStat.Stat(difference).mean[0] > MEAN_DIFFERENCE


def test_the_seed_s_structure_is_kept():
    article = ap.load_article(ROOT / "samples" / "china-syria" / "article.md")

    kinds = [block.kind for block in article.blocks]
    assert kinds.count("paragraph") == 10
    assert kinds.index("figure") in range(4, 9)
    assert article.title == "China ‘to upgrade Syria military ties’"


def test_the_dari_sample_has_six_hundred_words():
    article = ap.load_article(ROOT / "samples" / "dari-water" / "article.md")

    words = sum(len(run.text.split()) for run in article.runs() if isinstance(run, ap.Text))
    assert words >= 600


def test_the_pashto_sample_has_all_letters_of_pashto():
    text = (ROOT / "samples" / "pashto-school" / "article.md").read_text(encoding="utf-8")

    assert set("ټډړږښګڼېۍ") <= set(text)


def test_long_words_headlines_tables_and_notes_occur():
    articles = [ap.load_article(ROOT / "samples" / name / "article.md") for name in PAGES]

    assert any(len(article.title) > 90 for article in articles)
    assert any(
        len(word) > 25
        for article in articles
        for run in article.runs()
        if isinstance(run, ap.Text)
        for word in run.text.split()
    )
    assert any(block.kind == "table" for article in articles for block in article.blocks)
    assert any(article.footnotes for article in articles)
    assert any(block.kind == "poem" for article in articles for block in article.blocks)
