"""The warm process comes first: little is loaded before it, none is started without need, and none is left."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import afgazad_pdf.batch as batch
from afgazad_pdf.batch import ahead, render_batch, slots, warm, warm_ahead
from afgazad_pdf.batch.slots import Slots
from afgazad_pdf.batch.warm import WarmProcess
from afgazad_pdf.errors import ArticleError, PublicationError, SettingsError, TemplateError
from afgazad_pdf.sources import facts, loading
from tests.batch.test_slots import children

HEAVY = {"pydantic", "weasyprint", "jinja2", "yaml", "markdown_it", "fontTools", "PIL", "lxml", "uharfbuzz", "typer"}


@pytest.fixture
def articles(tmp_path, monkeypatch, root):
    """A folder with an article, whose workers are those of `trade`."""
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade", "network": False})
    monkeypatch.setattr(batch, "_trade", lambda: "tests.batch.trade")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("a")
    return tmp_path / "in"


@pytest.fixture
def none_starts(monkeypatch):
    """Make the start of a warm process an error."""

    def start(*arguments):
        pytest.fail("a warm process was started")

    for module in (ahead, slots, warm):
        monkeypatch.setattr(module, "WarmProcess", start)


def loaded(code: str) -> set[str]:
    """Return what of `HEAVY` a program has loaded at its end."""
    code += "\nimport json, sys; print(json.dumps([name.split('.')[0] for name in sys.modules]))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return HEAVY & set(json.loads(result.stdout.splitlines()[-1]))


def test_nothing_heavy_is_loaded_before_it():
    assert loaded("import afgazad_pdf as ap; ap.render_batch") == set()
    assert loaded("import afgazad_pdf.batch.zygote") == set()


def test_this_process_does_not_load_the_engine(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("---\ntitle: A\nlang: en\n---\nText.\n")
    code = f"import afgazad_pdf as ap\nassert ap.render_batch([{str(tmp_path / 'in')!r}], {str(tmp_path / 'out')!r}).complete"

    assert not loaded(code) & {"weasyprint", "fontTools", "lxml", "markdown_it", "PIL", "uharfbuzz"}


def test_where_nothing_changed_none_is_started(articles, tmp_path, none_starts, monkeypatch):
    with monkeypatch.context() as once:
        for module in (ahead, slots, warm):
            once.setattr(module, "WarmProcess", WarmProcess)
        assert render_batch([articles], tmp_path / "out").complete

    assert render_batch([articles], tmp_path / "out").complete
    with warm_ahead(tmp_path / "out") as started:
        assert started is None


def test_one_that_was_started_ahead_is_used(articles, tmp_path, monkeypatch):
    before = children()
    with warm_ahead(tmp_path / "out") as started:
        assert isinstance(started, WarmProcess)
        assert not (tmp_path / "out").exists()
        assert len(children() - before) == 1
        monkeypatch.setattr(slots, "WarmProcess", lambda *arguments: pytest.fail("another one was started"))
        assert render_batch([articles], tmp_path / "out", warm=started).complete
        assert children() <= before

    assert children() <= before


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_it_ends_with_what_started_it(articles, tmp_path, fault):
    before = children()
    with pytest.raises(fault), warm_ahead(tmp_path / "out"):
        raise fault

    assert children() <= before


def test_a_plan_that_fails_does_not_wait_for_it(articles, tmp_path):
    before = children()
    with pytest.raises(ArticleError, match="does not exist"):
        render_batch([tmp_path / "nowhere"], tmp_path / "out")

    assert children() <= before


@pytest.mark.parametrize("file", ["journal.jsonl", "shards/1-of-2/journal.jsonl"])
def test_a_journal_that_cannot_be_read_is_not_its_affair(articles, tmp_path, file, none_starts):
    (tmp_path / "out" / ".afgazad" / file).mkdir(parents=True)

    with warm_ahead(tmp_path / "out") as started:
        assert started is None


@pytest.mark.parametrize("kind", [TemplateError, PublicationError, SettingsError])
def test_faults_of_themes_and_papers_keep_their_kind(articles, tmp_path, root, kind):
    """A worker's sentence with its file and line arrives as if it had been found here."""
    start = {"trade": "tests.batch.trade", "fault": kind.__name__}

    with pytest.raises(kind) as raised, Slots(1, start, tmp_path):
        pass

    assert str(raised.value) == "theme/a.j2:3: it says so"
    assert not isinstance(raised.value, OSError)


def test_the_end_of_what_it_wrote_is_kept(tmp_path):
    log = (tmp_path / "log").open("a+b")
    started = WarmProcess(log, "no.such.module")
    log.write(b"x" * 2 * warm.TAIL + b"the end")
    log.flush()
    assert started.written().endswith("xthe end")
    assert len(started.written()) == warm.TAIL
    started.close()
    started.close()
    assert started.written() == ""


def test_endings_of_markdown_are_the_same_everywhere():
    assert set(facts.MARKDOWN) == {ending for ending, name in loading.SUFFIXES.items() if name == "markdown"}
