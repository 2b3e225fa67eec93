"""References between articles, as they are written into an article before it is typeset."""

from __future__ import annotations

import pytest

import afgazad_pdf as ap
from afgazad_pdf.article import Span, Text
from afgazad_pdf.composition.places import Place
from afgazad_pdf.composition.references import referred_numbers, with_references

from .made import issue, story

LINK = "article:{}"


def article(lang: str, slug: str, kind: str = "paragraph") -> ap.Article:
    link = {"kind": "span", "role": "link", "href": LINK.format(slug), "runs": "there"}
    runs = [{"kind": "text", "text": "See "}, link, {"kind": "text", "text": "."}]
    if kind == "poem":
        block = {"kind": "poem", "stanzas": [{"verses": [{"hemistichs": [runs, "Snow falls"]}]}]}
    else:
        block = {"kind": kind, "runs": runs} | ({"level": 2} if kind == "heading" else {})
    return ap.Article(title="Words", lang=lang, blocks=[block])


def whole(lang: str = "en"):
    return issue([story(0), story(1), story(2)], lang=lang)


def links(article: ap.Article) -> list[str | None]:
    return [run.href for run in article.runs() if isinstance(run, Span) and run.role == "link"]


def text(article: ap.Article) -> str:
    return "".join(run.text for run in article.runs() if isinstance(run, Text))


PLACES = {"a1": Place(first=11, last=12, number=10)}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "See there\u00a0(p.\u00a010)."),
        ("de", "See there\u00a0(S.\u00a010)."),
        ("fa-AF", "See there\u00a0(ص\u00a0۱۰)."),
        ("ps", "See there\u00a0(۱۰\u00a0مخ)."),
    ],
)
@pytest.mark.parametrize("kind", ["paragraph", "heading"])
def test_a_reference_says_the_page_in_the_article_s_language(lang, words, kind):
    made = with_references(article(lang, "A1", kind), whole(), PLACES)

    assert text(made) == words
    assert links(made) == ["https://part.invalid/a1"]


def test_before_any_page_is_known_there_is_a_link_alone():
    made = with_references(article("en", "a1"), whole(), {})

    assert text(made) == "See there."
    assert links(made) == ["https://part.invalid/a1"]


def test_on_paper_nothing_can_be_followed():
    made = with_references(article("en", "a1"), whole(), PLACES, links=False)

    assert text(made) == "See there\u00a0(p.\u00a010)."
    assert links(made) == []


def test_a_reference_to_an_article_that_is_not_there_keeps_its_words():
    made = with_references(article("en", "a9"), whole(), PLACES)

    assert text(made) == "See there."
    assert links(made) == []


def test_a_hemistich_has_the_link_alone():
    made = with_references(article("en", "a1", "poem"), whole(), PLACES)

    assert links(made) == ["https://part.invalid/a1"]


def test_what_was_referred_to_is_known_by_its_number():
    assert referred_numbers(article("en", "A1"), whole(), PLACES) == (("a1", 10),)
    assert referred_numbers(article("en", "a1"), whole(), {}) == (("a1", None),)
    assert referred_numbers(article("en", "a9"), whole(), PLACES) == ()
