"""The report of a batch: what it says, that it is the same where nothing is, and that no title breaks out of it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

import afgazad_pdf as ap
import afgazad_pdf.batch as batch
from afgazad_pdf.batch import Cost, Job, JobLimits, Outcome, Result, Stop, render_batch
from afgazad_pdf.batch.report import Ending, html_text, json_text, report_of
from afgazad_pdf.errors import OutputError

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = Path("/output")
HOSTILE = [
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% raw %}",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe",
    "a\0b\ud800",
    "]]> --> &amp;",
    "\u0641\u0635\u0644",
]


def result(number=0, outcome=Outcome.DONE, **fields):
    job = Job(
        name=f"story-{number}",
        source=Path(f"/secret/place/story-{number}.md"),
        shown=fields.pop("shown", f"in/story-{number}.md"),
        output=fields.pop("output", f"story-{number}.pdf"),
        publication=None,
        settings=ap.Settings(),
        title=fields.pop("title", f"Story {number}"),
    )
    cost = Cost(seconds=1.25, memory=99_000_000)
    return Result(job=job, outcome=outcome, **{"pages": 2, "attempts": 1, "reason": "new", "cost": cost} | fields)


class Page(HTMLParser):
    """Tags, links and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.values, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.values += attributes

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_nothing_of_an_article_becomes_markup():
    finding = ap.Finding(level=ap.Level.WARNING, code="code", message="".join(HOSTILE), file=HOSTILE[0], line=3)
    calm = report_of(
        [result(n, title="calm", findings=(finding,)) for n, _ in enumerate(HOSTILE)], OUTPUT, Ending.FINISHED
    )
    wild = report_of(
        [result(n, title=title, shown=title, findings=(finding,)) for n, title in enumerate(HOSTILE)],
        OUTPUT,
        Ending.FINISHED,
    )

    page = Page(html_text(wild))

    assert page.tags == Page(html_text(calm)).tags
    assert "script" not in page.tags
    assert all(title in page.text for title in HOSTILE if title.isprintable())
    assert [article["title"] for article in json.loads(json_text(wild))["articles"]] == HOSTILE


def test_titles_stand_in_their_own_direction():
    page = html_text(report_of([result(title=HOSTILE[-1])], OUTPUT, Ending.FINISHED))

    assert f'<bdi dir="auto">{HOSTILE[-1]}</bdi>' in page


def test_nothing_comes_from_the_network():
    page = Page(html_text(report_of([result(output="a b/\u0641 #?.pdf")], OUTPUT, Ending.FINISHED)))
    links = [value for name, value in page.values if name in ("href", "src")]

    assert links == ["a%20b/%D9%81%20%23%3F.pdf", "a%20b/%D9%81%20%23%3F.pdf"][: len(links)]
    assert "default-src 'none'" in dict(page.values)["content"]


def test_failures_come_first_and_findings_are_grouped():
    warning = ap.Finding(level=ap.Level.WARNING, code="line-loose", message="a loose line", file="in/a.md", line=7)
    error = ap.Finding(level=ap.Level.ERROR, code="article-error", message="no title", file="in/b.md")
    results = [
        result(0, findings=(warning,)),
        result(1, Outcome.FAILED, findings=(error,), reason=""),
        result(
            2, Outcome.QUARANTINED, reason="it was not finished after 20 seconds", quarantine=OUTPUT / "quarantine/x"
        ),
        result(3, findings=(warning,)),
    ]

    text = Page(html_text(report_of(results, OUTPUT, Ending.FINISHED))).text

    order = [
        "Story 1",
        "no title",
        "not finished after 20 seconds",
        "error article-error : 1",
        "line-loose : 2",
        "Story 0",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "2 done , 1 failed , 1 quarantined ." in text


def test_the_json_holds_no_path_of_the_machine():
    report = report_of([result()], OUTPUT, Ending.ERROR, "/output/a.pdf cannot be written: No space left on device.")

    assert "/secret" not in json_text(report)
    assert report["error"] == "a.pdf cannot be written: No space left on device."
    assert report["articles"][0] == {
        "name": "story-0",
        "title": "Story 0",
        "article": "in/story-0.md",
        "output": "story-0.pdf",
        "state": "done",
        "made": True,
        "reason": "new",
        "pages": 2,
        "attempts": 1,
        "seconds": 1.25,
        "memory": 99_000_000,
        "findings": [],
        "quarantine": None,
        "thumbnail": None,
    }


def test_no_article_at_all():
    report = report_of([], OUTPUT, Ending.FINISHED)

    assert json.loads(json_text(report))["articles"] == []
    assert "0 articles" in Page(html_text(report)).text


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a batch whose workers are those of `trade`: `run({"a": "fail"})`."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade", "network": False})
    monkeypatch.setattr(batch, "_trade", lambda: "tests.batch.trade")

    def run(commands, **options):
        (tmp_path / "in").mkdir(exist_ok=True)
        for name, command in commands.items():
            (tmp_path / "in" / f"{name}.md").write_text(command)
        return render_batch([tmp_path / "in"], tmp_path / "out", jobs=2, limits=JobLimits(wall=5), **options)

    return run


@pytest.fixture
def report(tmp_path):
    def report():
        return json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))

    return report


def files(folder):
    return {
        name: ((folder / name).read_bytes(), (folder / name).stat().st_mtime_ns)
        for name in ("report.json", "report.html")
    }


def test_the_report_stays_where_nothing_was_made(run, tmp_path):
    run({"a": "a", "b": "b", "c": "kill"})
    before = files(tmp_path / "out")
    run({})
    assert files(tmp_path / "out") == before

    (tmp_path / "in" / "b.md").unlink()
    run({})
    assert files(tmp_path / "out") != before


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"articles": 3}', b'{"articles": [1]}', b"\xff" * 9])
def test_a_damaged_report_is_written_anew(run, report, tmp_path, damage):
    run({"a": "a"})
    (tmp_path / "out" / "report.json").write_bytes(damage)
    run({})

    assert report()["counts"] == {"done": 1}


def test_pictures_that_cannot_be_kept_cost_nothing(run, tmp_path):
    (tmp_path / "out" / ".afgazad").mkdir(parents=True)
    (tmp_path / "out" / ".afgazad" / "thumbnails").write_text("no folder")

    assert run({"a": "a"}).complete


def test_a_batch_that_is_stopped_has_its_report(run, report):
    stop = Stop()
    run({f"job-{number:02}": "x" for number in range(12)}, stop=stop, progress=lambda told: told.done == 2 and stop())

    assert report()["ending"] == "stopped"
    assert report()["counts"]["pending"] >= 8
    assert [article["name"] for article in report()["articles"]] == [f"job-{number:02}" for number in range(12)]


def test_a_batch_that_ends_by_an_error_has_its_report(run, report, monkeypatch):
    def full(self, temporary, output, size):
        raise OutputError(f"{self.path}/{output} cannot be written: No space left on device.")

    monkeypatch.setattr(batch.OutputFolder, "publish", full)
    with pytest.raises(OutputError):
        run({"a": "a", "b": "b"})

    assert report()["ending"] == "error"
    assert report()["error"].endswith(".pdf cannot be written: No space left on device.")
    assert report()["counts"] == {"pending": 2}


@pytest.mark.parametrize("damage", [b"\0" * 4000, b'{"format": 1}\n' * 50, b"\xff\xfe{]"])
def test_a_journal_that_is_damaged_costs_only_time(run, tmp_path, damage):
    run({"a": "a", "b": "b"})
    (tmp_path / "out" / ".afgazad" / "journal.jsonl").write_bytes(damage)

    assert [found.outcome for found in run({}).results] == [Outcome.DONE, Outcome.DONE]
    assert [found.outcome for found in run({}).results] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
