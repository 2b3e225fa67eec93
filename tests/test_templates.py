"""Templates of one's own: one block replaced, the rest kept; faults told with file and line."""

from __future__ import annotations

import pytest

import afgazad_pdf as ap
from afgazad_pdf.fonts import load_faces
from afgazad_pdf.html import load_theme
from afgazad_pdf.html.look import load_look
from afgazad_pdf.preview.dump import text_runs
from afgazad_pdf.shaping import text_width


@pytest.fixture
def page_html(make_article):
    def make(folder=None, article=None, **fields):
        article = article or make_article("Text.", **fields)
        theme = load_theme((folder,) if folder else (), load_faces())
        return theme.page_html(article, ap.AFGAZAD, ap.Settings(), {}, generator="test")

    return make


def test_one_block_is_replaced_and_the_rest_is_kept(tmp_path, make_article, page_text):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "paragraph.html.j2").write_text("<p>OURS: {{ block.runs | runs }}</p>")

    text = page_text(ap.render_article(make_article("Text."), settings=ap.Settings(template_folders=(tmp_path,))).pdf)

    assert "OURS: Text." in text
    assert "AA-AA" in text


def test_the_first_folder_wins(tmp_path, page_html):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "foot.html.j2").write_text(f"<div>foot {name}</div>")
    theme = load_theme((tmp_path / "one", tmp_path / "two"), load_faces())

    html = theme.page_html(ap.Article(title="T", lang="en"), ap.AFGAZAD, ap.Settings(), {}, generator="g")

    assert "foot one" in html
    assert "foot two" not in html


def test_a_template_can_extend_the_one_it_replaces(tmp_path, page_html):
    (tmp_path / "article.html.j2").write_text(
        '{% extends "default/article.html.j2" %}{% block closing %}<p>Printed in Kabul.</p>{% endblock %}'
    )

    html = page_html(tmp_path)

    assert "Printed in Kabul." in html
    assert 'class="masthead"' in html


def test_a_theme_file_changes_only_what_it_names(tmp_path, make_article):
    (tmp_path / "theme.toml").write_text('[colour]\naccent = "#aa0000"\n[own]\nwish = 1\n')
    settings = ap.Settings(template_folders=(tmp_path,))
    theme = load_theme((tmp_path,), load_faces())

    stylesheet = theme.stylesheet(ap.AFGAZAD, settings)

    assert "#aa0000" in stylesheet
    assert "#1b3a7d" not in stylesheet
    assert theme.look.values.own.wish == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("masthead.html.j2", "one\n{{ masthed.name }}", r"masthead.html.j2:2: 'masthed' is undefined"),
        ("masthead.html.j2", "{% if %}", r"masthead.html.j2:1: "),
        ("foot.html.j2", '{% include "none.html.j2" %}', "The template none.html.j2 does not exist"),
        ("foot.html.j2", "{{ ''.__class__.__mro__ }}", "is unsafe|access to attribute"),
        ("foot.html.j2", "{{ cycler.__init__.__globals__ }}", "unsafe|access to attribute"),
        (
            "theme.toml",
            "[colour]\nacent = 1",
            "“colour.acent” is not a value of the theme; did you mean `colour.accent`",
        ),
        ("theme.toml", "accent = 1", "“accent” stands in no group"),
        ("theme.toml", "[", "cannot be read"),
    ],
)
def test_faults_of_templates_are_told(tmp_path, make_article, name, text, message):
    (tmp_path / name).write_text(text)

    with pytest.raises(ap.TemplateError, match=message):
        ap.render_article(make_article("Text."), settings=ap.Settings(template_folders=(tmp_path,)))


def test_what_an_article_says_is_never_markup(page_html):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"

    html = page_html(title=evil, subtitle=evil, author=[evil], summary=evil, tags=[evil])

    assert "<script" not in html
    assert "<img" not in html
    assert "49" not in html
    assert html.count("&lt;script&gt;") >= 6


def test_direction_is_written_only_where_it_differs():
    article = ap.Article(
        title="سرخط",
        lang="fa-AF",
        blocks=[
            {"kind": "paragraph", "runs": "یک"},
            {"kind": "paragraph", "runs": "one", "lang": "en"},
            {"kind": "paragraph", "runs": "two دو", "dir": "ltr"},
            {
                "kind": "paragraph",
                "runs": [{"kind": "span", "lang": "en", "runs": "x"}, {"kind": "span", "lang": "ps", "runs": "y"}],
            },
        ],
    )
    html = load_theme((), load_faces()).page_html(article, ap.AFGAZAD, ap.Settings(), {}, generator="g")

    assert '<html lang="fa-AF" dir="rtl" class="arabic digits-persian">' in html
    assert "<p>یک</p>" in html
    assert '<p lang="en" dir="ltr">one</p>' in html
    assert '<p dir="ltr">two دو</p>' in html
    assert '<span lang="en" dir="ltr">x</span><span lang="ps">y</span>' in html


def test_a_block_inside_one_of_the_other_direction_turns_back():
    inner = {"kind": "paragraph", "runs": "یک", "lang": "fa"}
    article = ap.Article(title="سرخط", lang="fa-AF", blocks=[{"kind": "quote", "lang": "en", "blocks": [inner]}])
    html = load_theme((), load_faces()).page_html(article, ap.AFGAZAD, ap.Settings(), {}, generator="g")

    assert '<blockquote lang="en" dir="ltr">' in html
    assert '<p lang="fa" dir="rtl">یک</p>' in html


def test_a_list_counts_in_the_digits_of_its_own_language():
    item = {"blocks": [{"kind": "paragraph", "runs": "x"}]}
    lists = [
        {"kind": "list", "ordered": True, "items": [item]} | more for more in ({}, {"lang": "en"}, {"ordered": False})
    ]
    article = ap.Article(title="T", lang="fa", blocks=lists)
    html = load_theme((), load_faces()).page_html(article, ap.AFGAZAD, ap.Settings(), {}, generator="g")

    assert '<ol class="digits-persian">' in html
    assert '<ol lang="en" dir="ltr" class="digits-decimal">' in html
    assert "<ul>" in html


def test_a_poem_has_two_columns_of_one_width_or_is_stacked():
    def poem(*hemistichs):
        article = ap.Article(
            title="T",
            lang="fa",
            blocks=[{"kind": "poem", "stanzas": [{"verses": [{"hemistichs": list(hemistichs)}] * 2}]}],
        )
        return [
            run
            for run in text_runs(ap.render_article(article).pdf)
            if 260 < run.y < 400 and run.font.startswith("Afgazad-Naskh")
        ]

    columns = poem("چو کشور نباشد تن من مباد", "بدین بوم و بر زنده یک تن مباد")
    assert len({round(run.y) for run in columns}) == 2
    assert columns[0].x > 300 > columns[1].x

    stacked = poem("یک مصراع دراز که در دو ستون جای نمی‌گیرد و زیر هم می‌آید", "و مصراع دوم آن که کوتاه است")
    assert len({round(run.y) for run in stacked}) == 4


def test_a_trailing_space_before_an_element_does_not_break_the_line_early(make_article):
    """WeasyPrint 70 would set “For” alone on the first line, at some width of the text."""
    link = {"kind": "span", "role": "link", "href": "https://a.b", "runs": "our site"}
    for filler in range(40):
        text = "For " + "i" * filler + " a link, put the text in square brackets and the address in round ones: "
        article = ap.Article(
            title="T", lang="en", blocks=[{"kind": "paragraph", "runs": [text, link, ". A note is as simple."]}]
        )
        runs = [run for run in text_runs(ap.render_article(article).pdf) if run.text.startswith("For")]

        assert len(runs[0].text) > 40


@pytest.mark.parametrize(
    ("label", "even"), [("www.afgazad.com", True), ("www.paperwithanameoffortyletters.example", False)]
)
def test_the_ends_of_the_foot_leave_the_number_its_place(label, even, make_article):
    contacts = {name: contact.model_copy(update={"label": label}) for name, contact in ap.AFGAZAD.contacts.items()}
    paper = ap.AFGAZAD.model_copy(update={"contacts": contacts})
    settings = ap.Settings(page_size="A5")

    html = load_theme((), load_faces()).page_html(make_article("Text."), paper, settings, {}, generator="g")
    runs = text_runs(ap.render_article(make_article("Text."), publication=paper, settings=settings).pdf)

    assert ('<table class="foot-even">' in html) is even
    foot = sorted((run for run in runs if run.y > 530 and run.text.strip()), key=lambda run: run.x)
    assert [run.text for run in foot] == [label, "1", label]
    width = text_width(label, load_look((), load_faces()).face("Noto Serif").file, lang="en", direction="ltr")
    assert foot[0].x + foot[0].size * width < foot[1].x + 0.1
    assert foot[1].x + 0.5 * foot[1].size < foot[2].x
