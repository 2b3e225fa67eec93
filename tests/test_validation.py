"""Faults of fields are told in words, once, with the nearest known key."""

from __future__ import annotations

import pytest

import afgazad_pdf as ap
from afgazad_pdf.article import Article, check_link
from afgazad_pdf.validation import build, decode, read_toml


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"titel": "T"}, ["title: is missing; add it", "titel: is not a known key; did you mean `title`?"]),
        ({"title": "T", "section": ["a"]}, ["section: must be a text"]),
        ({"title": "T", "date": 5}, ["date: must be a date, such as 2016-08-17"]),
        ({"title": "T", "slug": "/x"}, ["slug: has a character that cannot stand there, such as / or a space at the beginning"]),
        ({"title": "T", "lang": "Dari language"}, ["lang: “Dari language” is not a language tag; write one such as fa-AF (Dari), ps (Pashto), en or de"]),
        ({"title": "T", "blocks": [{"kind": "paragraph", "rums": "a"}]}, ["blocks.0.paragraph.runs: is missing; add it", "blocks.0.paragraph.rums: is not a known key; did you mean `runs`?"]),
        ({"title": "T", "blocks": [{"kind": "heading", "level": 9, "runs": "a"}]}, ["blocks.0.heading.level: must be at most 6"]),
        ({"title": " \n"}, ["title: is empty; write some text or leave the field out"]),
        ({"title": "T", "author": ""}, ["author.0: is empty; write some text or leave the field out"]),
        ({"title": "T", "source": "https:/x"}, ["source: “https:/x” names no place; write the whole address, such as https://www.example.org"]),
        ({"title": "T", "calendar": "lunar"}, ["calendar: “lunar” is not known; write one of 'gregorian', 'solar-hijri' or 'lunar-hijri'"]),
    ],
)  # fmt: skip
def test_faults_in_words(fields, told):
    with pytest.raises(ap.ArticleError) as fault:
        build(Article, fields, error=ap.ArticleError)

    assert [str(problem) for problem in fault.value.problems] == told


def test_an_unknown_kind_of_block_names_the_known_ones():
    with pytest.raises(ap.ArticleError, match="“para” is not known; write one of 'paragraph', 'heading'"):
        build(Article, {"title": "T", "blocks": [{"kind": "para"}]}, error=ap.ArticleError)


def test_faults_stand_in_the_order_of_the_lines():
    with pytest.raises(ap.ArticleError) as fault:
        build(Article, {"lang": "?", "date": "x"}, error=ap.ArticleError, file="a.md", lines={"lang": 3, "date": 2})

    assert [problem.line for problem in fault.value.problems] == [None, 2, 3]
    assert str(fault.value.problems[2]).startswith("a.md:3: lang: “?”")


@pytest.mark.parametrize("address", ["https://a.b", "http://a", "mailto:a@b.c", "#there", "HTTPS://A.B/c?d#e"])
def test_links_that_can_be_followed(address):
    assert check_link(address) == address


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "other.html", "//a.b", "", "http:", "http://[", "mailto:"]
)  # fmt: skip
def test_links_that_cannot(address):
    with pytest.raises(ValueError, match=r"cannot be linked to|names no place"):
        check_link(address)


def test_text_that_is_not_utf_8_names_the_line():
    with pytest.raises(ap.ArticleError, match=r"a\.md:3: is not UTF-8 text; open it"):
        decode(b"one\ntwo\nthr\xe9e", error=ap.ArticleError, file="a.md")


def test_byte_order_mark_and_line_ends_are_forgotten():
    assert decode(b"\xef\xbb\xbfa\r\nb\rc", error=ap.ArticleError, file=None) == "a\nb\nc"


@pytest.mark.parametrize("text", ["a = ", "a = " + "9" * 5000, "a = " + "[" * 3000])
def test_toml_that_cannot_be_read(text):
    with pytest.raises(ap.PublicationError, match=r"is not valid TOML|each other too deep"):
        read_toml(text, error=ap.PublicationError, file="p.toml")
