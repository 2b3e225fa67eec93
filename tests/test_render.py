"""From an article to the PDF: what is in it, that it is always the same, that nothing is damaged."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

import afgazad_pdf as ap
from afgazad_pdf.preview.dump import text_runs


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document


# ------------------------------------------------------------------ what the PDF says of itself


def test_metadata_comes_from_the_article(make_article):
    article = make_article(
        "Text.",
        title="A headline",
        author=["Ann A.", "Bob B."],
        summary="What it is about.",
        tags=["one", "two"],
        date="2016-08-17",
        modified="2016-09-01",
        lang="en",
    )

    with opened(ap.render_article(article).pdf) as document:
        info = {str(key): str(value) for key, value in document.docinfo.items()}
        language = str(document.Root.Lang)

    assert info == {
        "/Producer": "WeasyPrint 70.0",
        "/Creator": f"afgazad_pdf {ap.__version__}",
        "/Title": "A headline",
        "/Author": "Ann A.; Bob B.",
        "/Subject": "What it is about.",
        "/Keywords": "one, two",
        "/CreationDate": "D:20160817",
        "/ModDate": "D:20160901",
    }
    assert language == "en"


def test_an_article_without_a_date_has_no_date_in_its_pdf(make_article):
    with opened(ap.render_article(make_article("Text.")).pdf) as document:
        assert "/CreationDate" not in document.docinfo
        assert "/ModDate" not in document.docinfo


@pytest.mark.parametrize(("lang", "direction"), [("fa-AF", "/R2L"), ("ps", "/R2L"), ("en", None), ("de", None)])
def test_the_reader_turns_pages_in_the_document_s_direction(make_article, lang, direction):
    with opened(ap.render_article(make_article("Text.", lang=lang)).pdf) as document:
        preferences = document.Root.ViewerPreferences
        assert preferences.get("/Direction") == (pikepdf.Name(direction) if direction else None)
        assert bool(preferences.DisplayDocTitle) is True
        assert str(document.Root.Lang) == lang


def test_headings_are_bookmarks():
    article = ap.Article(
        title="Headline",
        lang="en",
        blocks=[
            {"kind": "heading", "runs": "First"},
            {"kind": "heading", "level": 3, "runs": "Inner"},
            {"kind": "heading", "runs": "Second"},
            {"kind": "paragraph", "runs": "Text."},
        ],
    )

    with opened(ap.render_article(article).pdf) as document, document.open_outline() as outline:
        (root,) = outline.root
        titles = (root.title, [(item.title, [inner.title for inner in item.children]) for item in root.children])

    assert titles == ("Headline", [("First", ["Inner"]), ("Second", [])])


def test_links_are_links():
    article = ap.Article(
        title="T",
        lang="en",
        source="http://example.org/a",
        blocks=[
            {"kind": "heading", "runs": "There", "anchor": "there"},
            {
                "kind": "paragraph",
                "runs": [
                    {"kind": "span", "role": "link", "href": "https://example.org/b", "runs": "b"},
                    {"kind": "span", "role": "link", "href": "mailto:a@example.org", "runs": "c"},
                    {"kind": "span", "role": "link", "href": "#there", "runs": "d"},
                ],
            },
        ],
    )

    with opened(ap.render_article(article).pdf) as document:
        annotations = document.pages[0].Annots
        targets = {str(a.A.URI) if "/A" in a else f"#{a.Dest}" for a in annotations}

    assert targets == {
        "http://www.afgazad.com/",
        "http://www.afgazad.com",
        "mailto:afgazad@gmail.com",
        "http://example.org/a",
        "https://example.org/b",
        "mailto:a@example.org",
        "#there",
    } - ({"http://www.afgazad.com/"} if "http://www.afgazad.com" in targets else {"http://www.afgazad.com"})


# ------------------------------------------------------------------ what stands on the page


def test_the_masthead_is_symmetrical_and_on_the_first_page_only(make_article):
    result = ap.render_article(
        make_article(*["A paragraph of some words to fill the page. " * 6] * 30, section="politics")
    )
    runs = text_runs(result.pdf)
    middle = 210 / 25.4 * 72 / 2

    names = [run for run in runs if run.font.startswith("Afgazad-Sans") and run.size > 30]
    assert {run.page for run in names} == {1}
    first = {run.text: run for run in runs if run.page == 1}
    left, right = (
        first["Politics"],
        next(run for run in runs if "سیاسی" in run.text or "ﺳﯿﺎﺳﯽ" in run.text or run.text == "یسایس"),
    )
    assert left.x == pytest.approx(210 / 25.4 * 72 * 0.086, abs=0.5)
    assert right.x > middle
    assert result.pages > 1


def test_the_dash_of_the_name_is_the_axis_of_the_page(make_article):
    """Read from the glyphs: the ink of the dash lies in the middle of the sheet."""
    image = ap.preview_pages(ap.render_article(make_article("x")).pdf, dpi=144)[0]
    width, height = image.size
    band = image.crop((0, round(height * 0.06), width, round(height * 0.13))).convert("L")
    columns = [x for x in range(width) if any(band.getpixel((x, y)) < 128 for y in range(band.height))]

    assert (columns[0] + columns[-1]) / 2 == pytest.approx(width / 2, abs=3)
    gap = [x for x in range(width // 2 - 60, width // 2 + 60) if x in columns]
    dash = [x for x in gap if abs(x - width / 2) < 30]
    assert (dash[0] + dash[-1]) / 2 == pytest.approx(width / 2, abs=4)


@pytest.mark.parametrize(("lang", "digits"), [("en", "12"), ("fa-AF", "۱۲"), ("ps", "۱۲"), ("ar", "١٢")])
def test_page_numbers_are_in_the_digits_of_the_language(make_article, lang, digits):
    result = ap.render_article(make_article(*["متن text " * 60] * 2, lang=lang))

    numbers = [run.text for run in text_runs(result.pdf) if run.page == 1 and run.y > 780]

    assert digits[0] in "".join(numbers)


def test_pictures_never_leave_the_measure(tmp_path, jpeg, make_article):
    for name, size in (("wide", (3000, 300)), ("tall", (300, 3000)), ("small", (60, 40)), ("half", (1200, 900))):
        (tmp_path / f"{name}.jpg").write_bytes(jpeg(*size))
    figures = [
        {"kind": "figure", "picture": f"{name}.jpg", "alternative_text": "A", "caption": "A caption", "size": size}
        for name, size in (("wide", "full"), ("tall", "full"), ("small", "full"), ("half", "half"))
    ]
    for lang in ("en", "fa"):
        article = ap.Article(title="T", lang=lang, path=tmp_path / "a.md", blocks=figures)
        images = []
        pdf = ap.render_article(article).pdf
        import pypdfium2

        document = pypdfium2.PdfDocument(pdf)
        for page in document:
            for item in page.get_objects(filter=[3]):
                images.append(item.get_bounds())
        document.close()

        side = (595.28 - 34.6 * 11.5) / 2
        assert len(images) == 4
        for left, bottom, right, top in images:
            assert left >= side - 0.5
            assert right <= 595.28 - side + 0.5
            assert top - bottom <= 841.89 * 0.42 + 0.5
        full = images[:3]
        assert all((left + right) / 2 == pytest.approx(595.28 / 2, abs=0.5) for left, _, right, _ in full)


def test_a_caption_stays_with_its_picture(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(1200, 900))
    for fill in range(4, 16):
        blocks = [{"kind": "paragraph", "runs": "Some words of a line that fills the page. " * 6}] * fill
        figure = {"kind": "figure", "picture": "p.jpg", "alternative_text": "A", "caption": "Caption"}
        article = ap.Article(title="T", lang="en", path=tmp_path / "a.md", blocks=[*blocks, figure])
        pdf = ap.render_article(article).pdf

        with opened(pdf) as document:
            with_picture = [n for n, page in enumerate(document.pages, 1) if b" Do" in page.Contents.read_bytes()]
        (caption,) = [run.page for run in text_runs(pdf) if run.text.startswith("Caption")]
        assert with_picture == [caption]


def test_a_heading_stays_with_the_next_lines():
    for fill in range(6, 22):
        blocks = [{"kind": "paragraph", "runs": "Some words of a line that fills the page. " * 4}] * fill
        article = ap.Article(
            title="T",
            lang="en",
            blocks=[*blocks, {"kind": "heading", "runs": "Heading"}, {"kind": "paragraph", "runs": "Following. " * 60}],
        )
        runs = text_runs(ap.render_article(article).pdf)
        place = next(index for index, run in enumerate(runs) if run.text.startswith("Heading"))

        assert runs[place + 1].page == runs[place].page
        assert runs[place + 1].text.startswith("Following")


def test_footnotes_are_numbered_in_the_digits_of_the_language(page_text):
    for lang, digit in (("en", "1"), ("fa-AF", "۱")):
        article = ap.Article(
            title="T",
            lang=lang,
            blocks=[{"kind": "paragraph", "runs": ["Text", {"kind": "footnote-call", "label": "a"}]}],
            footnotes=[{"label": "a", "blocks": [{"kind": "paragraph", "runs": "The note."}]}],
        )
        text = page_text(ap.render_article(article).pdf)
        assert text.count(digit) == 3, "the call, the note, and the page's own number"


def test_a_long_word_does_not_run_off_the_page(make_article):
    runs = text_runs(ap.render_article(make_article("a" * 400, title="b" * 300)).pdf)

    assert all(run.x < 560 for run in runs)
    assert len([run for run in runs if set(run.text) == {"a"}]) > 4


def test_every_page_size_can_be_printed(make_article):
    for name, points in (("A5", 419.53), ("A3", 841.89), ("Letter", 612), ("90x120", 255.12)):
        result = ap.render_article(make_article("Some text. " * 50), settings=ap.Settings(page_size=name))
        with opened(result.pdf) as document:
            assert float(document.pages[0].mediabox[2]) == pytest.approx(points, abs=0.01)
        assert result.findings == ()


# ------------------------------------------------------------------ the same, always


PROGRAM = """
import sys, hashlib, afgazad_pdf as ap
article = ap.load_article(sys.argv[1])
print(hashlib.sha256(ap.render_article(article).pdf).hexdigest())
"""


def test_same_input_same_bytes_in_any_process_and_folder(tmp_path, root):
    sums = set()
    for seed, folder in (("1", "here"), ("2", "there/and elsewhere")):
        target = tmp_path / folder
        shutil.copytree(root / "samples" / "dari-water", target)
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": f"Etc/GMT-{seed}",
            "LANG": "fa_AF.UTF-8" if seed == "1" else "C",
        }
        command = [sys.executable, "-c", PROGRAM, str(target / "article.md")]
        sums.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    article = ap.load_article(root / "samples" / "dari-water" / "article.md")
    import hashlib

    sums.add(hashlib.sha256(ap.render_article(article).pdf).hexdigest() + "\n")

    assert len(sums) == 1


def test_what_was_rendered_before_leaves_no_trace(root):
    article = ap.load_article(root / "samples" / "china-syria" / "article.md")
    first = ap.render_article(article).pdf

    ap.render_article(ap.load_article(root / "samples" / "pashto-school" / "article.md"))

    assert ap.render_article(article).pdf == first


# ------------------------------------------------------------------ writing


def test_writing_replaces_the_whole_file(tmp_path, make_article):
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    result = ap.render_article(make_article("Text."))

    assert result.write(target) == target
    assert target.read_bytes() == result.pdf
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("fault", ["folder", "no space", "is a folder"])
def test_a_failed_write_leaves_what_was_there(tmp_path, make_article, monkeypatch, fault):
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    result = ap.render_article(make_article("Text."))
    place = target
    if fault == "folder":
        place = tmp_path / "none" / "out.pdf"
    elif fault == "is a folder":
        place = tmp_path / "folder"
        place.mkdir()
    else:
        monkeypatch.setattr(os, "fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(ap.OutputError, match="cannot be written"):
        result.write(place)

    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# ------------------------------------------------------------------ content that is missing


def test_an_article_without_a_body_is_a_finding():
    result = ap.render_article(ap.Article(title="T", lang="en"))

    assert [(finding.level, finding.code) for finding in result.findings] == [("error", "body-empty")]


def test_an_article_without_a_language_gets_one_of_the_publication_s():
    for title, lang in (("A headline", "en"), ("سرخط", "fa-AF")):
        article = ap.Article(title=title, blocks=[{"kind": "paragraph", "runs": title}])
        result = ap.render_article(article)

        assert [(finding.level, finding.code) for finding in result.findings] == [("info", "language-guessed")]
        with opened(result.pdf) as document:
            assert str(document.Root.Lang) == lang


def test_a_title_of_five_thousand_letters_is_refused():
    with pytest.raises(ValueError, match="has 5,000 characters; a headline has at most 500"):
        ap.Article(title="x" * 5000)


def test_errors_and_results_can_be_sent_to_another_process(make_article):
    import pickle

    result = ap.render_article(make_article("Text."))
    error = ap.ArticleError(ap.Problem(message="m", file="f", line=1, field="x"))

    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
    assert str(Path(str(error))) == "f:1: x: m"


@pytest.mark.parametrize("lang", ["de", "fa"])
@pytest.mark.parametrize("body", ["```\n{}\n```\n", "{}"], ids=["preformatted", "paragraph"])
def test_soft_hyphens_behind_forced_line_ends_are_set(lang, body, page_text):
    """WeasyPrint 70 fails where one stands behind the end of a line that is too long for its word."""
    line_end = "\n" if body.startswith("`") else "\u2028"
    text = "x" * 36 + "\u0628" + "x" * 36 + line_end + "\u00ad" + "Donaudampf\u00adschiff" + line_end + "\u00ad\u2029"
    source = f"---\ntitle: T\nlang: {lang}\n---\n\n" + body.format(text)

    rendered = ap.render_article(ap.load_article(source, format="markdown"))

    assert page_text(rendered.pdf).count("Donaudampf") == 1
    assert {finding.code for finding in rendered.findings} <= {"long-word"}
