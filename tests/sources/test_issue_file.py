"""Issues read from their files: what is in them, and everything that can be wrong with one."""

from __future__ import annotations

import datetime
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.article import Fit, plain_text, referred_slug, walk_runs
from afgazad_pdf.issue import Issue
from afgazad_pdf.sources import load_issue

STORY = "---\ntitle: {title}\nlang: {lang}\n{fields}---\n\n{body}\n"


@pytest.fixture
def folder(tmp_path):
    """A folder for an issue, in which `story` writes."""
    path = tmp_path / "paper"
    path.mkdir()
    return path


@pytest.fixture
def story(folder):
    """Write an article: `story("a.md", "slug: b", title=…, lang=…, body=…)`; returns its path."""

    def write(name: str, *fields: str, title: str = "A title", lang: str = "en", body: str = "Text.") -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = STORY.format(title=title, lang=lang, fields="".join(f"{field}\n" for field in fields), body=body)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def issue(folder):
    """Write an issue's file of some lines below `version = 1`, and load it."""

    def load(*lines: str, strict: bool = False) -> Issue:
        (folder / "issue.toml").write_text("\n".join(["version = 1", *lines, ""]), encoding="utf-8")
        return load_issue(folder / "issue.toml", strict=strict)

    return load


def slugs(issue: Issue) -> list[str]:
    return [item.slug for item in issue.articles]


def found(issue: Issue, folder: Path) -> list[str]:
    """The findings as `file:line: level: code`, with files as seen from the issue's folder."""
    return [
        f"{Path(item.file or '').relative_to(folder)}:{item.line}: {item.level.value}: {item.code}"
        for item in issue.findings
    ]


def problems(error: ap.IssueError, folder: Path) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in error.problems]


# ------------------------------------------------------------------ what is in it


def test_the_smallest_issue(issue, story, folder):
    story("a.md")

    read = issue('articles = ["a.md"]')

    assert slugs(read) == ["a"]
    assert (read.lang, read.direction, read.layout, read.path) == ("en", "ltr", "digest", folder / "issue.toml")
    assert read.publication == ap.AFGAZAD
    assert read.findings == ()


def test_everything_an_issue_may_say(issue, story, folder):
    story("first.md", "section: news", "fit: 2 columns", "short_title: First")
    story("second.md", "section: culture", "places: [کابل, هرات]", lang="fa-AF")
    story("editorial.md", title="Our view")
    (folder / "colophon.md").write_text("Printed *in Kabul*.\n", encoding="utf-8")

    read = issue(
        "number = 12",
        "volume = 3",
        "date = 2026-09-23",
        'languages = ["fa-AF", "en"]',
        'title = { fa-AF = "خزان", en = "Autumn" }',
        'layout = "newspaper"',
        'articles = ["first.md", "second.md"]',
        'editorial = "editorial.md"',
        'colophon = "colophon.md"',
        'indexes = ["authors", "places"]',
        'lead = "second"',
        'front = ["first"]',
        'sections = ["culture", "news"]',
        "[cover]",
        'picture = "cover.jpg"',
        'alt = "A lake"',
        'caption = "Autumn at the lake. *Drawn by us.*"',
        "[labels.news]",
        'en = "News"',
    )

    assert slugs(read) == ["editorial", "second", "first"]
    assert [item.section for item in read.articles] == [None, "culture", "news"]
    assert [item.editorial for item in read.articles] == [True, False, False]
    assert read.sections == ("culture", "news")
    assert read.section_labels("news") == {"en": "News"}
    assert read.publication.sections["news"] == {"en": "News"}
    assert (read.number, read.volume, read.date) == (12, 3, datetime.date(2026, 9, 23))
    assert (read.lang, read.direction, read.bilingual) == ("fa-AF", "rtl", True)
    assert read.title == {"fa-AF": "خزان", "en": "Autumn"}
    assert (read.lead_story.slug, [item.slug for item in read.front_stories]) == ("second", ["first"])
    assert read.indexes == ("authors", "places")
    assert read.articles[2].article.fit == Fit(kind="columns", count=2)
    assert read.articles[2].running_title == "First"
    assert read.articles[1].article.places == ("کابل", "هرات")
    assert (plain_text(read.cover.caption), plain_text(read.cover.credit)) == ("Autumn at the lake.", "Drawn by us.")
    assert (read.cover.line, read.cover.figure.picture, read.cover.figure.size) == (15, "cover.jpg", "bleed")
    assert read.findings == ()


def test_a_colophon_without_a_headline_is_headed_by_the_papers_name(issue, story, folder):
    story("a.md")
    (folder / "colophon.md").write_text("Printed in Kabul.\n", encoding="utf-8")

    read = issue('articles = ["a.md"]', 'colophon = "colophon.md"')

    assert read.colophon.title == ap.AFGAZAD.names["fa-AF"]
    assert len(read.colophon.blocks) == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["date = 2026-09-23"], datetime.date(2026, 9, 23)),
        (["date = 2026-09-23T06:30:00"], datetime.date(2026, 9, 23)),
        (['date = "۱ میزان ۱۴۰۵"'], datetime.date(2026, 9, 23)),
        (['date = "1405-07-01"', 'calendar = "persian"'], datetime.date(2026, 9, 23)),
        (["date = 1405-07-01", 'calendar = "solar-hijri"'], datetime.date(2026, 9, 23)),
        (["date = 2026-09-23", 'calendar = "persian"'], datetime.date(2026, 9, 23)),
    ],
)
def test_a_date_in_either_calendar(issue, story, lines, expected):
    story("a.md")

    assert issue('articles = ["a.md"]', *lines).date == expected


def test_a_title_alone_is_in_the_main_language(issue, story):
    story("a.md", lang="ps")

    assert issue('articles = ["a.md"]', 'title = "مني"').title == {"ps": "مني"}


def test_languages_are_those_of_the_articles_the_most_frequent_first(issue, story):
    story("a.md", lang="en")
    story("b.md", lang="fa-AF")
    story("c.md", lang="fa-AF")
    story("d.md", lang="ps")

    assert issue('articles = ["*.md"]').languages == ("fa-AF", "en", "ps")


def test_the_publication_is_found_from_the_issues_folder_and_may_lie_above_it(issue, story, folder):
    story("a.md")
    text = 'version = 1\ndefault_language = "en"\n[names]\nen = "The Herald"\n'
    (folder.parent / "herald.toml").write_text(text, encoding="utf-8")

    assert issue('articles = ["a.md"]', 'publication = "../herald.toml"').publication.name_in("en") == "The Herald"


def test_sections_that_are_not_named_follow_in_the_order_of_first_use(issue, story):
    for name, section in [("a", "science"), ("b", "history"), ("c", "culture"), ("d", "science"), ("e", None)]:
        story(f"{name}.md", *([f"section: {section}"] if section else []))

    read = issue('articles = ["e.md", "*.md"]', 'sections = ["culture"]')

    assert read.sections == ("culture", "science", "history")
    assert slugs(read) == ["c", "a", "d", "b", "e"]


def test_labels_that_an_article_brings_along_become_a_section(issue, story):
    story("a.md", "section: {en: Chess Corner}")
    story("b.md", "section: {en: Chess Corner}")
    story("c.md", "section: {en: Culture}")

    read = issue('articles = ["*.md"]')

    assert [item.section for item in read.articles] == ["chess-corner", "chess-corner", "culture"]
    assert read.section_labels("chess-corner") == {"en": "Chess Corner"}


def test_other_words_for_a_section_of_the_publication_stand_beside_its_own(issue, story):
    story("a.md", "section: culture")

    read = issue('articles = ["a.md"]', "[labels.culture]", 'en = "Arts"', 'de = "Kultur"')

    assert read.section_labels("culture") == ap.AFGAZAD.sections["culture"] | {"en": "Arts", "de": "Kultur"}


# ------------------------------------------------------------------ paths and globs


def test_a_glob_is_in_natural_order_and_repeats_nothing(issue, story):
    for name in ("story10", "story2", "Story1", "last", "first"):
        story(f"stories/{name}.md")

    read = issue('articles = ["stories/first.md", "stories/*.md", "stories/last.md"]')

    assert slugs(read) == ["first", "Story1", "story2", "story10", "last"]
    assert read.findings == ()


def test_a_glob_passes_over_what_is_hidden_and_what_is_no_article(issue, story, folder):
    story("a.md")
    story(".hidden.md")
    story(".trash/b.md")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / "herald.toml").write_text('version = 1\ndefault_language = "en"\n[names]\nen = "H"\n', encoding="utf-8")

    read = issue('articles = ["**/*"]', 'publication = "herald.toml"')

    assert slugs(read) == ["a"]
    assert read.findings == ()


def test_a_name_with_brackets_that_exists_is_no_glob(issue, story):
    story("a[1].md")

    assert slugs(issue('articles = ["a[1].md"]')) == ["a[1]"]


def test_slugs_come_from_the_field_the_file_or_the_folder(issue, story):
    story("lapis/article.md")
    story("own.md", "slug: Blue Stone")
    story("two words.md")

    assert slugs(issue('articles = ["lapis/article.md", "own.md", "two words.md"]')) == [
        "lapis",
        "Blue Stone",
        "two-words",
    ]


# ------------------------------------------------------------------ references


def test_references_find_articles_whatever_their_case_and_normalisation(issue, story):
    story("caf\u00e9.md", body="See [the well](article:KABUL) and [so](article:Cafe%CC%81).")
    story("kabul.md", body="See [the house](article:caf\u00e9).")

    read = issue('articles = ["*.md"]')

    targets = [referred_slug(run.href) for item in read.articles for run in item.article.runs() if run.kind == "span"]
    assert targets == ["kabul", "caf\u00e9", "caf\u00e9"]
    assert read.findings == ()


def test_a_reference_to_an_unknown_article_keeps_its_words(issue, story, folder):
    story("kabul.md", body="One line\nand [the well](article:kabulx).")
    story("b.md")

    read = issue('articles = ["kabul.md", "b.md"]')

    assert found(read, folder) == ["kabul.md:7: error: reference-unknown"]
    assert "“the well”" in read.findings[0].message
    assert "did you mean `kabul`?" in read.findings[0].message
    runs = walk_runs(read.articles[0].article.blocks[0].runs)
    assert all(getattr(run, "href", None) is None for run in runs)


def test_a_reference_in_json_is_told_with_its_line(issue, folder):
    text = (
        '{"title": "T",\n"blocks": [{"kind": "paragraph",\n"runs": [{"kind": "span", "role": "link",\n"runs": ["x"], '
    )
    (folder / "a.json").write_text(text + '"href": "article:gone"}]}]}', encoding="utf-8")

    assert found(issue('articles = ["a.json"]'), folder) == ["a.json:4: error: reference-unknown"]


# ------------------------------------------------------------------ what does not stop it


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ('["a.md", "gone.md"]', "issue.toml:2: error: article-missing"),
        ('[\n"a.md",\n"none/*.md"]', "issue.toml:4: error: article-missing"),
        ('["a.md",\n"a.md"]', "issue.toml:3: error: article-twice"),
        ('["a.md",\n"./a.md"]', "issue.toml:3: error: article-twice"),
        ('["a.md",\n"sub/../a.md"]', "issue.toml:3: error: article-twice"),
        ('["a.md", "../outside.md"]', "issue.toml:2: error: article-outside"),
        ('["a.md", "../*.md"]', "issue.toml:2: error: article-outside"),
        ('["a.md", "/etc/*.md"]', "issue.toml:2: error: article-outside"),
        ('["a.md", "issue.toml"]', "issue.toml:2: error: article-is-issue"),
        ('["a.md", "a\\u0000.md"]', "issue.toml:2: warning: controls-removed"),
    ],
)
def test_a_bad_entry_leaves_the_others(issue, story, folder, articles, expected):
    story("a.md")
    story("sub/b.md")
    (folder.parent / "outside.md").write_text(STORY.format(title="T", lang="en", fields="", body="x"), encoding="utf-8")

    read = issue(f"articles = {articles}")

    assert slugs(read) == ["a"]
    if "controls" not in expected:
        assert found(read, folder) == [expected]
    else:
        assert expected.replace(":2:", ":None:") in found(read, folder)


def test_symbolic_links_name_their_file_and_lead_nowhere_else(issue, story, folder):
    story("a.md")
    (folder / "link.md").symlink_to("a.md")
    (folder.parent / "outside.md").write_text("x", encoding="utf-8")
    (folder / "out.md").symlink_to("../outside.md")
    (folder / "loop.md").symlink_to("loop.md")

    read = issue('articles = ["a.md", "link.md", "out.md", "loop.md"]')

    assert slugs(read) == ["a"]
    assert found(read, folder) == [
        "issue.toml:2: error: article-twice",
        "issue.toml:2: error: article-outside",
        "issue.toml:2: error: article-outside",
    ]
    assert found(issue('articles = ["*.md"]'), folder) == ["issue.toml:2: error: article-outside"]


def test_another_issue_is_no_article(issue, story, folder):
    story("a.md")
    (folder / "older.toml").write_text('version = 1\narticles = ["issue.toml"]\n', encoding="utf-8")

    read = issue('articles = ["a.md", "older.toml"]')

    assert found(read, folder) == ["issue.toml:2: error: article-is-issue"]
    assert issue('articles = ["*"]').findings == ()


def test_a_file_has_one_place(issue, story, folder):
    story("a.md")
    story("view.md")

    read = issue('articles = ["a.md", "view.md"]', 'editorial = "view.md"', 'colophon = "view.md"')

    assert slugs(read) == ["view", "a"]
    assert read.colophon is None
    assert found(read, folder) == ["issue.toml:2: error: article-twice", "issue.toml:4: error: article-twice"]


def test_an_article_that_fails_is_left_out_with_every_fault(issue, story, folder):
    story("a.md")
    story("bad.md", "tilte: x", "fit: 3 lines")

    read = issue('articles = ["a.md", "bad.md"]')

    assert slugs(read) == ["a"]
    assert found(read, folder) == ["bad.md:4: error: article-unreadable", "bad.md:5: error: article-unreadable"]
    assert "tilte: is not a known key; did you mean `title`?" in read.findings[0].message
    assert "fit: “3 lines” is not a length" in read.findings[1].message


def test_findings_of_the_articles_are_those_of_the_issue(issue, story, folder):
    story("a.md", body="A [link](javascript:x).")

    assert found(issue('articles = ["a.md"]'), folder) == ["a.md:6: warning: link-forbidden"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Kabul", "kabul"), ("caf\u00e9", "cafe\u0301"), ("Stra\u00dfe", "STRASSE"), ("same", "same")],
)
def test_two_articles_with_one_slug(issue, story, folder, first, second):
    story("a.md", f"slug: {first}")
    story("b.md", f"slug: {second}")

    read = issue('articles = ["*.md"]')

    assert len(read.articles) == 1
    assert found(read, folder) == ["b.md:4: error: slug-twice"]
    assert f"{folder}/a.md" in read.findings[0].message


def test_a_section_nobody_defined(issue, story, folder):
    story("a.md", "section: cultur")
    story("b.md", "section: culture")

    read = issue('articles = ["*.md"]', 'sections = ["culture",', '"worlds"]')

    assert slugs(read) == ["b", "a"]
    assert read.articles[1].section is None
    assert read.articles[1].article.section is None
    assert found(read, folder) == ["issue.toml:4: error: section-unknown", "a.md:4: error: section-unknown"]
    assert "did you mean `culture`?" in read.findings[1].message


def test_lead_and_front_that_name_no_article(issue, story, folder):
    story("kabul.md")
    story("herat.md")

    read = issue('articles = ["*.md"]', 'lead = "kabull"', 'front = ["Herat", "x"]')

    assert (read.lead, read.front) == (None, ("herat",))
    assert found(read, folder) == ["issue.toml:3: error: story-unknown", "issue.toml:4: error: story-unknown"]
    assert "did you mean `kabul`?" in read.findings[0].message


# ------------------------------------------------------------------ what stops it

FAULTS = {
    "articles = []": ["issue.toml: an issue of no articles cannot be printed; write articles = "],
    "": ["issue.toml: an issue of no articles cannot be printed; write articles = "],
    'articles = ["gone.md"]': [
        "issue.toml:2: `articles` names “gone.md”, which does not exist in ",
        "issue.toml:2: articles: no article can be printed; mend what is named above, or name other articles",
    ],
    'artikels = ["a.md"]': ["issue.toml:2: artikels: is not a known key; did you mean `articles`?"],
    'articles = ["a.md"]\nlayout = "book"': ["issue.toml:3: layout: “book” is not known; write one of 'digest' or"],
    'articles = ["a.md"]\nnumber = 0': ["issue.toml:3: number: must be at least 1"],
    'articles = ["a.md"]\ndate = "03/04/2016"': ["issue.toml:3: date: “03/04/2016” may be 3 April or 4 March"],
    'articles = ["a.md"]\ndate = 12': ["issue.toml:3: date: must be a date, such as 2026-09-23"],
    'articles = ["a.md"]\nlanguages = ["dari!"]': ["issue.toml:3: languages.0: “dari!” is not a language tag;"],
    'articles = ["a.md"]\nlanguages = ["en", "en"]': ["issue.toml:3: languages: names “en” twice; leave one of them"],
    'articles = ["a.md"]\nindexes = ["names"]': ["issue.toml:3: indexes.0: “names” is not known; write one of "],
    'articles = ["a.md"]\nfront = ["a", "b", "c", "d", "e"]': ["issue.toml:3: front: has too many entries"],
    'articles = ["a.md"]\n[cover]\npicture = "c.jpg"': ["issue.toml:3: cover.alt: is missing; add it"],
    'articles = ["a.md"]\n[cover]\npic = "c.jpg"\npicture = "c.jpg"\nalt = "x"': [
        "issue.toml:3: cover.pic: is not a known key; did you mean `picture`?"
    ],
    'articles = ["a.md"]\n[labels.news]': ["issue.toml:3: labels.news: needs at least one entry"],
    'articles = ["a.md"\nlead = "x"': ["issue.toml:3: is not valid TOML: "],
    'articles = "a.md"\nversion = 2': ["issue.toml:3: is not valid TOML: "],
}


@pytest.mark.parametrize("text", FAULTS, ids=[repr(text)[:50] for text in FAULTS])
def test_a_fault_of_the_file(issue, story, folder, text):
    story("a.md")

    with pytest.raises(ap.IssueError) as caught:
        issue(text)

    told = problems(caught.value, folder)
    assert len(told) == len(FAULTS[text])
    for problem, expected in zip(told, FAULTS[text], strict=True):
        assert problem.startswith(expected), problem


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, "issue.toml: does not exist; check the name and the folder"),
        (b"\xff\xfe", "issue.toml:1: is not UTF-8 text;"),
        (b'version = 2\narticles = ["a.md"]\n', "issue.toml:1: version: “2” is not known; write one of 1"),
    ],
)
def test_a_file_that_is_none(folder, data, expected):
    if data is not None:
        (folder / "issue.toml").write_bytes(data)

    with pytest.raises(ap.IssueError) as caught:
        load_issue(folder / "issue.toml")

    assert problems(caught.value, folder)[0].startswith(expected)


def test_a_faulty_publication_is_told_as_such(issue, story):
    story("a.md")

    with pytest.raises(ap.PublicationError, match="does not exist"):
        issue('articles = ["a.md"]', 'publication = "gone.toml"')


def test_strict_raises_all_that_would_be_left_out(issue, story, folder):
    story("a.md", body="[x](article:y)")
    story("bad.md", "tilte: x")

    with pytest.raises(ap.IssueError) as caught:
        issue('articles = ["a.md", "bad.md", "gone.md"]', strict=True)

    assert [(Path(problem.file).name, problem.line) for problem in caught.value.problems] == [
        ("issue.toml", 2),
        ("a.md", 6),
        ("bad.md", 4),
    ]


def test_strict_lets_a_good_issue_pass(issue, story):
    story("a.md")

    assert slugs(issue('articles = ["a.md"]', strict=True)) == ["a"]


# ------------------------------------------------------------------ whatever is in it

WORDS = st.one_of(
    st.sampled_from(
        ["a.md", "*.md", "**", "**/*", "a**b", "[", "..", ".", "/", "./a.md", "b/../a.md", "x" * 300, "~", "\0"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=3), WORDS, WORDS)
def test_whatever_an_issue_names_it_is_read_or_its_faults_are_told(articles, front, lead, editorial):
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "issue.toml"
        (Path(name) / "a.md").write_text(STORY.format(title="T", lang="en", fields="", body="[x](article:b)"), "utf-8")
        values = {"articles": articles, "front": front, "lead": lead, "editorial": editorial, "sections": front}
        lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        file.write_text("\n".join(["version = 1", *lines]), encoding="utf-8")
        try:
            read = load_issue(file)
        except ap.IssueError:
            return
        assert slugs(read) == ["a"]
        assert "reference-unknown" in {finding.code for finding in read.findings}


def test_a_name_that_is_none():
    with pytest.raises(ap.IssueError, match="is not a file name"):
        load_issue("a\0b.toml")
