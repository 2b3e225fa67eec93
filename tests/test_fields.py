"""One-line fields are tame: their controls go, and they move nothing that stands beside them."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.html.typesetter import isolated
from afgazad_pdf.preview.dump import text_runs
from afgazad_pdf.text.directions import with_directions
from afgazad_pdf.text.fields import CONTROLS, without_controls

EVERY_CONTROL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def article(**fields):
    return ap.Article(**{"title": "T", "lang": "en", "blocks": [{"kind": "paragraph", "runs": "Text."}]} | fields)


# ------------------------------------------------------------------ controls


@pytest.mark.parametrize("field", ["title", "subtitle", "summary", "author", "translator", "tags"])
def test_controls_go_and_a_finding_names_the_field(field):
    value = f"a{EVERY_CONTROL}b"
    cleaned, findings = without_controls(article(**{field: value}))

    assert getattr(cleaned, field) in ("ab", ("ab",))
    assert [(finding.level, finding.code) for finding in findings] == [("warning", "controls-in-field")]
    assert f"`{field}`" in findings[0].message
    assert "U+202E" in findings[0].message


def test_controls_go_from_labels_captions_and_poems():
    runs = [{"kind": "span", "role": "strong", "runs": "a\u202eb"}]
    cleaned, findings = without_controls(
        article(
            section={"en": "a\u2067b"},
            blocks=[
                {
                    "kind": "figure",
                    "picture": "p.jpg",
                    "caption": runs,
                    "credit": "c\u2066",
                    "alternative_text": "d\u202d",
                },
                {
                    "kind": "quote",
                    "blocks": [{"kind": "poem", "poet": "e\u202b", "stanzas": [{"verses": [{"hemistichs": ["f"]}]}]}],
                },
            ],
        )
    )

    assert not CONTROLS.search(cleaned.model_dump_json())
    assert len(findings) == 5


def test_marks_and_joiners_stay():
    title = "می\u200cخواهد\u200f! \u200eabc\u061c"

    cleaned, findings = without_controls(article(title=title))

    assert cleaned.title == title
    assert findings == ()


def test_what_is_clean_comes_back_as_it_is():
    clean = article()

    assert without_controls(clean) == (clean, ())
    assert without_controls(clean)[0].blocks is clean.blocks


def test_a_title_of_controls_alone_is_empty():
    with pytest.raises(ValueError, match="is empty"):
        article(title=EVERY_CONTROL + "\u200c")


def test_metadata_and_bookmarks_get_the_plain_text():
    value = "سلام\u202e! \u2067abc"
    result = ap.render_article(article(title=value, author=value, summary=value, tags=[value]))

    with pikepdf.open(io.BytesIO(result.pdf)) as document, document.open_outline() as outline:
        texts = [str(text) for text in document.docinfo.values()] + [outline.root[0].title]
    for text in texts:
        assert not CONTROLS.search(text)
    assert outline.root[0].title == "سلام! abc"


def test_bookmarks_have_no_joiners_of_ours():
    runs = ["مح", {"kind": "span", "role": "strong", "runs": "مد"}]
    page = ap.Article(
        title="T", lang="fa", blocks=[{"kind": "heading", "runs": runs}, {"kind": "paragraph", "runs": "یک"}]
    )

    with pikepdf.open(io.BytesIO(ap.render_article(page).pdf)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root[0].children] == ["محمد"]


def test_a_field_is_an_isolate_and_escaped():
    assert isolated("x <b>") == "<bdi>x &lt;b&gt;</bdi>"


# ------------------------------------------------------------------ what stands beside a field

HOSTILE = st.text(
    st.one_of(
        st.sampled_from(EVERY_CONTROL + "\u200e\u200f\u061c\u200c\u200d"),
        st.sampled_from("abc XYZ 123 ۱۲۳ ()[]«» .,:;!? سلام شب אבג -+%$/"),
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: any(character.isalnum() for character in text))


def dates_and_numbers(author: str, lang: str) -> list[tuple[str, float]]:
    """The printed date and page number: their letters and places."""
    page = ap.Article(
        title=author, subtitle=author, author=author, translator="Z", date="2016-08-17", lang=lang,
        blocks=[{"kind": "paragraph", "runs": "Text."}],
    )  # fmt: skip
    runs = [run for run in text_runs(ap.render_article(page).pdf) if run.text.strip()]
    date = next(run for run in runs if "17" in run.text or "2016" in run.text or "۱۳۹۵" in run.text)
    number = next(run for run in runs if run.y > 790 and run.text.strip() in ("1", "۱"))
    return [(date.text, round(date.x, 1)), (number.text, round(number.x, 1))]


@pytest.mark.parametrize("lang", ["en", "fa-AF"])
def test_no_title_or_name_moves_date_and_page_number(lang):
    """Date and page number read the same, and stand in the same place, as beside a harmless name."""
    harmless = dates_and_numbers("X", lang)

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(HOSTILE)
    def check(name):
        if not any(character.isalnum() for character in CONTROLS.sub("", name)):
            return
        assert dates_and_numbers(name, lang) == harmless

    check()


# ------------------------------------------------------------------ languages, block by block


def test_blocks_of_an_article_without_a_language_follow_their_first_letter():
    page = ap.Article(
        title="سرخط",
        blocks=[
            {"kind": "paragraph", "runs": "یک"},
            {"kind": "paragraph", "runs": "one"},
            {"kind": "quote", "blocks": [{"kind": "paragraph", "runs": "“two” دو"}]},
            {"kind": "paragraph", "runs": "۱۲۳"},
        ],
    )
    settled, findings = with_directions(page, ap.AFGAZAD)

    assert (settled.lang, [finding.code for finding in findings]) == ("fa-AF", ["language-guessed"])
    first, second, quote, number = settled.blocks
    assert (first.lang, first.dir) == (None, None)
    assert (second.lang, second.dir) == ("en", "ltr")
    assert (quote.blocks[0].lang, quote.blocks[0].dir) == ("en", "ltr")
    assert (number.lang, number.dir) == (None, None)


def test_blocks_of_an_article_with_a_language_keep_it_unless_they_ask():
    page = ap.Article(
        title="سرخط",
        lang="fa-AF",
        blocks=[
            {"kind": "paragraph", "runs": "one"},
            {"kind": "paragraph", "runs": "one", "dir": "auto"},
            {"kind": "paragraph", "runs": "یک", "dir": "auto"},
            {
                "kind": "list",
                "items": [{"blocks": [{"kind": "paragraph", "runs": "one", "dir": "auto", "lang": "de"}]}],
            },
        ],
    )
    settled, findings = with_directions(page, ap.AFGAZAD)

    assert findings == ()
    assert [(block.lang, block.dir) for block in settled.blocks[:3]] == [(None, None), ("en", "ltr"), (None, None)]
    item = settled.blocks[3].items[0].blocks[0]
    assert (item.lang, item.dir) == ("de", "ltr")


def test_an_article_with_nothing_to_settle_comes_back_as_it_is():
    page = ap.Article(title="T", lang="en", blocks=[{"kind": "paragraph", "runs": "Text."}])

    assert with_directions(page, ap.AFGAZAD)[0] is page
