"""`fonts`, `doctor` and `schema`."""

from __future__ import annotations

import builtins
import json
import sys

import pytest

from afgazad_pdf import pdf
from afgazad_pdf.cli import doctor
from afgazad_pdf.cli.fonts import letter_sets
from afgazad_pdf.cli.machine import INSTALL, LIBRARIES, SYSTEMS, systems
from afgazad_pdf.errors import ResourceError

# ------------------------------------------------------------------ fonts


def test_fonts_lists_families_and_languages(command):
    result = command("fonts")
    assert result.code == 0
    head, *rows = result.text.splitlines()
    assert head.split()[:4] == ["Family", "Weights", "Scripts", "Licence"]
    assert set(letter_sets()) <= set(head.split())
    assert any(row.startswith("Afgazad Sans") and "OFL-1.1" in row for row in rows)


def test_fonts_for_machines(command):
    families = [json.loads(line) for line in command("fonts", "--format", "json").text.splitlines()]
    missing = {family["family"]: family["missing"] for family in families}
    assert missing["Afgazad Sans"]["ps"] == ""
    assert "\u067e" in missing["Noto Serif"]["fa"]  # پ
    assert missing["Noto Serif"]["tg"] == ""


def test_every_letter_set_is_printed_by_some_font(command):
    families = [json.loads(line) for line in command("fonts", "--format", "json").text.splitlines()]
    for tag in letter_sets():
        assert any(not family["missing"][tag] for family in families), tag


def test_fonts_finds_what_no_font_has(command, write_article):
    result = command("fonts", "--article", write_article("a.md", body="Linear B: \U00010000."))
    assert result.code == 1
    assert "a.md: error: glyph-missing" in result.err
    assert "U+10000" in result.err


def test_fonts_has_all_letters_of_a_plain_article(command, write_article):
    article = write_article("a.md", body="\u0633\u0644\u0627\u0645\u200c, Ўзбек, Straße \u00a0\u202f\u200f")
    assert command("fonts", "--article", article).code == 0


def test_fonts_names_an_article_that_cannot_be_read(command):
    assert command("fonts", "--article", "none.md").code == 1


def test_fonts_folder_must_exist(command):
    assert command("fonts", "--font-dir", "none").code == 3


# ------------------------------------------------------------------ doctor


def test_doctor_finds_this_machine_well(command):
    result = command("doctor")
    assert result.code == 0, result.text
    for name in ("Python", "WeasyPrint", "Pango", "HarfBuzz", "fontconfig", "Fonts", "Templates", "Temporary folder"):
        assert f"ok    {name}: " in result.text


def test_doctor_for_machines(command):
    checks = [json.loads(line) for line in command("doctor", "--format", "json").text.splitlines()]
    assert {check["state"] for check in checks} <= {"ok", "note"}


def test_doctor_runs_where_weasyprint_does_not_load(command, monkeypatch):
    def fail() -> dict[str, str]:
        raise ResourceError("WeasyPrint cannot load its libraries (no libpango). Install them.")

    monkeypatch.setattr(pdf, "engine_versions", fail)
    monkeypatch.setattr(doctor, "library_found", lambda files: "pango-1.0" not in files[0])
    monkeypatch.setattr(doctor, "systems", lambda: ("Debian, Ubuntu",))
    result = command("doctor")
    assert result.code == 3
    assert "fault WeasyPrint: WeasyPrint cannot load its libraries" in result.text
    assert "fault Pango: missing" in result.text
    assert "sudo apt-get install libpango-1.0-0" in result.text
    assert "ok    HarfBuzz: found" in result.text


def test_doctor_runs_where_weasyprint_is_not_installed(command, monkeypatch):
    monkeypatch.delitem(sys.modules, "afgazad_pdf.pdf", raising=False)
    genuine = builtins.__import__

    def refuse(name, *arguments, **keywords):
        if name.partition(".")[0] == "weasyprint":
            raise ModuleNotFoundError("No module named 'weasyprint'")
        return genuine(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", refuse)
    result = command("doctor")
    assert result.code == 3
    assert "fault WeasyPrint: not installed" in result.text
    assert "pip install" in result.text


def test_doctor_does_not_mind_an_optional_library(command, monkeypatch):
    versions = pdf.engine_versions() | {"harfbuzz-subset": "missing"}
    monkeypatch.setattr(pdf, "engine_versions", lambda: versions)
    monkeypatch.setattr(doctor, "systems", lambda: SYSTEMS)
    result = command("doctor")
    assert result.code == 0
    assert "note  libharfbuzz-subset: missing" in result.text
    assert "Fedora: sudo dnf install harfbuzz" in result.text
    assert "macOS: brew install harfbuzz" in result.text
    assert "pacman" in result.text


def test_doctor_finds_missing_fonts(command, monkeypatch):
    def fail(folders: tuple[object, ...] = ()) -> tuple[object, ...]:
        raise ResourceError("The folder “fonts” of afgazad_pdf is missing.")

    monkeypatch.setattr("afgazad_pdf.fonts.load_faces", fail)
    result = command("doctor")
    assert result.code == 3
    assert "fault Fonts: The folder “fonts”" in result.text


def test_every_library_can_be_installed_everywhere():
    assert set(LIBRARIES) | {"python"} == set(INSTALL)
    assert all(set(commands) == set(SYSTEMS) for commands in INSTALL.values())


@pytest.mark.parametrize(
    ("platform", "release", "expected"),
    [
        ("darwin", "", ("macOS",)),
        ("win32", "", ("Windows (MSYS2)",)),
        ("linux", "ID=debian\n", ("Debian, Ubuntu",)),
        ("linux", 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', ("Debian, Ubuntu",)),
        ("linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', ("Fedora",)),
        ("linux", "ID=void\n", SYSTEMS),
    ],
)
def test_systems_are_known_by_their_release_file(platform, release, expected, tmp_path):
    file = tmp_path / "os-release"
    file.write_text(release, encoding="utf-8")
    assert systems(platform, file) == expected


def test_system_without_a_release_file(tmp_path):
    assert systems("linux", tmp_path / "none") == SYSTEMS


# ------------------------------------------------------------------ schema


@pytest.mark.parametrize(("name", "field"), [("article", "title"), ("publication", "names"), ("issue", "articles")])
def test_schema_is_json(name, field, command):
    result = command("schema", name)
    assert result.code == 0
    schema = json.loads(result.out)
    assert field in json.dumps(schema)


def test_schema_of_articles_is_the_first(command):
    assert command("schema").out == command("schema", "article").out


def test_schema_goes_to_a_file(command, tmp_path):
    result = command("schema", "publication", "-o", "publication.json")
    assert (result.code, result.out) == (0, b"")
    assert json.loads((tmp_path / "publication.json").read_text(encoding="utf-8"))["type"] == "object"


def test_schema_that_cannot_be_written(command):
    assert command("schema", "-o", "nowhere/x.json").code == 3


def test_schema_of_nothing_known(command):
    assert command("schema", "page").code == 2
