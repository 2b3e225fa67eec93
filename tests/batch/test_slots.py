"""A dead, stuck or greedy job loses only itself."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from afgazad_pdf.batch.slots import Slots, Task
from afgazad_pdf.errors import ResourceError

START = {"trade": "tests.batch.trade", "network": False}
LIMITS = {"wall": 20.0, "cpu": 20.0, "memory": 400_000_000, "file": 5_000_000, "pages": 10}


@pytest.fixture
def run(tmp_path, monkeypatch, root):
    """Run commands in two workers; return how each ended, by its number."""
    monkeypatch.syspath_prepend(str(root))
    logs = tmp_path / "logs"
    logs.mkdir()

    def run(*commands, count=2, **limits):
        def tasks():
            for number, command in enumerate(commands):
                source = tmp_path / f"{number}.txt"
                source.write_text(command)
                temporary = str(tmp_path / f"{number}.pdf")
                yield Task(number, {"source": str(source), "temporary": temporary, "limits": LIMITS | limits})

        with Slots(count, START, logs) as slots:
            return {ended.number: ended for ended in slots.run(tasks())}

    return run


@pytest.mark.parametrize(
    ("command", "code"),
    [("kill", -9), ("exit", 3), ("segfault", -11), ("allocate", 70)],
)
def test_a_death_costs_one_job(run, command, code):
    commands = [f"job-{number}" for number in range(20)]
    commands[7] = command

    ended = run(*commands)

    assert sorted(ended) == list(range(20))
    assert [number for number, end in ended.items() if end.answer is None] == [7]
    assert ended[7].code == code
    assert not ended[7].late


def test_what_sleeps_is_killed_when_its_time_is_over(run):
    began = time.monotonic()
    ended = run("a", "sleep", "b", "c", wall=1.5)

    assert ended[1].late
    assert ended[1].code == -9
    assert 1.4 < ended[1].seconds < 4
    assert time.monotonic() - began < 30
    assert all(ended[number].answer for number in (0, 2, 3))


def test_what_spins_is_ended_by_its_processor_time(run):
    ended = run("a", "spin", "b", cpu=1.0)

    assert ended[1].answer is None
    assert ended[1].code in (-24, -9)  # SIGXCPU
    assert ended[0].answer
    assert ended[2].answer


def test_a_file_has_a_greatest_size(run, tmp_path):
    ended = run("a", "write", "b")

    assert ended[1].answer is None
    assert (tmp_path / "1.pdf").stat().st_size <= LIMITS["file"]
    assert ended[2].answer


def test_a_job_that_caught_a_memory_error_ends_its_worker(run):
    ended = run("swallow", "a", "b", count=1)

    assert ended[0].answer["memory-error"]
    assert ended[1].answer
    assert ended[2].answer


def test_the_end_of_what_was_written_is_kept(run):
    assert "Segmentation fault" in run("segfault")[0].log


def test_workers_have_no_network(run):
    ended = run("socket", "a")

    assert ended[0].answer is None
    assert "OSError" in ended[0].log or "ConnectionRefused" in ended[0].log
    assert ended[1].answer


def test_no_process_is_left(run):
    before = children()
    run("a", "kill", "b", "sleep", wall=0.5)

    assert children() <= before


def test_an_abandoned_run_leaves_no_process(tmp_path, monkeypatch, root):
    monkeypatch.syspath_prepend(str(root))
    source = tmp_path / "a.txt"
    source.write_text("sleep")
    quick = tmp_path / "b.txt"
    quick.write_text("quick")
    message = {"source": str(source), "temporary": str(tmp_path / "a.pdf"), "limits": LIMITS}

    tasks = iter([Task(0, message), Task(1, message | {"source": str(quick)})])
    before = children()
    with Slots(2, START, tmp_path) as slots:
        assert next(slots.run(tasks)).number == 1

    assert children() <= before


def test_a_warm_process_that_cannot_begin_says_why(tmp_path, monkeypatch, root):
    monkeypatch.syspath_prepend(str(root))

    with pytest.raises(ResourceError, match="nothing is warm"), Slots(1, START | {"broken": True}, tmp_path):
        pass


def children() -> set[str]:
    """The processes that this one has started, and that still live."""
    own = str(os.getpid())
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == own and fields[0] != "Z":
            found.append(folder.name)
    return set(found)
