"""`afgazad-pdf issue`: what is written where, exit codes, diagnostics; and the parts that are kept."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from afgazad_pdf import fetching
from afgazad_pdf.cli.parts import DAYS, delete_old, user_cache
from afgazad_pdf.errors import ArticleError, OutputError, Problem, RenderError, TemplateError
from afgazad_pdf.fetching import issues
from afgazad_pdf.findings import Finding, Level
from tests.test_fetching import HOST, png, secure_web, trust  # noqa: F401  # a fixture

WARNING = Finding(level=Level.WARNING, code="line-loose", message="a loose line", file="a.md", line=7)
FAILURE = Finding(level=Level.ERROR, code="article-failed", message="“b” is left out of the issue", file="b.md")


@pytest.fixture
def paper(tmp_path, write_article):
    """An issue of two articles in a folder; returns its file."""
    for name in ("a", "b"):
        write_article(f"paper/{name}.md", title=f"Story {name}")
    file = tmp_path / "paper" / "issue.toml"
    file.write_text('version = 1\narticles = ["*.md"]\n', encoding="utf-8")
    return file


@pytest.fixture
def composed(monkeypatch, tmp_path):
    """Replace the composition; `findings` are what it tells, `fault` what it raises, `calls` what it was asked for."""
    from afgazad_pdf import composition

    class Fake:
        def __init__(self) -> None:
            self.findings: tuple[Finding, ...] = ()
            self.fault: BaseException | None = None
            self.calls: list[dict[str, object]] = []

        def __call__(self, issue, **choices):
            self.calls.append({"issue": issue, **choices})
            if self.fault is not None:
                raise self.fault
            placed = tuple(
                composition.PlacedArticle(
                    slug=item.slug,
                    title=item.article.title,
                    first_page=page,
                    last_page=page,
                    number=page,
                    pdf=f"%PDF-{item.slug}".encode() if choices["articles"] else None,
                )
                for page, item in enumerate(issue.articles, start=1)
            )
            return composition.RenderedIssue(
                pdf=b"%PDF-issue",
                pages=4,
                title="The paper",
                findings=(*issue.findings, *self.findings),
                articles=placed,
            )

    fake = Fake()
    monkeypatch.setattr(composition, "render_issue", fake)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return fake


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.pdf"))}


# ------------------------------------------------------------------ where results go


def test_an_issue_is_named_after_its_folder(command, paper, composed, tmp_path):
    result = command("issue", paper)

    assert result.code == 0, result.err
    assert written(tmp_path) == {"paper.pdf": b"%PDF-issue"}
    assert "The paper" in result.err
    assert "(2 articles, 4 pages)" in result.err


@pytest.mark.parametrize(("output", "name"), [("out.pdf", "out.pdf"), ("new/", "new/paper.pdf")])
def test_output_is_a_file_or_a_folder(command, paper, composed, tmp_path, output, name):
    assert command("issue", paper, "-o", output).code == 0
    assert written(tmp_path) == {name: b"%PDF-issue"}


def test_an_issue_of_another_name_has_it(command, paper, composed, tmp_path):
    paper = paper.rename(paper.with_name("number-12.toml"))
    assert command("issue", paper).code == 0
    assert written(tmp_path) == {"number-12.pdf": b"%PDF-issue"}


def test_standard_output(command, paper, composed, tmp_path):
    result = command("issue", paper, "-o", "-", "--articles", "own")
    assert (result.code, result.out) == (0, b"%PDF-issue")
    assert written(tmp_path) == {"own/a.pdf": b"%PDF-a", "own/b.pdf": b"%PDF-b"}


def test_every_article_on_its_own(command, paper, composed, tmp_path):
    result = command("issue", paper, "-o", "out.pdf", "--articles", "deep/own")
    assert result.code == 0
    assert written(tmp_path) == {"out.pdf": b"%PDF-issue", "deep/own/a.pdf": b"%PDF-a", "deep/own/b.pdf": b"%PDF-b"}
    assert "page 2 of the issue" in result.err


def test_the_issue_is_not_written_over_itself(command, paper, composed):
    before = paper.read_bytes()
    assert command("issue", paper, "-o", paper).code == 2
    assert paper.read_bytes() == before


def test_an_article_is_not_overwritten(command, paper, composed):
    before = paper.with_name("a.md").read_bytes()
    assert command("issue", paper, "-o", paper.with_name("a.md")).code == 2
    assert paper.with_name("a.md").read_bytes() == before
    assert not composed.calls


def test_an_article_is_not_written_over_the_issue(command, paper, composed, tmp_path):
    result = command("issue", paper, "-o", "own/a.pdf", "--articles", "own")
    assert result.code == 2
    assert "the place of the issue" in " ".join(result.err.split())
    assert written(tmp_path) == {}


def test_a_slug_too_long_for_a_file_is_cut(command, write_article, paper, composed, tmp_path):
    write_article("paper/a.md", "slug: " + "\u06a9" * 190)
    assert command("issue", paper, "--articles", "own").code == 0
    (name,) = (name for name in written(tmp_path / "own") if name.startswith("\u06a9"))
    assert len(name.encode()) < 255


# ------------------------------------------------------------------ choices


def test_choices_reach_the_composition(command, paper, composed, tmp_path):
    options = ["--layout", "newspaper", "--page-size", "A3", "--columns", "3", "--profile", "press", "--no-marks"]
    assert command("issue", paper, *options).code == 0
    (call,) = composed.calls
    settings = call["settings"]
    assert (call["layout"], call["articles"], call["strict"]) == ("newspaper", False, False)
    assert (settings.page_size.width, settings.columns, settings.profile, settings.marks) == (297, 3, "press", False)
    assert call["issue"].path == paper


def test_the_layout_is_the_files_where_none_is_given(command, paper, composed):
    command("issue", paper)
    assert composed.calls[0]["layout"] is None


@pytest.mark.parametrize(
    ("options", "folder"), [((), "cache/afgazad-pdf/parts"), (("--cache", "kept"), "kept"), (("--no-cache",), None)]
)
def test_where_parts_are_kept(command, paper, composed, options, folder, tmp_path):
    from afgazad_pdf.composition import StoredPart

    assert command("issue", paper, *options).code == 0
    store = composed.calls[0]["store"]
    if folder is None:
        assert store is None
        return
    store.put("abcd", StoredPart(pdf=b"%PDF", pages=1, depths=(1.0,), findings=()))
    assert [path.name for path in (tmp_path / folder).rglob("*.part")] == ["abcd.part"]


def test_two_wishes_about_the_cache_contradict_each_other(command, paper, composed):
    assert command("issue", paper, "--cache", "x", "--no-cache").code == 2
    assert not composed.calls


def test_old_parts_are_deleted_and_nothing_else(command, paper, composed, tmp_path):
    kept = tmp_path / "kept"
    (kept / "ab").mkdir(parents=True)
    for name in ("ab/old.part", "ab/new.part", "ab/old.txt", "old.part"):
        (kept / name).write_bytes(b"x")
    for name in ("ab/old.part", "ab/old.txt", "old.part"):
        os.utime(kept / name, (0, 0))

    assert command("issue", paper, "--cache", "kept").code == 0
    assert sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*.*")) == [
        "ab/new.part",
        "ab/old.txt",
        "old.part",
    ]
    delete_old(tmp_path / "no such folder", DAYS)


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({}, "linux", "/home/a/.cache"),
        ({"XDG_CACHE_HOME": "/var/a"}, "linux", "/var/a"),
        ({"XDG_CACHE_HOME": "relative"}, "linux", "/home/a/.cache"),
        ({}, "darwin", "/home/a/Library/Caches"),
        ({}, "win32", "/home/a/AppData/Local"),
        ({"LOCALAPPDATA": "/c/a"}, "win32", "/c/a"),
    ],
)
def test_the_users_cache(environment, platform, folder):
    assert user_cache(environment, platform, Path("/home/a")) == Path(folder)


# ------------------------------------------------------------------ what goes wrong


def test_an_article_that_cannot_be_read_is_named_and_the_others_are_printed(command, paper, composed, write_article):
    broken = write_article("paper/c.md", "tilte: x")
    result = command("issue", paper)
    assert result.code == 1
    assert f"{broken}:4: error: article-unreadable: the article is left out: tilte: is not a known key" in result.err
    assert [item.slug for item in composed.calls[0]["issue"].articles] == ["a", "b"]


def test_an_article_that_fails_in_the_layout_is_named(command, paper, composed, tmp_path):
    composed.findings = (FAILURE,)
    result = command("issue", paper)
    assert result.code == 1
    assert "b.md: error: article-failed: “b” is left out of the issue" in result.err
    assert written(tmp_path) == {"paper.pdf": b"%PDF-issue"}


def test_a_warning_is_told_once_and_is_no_failure(command, paper, composed, write_article):
    composed.findings = (WARNING, replace(WARNING, line=8))
    write_article("paper/a.md", body="[x](javascript:x)")
    result = command("issue", paper)
    assert result.code == 0
    assert [result.err.count(text) for text in ("a.md:7: warning", "a.md:8: warning", "link-forbidden")] == [1, 1, 1]


@pytest.mark.parametrize("finding", [WARNING, FAILURE])
def test_strict_writes_nothing(command, paper, composed, tmp_path, finding):
    composed.findings = (finding,)
    result = command("issue", paper, "--strict", "--articles", "own")
    assert result.code == 1
    assert "strict: nothing is written, as --strict is set and there is 1 warning or error" in result.err
    assert written(tmp_path) == {}
    assert not (tmp_path / "own").exists()


def test_strict_does_not_lay_out_what_cannot_be_written(command, paper, composed, write_article):
    write_article("paper/c.md", "tilte: x")
    assert command("issue", paper, "--strict").code == 1
    assert not composed.calls


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (RenderError("a.md: the layout engine gave up"), 1),
        (ArticleError(Problem(message="is wrong", file="a.md", line=3)), 1),
        (TemplateError("a template is missing"), 2),
        (OutputError("the disk is full"), 3),
    ],
)
def test_a_fault_leaves_nothing_behind(command, paper, composed, tmp_path, fault, code):
    composed.fault = fault
    (tmp_path / "paper.pdf").write_bytes(b"before")
    result = command("issue", paper, "--articles", "own")
    assert result.code == code
    assert written(tmp_path) == {"paper.pdf": b"before"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version = 1\narticles = []\n", "an issue of no articles cannot be printed"),
        ('version = 1\narticels = ["a.md"]\n', "issue.toml:2: error: articels: is not a known key; did you mean"),
        ('version = 1\narticles = ["x.md"]\n', "issue.toml:2: error: articles: no article can be printed"),
        ('version = 1\narticles = ["a.md"]\npublication = "x.toml"\n', "x.toml: error: does not exist"),
    ],
)
def test_a_faulty_file_is_a_configuration_error(command, paper, composed, tmp_path, text, message):
    paper.write_text(text, encoding="utf-8")
    result = command("issue", paper)
    assert result.code == 2
    assert message in result.err
    assert written(tmp_path) == {}


def test_json_says_everything_by_fields(command, paper, composed):
    composed.findings = (WARNING, FAILURE)
    result = command("issue", paper, "--format", "json")
    entries = [json.loads(line) for line in result.err.splitlines()]
    assert [(entry["level"], entry["code"], entry["line"]) for entry in entries] == [
        ("warning", "line-loose", 7),
        ("error", "article-failed", None),
        ("info", "done", None),
    ]


def test_quiet_says_nothing_where_all_is_well(command, paper, composed):
    assert command("issue", paper, "--quiet", "--articles", "own").err == ""


def test_a_result_that_cannot_be_written_is_a_fault_of_the_machine(command, paper, composed, tmp_path):
    result = command("issue", paper, "-o", "no/such/folder/out.pdf")
    assert result.code == 3
    assert "cannot be written" in result.err


# ------------------------------------------------------------------ the whole way


@pytest.mark.parametrize("language", ["fa-AF", "en"])
def test_the_starter_issue_is_printed(command, tmp_path, page_text, language):
    command("new", "paper", "--issue", "--language", language)
    result = command("issue", "paper/issue.toml", "--strict", "--articles", "own", "--cache", "kept")
    assert result.code == 0, result.err
    assert list(written(tmp_path)) == ["own/answer.pdf", "own/letter.pdf", "paper.pdf"]
    assert "stories" in page_text((tmp_path / "paper.pdf").read_bytes())
    assert list((tmp_path / "kept").rglob("*.part"))
    again = command("issue", "paper/issue.toml", "-o", "again.pdf", "--cache", "kept", "--quiet")
    assert (again.code, again.err) == (0, "")
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "paper.pdf").read_bytes()


# ------------------------------------------------------------------ pictures from the web


@pytest.fixture
def paper_of_pictures(tmp_path, write_article):
    """An issue of two articles and a colophon in folders of their own, each with a picture of the web."""
    for name, number in (("a/article", 1), ("b/article", 2), ("c/colophon", 3)):
        body = f"Text.\n\n![A picture](https://{HOST}/{number}.png)"
        write_article(f"paper/{name}.md", "date: 2020-01-01", title=f"Story {number}", body=body)
    file = tmp_path / "paper" / "issue.toml"
    file.write_text('version = 1\narticles = ["*/article.md"]\ncolophon = "c/colophon.md"\n', encoding="utf-8")
    return file


@pytest.fixture
def tls(secure_web, monkeypatch):  # noqa: F811
    """A server of TLS on this machine, to which every name leads; all else is as on the command line."""
    network = secure_web.network(trust=trust)
    asked = partial(fetching.fetch_pictures, network=network)
    monkeypatch.setattr(issues, "fetch_pictures", lambda article, hosts, **_: asked(article, hosts))
    return secure_web


def pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        return sum(stream.get("/Subtype") == "/Image" for stream in streams)


def test_pictures_are_fetched_into_each_articles_own_folder_before_anything_is_laid_out(
    command, paper_of_pictures, tls, tmp_path
):
    for number, colour in ((1, "red"), (2, "blue")):
        tls.serve(f"/{number}.png", png(colour))
    tls.serve("/3.png", b"", status="404 Not Found")

    first = command("issue", paper_of_pictures, "--no-cache", "-o", "first.pdf", "--fetch", HOST)
    asked = len(tls.requests)
    tls.serve("/3.png", png("green"))
    second = command("issue", paper_of_pictures, "--no-cache", "-o", "second.pdf", "--fetch", HOST)
    again = command("issue", paper_of_pictures, "--no-cache", "-o", "again.pdf", "--strict")

    assert (first.code, asked) == (1, 3)
    codes = ("picture-fetched", "picture-not-fetched", "picture-remote")
    assert [first.err.count(f"{code}:") for code in codes] == [2, 1, 1]
    assert first.err.index("picture-not-fetched") < first.err.index("picture-remote")
    assert "c/colophon.md:9: warning: picture-not-fetched" in first.err
    assert (second.code, len(tls.requests)) == (0, 4)
    assert (again.code, len(tls.requests)) == (0, 4), again.err
    kept = sorted(file.parent.parent.name for file in (tmp_path / "paper").rglob("pictures/*.png"))
    assert kept == ["a", "b", "c"]
    assert [pictures((tmp_path / name).read_bytes()) for name in ("first.pdf", "second.pdf", "again.pdf")] == [2, 3, 3]


def test_only_hosts_that_are_named_are_asked(command, paper_of_pictures, tls, composed):
    without = command("issue", paper_of_pictures)
    other = command("issue", paper_of_pictures, "--fetch", "other.example.org")

    assert tls.requests == []
    assert without.err.count("picture-not-fetched") == 0
    assert other.err.count("picture-not-fetched") == 3


def test_what_is_no_host_is_refused_before_anything_is_read(command, paper_of_pictures, composed):
    result = command("issue", paper_of_pictures, "--fetch", f"https://{HOST}/")

    assert result.code == 2
    assert "is not a host" in result.err
    assert not composed.calls
