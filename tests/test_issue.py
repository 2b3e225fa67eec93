"""The issue as a model: it agrees with itself, and slugs are told apart as files and readers tell them apart."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import afgazad_pdf as ap
from afgazad_pdf.article import Fit
from afgazad_pdf.issue import Issue, IssueArticle, same_slug, twins_among
from afgazad_pdf.sources.issue_names import named, slug_of
from afgazad_pdf.sources.issue_paths import Found, natural_key

SLUGS = st.text(alphabet="aAbBéÉßsSİiıΣσςكک\u0301\u0327\u064a\u200c -", min_size=1, max_size=6)


def article(title: str = "A title", *, picture: bool = False, **fields) -> ap.Article:
    figures = [{"kind": "figure", "picture": "a.jpg"}] if picture else []
    return ap.Article(title=title, lang="en", blocks=[*figures, {"kind": "paragraph", "runs": "Text."}], **fields)


def issue(*items: IssueArticle, **fields) -> Issue:
    return Issue(publication=ap.AFGAZAD, languages=("en",), articles=items, **fields)


def story(slug: str, **fields) -> IssueArticle:
    picture = fields.pop("picture", False)
    return IssueArticle(article=article(slug, picture=picture), slug=slug, **fields)


def slugs(items) -> list[str]:
    return [item.slug for item in items]


# ------------------------------------------------------------------ what agrees


@pytest.mark.parametrize(
    ("items", "fields", "message"),
    [
        (("a", "A"), {}, "two articles have the slug “A”"),
        (("kabul",), {"lead": "kabull"}, "`lead` names “kabull”, which is no article; did you mean `kabul`?"),
        (("a",), {"front": ("b",)}, "`front` names “b”, which is no article"),
        ((), {}, "at least 1 item"),
    ],
)
def test_an_issue_agrees_with_itself(items, fields, message):
    with pytest.raises(ValidationError, match=message.replace("?", r"\?")):
        issue(*(story(slug) for slug in items), **fields)


def test_a_section_needs_its_label():
    with pytest.raises(ValidationError, match="“news” is not a section of this issue"):
        issue(story("a", section="news"))


def test_the_lead_is_the_first_story_with_a_picture():
    plain, drawn = story("plain"), story("drawn", picture=True)
    view = story("view", picture=True, editorial=True)

    assert issue(view, plain, drawn).lead_story == drawn
    assert issue(plain, story("other")).lead_story == plain
    assert issue(view, plain).lead_story == plain
    assert issue(view).lead_story == view
    assert issue(plain, drawn, lead="plain").lead_story == plain


def test_the_front_page_has_the_next_stories_or_those_that_are_named():
    many = [story(f"s{number}") for number in range(7)]
    view = story("view", editorial=True)

    assert slugs(issue(view, *many).front_stories) == ["s1", "s2", "s3", "s4"]
    assert slugs(issue(*many, lead="s3", front=("s5", "s0")).front_stories) == ["s5", "s0"]
    assert slugs(issue(*many, front=("s0", "s2")).front_stories) == ["s2"]


def test_an_article_taken_out_takes_its_choices_along():
    labels = {"news": {"en": "News"}, "arts": {"en": "Arts"}}
    whole = issue(
        story("a", section="news"),
        story("b", section="arts"),
        sections=("news", "arts"),
        labels=labels,
        lead="a",
        front=("a", "b"),
    )

    rest = whole.without("a")

    assert (slugs(rest.articles), rest.sections, rest.labels) == (["b"], ("arts",), {"arts": {"en": "Arts"}})
    assert (rest.lead, rest.front) == (None, ("b",))
    with pytest.raises(ap.IssueError, match="no article"):
        rest.without("b")


def test_articles_are_found_by_slug_whatever_its_case():
    read = issue(story("Kabul"))

    assert read.article("KABUL") is read.articles[0]
    assert read.article("herat") is None


# ------------------------------------------------------------------ slugs


@given(SLUGS, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str, str.casefold, str.upper, str.lower]))
def test_a_slug_is_the_same_in_every_normalisation_and_folded(slug, form, change):
    assert same_slug(unicodedata.normalize(form, slug)) == same_slug(slug)
    assert same_slug(slug.casefold()) == same_slug(slug)
    assert same_slug(same_slug(slug)) == same_slug(slug)


@given(st.lists(SLUGS, max_size=12))
def test_of_slugs_that_are_one_the_first_stays(candidates):
    read = [
        (Found(Path(f"{number}.md"), None), article().model_copy(update={"slug": slug}))
        for number, slug in enumerate(candidates)
    ]
    findings: list[ap.Finding] = []

    kept = named(read, findings)

    assert twins_among(slugs(kept)) == ()
    assert len(kept) + len(findings) == len(read)
    assert {finding.code for finding in findings} <= {"slug-twice"}
    assert {same_slug(item.slug) for item in kept} == {same_slug(slug_of(one, found.path)) for found, one in read}


@given(SLUGS)
def test_a_slug_is_in_nfc_and_no_path(slug):
    made = slug_of(article().model_copy(update={"slug": slug}), Path("x.md"))

    assert made == unicodedata.normalize("NFC", made)
    assert made
    assert "/" not in made
    assert not made.startswith(".")


@given(st.lists(st.from_regex(r"[a-c]{0,2}[0-9\u06f0-\u06f9]{0,3}[a-c]?", fullmatch=True), max_size=8))
def test_natural_order_is_an_order(names):
    once = sorted(names, key=natural_key)

    assert sorted(reversed(once), key=natural_key) == once or len(set(map(natural_key, once))) < len(once)


def test_natural_order_counts():
    names = ["b/story10.md", "b/story2.md", "a.md", "b/Story1.md", "b10/a.md", "b2/a.md"]

    assert sorted(names, key=natural_key) == [
        "a.md",
        "b/Story1.md",
        "b/story2.md",
        "b/story10.md",
        "b2/a.md",
        "b10/a.md",
    ]


# ------------------------------------------------------------------ fit


@pytest.mark.parametrize(
    ("text", "kind", "count", "written"),
    [
        ("1 page", "pages", 1, "1 page"),
        ("3 Pages", "pages", 3, "3 pages"),
        ("2  columns", "columns", 2, "2 columns"),
        ("۲ columns", "columns", 2, "2 columns"),
        ("1column", "columns", 1, "1 column"),
        ("Balance", "balance", 1, "balance"),
    ],
)
def test_a_fit_is_read_and_written(text, kind, count, written):
    fit = article(fit=text).fit

    assert fit == Fit(kind=kind, count=count)
    assert fit.written() == written
    assert article(fit=written).fit == fit
    assert article(fit=text).model_dump(mode="json")["fit"] == written


@pytest.mark.parametrize("text", ["3 lines", "page", "0 pages", "100 pages", "1 page 2", "", "-1 page"])
def test_a_fit_that_is_none_names_the_forms(text):
    with pytest.raises(
        ValidationError, match=r"write a number up to 99 .* `1 page` or `2 columns`, or write `balance`"
    ):
        article(fit=text)
