"""Workers of real batches: off every network where the machine lets them, and asking nothing of it in any case."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from afgazad_pdf import batch
from tests.hostile.inputs import inputs

ALLOWED = (
    sys.platform == "linux"
    and subprocess.run(
        [sys.executable, "-c", "from afgazad_pdf.libraries import leave_network; raise SystemExit(not leave_network())"]
    ).returncode
    == 0
)
"""Whether this machine lets a process leave its network; some containers do not."""

leaving = pytest.mark.skipif(not ALLOWED, reason="this machine lets no process leave its network")

REACHING = (
    "picture_remote", "picture_remote_case", "picture_remote_schemeless", "picture_metadata", "picture_ftp", "css_import_remote",
    "css_url_remote", "svgimg_image_remote", "iframe_object_embed", "meta_refresh", "href_user",
)  # fmt: skip
"""Hostile articles that want something of the network."""


@pytest.fixture
def watched(tmp_path, monkeypatch, root):
    """Run a real batch of hostile articles: returns its report and the folders of the articles."""
    monkeypatch.syspath_prepend(str(root))
    start = batch._start
    monkeypatch.setattr(batch, "_start", lambda plan: start(plan) | {"trade": "tests.batch.watched_trade"})

    def run(names):
        hostile = {one.name: one for one in inputs()}
        sources = [hostile[name].make(tmp_path / name) for name in names]
        report = batch.render_batch(sources, tmp_path / "out", jobs=1, thumbnails=False)
        return report, [source.parent for source in sources]

    return run


def own_namespace() -> str:
    return str(Path("/proc/self/ns/net").readlink())


@leaving
def test_a_worker_of_a_real_batch_is_in_a_network_of_its_own(watched):
    report, (folder,) = watched(["ok_baseline"])

    assert report.counts["done"] == 1
    assert (folder / "namespace.txt").read_text() not in ("", own_namespace())


@leaving
def test_seen_from_outside_as_well(tmp_path, root):
    """Nothing of the batch is changed here: the processes are looked at while they work."""
    article = tmp_path / "article.md"
    article.write_text("---\ntitle: T\nlang: en\n---\n" + "Words of the story. " * 4000)
    code = f"import afgazad_pdf as ap; ap.render_batch([{str(article)!r}], {str(tmp_path / 'out')!r}, jobs=1)"
    seen: set[str] = set()
    with subprocess.Popen([sys.executable, "-c", code], cwd=root) as process:
        while process.poll() is None:
            for worker in (pid for warm in children(process.pid) for pid in children(warm)):
                seen |= namespace_of(worker)

    assert process.returncode == 0
    assert seen
    assert own_namespace() not in seen


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def namespace_of(pid: int) -> set[str]:
    try:
        return {str(Path(f"/proc/{pid}/ns/net").readlink())}
    except OSError:
        return set()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("stay", [False, True])
def test_no_hostile_article_has_anything_asked_of_the_network(stay, watched, monkeypatch, tmp_path):
    """On a machine that lets nobody leave as well; that is no fault, and nothing claims that anybody had left."""
    if stay:
        monkeypatch.setenv("AFGAZAD_TEST_STAY", "1")

    report, folders = watched(REACHING)

    assert len(report.results) == len(REACHING)
    assert [folder.parent.name for folder in folders if not (folder / "namespace.txt").exists()] == []
    assert [
        (folder.parent.name, (folder / "asked.txt").read_text())
        for folder in folders
        if (folder / "asked.txt").exists()
    ] == []
    assert {result.outcome.value for result in report.results} <= {"done", "failed"}
    if stay and sys.platform == "linux":
        assert {(folder / "namespace.txt").read_text() for folder in folders} == {own_namespace()}
        said = [finding.message for result in report.results for finding in result.findings]
        assert [message for message in said if "network" in message] == []
        pages = [file.read_text() for file in (tmp_path / "out").glob("report.*")]
        assert pages
        assert [page for page in pages if "network" in page.lower()] == []


def test_what_is_asked_would_be_seen(tmp_path):
    code = (
        "import socket, sys; from afgazad_pdf.batch import work as real; real.work = lambda task: socket.socket();"
        f"from tests.batch import watched_trade; watched_trade.work({{'source': {str(tmp_path / 'a.md')!r}}})"
    )
    root = Path(__file__).parent.parent.parent
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})

    assert "socket.__new__" in (tmp_path / "asked.txt").read_text()


@leaving
def test_a_process_that_left_does_not_even_reach_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()
        code = (
            "import socket; from afgazad_pdf.libraries import leave_network; leave_network();"
            f"socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), timeout=5)"
        )
        said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        socket.create_connection(server.getsockname(), timeout=5).close()  # who stayed does

    assert "unreachable" in said.stderr
