"""The plan: what becomes what, before anything is made."""

from __future__ import annotations

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


def test_results_are_no_articles(write, plan, tmp_path):
    write("a.md")
    write("out/quarantine/b/article.md")

    assert len(make_plan([tmp_path / "in"], tmp_path / "in" / "out", settings=ap.Settings()).jobs) == 1


def test_one_slug_for_two_articles(write, plan):
    write("a/article.md", more="slug: news\n")
    write("b/article.md", more="slug: News\n")

    assert outputs(plan()) == ["news.pdf", "News-2.pdf"]


def test_nothing_leads_out_of_the_folder(write, plan):
    write("a.md", more="section: ../../etc\n")

    assert outputs(plan(pattern="{section}/{slug}.pdf")) == ["etc/a.pdf"]


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
