"""`afgazad-pdf batch`: what it says, its exit codes, and how it is ended. Jobs are those of `tests.batch.trade`."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import afgazad_pdf.batch as batch
from afgazad_pdf.batch.folder import OutputFolder
from tests.batch.test_slots import children

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def articles(tmp_path, monkeypatch):
    """Write articles that say what happens to them: `articles(a="fail")`."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade", "network": False})
    monkeypatch.setattr(batch, "_trade", lambda: "tests.batch.trade")
    (tmp_path / "in").mkdir()

    def write(**commands):
        for name, command in commands.items():
            (tmp_path / "in" / f"{name}.md").write_text(command)

    return write


def files(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


# ------------------------------------------------------------------ what it says


def test_each_article_has_a_line_and_the_end_a_summary(command, articles):
    articles(a="a", b="fail", c="kill")
    result = command("batch", "in", "-o", "out", "--jobs", 1)

    assert (result.code, result.text) == (1, "")
    assert result.err.splitlines() == [
        "\N{CHECK MARK} a \N{RIGHTWARDS ARROW} out/a.pdf (1 page)",
        "\N{BALLOT X} b (in/b.md) failed: it says so",
        "\N{BALLOT X} c (in/c.md) in quarantine: its process was ended by signal 9",
        "1 made, 1 failed, 1 in quarantine; report: out/report.html",
    ]


def test_quiet_says_only_failures(command, articles):
    articles(a="a", b="fail")

    assert command("batch", "in", "-o", "out", "-q").err == "\N{BALLOT X} b (in/b.md) failed: it says so\n"


def test_explain_says_why(command, articles, tmp_path):
    articles(a="a", b="b")
    command("batch", "in", "-o", "out")
    articles(b="changed")
    result = command("batch", "in", "-o", "out", "--explain")

    assert result.code == 0
    assert result.err.splitlines() == [
        "= a \N{RIGHTWARDS ARROW} out/a.pdf (1 page; unchanged)",
        "\N{CHECK MARK} b \N{RIGHTWARDS ARROW} out/b.pdf (1 page; b.md changed)",
        "1 made, 1 unchanged; report: out/report.html",
    ]


def test_explain_tells_settings_from_names_and_papers(command, articles, tmp_path):
    articles(a="a")
    command("batch", "in", "-o", "out")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "note.txt").write_text("A note.")

    def reason(*options):
        text = command("batch", "in", "-o", "out", "--dry-run", "--format", "json", *options).text
        return json.loads(text)["reason"]

    assert reason() is None
    assert reason("--columns", 2) == "settings changed"
    assert reason("--template-dir", "templates") == "settings, templates or fonts changed"
    assert reason("--strict") == "--strict changed"
    assert reason("--pattern", "x/{slug}.pdf") == "place of the PDF changed"
    (tmp_path / "in" / "settings.toml").write_text("columns = 3")
    assert reason("--pattern", "x/{slug}.pdf") == "settings, place of the PDF changed"


def test_what_is_in_quarantine_can_be_repeated_as_it_was(command, articles, tmp_path):
    articles(a="kill")
    (tmp_path / "templates").mkdir()
    options = ("--columns", 2, "--page-size", "A5", "--template-dir", "templates", "--no-marks", "--initial")
    command("batch", "in", "-o", "out", *options)
    said = shlex.split((tmp_path / "out" / "quarantine" / "a" / "repeat.sh").read_text("utf-8"))

    assert said[:6] == ["afgazad-pdf", "batch", str(tmp_path / "in" / "a.md"), "-o", "OUT", "--force"]
    assert said[6:] == [
        *("--page-size", "148x210", "--columns", "2", "--initial", "--no-marks"),
        *("--template-dir", str(tmp_path / "templates")),
    ]
    assert command(*said[1:], "--dry-run").code == 0


def test_json_is_one_object_a_line_on_standard_output(command, articles):
    articles(a="a", b="fail")
    result = command("batch", "in", "-o", "out", "--format", "json")
    first, second = sorted(map(json.loads, result.text.splitlines()), key=lambda said: said["article"])

    assert first | {"seconds": 0, "memory": 0} == {
        "article": "in/a.md",
        "title": "",
        "outcome": "done",
        "output": "out/a.pdf",
        "pages": 1,
        "findings": [],
        "seconds": 0,
        "memory": 0,
        "reason": "new",
        "quarantine": None,
    }
    assert (second["outcome"], second["reason"]) == ("failed", "it says so")


def test_a_dry_run_writes_nothing(command, articles, tmp_path):
    articles(a="a", b="b")
    before = files(tmp_path)
    result = command("batch", "in", "-o", "out", "--dry-run", "--pattern", "{date}/{slug}.pdf")

    assert result.code == 0
    assert result.text.splitlines() == [
        "in/a.md \N{RIGHTWARDS ARROW} out/undated/a.pdf (make: new)",
        "in/b.md \N{RIGHTWARDS ARROW} out/undated/b.pdf (make: new)",
    ]
    assert files(tmp_path) == before

    command("batch", "in", "-o", "out")
    articles(a="changed")
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    result = command("batch", "in", "-o", "out", "--dry-run", "--format", "json")
    assert [json.loads(line)["reason"] for line in result.text.splitlines()] == ["a.md changed", None]
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_quarantine_is_tried_again_when_asked(command, articles, tmp_path):
    mark = tmp_path / "well"
    articles(a=f"until {mark}")
    assert command("batch", "in", "-o", "out").code == 1
    mark.touch()

    planned = command("batch", "in", "-o", "out", "--dry-run")
    assert planned.text == "in/a.md \N{RIGHTWARDS ARROW} out/a.pdf (leave: in quarantine)\n"
    again = command("batch", "in", "-o", "out", "--explain")
    assert (again.code, "in quarantine" in again.err) == (1, True)
    assert command("batch", "in", "-o", "out", "--retry").code == 0
    assert not (tmp_path / "out" / "quarantine" / "a").exists()


def test_a_list_may_come_from_any_editor(command, articles, tmp_path):
    articles(a="a", **{"b\u2028c": "b"})
    (tmp_path / "list").write_bytes("\ufeffin/a.md\r\n\r\nin/b\u2028c.md".encode())

    result = command("batch", "--list", "list", "-o", "out", "--dry-run", "--format", "json")

    assert [json.loads(line)["article"] for line in result.text.splitlines()] == ["in/a.md", "in/b\u2028c.md"]


def test_a_list_names_articles(command, articles, tmp_path):
    articles(a="a", b="b", c="c")
    (tmp_path / "list.txt").write_text("in/c.md\n\nin/a.md\n")

    assert "2 made" in command("batch", "--list", "list.txt", "-o", "out").err
    assert [file.name for file in sorted((tmp_path / "out").glob("*.pdf"))] == ["a.pdf", "c.pdf"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", "out"),
        ("in",),
        ("nowhere", "-o", "out"),
        ("in", "-o", "out", "--pattern", "../{slug}.pdf"),
        ("in", "-o", "out", "--list", "nowhere"),
        ("in", "-o", "out", "--jobs", "0"),
        ("in", "-o", "out", "--publication", "nowhere.toml"),
        ("in", "-o", "out", "--style", "nowhere/../x"),
    ],
)
def test_wrong_usage(command, articles, arguments):
    articles(a="a")

    assert command("batch", *arguments).code == 2


def test_a_folder_that_takes_nothing_is_found_before_the_first_article(command, articles, tmp_path):
    articles(a=f"once {tmp_path / 'mark'}")
    (tmp_path / "out").write_text("a file")
    result = command("batch", "in", "-o", "out")

    assert (result.code, "cannot be written" in result.err) == (3, True)
    assert not (tmp_path / "mark").exists()


def test_two_batches_exclude_each_other(command, articles, tmp_path):
    articles(a="a")
    with OutputFolder(tmp_path / "out"):
        result = command("batch", "in", "-o", "out")

    assert (result.code, f"process {os.getpid()}" in result.err) == (3, True)


def test_real_articles(command, write_article, tmp_path):
    """The workers that typeset: pictures of first pages, strict articles, folders of their own."""
    write_article("in/good.md", "date: 2016-08-17", "section: politics")
    write_article("in/loose.md", body="A call[^nothing].")
    result = command("batch", "in", "-o", "out", "--strict", "--pattern", "{section}/{slug}.pdf")
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    good, loose = report["articles"]

    assert result.code == 1
    assert (good["state"], good["output"], good["pages"]) == ("done", "politics/good.pdf", 1)
    assert (tmp_path / "out" / good["thumbnail"]).read_bytes().startswith(b"\xff\xd8")
    assert (loose["state"], loose["thumbnail"]) == ("failed", None)
    assert loose["reason"].startswith("not written, as --strict is set")
    assert "in/loose.md:" in result.err


def test_a_faulty_template_is_wrong_usage_as_with_render(command, write_article, tmp_path):
    """Found when the workers get warm, and told with the template's line."""
    write_article("in/a.md")
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "article.html.j2").write_text("<p>\n{% if %}")

    one = command("render", "in/a.md", "-o", "a.pdf", "--template-dir", "theme")
    many = command("batch", "in", "-o", "out", "--template-dir", "theme")

    assert (one.code, many.code) == (2, 2)
    assert "theme/article.html.j2:2: Expected an expression" in many.err
    assert f"in/a.md: {many.err.splitlines()[0]}" == one.err.splitlines()[0]


def test_settings_that_cannot_be_used_make_no_folder_and_leave_no_process(command, write_article, tmp_path):
    write_article("in/a.md")
    before = children()
    result = command("batch", "in", "-o", "out", "--page-size", "A99")

    assert result.code == 2
    assert not (tmp_path / "out").exists()
    assert children() <= before


# ------------------------------------------------------------------ how it is ended

PROGRAM = """
import sys
import afgazad_pdf.batch as batch
from afgazad_pdf.cli import main
batch._start = lambda plan: {"trade": "tests.batch.trade"}
batch._trade = lambda: "tests.batch.trade"
main(sys.argv[1:])
"""


def start(tmp_path, *arguments, **streams):
    command = [sys.executable, "-c", PROGRAM, "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, start_new_session=True, **streams
    )


def wait_for(tmp_path, pattern):
    limit = time.monotonic() + 60
    while not list(tmp_path.glob(pattern)):
        assert time.monotonic() < limit
        time.sleep(0.02)


def all_whole(tmp_path):
    return all(file.read_bytes().endswith(b"%%EOF\n") for file in (tmp_path / "out").glob("*.pdf"))


def test_ctrl_c_at_any_moment_with_a_closed_pipe(articles, tmp_path):
    """The whole group gets the signal, as from a terminal; nobody reads what is said."""
    articles(**{f"job{number:03}": f"nap 0.05 {number}" for number in range(60)})
    generator = random.Random(3)
    reading, writing = os.pipe()
    os.close(reading)
    ended = []
    for _ in range(3):
        process = start(tmp_path, "--format", "json", "--jobs", "2", stdout=writing)
        wait_for(tmp_path, "out/.afgazad/unfinished")
        time.sleep(generator.random())
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        ended.append((process.returncode, said.count(b"Traceback")))
        assert all_whole(tmp_path)
        assert not (tmp_path / "out" / ".afgazad" / "unfinished").exists()
    os.close(writing)

    assert ended == [(130, 0)] * 3
    assert json.loads((tmp_path / "out" / "report.json").read_text())["ending"] == "stopped"


def test_the_second_ctrl_c_ends_at_once(articles, tmp_path):
    articles(a="a", b="sleep")
    process = start(tmp_path, stdout=subprocess.DEVNULL)
    wait_for(tmp_path, "out/a.pdf")
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None  # the job that runs is waited for
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=15)

    assert (process.returncode, b"Traceback" in said) == (130, False)
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["counts"] == {"done": 1, "pending": 1}
    assert not (tmp_path / "out" / "quarantine").exists()


def test_a_polite_end_is_like_ctrl_c(articles, tmp_path):
    articles(a="a", **{f"job{number:02}": "nap 0.3" for number in range(20)})
    process = start(tmp_path, "--jobs", "1", stdout=subprocess.DEVNULL)
    wait_for(tmp_path, "out/a.pdf")
    process.terminate()
    _, said = process.communicate(timeout=30)

    assert process.returncode == 130, said
    assert json.loads((tmp_path / "out" / "report.json").read_text())["ending"] == "stopped"


def test_a_reader_that_goes_away_ends_nothing(articles, tmp_path):
    articles(**{f"job{number:02}": "x" for number in range(9)})
    with start(tmp_path, "--format", "json", stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, b"Traceback" in said) == (0, False)
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 9


# ------------------------------------------------------------------ a disk that is full


def can_mount():
    if shutil.which("unshare") is None:
        return False
    probe = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m none /mnt"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def test_a_disk_that_becomes_full_loses_nothing(articles, tmp_path):
    if not can_mount():
        pytest.skip("needs the right to mount a file system in a namespace of its own")
    articles(**{f"job{number:02}": f"big 1500000 {number}" for number in range(20)})
    (tmp_path / "out").mkdir()
    script = f"""
        mount -t tmpfs -o size=26m none {tmp_path}/out
        run() {{ {sys.executable} -c "$PROGRAM" batch {tmp_path}/in -o {tmp_path}/out --jobs 1 --no-thumbnails -q; }}
        run; echo code $?
        for file in {tmp_path}/out/*.pdf; do tail -c 6 "$file"; done | grep -c EOF
        find {tmp_path}/out -name '*.part' | wc -l
        mount -o remount,size=90m {tmp_path}/out
        run; echo code $?
        ls {tmp_path}/out/*.pdf | wc -l
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PROGRAM": PROGRAM}
    shell = ["unshare", "-m", "sh", "-c", script]
    result = subprocess.run(shell, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    first, whole, parts, second, all_of_them = result.stdout.split("\n")[:5]

    assert (first, second, parts, all_of_them) == ("code 3", "code 0", "0", "20"), result
    assert 12 <= int(whole) < 20
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_article_with_too_large_a_pdf_loses_only_itself(command, write_article, tmp_path):
    from afgazad_pdf.batch import JobLimits, render_batch

    (tmp_path / "in").mkdir()
    write_article("in/small.md")
    (tmp_path / "in" / "large.md").write_text(
        "---\ntitle: Large\nlang: en\n---\n" + "Many words of all kinds.\n\n" * 3000
    )
    limits = JobLimits(file=100_000)
    report = render_batch([tmp_path / "in"], tmp_path / "out", jobs=1, limits=limits, thumbnails=False)

    assert [(result.job.name, result.outcome.value) for result in report.results] == [
        ("large", "failed"),
        ("small", "done"),
    ]
    assert report.results[0].reason.startswith("its PDF has ")


def test_a_job_that_fills_the_disk_loses_only_itself(articles, tmp_path, monkeypatch):
    from afgazad_pdf.batch import JobLimits, render_batch

    articles(x="write", **{f"job{number:02}": "x" for number in range(19)})
    report = render_batch([tmp_path / "in"], tmp_path / "out", jobs=2, limits=JobLimits(file=3_000_000))

    assert {result.job.name: result.outcome.value for result in report.results if result.outcome != "done"} == {
        "x": "quarantined"
    }
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 19
