"""Publication, settings, languages."""

from __future__ import annotations

import pytest

import afgazad_pdf as ap
from afgazad_pdf.article import plain_text
from afgazad_pdf.languages import best_match, direction_of, first_strong_direction, language
from afgazad_pdf.settings import page_size

MINIMAL = 'version = 1\ndefault_language = "en"\n[names]\nen = "A Paper"\n'


# ------------------------------------------------------------------ publication


def test_the_built_in_publication_holds_what_the_paper_prints():
    paper = ap.AFGAZAD

    assert paper.names["fa-AF"] == "افغانستان آزاد – آزاد افغانستان"
    assert paper.monogram == "AA-AA"
    assert paper.motto is not None
    assert paper.motto.bayts == (
        ("چو کشور نباشد تن من مباد", "بدین بوم و بر زنده یک تن مباد"),
        ("همه سر به سر تن به کشتن دهیم", "از آن به که کشور به دشمن دهیم"),
    )
    assert paper.contacts["site"] == ap.Contact(label="www.afgazad.com", href="http://www.afgazad.com")
    assert paper.contacts["mail"] == ap.Contact(label="afgazad@gmail.com", href="mailto:afgazad@gmail.com")
    assert paper.sections["european-languages"]["en"] == "European Languages"
    assert paper.sections["european-languages"]["fa-AF"] == "زبان های اروپایی"
    assert len(paper.sections) >= 8
    assert all({"en", "fa-AF", "ps"} <= set(labels) for labels in paper.sections.values())


def test_a_publication_needs_no_more_than_a_name(tmp_path, make_article, page_text):
    file = tmp_path / "publication.toml"
    file.write_text(MINIMAL)
    publication = ap.load_publication(file)

    result = ap.render_article(make_article("Some text."), publication=publication)

    assert result.findings == ()
    assert "A Paper" in page_text(result.pdf)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version = 1\n", "names: is missing; add it"),
        ("version = 2\n" + MINIMAL[12:], ":1: version: “2” is not known; write one of 1"),
        (MINIMAL + 'colour = "red"\n[sections.world]\nen = "World"\n', "names.colour"),
        ("monogramm = 'A'\n" + MINIMAL, ":1: monogramm: is not a known key; did you mean `monogram`?"),
        (
            MINIMAL + '[foot]\nleft = "mial"\n[contacts.mail]\nlabel = "a"\nhref = "mailto:a@b.c"\n',
            "did you mean `mail`?",
        ),
        (
            MINIMAL + '[contacts.x]\nlabel = "a"\nhref = "javascript:alert(1)"\n',
            "contacts.x.href: “javascript:alert(1)”",
        ),
        (MINIMAL.replace('"en"', '"fa"'), "`names` needs an entry for the default language, fa"),
        ("version = \n", ":1: is not valid TOML"),
        (MINIMAL + "[sections]\nworld = {}\n", "section “world” has no label"),
    ],
)
def test_faults_of_a_publication_are_told(tmp_path, text, message):
    file = tmp_path / "publication.toml"
    file.write_text(text)

    with pytest.raises(ap.PublicationError) as fault:
        ap.load_publication(file)

    assert str(fault.value).startswith(str(file))
    assert message in str(fault.value)


def test_a_publication_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ap.PublicationError, match="does not exist"):
        ap.load_publication(tmp_path / "none.toml")


def test_an_unknown_section_suggests_the_nearest(make_article):
    with pytest.raises(
        ap.ArticleError, match="section: “politic” is not a section of this publication; did you mean `politics`"
    ):
        ap.render_article(make_article("Text.", section="politic"))


def test_a_section_may_bring_its_own_labels(make_article, page_text):
    result = ap.render_article(make_article("Text.", section={"en": "Chess", "fa": "شطرنج"}))

    assert "Chess" in page_text(result.pdf)
    assert result.findings == ()


# ------------------------------------------------------------------ settings


def test_page_sizes_by_name_and_by_millimetres():
    assert page_size("a4") == ap.PageSize(width=210, height=297)
    assert page_size("170 x 240 mm") == ap.PageSize(width=170, height=240)
    assert ap.Settings(page_size="Letter").page_size.width == 215.9


@pytest.mark.parametrize(
    ("text", "message"),
    [("A44", "did you mean `A4`"), ("huge", "known are"), ("10x10", "from 90×120 mm"), ("9000x9000", "1200×1700")],
)
def test_a_page_size_that_cannot_be_is_told(text, message):
    with pytest.raises(ap.SettingsError, match=message):
        page_size(text)


# ------------------------------------------------------------------ languages


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("fa", "rtl"), ("fa-AF", "rtl"), ("prs", "rtl"), ("ps", "rtl"), ("ar", "rtl"), ("ur", "rtl"), ("he", "rtl"),
        ("en", "ltr"), ("de-AT", "ltr"), ("tg", "ltr"), ("tg-Arab", "rtl"), ("uz-Latn", "ltr"), ("fa-Latn", "ltr"),
        ("uz-AF", "rtl"),
    ],
)  # fmt: skip
def test_direction_follows_script_then_language(tag, direction):
    assert direction_of(tag) == direction


def test_the_first_strong_letter_decides():
    assert first_strong_direction("2016 – سلام hello") == "rtl"
    assert first_strong_direction("(«42» hello سلام") == "ltr"
    assert first_strong_direction("12.5 %") is None


def test_a_tag_falls_back_to_its_language():
    assert language("fa-IR").author == "نویسنده:"
    assert language("ps-AF").digits == "persian"
    assert language("xx").author == ""
    assert best_match("fa-IR", ("en", "fa-AF")) == "fa-AF"
    assert best_match("de", ("en", "fa-AF")) is None


# ------------------------------------------------------------------ article


def test_json_may_say_text_where_runs_are_meant():
    article = ap.Article.model_validate(
        {
            "title": "T",
            "blocks": [{"kind": "paragraph", "runs": ["a ", {"kind": "span", "role": "strong", "runs": "b"}]}],
        }
    )

    assert plain_text(article.blocks[0].runs) == "a b"


def test_an_article_cannot_be_changed(make_article):
    with pytest.raises(ValueError, match="frozen"):
        make_article("a").title = "b"


def test_direction_follows_the_language_unless_it_is_given(make_article):
    assert make_article(lang="ps").direction == "rtl"
    assert make_article(lang="ps", dir="ltr").direction == "ltr"


def test_a_call_needs_its_note():
    with pytest.raises(ValueError, match="calls footnote “1”, but there is no such note"):
        ap.Article(title="T", blocks=[{"kind": "paragraph", "runs": [{"kind": "footnote-call", "label": "1"}]}])
