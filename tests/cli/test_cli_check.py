"""`check`: files, languages, formats, exit codes."""

from __future__ import annotations

import json
import sys

import pytest

import afgazad_pdf as ap


@pytest.fixture(scope="module")
def good() -> bytes:
    article = ap.load_article("---\ntitle: Snow\nlang: en\n---\nText.\n", format="markdown")
    return ap.render_article(article).pdf


@pytest.fixture(scope="module")
def bad() -> bytes:
    article = ap.load_article("---\ntitle: Snow\nlang: en\n---\nLinear \U00010000 B.\n", format="markdown")
    return ap.render_article(article).pdf


@pytest.fixture
def files(tmp_path, good, bad):
    (tmp_path / "good.pdf").write_bytes(good)
    (tmp_path / "bad.pdf").write_bytes(bad)


def test_a_good_file(command, files):
    result = command("check", "good.pdf")

    assert (result.code, result.out, result.err) == (0, b"", "good.pdf: nothing found\n")
    assert command("check", "good.pdf", "--profile", "screen", "-q").err == ""


def test_a_bad_file_does_not_stop_the_others(command, files):
    result = command("check", "bad.pdf", "good.pdf")

    assert result.code == 1
    first, second = result.err.splitlines()
    assert first.startswith("bad.pdf:page 1 (")
    assert " mm): error: glyph-undefined: the font “Noto-Serif” lacks letters" in first
    assert second == "good.pdf: nothing found"


def test_a_warning_is_no_failure(command, tmp_path, good):
    import pikepdf

    (tmp_path / "in.pdf").write_bytes(good)
    with pikepdf.open(tmp_path / "in.pdf") as file:
        del file.Root.ViewerPreferences
        file.save(tmp_path / "out.pdf", fix_metadata_version=False)

    result = command("check", "out.pdf")

    assert result.code == 0
    assert result.err.startswith("out.pdf: warning: title-hidden: ")


def test_findings_for_machines(command, files):
    result = command("check", "bad.pdf", "--format", "json")
    (line,) = result.err.splitlines()
    finding = json.loads(line)
    left, top = finding["place"]

    assert list(finding) == ["level", "code", "message", "file", "line", "field", "page", "place"]
    assert (finding["code"], finding["file"], finding["page"]) == ("glyph-undefined", "bad.pdf", 1)
    assert 20 < left < 100
    assert 50 < top < 150


def test_messages_in_persian(command, files):
    result = command("check", "bad.pdf", "--lang", "fa")

    assert result.code == 1
    assert "glyph-undefined: فونت" in result.err


@pytest.mark.parametrize(
    ("data", "code"), [(b"text", "pdf-unrecognized"), (b"%PDF-1.7 text", "pdf-damaged"), (None, "pdf-unreadable")]
)
def test_what_cannot_be_checked(data, code, command, tmp_path):
    if data is not None:
        (tmp_path / "a.pdf").write_bytes(data)

    result = command("check", "a.pdf")

    assert result.code == 1
    assert f"a.pdf: error: {code}: " in result.err
    assert "Traceback" not in result.err


def test_a_profile_without_its_validator(command, files, monkeypatch):
    monkeypatch.setitem(sys.modules, "page", None)

    result = command("check", "good.pdf", "--profile", "archive")

    assert result.code == 3
    assert "afgazad-pdf[check]" in result.err


@pytest.mark.parametrize(
    "arguments", [(), ("good.pdf", "--profile", "paper"), ("good.pdf", "--lang", "de"), ("good.pdf", "--format", "xml")]
)
def test_wrong_usage(arguments, command, files):
    assert command("check", *arguments).code == 2


def test_a_file_for_a_press(command, files):
    result = command("check", "good.pdf", "--profile", "press")

    assert result.code == 1
    assert "good.pdf: error: intent-missing: " in result.err
    assert "tags-missing" not in result.err


def test_marked_up_pages(command, files, tmp_path):
    as_pdf = command("check", "bad.pdf", "--marked-up", "out/faults.pdf")
    as_png = command("check", "bad.pdf", "--marked-up", "faults.png", "--dpi", "36")

    assert (as_pdf.code, as_png.code) == (1, 1)
    assert f"bad.pdf: marked up in {'out/faults.pdf'}" in as_pdf.err
    assert (tmp_path / "out" / "faults.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "faults-1.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "arguments", [("bad.pdf", "good.pdf", "--marked-up", "a.pdf"), ("bad.pdf", "--marked-up", "a.jpg")]
)
def test_marking_up_needs_one_file_and_a_known_kind(command, files, arguments):
    result = command("check", *arguments)

    assert result.code == 2
    assert "--marked-up" in result.err
