"""The sources of the fonts: files in npm packages, each known by its SHA-256 digest."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from pathlib import Path


def fetch_package(package: str, version: str, folder: Path) -> Path:
    """Download one npm package as an archive into a folder and return its path."""
    command = ["npm", "pack", "--silent", f"{package}@{version}"]
    name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    return folder / name


def member(archive: Path, name: str) -> bytes:
    """Return one file of a package; leaves the program where there is none."""
    with tarfile.open(archive) as package:
        try:
            stream = package.extractfile(f"package/{name}")
        except KeyError:
            stream = None
        if stream is None:
            raise SystemExit(f"{archive.name} has no {name}")
        return stream.read()


def checked(data: bytes, digest: str, name: str) -> bytes:
    """Return the data; leaves the program where its SHA-256 digest is not the given one."""
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise SystemExit(
            f"{name}: the source has changed. fonts.toml expects SHA-256 {digest}, the package has {found}. "
            "Look at the new version, then write its digest into fonts.toml."
        )
    return data
