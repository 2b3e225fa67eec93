"""The plan: what becomes what, before anything is made."""

from __future__ import annotations

import os
import shutil

import pytest

import afgazad_pdf as ap
from afgazad_pdf.batch.plan import make_plan
from afgazad_pdf.errors import ArticleError, SettingsError

ARTICLE = "---\ntitle: {title}\nlang: en\n{more}---\nText.\n"


@pytest.fixture
def write(tmp_path):
    def write(name, title="A headline", more=""):
        file = tmp_path / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ARTICLE.format(title=title, more=more), encoding="utf-8")
        return file

    return write


@pytest.fixture
def plan(tmp_path):
    def plan(*sources, **options):
        sources = sources or (tmp_path / "in",)
        return make_plan(sources, tmp_path / "out", settings=ap.Settings(), **options)

    return plan


def outputs(plan):
    return [job.output for job in plan.jobs]


def test_a_folder_is_searched_in_natural_order(write, plan):
    for name in ("b/article10.md", "b/article2.md", "a/article.md", "README.md", ".hidden/x.md", "notes.txt"):
        write(name)

    assert outputs(plan()) == ["a.pdf", "article2.pdf", "article10.pdf"]


def test_a_glob_and_a_list(write, plan, tmp_path):
    one, two = write("one.md"), write("two.md")
    write("deep/three.md")

    assert outputs(plan(str(tmp_path / "in" / "*.md"))) == ["one.pdf", "two.pdf"]
    assert outputs(plan(two, one, two)) == ["two.pdf", "one.pdf"]


def test_a_pattern_names_date_and_section(write, plan):
    write("a.md", more="date: 2016-08-17\nsection: european-languages\nslug: Long Story\n")
    write("b.md")

    made = outputs(plan(pattern="{year}/{date}/{section}/{lang}-{slug}.pdf"))

    assert made == ["2016/2016-08-17/european-languages/en-Long-Story.pdf", "undated/undated/no-section/en-b.pdf"]


@pytest.mark.parametrize(
    "pattern",
    [
        "{date}.pdf",
        "{slug}",
        "../{slug}.pdf",
        "/{slug}.pdf",
        "{slog}.pdf",
        "{slug!r}.pdf",
        "{slug:>999}.pdf",
        "{.pdf",
        "a\\{slug}.pdf",
        ".afgazad/unfinished/{slug}.pdf",
        "Quarantine/{slug}.pdf",
        "report.html/{slug}.pdf",
    ],
)
def test_a_faulty_pattern_is_refused(write, plan, pattern):
    write("a.md")

    with pytest.raises(SettingsError, match="pattern"):
        plan(pattern=pattern)


def test_a_faulty_article_is_planned_by_its_name(write, plan):
    write("good.md")
    (write("broken.md")).write_text("---\ntitel: x\n---\n", encoding="utf-8")

    assert outputs(plan()) == ["broken.pdf", "good.pdf"]


def test_a_folder_that_cannot_be_read_is_not_passed_over(write, plan, monkeypatch):
    write("a.md")
    closed = write("closed/b.md").parent
    write("lost+found/c.md")
    listed = os.scandir

    def scandir(path):
        if "closed" in str(path) or "lost+found" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(ArticleError, match="closed: cannot be read: Permission denied"):
        plan()
    shutil.rmtree(closed)
    assert outputs(plan()) == ["a.pdf"]


def test_results_are_no_articles(write, plan, tmp_path):
    write("a.md")
    write("out/quarantine/b/article.md")

    assert len(make_plan([tmp_path / "in"], tmp_path / "in" / "out", settings=ap.Settings()).jobs) == 1


def test_the_output_folder_is_known_by_any_name(write, tmp_path):
    write("a.md")
    write("out/quarantine/b/article.md")
    (tmp_path / "link").symlink_to(tmp_path / "in" / "out")

    for output in (tmp_path / "in" / "x" / ".." / "out", tmp_path / "link"):
        assert len(make_plan([tmp_path / "in"], output, settings=ap.Settings()).jobs) == 1


@pytest.mark.parametrize("output", ["in", "."])
def test_articles_in_the_output_folder_are_said_to_be_there(write, tmp_path, output):
    write("a.md")

    with pytest.raises(ArticleError, match="in: lies in the output folder"):
        make_plan([tmp_path / "in"], tmp_path / output, settings=ap.Settings())


def test_one_slug_for_two_articles(write, plan):
    write("a/article.md", more="slug: news\n")
    write("b/article.md", more="slug: News\n")

    assert outputs(plan()) == ["news.pdf", "News-2.pdf"]


def test_nothing_leads_out_of_the_folder(write, plan):
    write("a.md", more="section: ../../etc\n")

    assert outputs(plan(pattern="{section}/{slug}.pdf")) == ["etc/a.pdf"]


def test_every_part_of_a_path_fits_a_file_system(write, plan):
    long = "\u0627" * 90
    write(f"{long}/{long}.md", more=f"section: {long}\n")
    write(f"{long}/{long}x.md", more=f"section: {long}\n")

    made = outputs(plan(pattern="{section}-{section}/{folder}-{slug}.pdf"))

    parts = [part for path in made for part in path.split("/")]
    assert max(len(part.encode()) for part in parts) <= 206
    assert made[1] == made[0].replace(".pdf", "-2.pdf")


def test_no_article_takes_a_place_of_the_batch_itself(write, plan):
    write("quarantine/a.md", more="slug: Report-2-of-8.json\n")
    write("b.md", more="slug: report.html\n")

    assert outputs(plan(pattern="{slug}/x.pdf")) == ["_report.html/x.pdf", "_Report-2-of-8.json/x.pdf"]
    assert outputs(plan(pattern="{folder}/{slug}/x.pdf"))[1] == "_quarantine/Report-2-of-8.json/x.pdf"
    assert outputs(plan()) == ["report.html.pdf", "Report-2-of-8.json.pdf"]


def test_folders_have_their_own_paper_and_settings(write, plan, tmp_path):
    write("a.md")
    write("old/b.md")
    (tmp_path / "in" / "old" / "publication.toml").touch()
    (tmp_path / "in" / "old" / "settings.toml").write_text("columns = 2\n")
    (tmp_path / "settings.toml").write_text("columns = 3\n")  # above the folder that was given

    first, second = plan().jobs

    assert (first.settings.columns, first.publication) == (1, None)
    assert (second.settings.columns, second.publication) == (2, tmp_path / "in" / "old" / "publication.toml")


def test_a_faulty_settings_file_is_named(write, plan, tmp_path):
    write("a.md")
    (tmp_path / "in" / "settings.toml").write_text("colums = 2\n")

    with pytest.raises(SettingsError, match=r"settings\.toml.*columns"):
        plan()


@pytest.mark.parametrize("source", ["nowhere", "in/*.json"])
def test_what_is_not_there_is_said(write, plan, tmp_path, source):
    write("a.md")

    with pytest.raises(ArticleError, match=source.replace("*", r"\*")):
        plan(str(tmp_path / source))
