"""What a PDF says of itself: Info and XMP alike, in every script; page labels and outline."""

from __future__ import annotations

import datetime
import io
import unicodedata
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import afgazad_pdf as ap
from afgazad_pdf.press.metadata import info_of, metadata_of, plain_value
from afgazad_pdf.press.xmp import NAMESPACES, xmp_packet
from afgazad_pdf.text.kashida import KASHIDA

FIELDS = {
    "title": "آب «کابل» و Hindu Kush",
    "lang": "fa-AF",
    "author": ["نیلوفر پغمانی", "Émile Ünal"],
    "translator": "مریم هراتی",
    "summary": "می‌رود & <می‌آید>",
    "tags": ["آب", "snow"],
    "section": "society",
    "source": "https://example.org/a?b=1&c=2",
    "date": "2016-08-21",
    "modified": "2016-09-01",
}


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def xmp_of(pdf: bytes) -> etree._Element:
    with opened(pdf) as document:
        return etree.fromstring(document.Root.Metadata.read_bytes())


def values(tree: etree._Element, name: str) -> list[str]:
    """The values of a property: its list, or its text."""
    (found,) = tree.findall(f".//{name}", NAMESPACES) or [None]
    if found is None:
        return []
    return [item.text for item in found.iterfind(".//rdf:li", NAMESPACES)] or [found.text]


def described(**fields) -> dict[str, str]:
    article = ap.Article(**({"title": "T", "lang": "en"} | fields))
    return info_of(metadata_of(article, ap.AFGAZAD, generator="g", page="p"))


@pytest.mark.parametrize("profile", ["screen", "archive"])
def test_info_and_xmp_say_the_same(make_article, profile):
    pdf = ap.render_article(make_article("متن", **FIELDS), settings=ap.Settings(profile=profile)).pdf
    tree = xmp_of(pdf)
    with opened(pdf) as document:
        info = {str(key): str(value) for key, value in document.docinfo.items()}

    assert info == {
        "/Producer": "WeasyPrint 70.0",
        "/Title": "آب «کابل» و Hindu Kush",
        "/Author": "نیلوفر پغمانی; Émile Ünal",
        "/Subject": "می‌رود & <می‌آید>",
        "/Keywords": "آب, snow",
        "/Creator": f"afgazad_pdf {ap.__version__}",
        "/CreationDate": "D:20160821",
        "/ModDate": "D:20160901",
    }
    assert values(tree, "dc:title") == [info["/Title"]] * 2
    assert values(tree, "dc:creator") == info["/Author"].split("; ")
    assert values(tree, "dc:description") == [info["/Subject"]] * 2
    assert values(tree, "dc:subject") == info["/Keywords"].split(", ")
    assert values(tree, "pdf:Keywords") == [info["/Keywords"]]
    assert values(tree, "pdf:Producer") == [info["/Producer"]]
    assert values(tree, "xmp:CreatorTool") == [info["/Creator"]]
    assert values(tree, "xmp:CreateDate") == ["2016-08-21"]
    assert values(tree, "xmp:ModifyDate") == values(tree, "xmp:MetadataDate") == ["2016-09-01"]


def test_xmp_says_what_info_has_no_place_for(make_article):
    tree = xmp_of(ap.render_article(make_article("متن", **FIELDS)).pdf)

    assert values(tree, "dc:contributor") == ["مریم هراتی"]
    assert values(tree, "dc:language") == ["fa-AF"]
    assert values(tree, "dc:source") == ["https://example.org/a?b=1&c=2"]
    assert values(tree, "dc:publisher") == values(tree, "prism:publicationName") == [ap.AFGAZAD.names["fa-AF"]]
    assert values(tree, "prism:section") == [ap.AFGAZAD.sections["society"]["fa-AF"]]
    assert values(tree, "dc:date") == ["2016-08-21"]
    assert values(tree, "pdfuaid:part") == ["1"]
    assert values(tree, "pdfaid:part") == []


def test_texts_in_other_scripts_are_utf_16_with_a_mark(make_article):
    pdf = ap.render_article(make_article("متن", **FIELDS)).pdf

    with opened(pdf) as document:
        title = bytes(document.docinfo["/Title"])

    assert title == b"\xfe\xff" + FIELDS["title"].encode("utf-16-be")


def test_what_is_not_known_is_left_out():
    assert described() == {"Title": "T", "Creator": "g"}


def test_an_article_without_a_date_has_none_but_the_one_it_is_given():
    article = ap.Article(title="T", lang="en")
    day = datetime.date(2020, 2, 29)

    metadata = metadata_of(article, ap.AFGAZAD, generator="g", page="p", fallback_date=day)

    assert info_of(metadata)["CreationDate"] == info_of(metadata)["ModDate"] == "D:20200229"
    assert metadata.published is None


def test_the_article_s_own_date_goes_before_a_given_one():
    article = ap.Article(title="T", lang="en", date="2016-08-21")

    metadata = metadata_of(article, ap.AFGAZAD, generator="g", page="p", fallback_date=datetime.date(2020, 1, 1))

    assert metadata.created == metadata.modified == datetime.date(2016, 8, 21)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a\u2067ب\u2069 \u200fc\u061c", "aب c"),
        ("e\u0301", "\u00e9"),
        (f"بر{KASHIDA}{KASHIDA}ف", "برف"),
        ("بـرف", "بـرف"),  # a tatweel that an author has typed
        ("می\u200cرود", "می\u200cرود"),
        ("ex\u00adam\u2060ple\n two", "example two"),
        ("a\x00b\ufffe\ud800c", "abc"),
    ],
)
def test_values_are_plain(text, value):
    assert plain_value(text) == value


def test_the_archive_describes_the_properties_that_pdf_a_does_not_know():
    article = ap.Article(title="T", lang="en", section="society")
    metadata = replace(metadata_of(article, ap.AFGAZAD, generator="g", page="p"), issue="12")

    def described(metadata, profile: str) -> list[str]:
        tree = etree.fromstring(xmp_packet(metadata, producer="p", profile=profile))
        return [item.text for item in tree.iterfind(".//pdfaProperty:name", NAMESPACES)]

    assert described(metadata, "archive") == ["part", "publicationName", "section", "number"]
    assert described(replace(metadata, issue="", section=""), "archive") == ["part", "publicationName"]
    assert described(metadata, "screen") == []


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_is_a_plain_value_that_xml_can_hold(text):
    value = plain_value(text)
    article = ap.Article.model_construct(title="T", lang="en", author=(value,) if value else ())
    metadata = metadata_of(article, ap.AFGAZAD, generator="g", page="p")

    assert plain_value(value) == value == unicodedata.normalize("NFC", value)
    tree = etree.fromstring(xmp_packet(metadata, producer="p", profile="archive"))
    assert values(tree, "dc:creator") == [value] * bool(value)


def test_an_article_keeps_its_identifier_and_each_page_has_its_own():
    def identified(page: str = "p", **fields):
        article = ap.Article(**({"title": "T", "lang": "en", "source": "https://example.org/a"} | fields))
        return metadata_of(article, ap.AFGAZAD, generator="g", page=page)

    first, corrected = identified("p"), identified("q", title="Title")

    assert first.document_id == corrected.document_id
    assert first.instance_id != corrected.instance_id
    assert first.document_id != identified(lang="de").document_id
    assert first == identified("p")


def test_a_section_has_the_label_of_the_nearest_language():
    def section(lang: str, labels) -> str:
        article = ap.Article(title="T", lang=lang, section=labels)
        return metadata_of(article, ap.AFGAZAD, generator="g", page="p").section

    assert section("de", "society") == ap.AFGAZAD.sections["society"]["fa-AF"]  # the publication's own language
    assert section("en", "society") == ap.AFGAZAD.sections["society"]["en"]
    assert section("en", {"ps": "نړۍ"}) == "نړۍ"
    assert section("en", None) == ""


# ------------------------------------------------------------------ the parts of the document by which a reader finds a page


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("fa-AF", [0, {"/P": "۱"}, 1, {"/P": "۲"}]),
        ("ps", [0, {"/P": "۱"}, 1, {"/P": "۲"}]),
        ("ar", [0, {"/P": "١"}, 1, {"/P": "٢"}]),
        ("en", [0, {"/S": "/D"}]),
    ],
)
def test_pages_are_named_in_the_digits_that_are_printed(make_article, lang, labels):
    article = make_article(*["word " * 90] * 6, lang=lang)

    with opened(ap.render_article(article).pdf) as document:
        assert len(document.pages) == 2
        found = [
            {key: str(value) for key, value in item.items()} if isinstance(item, pikepdf.Dictionary) else int(item)
            for item in document.Root.PageLabels.Nums
        ]

    assert found == labels


def test_the_outline_has_the_headings_as_they_are_said():
    article = ap.load_article(
        "---\ntitle: آب «کابل»\nlang: fa-AF\n---\n## برف و *Hindu Kush* ۲۰۱۶[^a]\n\nمتن\n\n### درون\n\nمتن\n\n[^a]: یادداشت\n",
        format="markdown",
    )

    with opened(ap.render_article(article).pdf) as document, document.open_outline() as outline:
        (root,) = outline.root
        first = root.children[0]

    assert (root.title, first.title, first.children[0].title) == ("آب «کابل»", "برف و Hindu Kush ۲۰۱۶", "درون")
