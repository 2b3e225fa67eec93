"""Footnotes are laid out once for a page, and come to stand where the engine alone sets them."""

from __future__ import annotations

import inspect
import re
from types import SimpleNamespace

import pypdfium2
import pytest
from weasyprint.formatting_structure.build import create_anonymous_boxes
from weasyprint.layout import LayoutContext, block, block_level_layout

import afgazad_pdf as ap
from afgazad_pdf.footnote_heights import with_heights_added

SENTENCE = "The water of the canal was shared by the hour. "
ENGINE = inspect.unwrap(LayoutContext._update_footnote_area)
"""The engine's own way."""


def noted(
    count: int, paragraphs: int, note: str = "See the report of the ministry, volume 3.", words: str = SENTENCE
) -> str:
    """Return Markdown with so many footnotes, spread evenly over paragraphs."""
    each = count // paragraphs
    body = "".join(
        "".join(f"{words}[^{number}] " for number in range(part * each, (part + 1) * each)) + words + "\n\n"
        for part in range(paragraphs)
    )
    return body + "".join(f"[^{number}]: {note}\n\n" for number in range(each * paragraphs))


ARTICLES = {
    "scholarly": noted(24, 6),
    "long notes": noted(8, 2, SENTENCE * 9),
    "dense": noted(50, 1, "n", "a"),
    "with lists": noted(6, 2, "one\n\n    - two\n    - three\n\n    > four"),
    "with quotations": noted(9, 3, "one\n\n    > two", "a"),
    "with a table": noted(9, 3, "one\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |"),
    "every other with a quotation": noted(18, 3, "x", "a")
    .replace("0]: x", "0]: x\n\n    > y")
    .replace("5]: x", "5]: x\n\n    > y"),
    "with paragraphs": noted(16, 4, "one\n\n    two " + SENTENCE),
    "Persian": noted(16, 4, "نگاه کنید به گزارش وزارت آب.", "آب جوی را ساعت به ساعت بخش می‌کردند. "),
    "none": SENTENCE,
}


@pytest.fixture
def render(tmp_path):
    """Render Markdown: `render(text, columns=…)`."""

    def rendered(text: str, **settings) -> ap.RenderedArticle:
        file = tmp_path / "a.md"
        lang = "fa" if "آب" in text else "en"
        file.write_text(f"---\ntitle: T\nlang: {lang}\n---\n\n{text}", encoding="utf-8")
        return ap.render_article(ap.load_article(file), settings=ap.Settings(**settings))

    return rendered


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("name", ARTICLES)
def test_pdfs_are_those_of_the_engine_alone(name, columns, render, monkeypatch):
    ours = render(ARTICLES[name], columns=columns)
    monkeypatch.setattr(LayoutContext, "_update_footnote_area", ENGINE)

    assert ours.pdf == render(ARTICLES[name], columns=columns).pdf


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_footnotes_of_a_few_lines_run_off_no_page(columns, render):
    document = pypdfium2.PdfDocument(render(noted(150, 1, "note", "a"), columns=columns).pdf)

    numbers: list[int] = []
    for page in document:
        letters = page.get_textpage()
        boxes = [letters.get_charbox(place) for place in range(letters.count_chars())]
        assert [box for box in boxes if box[3] > box[1] and (box[1] < 0 or box[3] > page.get_height())] == []
        numbers += [int(number) for number in re.findall(r"^(\d+)\s+note\s*$", letters.get_text_range(), re.MULTILINE)]
    assert numbers == list(range(1, 151))


def test_an_area_that_its_last_footnote_has_left_is_nothing_high_within_columns():
    """Else the engine sends on one footnote more than there are, to come below the height without any."""

    class Area:
        height = 30.0

        def margin_height(self) -> float:
            return self.height + 19.2  # its margin, rule and padding

    area = Area()
    context = SimpleNamespace(in_column=True, current_page_footnotes=[], current_footnote_area=area)

    def update(context) -> bool:
        context.current_footnote_area.height = 0
        return False

    assert with_heights_added(update, create_anonymous_boxes, block_level_layout)(context) is False
    assert area.margin_height() == 0


def layouts(render, monkeypatch, text: str) -> int:
    """Return how many times a footnote is laid out while room is made."""
    done = 0

    def counted(context, area, *arguments):
        nonlocal done
        done += len(area.children)
        return block_level_layout(context, area, *arguments)

    with monkeypatch.context() as patch:
        ours = with_heights_added(ENGINE, create_anonymous_boxes, counted)
        patch.setattr(LayoutContext, "_update_footnote_area", ours)
        render(text)
    return done


def test_none_is_laid_out_again_and_again(render, monkeypatch):
    assert layouts(render, monkeypatch, noted(20, 1, "n", "a")) == 20
    with_margins = layouts(render, monkeypatch, noted(5, 1, "n\n\n    > m", "a"))
    assert with_margins == 5 + 2 * 4  # each, and each with the next
    assert 300 <= layouts(render, monkeypatch, noted(300, 60)) <= 400  # a few come to a page and move to the next


def test_of_three_hundred_notes_none_is_lost(render):
    """WeasyPrint 70 forgets those of a line that it keeps on a page by sending other notes on: five of these."""
    result = render(noted(300, 60))

    assert result.pages > 10
    assert result.findings == ()
    with pypdfium2.PdfDocument(result.pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert text.count("volume 3.") == 300


def test_the_engine_still_ends_a_page_where_last_notes_looks():
    """If this fails after an update: compare last_notes.py with weasyprint.layout.block, and whether it forgets yet."""
    source = inspect.getsource(inspect.unwrap(block._linebox_layout))
    assert "return abort, stop, resume_at, position_y, new_footnotes, max_lines" in source
    assert source.index("context.report_footnote(context.current_page_footnotes[-1])") < source.index("stop = True")


def test_the_engine_still_makes_room_as_we_do():
    """If this fails after an update: compare footnote_heights.py with weasyprint.layout.LayoutContext."""
    source = inspect.getsource(ENGINE)
    for line in (
        "if self.current_footnote_area.height != 'auto' and not self.in_column:",
        "self.page_bottom += self.current_footnote_area.margin_height()",
        "self.current_footnote_area.children = self.current_page_footnotes",
        "self.current_footnote_area.deepcopy()",
        "self, footnote_area, -inf, None,",
        "self.page_bottom -= footnote_area.margin_height()",
        "overflow = last_child_bottom > footnote_area_bottom",
    ):
        assert line in source
    assert LayoutContext._update_footnote_area is not ENGINE
