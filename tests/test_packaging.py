"""The wheel holds what it must, and works in a fresh environment outside the checkout."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.mark.xdist_group("wheel")
@pytest.mark.parametrize("folder", ["templates", "fonts"])
def test_the_wheel_holds_templates_and_fonts_as_they_are(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if name.startswith(f"afgazad_pdf/{folder}/")}
    files = {
        f"afgazad_pdf/{file.relative_to(ROOT)}": file.read_bytes()
        for file in (ROOT / folder).rglob("*")
        if file.is_file()
    }

    assert packed == files


@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_data_types_and_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()

    assert {"afgazad_pdf/py.typed", "afgazad_pdf/data/afgazad.toml", "afgazad_pdf/data/languages.toml"} <= names
    assert "afgazad_pdf/press/profiles/ISOcoated_v2_300_bas.icc" in names
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert licences == {
        "LICENSE",
        "tests/data/unicode/LICENSE",
        "afgazad_pdf/press/profiles/ISOcoated_v2_300_bas.txt",
        *(f"fonts/{folder.name}/OFL.txt" for folder in (ROOT / "fonts").iterdir() if folder.is_dir()),
    }
    assert "License-Expression: MIT AND OFL-1.1 AND Unicode-3.0 AND Zlib" in metadata
    assert not any(name.startswith(("tests/", "samples/", "docs/")) for name in names)


@pytest.mark.xdist_group("wheel")
@pytest.mark.timeout(600)
def test_the_installed_wheel_renders_a_sample(wheel, tmp_path):
    """The dependencies are this environment's; afgazad_pdf itself comes from the wheel alone."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    packages = next((environment / "lib").glob("python*/site-packages"))
    dependencies = Path(pytest.__file__).parent.parent
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    for entry in dependencies.iterdir():
        if (
            "afgazad" not in entry.name
            and not entry.name.startswith(("_pytest", "pytest", "_editable"))
            and not (packages / entry.name).exists()
        ):
            (packages / entry.name).symlink_to(entry)
    program = (
        "import afgazad_pdf as ap, sys; "
        "r = ap.render_article(ap.load_article(sys.argv[1])); r.write('out.pdf'); "
        "print(ap.__file__, r.pages, len(r.findings))"
    )

    result = subprocess.run(
        [environment / "bin" / "python", "-c", program, str(ROOT / "samples" / "pashto-school" / "article.md")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert result[0].startswith(str(packages))
    assert result[1:] == ["2", "0"]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
