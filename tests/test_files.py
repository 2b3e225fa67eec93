"""Files of strangers: what is read is what lies inside the folder, and no more than may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from afgazad_pdf import files
from afgazad_pdf.files import NotAFile, Outside, TooLarge, read_file, read_head, read_inside


@pytest.fixture(params=["by parts", "resolved"])
def home(tmp_path, request, monkeypatch):
    """A folder with files in it and a secret beside it; also as on systems that cannot open part by part."""
    if request.param == "resolved":
        monkeypatch.setattr(files, "_BY_PARTS", False)
    folder = tmp_path / "home"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"own")
    (folder / "inner" / "b.txt").write_bytes(b"inner")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (folder / "link.txt").symlink_to("../secret.txt")
    (folder / "up").symlink_to("..")
    return folder


@pytest.mark.parametrize("name", ["a.txt", "./a.txt", "inner/../a.txt", "inner//../a.txt"])
def test_a_file_of_the_folder_is_read(home, name):
    assert read_inside(home, name, 100) == b"own"


def test_an_absolute_name_inside_the_folder_is_read(home):
    assert read_inside(home, str(home / "inner" / "b.txt"), 100) == b"inner"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "link.txt", "up/secret.txt", "/etc/passwd", "..", "inner/../../secret.txt"]
)
def test_nothing_outside_is_read(home, name):
    with pytest.raises(Outside):
        read_inside(home, name, 100)


def test_a_folder_beside_with_a_longer_name_is_outside(home):
    (home.parent / "home-2").mkdir()
    (home.parent / "home-2" / "c.txt").write_bytes(b"c")

    with pytest.raises(Outside):
        read_inside(home, str(home.parent / "home-2" / "c.txt"), 100)


@pytest.mark.parametrize("name", ["inner", ".", ""])
def test_a_folder_is_no_file(home, name):
    with pytest.raises(IsADirectoryError):
        read_inside(home, name, 100)


def test_no_more_is_read_than_may_be(home):
    assert read_inside(home, "a.txt", 3) == b"own"
    with pytest.raises(TooLarge) as fault:
        read_inside(home, "a.txt", 2)
    assert fault.value.size == 3


@pytest.mark.timeout(10)
def test_nobody_waits_for_a_pipe(home):
    os.mkfifo(home / "pipe")
    with pytest.raises(NotAFile):
        read_inside(home, "pipe", 100)
    with pytest.raises(NotAFile):
        read_file(home / "pipe", 100)
    with pytest.raises(NotAFile):
        read_head(home / "pipe", 100)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_is_no_file(device):
    with pytest.raises(NotAFile):
        read_file(Path(device), 100)


def test_a_name_with_nul_is_none(home):
    with pytest.raises(ValueError, match="null"):
        read_inside(home, "a\0.txt", 100)


def test_the_head_of_a_file(home):
    assert read_head(home / "a.txt", 2) == b"ow"


def test_a_folder_swapped_for_a_link_between_two_steps_leads_nowhere(tmp_path, monkeypatch):
    """The race that a check of names loses: the inner folder becomes a link after it was looked at."""
    home = tmp_path / "home"
    (home / "inner").mkdir(parents=True)
    (home / "inner" / "secret.txt").write_bytes(b"own")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    opened = os.open

    def swap(path, flags, *arguments, **options):
        if path == "inner" and not (home / "inner").is_symlink():
            (home / "inner").rename(home / "old")
            (home / "inner").symlink_to("..")
        return opened(path, flags, *arguments, **options)

    monkeypatch.setattr(files.os, "open", swap)
    with pytest.raises(Outside):
        read_inside(home, "inner/secret.txt", 100)


def test_no_descriptor_stays_open(home):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for name in ("a.txt", "inner", "link.txt", "up/secret.txt", "none/x", "inner/none"):
        try:
            read_inside(home, name, 1)
        except OSError:
            continue
    assert len(list(Path("/proc/self/fd").iterdir())) == before
