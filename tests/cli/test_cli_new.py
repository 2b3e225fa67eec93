"""`afgazad-pdf new`: a folder to start from."""

from __future__ import annotations

import pytest

from afgazad_pdf.article import FootnoteCall, Heading, List, Poem, Quote, Span
from afgazad_pdf.cli.new import LANGUAGES
from afgazad_pdf.publication import load_publication
from afgazad_pdf.sources import load_issue, read_article
from afgazad_pdf.text.references import references_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_prints_without_findings(language, command, tmp_path):
    assert command("new", "paper", "--language", language).code == 0
    paper = tmp_path / "paper"
    options = ("--publication", paper / "publication.toml", "--template-dir", paper / "templates", "--strict")
    result = command("render", paper / "article.md", *options)
    assert result.code == 0, result.err
    assert (tmp_path / "paper.pdf").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_shows_every_way_of_writing(language, command, tmp_path):
    command("new", "paper", "--language", language)
    loaded = read_article(tmp_path / "paper" / "article.md")
    kinds = {type(block) for block in loaded.article.walk()}
    runs = list(loaded.article.runs())
    assert not loaded.findings
    assert loaded.article.lang == language
    assert {Heading, Quote, List, Poem} <= kinds
    assert {"link", "strong", "emphasis", "code"} <= {run.role for run in runs if isinstance(run, Span)}
    assert any(isinstance(run, FootnoteCall) for run in runs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_publication_is_in_the_language(language, command, tmp_path):
    command("new", "paper", "--language", language)
    publication = load_publication(tmp_path / "paper" / "publication.toml")
    assert publication.default_language == language
    assert all(language in labels for labels in publication.sections.values())


def test_files_are_named_on_standard_output(command, tmp_path):
    result = command("new", "paper")
    assert sorted(result.text.splitlines()) == sorted(
        str(path.relative_to(tmp_path)) for path in (tmp_path / "paper").rglob("*") if path.is_file()
    )
    assert "templates/blocks/quote.html.j2" in result.text


def test_nothing_is_overwritten(command, tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "README.md").write_text("mine", encoding="utf-8")
    result = command("new", "paper")
    assert result.code == 2
    assert "README.md exists already" in result.err
    assert [path.name for path in (tmp_path / "paper").iterdir()] == ["README.md"]
    assert (tmp_path / "paper" / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_language_may_be_less_exact(command, tmp_path):
    assert command("new", "paper", "-l", "fa").code == 0
    assert "lang: fa-AF" in (tmp_path / "paper" / "article.md").read_text(encoding="utf-8")


def test_an_unknown_language_is_wrong_usage(command, tmp_path):
    assert command("new", "paper", "-l", "xx").code == 2
    assert not (tmp_path / "paper").exists()


def test_a_place_that_cannot_be_written_is_the_environment(command, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert command("new", "file/paper").code == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_issue_is_one_without_findings(language, command, tmp_path):
    result = command("new", "paper", "--issue", "--language", language)
    assert result.code == 0
    assert "afgazad-pdf issue issue.toml" in result.err
    issue = load_issue(tmp_path / "paper" / "issue.toml", strict=True)
    assert issue.findings == ()
    assert [item.slug for item in issue.articles] == ["letter", "answer"]
    assert (issue.lang, issue.sections) == (language, ("society", "literature"))
    assert [reference.slug for reference in references_in(issue.articles[1].article)] == ["letter"]
    assert issue.publication.default_language == language


def test_starter_issue_has_the_files_that_its_readme_names(command, tmp_path):
    command("new", "paper", "--issue")
    files = {path.relative_to(tmp_path / "paper").as_posix() for path in (tmp_path / "paper").rglob("*")}
    assert {"README.md", "issue.toml", "publication.toml", "templates", "stories"} <= files
    assert "article.md" not in files
