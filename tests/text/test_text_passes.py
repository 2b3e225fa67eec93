"""The passes together: which fields they reach, what they leave alone, how they are switched, what they report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import afgazad_pdf as ap
from afgazad_pdf.errors import ArticleError
from afgazad_pdf.settings import TEXT_PASSES
from afgazad_pdf.text.passes import PASSES, with_passes
from afgazad_pdf.text.passes.editing import plain_passage

HALF_SPACE = "\u200c"
WRONG = "كتاب ها در 2016, بلی?"
RIGHT = f"کتاب{HALF_SPACE}ها در ۲۰۱۶، بلی؟"
AFTER = {
    "letters": "کتاب ها در 2016, بلی?",
    "zwnj": "كتاب" + HALF_SPACE + "ها در 2016, بلی?",
    "punctuation": "كتاب ها در 2016، بلی؟",
    "digits": "كتاب ها در ۲۰۱۶, بلی?",
}


def article(**fields):
    return ap.Article(**{"title": "خبر", "lang": "fa-AF"} | fields)


def paragraph(text=WRONG, **fields):
    return {"kind": "paragraph", "runs": text, **fields}


def passed(one, **options):
    return with_passes(one, ap.AFGAZAD, ap.Settings(**options))


def first_text(one):
    return one.blocks[0].runs[0].text


def test_the_names_of_the_settings_are_those_of_the_passes():
    assert tuple(name for name, _ in PASSES) == TEXT_PASSES


# ------------------------------------------------------------------ switches


@pytest.mark.parametrize("name", TEXT_PASSES)
def test_each_pass_has_its_switch(name):
    changed, findings = passed(article(blocks=[paragraph()]), passes=(name,))

    assert first_text(changed) == AFTER[name]
    assert [finding.message.partition(":")[0] for finding in findings] == [name]


def test_without_passes_the_article_comes_back():
    one = article(blocks=[paragraph()])

    assert passed(one, passes=()) == (one, ())


def test_an_editor_can_keep_an_article_as_it_was_written():
    one = article(blocks=[paragraph()], typography="as-written")

    assert passed(one) == (one, ())


def test_the_switch_stands_in_the_front_matter():
    one = ap.load_article(f"---\ntitle: خبر\nlang: fa\ntypography: as-written\n---\n{WRONG}", format="markdown")

    assert first_text(passed(one)[0]) == WRONG


def test_unknown_names_are_faults_with_a_hint():
    with pytest.raises(ValidationError, match="did you mean `punctuation`"):
        ap.Settings(passes=("punctuatoin",))
    with pytest.raises(ArticleError, match="as-written"):
        ap.load_article("---\ntitle: T\ntypography: none\n---\nText", format="markdown")


# ------------------------------------------------------------------ what is reached


def test_every_text_of_an_article_is_reached():
    cell = {"runs": WRONG}
    changed, _ = passed(
        article(
            title=WRONG,
            subtitle=WRONG,
            summary=WRONG,
            section={"fa": WRONG, "en": "Chess"},
            blocks=[
                paragraph(),
                {"kind": "heading", "runs": WRONG},
                {"kind": "figure", "picture": "p", "caption": WRONG, "credit": WRONG, "alternative_text": WRONG},
                {"kind": "list", "items": [{"blocks": [paragraph()]}]},
                {"kind": "table", "header": [cell], "rows": [[cell]], "caption": WRONG},
            ],
            footnotes=[{"label": "1", "blocks": [paragraph()]}],
        )
    )
    text = changed.model_dump_json()

    assert "ك" not in text
    assert "?" not in text
    assert text.count("؟") == 14


def test_names_get_letters_alone():
    changed, _ = passed(article(author="علي, كتاب ها 2", translator=["يك?"], tags=["كابل 5"]))

    assert changed.author == ("علی, کتاب ها 2",)
    assert changed.translator == ("یک?",)
    assert changed.tags == ("کابل 5",)


def test_a_no_break_space_in_a_field_keeps_words_apart():
    title = "خون رز: می\u00a0خورد و رفت"

    assert passed(article(title=title))[0].title == title


def test_a_key_of_the_publication_is_no_text():
    assert passed(article(section="كتاب ها"))[0].section == "كتاب ها"


def test_what_belongs_to_others_stays():
    poem = {"kind": "poem", "title": WRONG, "poet": WRONG, "stanzas": [{"verses": [{"hemistichs": [WRONG]}]}]}
    quote = {"kind": "quote", "blocks": [paragraph(), {"kind": "list", "items": [{"blocks": [paragraph()]}]}]}
    one = article(blocks=[poem, quote, {"kind": "preformatted", "text": WRONG}])

    assert passed(one) == (one, ())


def test_the_speaker_of_a_quotation_is_ours():
    changed, _ = passed(article(blocks=[{"kind": "quote", "blocks": [paragraph()], "attribution": "علي"}]))

    assert changed.blocks[0].attribution[0].text == "علی"
    assert changed.blocks[0].blocks[0].runs[0].text == WRONG


def test_a_pull_quote_is_the_articles_own():
    changed, _ = passed(article(blocks=[{"kind": "quote", "role": "pull", "blocks": [paragraph()]}]))

    assert changed.blocks[0].blocks[0].runs[0].text == RIGHT


def test_addresses_of_links_stay_and_their_words_do_not():
    link = {"kind": "span", "role": "link", "href": "https://example.org/2016?a,b", "runs": "كتاب 2016"}
    changed, _ = passed(article(blocks=[paragraph([link])]))

    assert changed.blocks[0].runs[0].href == "https://example.org/2016?a,b"
    assert changed.blocks[0].runs[0].runs[0].text == "کتاب ۲۰۱۶"


def test_the_language_of_a_block_counts_for_what_stands_in_it():
    inner = {"kind": "list", "lang": "en", "items": [{"blocks": [paragraph('5, "so"')]}]}
    changed, _ = passed(article(blocks=[inner, paragraph('5, "so"', dir="ltr"), paragraph('5, "so"', dir="auto")]))

    assert changed.blocks[0].items[0].blocks[0].runs[0].text == "5, “so”"
    assert changed.blocks[1].runs[0].text == '5, "so"'


def test_a_pass_sees_across_emphasis():
    runs = ["می ", {"kind": "span", "role": "strong", "runs": "خواهد"}]
    changed, _ = passed(article(blocks=[paragraph(runs)]))

    assert [changed.blocks[0].runs[0].text, changed.blocks[0].runs[1].runs[0].text] == ["می\u200c", "خواهد"]


# ------------------------------------------------------------------ findings


def test_one_finding_a_pass_tells_how_much_and_the_first():
    source = f"---\ntitle: خبر\nlang: fa\n---\nسلام\n\nاین {WRONG}\n\nاو می رود و می آید."
    _, findings = passed(ap.load_article(source, format="markdown"))

    assert [(f.level, f.code, f.line) for f in findings] == [("info", "text-changed", 7)] * 4
    assert findings[1].message.startswith(
        f"zwnj: 3 half-spaces set or mended; the first: “کتاب ها” became “کتاب{HALF_SPACE}ها”."
    )


def test_rendering_tells_them(make_article):
    rendered = ap.render_article(make_article('He said "so".'))

    assert [finding.code for finding in rendered.findings] == ["text-changed"]


def test_what_is_right_is_not_touched():
    one = article(blocks=[paragraph(RIGHT)])

    assert passed(one)[0] is one


def test_the_samples_are_right(root):
    for path in sorted((root / "samples").glob("*/article.md")):
        _, findings = passed(ap.load_article(path))
        assert findings == (), path


# ------------------------------------------------------------------ properties

PIECES = st.lists(
    st.sampled_from(
        [
            *"می نمی میکند خواهد رفته ها های هایی ام ای اند تر ترین بزرگ کتاب کار خانه و که كتابي ۀ هٔ ښوونځي".split(),
            *"2016 3.5 1,000 ۲۰ ٤٥ 0700-123456 +93 A4 NATO 10:30 www.a.org a@b.org z.B. it's l'eau".split(),
            *[" ", " ", " ", "  ", "\u200c", "\u00ac", "\u00a0", "\u202f", "\n", "\ufffc", "\u2028"],
            *list(", ; ? . : ! ، ؛ ؟ \" ' « » “ ” „ ‘ ’ ( ) - -- ... … % # ﴿ ﴾".split(" ")),
        ]
    ),
    max_size=25,
).map("".join)
LANGUAGES = st.sampled_from(["fa", "fa-AF", "prs", "ps", "ur", "ar", "en", "de", "fr", "it"])


@settings(max_examples=200, deadline=None)
@given(PIECES, LANGUAGES)
def test_every_pass_does_nothing_the_second_time(text, lang):
    passage = plain_passage(text, lang)
    for name, function in PASSES:
        passage = function(passage)
        assert function(passage).letters == passage.letters, name


@settings(max_examples=200, deadline=None)
@given(PIECES, LANGUAGES)
def test_all_passes_together_do_nothing_the_second_time(text, lang):
    def whole(text):
        passage = plain_passage(text, lang)
        for _, function in PASSES:
            passage = function(passage)
        return passage.letters

    assert whole(whole(text)) == whole(text)
