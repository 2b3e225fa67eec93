"""The door to WeasyPrint: our fonts alone, given files alone, the log as findings.

Some things in pdf.py lean on what WeasyPrint does not promise. When a new version moves them, these
tests say so.
"""

from __future__ import annotations

import inspect
import io
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
import weasyprint.draw.text
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration

import afgazad_pdf as ap
from afgazad_pdf.fonts import covered, face_coverage, load_faces
from afgazad_pdf.line_setting.attributes import holders
from afgazad_pdf.pdf import BASE_ADDRESS, Renderer, StoredFile, captured_log, engine_versions
from afgazad_pdf.shaping import balanced_width, text_width
from afgazad_pdf.typesetting import load_fonts, renderer

PAGE = '<html lang="en"><body>{}</body></html>'


@pytest.fixture(scope="module")
def engine() -> Renderer:
    return renderer(load_fonts(()))


def font_names(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = document.pages[0].Resources.get("/Font", {})
        return {str(font.BaseFont).split("+")[-1] for font in fonts.values()}


def test_only_our_fonts_are_used_whatever_the_page_asks_for(engine):
    html = PAGE.format("<p style='font-family: DejaVu Sans, Arial, serif'>Abc ابج Абв</p>")

    printed = engine.print(html, "", {})

    bundled = {face.family.replace(" ", "-") for face in load_faces()}
    assert font_names(printed.pdf) <= {name for name in bundled} | {f"{name}-Medium" for name in bundled}
    assert printed.findings == ()


def test_the_font_configuration_still_works_as_we_build_it():
    """If this fails after an update: compare PrivateFontConfiguration with weasyprint.text.fonts.FontConfiguration."""
    import inspect

    from weasyprint.text.fonts import FontConfiguration

    source = inspect.getsource(FontConfiguration.__init__)
    for line in ("self._folder = None", "self.strut_layouts = {}", "self.font_features = {}", "self.font_map = "):
        assert line in source
    assert source.count("self.") - source.count("self._config") - source.count("self.font_map") == 3, (
        "FontConfiguration has new attributes"
    )


def test_lines_can_still_be_read(engine):
    """If this fails after an update: compare what boxes.py reads with WeasyPrint's boxes, layout and pages."""
    html = (
        '<html dir="rtl"><body style="direction: rtl; width: 120px; text-align: justify" data-line="b">{}</body></html>'
    )
    document = engine._laid_out(html.format("برف کوه در بهار آب می‌شود"), engine._parsed(""), {})

    assert hasattr(document.pages[0], "_page_box"), "WeasyPrint's pages keep their boxes elsewhere: mend pdf.py"
    boxes = list(document.pages[0]._page_box.descendants())
    kinds = {type(box).__name__ for box in boxes}
    assert kinds >= {"PageBox", "BlockBox", "LineBox", "TextBox"}, "WeasyPrint's boxes have new names: mend boxes.py"
    attributes = {
        "BlockBox": ("element", "element_tag", "style", "width", "content_box_x", "children"),
        "LineBox": ("position_y", "baseline", "children", "is_in_normal_flow"),
        "TextBox": ("text", "position_x", "width", "style", "justification_spacing", "pango_layout"),
    }
    for box in boxes:
        for name in attributes.get(type(box).__name__, ()):
            assert hasattr(box, name), f"WeasyPrint's {type(box).__name__} has no {name} any more: mend boxes.py"
    first, second = engine.lines(html.format("برف کوه در بهار آب می‌شود"), "", {})
    message = "WeasyPrint's boxes mean something else than boxes.py takes them for: run tests/test_boxes.py"
    assert (first.name, first.justified, first.last, second.last) == ("b", True, False, True), message
    assert first.width == pytest.approx(90), message
    assert first.space_ratio > 1 == second.space_ratio, message


def test_the_engine_still_calls_for_tags_where_we_answer():
    """If this fails after an update: compare pdf.py, _add_tags, and press/tags.py with weasyprint/pdf/tags.py."""
    import inspect

    import pydyf
    import weasyprint.pdf
    from weasyprint.pdf import tags
    from weasyprint.pdf.stream import Stream

    assert weasyprint.pdf.add_tags.__module__ == "afgazad_pdf.pdf"
    assert "add_tags(pdf, document, options['pdf_version'], page_streams)" in inspect.getsource(
        weasyprint.pdf.generate_pdf
    )
    assert list(inspect.signature(tags.add_tags).parameters) == ["pdf", "document", "pdf_version", "page_streams"]
    assert "self._tags[box] = {'tag': tag, 'mcid': mcid}" in inspect.getsource(Stream.marked)

    seen = []
    renderer = Renderer(load_faces(), tagger=lambda *arguments: seen.append(arguments))
    renderer.print(PAGE.format("<p>one <b>two</b></p>"), "", {})

    ((pdf, [(page, stream)], objects, lang),) = seen
    assert (objects, lang, type(pdf)) == (pydyf, "en", pydyf.PDF)
    assert page.children[0].element_tag == "html"
    assert [box.text for box in stream._tags] == ["one ", "two"]
    marks = [index for index, operand in enumerate(stream.stream) if type(operand) is pydyf.Dictionary]
    assert [(stream.stream[index - 1], stream.stream[index + 1]) for index in marks] == [("/Span", b"BDC")] * 2
    assert {font.hash for font in stream._fonts.values()}


def test_a_letter_that_no_font_has_is_named(engine):
    printed = engine.print(PAGE.format("<p>Good morning: おはよう</p>"), "", {})

    assert [(f.level, f.code) for f in printed.findings] == [("error", "glyph-missing")] * 4
    assert "“お” (U+304A, HIRAGANA LETTER O)" in printed.findings[0].message


def test_a_missing_letter_is_found_in_the_file(make_article):
    article = ap.Article(
        title="T",
        lang="en",
        path=Path("a.md"),
        blocks=[{"kind": "paragraph", "runs": [{"kind": "text", "text": "漢", "line": 9}]}],
    )

    (finding,) = ap.render_article(article).findings

    assert str(finding).startswith(
        "a.md:9: error: glyph-missing: no font has “漢” (U+6F22, CJK UNIFIED IDEOGRAPH-6F22)"
    )


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "http://127.0.0.1:9/a.png", "data:image/png;base64,AAAA", "other.png", "ftp://x/y"],
)
def test_nothing_is_fetched(engine, address):
    printed = engine.print(PAGE.format(f'<img src="{address}">'), "", {})

    assert any("not among the files" in finding.message for finding in printed.findings)


def test_attachments_are_not_fetched_either(engine):
    printed = engine.print(PAGE.format('<a rel="attachment" href="file:///etc/hostname">x</a>'), "", {})

    assert b"EmbeddedFile" not in printed.pdf


def test_given_files_are_served(engine, jpeg):
    printed = engine.print(PAGE.format('<img src="a/b.jpg">'), "", {"a/b.jpg": StoredFile(jpeg(), "image/jpeg")})

    assert printed.findings == ()
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        assert len(document.pages[0].Resources.XObject) == 1


def test_a_link_to_nowhere_is_a_finding(engine):
    printed = engine.print(PAGE.format('<a href="#nowhere">x</a>'), "", {})

    assert [finding.code for finding in printed.findings] == ["link-target-missing"]


def test_what_the_engine_says_of_a_stylesheet_is_said_each_time(engine):
    style = "p { colour: red }"

    first, second = (engine.print(PAGE.format("<p>x"), style, {}).findings for _ in range(2))

    assert first == second
    assert "colour" in first[0].message


def test_the_log_is_left_as_it_was(caplog):
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))

    with captured_log() as messages:
        logger.warning("one")

    assert messages == ["one"]
    assert (logger.level, logger.propagate, logger.handlers) == before
    assert caplog.messages == []


def test_failures_of_the_engine_are_told_with_the_article(make_article, monkeypatch):
    import weasyprint

    def fail(*arguments, **options):
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr(weasyprint.HTML, "render", fail)

    with pytest.raises(
        ap.RenderError, match=r"A headline: The layout engine failed: ZeroDivisionError: float division"
    ):
        ap.render_article(make_article("x"))


def test_the_base_address_reaches_no_machine():
    assert BASE_ADDRESS.endswith(".invalid/")  # RFC 2606: never a real host


def test_versions_are_known():
    versions = engine_versions()

    assert versions["weasyprint"].startswith("70.")
    assert all(versions[name][0].isdigit() for name in ("pango", "harfbuzz", "fontconfig", "pydyf"))
    assert versions["harfbuzz-subset"] in ("found", "missing")


# ------------------------------------------------------------------ fonts and shaping


def test_the_table_of_fonts_is_true(root):
    faces = load_faces()

    assert {(face.family, face.weight, face.style) for face in faces} == {
        *(("Afgazad Sans", weight, "normal") for weight in (400, 500, 700, 900)),
        *(("Afgazad Naskh", weight, "normal") for weight in (400, 700)),
        *(("Afgazad Classic", weight, "normal") for weight in (400, 700)),
        *(("Noto Serif", weight, style) for weight in (400, 700) for style in ("normal", "italic")),
        *(("Afgazad Nastaliq", weight, "normal") for weight in (400, 700)),
    }
    for family in (root / "fonts").iterdir():
        if family.is_dir():
            assert "SIL OPEN FONT LICENSE" in (family / "OFL.txt").read_text(encoding="utf-8")


def test_a_folder_of_fonts_is_described_from_the_files_themselves(root):
    described = {(face.family, face.weight, face.style) for face in load_faces((root / "fonts" / "noto-serif",))[14:]}

    assert described == {
        ("Noto Serif", 400, "normal"),
        ("Noto Serif", 400, "italic"),
        ("Noto Serif", 700, "normal"),
        ("Noto Serif", 700, "italic"),
    }


def test_every_text_family_has_the_letters_of_its_languages():
    pashto = "ټډړږښګڼېۍځڅ"
    for face in load_faces():
        if "Arab" in face.scripts:
            assert face_coverage(face) >= {ord(letter) for letter in pashto + "پچژگیکۀ"}, face.file
        if "Cyrl" in face.scripts:
            assert face_coverage(face) >= {ord(letter) for letter in "ғӣқӯҳҷäöüßçéœğış"}, face.file
    assert ord("漢") not in covered(load_faces())


@pytest.mark.parametrize("name", ["none", "bad"])
def test_font_folders_that_cannot_be_used(tmp_path, name):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.ttf").write_bytes(b"no font")

    with pytest.raises(ap.ResourceError):
        ap.render_article(ap.Article(title="T", lang="en"), settings=ap.Settings(font_folders=(tmp_path / name,)))


def test_widths_are_those_of_the_font(root):
    file = root / "fonts" / "noto-serif" / "NotoSerif-Regular.ttf"

    assert text_width("nn", file, lang="en", direction="ltr") == pytest.approx(2 * 0.645, abs=0.001)
    assert text_width("", file, lang="en", direction="ltr") == 0


def test_a_headline_is_balanced(root):
    file = root / "fonts" / "noto-serif" / "NotoSerif-Bold.ttf"
    options = {"lang": "en", "direction": "ltr"}

    assert balanced_width("Short", 20, file, **options) is None
    assert balanced_width("Donaudampfschifffahrtsgesellschaft", 5, file, **options) is None
    width = balanced_width("one two three four five six", 12, file, **options)
    assert width is not None
    assert 6 < width < 9


def test_the_engine_draws_lines_where_we_draw_them_from_their_glyphs():
    """If this fails after an update: compare line_setting/ with what has changed."""
    layout = inspect.getsource(line_break.Layout)
    assert "def deactivate(self):\n        del self.layout, self.language, self.style\n" in layout
    assert "self.setup(style)\n        self.set_text(self.text, justify=True)" in layout
    metrics = inspect.getsource(line_break.first_line_metrics)
    assert metrics.index("line_size(") < metrics.index("layout.deactivate()"), (
        "a text is let go of before it is measured"
    )
    spacing = inspect.getsource(weasyprint.layout.inline).split("def add_word_spacing(")[1].split("elif")[0]
    assert "layout.deactivate()" in spacing
    assert [line.strip() for line in spacing.splitlines() if "box." in line] == [
        "box.justification_spacing = justification_spacing",
        "box.position_x += x_advance",
        "box.text, box.style, context, max_width=None,",
        "justification_spacing=box.justification_spacing)",
        "box.width += extra_space",
        "box.pango_layout = layout",
    ]
    drawing = inspect.getsource(weasyprint.draw.text.draw_text)
    steps = [drawing.index(step) for step in ("layout.reactivate(", "= draw_first_line(", "layout.deactivate()")]
    assert steps == sorted(steps)
    assert inspect.getsource(weasyprint.svg.text).count("layout.reactivate(") == 1


def test_the_engine_makes_lists_of_font_features_where_we_free_them():
    """If this fails after an update: see whether the engine frees them by now, and line_setting/attributes.py can go."""
    source = inspect.getsource(line_break)

    assert "style.font_config.font_features.setdefault(" in source
    assert "attr_list = pango.pango_attr_list_new()" in source


@pytest.mark.parametrize("spaced", ["", "; word-spacing: 2px; letter-spacing: 1px; overflow-wrap: anywhere"])
def test_font_features_of_a_text_are_held_by_its_layout_alone(engine, spaced):
    html = f"<html lang='fa'><body style='font-feature-settings: \"ss01\"{spaced}'>\u0628\u0631\u0641 abc</body></html>"
    document = engine._laid_out(html, engine._parsed(""), {})
    texts = [box for box in document.pages[0]._page_box.descendants() if type(box).__name__ == "TextBox"]
    assert texts

    for text in texts:
        del text.pango_layout.glyphs  # so that it is laid out again
        text.pango_layout.reactivate(text.style)
        attributes = pango.pango_layout_get_attributes(text.pango_layout.layout)
        assert attributes != ffi.NULL
        assert holders(attributes) == 1


def test_layouts_with_a_font_configuration_of_others_stay_as_the_engine_makes_them(engine):
    configuration = FontConfiguration()
    css = weasyprint.CSS(string="p { font-feature-settings: 'ss01' }", font_config=configuration)

    for _ in range(3):
        engine.print(PAGE.format("<p style='font-feature-settings: \"ss01\"'>abc"), "", {})
        assert weasyprint.HTML(string="<p>abc").write_pdf(stylesheets=[css], font_config=configuration)
    assert len(configuration.font_features) == 1


def test_two_renderers_write_side_by_side_as_each_alone():
    page = '<html lang="en"><style>p { width: 170pt; text-align: justify }</style><p>' + "some words in a line " * 40
    alone = Renderer(load_faces()).print(page, "", {}).pdf

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: Renderer(load_faces()).print(page, "", {}).pdf, range(8)))

    assert set(together) == {alone}


RICH = """<!DOCTYPE html>
<html lang="fa" dir="rtl"><head><title>t</title></head><body>
<div class="foot"><table><tr><td>1</td></tr></table></div>
<h1 id="top">{0}</h1><p>one <b>two</b> <a href="#top">three</a><span class="note">{0}</span></p>
<ul><li>a {0}</li><li id="second">b<ol><li>c</li></ol></li></ul>
<table class="c"><tr><td style="width: 3em">{0}</td><td lang="en">e</td></tr></table><p class="first">{0}</p>
</body></html>"""
LOOK = """
@page { @bottom-center { content: element(foot) } @top-left { content: counter(page) } }
.foot { position: running(foot) }
.note { float: footnote } .note::footnote-call { color: red }
li::marker { color: blue } h1::before { content: "§ "; font-size: 0.5em }
.c { border-collapse: collapse } td { padding-inline-start: 0.3em; border: 1px solid }
.first::first-line { color: green } .first::first-letter { font-size: 2em }
:root { --wide: 2em } p { margin: var(--wide); width: calc(10em + 2px) } html { font-size: 10px }
"""


def test_remembered_styles_are_those_of_the_engine():
    """If this fails after an update: compare cascade.py with StyleFor and ComputedStyle of weasyprint/css."""
    faces = load_faces()
    plain, remembering = Renderer(faces), Renderer(faces)
    plain._parsed(LOOK).known.usable = False

    for words in ("one", "two", "three"):  # the second and third pages begin with what is known
        html = RICH.format(words)
        assert remembering.print(html, LOOK, {}) == plain.print(html, LOOK, {})
    assert remembering._parsed(LOOK).known.root.inner
    assert remembering._parsed(LOOK).known.usable
    assert not plain._parsed(LOOK).known.root.inner


def test_the_engine_still_makes_styles_as_we_remember_them():
    """If this fails after an update: compare cascade.py with weasyprint/css/__init__.py, and then mend this test."""
    from weasyprint import css

    import afgazad_pdf.cascade as cascade

    assert css.StyleFor is cascade._styles
    source = inspect.getsource(css.get_all_computed_styles)
    assert "return StyleFor(html, sheets, presentational_hints, font_config, target_collector)" in source
    (engine,) = cascade.StylesOfPage.__bases__
    wanted = {"_cascaded_styles", "_computed_styles", "initial_page_sizes", "_sheets", "font_config"}
    assert set(re.findall(r"self\.(\w+) = ", inspect.getsource(engine.__init__))) == wanted
    parameters = "parent_style cascaded pseudo_type root_style base_url font_config initial_page_sizes"
    assert " ".join(inspect.signature(css.ComputedStyle.__init__).parameters) == f"self {parameters}"
    known = "element parent root pseudo_type base_url target_collector"
    assert " ".join(inspect.signature(engine.set_computed_styles).parameters) == f"self {known}"
    assert "for selector in sheet.matcher.match(element):" in inspect.getsource(engine.__init__)
    assert "specificity, order, pseudo_type, (declarations, layer) = selector" in inspect.getsource(engine.__init__)


def test_pages_of_others_have_the_engine_s_own_styles():
    document = weasyprint.HTML(string="<p>a</p>").render()

    assert {type(box.style).__module__ for box in document.pages[0]._page_box.descendants()} == {"weasyprint.css"}


def test_what_layout_writes_for_others_to_inherit_spoils_a_page(engine, monkeypatch):
    from weasyprint.layout import block

    plain = engine.print(RICH.format("a"), "", {})
    original = block.block_container_layout

    def meddling(context, box, *arguments, **named):
        if box.element_tag == "h1":
            box.style["color"] = box.style["color"]
        return original(context, box, *arguments, **named)

    monkeypatch.setattr(block, "block_container_layout", meddling)
    rendered = []
    monkeypatch.setattr(engine, "_rendered", lambda *a: rendered.append(1) or Renderer._rendered(engine, *a))

    assert engine.print(RICH.format("a"), "", {}) == plain
    assert len(rendered) == 2


@pytest.mark.parametrize(
    ("stylesheet", "usable"),
    [("p { width: 10vw }", False), ("p { width: 1.5LVMAX }", False), ("p { width: 10em } .vw { top: 2rem }", True)],
)
def test_styles_that_depend_on_the_page_are_not_remembered(engine, stylesheet, usable):
    assert engine._parsed(stylesheet).known.usable is usable


def test_neither_are_an_element_s_own_styles_that_do(engine):
    own = "<!DOCTYPE html><html><head></head><body><p style='width: 10vw'>a</p></body></html>".replace("'", '"')

    found = []
    for size in ("A4", "A5"):
        page = own.replace("<body>", f'<body style="page: {size.lower()}">')
        document = engine._laid_out(page, engine._parsed("@page a4 { size: A4 } @page a5 { size: A5 }"), {})
        (paragraph,) = (
            box
            for box in document.pages[0]._page_box.descendants()
            if box.element_tag == "p" and box.style["display"][0] == "block"
        )
        found.append(paragraph.width)

    assert found[0] > found[1]


def test_what_the_engine_says_of_a_style_is_said_of_every_page(engine):
    stylesheet = "p { width: calc(1px * 1px) }"

    findings = [engine.print(PAGE.format(f"<p>{word}</p>"), stylesheet, {}).findings for word in ("a", "b")]

    assert findings[0] == findings[1]
    assert len(findings[0]) == 1


def test_no_more_styles_are_remembered_than_there_is_room_for(engine, monkeypatch):
    monkeypatch.setattr("afgazad_pdf.known_styles.STYLES_KEPT", 20)
    engine = Renderer(load_faces())

    for number in range(5):
        cells = "".join(f'<td style="width: {number}.{cell}em">a</td>' for cell in range(10))
        engine.print(PAGE.format(f"<table><tr>{cells}</tr></table>"), "td { color: red }", {})

    def count(known):
        return 1 + sum(map(count, (*known.inner.values(), *filter(None, (known.boxes, known.copied)))))

    assert count(engine._parsed("td { color: red }").known.root) == 21


def test_a_page_that_is_read_already_has_all_that_the_engine_s_own_has():
    """If this fails after an update: compare _ReadPage in pdf.py with weasyprint.HTML.__init__."""
    from afgazad_pdf.pdf import _page

    html = "<!DOCTYPE html><html><head><title>t</title></head><body>a</body></html>"
    ours, engines = _page(html, {}), weasyprint.HTML(string=html, base_url=BASE_ADDRESS)

    assert type(ours) is not type(engines)
    assert set(vars(ours)) == set(vars(engines)), "weasyprint.HTML has new attributes"
    assert type(ours.etree_element) is type(engines.etree_element)
    assert (ours.base_url, ours.media_type) == (engines.base_url, engines.media_type)


ROOMS = """<!DOCTYPE html>
<html lang="{lang}" dir="{dir}"><head><title>t</title><meta name="author" content="A"></head><body>
<p class="side">{word} {word}</p><p>{words}</p><div class="cut">{words}</div><p class="two">{words}</p>
<table class="one"><tr><td>{word}</td><td>{words}</td></tr></table><p hidden="">{word}</p><hr>
<table class="apart"><tr><td>{word}</td><td>{words}</td></tr></table><p class="near">{words}</p><p class="in">{words}</p>
<div class="row"><p>{word}</p><p>{words}</p></div><blockquote>{words}</blockquote>
<p class="high">{word} <b>{word} <i>{word}</i></b> <small>{word}</small></p></body></html>"""
ROOM_LOOK = """
body { width: 300px; text-align: justify } .side { float: left; width: 30%; border: 2px solid red; margin: 1px 3px }
.cut { box-sizing: border-box; width: 80%; padding: 5%; border: 1px dotted; background: #eee; border-radius: 4px }
.two { columns: 2; column-rule: 1px solid } .one { border-collapse: collapse } .apart { border-spacing: 3px }
td { border: 1px solid blue; padding: 2px } .near { position: relative; top: 3px; box-shadow: 1px 1px red }
.in { margin-left: calc(10px + 2%); max-width: 90% } .row { display: flex } [hidden] { visibility: hidden }
blockquote { background: linear-gradient(red, blue); border-image: linear-gradient(red, blue) 30 }
.high { line-height: 1.7; text-indent: 2ex } .high b { font-family: "Afgazad Sans" } .high i { vertical-align: middle }
small { font-size: 7pt; line-height: 20px; vertical-align: 30%; font-variant-caps: small-caps }
"""


@pytest.mark.parametrize(("lang", "dir", "word"), [("en", "ltr", "word"), ("fa", "rtl", "\u0628\u0631\u0641")])
def test_values_of_boxes_are_those_of_the_engine(lang, dir, word, monkeypatch):
    """If this fails after an update: compare box_values.py with weasyprint/layout/percent.py, float.py, background.py,
    and weasyprint/text/line_break.py."""
    import weasyprint.draw
    from weasyprint.draw.border import draw_border
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import background, inline

    from afgazad_pdf import box_values

    html = ROOMS.format(lang=lang, dir=dir, word=word, words=" ".join([word] * 60))
    quick = Renderer(load_faces())
    printed = [quick.print(html, ROOM_LOOK, {}) for _ in range(3)]

    plain = Renderer(load_faces())
    plain._parsed(ROOM_LOOK).known.usable = False  # without remembered styles, lengths are the engine's
    monkeypatch.setattr(inline, "avoid_collisions", box_values._engine_avoid_collisions)
    monkeypatch.setattr(background, "layout_box_backgrounds", box_values._engine_backgrounds)
    monkeypatch.setattr(weasyprint.draw, "draw_border", draw_border)
    monkeypatch.setattr(Box, "is_in_normal_flow", box_values._engine_is_in_normal_flow)
    monkeypatch.setattr(inline, "strut", box_values._engine_strut)
    monkeypatch.setattr(line_break, "get_font_description", box_values._engine_font_description)
    assert printed == [plain.print(html, ROOM_LOOK, {})] * 3


def test_the_engine_asks_for_values_of_boxes_where_we_answer():
    """If this fails after an update: compare the end of box_values.py with who imports these functions."""
    import pkgutil
    from importlib import import_module

    import weasyprint.draw
    import weasyprint.layout
    from weasyprint.draw import border
    from weasyprint.layout import background, float, inline, percent

    from afgazad_pdf import box_values

    for package in (weasyprint.layout, weasyprint.draw):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = import_module(found.name)
            own = getattr(module, "resolve_percentages", box_values.resolve_percentages)
            assert own is box_values.resolve_percentages, found.name
    assert inline.avoid_collisions is box_values.avoid_collisions
    assert background.layout_box_backgrounds is box_values.layout_box_backgrounds
    assert weasyprint.draw.draw_border is box_values.draw_border
    lengths = re.findall(r"resolve_one_percentage\(box, '(\w+)'", inspect.getsource(box_values._engine_resolve))
    assert set(lengths) | {"height"} == set(box_values.RELATIVE)
    looked_at = set(re.findall(r"style\['(\w+)'\]", inspect.getsource(box_values._engine_backgrounds)))
    looked_at -= {"image_orientation", "image_resolution"}
    looked_at -= {f"background_{name}" for name in ("size", "clip", "repeat", "origin", "position", "attachment")}
    assert looked_at | {"background_color"} == set(box_values.BACKGROUND)
    seen = set(re.findall(r"style\['(\w+)'\]", inspect.getsource(border.draw_border).partition("# No border")[0]))
    expected = {"visibility", "column_width", "column_count", "column_rule_width", "border_image_source"}
    assert {name for name in seen if not name.startswith("border_image_") or name in expected} == expected
    assert inspect.signature(float.avoid_collisions) == inspect.signature(box_values._engine_avoid_collisions)
    assert percent.resolve_percentages is box_values.resolve_percentages
    assert inline.strut is box_values.strut
    assert line_break.get_font_description is box_values.get_font_description
    assert line_break.strut is box_values._engine_strut


def test_heights_of_lines_and_fonts_follow_from_what_is_inherited():
    """If this fails after an update: layout may write a property on which `strut` and `get_font_description` of
    box_values.py depend, without known_styles.py seeing to it."""
    from weasyprint.css.properties import INHERITED
    from weasyprint.text.fonts import get_font_description

    for function in (line_break.strut, line_break._font_style_cache_key, get_font_description):
        read = re.findall(r"style\['(\w+)'\]", inspect.getsource(function))
        assert read
        assert set(read) <= set(INHERITED), function.__name__
    uses = re.findall(r"\bfont_description\b", inspect.getsource(line_break.Layout))
    assert len(uses) == 3, "Layout.setup does something else with a font than to hand it to Pango, which copies it"


def test_a_copy_that_layout_writes_into_has_a_height_and_a_font_of_its_own(engine):
    from afgazad_pdf.box_values import get_font_description, strut

    html = "<!DOCTYPE html><html><head></head><body><p>a</p></body></html>"
    document = engine._laid_out(html, engine._parsed("p { font-size: 10px; line-height: 2 }"), {})
    (style,) = (
        box.style
        for box in document.pages[0]._page_box.descendants()
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    )
    font = get_font_description(style)
    copy = style.copy()
    copy["font_size"] = 20

    assert get_font_description(style) is font
    assert pango.pango_font_description_get_size(font) == 10 * 1024
    assert pango.pango_font_description_get_size(get_font_description(copy)) == 20 * 1024
    assert (strut(style)[0], strut(copy)[0]) == (20, 40)
    style["line_height"] = 3.0  # which spoils the page
    assert (strut(style)[0], style.known.strut[0]) == (30, 20)


def test_styles_of_pseudo_elements_are_made_when_they_are_asked_for(engine):
    html = "<!DOCTYPE html><html><head></head><body><ul><li>a</li></ul><p>b</p></body></html>"
    made = []
    import afgazad_pdf.cascade as cascade

    keep = cascade.StylesOfPage._keep
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cascade.StylesOfPage, "_keep", lambda *items: (made.append(items[2]), keep(*items))[1])
        engine.print(html, "", {})

    assert made.count("marker") == 1
    assert "footnote-call" not in made


def test_what_a_page_says_of_itself_is_found_as_by_the_engine():
    from weasyprint.html import get_html_metadata

    from afgazad_pdf.cascade import _metadata

    head = "<title>t</title><title>u</title><meta name=author content=A><meta name=keywords content='a, b'>"
    html = f"<html lang=fa><head>{head}</head><body><!-- c --><svg><title>s</title></svg><link rel=next><p>x</body>"
    page = weasyprint.HTML(string=html)

    assert _metadata(page) == get_html_metadata(page)
    assert _metadata(page)["authors"] == ["A"]
    assert weasyprint.document.get_html_metadata is _metadata


@pytest.mark.parametrize(
    "head", ["", "<style>p { color: red }</style>", "<style media=screen>p { color: red }</style><style>a {}</style>"]
)
def test_stylesheets_of_a_page_are_found_as_by_the_engine(head):
    import weasyprint.css

    from afgazad_pdf.cascade import _engine_sheets, _sheets

    def found(function):
        page = weasyprint.HTML(string=f"<html><head>{head}</head><body><p>x</body></html>")
        arguments = ("print", page.url_fetcher, None, None, {}, {}, [], [])
        return [len(sheet.matcher.class_selectors) for sheet in function(page.wrapper_element, *arguments)]

    assert found(_sheets) == found(_engine_sheets)
    assert weasyprint.css.find_stylesheets is _sheets


def test_boxes_in_margins_without_content_have_no_style(engine):
    """If this fails after an update: compare set_computed_styles in cascade.py with make_margin_boxes."""
    from weasyprint.layout import page as pages

    from afgazad_pdf.cascade import _MARGIN_BOXES

    source = inspect.getsource(pages.make_margin_boxes)
    assert "if style is None:\n            # doesn't affect counters\n" in source
    corners = {f"@{edge}-{side}-corner" for edge in ("top", "bottom") for side in ("left", "right")}
    assert (
        corners
        == set(re.findall(r"'(@[a-z]+-[a-z]+-corner)'", source))
        == {name for name in _MARGIN_BOXES if name.endswith("corner")}
    )
    made = []
    keep = pages.boxes.MarginBox.__init__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages.boxes.MarginBox, "__init__", lambda box, *rest: (made.append(rest[0]), keep(box, *rest))[1])
        engine.print(
            "<!DOCTYPE html><html><head></head><body>a</body></html>", "@page { @top-left { content: 'b' } }", {}
        )

    assert set(made) == _MARGIN_BOXES
    document = engine._laid_out(
        "<!DOCTYPE html><html><head></head><body>a</body></html>",
        engine._parsed("@page { @top-left { content: 'b' } }"),
        {},
    )
    boxes = [box for box in document.pages[0]._page_box.children if type(box).__name__ == "MarginBox"]
    assert [box.at_keyword for box in boxes] == ["@top-left"]
