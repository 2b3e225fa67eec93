"""Whole newspapers, read back from their PDFs: words, columns, rules, headlines, numbers of pages."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

import afgazad_pdf as ap
from afgazad_pdf.composition import MemoryStore, render_issue
from afgazad_pdf.composition.newspaper import LEAD_SCALES, compose_newspaper
from afgazad_pdf.composition.newspaper.stories import Press, story_of
from afgazad_pdf.composition.parts import Workshop
from afgazad_pdf.issue import Issue

from ..made import DIGITS, issue, localized, read, story, texts, token

SMALL = ap.Settings(page_size="A5", text_size=7)


def newspaper(whole: Issue, **options):
    return render_issue(whole, settings=options.pop("settings", SMALL), layout="newspaper", **options)


def words_of(whole: Issue, lang: str, counts: dict[int, int]) -> list[str]:
    """The words of all articles in a language, in the order of the issue."""
    numbers = [int(item.slug[1:]) for item in whole.articles if item.article.lang == lang]
    return [token(number, place, lang) for number in numbers for place in range(counts[number] + 1)]


@pytest.fixture(scope="module", params=["fa-AF", "en"])
def paper(request):
    """A paper of several pages in one direction with stories of the other one among them."""
    lang = request.param
    other = "en" if lang == "fa-AF" else "fa-AF"
    counts = {0: 700, 1: 260, 2: 160, 3: 90, 4: 420, 5: 40, 6: 150, 7: 300, 8: 12}
    sections = ["politics", "politics", "culture", "culture", "culture", "society", "society", None, None]
    items = [
        story(
            number,
            counts[number],
            lang=other if number in (2, 6) else lang,
            section=sections[number],
            refers=(4,) if number == 7 else (),
        )
        for number in counts
    ]
    whole = issue(items, lang=lang, also=(other,))
    made = newspaper(whole)
    return whole, counts, made, read(made.pdf)


def test_all_words_of_all_articles_come_out_once_and_in_order(paper) -> None:
    whole, counts, _, printed = paper
    for lang in ("fa-AF", "en"):
        wanted = words_of(whole, lang, counts)
        found = [word for word in printed.words(lang) if word in set(wanted)]
        texts = [word for word in found if not word.endswith(token(0, 0, lang)[2:])]
        assert texts == [word for word in wanted if not word.endswith(token(0, 0, lang)[2:])]


def test_places_are_the_pages_of_the_headlines(paper) -> None:
    _, _, made, printed = paper
    places_are_those_of_the_headlines(made, printed)


def test_contents_name_the_pages_of_the_headlines(paper) -> None:
    whole, _, made, printed = paper
    assert contents_that_agree(whole, made, printed) >= len(made.articles) // 2


@settings(
    max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(
    counts=st.lists(st.integers(8, 70), min_size=1, max_size=60),
    lang=st.sampled_from(["fa-AF", "en"]),
    chance=st.randoms(use_true_random=False),
)
def test_numbers_agree_in_random_papers(counts, lang, chance) -> None:
    languages = ("fa-AF", "en")
    items = [
        story(number, count, lang=chance.choice(languages), section=chance.choice(["politics", "culture", None]))
        for number, count in enumerate(counts)
    ]
    whole = issue(items, lang=lang, also=[tag for tag in languages if tag != lang])

    made = newspaper(whole)
    printed = read(made.pdf)

    places_are_those_of_the_headlines(made, printed)
    contents_that_agree(whole, made, printed)
    for tag in languages:
        wanted = words_of(whole, tag, dict(enumerate(counts)))
        found = [word for word in printed.words(tag) if word in set(wanted)]
        assert not set(wanted) - set(found)


def places_are_those_of_the_headlines(made, printed) -> None:
    for placed in made.articles:
        assert printed.page_of_headline(placed.title) == placed.first_page
        assert placed.number == placed.first_page


def contents_that_agree(whole, made, printed) -> int:
    """Check the numbers in the contents box; return how many articles it lists."""
    front = printed.lines(1)
    listed = 0
    for placed in made.articles:
        headline = max(run.size for run in printed.runs if placed.title in run.text)
        for line in front:
            entries = [run for run in line if placed.title in run.text and run.size < 0.8 * headline]
            if entries:
                row = [run for run in line if abs(run.x - entries[0].x) < 140]
                text = "".join(run.text for run in row)
                digits = "".join(letter for letter in text if letter in DIGITS[whole.lang])
                assert digits.endswith(localized(placed.number, whole.lang)), text
                listed += 1
    return listed


def test_an_article_that_wants_a_length_of_its_own_is_told() -> None:
    whole = issue([story(0, 30, fit="1 page"), story(1, 30)])

    assert [found.code for found in newspaper(whole).findings] == ["fit-unused"]


def test_jumps_name_the_pages_on_which_stories_go_on(paper) -> None:
    """A jump line and the head of the continuation lead to each other."""
    _, _, made, printed = paper
    words = {"fa-AF": ("ادامه در صفحهٔ", "ادامه از صفحهٔ"), "en": ("Continued on page", "Continued from page")}
    said = " ".join(texts(printed.structure))
    on: list[int] = []
    since: list[int] = []
    for lang, phrases in words.items():
        for phrase, found in zip(phrases, (on, since), strict=True):
            found += [value(number, lang) for number in re.findall(rf"{phrase}\s*([{DIGITS[lang]}]+)", said)]
    pairs = [
        (here, there)
        for there in range(1, made.pages + 1)
        for here in printed.targets[there - 1]
        if here < there and there in printed.targets[here - 1]
    ]
    assert len(pairs) > 2
    assert sorted(on) == sorted(there for _, there in pairs)
    assert sorted(since) == sorted(here for here, _ in pairs)


def value(number: str, lang: str) -> int:
    """The number that a language's digits write."""
    return int(number.translate({ord(digit): str(place) for place, digit in enumerate(DIGITS[lang])}))


def grid_of(whole: Issue):
    return Press(Workshop(whole, SMALL, MemoryStore(), {})).grid


def places_of_words(printed, whole: Issue) -> dict[str, tuple[int, int, float]]:
    """Where each word of running text stands: page, column counted from where the main language begins, height."""
    grid, found = grid_of(whole), {}
    lefts = sorted(grid.left(number) for number in range(grid.columns))
    for run in printed.runs:
        if 6 < run.size < 9:
            column = max((number for number, left in enumerate(lefts) if left <= run.x + 1), default=0)
            for word in run.text.split():
                found[word] = (run.page, grid.columns - 1 - column if grid.direction == "rtl" else column, run.y)
    return found


def test_columns_are_read_in_order_from_the_side_where_the_story_begins(paper) -> None:
    whole, counts, _, printed = paper
    places = places_of_words(printed, whole)
    for item in whole.articles:
        number, lang = int(item.slug[1:]), item.article.lang
        columns = grid_of(whole).columns
        way = []
        for word in range(1, counts[number] + 1):
            page, column, height = places[token(number, word, lang)]
            own = column if item.article.direction == whole.direction else columns - 1 - column
            way.append((page, own, round(height)))
        assert way == sorted(way)


def test_columns_of_the_last_frame_end_within_a_line_of_each_other(paper) -> None:
    whole, counts, _, printed = paper
    places = places_of_words(printed, whole)
    line = Press(Workshop(whole, SMALL, MemoryStore(), {})).line
    for item in whole.articles:
        number, lang = int(item.slug[1:]), item.article.lang
        words = [places[token(number, word, lang)] for word in range(1, counts[number] + 1)]
        last = max(page for page, _, _ in words)
        feet: dict[int, float] = {}
        for page, column, height in words:
            if page == last:
                feet[column] = max(feet.get(column, 0), height)
        ends = sorted(feet.values())
        assert ends[-1] - ends[0] <= 2.05 * line(item.article.direction), item.slug


def test_rules_stand_in_the_gaps_between_columns_and_nowhere_else(paper) -> None:
    whole, _, made, _ = paper
    grid = grid_of(whole)
    middles = [min(grid.left(a), grid.left(a + 1)) + grid.column + grid.gap / 2 for a in range(grid.columns - 1)]
    document, upright = pypdfium2.PdfDocument(made.pdf), 0
    for number in range(len(document)):
        for item in document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=5):
            left, bottom, right, top = item.get_bounds()
            if right - left < 1.2 and top - bottom > 20:
                upright += 1
                assert min(abs((left + right) / 2 - middle) for middle in middles) < 0.5
    assert upright > 3


def test_the_paper_is_bound_and_leafed_by_its_main_language(paper) -> None:
    whole, _, _, printed = paper
    assert printed.side == ("/R2L" if whole.direction == "rtl" else "/L2R")


def test_the_same_issue_gives_the_same_bytes() -> None:
    items = [story(number, 120, lang="fa-AF", section="culture") for number in range(4)]
    assert newspaper(issue(items, lang="fa-AF")).pdf == newspaper(issue(items, lang="fa-AF")).pdf


@pytest.mark.parametrize(("size", "columns"), [("A4", 3), ("Tabloid", 4), ("A3", 5), ("A5", 2)])
def test_the_grid_has_as_many_columns_as_the_page_is_wide(size: str, columns: int) -> None:
    whole = issue([story(0)])
    press = Press(Workshop(whole, ap.Settings(page_size=size), MemoryStore(), {}))
    assert press.grid.columns == columns


@pytest.mark.parametrize("count", [1, 2, 5])
def test_papers_of_few_articles(count: int) -> None:
    items = [story(number, 60, lang="fa-AF") for number in range(count)]
    made = newspaper(issue(items, lang="fa-AF"))
    found = read(made.pdf).words("fa-AF")
    for number in range(count):
        assert sum(word == token(number, 30, "fa-AF") for word in found) == 1


@pytest.mark.parametrize("lang", ["fa-AF", "en"])
def test_headlines_keep_to_their_columns(lang: str) -> None:
    """Also with a word that is wider than a column at the size wanted."""
    article = ap.Article(
        title="Donaudampfschifffahrtsgesellschaft" if lang == "en" else "دانشگاه‌های‌نمونهٔ‌افغانستان", lang=lang, blocks=[]
    )
    whole = issue([story(0, lang=lang)], lang=lang)
    press = Press(Workshop(whole, SMALL, MemoryStore(), {}))
    for columns in range(1, press.grid.columns + 1):
        head = press.head(article, None, columns, LEAD_SCALES[0])
        least = press.head(article, None, columns)
        assert head.size >= least.size


def test_a_picture_too_small_for_its_place_is_printed_smaller_and_told(tmp_path) -> None:
    Image.new("RGB", (120, 80), "navy").save(tmp_path / "small.png")
    figure = {"kind": "figure", "picture": "small.png", "alternative_text": "a square"}
    lead = story(0, 200)
    blocks = [figure, *lead.article.model_dump()["blocks"]]
    article = ap.Article(title="Lead", lang="en", blocks=blocks, path=tmp_path / "article.md")
    whole = issue([lead.model_copy(update={"article": article}), story(1, 100)])
    made = newspaper(whole)
    assert "lead-picture-small" in [finding.code for finding in made.findings]
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert len(document.pages) == made.pages


def test_an_article_that_fails_is_left_out(monkeypatch) -> None:
    from afgazad_pdf.composition import parts

    prepare = parts.prepare

    def failing(article, *arguments):
        if article.title == token(1, 0, "en"):
            raise ap.RenderError("the engine fails")
        return prepare(article, *arguments)

    monkeypatch.setattr(parts, "prepare", failing)
    made = newspaper(issue([story(0, 30), story(1, 30), story(2, 30)]))
    assert [placed.slug for placed in made.articles] == ["a0", "a2"]
    assert "article-failed" in [finding.code for finding in made.findings]


def test_kickers_name_the_section_or_the_editorial() -> None:
    items = [story(0, section="culture", lang="en"), story(1, lang="en", editorial=True)]
    press = Press(Workshop(issue(items), SMALL, MemoryStore(), {}))
    kickers = {item.slug: story_of(press, item).kicker for item in press.issue.articles}
    assert kickers["a0"].text == ap.AFGAZAD.sections["culture"]["en"]
    assert kickers["a1"].text == "Editorial"


@pytest.mark.parametrize("profile", ["archive", "press"])
def test_the_other_profiles(profile: str) -> None:
    items = [story(number, 60, lang="fa-AF", section="culture") for number in range(3)]
    made = newspaper(issue(items, lang="fa-AF"), settings=SMALL.model_copy(update={"profile": profile}))
    document = pypdfium2.PdfDocument(made.pdf)
    assert len(document) == made.pages


def test_every_piece_has_its_own_place() -> None:
    """Also of headlines without a byline, and a colophon of nothing but names."""
    items = [story(number, count) for number, count in enumerate([30, 1, 90, 8])]
    items.append(story(9, 20, author=["A. Name"]))
    workshop = Workshop(issue(items), SMALL, MemoryStore(), {})
    composed = compose_newspaper(workshop)
    spots = [
        (number, piece.part, round(piece.left), round(piece.top))
        for number, page in enumerate(composed.pages)
        for piece in page.placed
    ]
    assert len(spots) == len(set(spots))


def test_an_article_without_any_text() -> None:
    empty = story(0).model_copy(update={"article": ap.Article(title="Nothing", lang="en", blocks=[])})
    made = newspaper(issue([empty, story(1)]))
    assert [placed.first_page for placed in made.articles] == [1, 1]
