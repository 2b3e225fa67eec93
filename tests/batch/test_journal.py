"""The journal survives every cut, and the cache sees every change."""

from __future__ import annotations

import os
from importlib import import_module

import pytest

from afgazad_pdf.batch.freshness import RACY, Looker, trace
from afgazad_pdf.batch.journal import Entry, Journal

OLD = 10 * RACY


def entry(source: str, **fields) -> Entry:
    return Entry(
        source=source, output=f"{source}.pdf", outcome="done", configuration="c", traces=(), facts={}, **fields
    )


def test_what_was_written_is_read(tmp_path):
    file = tmp_path / "journal.jsonl"
    with Journal(file) as journal:
        journal.add(entry("a", pages=2, reason="متن"))
        journal.add(entry("b"))
        journal.add(entry("a", pages=3))

    assert Journal(file).entries == {"a": entry("a", pages=3), "b": entry("b")}


def test_a_line_that_is_cut_anywhere_counts_as_not_written(tmp_path):
    file = tmp_path / "journal.jsonl"
    with Journal(file) as journal:
        journal.add(entry("a"))
        whole = file.stat().st_size
        journal.add(entry("b"))
    data = file.read_bytes()

    for length in range(whole, len(data) - 1):
        file.write_bytes(data[:length])
        with Journal(file) as journal:
            assert set(journal.entries) == {"a"}
            journal.add(entry("c"))
        assert set(Journal(file).entries) == {"a", "c"}


def test_a_long_journal_is_written_anew(tmp_path):
    file = tmp_path / "journal.jsonl"
    with Journal(file) as journal:
        for _ in range(200):
            journal.add(entry("a"))
    with Journal(file) as journal:
        journal.add(entry("b"))

    assert len(file.read_bytes().splitlines()) == 2


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"null", b"\xff", b'{"format": 1}', b'{"format": 99, "source": "x"}', b"[" * 10000]
)
def test_foreign_lines_are_passed_over(tmp_path, line):
    file = tmp_path / "journal.jsonl"
    file.write_bytes(line + b"\n" + entry("a").line().encode() + b"\n")

    assert set(Journal(file).entries) == {"a"}


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"content")
    os.utime(file, ns=(1, OLD))
    return file


def test_what_did_not_change_is_not_read(file):
    was = trace(file, now=2 * OLD)
    file.chmod(0)

    assert Looker().changed([was]) is None


def test_a_file_that_was_only_touched_did_not_change(file):
    was = trace(file, now=2 * OLD)
    os.utime(file, ns=(1, 2 * OLD))

    assert Looker().changed([was]) is None


def test_new_content_of_the_same_size_is_a_change(file):
    was = trace(file, now=2 * OLD)
    file.write_bytes(b"CONTENT")

    assert Looker().changed([was]) == str(file)


def test_content_that_changed_in_the_same_moment_is_a_change(file):
    was = trace(file, now=OLD + 1)
    file.write_bytes(b"CONTENT")
    os.utime(file, ns=(1, OLD))

    assert Looker().changed([was]) == str(file)


def test_what_comes_and_goes_is_a_change(file):
    was, was_not = trace(file, now=2 * OLD), trace(file.with_name("other"), now=2 * OLD)
    assert Looker().changed([was, was_not]) is None

    file.with_name("other").touch()
    assert Looker().changed([was, was_not]) == was_not.path

    file.unlink()
    assert Looker().changed([was]) == was.path


def test_only_what_pdfs_are_made_of_names_the_theme(tmp_path, monkeypatch):
    from afgazad_pdf import Settings
    from afgazad_pdf.batch import Job

    versions = import_module("afgazad_pdf.batch.versions")
    templates = tmp_path / "templates"
    (templates / "batch").mkdir(parents=True)
    profile = tmp_path / "paper.icc"
    profile.write_bytes(b"one")
    monkeypatch.setattr(versions, "templates_folder", lambda: templates)
    settings = Settings(output_profile=profile)
    job = Job(name="a", source=tmp_path, shown="a", output="a.pdf", publication=None, settings=settings, title="")
    first = versions.themes()(job)

    (templates / "batch" / "report.html.j2").touch()
    assert versions.themes()(job) == first
    profile.write_bytes(b"two")
    second = versions.themes()(job)
    (templates / "page.html.j2").touch()
    assert len({first, second, versions.themes()(job)}) == 3
