"""`afgazad-pdf render`: names, exit codes, streams, diagnostics."""

from __future__ import annotations

import json

import pytest

from afgazad_pdf.errors import OutputError, RenderError, ResourceError, TemplateError
from afgazad_pdf.findings import Finding, Level

WARNING = Finding(level=Level.WARNING, code="line-loose", message="a loose line", file="a.md", line=7)
HINT = Finding(level=Level.INFO, code="language-guessed", message="en was taken", file="a.md")


# ------------------------------------------------------------------ where results go


def test_pdf_is_named_after_the_article(command, write_article, fake_pipeline, tmp_path):
    assert command("render", write_article("in/news.md")).code == 0
    assert (tmp_path / "news.pdf").read_bytes() == b"%PDF-fake"


@pytest.mark.parametrize("name", ["article.md", "index.md", "Article.md"])
def test_generic_names_give_way_to_the_folder(name, command, write_article, fake_pipeline, tmp_path):
    assert command("render", write_article(f"lapis/{name}")).code == 0
    assert (tmp_path / "lapis.pdf").is_file()


def test_generic_names_give_way_to_the_slug(command, write_article, fake_pipeline, tmp_path):
    assert command("render", write_article("lapis/article.md", "slug: blue-stone")).code == 0
    assert (tmp_path / "blue-stone.pdf").is_file()


def test_output_may_be_a_file(command, write_article, fake_pipeline, tmp_path):
    assert command("render", write_article("a.md"), "-o", "other.pdf").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "other.pdf"]


def test_output_may_be_a_folder_that_exists(command, write_article, fake_pipeline, tmp_path):
    (tmp_path / "out").mkdir()
    assert command("render", write_article("a.md"), "-o", "out").code == 0
    assert (tmp_path / "out" / "a.pdf").is_file()


def test_output_with_a_slash_is_a_folder_that_is_made(command, write_article, fake_pipeline, tmp_path):
    assert command("render", write_article("a.md"), "-o", "new/out/").code == 0
    assert (tmp_path / "new" / "out" / "a.pdf").is_file()


def test_several_articles_go_to_a_folder(command, write_article, fake_pipeline, tmp_path):
    result = command("render", write_article("a.md"), write_article("b.md"), "-o", "out")
    assert result.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.pdf", "b.pdf"]
    assert "2 of 2 articles printed" in result.err


def test_several_articles_do_not_go_to_a_file(command, write_article, fake_pipeline, tmp_path):
    (tmp_path / "one.pdf").write_bytes(b"before")
    result = command("render", write_article("a.md"), write_article("b.md"), "-o", "one.pdf")
    assert (result.code, (tmp_path / "one.pdf").read_bytes()) == (2, b"before")


def test_two_articles_of_one_name_are_refused_before_anything_is_printed(
    command, write_article, fake_pipeline, tmp_path
):
    result = command("render", write_article("x/a.md"), write_article("y/a.md"))
    assert result.code == 2
    assert "a.pdf" in result.err
    assert not fake_pipeline.settings
    assert not list(tmp_path.glob("*.pdf"))


def test_an_article_is_not_overwritten(command, write_article, fake_pipeline):
    path = write_article("a.md")
    before = path.read_bytes()
    assert command("render", path, "-o", path).code == 2
    assert path.read_bytes() == before


def test_standard_output_holds_the_pdf_and_nothing_else(command, write_article, fake_pipeline, tmp_path):
    result = command("render", write_article("a.md"), "-o", "-")
    assert (result.code, result.out) == (0, b"%PDF-fake")
    assert not list(tmp_path.glob("*.pdf"))


def test_standard_output_takes_one_article(command, write_article, fake_pipeline):
    result = command("render", write_article("a.md"), write_article("b.md"), "-o", "-")
    assert (result.code, result.out) == (2, b"")


# ------------------------------------------------------------------ what went wrong


def test_one_failing_article_does_not_stop_the_others(command, write_article, fake_pipeline, tmp_path):
    fake_pipeline.faults["Bad"] = RenderError("The layout engine failed.")
    result = command("render", write_article("a.md", title="Bad"), write_article("b.md"), "missing.md")
    assert result.code == 1
    assert (tmp_path / "b.pdf").is_file()
    assert "missing.md: error: does not exist" in result.err
    assert "a.md: error: The layout engine failed." in result.err
    assert "1 of 3 articles printed" in result.err


def test_existing_output_is_untouched_by_a_failure(command, write_article, fake_pipeline, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"before")
    fake_pipeline.faults["A title"] = RenderError("no")
    assert command("render", write_article("a.md")).code == 1
    assert (tmp_path / "a.pdf").read_bytes() == b"before"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (RenderError("no"), 1),
        (TemplateError("no"), 2),
        (ResourceError("no"), 3),
        (OutputError("no"), 3),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(32, "Broken pipe"), 1),
    ],
)
def test_exit_codes(fault, code, command, write_article, fake_pipeline):
    fake_pipeline.faults["A title"] = fault
    assert command("render", write_article("a.md")).code == code


def test_a_fault_of_the_machine_ends_the_run(command, write_article, fake_pipeline, tmp_path):
    fake_pipeline.faults["Bad"] = OutputError("The disk is full.")
    result = command("render", write_article("a.md", title="Bad"), write_article("b.md"))
    assert result.code == 3
    assert not list(tmp_path.glob("*.pdf"))


def test_output_folder_that_does_not_exist(command, write_article, fake_pipeline):
    result = command("render", write_article("a.md"), "-o", "nowhere/a.pdf")
    assert result.code == 3
    assert "cannot be written" in result.err


@pytest.mark.parametrize(
    "options",
    [
        ("--page-size", "A9"),
        ("--text-size", "99"),
        ("--text-size", "big"),
        ("--profile", "pres"),
        ("--publication", "none.toml"),
        ("--template-dir", "none"),
        ("--font-dir", "none"),
        ("--format", "xml"),
        ("--unknown",),
    ],
)
def test_wrong_choices_are_wrong_usage(options, command, write_article, fake_pipeline):
    result = command("render", write_article("a.md"), *options)
    assert result.code == 2
    assert "rror" in result.err


def test_no_article_is_wrong_usage(command):
    assert command("render").code == 2


def test_faulty_publication_is_shown_with_its_line(command, write_article, tmp_path):
    (tmp_path / "paper.toml").write_text("version = 1\ndefault_language = 'en'\n[name]\nen = 'X'\n", encoding="utf-8")
    result = command("render", write_article("a.md"), "--publication", "paper.toml")
    assert result.code == 2
    assert "paper.toml:3: error: name: is not a known key; did you mean `names`?" in result.err


def test_settings_reach_the_pipeline(command, write_article, fake_pipeline, tmp_path):
    (tmp_path / "t").mkdir()
    options = ("--page-size", "148x210", "--text-size", "10.5", "--template-dir", "t", "--style", "naskh")
    command("render", write_article("a.md"), *options)
    (settings,) = fake_pipeline.settings
    assert (settings.page_size.width, settings.page_size.height, settings.text_size) == (148, 210, 10.5)
    assert settings.style == "naskh"
    assert [folder.name for folder in settings.template_folders] == ["t"]


# ------------------------------------------------------------------ what is said


def test_a_line_an_article(command, write_article, fake_pipeline):
    result = command("render", write_article("a.md"))
    assert result.err == "\N{CHECK MARK} A title \N{RIGHTWARDS ARROW} a.pdf (2 pages)\n"
    assert result.out == b""


def test_findings_are_one_line_each(command, write_article, fake_pipeline):
    fake_pipeline.findings["A title"] = (WARNING, HINT)
    result = command("render", write_article("a.md"))
    assert result.code == 0
    assert "a.md:7: warning: line-loose: a loose line\n" in result.err
    assert "a.md: info: language-guessed: en was taken\n" in result.err


def test_quiet_leaves_warnings(command, write_article, fake_pipeline):
    fake_pipeline.findings["A title"] = (WARNING, HINT)
    result = command("render", write_article("a.md"), "--quiet")
    assert result.err == "a.md:7: warning: line-loose: a loose line\n"


def test_strict_counts_warnings_as_failures(command, write_article, fake_pipeline, tmp_path):
    fake_pipeline.findings["Loose"] = (WARNING,)
    (tmp_path / "a.pdf").write_bytes(b"before")
    result = command("render", write_article("a.md", title="Loose"), write_article("b.md"), "--strict")
    assert result.code == 1
    assert (tmp_path / "a.pdf").read_bytes() == b"before"
    assert (tmp_path / "b.pdf").is_file()


def test_strict_does_not_mind_information(command, write_article, fake_pipeline, tmp_path):
    fake_pipeline.findings["A title"] = (HINT,)
    assert command("render", write_article("a.md"), "--strict").code == 0
    assert (tmp_path / "a.pdf").is_file()


def test_strict_keeps_standard_output_empty(command, write_article, fake_pipeline):
    fake_pipeline.findings["A title"] = (WARNING,)
    result = command("render", write_article("a.md"), "--strict", "-o", "-")
    assert (result.code, result.out) == (1, b"")


def test_json_is_one_object_a_line(command, write_article, fake_pipeline):
    fake_pipeline.findings["A title"] = (WARNING,)
    result = command("render", write_article("a.md"), "missing.md", "--format", "json")
    entries = [json.loads(line) for line in result.err.splitlines()]
    keys = {"level", "code", "message", "file", "line", "field", "page", "place"}
    assert all(set(entry) == keys for entry in entries)
    assert {
        "level": "warning",
        "code": "line-loose",
        "message": "a loose line",
        "file": "a.md",
        "line": 7,
        "field": None,
        "page": None,
        "place": None,
    } in entries
    assert [entry["code"] for entry in entries if entry["level"] == "error"] == ["article-error"]
    assert result.err.isascii()


def test_faults_of_fields_name_the_field(command, tmp_path):
    (tmp_path / "bad.md").write_text("---\ntitel: x\n---\nText\n", encoding="utf-8")
    result = command("render", "bad.md")
    assert result.code == 1
    assert "bad.md:2: error: titel: is not a known key; did you mean `title`?" in result.err


def test_control_characters_do_not_reach_the_terminal(command, write_article, fake_pipeline):
    fake_pipeline.findings["A title"] = (Finding(level=Level.WARNING, code="x", message="a\x1b[2Jb\nc"),)
    result = command("render", write_article("a.md"))
    assert "\x1b" not in result.err
    assert "warning: x: a [2Jb c\n" in result.err


# ------------------------------------------------------------------ with the layout engine


def test_an_article_becomes_a_pdf(command, write_article, tmp_path):
    result = command("render", write_article("a.md", "section: society", "date: 2016-08-17"), "--strict")
    assert result.code == 0, result.err
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert "(1 page)" in result.err
