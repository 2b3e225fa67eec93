"""The same batch in pools, on a cluster and in shards: the same PDFs, and the death of a worker costs its job alone."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import afgazad_pdf as ap
import afgazad_pdf.batch as batch
import afgazad_pdf.batch.versions as versions
from afgazad_pdf.batch import JobLimits, Outcome, Shard, Stop, plan_batch, render_batch
from afgazad_pdf.batch.engines.cluster import HERE, ClusterEngine
from afgazad_pdf.batch.engines.guarded import Orders
from afgazad_pdf.batch.jobs import Job
from afgazad_pdf.batch.plan import Plan
from afgazad_pdf.batch.slots import Task
from afgazad_pdf.batch.versions import installation
from afgazad_pdf.errors import OutputError, ResourceError, SettingsError
from tests.batch.test_slots import children

ROOT = Path(__file__).resolve().parents[2]
LIMITS = JobLimits(wall=20.0, memory=400_000_000, file=5_000_000)
COMMANDS = {f"job-{number:02}": f"job {number}" for number in range(16)}

try:
    import dask
    import distributed
except ImportError:
    dask = distributed = None

needs_dask = pytest.mark.skipif(distributed is None, reason="the extra “cluster” is not installed")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of articles whose workers are those of `trade`: `folder({"a": "fail"})`."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade", "network": False})
    monkeypatch.setattr(batch, "_trade", lambda: "tests.batch.trade")

    def make(commands):
        (tmp_path / "in").mkdir(exist_ok=True)
        for name, command in commands.items():
            (tmp_path / "in" / f"{name}.md").write_text(command)
        return tmp_path / "in"

    return make


@pytest.fixture
def run(tmp_path):
    def run(output="out", **options):
        options = {"limits": LIMITS, "jobs": 2, "thumbnails": False} | options
        return render_batch([tmp_path / "in"], tmp_path / output, **options)

    return run


@pytest.fixture
def processes():
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def cluster(monkeypatch):
    """Two worker processes under a scheduler."""
    monkeypatch.syspath_prepend(str(ROOT))
    with local_cluster(2) as cluster:
        yield cluster


def local_cluster(workers, **options):
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=HERE,
        worker_dashboard_address=HERE,
        memory_limit=0,
        silence_logs=50,
        **options,
    )


def pids(cluster) -> list[int]:
    return [worker.process.pid for worker in cluster.workers.values() if worker.process and worker.process.pid]


def outcomes(report):
    return {result.job.name: result.outcome.value for result in report.results}


def tree(folder):
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*.pdf"))
    }


def expected(commands):
    """What `trade` writes."""
    return {
        f"{name}.pdf": sha256(b"%PDF-1.7\n" + text.encode() + b"\n%%EOF\n").hexdigest()
        for name, text in commands.items()
    }


@pytest.mark.parametrize("kind", ["processes", "threads"])
def test_a_pool_makes_what_this_machine_makes(folder, run, tmp_path, request, kind):
    bad = {"x-kill": "kill", "x-fault": "segfault", "x-hoard": "allocate", "x-lie": "lie"}
    folder(COMMANDS | bad | {"y-fail": "fail", "z-once": f"once {tmp_path / 'mark'}"})

    report = run(executor=request.getfixturevalue(kind))

    assert {name for name, outcome in outcomes(report).items() if outcome == "done"} == {*COMMANDS, "z-once"}
    assert {name for name, outcome in outcomes(report).items() if outcome == "quarantined"} == set(bad)
    assert outcomes(report)["y-fail"] == "failed"
    assert tree(tmp_path / "out").items() >= expected(COMMANDS).items()
    assert json.loads((tmp_path / "out/quarantine/x-kill/reason.json").read_text())["exit_code"] == -9


def test_time_is_kept_in_a_pool(folder, run, processes):
    folder({"a": "a", "b": "sleep"})

    report = run(executor=processes, limits=JobLimits(wall=1.0, memory=400_000_000))

    assert outcomes(report) == {"a": "done", "b": "quarantined"}
    assert "was not finished after" in report.results[1].reason


def test_a_pool_that_breaks_costs_nothing(folder, run, tmp_path, processes):
    commands = COMMANDS | {"job-05": "pool"}
    folder(commands)

    report = run(executor=processes)

    assert report.complete
    assert tree(tmp_path / "out") == expected(commands)


def test_a_pool_that_is_shut_down_costs_nothing(folder, run, tmp_path, threads):
    folder(COMMANDS)

    report = run(
        executor=threads, progress=lambda told: told.done == 3 and threads.shutdown(wait=False, cancel_futures=True)
    )

    assert report.complete
    assert tree(tmp_path / "out") == expected(COMMANDS)


def test_a_pool_is_left_without_processes(folder, run, threads):
    folder(COMMANDS)
    before = set(children())

    assert run(executor=threads).complete
    assert set(children()) == before


def test_what_runs_in_processes_of_a_pool_ends_with_the_batch(folder, run, tmp_path, monkeypatch):
    folder({"a": "a", "b": "b", "c": "pause 30", "d": "pause 30"})
    stop = Stop()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        began = time.monotonic()

        def told(progress):
            if progress.done == 2:
                threading.Timer(0.2, lambda: (stop(), stop())).start()

        report = run(executor=pool, stop=stop, progress=told)
        pool.submit(int).result(timeout=15)

    assert outcomes(report) == {"a": "done", "b": "done", "c": "pending", "d": "pending"}
    assert time.monotonic() - began < 25


def test_another_version_in_a_pool_is_an_error(folder, run, threads, monkeypatch):
    folder({"a": "a"})
    monkeypatch.setattr(versions, "installation", lambda: installation() | {"afgazad_pdf": "0.0.1"})

    with pytest.raises(OutputError, match=r"has afgazad_pdf .* and the batch 0\.0\.1; install the same"):
        run(executor=threads)


def test_a_pool_that_cannot_start_workers_says_why(folder, run, threads, monkeypatch):
    folder({"a": "a"})
    monkeypatch.setattr(batch, "_start", lambda plan: {"trade": "tests.batch.trade", "broken": True})

    with pytest.raises(ResourceError, match="nothing is warm"):
        run(executor=threads)


@needs_dask
def test_a_killed_worker_of_a_cluster_costs_nothing(folder, run, tmp_path, cluster):
    """One worker is killed in mid-batch, while it works; the PDFs are those of this machine, byte for byte."""
    commands = COMMANDS | {"job-08": "pause 1.5", "job-09": "pause 1.5"}
    folder(commands)
    run("local")

    def kill_one(told):
        if told.done == 4:
            os.kill(pids(cluster)[0], signal.SIGKILL)

    report = run("dask", engine="dask", scheduler=cluster.scheduler_address, progress=kill_one)

    assert report.complete
    assert tree(tmp_path / "dask") == tree(tmp_path / "local") == expected(commands)


@needs_dask
def test_an_article_that_kills_workers_of_a_cluster_is_put_aside(folder, run, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    commands = {name: COMMANDS[name] for name in list(COMMANDS)[:6]}
    folder(commands | {"job-03": "pool", "x-kill": "kill"})
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), local_cluster(2) as cluster:
        report = run(engine="dask", scheduler=cluster.scheduler_address)

    assert {name for name, outcome in outcomes(report).items() if outcome == "quarantined"} == {"job-03", "x-kill"}
    assert sum(result.outcome == Outcome.DONE for result in report.results) == 5
    assert "lost" in (tmp_path / "out/quarantine/job-03/log.txt").read_text()


@needs_dask
def test_real_articles_in_a_cluster_of_its_own(tmp_path, run):
    source = tmp_path / "in"
    source.mkdir()
    for number in range(4):
        language = "fa-AF" if number % 2 else "en"
        text = f"---\ntitle: Story {number}\nlang: {language}\ndate: 2020-01-0{number + 1}\n---\nText {number}.\n"
        (source / f"story-{number}.md").write_text(text)
    before = set(children())

    options = {"limits": JobLimits(), "thumbnails": True}
    assert run("local", **options).complete
    assert run("dask", engine="dask", **options).complete

    assert len(tree(tmp_path / "dask")) == 4
    assert tree(tmp_path / "dask") == tree(tmp_path / "local")
    assert outcomes(run("dask", engine="dask", scheduler="tcp://127.0.0.1:1", **options)) == dict.fromkeys(
        [f"story-{number}" for number in range(4)], "unchanged"
    )
    assert set(children()) - before <= resource_trackers()


def resource_trackers() -> set[str]:
    """Helpers of `multiprocessing` that live as long as this process."""
    return {pid for pid in children() if b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()}


SCHEDULER = """
import time, distributed
options = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
if __name__ == "__main__":
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=0, **options) as cluster:
        print(cluster.scheduler_address, flush=True)
        time.sleep(100)
"""


@needs_dask
def test_a_cluster_that_is_lost_ends_the_batch_and_loses_nothing(folder, run, tmp_path):
    folder(COMMANDS | {"job-12": "pause 3", "job-13": "pause 3"})
    process = subprocess.Popen(
        [sys.executable, "-c", SCHEDULER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    )
    try:
        address = process.stdout.readline().strip()
        with dask.config.set({"distributed.comm.timeouts.connect": "2s"}), pytest.raises(ResourceError, match="lost"):
            run(engine="dask", scheduler=address, progress=lambda told: told.done == 6 and process.kill())
    finally:
        process.kill()
        process.communicate()

    report = run()
    assert report.complete
    assert sum(result.outcome == Outcome.UNCHANGED for result in report.results) >= 6


@needs_dask
def test_ctrl_c_ends_a_batch_on_a_cluster_of_its_own_in_order(folder, tmp_path):
    """The whole group of processes hears it, as at a terminal; what runs is finished, and no worker is lost."""
    source = folder({f"job-{number:02}": "pause 0.1" for number in range(40)})
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(source), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
        text=True,
    )
    try:
        for _ in range(4):
            process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        said, error = process.communicate(timeout=50)
    finally:
        process.kill()

    done, pending = json.loads(said.splitlines()[-1])
    assert process.returncode == 0, error
    assert 4 <= done <= 20
    assert done + pending == 40
    assert error == ""


PROGRAM = """
import json, signal, sys
import afgazad_pdf.batch as batch
batch._start = lambda plan: {"trade": "tests.batch.trade", "network": False}
if __name__ == "__main__":
    stop = batch.Stop()
    signal.signal(signal.SIGINT, lambda number, frame: stop())
    told = lambda progress: print(progress.done, flush=True)
    report = batch.render_batch(
        [sys.argv[1]], sys.argv[2], jobs=2, engine="dask", thumbnails=False, stop=stop, progress=told
    )
    counts = report.counts
    print(json.dumps([counts.get(batch.Outcome.DONE, 0), counts.get(batch.Outcome.PENDING, 0)]))
"""


@needs_dask
def test_a_cluster_without_workers_is_an_error(tmp_path):
    orders = Orders(batch="b", start={}, logs=str(tmp_path), installation={})
    with local_cluster(0) as cluster:
        engine = ClusterEngine(cluster.scheduler_address, 1, orders, patience=1.0)
        with pytest.raises(ResourceError, match="cannot be used"):
            next(engine.run(iter([Task(0, {"source": str(tmp_path)})])))
        engine.close()


@needs_dask
def test_a_worker_that_does_not_see_the_articles_is_named(tmp_path, cluster):
    orders = Orders(batch="b", start={}, logs=str(tmp_path), installation=installation())
    engine = ClusterEngine(cluster.scheduler_address, 1, orders)

    with pytest.raises(ResourceError, match=r"tcp://\S+ does not see /nowhere/a\.md"):
        next(engine.run(iter([Task(0, {"source": "/nowhere/a.md"})])))
    engine.close()


def test_an_absent_dask_is_named(folder, run, monkeypatch):
    folder({"a": "a"})
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(ResourceError, match=r"pip install .*afgazad-pdf\[cluster\]"):
        run(engine="dask")


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"engine": "dusk"}, "engine"),
        ({"scheduler": "tcp://127.0.0.1:8786"}, "scheduler"),
        ({"engine": "dask", "executor": ThreadPoolExecutor(1)}, "executor"),
    ],
)
def test_what_does_not_go_together_is_said(folder, run, options, field):
    folder({"a": "a"})

    with pytest.raises(SettingsError, match=field):
        run(**options)


# ------------------------------------------------------------------ shards


def plan_of(outputs):
    settings = ap.Settings()
    jobs = (
        Job(
            name=output,
            source=Path("/", output),
            shown=output,
            output=output,
            publication=None,
            settings=settings,
            title="",
        )
        for output in outputs
    )
    return Plan(jobs=tuple(jobs), output=Path("/out"))


@given(st.lists(st.text(min_size=1), unique=True, max_size=40), st.integers(1, 9), st.randoms())
def test_shards_are_a_partition(outputs, count, random):
    plan = plan_of(outputs)
    shards = [Shard(number, count).part(plan).jobs for number in range(1, count + 1)]
    shuffled = list(outputs)
    random.shuffle(shuffled)

    assert sorted(job.output for jobs in shards for job in jobs) == sorted(outputs)
    assert all([job for job in plan.jobs if job in jobs] == list(jobs) for jobs in shards)
    for number, jobs in enumerate(shards, 1):
        assert {job.output for job in Shard(number, count).part(plan_of(shuffled)).jobs} == {job.output for job in jobs}


def test_shards_are_of_much_the_same_size_and_never_change():
    plan = plan_of([f"2020/story-{number}.pdf" for number in range(8000)])

    sizes = [len(Shard(number, 8).part(plan).jobs) for number in range(1, 9)]

    assert max(sizes) < 1100
    assert [shard for shard in range(1, 9) if Shard(shard, 8).holds("2020/story-1.pdf")] == [6]


@pytest.mark.parametrize("text", ["", "1", "0/8", "9/8", "1/0", "1/8/2", "-1/8", "a/b", "1/99999", "\u0661/\u0668"])
def test_what_is_no_shard_is_refused(text):
    with pytest.raises(SettingsError, match="no part of a batch"):
        Shard.parse(text)


def test_shards_together_make_the_whole_tree(folder, run, tmp_path):
    folder(COMMANDS)

    counts = [len(run("shards", shard=Shard.parse(f"{number}/3")).results) for number in (1, 2, 3)]

    assert sum(counts) == len(COMMANDS)
    assert tree(tmp_path / "shards") == expected(COMMANDS)
    assert sorted(file.name for file in (tmp_path / "shards").glob("report*.json")) == [
        f"report-{number}-of-3.json" for number in (1, 2, 3)
    ]


def test_what_shards_made_is_known_to_all(folder, run, tmp_path):
    folder(COMMANDS)
    for number in (1, 2, 3):
        run(shard=Shard(number, 3))

    whole = run()
    half = run(shard=Shard(1, 2))
    planned = plan_batch([tmp_path / "in"], tmp_path / "out", shard=Shard(2, 2))

    assert set(outcomes(whole).values()) == set(outcomes(half).values()) == {"unchanged"}
    assert len(half.results) + len(planned) == len(COMMANDS)
    assert {item.reason for item in planned} == {None}


def test_shards_run_beside_each_other_and_nothing_else_does(folder, run, tmp_path):
    folder(COMMANDS)
    seen = []

    def others(told):
        if told.done == 1:
            seen.append(run(shard=Shard(2, 2)))
            for shard in (Shard(1, 2), Shard(1, 3), None):
                with pytest.raises(OutputError, match=f"Another batch is writing .*process {os.getpid()}"):
                    run(shard=shard)

    first = run(shard=Shard(1, 2), progress=others)

    assert first.complete
    assert seen[0].complete
    assert len(first.results) + len(seen[0].results) == len(COMMANDS)
    assert tree(tmp_path / "out") == expected(COMMANDS)
    assert set(outcomes(run()).values()) == {"unchanged"}


def test_a_batch_without_shards_keeps_shards_out(folder, run):
    folder({"a": "a"})

    def shard(told):
        with pytest.raises(OutputError, match=r"^Another batch is writing to .*end it\.$"):
            run(shard=Shard(1, 1))

    assert run(progress=shard).complete
