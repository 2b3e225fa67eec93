"""References between articles: read, led elsewhere, and taken out where an article is printed alone."""

from __future__ import annotations

import pytest

import afgazad_pdf as ap
from afgazad_pdf.article import check_link, check_target, referred_slug
from afgazad_pdf.text.references import references_in, with_references, without_references

EVERYWHERE = """---
title: T
lang: en
---

One [first](article:a).

## A [heading](article:b)

> Quoted [words](article:c).
>
> — [Speaker](article:d)

- an [item](article:e)

| head |
|------|
| [cell](article:f) |

![alt](p.jpg "Caption [with one](article:g). *Credit [too](article:h)*")

::: poem
one [hemistich](article:i) / and *[another](article:j)*
:::

A note.[^n] <a href="article:l">HTML</a>

[^n]: A [note](article:k).
"""


def targets(article: ap.Article) -> list[str]:
    return [run.href for run in article.runs() if getattr(run, "href", None)]


@pytest.fixture
def everywhere() -> ap.Article:
    return ap.load_article(EVERYWHERE, format="markdown")


def test_references_are_found_wherever_text_is(everywhere):
    found = references_in(everywhere)

    assert sorted(reference.slug for reference in found) == list("abcdefghijkl")
    assert {reference.words: reference.line for reference in found}["heading"] == 8
    assert all(reference.line is not None for reference in found)


def test_references_lead_where_they_are_told(everywhere):
    led = with_references(everywhere, lambda slug: f"https://part.invalid/{slug}")

    assert sorted(targets(led)) == [f"https://part.invalid/{slug}" for slug in "abcdefghijkl"]
    assert ap.Article.model_validate(led.model_dump()).model_dump() == led.model_dump()


def test_an_article_printed_alone_has_no_references_and_all_its_words(everywhere):
    alone, findings = without_references(everywhere)

    assert targets(alone) == []
    assert references_in(alone) == ()
    letters = [run.text for run in alone.runs() if isinstance(run, ap.Text)]
    assert letters == [run.text for run in everywhere.runs() if isinstance(run, ap.Text)]
    assert {(item.level, item.code) for item in findings} == {(ap.Level.INFO, "reference-outside-issue")}
    assert len(findings) == 12


def test_a_slug_is_told_once():
    article = ap.load_article("---\ntitle: T\n---\n\n[a](article:x)\n[b](article:x)\n", format="markdown")

    _, findings = without_references(article)

    assert [(item.line, item.message.split("”")[0]) for item in findings] == [(5, "“a")]


def test_an_article_without_references_comes_back_as_it_is(make_article):
    article = make_article("Text.")

    assert without_references(article) == (article, ())
    assert without_references(article)[0] is article
    assert with_references(article, lambda slug: None) is article


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("article:kabul", "kabul"),
        ("ARTICLE:Kabul", "Kabul"),
        ("article:%D8%A2%D8%A8", "\u0622\u0628"),
        ("article:cafe\u0301", "caf\u00e9"),
        ("https://article.example.org", None),
        ("#article:x", None),
    ],
)
def test_targets(address, slug):
    assert referred_slug(check_target(address)) == slug


@pytest.mark.parametrize("address", ["article:", "article:%20", "article:%00", "articles:x", "javascript:x"])
def test_what_is_no_target(address):
    with pytest.raises(ValueError, match=r"names no article|cannot be linked to"):
        check_target(address)


def test_only_text_refers_to_articles():
    with pytest.raises(ValueError, match="cannot be linked to"):
        check_link("article:kabul")
    with pytest.raises(ap.ArticleError, match="source"):
        ap.load_article("---\ntitle: T\nsource: article:x\n---\n\nText.\n", format="markdown")
