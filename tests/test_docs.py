"""The docs are true: commands, fields, findings and links that they name exist, and none is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import afgazad_pdf as ap
from afgazad_pdf.article import Article
from afgazad_pdf.press.preflight import LEVELS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_finding_is_explained_and_every_explained_finding_exists():
    code = "".join(read(file) for file in (ROOT / "afgazad_pdf").rglob("*.py") if "cli" not in file.parts)
    families = "alternative-text archive article attribute attributes body border class colour controls cover fit footnote glyph heading html imposition kashida language lead link page picture press reference section slug story text table poem hemistich hemistichs"
    pattern = "|".join(families.split())
    used = set(re.findall(rf'"((?:{pattern})-[a-z-]+)"', code)) | {"layout", *LEVELS}
    explained = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+|layout)`", read(ROOT / "docs" / "findings.md")))

    used -= {"footnote-call"}  # a kind of run, not a finding

    assert used == explained


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(
        r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```|`[^`]*`", "", read(document), flags=re.DOTALL)
    ):
        if not target.startswith(("http", "mailto")):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_documents_name_exist(document):
    for name in re.findall(r"`((?:afgazad_pdf|templates|tests|tools|docs|fonts)/[A-Za-z0-9_./-]+)`", read(document)):
        assert (ROOT / name).exists(), name


def test_every_field_of_an_article_is_documented():
    text = read(ROOT / "docs" / "writing.md")
    hidden = {"blocks", "footnotes", "line", "path"}

    assert [name for name in Article.model_fields if name not in hidden and f"`{name}`" not in text] == []


def test_every_key_of_an_issue_is_documented_and_its_example_is_one(tmp_path):
    from afgazad_pdf.sources.issue_format import IssueFile, read_issue_file

    text = read(ROOT / "docs" / "issue.md")
    example = text.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "issue.toml").write_text(example, encoding="utf-8")

    assert [name for name in IssueFile.model_fields if f"`{name}`" not in text and f"`[{name}" not in text] == []
    assert read_issue_file(tmp_path / "issue.toml").fields.number == 12


def test_every_make_command_is_listed_with_its_meaning():
    makefile = read(ROOT / "Makefile")
    phony = re.search(r"\.PHONY: (.*)", makefile)[1].split()

    assert [name for name in phony if not re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)] == []


def test_every_command_is_in_the_readme():
    import typer.main

    from afgazad_pdf.cli.app import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    text = read(ROOT / "README.md") + read(ROOT / "docs" / "writing.md")

    assert [name for name in commands if f"afgazad-pdf {name}" not in text] == []


def test_the_example_of_the_readme_is_an_article(tmp_path):
    example = read(ROOT / "README.md").partition("```markdown\n")[2].partition("```")[0]

    article = ap.load_article(example, format="markdown")

    assert article.title == "China ‘to upgrade Syria military ties’"
    assert [block.kind for block in article.blocks] == ["paragraph", "figure"]


def test_the_published_schemas_are_those_of_the_models():
    from afgazad_pdf.sources import article_schema, issue_schema

    published = json.loads(read(ROOT / "docs" / "schema" / "article.json"))
    assert published == article_schema()
    assert json.loads(read(ROOT / "docs" / "schema" / "publication.json")) == ap.Publication.model_json_schema()
    assert json.loads(read(ROOT / "docs" / "schema" / "issue.json")) == issue_schema()


def test_the_example_of_the_publication_is_one(tmp_path):
    example = read(ROOT / "docs" / "publication.md").partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "p.toml").write_text(example, encoding="utf-8")

    assert ap.load_publication(tmp_path / "p.toml").monogram == "AA-AA"
