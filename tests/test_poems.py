"""Poems: every hemistich as wide as the others, flush at both edges; what does not fit is set sensibly and told.

Edges are those of glyphs' advances. They are read twice: from the laid-out boxes (`Printed.lines`), and from the PDF,
by the places and advances of the glyphs that its content shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

import afgazad_pdf as ap
from afgazad_pdf.article import FootnoteCall, Poem, Span, Text
from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.boxes import LaidLine
from afgazad_pdf.html import Page, load_theme, misfits
from afgazad_pdf.press.preflight.document import Document, opened
from afgazad_pdf.press.preflight.state import TextShown
from afgazad_pdf.text.hemistichs import hemistich_of, with_kashida
from afgazad_pdf.text.kashida import KASHIDA
from afgazad_pdf.typesetting import load_fonts, renderer

ROOT = Path(__file__).resolve().parent.parent
TOLERANCE = 0.1
"""In pt."""
EXACT = 0.02
"""In pt: what the tenths of a thousandth of an em, in which a PDF's glyphs are placed, add up to on a line."""

METRES = [
    tuple(row.split(" / "))
    for row in (ROOT / "tests" / "cases" / "metres.txt").read_text(encoding="utf-8").splitlines()
    if " / " in row
]
COUPLET = ap.AFGAZAD.motto.bayts
FAMILIES = ("Afgazad Sans", "Afgazad Naskh", "Afgazad Classic")
NASTALIQ = "Afgazad Nastaliq"


@dataclass(frozen=True)
class Set:
    """A poem that was laid out."""

    page: Page
    lines: dict[str, LaidLine]
    """The named lines."""
    all_lines: tuple[LaidLine, ...]
    pdf: bytes
    findings: tuple[ap.Finding, ...]

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    def poem(self, number: int = 1) -> dict[tuple[int, int], LaidLine]:
        """Return the filled hemistichs of a poem by bayt and position."""
        names = {name: tuple(map(int, name.split(":")[1:])) for name in self.lines}
        return {(bayt, position): self.lines[name] for name, (poem, bayt, position) in names.items() if poem == number}


@cache
def theme_folder(tmp: Path, family: str, size: float) -> Path:
    folder = tmp / f"{family}-{size}".replace(" ", "-")
    folder.mkdir()
    features = '"ccmp" 0' if family == "Afgazad Naskh" else "normal"
    values = {"family": f'"{family}"', "face": family, "features": features, "size": size}
    rows = (f"{key} = {value!r}" for key, value in values.items())
    (folder / "theme.toml").write_text("\n".join(["[poem]", *rows]), encoding="utf-8")
    return folder


@pytest.fixture
def set_article(tmp_path_factory):
    """Lay out Markdown: `set_article(text, family=…, columns=…)`."""

    def make(
        text: str | ap.Article, *, family: str = "Afgazad Naskh", size: float = 1.4, lang: str = "fa-AF", **settings
    ) -> Set:
        if isinstance(text, str):
            loaded = ap.read_article(f"---\ntitle: T\nlang: {lang}\n---\n{text}", format="markdown")
            article, found = loaded.article, loaded.findings
        else:
            article, found = text, ()
        folder = theme_folder(tmp_path_factory.getbasetemp(), family, size)
        options = ap.Settings(template_folders=(folder,), **settings)
        faces = load_fonts(())
        theme = load_theme(options.template_folders, faces)
        page = theme.page(article, ap.AFGAZAD, options, {}, generator="test")
        printed = renderer(faces).print(
            order_html(page.html).html,
            STYLESHEET + theme.stylesheet(ap.AFGAZAD, options),
            {},
            direction=article.direction,
            read_lines=True,
        )
        assert printed.findings == ()
        lines = [line for line in printed.lines if line.name]
        findings = (*found, *page.findings, *misfits(page.poems, printed.lines))
        return Set(page, {line.name: line for line in lines}, printed.lines, printed.pdf, findings)

    return make


def fence(bayts, attributes: str = "") -> str:
    return f"::: poem {attributes}\n" + "\n".join(" / ".join(bayt) for bayt in bayts) + "\n:::\n"


def assert_flush(lines) -> None:
    """Every line fills its column, and all columns are of one width."""
    lines = list(lines)
    assert lines
    for line in lines:
        assert min(line.start, line.end) == pytest.approx(line.left, abs=TOLERANCE), line.text
        assert max(line.start, line.end) == pytest.approx(line.right, abs=TOLERANCE), line.text
    widths = [line.width for line in lines]
    assert max(widths) - min(widths) < TOLERANCE


# ------------------------------------------------------------------ the width

POEMS = {
    "couplet": COUPLET,
    "ghazal": tuple(
        tuple(row.split(" / "))
        for row in (ROOT / "samples" / "literary-ghazal" / "article.md").read_text(encoding="utf-8").splitlines()
        if " / " in row
    )[:8],
} | {f"metre {number}": METRES[6 * number : 6 * number + 6] for number in range(5)}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", POEMS)
def test_every_hemistich_is_as_wide_as_the_others(set_article, name, family):
    done = set_article(fence(POEMS[name]), family=family, size=1.1)

    lines = done.poem()
    assert len(lines) == 2 * len(POEMS[name])
    assert_flush(lines.values())
    assert all(0.75 <= line.space_ratio <= 1.7 + 1e-3 for line in lines.values())
    assert done.codes == []


@pytest.mark.parametrize("family", FAMILIES)
def test_the_first_hemistichs_stand_under_each_other_at_the_right(set_article, family):
    lines = set_article(fence(METRES[:6]), family=family).poem()

    for position in (1, 2):
        column = [line for (_, side), line in lines.items() if side == position]
        assert max(line.left for line in column) - min(line.left for line in column) < TOLERANCE
        assert max(line.right for line in column) - min(line.right for line in column) < TOLERANCE
    assert all(lines[bayt, 2].right < lines[bayt, 1].left for bayt in range(1, 7))
    assert all(lines[bayt, 1].baseline == pytest.approx(lines[bayt, 2].baseline) for bayt in range(1, 7))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", POEMS)
def test_the_edges_in_the_pdf_are_those_of_the_columns(set_article, name, family):
    """Both edges: from the first glyph's place to the end of the last one's advance, as the PDF has them."""
    done = set_article(fence(POEMS[name]), family=family, size=1.1)
    document = opened(done.pdf)
    assert isinstance(document, Document)
    sheets = list(document.pages())

    for line in done.poem().values():
        sheet = sheets[line.page - 1]
        height = sheet.trim_box.top
        shown = [event.box for event in sheet.events if isinstance(event, TextShown)]
        on_line = [
            box for box in shown if box.bottom < height - line.baseline + 2 and box.top > height - line.baseline + 1
        ]
        own = [box for box in on_line if box.left > line.left - 5 and box.right < line.right + 5]
        assert min(box.left for box in own) == pytest.approx(min(line.start, line.end), abs=EXACT), line.text
        assert max(box.right for box in own) == pytest.approx(max(line.start, line.end), abs=EXACT), line.text


def test_the_motto_of_the_masthead_is_set_alike(set_article):
    done = set_article("Text.")

    assert len(done.poem(0)) == 4
    assert_flush(done.poem(0).values())


def test_the_motto_is_set_once_for_a_paper_and_told_of_for_each_article():
    theme = load_theme((), load_fonts(()))
    short = ap.Motto(bayts=(("برف", "کوه و دریا و باران بهار"),))
    papers = [ap.AFGAZAD, ap.AFGAZAD.model_copy(update={"motto": short})]

    def page(paper: ap.Publication, title: str, size: str = "A4") -> Page:
        article = ap.Article(title=title, lang="fa")
        return theme.page(article, paper, ap.Settings(page_size=size), {}, generator="g")

    def poem(made: Page) -> str:
        return made.html.partition('<div class="poem')[2].partition("</div>")[0]

    first, second, small = page(papers[0], "A"), page(papers[0], "B"), page(papers[0], "C", "A5")
    other, again = page(papers[1], "D"), page(papers[1], "E")
    assert poem(first) == poem(second) != poem(other) == poem(again)
    assert poem(small) != poem(first)
    assert first.poems == second.poems
    assert first.poems["poem:0:1:1"] is second.poems["poem:0:1:1"]
    assert [item.code for item in other.findings] == [item.code for item in again.findings] == ["hemistich-loose"]


def test_nastaliq_is_filled_by_word_space_alone(set_article):
    done = set_article(fence(METRES[:6]), family=NASTALIQ)

    assert_flush(done.poem().values())
    assert KASHIDA not in done.page.html


# ------------------------------------------------------------------ where words are stretched

NOT_AFTER = set(
    "\u0627\u0622\u062f\u0630\u0631\u0632\u0698\u0648\u0621\u0623\u0625\u0624"
)  # اآدذرزژوءأإؤ: join to nothing after
TEETH = set("\u0628\u067e\u062a\u062b\u0646\u06cc\u0626")  # بپتثنیئ


@pytest.mark.parametrize("family", FAMILIES)
def test_no_forbidden_place_is_stretched(set_article, family):
    html = set_article(fence(METRES), family=family, page_size="A3").page.html
    words = [word for line in re.findall(r'class="hemistich"[^>]*>([^<]*)<', html) for word in line.split()]

    stretched = [word for word in words if KASHIDA in word]
    assert len(stretched) > 40
    for word in stretched:
        assert len(re.findall(f"(?:{KASHIDA})+", word)) == 1, f"{word}: one stretch a word"
        before, after = re.split(f"(?:{KASHIDA})+", word)
        letters = [character for character in before if unicodedata.category(character) != "Mn"]
        assert letters[-1].isalpha(), word
        assert letters[-1] not in NOT_AFTER, word
        assert after[0].isalpha(), f"{word}: before its letter, not its marks"
        assert after[0] != "\u0621", f"{word}: hamza joins to nothing"
        assert (letters[-1], after[0]) not in {("\u0644", alef) for alef in "\u0627\u0622\u0623\u0625"}, word
        joined = len(letters) > 1 and letters[-2].isalpha() and letters[-2] not in NOT_AFTER
        assert joined or letters[-1] not in TEETH, f"{word}: a tooth at the beginning"


def test_the_text_of_the_page_is_the_poems_text(set_article):
    page = set_article(fence(METRES[:6])).page.html

    lines = re.findall(r'data-line="poem:1:[^>]*>([^<]*)<', page)
    assert [line.replace(KASHIDA, "") for line in lines] == [part for bayt in METRES[:6] for part in bayt]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_copied_text_is_the_poems_text(set_article, family):
    bayts = METRES[:6]
    pdf = set_article(fence(bayts), family=family).pdf

    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    found = Counter(re.sub(r"\s+", "", unicodedata.normalize("NFKD", text)))
    assert "\u0640" not in found
    parts = "".join(part for bayt in bayts for part in bayt)
    wanted = Counter(re.sub(r"[\s\u200c]", "", unicodedata.normalize("NFKD", parts)))
    assert {letter: number for letter, number in wanted.items() if found[letter] < number} == {}


# ------------------------------------------------------------------ pages, columns, widths


def test_a_poem_breaks_between_bayts_only(set_article):
    done = set_article("\n\n".join([fence(METRES[:6])] * 5), page_size="A5", text_size=9)

    pages = set()
    for number in range(1, 6):
        lines = done.poem(number)
        pages |= {tuple(sorted({line.page for line in lines.values()}))}
        assert all(lines[bayt, 1].page == lines[bayt, 2].page for bayt in range(1, 7))
    assert any(len(numbers) > 1 for numbers in pages), "a poem goes over two pages"


def test_no_bayt_is_alone_before_or_after_a_page_ends(set_article):
    parted = 0
    for filler in range(12, 22):
        done = set_article("متن\n\n" * filler + fence(METRES[:6], 'poet="x"'), page_size="A5", text_size=9)
        pages = Counter(done.poem()[bayt, 2].page for bayt in range(1, 7))
        parted += len(pages) > 1
        assert 1 not in pages.values()
        assert next(line for line in done.all_lines if line.text == "x").page == max(pages)
    assert parted


def test_where_two_do_not_fit_the_second_is_stepped_to_the_far_edge(set_article):
    done = set_article(fence(METRES[:6]), columns=3, text_size=8)

    lines = done.poem()
    assert "poem-stacked" in done.codes
    assert_flush(lines.values())
    for bayt in range(1, 7):
        first, second = lines[bayt, 1], lines[bayt, 2]
        assert first.page == second.page
        assert second.baseline > first.baseline + 8 or second.left > first.right + 50, "under it"
        assert first.left - second.left == pytest.approx(first.right - second.right, abs=TOLERANCE)
        assert first.left > second.left + 5


def test_stepped_bayts_keep_together_over_pages_and_columns(set_article):
    lines = set_article("\n\n".join([fence(METRES[:6] * 3)] * 4), columns=3, text_size=8).poem(3)

    for bayt in range(1, 19):
        first, second = lines[bayt, 1], lines[bayt, 2]
        assert first.page == second.page
        assert 0 < second.baseline - first.baseline < 40


def test_several_poems_share_one_width(set_article):
    short, long = METRES[24:27], METRES[12:15]
    alone = set_article(fence(short) + "\n" + fence(long))
    shared = set_article(fence(short, "width=shared") + "\n" + fence(long, "width=shared"))

    assert alone.poem(1)[1, 1].width < alone.poem(2)[1, 1].width - 1
    assert shared.poem(1)[1, 1].width == pytest.approx(shared.poem(2)[1, 1].width, abs=TOLERANCE)
    assert_flush([*shared.poem(1).values(), *shared.poem(2).values()])


def test_a_width_may_be_given(set_article):
    done = set_article(fence(COUPLET, "width=62mm") + "\n" + fence(METRES[:3], "width=62mm"))

    assert done.poem(1)[1, 1].width == pytest.approx(62 * 72 / 25.4, abs=TOLERANCE)
    assert done.poem(2)[1, 1].width == pytest.approx(62 * 72 / 25.4, abs=TOLERANCE)
    assert set_article(fence(COUPLET, "width=14em")).poem()[1, 1].width == pytest.approx(14 * 1.4 * 11.5, abs=TOLERANCE)


def test_a_narrow_width_makes_the_poem_smaller_and_one_too_narrow_is_not_taken(set_article):
    smaller = set_article(fence(METRES[:3], "width=60mm"))
    refused = set_article(fence(METRES[:3], "width=20mm"))

    assert smaller.codes == ["poem-size"]
    assert smaller.poem()[1, 1].width == pytest.approx(60 * 72 / 25.4, abs=TOLERANCE)
    assert refused.codes == ["poem-width"]
    assert_flush(refused.poem().values())


# ------------------------------------------------------------------ forms


def natural_lines(done: Set) -> list[LaidLine]:
    """The lines of the story that are not filled; the headline left out."""
    return [
        line for line in done.all_lines if line.page and line.name is None and line.baseline > 300 and line.size > 11
    ]


@pytest.mark.parametrize("form", ["free", "landay"])
def test_free_verse_and_landays_are_never_stretched(set_article, form):
    text = "::: poem form=" + form + "\n" + "\n".join(part for bayt in METRES[:4] for part in bayt) + "\n:::\n"
    done = set_article(text)

    assert done.poem() == {}
    assert KASHIDA not in done.page.html.partition("<main")[2]
    assert all(line.space_ratio == pytest.approx(1, abs=0.001) and not line.justified for line in natural_lines(done))


def test_verses_from_left_to_right_are_never_stretched(set_article):
    done = set_article("::: poem\nWer sich selbst und andre kennt, / Wird auch hier erkennen:\n:::\n", lang="de")

    assert done.poem() == {}
    assert all(line.space_ratio == pytest.approx(1, abs=0.001) for line in natural_lines(done))


def test_a_landay_stands_in_the_middle(set_article):
    done = set_article(
        "::: poem form=landay lang=ps\nکه په میوند کې شهید نه شوې\nخدای ږو لالیه بې ننګۍ ته دې ساتینه\n:::\n"
    )

    first, second = [line for line in done.all_lines if "شهید" in line.text or "لالیه" in line.text]
    assert (first.left + first.right) / 2 == pytest.approx((second.left + second.right) / 2, abs=TOLERANCE)


def test_a_refrain_stands_in_the_middle_and_is_as_wide(set_article):
    bayts = METRES[:3]
    done = set_article(fence(bayts[:2]).removesuffix(":::\n") + "* " + " / ".join(bayts[2]) + "\n:::\n")

    lines = done.poem()
    assert_flush(lines.values())
    middle = (lines[1, 1].right + lines[1, 2].left) / 2
    for position in (1, 2):
        assert (lines[3, position].left + lines[3, position].right) / 2 == pytest.approx(middle, abs=TOLERANCE)
    assert lines[3, 2].baseline > lines[3, 1].baseline + 10
    assert lines[3, 1].baseline - lines[2, 1].baseline > lines[2, 1].baseline - lines[1, 1].baseline + 2


def test_four_lines_of_a_rubai_are_two_bayts(set_article):
    text = "::: poem form=rubai\n" + "\n".join(part for bayt in METRES[:2] for part in bayt) + "\n:::\n"
    done = set_article(text)

    assert sorted(done.poem()) == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert_flush(done.poem().values())
    assert done.codes == []


@pytest.mark.parametrize(("numbers", "expected"), [("yes", "۱۲۳۴۵"), ("2", "۲۴"), ("no", "")])
def test_bayts_are_numbered_in_the_pages_digits(set_article, numbers, expected):
    rows = [*fence(METRES[:6], f"numbers={numbers}").splitlines()]
    rows[3] = "* " + rows[3]
    done = set_article("\n".join(rows))

    found = re.findall(r'class="bayt-number"[^>]*>([^<]*)<', done.page.html)
    assert "".join(found) == expected
    assert_flush(done.poem().values())


def test_ornament_title_metre_and_poet_are_set(set_article):
    html = set_article(fence(METRES[:2], 'gap="٭" title="عنوان" meter="رمل" poet="شاعر"')).page.html

    assert len(re.findall(r'class="poem-gap"[^>]*>٭<', html)) == 2
    assert all(f"<bdi>{text}</bdi>" in html for text in ("عنوان", "رمل", "شاعر"))


# ------------------------------------------------------------------ what is written wrongly


def test_a_hemistich_alone_stands_in_the_middle(set_article):
    done = set_article(fence([*METRES[:2], METRES[2][:1]]))

    assert done.codes == ["hemistich-single"]
    assert_flush(done.poem().values())
    lines = done.poem()
    assert (lines[3, 1].left + lines[3, 1].right) / 2 == pytest.approx(
        (lines[1, 1].right + lines[1, 2].left) / 2, abs=0.1
    )


def test_three_hemistichs_are_a_bayt_and_one_alone(set_article):
    done = set_article(fence([METRES[0], (*METRES[1], METRES[2][0])]))

    assert done.codes == ["hemistichs-many", "hemistich-single"]
    assert sorted(done.poem()) == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]


@pytest.mark.parametrize("form", ["ghazal", "free"])
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (1, 0), (2, 1)])
def test_a_note_that_is_called_where_a_hemistich_has_no_words_is_printed(form, place, page_text):
    verses = [{"hemistichs": list(METRES[number])} for number in range(3)]
    verses[place[0]]["hemistichs"][place[1]] = [{"kind": "footnote-call", "label": "a"}]
    article = ap.Article(
        title="T",
        lang="fa",
        blocks=[{"kind": "poem", "form": form, "stanzas": [{"verses": verses}]}],
        footnotes=[{"label": "a", "blocks": [{"kind": "paragraph", "runs": "zebra"}]}],
    )

    rendered = ap.render_article(article)

    assert page_text(rendered.pdf).count("zebra") == 1
    assert "hemistich-empty" in {finding.code for finding in rendered.findings}


def test_a_hemistich_without_words_is_left_out_in_json_too(set_article):
    article = ap.Article(
        title="T",
        lang="fa",
        blocks=[
            {
                "kind": "poem",
                "stanzas": [{"verses": [{"hemistichs": list(METRES[0])}, {"hemistichs": [METRES[1][0], " "]}]}],
            }
        ],
    )
    done = set_article(article)

    assert done.codes == ["hemistich-empty", "hemistich-single"]
    assert_flush(done.poem().values())


@pytest.mark.parametrize(
    "stanzas",
    [[], [{"verses": []}], [{"verses": [{"hemistichs": []}]}], [{"verses": [{"hemistichs": ["a", "b", "c"]}]}]],
)
def test_an_empty_stanza_in_json_is_a_fault(stanzas):
    with pytest.raises(ValueError, match=r"(?s)stanzas.*(at least|at most)"):
        Poem(stanzas=stanzas)


def test_a_hemistich_of_forty_words_is_wrapped(set_article):
    done = set_article(fence([*METRES[:2], (" ".join(["دل"] * 40), METRES[2][1])]))

    assert done.codes == ["hemistich-wrapped"]
    assert done.poem() == {}
    assert all(line.left > 40 for line in done.all_lines)


def test_a_poem_in_a_column_of_thirty_millimetres(set_article):
    done = set_article(fence(METRES[12:15]), page_size="120x160", columns=3, text_size=6)

    assert done.codes in (["hemistich-wrapped"], ["poem-stacked"])
    assert all(line.right < 120 / 25.4 * 72 for line in done.all_lines)


def test_a_word_much_too_short_keeps_its_own_width(set_article):
    done = set_article(fence([*METRES[:2], ("آه", METRES[2][1])]))

    assert done.codes == ["hemistich-loose"]
    assert (3, 1) not in done.poem()
    assert_flush(done.poem().values())


def test_typed_tatweels_go_and_their_place_is_used(set_article):
    done = set_article(fence([("چو کشـور نباشد تن من مباد", "بدین بـوم و بر زنده یک تن مبـــاد"), *METRES[1:3]]))

    assert done.codes == ["poem-tatweel"]
    assert_flush(done.poem().values())
    assert re.search("\u0640(?!\ufe00)", done.page.html) is None


def test_marks_tanwin_half_spaces_and_latin_words_are_measured(set_article):
    bayts = [
        ("اَلا یا أَیُّها السّاقی أَدِر کَأساً وَ ناوِلها", "که عشق آسان نمود اوّل ولی افتاد مشکل‌ها"),
        ("نوشتم نامه‌ای بر برگ بیدی در Kabul شبی", "جواب نامه‌ام با جویبار است ای نسیم صبح"),
    ]
    done = set_article(fence(bayts), size=1.2)

    assert "hemistich-width" not in done.codes
    assert_flush(done.poem().values())


def test_notes_links_and_words_in_bold_have_their_room(set_article):
    bayts = [
        ("چو باران **فرو ریخت** بر کوهسار[^a]", "جهان تازه شد از [نسیم](https://a.b) بهار"),
        ("ز هر سنگ *جوشید* آبی زلال", "که می‌شست از چهرهٔ دل ملال[^b]"),
    ]
    done = set_article(fence(bayts) + "\n[^a]: one\n\n[^b]: two\n")

    assert done.codes == []
    assert_flush(done.poem().values())
    assert done.poem()[1, 1].right > done.poem()[1, 2].right


def test_a_hemistich_off_its_width_is_told(set_article):
    done = set_article(fence(COUPLET))
    expected = dict(done.page.poems)
    name = next(name for name in expected if name.startswith("poem:1"))

    (found,) = misfits(
        expected | {name: type(expected[name])(width=expected[name].width + 0.2, text="x", line=7)}, done.all_lines
    )
    assert (found.code, found.line) == ("hemistich-width", 7)
    assert [item.code for item in misfits(expected, ())] == ["hemistich-width"] * len(expected)


def test_an_article_says_what_was_done_with_file_and_line(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: T\nlang: fa\n---\n{fence([*METRES[:2], ('آه', METRES[2][1])])}", encoding="utf-8")

    rendered = ap.render_article(ap.load_article(path))
    assert [(item.file, item.line, item.code) for item in rendered.findings] == [(str(path), 8, "hemistich-loose")]


# ------------------------------------------------------------------ text of hemistichs


def test_kashida_goes_into_the_run_whose_letter_it_lengthens():
    runs = (
        Text(text=" a "),
        Span(role="strong", runs=(Text(text="\u0633\u0640\u0640\u0644"),)),
        FootnoteCall(label="x"),
        Text(text="\u0645 "),
    )

    hemistich = hemistich_of(runs)
    assert (hemistich.text, hemistich.typed) == ("a \u0633\u0644\u0645", frozenset({3}))
    made = with_kashida(hemistich.runs, {3: 2, 4: 1})
    assert made[1].runs[0].text == f"\u0633{KASHIDA * 2}\u0644{KASHIDA}"
    assert made[3].text == "\u0645"


def test_a_tatweel_that_is_no_stretch_stays():
    assert hemistich_of((Text(text="\u0640 \u0647\u0640 x"),)).text == "\u0640 \u0647\u0640 x"
