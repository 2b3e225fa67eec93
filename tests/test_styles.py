"""Looks that an editor chooses: styles, the masthead in nastaliq, pull quotes."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pikepdf
import pytest

import afgazad_pdf as ap
from afgazad_pdf.html.look import load_look
from afgazad_pdf.preview.dump import TextRun, text_runs
from afgazad_pdf.typesetting import load_fonts

PERSIAN = "آب را کسی نگه می‌دارد که برف را شمرده باشد، نه کسی که در پایان تابستان به جوی خالی نگاه می‌کند."
ENGLISH = "Who has counted the snow keeps the water; who looks into the empty ditch keeps nothing but his thirst."


def printed(article: ap.Article, masthead: str | None = None, **settings) -> bytes:
    publication = ap.AFGAZAD.model_copy(update={"masthead": masthead})
    return ap.render_article(article, publication=publication, settings=ap.Settings(**settings)).pdf


def article(lang: str = "fa-AF", **fields) -> ap.Article:
    text = PERSIAN if lang == "fa-AF" else ENGLISH
    paragraph = {"kind": "paragraph", "runs": text}
    return ap.Article(**{"title": "سرخط" if lang == "fa-AF" else "Title", "lang": lang, "blocks": [paragraph]} | fields)


def run_of(runs: tuple[TextRun, ...], text: str) -> TextRun:
    return next(run for run in runs if text in run.text.replace("\u200c", ""))


# ------------------------------------------------------------------ styles


@pytest.mark.parametrize(("style", "font"), [("modern", "Afgazad-Sans"), ("naskh", "Afgazad-Naskh")])
def test_a_style_sets_text_and_headline_in_its_font(style, font):
    runs = text_runs(printed(article(), style=style))

    assert run_of(runs, "شمرده").font.startswith(font)
    assert run_of(runs, "سرخط").font.startswith(font)
    assert max(runs, key=lambda run: run.size).font.startswith(font)


def test_modern_is_the_look_without_a_style():
    assert printed(article()) == printed(article(), style="modern")


def test_a_style_changes_no_latin_letters():
    pages = [text_runs(printed(article("en"), style=style)) for style in ("modern", "naskh")]
    latin = [[(run.font, run.size, run.text) for run in runs if run.text.isascii()] for runs in pages]

    assert latin[0] == latin[1]


def test_naskh_can_be_copied(page_text):
    text = page_text(printed(article(blocks=[{"kind": "paragraph", "runs": "آب آزاد از اینجا آمد."}]), style="naskh"))

    assert all(word in text for word in ("آب", "آزاد", "از", "اینجا", "آمد"))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"style": "nask"}, "“nask” is not among the styles; did you mean `naskh`?"),
        ({"masthead": "nastalik"}, "“nastalik” is not among the mastheads; did you mean `nastaliq`?"),
    ],
)
def test_an_unknown_look_suggests_the_nearest(choice, message):
    with pytest.raises(ap.TemplateError, match=message.replace("?", r"\?")):
        printed(article(), **choice)


@pytest.mark.parametrize("name", ["../naskh", "naskh.toml", "", "a/b"])
def test_a_style_is_a_name_and_no_path(name):
    with pytest.raises(ValueError, match="style"):
        ap.Settings(style=name)


def folder_with(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_may_add_a_style(tmp_path):
    folder = folder_with(tmp_path, theme='[colour]\naccent = "#111111"', styles__brick='[colour]\naccent = "#7a1f1f"')
    faces = load_fonts(())

    assert load_look((folder,), faces, "brick").values.colour.accent == "#7a1f1f"
    assert load_look((folder,), faces).values.colour.accent == "#111111"
    assert load_look((folder,), faces, "brick").values.colour.ink == "#000000"


def test_a_folder_may_change_a_built_in_style(tmp_path):
    folder = folder_with(tmp_path, styles__naskh="[arabic]\nsize = 1.4")
    values = load_look((folder,), load_fonts(()), "naskh").values

    assert values.arabic.size == 1.4
    assert values.headline.arabic_face == "Afgazad Naskh"


def test_a_value_that_no_theme_has_is_told(tmp_path):
    folder = folder_with(tmp_path, styles__brick='[colour]\nacent = "#7a1f1f"')

    with pytest.raises(ap.TemplateError, match=r"did you mean `colour\.accent`"):
        load_look((folder,), load_fonts(()), "brick")


# ------------------------------------------------------------------ the masthead in nastaliq


@pytest.mark.parametrize("lang", ["fa-AF", "en"])
@pytest.mark.parametrize("style", ["modern", "naskh"])
@pytest.mark.parametrize("page_size", ["A4", "A5", "Tabloid"])
def test_the_name_in_nastaliq_fills_the_masthead(lang, style, page_size):
    """It is the greatest text of the page, keeps inside the masthead, and clears the monogram."""
    runs = text_runs(printed(article(lang), "nastaliq", style=style, page_size=page_size))
    name = [run for run in runs if run.font.startswith("Afgazad-Nastaliq")]
    monogram = run_of(runs, "AA-AA")

    assert max(run.y for run in name) - min(run.y for run in name) < 0.2 * name[0].size  # on one line, its dots put on
    assert {run.size for run in name} == {max(run.size for run in runs)}
    assert all(run.font.startswith("Afgazad-Nastaliq-Bold") for run in name)
    assert monogram.y - max(run.y for run in name) > 0.6 * name[0].size


def test_the_name_in_nastaliq_is_not_clipped():
    """Ink of the tallest strokes and the deepest tails stands on the page, with white above it."""
    import pypdfium2

    page = pypdfium2.PdfDocument(printed(article(), "nastaliq"))[0].render(scale=1).to_pil().convert("L")
    inked = [row for row in range(page.height) if min(page.crop((0, row, page.width, row + 1)).tobytes()) < 128]
    first_gap = next(row for row, after in itertools.pairwise(inked) if after > row + 1)

    assert inked[0] > 0.05 * page.height
    assert 45 < first_gap - inked[0] < 80


def test_a_latin_name_stays_as_it_is():
    paper = ap.Publication(version=1, default_language="en", names={"en": "A Paper"}, masthead="nastaliq")
    runs = text_runs(ap.render_article(article("en"), publication=paper).pdf)

    assert run_of(runs, "A Paper").font.startswith("Noto-Serif-Bold")


# ------------------------------------------------------------------ pull quotes


def with_pull(page_lang: str, /, **quote) -> ap.Article:
    text = PERSIAN if quote.get("lang", page_lang) == "fa-AF" else ENGLISH
    pull = {"kind": "quote", "role": "pull", "blocks": [{"kind": "paragraph", "runs": text}]} | quote
    return article(page_lang, blocks=[{"kind": "paragraph", "runs": "1"}, pull, {"kind": "paragraph", "runs": "2"}])


def pull_lines(pdf: bytes) -> list[list[TextRun]]:
    runs = text_runs(pdf)
    size = max(run.size for run in runs if any(word in run.text for word in ("snow", "شمرده")))
    lines: dict[float, list[TextRun]] = {}
    for run in runs:
        if run.size == size and run.text.strip():
            lines.setdefault(round(run.y), []).append(run)
    return [lines[y] for y in sorted(lines)]


@pytest.mark.parametrize("style", ["modern", "naskh"])
@pytest.mark.parametrize(
    ("lang", "inner", "slanted"),
    [("en", "en", True), ("fa-AF", "fa-AF", False), ("en", "fa-AF", False), ("fa-AF", "en", True)],
)
def test_joined_letters_are_heavy_where_latin_ones_slant(style, lang, inner, slanted):
    quote = {} if lang == inner else {"lang": inner}
    lines = pull_lines(printed(with_pull(lang, **quote), style=style))
    fonts = {run.font for line in lines for run in line}

    assert len(lines) > 1
    if slanted:
        assert fonts == {"Noto-Serif-Italic"}
    else:
        assert all(font.endswith("-Bold") for font in fonts)


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("lang", ["en", "fa-AF"])
def test_a_pull_quote_stands_in_the_middle_of_its_column(lang, columns):
    """Its lines are set in balance: the first letters of all but one begin near each other."""
    pdf = printed(with_pull(lang), columns=columns)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        width = float(document.pages[0].mediabox[2])
    starts = [min(run.x for run in line) for line in pull_lines(pdf)]

    assert max(starts) - min(starts) < 0.16 * width / columns


def test_a_pull_quote_comes_from_markdown():
    text = "---\ntitle: T\nlang: en\n---\n\n::: pull\nWords.\n— Somebody\n:::\n"
    (quote,) = ap.load_article(text, format="markdown").blocks

    assert (quote.kind, quote.role) == ("quote", "pull")
    assert quote.attribution[0].text == "Somebody"
