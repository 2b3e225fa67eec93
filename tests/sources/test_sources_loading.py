"""The door: which file, which format, and what is no article at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from afgazad_pdf.article import Article, Figure, Paragraph, Poem, Quote, Table, Text, plain_text
from afgazad_pdf.errors import ArticleError
from afgazad_pdf.findings import Finding, Level
from afgazad_pdf.sources import article_schema, load_article, read_article

SAMPLES = Path(__file__).parent.parent.parent / "samples"
MARKDOWN = "---\ntitle: T\n---\nText.\n"


def fault_of(source: str | bytes | Path, format: Any = None) -> str:
    with pytest.raises(ArticleError) as caught:
        read_article(source, format=format)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", MARKDOWN),
        ("a.markdown", MARKDOWN),
        ("a.MD", MARKDOWN),
        ("a.json", '{"title": "T", "blocks": [{"kind": "paragraph", "runs": ["Text."]}]}'),
        ("a.toml", 'title = "T"\n[[blocks]]\nkind = "paragraph"\nruns = "Text."\n'),
    ],
)
def test_the_ending_chooses_the_format(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    for source in (path, str(path)):
        article = load_article(source)
        assert article.title == "T"
        assert [plain_text(block.runs) for block in article.blocks if isinstance(block, Paragraph)] == ["Text."]
        assert article.path == path


def test_a_path_may_have_another_format_than_its_ending(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(MARKDOWN, encoding="utf-8")
    assert load_article(path, format="markdown").path == path


def test_a_text_and_bytes_have_no_path():
    assert load_article(MARKDOWN, format="markdown").path is None
    assert load_article(MARKDOWN.encode(), format="markdown").title == "T"
    assert load_article('{"title": "T"}', format="json").title == "T"
    assert load_article('title = "T"', format="toml").title == "T"


def test_bytes_without_a_format_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match='pass format="markdown"'):
        read_article(b"x")


def test_an_unknown_format_names_the_known_ones():
    assert fault_of("x", "yaml") == "“yaml” is not a format of articles; known are `markdown`, `json`, `toml`"


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff", "\x00\x01"])
@pytest.mark.parametrize("format", ["markdown", "json", "toml"])
def test_an_empty_text(content, format):
    assert fault_of(content, format) == "is empty; write at least a title and, below it, the text"


def test_faults_of_files_name_the_file(tmp_path):
    missing, folder, latin, ending, none = (tmp_path / n for n in ("no.md", "f.md", "l.md", "a.docx", "article"))
    folder.mkdir()
    latin.write_bytes(b"---\ntitle: T\n---\n" + b"Gr\xfc\xdfe\n" * 6)
    assert fault_of(missing) == f"{missing}: does not exist; check the name and the folder"
    assert fault_of(folder) == f"{folder}: is a folder; name a file in it"
    assert fault_of(tmp_path) == f"{tmp_path}: is a folder; name a file in it"
    assert fault_of(latin).startswith(f"{latin}:4: is not UTF-8 text; ")
    assert fault_of(ending) == (
        f"{ending}: the ending “.docx” is not known; an article's file ends in one of .md, .markdown, .json, .toml"
    )
    assert fault_of(str(none)) == (
        f"{none}: the name has no ending; an article's file ends in one of .md, .markdown, .json, .toml"
    )


@pytest.mark.parametrize("name", ["a\0.md", "\ud800.md", "a" * 5000 + ".md"])
def test_names_that_no_file_can_have(name):
    assert fault_of(name).startswith(f"{name}: ")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    """The refusal is played: the superuser, as whom tests may run, may read everything."""

    def refuse(path, most):
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "a.md"
    monkeypatch.setattr("afgazad_pdf.validation.read_file", refuse)
    assert fault_of(path) == f"{path}: cannot be read: Permission denied"


def test_a_byte_order_mark_and_windows_line_ends():
    source = b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\none\r\ntwo\r\rthree\r\n"
    article = load_article(source, format="markdown")
    assert [(block.line, plain_text(block.runs)) for block in article.blocks if isinstance(block, Paragraph)] == [
        (4, "one two"),
        (7, "three"),
    ]
    assert load_article(source.decode(), format="markdown") == article


def test_controls_are_removed_with_a_finding():
    loaded = read_article("---\ntitle: T\n---\na\x00b\x07 c\x0bd \x85e\t\u200cf\u2067g", format="markdown")
    assert loaded.findings == (
        Finding(
            level=Level.WARNING,
            code="controls-removed",
            message="4 control characters were removed (U+0000, U+0007, U+000B, U+0085); "
            "look whether words there still read well",
            line=4,
        ),
    )
    assert loaded.article.blocks == (Paragraph(runs=(Text(text="ab c d e\t\u200cf\u2067g"),), line=4),)


def test_one_control_in_an_escape_of_yaml():
    loaded = read_article('---\ntitle: "a\\0b"\n---\nx', format="markdown")
    assert loaded.article.title == "ab"
    assert [(f.code, f.message) for f in loaded.findings] == [
        (
            "controls-removed",
            "1 control character was removed (U+0000); look whether words there still read well",
        )
    ]


def test_half_a_character_in_a_text():
    message = "4: holds U+D800, one half of a character; write the whole character"
    assert fault_of("---\ntitle: T\n---\na\ud800", "markdown") == message


def test_faults_without_a_file_begin_with_the_line():
    assert fault_of("---\ntitle: T\nlang: x!\n---\n", "markdown").startswith("3: lang: “x!” is not a language tag")


def test_findings_name_the_file_and_come_in_the_order_of_lines(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: T\n---\n[a](x)\n\n[^1]: n\n\n<b onclick=x>y</b>\n", encoding="utf-8")
    assert [(f.file, f.line, f.code) for f in read_article(path).findings] == [
        (str(path), 4, "link-forbidden"),
        (str(path), 6, "footnote-unused"),
        (str(path), 8, "html-removed"),
    ]


@pytest.mark.parametrize("suffix", ["json", "toml"])
def test_notes_that_nothing_calls_are_told_of_in_data_too(suffix, tmp_path):
    written = {
        "json": (
            '{"title": "T",\n"blocks": [{"kind": "paragraph", "runs": [{"kind": "footnote-call", "label": "a"}]}],\n'
            '"footnotes": [{"label": "a", "blocks": []}, {"label": "b", "blocks": []}]}'
        ),
        "toml": (
            'title = "T"\nblocks = [{kind = "paragraph", runs = [{kind = "footnote-call", label = "a"}]}]\n'
            'footnotes = [{label = "a", blocks = []}, {label = "b", blocks = []}]'
        ),
    }
    path = tmp_path / f"a.{suffix}"
    path.write_text(written[suffix], encoding="utf-8")

    (finding,) = read_article(path).findings

    assert (finding.code, finding.line) == ("footnote-unused", 3)
    assert "“b” is never called" in finding.message


def test_the_samples_have_no_findings():
    articles = {path.parent.name: read_article(path) for path in sorted(SAMPLES.glob("*/article.md"))}
    assert {name for name, loaded in articles.items() if loaded.findings} == set()
    water = articles["dari-water"].article
    assert water.date is not None
    assert water.date.year == 2016  # written as a Solar Hijri date of 1395
    assert water.direction == "rtl"
    assert [block.size for block in water.blocks if isinstance(block, Figure)] == ["full", "half"]
    table = next(block for block in water.blocks if isinstance(block, Table))
    assert table.alignment == ("start", "end", "end")
    assert plain_text(table.caption).endswith("\u0628\u06cc\u200c\u062f\u0631\u06cc\u0627\u0633\u062a.")  # بی‌دریاست.
    assert len(water.footnotes) == 1
    ghazal, dobayti = (b for b in articles["literary-ghazal"].article.blocks if isinstance(b, Poem))
    assert [len(verse.hemistichs) for verse in ghazal.stanzas[0].verses] == [2] * 8
    assert ghazal.poet == dobayti.poet == "\u0686\u0646\u0627\u0631 \u06a9\u0627\u0628\u0644\u06cc"  # چنار کابلی
    assert sum(isinstance(block, Quote) for block in articles["pashto-school"].article.blocks) == 1


def test_the_schema_is_of_the_draft_it_names_and_hides_what_files_may_not_say():
    schema = article_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Article of afgazad_pdf"
    assert schema["required"] == ["title"]
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(Article.model_fields) - {"line", "path"}
    assert "line" not in schema["$defs"]["Paragraph"]["properties"]
