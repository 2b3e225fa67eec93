"""What stands around the articles of an issue: contents, indexes, credits, dates, and how pages are numbered."""

from __future__ import annotations

import datetime

import pytest

from afgazad_pdf.article import Figure
from afgazad_pdf.composition.alphabet import alphabet, sort_key
from afgazad_pdf.composition.colophon import credits_of
from afgazad_pdf.composition.contents import listings
from afgazad_pdf.composition.imprint import imprint, whole_title
from afgazad_pdf.composition.indexes import indexes
from afgazad_pdf.composition.places import Place, front_label, part_name
from afgazad_pdf.composition.running import shortened, side_of
from afgazad_pdf.issue import Cover

from .made import issue, story

PLACES = {f"a{number}": Place(first=number, last=number, number=number + 1) for number in range(60)}


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("fa-AF", ["آصف", "احمد", "بهار", "پروین", "جاوید", "چنار", "ژاله", "کابل", "گل", "ورس", "هرات", "یما"]),
        (
            "ps",
            [
                "آ",
                "ا",
                "ب",
                "پ",
                "ت",
                "ټ",
                "ث",
                "ج",
                "ځ",
                "چ",
                "څ",
                "ح",
                "خ",
                "د",
                "ډ",
                "ر",
                "ړ",
                "ز",
                "ژ",
                "ږ",
                "س",
                "ښ",
                "ګ",
                "ن",
                "ڼ",
                "ې",
                "ۍ",
                "ئ",
            ],
        ),
        ("de", ["Adler", "Ärger", "Arm", "Öl", "Ost", "Straße", "Strauß", "Zug"]),
        ("sv", ["Adler", "Zug", "Ål", "Ärm", "Öl"]),
        ("tr", ["cam", "çam", "ırmak", "iz", "şal", "tal"]),
        ("es", ["nube", "ñu", "oro"]),
        ("fa", ["اکبر", "حسن رضا", "حسنک", "Zug"]),
        ("en", ["7 roads", "Anna", "Anna Bell", "Annabel", "كابل"]),
    ],
)
def test_names_come_in_the_order_of_the_alphabet(lang, names):
    assert sorted(reversed(names), key=lambda name: sort_key(name, lang)) == names


def test_letters_of_arabic_keyboards_stand_with_their_persian_ones():
    names = ["كابل", "کابلی", "يما", "یمامه"]

    assert sorted(reversed(names), key=lambda name: sort_key(name, "fa")) == names
    assert [alphabet("fa").heading(name) for name in names] == ["ک", "ک", "ی", "ی"]
    assert [alphabet("de").heading(name) for name in ("Ärger", "öl", "7", "?")] == ["A", "O", "", ""]


def test_an_index_merges_spellings_and_counts_each_page_once():
    whole = issue(
        [story(0, author=("Jose\u0301",), tags=("Snow",)), story(1, author=("José", "Ada"), tags=("snow", "ice"))],
        indexes=("authors", "places", "tags"),
    )

    made = {index.kind: index for index in indexes(whole, PLACES)}

    assert set(made) == {"authors", "tags"}
    (part,) = made["authors"].parts
    assert part.letter == ""
    assert [(entry.name.text, [page.label for page in entry.pages]) for entry in part.entries] == [
        ("Ada", ["2"]),
        ("Jose\u0301", ["1", "2"]),
    ]
    assert [page.address for page in part.entries[1].pages] == ["https://part.invalid/a0", "https://part.invalid/a1"]


def test_a_long_index_is_parted_by_letters():
    names = [f"{letter}{number}" for letter in "BA" for number in range(30)]
    whole = issue([story(0, author=tuple(names))], indexes=("authors",))

    (index,) = indexes(whole, PLACES)

    assert [(part.letter, len(part.entries)) for part in index.parts] == [("A", 30), ("B", 30)]


def test_credits_name_everybody_once():
    figure = Figure(picture="a.jpg", credit="Drawing: Ada.")
    items = [
        story(0, author=("Ada", "Bo"), source="https://www.example.org/1"),
        story(1, author=("Bo",), translator=("Cy",), source="https://www.example.org/2"),
        story(2),
    ]
    article = items[2].article.model_copy(update={"blocks": (figure, figure)})
    items[2] = items[2].model_copy(update={"article": article})
    whole = issue(items, cover=Cover(picture="c.jpg", alt="Snow", credit="Photograph: Di"))

    credits = [(credit.title.text, [name.name.text for name in credit.names]) for credit in credits_of(whole)]

    assert credits == [
        ("Texts", ["Ada", "Bo"]),
        ("Translations", ["Cy"]),
        ("Pictures", ["Di", "Ada"]),
        ("First published at", ["www.example.org"]),
    ]


def test_contents_follow_the_sections_and_say_them_in_both_directions():
    items = [story(0, editorial=True, lang="fa-AF"), story(1, section="culture"), story(2, lang="fa-AF")]
    whole = issue(items, lang="fa-AF", also=("en",))

    made = listings(whole, PLACES)

    assert [(item.key, item.title and item.title.text, item.second and item.second.text) for item in made] == [
        (".editorial", "سرمقاله", "Editorial"),
        ("culture", "فرهنگ و هنر", "Culture"),
        ("", None, None),
    ]
    assert [entry.page for item in made for entry in item.entries] == ["۱", "۲", "۳"]
    assert (made[1].left.text, made[1].right.text) == ("Culture", "فرهنگ و هنر")
    assert [entry.title.direction for item in made for entry in item.entries] == ["rtl", "ltr", "rtl"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fa-AF", ["شمارهٔ ۱۲", "دورهٔ ۳", "۱۵ میزان ۱۴۰۵", "۷ اکتوبر ۲۰۲۶"]),
        ("en", ["No. 12", "Volume 3", "October 7, 2026", "15 Mizan 1405 SH"]),
        ("de", ["Nr. 12", "Jahrgang 3", "7. Oktober 2026", "15. Misan 1405 SH"]),
        ("ps", ["۱۲ ګڼه", "۳ دوره", "۱۵ تله ۱۴۰۵", "۷ اکتوبر ۲۰۲۶"]),
    ],
)
def test_number_volume_and_date_are_said_in_the_main_language(lang, words):
    whole = issue([story(0)], lang=lang, volume=3, date=datetime.date(2026, 10, 7))
    own = imprint(whole)

    assert [own.number.text, own.volume.text, *(date.text for date in own.dates)] == words


def test_the_title_of_the_whole_names_paper_number_and_day():
    whole = issue([story(0)], date=datetime.date(2026, 10, 7), title={"en": "Autumn", "fa-AF": "خزان"})

    assert whole_title(whole) == "Afghanistan Azad – Azad Afghanistan – No. 12 – Autumn – October 7, 2026"
    assert [title.text for title in imprint(whole, "fa-AF").titles] == ["خزان", "Autumn"]


@pytest.mark.parametrize(
    ("number", "lang", "label"),
    [
        (1, "en", "i"),
        (4, "de", "iv"),
        (14, "en", "xiv"),
        (99, "en", "xcix"),
        (1, "fa-AF", "الف"),
        (2, "ps", "ب"),
        (3, "fa", "ج"),
        (10, "fa", "ی"),
        (11, "fa", "یا"),
        (25, "fa", "که"),
    ],
)
def test_front_pages_have_letters(number, lang, label):
    assert front_label(number, lang) == label


def test_page_1_lies_where_a_book_begins():
    assert [side_of(issue([story(0)], lang=lang), number) for lang in ("en", "fa-AF") for number in (1, 2)] == [
        "right",
        "left",
        "left",
        "right",
    ]


@pytest.mark.parametrize(
    ("text", "short"),
    [("Snow in the hills", "Snow in the…"), ("Snow", "Snow"), ("Schneegestöberwetter", "Schneegestöb…"), ("", "")],
)
def test_long_headlines_are_cut_after_a_word(text, short):
    assert shortened(text, 13) == short


def test_the_name_of_a_part_is_the_slug_where_an_address_holds_it():
    assert part_name("برف") == "برف"
    assert part_name("50%").startswith(".")
    assert not set("/#?%") & set(part_name("a#b?c/d"))
