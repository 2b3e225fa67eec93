"""File names: safe, unique, and the same every time."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afgazad_pdf.batch.slugs import LONGEST, safe_slug, unique_paths
from afgazad_pdf.issue import same_slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("china-syria", "china-syria"),
        ("A headline, with words!", "A-headline-with-words"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "article"),
        ("", "article"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("CON", "_CON"),
        ("com1.tar", "_com1.tar"),
        ("invoice\u202efdp.exe", "invoice-fdp.exe"),
        ("آب‌های کابل", "آب-های-کابل"),
        ("Cafe\u0301", "Café"),
        ("\u0301x", "x"),
        ("a\0b/c\\d:e", "a-b-c-d-e"),
        ("😀", "article"),
        ("half\ud800", "half"),
        ("مقالهٔ ۷", "مقالهٔ-۷"),
    ],
)
def test_names(text, name):
    assert safe_slug(text) == name


@given(st.text(max_size=400))
def test_a_name_stays_in_its_folder(text):
    name = safe_slug(text)

    assert 0 < len(name.encode()) <= LONGEST + 1
    assert PurePosixPath("out", name).parent == PurePosixPath("out")
    assert not name.startswith((".", "-"))
    assert all(unicodedata.category(letter)[0] in "LMN" or letter in "-_." for letter in name)
    assert unicodedata.is_normalized("NFC", name)
    assert safe_slug(name) == name


def test_the_second_of_two_gets_a_number():
    assert unique_paths(["a/x.pdf", "a/X.pdf", "b/x.pdf", "a/x.pdf"]) == (
        "a/x.pdf",
        "a/X-2.pdf",
        "b/x.pdf",
        "a/x-3.pdf",
    )


def test_a_number_is_not_taken_from_another():
    assert unique_paths(["x.pdf", "x.pdf", "x-2.pdf"]) == ("x.pdf", "x-3.pdf", "x-2.pdf")


def test_many_articles_of_one_name_take_no_long_search():
    names = unique_paths(["2016/index.pdf", "2016/index-3.pdf"] + ["2016/index.pdf"] * 50_000)

    assert names[2:4] == ("2016/index-2.pdf", "2016/index-4.pdf")
    assert names[-1] == "2016/index-50002.pdf"


def test_normal_forms_are_one_name():
    assert unique_paths(["Café", "Cafe\u0301", "CAFÉ"]) == ("Café", "Cafe\u0301-2", "CAFÉ-3")


@given(st.lists(st.text("aAbé\u0301-2./", min_size=1, max_size=6), max_size=12))
def test_names_are_unique_and_stable(paths):
    unique = unique_paths(paths)

    assert len({same_slug(path) for path in unique}) == len(paths)
    assert unique_paths(paths) == unique
    assert unique[:1] == tuple(paths[:1])
