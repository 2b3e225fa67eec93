"""Whole batches: what is made, what is left, what survives. Jobs are those of `trade`, but for the last tests."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

import afgazad_pdf.batch as batch
from afgazad_pdf.batch import JobLimits, Outcome, Stop, render_batch
from afgazad_pdf.errors import OutputError

ROOT = Path(__file__).resolve().parents[2]
LIMITS = JobLimits(wall=3.0, memory=400_000_000, file=5_000_000)
KILLS = int(os.environ.get("AFGAZAD_KILLS", "8"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of articles whose workers are those of `trade`: `folder({"a": "fail"})`."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade", "network": False})
    monkeypatch.setattr(batch, "_trade", lambda: "tests.batch.trade")

    def make(commands):
        for name, command in commands.items():
            (tmp_path / "in").mkdir(exist_ok=True)
            (tmp_path / "in" / f"{name}.md").write_text(command)
        return tmp_path / "in"

    return make


@pytest.fixture
def run(tmp_path):
    def run(*sources, output="out", **options):
        return render_batch(sources or [tmp_path / "in"], tmp_path / output, limits=LIMITS, jobs=2, **options)

    return run


def outcomes(report):
    return {result.job.name: result.outcome.value for result in report.results}


def tree(folder):
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*.pdf"))
    }


def test_bad_jobs_lose_only_themselves(folder, run, tmp_path):
    commands = {f"job-{number:02}": f"job {number}" for number in range(14)}
    bad = {
        "x-kill": "kill",
        "x-exit": "exit",
        "x-fault": "segfault",
        "x-hoard": "allocate",
        "x-sleep": "sleep",
        "x-lie": "lie",
    }
    folder(commands | bad | {"y-fail": "fail"})

    report = run()

    assert {name for name, outcome in outcomes(report).items() if outcome == "done"} == set(commands)
    assert {name for name, outcome in outcomes(report).items() if outcome == "quarantined"} == set(bad)
    assert outcomes(report)["y-fail"] == "failed"
    assert not report.complete
    assert len(tree(tmp_path / "out")) == 14
    kept = tmp_path / "out" / "quarantine" / "x-kill"
    assert (kept / "x-kill.md").read_text() == "kill"
    assert json.loads((kept / "reason.json").read_text())["exit_code"] == -9
    assert "--force" in (kept / "repeat.sh").read_text()
    assert next(r for r in report.results if r.job.name == "x-sleep").reason.startswith("it was not finished after")


def test_what_works_the_second_time_is_done(folder, run, tmp_path):
    folder({"a": "a", "b": f"once {tmp_path / 'mark'}"})

    report = run()

    assert outcomes(report) == {"a": "done", "b": "done"}
    assert [result.attempts for result in report.results] == [1, 2]


def test_nothing_is_made_twice(folder, run, tmp_path):
    source = folder({"a": "a", "b": "b", "c": "kill", "d": "fail"})
    first = run()
    before = tree(tmp_path / "out")

    again = run()
    (source / "b.md").write_text("another")
    (tmp_path / "out" / "a.pdf").unlink()
    (source / "c.md").write_text("well")
    third = run()

    assert outcomes(first) == {"a": "done", "b": "done", "c": "quarantined", "d": "failed"}
    assert outcomes(again) == {"a": "unchanged", "b": "unchanged", "c": "quarantined", "d": "failed"}
    assert outcomes(third) == {"a": "done", "b": "done", "c": "done", "d": "failed"}
    assert [result.reason for result in third.results] == [
        "its PDF is not there, or is another one",
        "b.md changed",
        "c.md changed",
        "it says so",
    ]
    assert tree(tmp_path / "out")["a.pdf"] == before["a.pdf"]
    assert tree(tmp_path / "out")["b.pdf"] != before["b.pdf"]
    assert not (tmp_path / "out" / "quarantine" / "c").exists()
    assert outcomes(run(force=True)) == {"a": "done", "b": "done", "c": "done", "d": "failed"}


def test_two_batches_exclude_each_other(folder, run, tmp_path):
    folder({"a": "a"})

    def second(progress):
        with pytest.raises(OutputError, match=f"process {os.getpid()}"):
            run()

    run(progress=second)
    assert outcomes(run()) == {"a": "unchanged"}


def test_a_batch_can_be_stopped(folder, run):
    folder({f"job-{number:02}": f"job {number}" for number in range(30)})
    stop = Stop()

    report = run(stop=stop, progress=lambda told: told.done == 3 and stop())

    assert 3 <= sum(result.outcome == Outcome.DONE for result in report.results) <= 5
    assert sum(result.outcome == Outcome.PENDING for result in report.results) >= 25
    assert run().complete


def test_a_full_disk_ends_the_batch_and_loses_nothing(folder, run, tmp_path, monkeypatch):
    folder({f"job-{number}": f"job {number}" for number in range(6)})
    publish, done = batch.OutputFolder.publish, []

    def full_after_three(self, temporary, output, size):
        if len(done) == 3:
            raise OutputError(f"{output} cannot be written: No space left on device.")
        done.append(output)
        return publish(self, temporary, output, size)

    monkeypatch.setattr(batch.OutputFolder, "publish", full_after_three)
    with pytest.raises(OutputError, match="No space left"):
        run()
    monkeypatch.undo()
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade"})

    assert sorted(outcomes(run()).values()) == ["done"] * 3 + ["unchanged"] * 3


def test_pdfs_go_into_folders_of_the_output_and_nowhere_else(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    data = b"%PDF-1.7 %%EOF"
    with batch.OutputFolder(tmp_path / "out") as output:
        (output.path / "linked").symlink_to(tmp_path / "elsewhere")
        unfinished = output.temporary / "1.pdf"
        for place in ("a.pdf", "2026/march/a.pdf"):
            unfinished.write_bytes(data)
            output.publish(unfinished, place, len(data))
        unfinished.write_bytes(data)
        with pytest.raises(OutputError, match=r"^[^ ]*linked leads out of .* by a link; take the link away\.$"):
            output.publish(unfinished, "linked/a.pdf", len(data))

    made = [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.pdf")]
    assert sorted(made) == ["out/2026/march/a.pdf", "out/a.pdf"]


def test_a_folder_that_cannot_be_written_is_found_first(folder, run, tmp_path):
    folder({"a": "a"})
    (tmp_path / "out").write_text("a file")

    with pytest.raises(OutputError, match="out"):
        run()


MARK = "AFGAZAD_TEST_FOLDER"
"""A variable that marks the processes of a test, those that their process starts included."""

PROGRAM = """
import sys
import afgazad_pdf.batch as batch
if sys.argv[3] == "trade":
    batch._start = lambda plan: {"trade": "tests.batch.trade"}
    batch._trade = lambda: "tests.batch.trade"
batch.render_batch([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[4]))
"""


def start(source, output, *, trade="trade", jobs=2):
    arguments = [sys.executable, "-c", PROGRAM, str(source), str(output), trade, str(jobs)]
    environment = {**os.environ, MARK: str(output.parent)}
    return subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_a_batch_survives_its_death_at_any_moment(folder, tmp_path):
    """Killed at random moments, and run again: the same tree, and at no moment a PDF that is not whole."""
    source = folder({f"job-{number:02}": f"job {number}" for number in range(60)})
    _, said = (whole := start(source, tmp_path / "whole")).communicate(timeout=60)
    assert whole.returncode == 0, said
    generator = random.Random(5)

    for _ in range(KILLS):
        process = start(source, tmp_path / "out")
        time.sleep(0.3 + generator.random() * 1.4)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for file in (tmp_path / "out").glob("*.pdf"):
            assert file.read_bytes().endswith(b"%%EOF\n")
    last = start(source, tmp_path / "out")
    _, said = last.communicate(timeout=60)

    assert last.returncode == 0, said
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    time.sleep(0.3)
    assert not orphans(tmp_path)


def orphans(folder) -> list[str]:
    """Processes that have to do with a folder: by their command, their files, or by who started them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode("utf-8", "replace")
            links = [f"{MARK}={folder}"] if f"{MARK}={folder}\0".encode() in (process / "environ").read_bytes() else []
            links += [str(link.readlink()) for link in (process / "fd").iterdir()]
        except OSError:
            continue
        if process.name != str(os.getpid()) and any(str(folder) in text for text in (command, *links)):
            found.append(command)
    return found


def test_the_tree_does_not_depend_on_the_number_of_jobs(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for number in range(6):
        text = f"---\ntitle: Story {number}\nlang: {'fa-AF' if number % 2 else 'en'}\ndate: 2020-01-0{number + 1}\n---\nText {number}.\n"
        (source / f"story-{number}.md").write_text(text)

    for jobs in (2, 8):
        process = start(source, tmp_path / f"out-{jobs}", trade="real", jobs=jobs)
        _, said = process.communicate(timeout=100)
        assert process.returncode == 0, said

    assert len(tree(tmp_path / "out-2")) == 6
    assert tree(tmp_path / "out-2") == tree(tmp_path / "out-8")
