"""Kashida in running text: at most two words of a loose line, the lines as they were, and never worse than before."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf import pipeline, typesetting
from afgazad_pdf.body_kashida import TOO_WIDE, print_with_kashida
from afgazad_pdf.body_kashida.choosing import LONGEST, LOOSE, RELAXED, Candidate, chosen
from afgazad_pdf.body_kashida.paragraphs import Paragraphs
from afgazad_pdf.boxes import LaidLine
from afgazad_pdf.pdf import Renderer
from afgazad_pdf.text.kashida import KASHIDA, unstretched

MM = 72 / 25.4

TEXT = (
    "برف کوه در بهار آب می‌شود و به دریا می‌ریزد و دهقانان آن را در جوی‌ها می‌برند تا گندم سبز شود. "
    "پیرمردی که چهل سال میراب قریهٔ خود بوده است، چوب درازی را در برف فرو برد و با چاقو بر آن خطی کشید. "
)
STRETCH = re.compile(f"(?:{KASHIDA})+")


@pytest.fixture
def lines_for(monkeypatch):
    """Render an article and return its lines but those of poems, and the rendering: `lines_for(article, **settings)`."""
    printed = []
    plain = Renderer.print

    def spy(self, *arguments, **options):
        printed.append(plain(self, *arguments, **options))
        return printed[-1]

    monkeypatch.setattr(Renderer, "print", spy)

    def render(article: ap.Article, **settings) -> SimpleNamespace:
        printed.clear()
        rendered = ap.render_article(article, settings=ap.Settings(**settings))
        lines = [line for line in printed[-1].lines if line.name is None or line.name.startswith("kashida-")]
        return SimpleNamespace(rendered=rendered, lines=lines, printings=len(printed))

    return render


def narrow(column: float) -> dict:
    """Settings for three columns of a width in mm: the theme's outer margins are 0.086 of the page, its gaps 2 × 9 pt."""
    return {"columns": 3, "page_size": f"{(3 * column + 2 * 18 / MM) / (1 - 2 * 0.086):.2f}x297"}


def in_column(lines: tuple[LaidLine, ...], width: float) -> list[LaidLine]:
    """Justified lines of columns of a width in mm, those of running text."""
    return [line for line in lines if line.justified and abs(abs(line.start - line.end) / MM - width) < 0.2]


def stretches(line: LaidLine) -> list[str]:
    return STRETCH.findall(line.text)


# ------------------------------------------------------------------ the sample


@pytest.mark.parametrize("justify", ["space", "kashida"])
def test_the_dari_sample_in_a_narrow_column(root, lines_for, justify):
    article = ap.load_article(root / "samples" / "dari-water" / "article.md")

    set_ = lines_for(article, justify=justify, **narrow(55))
    lines = in_column(set_.lines, 55)
    worst = max(line.space_ratio for line in lines)

    assert len(lines) > 60
    assert (worst > 3) if justify == "space" else (worst <= 2)
    assert {len(stretches(line)) for line in lines} == ({0, 1, 2} if justify == "kashida" else {0})
    wide = [line for line in lines if line.space_ratio > TOO_WIDE]
    findings = [finding for finding in set_.rendered.findings if finding.code == "kashida-gave-up"]
    assert len(findings) == (len(wide) if justify == "kashida" else 0)
    assert set_.printings == 1


@pytest.mark.parametrize("sample", ["dari-water", "pashto-school"])
@pytest.mark.parametrize("columns", [1, 2])
def test_lines_break_where_they_broke(root, lines_for, sample, columns):
    article = ap.load_article(root / "samples" / sample / "article.md")

    before, after = (lines_for(article, columns=columns, justify=justify).lines for justify in ("space", "kashida"))

    assert [(line.page, unstretched(line.text)) for line in after] == [
        (line.page, unstretched(line.text)) for line in before
    ]
    for one, other in zip(before, after, strict=True):
        assert other.space_ratio <= one.space_ratio + 1e-6
        assert (other.left, other.right) == pytest.approx((one.left, one.right), abs=0.01)
        if one.space_ratio <= LOOSE:
            assert stretches(one) == stretches(other)


def test_copied_text_has_no_tatweel_of_ours(root, page_text):
    article = ap.load_article(root / "samples" / "dari-water" / "article.md")

    space, kashida = (
        ap.render_article(article, settings=ap.Settings(justify=justify, **narrow(55))).pdf
        for justify in ("space", "kashida")
    )

    assert "\u0640" not in page_text(kashida)
    assert page_text(kashida).split() == page_text(space).split()


@pytest.mark.parametrize("sample", ["french-lapis", "china-syria"])
def test_articles_from_left_to_right_are_the_same(root, sample):
    article = ap.load_article(root / "samples" / sample / "article.md")

    space, kashida = (ap.render_article(article, settings=ap.Settings(justify=way)) for way in ("space", "kashida"))

    assert space.pdf == kashida.pdf


def test_same_input_same_bytes(make_article):
    article = make_article(TEXT * 3, lang="fa-AF")
    settings = ap.Settings(justify="kashida", columns=3)

    assert ap.render_article(article, settings=settings).pdf == ap.render_article(article, settings=settings).pdf


def test_by_default_nothing_is_stretched(make_article):
    article = make_article(TEXT * 3, lang="fa-AF")
    settings = ap.Settings(columns=3)

    assert settings.justify == "space"
    assert (
        ap.render_article(article, settings=settings).pdf
        == ap.render_article(article, settings=ap.Settings(columns=3, justify="space")).pdf
    )


def test_without_justification_lines_keep_their_length(make_article, lines_for):
    lines = lines_for(make_article(TEXT * 3, lang="fa-AF"), columns=3, justify="none").lines

    assert not any(line.justified for line in lines if line.size > 9)


# ------------------------------------------------------------------ what is touched, and what is not


INLINE = (
    "برف کوه در **بهار آب می‌شود** و به [دریا می‌ریزد](https://afgazad.com/a-b) و *دهقانان* آن را در `جوی‌های خشک دشت` "
    "می‌برند[^1] تا Helmand River و گندم سبز شود. پیرمردی که چهل سال میراب قریهٔ خود بوده است، گفت: «چهل زمستان». "
)
UNNOTED = INLINE.replace("[^1]", "")


def mixed_article() -> ap.Article:
    """An article with every kind of element that may stand in a line."""
    blocks = (
        "---\ntitle: سرنوشت کشتزارهای همسایه\nlang: fa-AF\n---",
        INLINE * 4,
        f"- {UNNOTED * 3}",
        "## سرنوشت کشتزارهای همسایه در زمستان",
        f"> {UNNOTED * 2}",
        f"[^1]: {TEXT}",
    )
    return ap.load_article("\n\n".join(blocks), format="markdown")


@pytest.mark.parametrize(
    "settings", [{"columns": 1}, {"columns": 2, "paragraphs": "indented"}, {"columns": 3, "initial": True}], ids=str
)
def test_lines_with_elements_in_them(lines_for, settings):
    article = mixed_article()

    before, after = (lines_for(article, justify=way, **settings).lines for way in ("space", "kashida"))

    assert [unstretched(line.text) for line in after] == [line.text for line in before]
    assert all(len(stretches(line)) <= 2 for line in after)
    assert {line.name is not None for line in after if stretches(line)} <= {True}
    if settings["columns"] > 1:
        assert sum(map(bool, map(stretches, after))) > 5


def test_code_notes_and_headings_are_left_alone(lines_for):
    lines = lines_for(mixed_article(), columns=3, justify="kashida").lines
    whole = " ".join(line.text for line in lines)

    assert "جوی‌های خشک دشت" in whole
    for line in lines:
        if not line.justified or line.last:
            assert stretches(line) == []


def test_paragraphs_go_on_over_columns_and_pages(make_article, lines_for):
    article = make_article(TEXT * 11, lang="fa-AF")

    before, after = (lines_for(article, columns=2, page_size="A5", justify=way).lines for way in ("space", "kashida"))

    assert [(line.page, unstretched(line.text)) for line in after] == [(line.page, line.text) for line in before]
    assert {line.page for line in after if stretches(line)} == {line.page for line in after} >= {1, 2}


def test_stretches_do_not_stand_above_each_other(make_article, lines_for):
    lines = lines_for(make_article(TEXT * 12, lang="fa-AF"), **narrow(50), justify="kashida").lines

    near = 0
    both = [(one, other) for one, other in pairwise(lines) if one.block == other.block and one.page == other.page]
    for one, other in both:
        places = [
            [match.start() / len(line.text) * line.width / line.size for match in STRETCH.finditer(line.text)]
            for line in (one, other)
        ]
        near += any(abs(upper - lower) < 1 for upper in places[0] for lower in places[1])
    assert near <= len(both) / 20


def test_tatweels_of_the_author_stay(make_article, lines_for):
    lines = lines_for(make_article(TEXT.replace("گندم", "گنـدم") * 8, lang="fa-AF"), columns=3, justify="kashida").lines

    assert sum(unstretched(line.text).count("گنـدم") for line in lines) == 8
    assert any(map(stretches, lines))


def test_passages_from_left_to_right_have_no_kashida(lines_for):
    source = f"---\ntitle: T\nlang: fa-AF\n---\n\n{{dir=ltr}}\n{TEXT * 3}\n"

    assert not any(map(stretches, lines_for(ap.load_article(source, format="markdown"), columns=3).lines))


# ------------------------------------------------------------------ giving up


def laid(*texts: str, ratio: float = 2.5, name: str = "kashida-0") -> tuple[LaidLine, ...]:
    family = load_families()
    last = len(texts) - 1
    return tuple(
        LaidLine(
            page=1, name=name, block=0, direction="rtl", size=10, families=family, weight=400, left=0, right=120,
            start=120, end=0, baseline=20.0 * index, spaces=text.count(" "), space_ratio=1 if index == last else ratio,
            space_width=2.5 * (1 if index == last else ratio), justified=index != last, last=index == last, text=text,
        )
        for index, text in enumerate(texts)
    )  # fmt: skip


def load_families() -> tuple[str, ...]:
    return (next(face.family for face in typesetting.load_fonts(()) if "Arab" in face.scripts),)


LINES = ("برف کوه در زمستان", "و کشتزارهای همسایه", "سبز شود")
PAGE = f"<html lang='fa' dir='rtl'><body><p>{' '.join(LINES)}</p><p>{' '.join(LINES)}</p></body></html>"


class Engine:
    """Stands for the layout engine: breaks the first paragraph elsewhere as long as `faulty` says so."""

    def __init__(self, faulty) -> None:
        self.faulty = faulty
        self.pages: list[str] = []
        self.layouts = 0

    def lay_out(self, page: str) -> tuple[LaidLine, ...]:
        self.layouts += 1
        return laid(*LINES) + laid(*LINES, name="kashida-1")

    def print(self, page: str) -> SimpleNamespace:
        self.pages.append(page)
        moved = ("برف", "کوه در زمستان و", "کشتزارهای همسایه سبز شود")
        first = laid(*(moved if self.faulty(page, len(self.pages)) else LINES), ratio=1.4)
        return SimpleNamespace(lines=first + laid(*LINES, ratio=1.4, name="kashida-1"))

    def run(self) -> list[str]:
        _, findings = print_with_kashida(PAGE, typesetting.load_fonts(()), lay_out=self.lay_out, print_page=self.print)
        return [str(finding) for finding in findings]


def in_paragraphs(page: str) -> list[bool]:
    return [KASHIDA in paragraph for paragraph in page.split("<p ")[1:]]


def test_what_stays_is_printed_once():
    engine = Engine(lambda page, number: False)

    assert engine.run() == []
    assert (engine.layouts, [in_paragraphs(page) for page in engine.pages]) == (1, [[True, True]])


def test_a_paragraph_that_breaks_elsewhere_gets_its_text_back():
    engine = Engine(lambda page, number: in_paragraphs(page)[0])

    (finding,) = engine.run()

    assert [in_paragraphs(page) for page in engine.pages] == [[True, True], [False, True]]
    assert finding == (
        "info: kashida-gave-up: the paragraph that begins “برف کوه در” breaks into other lines with kashida; it is "
        "justified by word spaces alone"
    )


def test_what_moves_again_ends_with_the_page_as_it_was():
    engine = Engine(lambda page, number: True)

    assert len(engine.run()) == 2
    assert (engine.layouts, [in_paragraphs(page) for page in engine.pages]) == (
        1,
        [[True, True], [False, True], [False, False]],
    )


def test_lines_that_stay_wide_are_told(lines_for):
    source = (
        "---\ntitle: T\nlang: fa-AF\n---\n\n"
        "سازمان خوراک Food and Agriculture Organization of the United Nations, Rome, Italy است و بارها نوشته است.\n"
    )
    found = lines_for(ap.load_article(source, format="markdown"), **narrow(42), justify="kashida").rendered.findings

    assert {(finding.code, finding.level, finding.line) for finding in found} == {("kashida-gave-up", "info", 6)}
    assert re.search("the line that begins “.*” keeps spaces [23]\\.\\d times as wide", found[0].message)


def test_lines_whose_letters_are_not_those_of_the_page_are_left_alone():
    engine = Engine(lambda page, number: False)
    engine.lay_out = lambda page: laid("برف", "کوه")

    engine.run()

    assert KASHIDA not in engine.pages[0]


def test_only_words_of_running_text_are_drawn_out():
    word = "کشتزارهای"
    untouched = (
        f"<code>{word}</code>", f"<sup>{word}</sup>", f'<span class="initial-word">{word}</span>',
        f'<span dir="ltr">{word}</span>', f'<span class="footnote" data-flow="footnote">{word}</span>',
        "کشت\u200d<b>\u200dزارهای</b>",
    )  # fmt: skip
    touched = (f"<b>{word}</b>", f'<a href="#{word}">{word}</a>', f'<span data-bidi="">{word}</span>', word)
    for piece in (*untouched, *touched):
        paragraphs = Paragraphs(f"<html lang='fa' dir='rtl'><body><p>و {piece} را</p><p>{word}</p></body></html>")
        plain = paragraphs.html
        seen = re.sub("<span class=.footnote.*?</span>", "", piece)
        line = replace(laid("x", "x")[0], text="و " + re.sub("<.*?>", "", seen) + " را", spaces=2, last=True)

        paragraphs.stretch("kashida-0", [line], typesetting.load_fonts(()))

        assert (KASHIDA in paragraphs.html) == (piece in touched), piece
        assert unstretched(paragraphs.html) == plain
        paragraphs.take_back("kashida-0")
        assert paragraphs.html == plain
        assert Paragraphs(plain).html == plain
        assert not paragraphs.stretched


# ------------------------------------------------------------------ choosing


CANDIDATES = st.lists(
    st.builds(
        lambda index, rank, position, step: Candidate((0, index), (0, index // 2), rank, position, step, step),
        st.integers(0, 30),
        st.integers(1, 9),
        st.floats(0, 30),
        st.sampled_from([0.05, 0.09, 0.28]),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(CANDIDATES, st.floats(1, 8), st.integers(0, 12), st.lists(st.floats(0, 30), max_size=2))
def test_a_line_never_gets_more_than_its_slack(candidates, ratio, spaces, above):
    units = chosen(candidates, ratio=ratio, spaces=spaces, space=0.27, above=above)

    added = sum(one.first + (count - 1) * one.step for one, count in units.items())
    assert added <= max(0, spaces * 0.27 * (ratio - RELAXED)) + 1e-4
    assert len(units) <= 2
    assert len({one.word for one in units}) == len(units)
    assert all(count >= 1 and one.first + (count - 1) * one.step <= LONGEST + 1e-4 for one, count in units.items())
    if ratio <= LOOSE:
        assert units == {}


def place(index: int, rank: int, position: float) -> Candidate:
    return Candidate((0, index), (0, index), rank, position, 0.05, 0.05)


def taken(*candidates: Candidate, ratio: float = 2.5, above: tuple[float, ...] = ()) -> list[int]:
    """The numbers of the places that a line of four spaces takes."""
    units = chosen(candidates, ratio=ratio, spaces=4, space=0.27, above=above)
    return sorted(one.key[1] for one in units)


def test_the_best_places_are_taken():
    assert taken(place(0, 5, 1), place(1, 2, 5), place(2, 3, 10)) == [1, 2]
    assert taken(place(0, 5, 1), place(1, 2, 5), place(2, 3, 10), ratio=1.65) == [1]


def test_stretches_keep_away_from_each_other():
    assert taken(place(0, 2, 1), place(1, 2, 2.5), place(2, 4, 10)) == [0, 2]
    assert taken(place(0, 2, 5), place(1, 4, 10), ratio=1.65, above=(5.4,)) == [1]
    assert taken(place(0, 2, 5), place(1, 7, 10), ratio=1.65, above=(5.4,)) == [0]


def test_poor_places_serve_wide_lines_alone():
    assert taken(place(0, 9, 5), ratio=1.65) == []
    assert taken(place(0, 9, 5), ratio=2.5) == [0]


def test_wide_lines_are_drawn_out_further():
    def lengths(ratio: float) -> list[int]:
        return list(chosen([place(0, 2, 1), place(1, 2, 9)], ratio=ratio, spaces=4, space=0.27, above=()).values())

    assert lengths(2.0) == [7, 7]
    assert lengths(3.5) == [19, 19]
    assert lengths(6.0) == [24, 24]


def test_a_gap_that_parts_a_ligature_counts():
    one = replace(place(0, 2, 1), first=0.3)

    assert one.units(0.29) == 0
    assert one.units(0.3) == 1
    assert one.units(0.46) == 4


# ------------------------------------------------------------------ settings


def test_other_ways_to_justify_are_refused():
    with pytest.raises(ValueError, match="'none', 'space' or 'kashida'"):
        ap.Settings(justify="tatweel")


@pytest.mark.parametrize("arguments", [("render", "a.json", "-o", "a.pdf"), ("preview", "a.json", "--png")], ids=str)
def test_the_command_line_says_how(arguments, make_article, monkeypatch, tmp_path):
    from afgazad_pdf.cli.app import run

    chosen_ways = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        pipeline,
        "render_article",
        lambda article, *, publication, settings: (
            chosen_ways.append(settings.justify)
            or pipeline.Rendered(pdf=empty_pdf, pages=1, title=article.title, findings=())
        ),
    )
    empty_pdf = renderer_of_nothing()
    (tmp_path / "a.json").write_text(make_article("x").model_dump_json(exclude_none=True), encoding="utf-8")

    assert run([*arguments, "--justify", "kashida", "--quiet"]) == 0
    assert run([*arguments, "--quiet"]) == 0
    assert run([*arguments, "--justify", "tatweel", "--quiet"]) != 0
    assert chosen_ways == ["kashida", "space"]


def renderer_of_nothing() -> bytes:
    return typesetting.renderer(typesetting.load_fonts(())).print("<html><body>", "", {}).pdf
