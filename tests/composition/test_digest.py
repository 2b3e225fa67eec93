"""The digest: pages, numbers, links and words of whole issues, read back from their PDFs."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import page as validation
import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.composition import MemoryStore, parts, render_issue
from afgazad_pdf.issue import Cover

from .made import DIGITS, SECTIONS, changed, issue, localized, read, story, token

SMALL = ap.Settings(page_size="A5", text_size=9)
STANDARDS = (validation.ValidationProfile.PDF_A_3A, validation.ValidationProfile.PDF_UA_1)
LANGUAGES = ("en", "fa-AF")


def composed(whole, **options):
    return render_issue(whole, settings=options.pop("settings", SMALL), **options)


def check_numbers(whole, made) -> None:
    """Every number in the contents is that of the page with the headline, on its foot, in its label and its link."""
    lang, printed = whole.lang, read(made.pdf)
    first = min(placed.first_page for placed in made.articles)
    contents = range(1, first)
    assert [placed.slug for placed in made.articles] == [item.slug for item in whole.articles]
    for placed in made.articles:
        at = printed.page_of_headline(placed.title)
        label = localized(placed.number, lang)
        assert at == placed.first_page
        assert printed.contents_number(placed.title, contents, lang) == label
        assert printed.labels[at - 1] == label
        assert printed.folio(at).text.strip() == label
        assert sum(page.count(at) for page in printed.targets[: first - 1]) >= 1


@st.composite
def issues(draw):
    """Small issues in one language or two, some articles in sections, some that refer to others, one an editorial."""
    lang = draw(st.sampled_from(LANGUAGES))
    count = draw(st.integers(1, 20))
    also = draw(st.booleans())
    items = []
    for number in range(count):
        other = next(tag for tag in LANGUAGES if tag != lang)
        items.append(
            story(
                number,
                draw(st.sampled_from([3, 12, 120])),
                lang=draw(st.sampled_from([lang, other])) if also else lang,
                section=draw(st.sampled_from([*SECTIONS, None])),
                refers=draw(
                    st.lists(st.integers(0, count - 1).filter(lambda n, own=number: n != own), max_size=2, unique=True)
                )
                if count > 1
                else (),
                editorial=number == 0 and draw(st.booleans()),
            )
        )
    return issue(items, lang=lang, also=LANGUAGES if also else ())


@pytest.mark.timeout(600)
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a smaller issue is hardly easier to read
    suppress_health_check=list(HealthCheck),
)
@given(whole=issues())
def test_numbers_agree_and_no_word_is_lost(whole):
    made = composed(whole)
    printed = read(made.pdf)

    check_numbers(whole, made)
    for lang in LANGUAGES:
        wanted = [
            word
            for item in whole.articles
            if item.article.lang == lang
            for word in (item.article.title, *_body_words(item.article))
        ]
        headlines = [item for item in whole.articles if item.article.lang == lang]
        assert printed.words(lang)[len(headlines) :] == wanted  # the contents have the headlines before
    for finding in made.findings:
        assert finding.code == "page-numbers-unsettled" or finding.level == "info", finding


def _body_words(article) -> list[str]:
    return "".join(run.text for run in article.runs() if run.kind == "text").split()


@pytest.mark.timeout(600)
def test_an_issue_of_sixty_articles():
    lang = "fa-AF"
    lengths = (20, 20, 20, 500, 20, 20, 150)
    items = (story(number, lengths[number % 7], lang=lang, section=SECTIONS[number % 3]) for number in range(60))
    whole = issue(items, lang=lang)

    made = composed(whole)

    check_numbers(whole, made)
    assert not made.findings
    labels = read(made.pdf).labels
    front = made.articles[0].first_page - 1
    assert labels[:front] == ("الف", "ب", "ج")
    assert labels[front:] == tuple(localized(number, lang) for number in range(1, len(labels) - front + 1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_references_name_the_page_where_the_other_article_begins(lang):
    whole = issue((story(number, 600, lang=lang, refers=((number + 1) % 3,)) for number in range(3)), lang=lang)

    made = composed(whole)
    printed = read(made.pdf)
    text = "".join(run.text for run in printed.runs)

    for number, placed in enumerate(made.articles):
        other = made.articles[(number + 1) % 3]
        page = localized(other.number, lang)
        said = f"(p.\u00a0{page})" if lang == "en" else f"(ص\u00a0{page})"
        assert said.replace("\u00a0", "") in text.replace("\u00a0", "").replace(" ", "")
        links = [aim for at in range(placed.first_page, placed.last_page + 1) for aim in printed.targets[at - 1]]
        assert other.first_page in links


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sides_and_running_heads(lang):
    """The number stands at the outer edge: of page 1 at the right in a book bound at the left, at the left else."""
    whole = issue((story(number, 1500, lang=lang, section="culture") for number in range(2)), lang=lang)

    made = composed(whole)
    printed = read(made.pdf)

    assert printed.side == {"en": "/L2R", "fa-AF": "/R2L"}[lang]
    first = made.articles[0]
    width = SMALL.page_size.width * 72 / 25.4
    assert first.last_page > first.first_page + 1
    for at in range(first.first_page, made.pages + 1):
        number = at - first.first_page + 1
        folio = printed.folio(at)
        assert folio.text.strip() == localized(number, lang)
        outer_is_right = (number % 2 == 1) == (lang == "en")
        assert (folio.x > width * 0.8) == outer_is_right
        assert (folio.x < width * 0.2) != outer_is_right
        if at in (first.first_page, made.articles[1].first_page) or at > made.articles[1].last_page:
            continue
        head = printed.lines(at)[0]
        title, section = (head[-1], head[0]) if outer_is_right else (head[0], head[-1])
        assert any(placed.title in title.text for placed in made.articles)
        assert {"en": "Culture", "fa-AF": "فرهنگ"}[lang] in section.text


def test_the_outline_has_sections_and_articles():
    items = [
        story(0, editorial=True),
        story(1, section="culture"),
        story(2, section="politics"),
        story(3, section="culture"),
    ]
    whole = issue(items, indexes=("authors",))
    whole = changed(whole, "a1", author=("Jane Smith",))

    outline = read(composed(whole).pdf).outline

    shape = [(title, [inner for inner, _, _ in below]) for title, _, below in outline]
    assert shape == [
        ("Contents", []),
        ("Editorial", [token(0, 0, "en")]),
        ("Politics", [token(2, 0, "en")]),
        ("Culture", [token(1, 0, "en"), token(3, 0, "en")]),
        ("Authors", []),
        ("Colophon", []),
    ]
    assert [page for _, page, _ in outline] == [1, 2, 3, 4, 6, 6]


def test_an_index_leads_to_the_pages():
    whole = issue(
        (story(number, 20, author=("Jane Smith", f"Author {number}")) for number in range(3)), indexes=("authors",)
    )

    made = composed(whole)
    printed = read(made.pdf)

    assert printed.targets[-1] == (2, 3, 4, 2, 3, 4)
    lines = ["".join(run.text.replace(" ", "") for run in line) for line in printed.lines(made.pages)]
    assert any("JaneSmith1,2,3" in line for line in lines)


def test_a_bilingual_issue_has_one_direction_and_two_ways_to_read():
    whole = issue([story(0, 800, lang="en"), story(1, 800, lang="fa-AF")], lang="fa-AF", also=("en",))

    made = composed(whole)
    printed = read(made.pdf)

    assert printed.side == "/R2L"
    assert {printed.folio(at).text.strip()[0] in DIGITS["fa-AF"] for at in range(2, made.pages + 1)} == {True}
    body = {
        lang: next(run for run in printed.runs if run.page == placed.first_page and token(number, 1, lang) in run.text)
        for number, (lang, placed) in enumerate(zip(("en", "fa-AF"), made.articles, strict=True))
    }
    assert body["en"].x < 60


# ------------------------------------------------------------------ what is made again


@pytest.fixture
def printing(monkeypatch):
    """The titles of the pages that are laid out."""
    titles = []
    real = parts.print_page

    def print_page(page):
        titles.append(page.article.title)
        return real(page)

    monkeypatch.setattr(parts, "print_page", print_page)
    return titles


def test_an_article_is_laid_out_once(printing):
    whole = issue(story(number, refers=() if number else (1,)) for number in range(4))
    store = MemoryStore()

    first = composed(whole, store=store)
    contents = printing[-1]
    headlines = [token(number, 0, "en") for number in range(4)]
    # Twice, as the number of a page came in: the article that refers to another one, and the contents, which know it.
    assert printing == [*headlines, "Colophon", contents, headlines[0], contents]

    printing.clear()
    again = composed(whole, store=store)
    assert printing == []
    assert again.pdf == first.pdf

    edited = changed(whole, "a2", author=("Jane Smith",))
    composed(edited, store=store)
    assert printing == [headlines[2], "Colophon", contents, contents]


def test_the_same_issue_gives_the_same_bytes():
    whole = issue(
        (story(number, 50, lang=lang) for number, lang in enumerate(LANGUAGES * 2)), lang="fa-AF", also=("en",)
    )

    assert composed(whole).pdf == composed(whole).pdf


def test_the_identifiers_of_the_whole_follow_every_article():
    whole = issue(story(number, 50) for number in range(2))
    other = changed(whole, "a1", blocks=story(1, 51).article.blocks)

    packets = []
    for item in (whole, other):
        with pikepdf.open(io.BytesIO(composed(item).pdf)) as document:
            packets.append(document.Root.Metadata.read_bytes())

    assert packets[0] != packets[1]


# ------------------------------------------------------------------ what goes wrong


def test_an_article_that_fails_is_left_out(printing, monkeypatch):
    whole = issue([story(0), story(1, 20), story(2)])
    counted = parts.print_page

    def failing(page):
        if page.article.title == token(1, 0, "en"):
            raise ap.RenderError("the engine failed")
        return counted(page)

    monkeypatch.setattr(parts, "print_page", failing)
    made = composed(whole)

    assert [placed.slug for placed in made.articles] == ["a0", "a2"]
    assert [(finding.code, finding.level) for finding in made.findings] == [("article-failed", "error")]
    assert "“a1” is left out of the issue: the engine failed" in made.findings[0].message
    check_numbers(whole.without("a1"), made)
    with pytest.raises(ap.RenderError, match="the engine failed"):
        composed(whole, strict=True)


@pytest.mark.parametrize(
    ("size", "code"), [(None, "picture-missing"), ((200, 300), "cover-coarse"), ((900, 1300), None)]
)
def test_a_cover_needs_a_picture_that_fills_it(size, code, tmp_path, jpeg):
    if size:
        (tmp_path / "cover.jpg").write_bytes(jpeg(*size))
    whole = issue([story(0)], cover=Cover(picture="cover.jpg", alt="Snow"), path=tmp_path / "issue.toml")

    made = composed(whole)

    assert [finding.code for finding in made.findings] == ([code] if code else [])
    assert made.articles[0].first_page == (2 if code else 3)
    assert read(made.pdf).labels[0] == ("i" if code else "Cover")


def test_the_cover_fills_the_page(tmp_path, jpeg):
    (tmp_path / "cover.jpg").write_bytes(jpeg(900, 900))
    whole = issue([story(0)], cover=Cover(picture="cover.jpg", alt="Snow"), path=tmp_path / "issue.toml")

    for profile, bleed in (("screen", 0), ("press", 3)):
        made = composed(whole, settings=SMALL.model_copy(update={"profile": profile}))
        with pikepdf.open(io.BytesIO(made.pdf)) as document:
            trim = [float(value) for value in document.pages[0].trimbox]
            placed = _pictures(document.pages[0])
        edges = [round(value, 1) for value in (trim[0] - bleed * 72 / 25.4, trim[2] + bleed * 72 / 25.4)]
        assert any(round(left, 1) <= edges[0] + 0.2 and round(right, 1) >= edges[1] - 0.2 for left, right in placed), (
            placed,
            edges,
        )


def _pictures(sheet: pikepdf.Page) -> list[tuple[float, float]]:
    """The left and right edges of the pictures that a page draws, in pt."""
    found, stack, now = [], [], (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(sheet):
        match str(operator):
            case "q":
                stack.append(now)
            case "Q":
                now = stack.pop()
            case "cm":
                a, b, c, d, e, f = (float(value) for value in operands)
                g, h, i, j, k, m = now
                now = (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
            case "Do":
                found.append((now[4], now[4] + now[0]))
    return found


# ------------------------------------------------------------------ profiles, and articles alone


@pytest.mark.parametrize("lang", LANGUAGES)
def test_profiles_hold_for_the_whole(lang, tmp_path, jpeg):
    (tmp_path / "cover.jpg").write_bytes(jpeg(1400, 2000))
    other = next(tag for tag in LANGUAGES if tag != lang)
    items = [
        story(0, 400, lang=lang, section="culture", refers=(1,), author=("Jane Smith",), tags=("snow",)),
        story(1, 400, lang=other, section="society", author=("نیلوفر",), source="https://www.example.org/a"),
    ]
    whole = issue(
        items,
        lang=lang,
        also=(other,),
        indexes=("authors", "tags"),
        cover=Cover(picture="cover.jpg", alt="Snow"),
        path=tmp_path / "issue.toml",
        title={"en": "Snow", "fa-AF": "برف"},
        date=datetime.date(2026, 10, 7),
        colophon=story(9, lang=lang).article,
    )

    archive = composed(whole, settings=SMALL.model_copy(update={"profile": "archive"}))
    press = composed(whole, settings=SMALL.model_copy(update={"profile": "press"}))

    assert [
        str(item)
        for standard in STANDARDS
        for item in validation.validate_pdf_bytes(archive.pdf, profile=standard).failures
    ] == []
    assert [item for item in (*archive.findings, *press.findings) if item.level == "error"] == []
    target: Path = tmp_path / "press.pdf"
    press.write(target)
    assert [str(item) for item in ap.check_pdf(target, profile="press") if item.level == "error"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_articles_alone_say_where_they_stand(lang, page_text):
    whole = issue((story(number, 900, lang=lang) for number in range(2)), lang=lang)

    made = composed(whole, articles=True)

    for placed in made.articles:
        assert placed.pdf is not None
        number = localized(placed.number, lang)
        runs = read_runs(placed.pdf)
        foot = " ".join(run.text for run in runs if run.page == 1 and run.y > 540)
        assert number in foot
        assert localized(12, lang) in foot
        assert not any(localized(12, lang) in run.text for run in runs if run.page == 2 and run.y > 540)


def read_runs(pdf: bytes):
    from afgazad_pdf.preview.dump import text_runs

    return text_runs(pdf)
