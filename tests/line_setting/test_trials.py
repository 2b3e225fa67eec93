"""Lines end where the engine ends them, though fewer words are tried at their ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afgazad_pdf.errors import RenderError
from afgazad_pdf.line_setting import trials
from afgazad_pdf.pdf import Renderer
from tests.line_setting.renderers import FAMILIES, engine, kept

WORDS = {
    "fa": "برف کوه در بهار گرم می‌شود و به دریا «می‌ریزد»؛ دهقانان نان را (۱۲٫۵ کیلو) از AVA تا الله گندم، سبز! ءِ".split(),
    "en": "Snow melts on AVAlanche slopes; (officers) of Tokyo, fly 12,000 km — internationalization well-known/a “T” I".split(),
    "de": "Donaudampfschifffahrt und Wasser, von To Vaters Häusern; über-all z.B. f. Auf-\u00adlage Auf\u00adlage l".split(),
}
STYLES = (
    "",
    "text-align: justify",
    "hyphens: auto; text-align: justify",
    "hyphens: manual",
    "letter-spacing: 0.8px",
    "word-spacing: 4px",
    "overflow-wrap: anywhere",
    "overflow-wrap: break-word; hyphens: auto",
    "white-space: pre-line",
    "white-space: pre-wrap",
    "word-break: break-all",
    "font-feature-settings: 'kern' 0",
    "font-variant-caps: small-caps",
)


@st.composite
def paragraphs(draw) -> tuple[str, str]:
    lang = draw(st.sampled_from(sorted(WORDS)))
    words = draw(st.lists(st.sampled_from(WORDS[lang]), min_size=4, max_size=50))
    marked = draw(st.integers(0, len(words) - 1))
    words[marked] = f"<b>{words[marked]}</b>" if draw(st.booleans()) else f"<i>{words[marked]} </i>"
    text = "".join(word + draw(st.sampled_from((" ", " ", " ", " ", "\u00a0", "  ", "\n"))) for word in words)
    direction = "rtl" if lang == "fa" else "ltr"
    html = f'<html lang="{lang}" dir="{direction}"><body><p>{text}</p></body></html>'
    width = draw(st.floats(20, 300))
    css = (
        f"@page {{ size: 400pt 900pt; margin: 20pt }} body {{ direction: {direction} }} p {{ width: {width:.2f}pt; "
        f"font-family: '{draw(st.sampled_from(FAMILIES))}'; {draw(st.sampled_from(STYLES))} }}"
    )
    return html, css


@settings(max_examples=150, deadline=None)
@given(paragraphs())
def test_lines_are_those_of_the_engine(paragraph):
    assert outcome(kept(), *paragraph) == outcome(engine(), *paragraph)


def outcome(renderer: Renderer, html: str, css: str) -> object:
    """Return the lines, or what the engine says where it fails (at soft hyphens before preserved line breaks)."""
    try:
        return renderer.lines(html, css, {})
    except RenderError as fault:
        return str(fault)


def test_most_words_that_do_not_fit_are_not_tried(monkeypatch):
    asked: list[bool] = []

    def is_vain(layout, text):
        asked.append(found := was_vain(layout, text))
        return found

    was_vain = trials._is_vain
    monkeypatch.setattr(trials, "_is_vain", is_vain)
    html = '<html lang="en"><body><p>' + "Snow melts on the mountains in spring and runs to the river " * 20
    lines = kept().lines(html, "p { width: 150pt }", {})

    assert sum(asked) > 0.6 * len(lines)


@pytest.mark.parametrize("width", [101, 101.5, 102, 103, 104, 105, 106, 107, 108])
def test_a_word_that_fits_without_its_space_is_still_tried(width):
    html = '<html lang="en"><body><p>Snow melts on the mountains in spring</p></body></html>'
    css = f"p {{ width: {width}pt; font: 12pt 'Noto Serif' }}"

    assert kept().lines(html, css, {}) == engine().lines(html, css, {})
