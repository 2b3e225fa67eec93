"""Tagged PDF: what a screen reader gets to read, block by block, in both directions, over pages and columns.

The trees are read back from the PDFs; two validators judge the files as a whole.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import page
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.article import plain_text
from afgazad_pdf.bidi.tree import STYLESHEET as DIRECTIONS
from afgazad_pdf.bidi.tree import order_html
from afgazad_pdf.pdf import Renderer, StoredFile
from afgazad_pdf.press.elements import Content, gathered
from afgazad_pdf.press.structure import structured
from afgazad_pdf.press.tags import tag_pages
from afgazad_pdf.preview.structure import StructureElement, read_structure, structure_text
from afgazad_pdf.typesetting import load_fonts, renderer

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = tuple(sorted(file.parent.name for file in (ROOT / "samples").glob("*/article.md")))
JARS = ROOT / "build" / "verapdf" / "jars" / "pom.xml"

FIELDS = {
    "fa-AF": "---\ntitle: «آب و برف»\nsubtitle: یک یادداشت\nlang: fa-AF\nauthor: نیلوفر پغمانی\n---\n\n",
    "en": "---\ntitle: Snow and water\nsubtitle: A note\nlang: en\nauthor: Nilofar Paghmani\n---\n\n",
}

BLOCKS = {
    "fa-AF": """
برف در کوه[^a] آب می‌شود و [Food and Agriculture Organization]{lang=en} آن را شمرده است؛ [راهنما](https://example.org/guide) را ببینید.

#### سرخطی که دو درجه می‌جهد

- نخست
- دوم
    1. الف
    2. ب

> سخن مردم.
>
> — میراب

::: poem poet="فردوسی"
چو کشور نباشد تن من مباد / بدین بوم و بر زنده یک تن مباد

همه سر به سر تن به کشتن دهیم / از آن به که کشور به دشمن دهیم
:::

| سال | آب |
|:----|---:|
| ۱۳۹۵ | ۲۴ |

: جدول آب

## سرخط دیگر

پایان.

[^a]: یادداشت نخست.
""",
    "en": """
Snow melts[^a] in the hills, and [سازمان ملل]{lang=fa} has counted it; see [the guide](https://example.org/guide) for more.

#### A heading two levels down

- one
- two
    1. first
    2. second

> What people say.
>
> — The mirab

::: poem poet="A poet"
The snow that falls / will be the river

And all that calls / will be the giver
:::

| Year | Water |
|:-----|------:|
| 2016 | 24 |

: Table of water

## Another heading

The end.

[^a]: The first note.
""",
}

WORDS = {
    "fa-AF": "آب از کوه به دره می‌آید و هر سال راه خود را دوباره می‌یابد تا در جوی آرام بگیرد. ",
    "en": "Water comes down from the mountain and finds its way again each year until it rests. ",
}


@cache
def printed(text: str, lang: str, **choices: object) -> bytes:
    article = ap.load_article(FIELDS[lang] + text, format="markdown")
    return ap.render_article(article, settings=ap.Settings(**choices)).pdf


def tree(text: str, lang: str, **choices: object) -> StructureElement:
    return read_structure(printed(text, lang, **choices))


@cache
def sample(name: str) -> bytes:
    return ap.render_article(ap.load_article(ROOT / "samples" / name / "article.md")).pdf


def of_html(html: str, style: str = "", lang: str = "en") -> StructureElement:
    """The tree of a page as a theme might make it."""
    pdf = (
        renderer(load_fonts(())).print(f'<html lang="{lang}"><title>T</title><body>{html}</body></html>', style, {}).pdf
    )
    return read_structure(pdf)


def outline(element: StructureElement) -> list[str]:
    """Roles and texts of an element and all in it, with their depth; texts of elements that hold no others."""
    lines: list[str] = []

    def walk(item: StructureElement, depth: int) -> None:
        inner = [child for child in item.items if not isinstance(child, str)]
        text = "" if inner else " ".join(item.text().replace("\u200d", "").split())
        lines.append("  " * depth + item.role + (f" {item.lang}" if item.lang else "") + (f": {text}" if text else ""))
        for child in inner:
            walk(child, depth + 1)

    walk(element, 0)
    return lines


def roles(root: StructureElement) -> list[str]:
    """The structure types of an article, without spans that only say what is drawn."""
    return [element.role for element in found(root, "Art")[0].walk() if element.role != "Span" or element.lang]


def found(root: StructureElement, role: str) -> list[StructureElement]:
    return [element for element in root.walk() if element.role == role]


def plain(text: str) -> str:
    """Without what has no glyph of its own, and white space as single spaces."""
    return " ".join(text.replace("\u200c", "").replace("\u200d", "").split())


def spaced(text: str) -> str:
    return " ".join(text.split())


def without_calls(element: StructureElement) -> str:
    """The text of an element without the numbers of its footnotes."""
    if element.actual_text is not None:
        return element.actual_text
    inner = (item if isinstance(item, str) else without_calls(item) for item in element.items)
    return "" if element.role == "Reference" else "".join(inner)


def letters(text: str) -> list[str]:
    """The letters, marks and digits of a text; brackets are drawn turned, and what has no glyph is not drawn."""
    return sorted(character for character in text if character.isalnum() or unicodedata.category(character) == "Mn")


# ------------------------------------------------------------------ the samples


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_follow_pdf_ua(name):
    report = page.validate_pdf_bytes(sample(name), profile=page.ValidationProfile.PDF_UA_1)

    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("lang", BLOCKS)
@pytest.mark.parametrize("choices", [{}, {"columns": 2, "page_size": "A5", "initial": True}], ids=["plain", "columns"])
def test_every_block_follows_pdf_ua(lang, choices):
    report = page.validate_pdf_bytes(printed(BLOCKS[lang], lang, **choices), profile=page.ValidationProfile.PDF_UA_1)

    assert [str(failure) for failure in report.failures] == []


@pytest.mark.skipif(not (JARS.exists() and shutil.which("java")), reason="veraPDF: `make verapdf` fetches it")
def test_verapdf_passes_samples_and_blocks(tmp_path):
    files = [tmp_path / f"{name}.pdf" for name in (*SAMPLES, *BLOCKS)]
    for file, pdf in zip(
        files, (*map(sample, SAMPLES), *(printed(BLOCKS[lang], lang) for lang in BLOCKS)), strict=True
    ):
        file.write_bytes(pdf)

    command = [sys.executable, str(ROOT / "tools" / "verapdf" / "validate.py"), *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_a_structure_reads_like_the_article():
    expected = (ROOT / "tests" / "references" / "dari-water.structure.txt").read_text(encoding="utf-8")

    assert structure_text(sample("dari-water")) == expected, "accept a wanted change with `make references`"


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("choices", [{}, {"columns": 2, "justify": "kashida"}], ids=["plain", "columns"])
def test_every_text_of_a_sample_reads_as_it_was_written(name, choices):
    """Half-spaces, the order of letters and marks, spaces at the ends of lines, words that were broken."""
    article = ap.load_article(ROOT / "samples" / name / "article.md")
    pdf = ap.render_article(article, settings=ap.Settings(passes=(), **choices)).pdf

    read = {spaced(without_calls(element)) for element in read_structure(pdf).walk()}

    texts = [
        spaced(plain_text(block.runs)) for block in article.walk() if isinstance(block, (ap.Paragraph, ap.Heading))
    ]
    assert [text for text in texts if text not in read] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_that_is_read_is_that_which_is_drawn(name):
    for element in read_structure(sample(name)).walk():
        if element.actual_text is not None and "\u2010" not in element.drawn():
            assert letters(element.actual_text) == letters(element.drawn())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_drawn_word_is_in_the_tree_or_an_artifact(name):
    """What the validators call 7.1-3, and more: each number in the content has its element."""
    with pikepdf.open(io.BytesIO(sample(name))) as pdf:
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
        for sheet in pdf.pages:
            owners = parents[int(sheet.StructParents)]
            for instruction in pikepdf.parse_content_stream(sheet):
                if str(instruction.operator) == "BDC" and "/MCID" in instruction.operands[1]:
                    assert "/S" in owners[int(instruction.operands[1].MCID)]


# ------------------------------------------------------------------ block by block


def test_the_blocks_of_an_article():
    assert outline(found(tree(BLOCKS["en"], "en"), "Art")[0]) == [
        "Art",
        "  H1: Snow and water",
        "  P: A note",
        "  P: By Nilofar Paghmani",
        "  P",
        "    Reference",
        "      Link: 1",
        "    Span fa: سازمان ملل",
        "    Link: the guide",
        "  Note",
        "    Lbl: 1",
        "    P: The first note.",
        "  H2: A heading two levels down",
        "  L",
        "    LI",
        "      Lbl: •",
        "      LBody",
        "        P: one",
        "    LI",
        "      Lbl: •",
        "      LBody",
        "        P: two",
        "        L",
        "          LI",
        "            Lbl: 1.",
        "            LBody",
        "              P: first",
        "          LI",
        "            Lbl: 2.",
        "            LBody",
        "              P: second",
        "  BlockQuote",
        "    P: What people say.",
        "    P: — The mirab",
        "  Div",
        "    Div",
        "      Div",
        "        P: The snow that falls",
        "        P: will be the river",
        "    Div",
        "      Div",
        "        P: And all that calls",
        "        P: will be the giver",
        "      P: A poet",
        "  Table",
        "    Caption: Table of water",
        "    THead",
        "      TR",
        "        TH: Year",
        "        TH: Water",
        "    TBody",
        "      TR",
        "        TD: 2016",
        "        TD: 24",
        "  H2: Another heading",
        "  P: The end.",
    ]


@pytest.mark.parametrize("lang", BLOCKS)
def test_both_directions_have_one_structure(lang):
    own, other = (tree(BLOCKS[tag], tag) for tag in (lang, "en"))

    assert roles(own) == roles(other)


@pytest.mark.parametrize("lang", BLOCKS)
def test_text_in_another_language_says_so(lang):
    other, words = {"fa-AF": ("en", "Food and Agriculture Organization"), "en": ("fa", "سازمان ملل")}[lang]

    (span,) = (span for span in found(found(tree(BLOCKS[lang], lang), "Art")[0], "Span") if span.lang)

    assert (span.lang, span.text()) == (other, words)
    assert span.actual_text == (words if other == "fa" else None)


@pytest.mark.parametrize("lang", BLOCKS)
def test_a_paragraph_reads_as_it_was_written(lang):
    paragraph = next(element for element in found(tree(BLOCKS[lang], lang), "P") if found(element, "Reference"))

    expected = {
        "fa-AF": "برف در کوه۱ آب می‌شود و Food and Agriculture Organization آن را شمرده است؛ راهنما را ببینید.",
        "en": "Snow melts1 in the hills, and سازمان ملل has counted it; see the guide for more.",
    }
    assert plain(paragraph.text()) == plain(expected[lang])


def test_the_pieces_of_an_element_that_straddles_a_direction_are_one_link():
    text = "الف [Kabul کابل Herat](https://example.org/) ب"

    (link,) = found(found(tree(text, "fa-AF"), "Art")[0], "Link")

    assert plain(link.text()) == "Kabul کابل Herat"
    assert set(link.links) == {link.links[0]}
    assert plain(link.links[0]) == "Kabul کابل Herat"


def test_links_say_where_they_lead_in_words():
    call, link = found(found(tree(BLOCKS["en"], "en"), "Art")[0], "Link")

    assert link.links == ("the guide",)
    assert call.links == ("1",)


def test_a_title_goes_before_the_words_of_a_link():
    (link,) = found(of_html('<p><a href="https://example.org/" title="The guide to canals">here</a></p>'), "Link")

    assert (link.text(), link.links, link.alternative) == ("here", ("The guide to canals",), None)


def test_a_picture_that_is_a_link_says_its_words(jpeg):
    html = '<html lang=en><title>T</title><p><a href="http://x.y/"><img src="p.jpg" alt="The map"></a>'
    printed = renderer(load_fonts(())).print(html, "", {"p.jpg": StoredFile(jpeg(), "image/jpeg")})

    (link,) = found(read_structure(printed.pdf), "Link")

    assert set(link.links) == {"The map"}
    assert [item.alternative for item in link.items] == ["The map"]


def test_links_at_the_foot_are_one_for_all_pages():
    text = (WORDS["en"] * 20 + "\n\n") * 6

    root = tree(text, "en", page_size="A5")

    feet = found(root.items[-1], "Link")
    assert max(number for element in root.walk() for number in element.pages) >= 3
    assert [(link.alternative, set(link.links), len(link.links) >= 3) for link in feet] == [
        ("www.afgazad.com", {"www.afgazad.com"}, True),
        ("afgazad@gmail.com", {"afgazad@gmail.com"}, True),
    ]


def test_headings_never_skip_a_level():
    text = "\n\ntext\n\n".join(["##### five", "### three", "###### six", "## two", "### again"])

    headings = [(e.role, e.text()) for e in found(tree(text, "en"), "Art")[0].walk() if e.role.startswith("H")]

    assert headings == [
        ("H1", "Snow and water"),
        ("H2", "five"),
        ("H2", "three"),
        ("H3", "six"),
        ("H2", "two"),
        ("H3", "again"),
    ]


def test_tables_have_scopes_and_lists_numbering():
    root = tree(BLOCKS["fa-AF"], "fa-AF")

    assert [cell.attributes for cell in found(root, "TH")] == [{"Scope": "Column"}] * 2
    assert [entry.attributes["ListNumbering"] for entry in found(root, "L")] == ["Disc", "Decimal"]
    (table,) = found(root, "Table")
    assert [element.role for element in table.walk()][:4] == ["Table", "Caption", "THead", "TR"]
    assert table.items[0].text() == "جدول آب"


def test_cells_span_and_stay_where_they_are_empty():
    root = of_html("<table><tr><th scope=row>a<td colspan=2></table>")

    (row,) = found(root, "TR")
    assert [(cell.role, dict(cell.attributes)) for cell in row.items] == [
        ("TH", {"Scope": "Row"}),
        ("TD", {"ColSpan": "2"}),
    ]


def test_a_table_for_looks_is_none():
    assert found(of_html("<table role=presentation><tr><td>a<td>b</table>"), "P")
    assert not found(of_html("<table role=presentation><tr><td>a<td>b</table>"), "Table")


def test_the_head_of_a_table_on_the_next_page_is_read_once():
    rows = "\n".join(f"| {number} | b |" for number in range(60))
    root = tree(f"| Year | Water |\n|---|---|\n{rows}\n", "en", page_size="A5")

    (table,) = found(root, "Table")
    assert len(found(table, "TH")) == 2
    assert len(found(table, "TR")) == 61
    assert len({number for element in table.walk() for number in element.pages}) > 1


def test_a_footnote_is_read_after_the_block_that_calls_it():
    text = (
        "> Quoted[^q].\n\n| a[^t] | b |\n|---|---|\n| c | d |\n\n- item[^l]\n\nEnd.\n\n[^q]: Q.\n\n[^t]: T.\n\n[^l]: L."
    )

    lines = [line.strip() for line in outline(tree(text, "en"))]

    assert [lines[index - 1] for index, line in enumerate(lines) if line == "Note"] == [
        "Link: 1",
        "TD: d",
        "Link: 3",
    ]
    assert [element.identifier for element in found(tree(text, "en"), "Note")] == ["note-1", "note-2", "note-3"]
    with pikepdf.open(io.BytesIO(printed(text, "en"))) as pdf:
        assert [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]] == ["note-1", "note-2", "note-3"]


def test_a_call_leads_to_its_footnote():
    text = (WORDS["en"] * 10 + "\n\n") * 4 + "Here[^a]." + ("\n\n" + WORDS["en"] * 10) * 4 + "\n\n[^a]: The note."

    with pikepdf.open(io.BytesIO(printed(text, "en", page_size="A5"))) as pdf:
        ((sheet, link),) = ((s, a) for s in pdf.pages for a in s.get("/Annots", []) if a.get("/Contents") == "1")
        target, fit, left, top, _ = link.Dest
        assert (target.objgen, fit) == (sheet.obj.objgen, "/XYZ")
        x1, y1, x2, y2 = map(float, link.Rect)
        assert 0 < x2 - x1 < 8
        assert 0 < y2 - y1 < 12
        assert 30 < float(left) < 80
        assert 40 < float(top) < 100 < y1


# ------------------------------------------------------------------ pictures


@pytest.fixture
def picture_article(tmp_path, jpeg):
    def make(line: str) -> StructureElement:
        (tmp_path / "a.jpg").write_bytes(jpeg(400, 300))
        file = tmp_path / "article.md"
        file.write_text(FIELDS["en"] + f"Before.\n\n{line}\n\nAfter.\n", encoding="utf-8")
        return found(read_structure(ap.render_article(ap.load_article(file)).pdf), "Art")[0]

    return make


def test_a_picture_has_its_words_and_its_caption(picture_article):
    (figure,) = found(picture_article('![A grey field](a.jpg "What it shows. *Somebody.*")'), "Figure")

    assert figure.alternative == "A grey field"
    assert [(item.role, item.text()) for item in figure.items] == [("Caption", "What it shows. Somebody.")]
    left, bottom, right, top = map(float, figure.attributes["BBox"].split())
    assert 60 < left < right < 540
    assert 60 < bottom < top < 780


def test_a_picture_without_words_takes_its_caption(picture_article):
    (figure,) = found(picture_article('![](a.jpg "What it shows.")'), "Figure")

    assert figure.alternative == "What it shows."


def test_a_picture_without_any_words_is_decoration(picture_article):
    art = picture_article("![](a.jpg)")

    assert found(art, "Figure") == []
    assert [element.text() for element in found(art, "P")][-2:] == ["Before.", "After."]


# ------------------------------------------------------------------ lines, columns, pages


@pytest.mark.parametrize("lang", WORDS)
def test_a_paragraph_over_pages_is_one(lang):
    text = WORDS[lang] * 60
    root = tree(text, lang, page_size="A5")

    longest = max(found(root, "P"), key=lambda element: len(element.text()))

    assert len(longest.pages) > 1
    assert plain(longest.text()) == plain(text)


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(lang, columns):
    paragraphs = [
        f"{name}: {WORDS[lang] * 9}" for name in ("الف" * n if lang == "fa-AF" else "a" * n for n in range(1, 9))
    ]

    read = [e.text() for e in found(tree("\n\n".join(paragraphs), lang, columns=columns, justify="none"), "P")]

    assert [plain(text) for text in read if len(text) > 200] == [plain(text) for text in paragraphs]


def test_a_float_is_read_where_it_stands(picture_article):
    art = picture_article('![A grey field](a.jpg "Caption."){.half}')

    roles = [item.role for item in art.items]
    assert roles[-3:] == ["P", "Figure", "P"]


def test_a_word_broken_at_the_end_of_a_line_is_whole():
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    text = f"---\ntitle: T\nlang: de\n---\n\n{'Ein ' * 3}{word} {'und ' * 40}{word} {'oder ' * 30}{word}.\n"
    pdf = ap.render_article(ap.load_article(text, format="markdown"), settings=ap.Settings(columns=3)).pdf

    (paragraph,) = (element for element in found(read_structure(pdf), "P") if "und" in element.text())

    assert plain(paragraph.text()).count(word) == 3
    written = "".join(str(item) for element in paragraph.walk() for item in element.items if isinstance(item, str))
    assert "Donau\u00ad" in written, "the word is not broken, and the test shows nothing"


def test_stretched_letters_are_plain_in_the_text():
    root = tree(BLOCKS["fa-AF"], "fa-AF")

    hemistichs = [element for element in found(root, "P") if plain(element.text()).startswith("چو کشور")]
    assert {element.actual_text for element in hemistichs} == {"چو کشور نباشد تن من مباد"}
    assert not any("\u0640" in element.text() for element in root.walk())


# ------------------------------------------------------------------ what a theme may do


def test_spans_that_mean_nothing_are_not_in_the_tree():
    root = of_html("<div><div><p>one <b>two <i>three</i></b> <span>four</span></p></div></div>")

    assert outline(root) == ["Document", "  P: one two three four"]


def test_text_beside_blocks_stands_in_paragraphs():
    root = of_html("<div>one<div>two</div>three</div><section>four<p>five</p></section>")

    assert outline(root) == ["Document", "  P: one", "  P: two", "  P: three", "  Sect", "    P: four", "    P: five"]


def test_a_theme_says_what_an_element_is():
    root = of_html('<div data-tag="Div"><p>one</p><p data-tag="artifact">two</p><p data-tag="H1">three</p></div>')

    assert outline(root) == ["Document", "  Div", "    P: one", "    H1: three"]


def test_margin_boxes_are_no_text():
    root = of_html("<p>one</p>", '@page { @top-center { content: "head" } @bottom-left { content: counter(page) } }')

    assert outline(root) == ["Document", "  P: one"]


def test_generated_text_and_initials_belong_to_their_paragraph():
    root = of_html("<p><span class=i>S</span>now</p>", 'p::before { content: "→ " } .i { float: left }')

    assert [element.text() for element in found(root, "P")] == ["→ Snow"]


def test_code_and_quotations_in_a_line():
    root = of_html("<p>see <code>x = 1</code> and <q>this</q></p><pre>a\nb</pre>")

    assert [element.role for element in root.walk()] == ["Document", "P", "Code", "Quote", "P", "Code"]


def test_a_list_of_terms():
    root = of_html("<dl><dt>term<dd>what it means<dt>other<dd>more</dl>")

    assert outline(root) == [
        "Document",
        "  L",
        *["    LI", "      Lbl: term", "      LBody: what it means"],
        *["    LI", "      Lbl: other", "      LBody: more"],
    ]


def test_an_empty_page_has_a_structure():
    assert [element.role for element in of_html("").walk()] == ["Document"]


def test_other_documents_of_the_process_are_tagged_by_the_engine():
    import weasyprint

    pdf = weasyprint.HTML(string="<html lang=en><title>T</title><p>one").write_pdf(pdf_tags=True)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.StructTreeRoot.K[0].K[0].K[0].S == "/Span"  # ours has no span here


ODD = {
    "flex": '<div style="display:flex"><p>a</p><p>b</p></div>',
    "absolute": '<p>x<span style="position:absolute;top:0">abs</span>y</p>',
    "inline block": '<p>x <span style="display:inline-block">in <b>bl</b></span> y</p>',
    "picture in a link": '<p><a href="http://x.y/"><img src="{picture}" alt="pic"></a> t</p>',
    "drawing": '<p><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg> y</p>',
    "drawing with words": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" aria-label="sq"><rect width="9" height="9"/></svg>',
    "columns and a span": '<div style="columns:2"><h2>h</h2><p>a</p><h3 style="column-span:all">s</h3><p>b</p></div>',
    "table in a table": "<table><tr><td>a<table><tr><td>b</table></table>",
    "markers inside": '<ul style="list-style-position:inside"><li>a<li>b</ul>',
    "no markers": '<ul style="list-style:none"><li>a<li>b</ul>',
    "empty lists": "<ul></ul><ol><li></li></ol>",
    "blocks in a link": '<a href="http://x.y/"><p>a</p><p>b</p></a>',
    "empty link": '<p><a href="http://x.y/"></a> t</p>',
    "heading in a link": '<h2><a href="http://x.y/">head</a></h2>',
    "link inside": '<p id="a">x</p><p><a href="#a">to x</a></p>',
    "generated": '<style>p::after{content:" ("attr(title)")"}</style><p title=t>a</p>',
    "first letter": "<style>p::first-letter{font-size:2em;float:left}</style><p>abc def</p>",
    "caption below": '<table><caption style="caption-side:bottom">c</caption><tr><th>a<td>b</table>',
    "two heads": "<table><thead><tr><th>a</thead><thead><tr><th>b</thead><tr><td>c</table>",
    "block in a heading": '<h1>a <span style="display:block">b</span></h1>',
    "note in a note": "<style>.f{float:footnote}</style><p>a<span class=f data-flow=footnote>n<span class=f data-flow=footnote>m</span></span></p>",
    "spaces": "<p> <b> </b> <i>x</i> <b> </b></p><p>&nbsp;</p><hr>",
    "link at the head": '<style>.r{position:running(r)}@page{@top-center{content:element(r)}}</style><div class=r><a href="http://x.y">l</a></div><p>a</p>',
    "link in an artifact": '<p>a</p><div data-tag="artifact"><a href="http://x.y">l</a></div>',
    "table parts alone": '<div style="display:table-cell">a</div><div style="display:table-cell">b</div>',
    "over the edge": '<p style="overflow:hidden;text-overflow:ellipsis;white-space:nowrap;width:20px">long long</p>',
}


@pytest.mark.parametrize("name", ODD)
def test_odd_themes_follow_pdf_ua(name, jpeg):
    html = f"<html lang=en><title>T</title><body>{ODD[name].replace('{picture}', 'p.jpg')}</body></html>"
    printed = renderer(load_fonts(())).print(html, "", {"p.jpg": StoredFile(jpeg(), "image/jpeg")})

    report = page.validate_pdf_bytes(printed.pdf, profile=page.ValidationProfile.PDF_UA_1)

    assert [str(failure) for failure in report.failures] == []


# ------------------------------------------------------------------ any text


PIECES = st.sampled_from(["آب", "کابل و هلمند", "snow", "12", "(", ")", "۱۳۹۵", "، ", ". ", " ", " – ", "می‌رود"])
INLINE = st.recursive(
    PIECES,
    lambda inner: st.tuples(
        st.sampled_from(
            ["b", "em", 'span lang="en" dir="ltr"', 'span lang="fa" dir="rtl"', 'a href="http://x.y/"', "bdi"]
        ),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)


def as_html(item) -> str:
    if isinstance(item, str):
        return item
    tag, inner = item
    return f"<{tag}>{''.join(map(as_html, inner))}</{tag.split()[0]}>"


def read(element) -> str:
    """What is read of an element of a tree that is not written yet, without the joiners of the direction pass."""
    return "".join(item.text if isinstance(item, Content) else read(item) for item in element.items).replace(
        "\u200d", ""
    )


def as_text(item) -> str:
    return item if isinstance(item, str) else "".join(map(as_text, item[1]))


@settings(max_examples=60, deadline=None)
@given(st.lists(INLINE, min_size=1, max_size=8), st.sampled_from(["en", "fa"]), st.sampled_from(["6em", "30em"]))
def test_any_paragraph_reads_as_it_was_written(pieces, lang, width):
    """Whatever the direction pass makes of it, and wherever its lines break."""
    direction = "rtl" if lang == "fa" else "ltr"
    html = order_html(
        f'<html lang="{lang}" dir="{direction}"><title>T</title><p>x {"".join(map(as_html, pieces))} x</p></html>'
    ).html
    made = []

    def keep(pdf, pages, objects, lang):
        made.append(structured(gathered([(box, stream._tags) for box, stream in pages], lang)))
        tag_pages(pdf, pages, objects, lang)

    engine = Renderer(load_fonts(()), tagger=keep)
    engine.print(html, f"{DIRECTIONS} p {{ width: {width}; text-align: justify }}", {})

    expected = "x " + "".join(map(as_text, pieces)) + " x"
    assert "".join(read(made[0].document).split()) == "".join(expected.split())
