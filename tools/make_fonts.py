"""Make the bundled fonts that `fonts/fonts.toml` names: fetch the sources through npm, derive our faces from them.

Run from anywhere: ``python tools/make_fonts.py`` (or ``make fonts``). It needs `npm` and writes only
into `fonts/`. The same sources give the same bytes. The files are committed; run it after a change of
`tools/deriving/` or to move to a new version of a package, then look at the samples.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from deriving.breadth import broaden
from deriving.carriers import add_carriers
from deriving.comparing import check_kept
from deriving.glyphs import recount, skip_specks
from deriving.kashida import add_kashida
from deriving.letters import keep_letters
from deriving.marks import place_marks
from deriving.naming import rename
from deriving.packages import checked, fetch_package, member
from deriving.superiors import add_superiors
from deriving.wholes import keep_whole

FONTS = Path(__file__).resolve().parent.parent / "fonts"

STEPS: dict[str, Callable[[TTFont], None]] = {
    "kashida": add_kashida,
    "letters": keep_letters,
    "wholes": keep_whole,
    "marks": place_marks,
    "superiors": add_superiors,
    "carriers": add_carriers,
    "breadth": broaden,
}
"""What `derived` of a family in `fonts.toml` may name, each changing a font in place; they run in this order."""


def derived(data: bytes, family: dict[str, Any]) -> bytes:
    """Return the face that `fonts.toml` wants made of a source file."""
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    if unknown := set(family["derived"]) - STEPS.keys():
        raise SystemExit(f"{family['name']}: fonts.toml names steps that there are not: {', '.join(sorted(unknown))}")
    rename(font, family["derived_from"], family["name"], family["revision"])
    for name, step in STEPS.items():
        if name in family["derived"]:
            step(font)
            recount(font)
    skip_specks(font)
    font["post"].formatType = 3.0  # without names of glyphs, which nothing asks for: a third of a file
    stream = BytesIO()
    font.save(stream)
    check_kept(data, stream.getvalue())
    return stream.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole: programs that have mapped the one before into memory keep that."""
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)


def main() -> None:
    """Make every family of the table."""
    table = tomllib.loads((FONTS / "fonts.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        for family in table["family"]:
            folder = FONTS / family["folder"]
            folder.mkdir(exist_ok=True)
            archive = fetch_package(family["package"], family["package_version"], Path(temporary))
            (folder / family["licence_file"]).write_bytes(member(archive, family["package_licence"]))
            for face in family["face"]:
                data = checked(member(archive, face["package_file"]), face["package_sha256"], face["package_file"])
                made = derived(data, family) if "derived_from" in family else data
                _write(folder / face["file"], made)
                print(f"{face['file']}: {len(data):,} -> {len(made):,} bytes")


if __name__ == "__main__":
    main()
