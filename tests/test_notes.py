"""Footnotes with all kinds of blocks: each is printed at the foot of its page and read where the note is called."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
import tinyhtml5

import afgazad_pdf as ap
from afgazad_pdf import pdf
from afgazad_pdf.bidi.elements import parse, serialized
from afgazad_pdf.html import missing_notes
from afgazad_pdf.page_tree import name_blocks, read_page
from afgazad_pdf.phrasing import as_phrasing
from afgazad_pdf.preview.dump import text_runs
from afgazad_pdf.preview.structure import StructureElement, read_structure
from afgazad_pdf.typesetting import lay_out, prepare

WORDS = {
    "en": ["alpha", "bravo", "charlie", "delta"],
    "fa": ["انار", "باران", "درخت", "شبنم"],
}
"""Words of footnotes, none of which stands in the text."""

TEXT = {"en": "Words of the text", "fa": "سخن متن"}

KINDS = {
    "paragraphs": ("{0}\n\n    {1}\n\n    {2} {3}", "Lbl P P P"),
    "list": ("{0}\n\n    - {1}\n    - {2}\n      1. {3}", "Lbl P L"),
    "list alone": ("\n    1. {0} {1}\n    2. {2} {3}", "Lbl L"),
    "quote": ("{0}\n\n    > {1} {2}\n    >\n    > — {3}", "Lbl P BlockQuote"),
    "pull quote": ("{0}\n\n    ::: pull\n    {1} {2} {3}\n    :::", "Lbl P BlockQuote"),
    "poem": ("{0}\n\n    ::: poem\n    {1} {1} / {2} {2}\n    {2} {1} / {3} {3}\n    :::", "Lbl P Div"),
    "table": ("{0}\n\n    | {1} | {2} |\n    |---|--:|\n    | 1 | {3} |", "Lbl P Table"),
    "code": ("{0}\n\n    ```\n    {1} 1\n      {2} {3}\n    ```", "Lbl P P"),
    "heading": ("{0}\n\n    ## {1}\n\n    {2} {3}", "Lbl P P P"),
    "figure": ('{0}\n\n    ![{1}](p.png "{2} {3}"){{.half}}', "Lbl P Figure"),
    "separator": ("{0} {1}\n\n    ---\n\n    {2} {3}", "Lbl P P"),
}
"""Footnotes in Markdown, and the structure elements that a Note holds for them."""


@pytest.fixture
def write(tmp_path, jpeg):
    """Write an article with notes: `write(text, note, …, lang=…)`."""

    def written(text: str, *notes: str, lang: str = "en", name: str = "article.md") -> Path:
        below = "\n\n".join(f"[^{number}]: {note}" for number, note in enumerate(notes, start=1))
        (tmp_path / "p.png").write_bytes(jpeg(300, 200, format="PNG"))
        file = tmp_path / name
        file.write_text(f"---\ntitle: T\nlang: {lang}\n---\n\n{text}\n\n{below}\n", encoding="utf-8")
        return file

    return written


def note_of(kind: str, lang: str) -> str:
    return KINDS[kind][0].format(*WORDS[lang])


def render(file: Path, **settings) -> ap.RenderedArticle:
    return ap.render_article(ap.load_article(file), settings=ap.Settings(**settings))


def notes_in(printed: bytes) -> list[StructureElement]:
    return [element for element in read_structure(printed).walk() if element.role == "Note"]


def held(element: StructureElement) -> str:
    return " ".join(item.role for item in element.items if isinstance(item, StructureElement))


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_block_stands_at_the_foot_and_in_its_note(kind, lang, columns, write):
    file = write(f"{TEXT[lang]}[^1] {TEXT[lang]}.\n\n{TEXT[lang]}.", note_of(kind, lang), lang=lang)

    made = render(file, columns=columns)

    assert {finding.code for finding in made.findings} <= {"poem-stacked", "hemistich-loose", "text-changed"}
    (note,) = notes_in(made.pdf)
    assert held(note) == KINDS[kind][1]
    unseen = WORDS[lang][1:2] if kind == "figure" else []  # the picture's text alternative
    assert [word for word in WORDS[lang] if word not in note.text()] == unseen
    runs = text_runs(made.pdf)
    text = max(run.y for run in runs if run.text.strip() in TEXT[lang] and run.page == 1 and len(run.text) > 4)
    size = max(run.size for run in runs if run.text.strip() in TEXT[lang] and len(run.text) > 4)
    of_note = [run for run in runs if any(word in run.text for word in WORDS[lang])]
    assert of_note
    assert all(run.y > text + 100 and run.size < size * (1.15 if kind == "poem" else 0.85) for run in of_note)


@pytest.mark.parametrize("lang", WORDS)
def test_notes_of_an_archive_are_tagged_and_in_order(lang, write):
    calls = " ".join(f"{TEXT[lang]}[^{number}]" for number in range(1, len(KINDS) + 1))

    made = render(write(calls, *(note_of(kind, lang) for kind in KINDS), lang=lang), profile="archive")

    assert [finding.code for finding in made.findings if finding.code == "archive-broken"] == []
    assert [held(note) for note in notes_in(made.pdf)] == [structure for _, structure in KINDS.values()]
    assert ap.check_pdf(made.pdf, profile="archive") == ()


def test_a_page_that_needs_an_html_parser_prints_the_same(write, monkeypatch):
    file = write("Words[^1] and[^2] more[^3].", *(note_of(kind, "en") for kind in ("list", "poem", "table")))
    fast = render(file).pdf
    monkeypatch.setattr(pdf, "read_page", lambda page: None)

    assert render(file).pdf == fast


def test_a_note_is_of_one_size_wherever_it_is_called(write):
    places = "## Heading[^1]\n\n- item[^2]\n\n> quote[^3]\n\n| cell[^4] | b |\n|---|---|\n| 1 | 2 |\n\n"
    places += '![Picture](p.png "Caption[^5]")\n\n::: poem\nverse[^6] here\nand there\n:::\n\nText[^7] and *text[^8]*.'
    note = "notable\n\n    - notable\n\n    > notable"

    made = render(write(places, *[note] * 8))

    runs = [run for run in text_runs(made.pdf) if "notable" in run.text]
    assert len(runs) == 24
    assert {round(run.size, 2) for run in runs} == {round(11.5 * 0.8, 2)}
    assert [held(note) for note in notes_in(made.pdf)] == ["Lbl P L BlockQuote"] * 8
    bullets = [run.text for run in text_runs(made.pdf) if run.text.strip() == "•"]
    assert len(bullets) == 9  # one in the text


def test_a_heading_of_a_note_is_none_of_the_document(write):
    made = render(write("## Real\n\nWords[^1].\n\n### Deeper", note_of("heading", "en")))

    roles = [element.role for element in read_structure(made.pdf).walk() if element.role[0] == "H"]
    assert roles == ["H1", "H2", "H3"]
    with pikepdf.open(io.BytesIO(made.pdf)) as document, document.open_outline() as outline:
        (headline,) = outline.root
        assert [(item.title, [inner.title for inner in item.children]) for item in headline.children] == [
            ("Real", ["Deeper"])
        ]


def test_a_note_that_begins_with_a_block_has_its_number_beside_it(write):
    note = "\n    {}alpha bravo\n\n    {}charlie"

    made = render(write("Words[^1] and[^2].", note.format("- ", "- "), note.format("> ", "> ")))

    runs = [run for run in text_runs(made.pdf) if run.y < 780]  # without the foot of the page
    for number in "12":
        label = max((run for run in runs if run.text.strip() == number), key=lambda run: run.y)
        assert any(abs(run.y - label.y) < 0.5 and run.x > label.x + 10 and "alpha" in run.text for run in runs)


def test_a_footnote_higher_than_its_page_is_a_finding_with_its_line(write):
    items = "".join(f"    - item {number}\n" for number in range(120))

    made = render(write("Words[^1] and[^2].", "short", f"long\n\n{items}"))

    (finding,) = made.findings
    assert (finding.level, finding.code, finding.line) == (ap.Level.ERROR, "footnote-cut", 10)


def test_nested_lists_of_the_text_have_bullets_that_the_fonts_have(write):
    assert render(write("- one\n  - two\n    - three")).findings == ()


def test_a_note_of_a_caption_stands_below_the_picture_of_a_newspaper(write, tmp_path):
    write('Words.\n\n![Picture](p.png "Caption[^1]")', "notable\n\n    > notable")
    issue = tmp_path / "issue.toml"
    issue.write_text(
        'version = 1\nnumber = 1\ndate = 2025-04-04\nlanguages = ["en"]\nlayout = "newspaper"\n'
        'articles = ["article.md"]\n',
        encoding="utf-8",
    )

    runs = text_runs(ap.render_issue(ap.load_issue(issue)).pdf)

    (caption,) = [run for run in runs if run.text.startswith("Caption")]
    assert [run.page == caption.page and 0 < run.y - caption.y < 80 for run in runs if "notable" in run.text] == [
        True,
        True,
    ]


@pytest.mark.parametrize("layout", ["digest", "newspaper"])
def test_issues_print_blocks_of_notes(layout, write, tmp_path):
    for lang in WORDS:
        kinds = ("list", "quote", "table", "poem")
        text = f"{TEXT[lang]}[^1] {TEXT[lang]}[^2]. {TEXT[lang]}[^3].\n\n{TEXT[lang]}[^4]."
        write(text, *(note_of(kind, lang) for kind in kinds), lang=lang, name=f"{lang}.md")
    issue = tmp_path / "issue.toml"
    issue.write_text(
        'version = 1\nnumber = 1\ndate = 2025-04-04\nlanguages = ["fa-AF"]\n'
        f'layout = "{layout}"\narticles = ["fa.md", "en.md"]\n',
        encoding="utf-8",
    )

    made = ap.render_issue(ap.load_issue(issue))

    expected = ["Lbl P L", "Lbl P BlockQuote", "Lbl P Table", "Lbl P Div"]
    assert [held(note) for note in notes_in(made.pdf)] == expected * 2
    assert [finding for finding in made.findings if finding.level is ap.Level.ERROR] == []


def test_blocks_within_a_line_pass_every_parser(write):
    file = write("Words[^1] *and[^2]* more[^3].", *(note_of(kind, "en") for kind in ("list", "code", "table")))
    html = prepare(ap.load_article(file), ap.AFGAZAD, ap.Settings()).html

    ours = read_page(html)
    standard = tinyhtml5.parse(html, namespace_html_elements=False)
    for tree in (ours, standard):
        name_blocks(tree, html)

    (paragraph,) = [element for element in ours.iter("p") if "Words" in (element.text or "")]
    assert {"ul", "ol", "li", "pre", "table", "td"} <= {element.tag for element in paragraph.iter()}
    assert [(one.tag, one.attrib) for one in ours.iter()] == [(one.tag, one.attrib) for one in standard.iter()]
    assert serialized(parse(html)).split() == html.split()


def test_spaces_count_beside_words_and_in_code_only():
    assert as_phrasing('a <a href="x">b</a> c') == 'a <span data-element="a" href="x">b</span> c'
    assert as_phrasing("<ul>\n<li>a</li>\n</ul> <em>b</em> c") == (
        '<span data-element="ul"><span data-element="li">a</span></span><em>b</em> c'
    )
    assert as_phrasing("<pre> a\n b \n</pre>\n<hr>\n") == (
        '<span data-element="pre"> a\n b \n</span><span data-element="hr"></span>'
    )


@pytest.mark.parametrize("space", ["\n", " \n", "\t\n ", " \u2029", " \n \n "])
def test_line_ends_in_the_text_of_a_note_are_spaces(space, page_text):
    """WeasyPrint 70 leaves the spaces of footnotes as they are: it ends lines at line feeds, or fails."""
    words = f"alpha{space}bravo"
    note = [
        {"kind": "paragraph", "runs": words},
        {"kind": "quote", "blocks": [{"kind": "paragraph", "runs": words}], "attribution": words},
        {"kind": "table", "header": [{"runs": words}], "rows": []},
        {"kind": "preformatted", "text": "charlie  \n  delta"},
    ]
    call = [{"kind": "text", "text": "Words"}, {"kind": "footnote-call", "label": "1"}]
    article = ap.Article(
        title="T",
        lang="en",
        blocks=[{"kind": "paragraph", "runs": call}],
        footnotes=[{"label": "1", "blocks": note}],
    )

    lines = page_text(ap.render_article(article).pdf).replace("\r", "").split("\n")

    assert [line.split()[-2:] for line in lines if "alpha" in line or "bravo" in line] == [["alpha", "bravo"]] * 4
    assert len([line for line in lines if "charlie" in line or "delta" in line]) == 2


def test_spaces_of_a_note_are_single_but_in_preformatted_text():
    markup = '<p>a \n <em>b\n</em></p><pre>c  \n  d</pre><p title="e  f">g</p>'
    kept = '<span data-element="pre">c  \n  d</span><span data-element="p" title="e  f">g</span>'

    written = as_phrasing(markup)

    assert written == f'<span data-element="p">a <em>b </em></span>{kept}'
    assert as_phrasing(written) == written


@pytest.mark.parametrize("lines", [16, 17, 18])
def test_a_note_that_a_picture_of_half_the_measure_calls_is_printed_at_the_end_of_a_page(lines, write, page_text):
    """WeasyPrint 70 loses the note where the picture floats, and the page has no more room for both."""
    words = "\n\n".join(["Word."] * lines)
    figure = '![A](p.png "*Credit.[^1]*"){.half}'

    made = render(write(f"{words}\n\n{figure}", "zebra"))

    assert page_text(made.pdf).count("zebra") == 1


def test_every_note_that_is_called_has_lines_of_its_own_and_is_told_where_it_has_none():
    source = (
        "---\ntitle: T\nlang: en\n---\n\na[^1] b[^2] c[^3]\n\n[^1]: one\n\n[^2]: - two[^4]\n\n    > three\n\n"
        "[^3]: &#8203;\n\n[^4]: four\n"
    )
    article = ap.load_article(source, format="markdown")
    page = prepare(article, ap.AFGAZAD, ap.Settings())
    lines = lay_out(page)
    texts = {note: [line.text for line in lines if line.note == note] for note in (None, "1", "2", "3", "4")}

    assert [texts[label][-1].split()[-1] for label in ("1", "2", "4")] == ["one", "three", "four"]
    assert not any("two" in text or "three" in text for text in texts[None])
    assert page.made.notes == {"1", "2", "3", "4"}
    assert missing_notes(article, page.made.notes, lines) == ()
    without = [line for line in lines if line.note not in ("2", "4")]
    lost = missing_notes(article, page.made.notes, without)
    assert [(finding.code, finding.line) for finding in lost] == [("footnote-lost", 10), ("footnote-lost", 16)]
    assert missing_notes(article, {"1"}, without) == ()
