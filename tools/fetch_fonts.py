"""Fetch the bundled fonts that `fonts/fonts.toml` names, with their licences, through npm.

Run from anywhere: ``python tools/fetch_fonts.py``. It needs `npm` and writes only into `fonts/`.
The files are committed; run it to move to a new version of a package, then look at the samples.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "fonts"


def fetch_package(package: str, version: str, folder: Path) -> Path:
    """Download one npm package as an archive and return its path."""
    command = ["npm", "pack", "--silent", f"{package}@{version}"]
    name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    return folder / name


def unpack(archive: Path, members: dict[str, Path]) -> None:
    """Write the archive's members to the paths they map to."""
    with tarfile.open(archive) as package:
        for member, target in members.items():
            stream = package.extractfile(f"package/{member}")
            if stream is None:
                raise SystemExit(f"{archive.name} has no {member}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(stream.read())


def main() -> None:
    """Fetch every family of the table."""
    table = tomllib.loads((FONTS / "fonts.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        for family in table["family"]:
            folder = FONTS / family["folder"]
            members = {face["package_file"]: folder / face["file"] for face in family["face"]}
            members[family["package_licence"]] = folder / family["licence_file"]
            unpack(fetch_package(family["package"], family["package_version"], Path(temporary)), members)


if __name__ == "__main__":
    main()
