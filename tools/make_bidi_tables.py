"""Write `afgazad_pdf/bidi/tables.py` from the files of the Unicode Character Database.

Run ``python tools/make_bidi_tables.py [FOLDER]``. The folder is laid out as on unicode.org and in Debian's
package `unicode-data`, `/usr/share/unicode`. For a new version of Unicode, renew `tests/data/unicode` too.
"""

from __future__ import annotations

import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path("/usr/share/unicode")
TABLES = Path(__file__).resolve().parent.parent / "afgazad_pdf" / "bidi" / "tables.py"
CODE_POINTS = 0x110000

SHORT_NAMES = {
    "Arabic_Letter": "AL",
    "Boundary_Neutral": "BN",
    "European_Terminator": "ET",
    "Left_To_Right": "L",
    "Right_To_Left": "R",
}
"""Values of Bidi_Class that `@missing` lines spell out (PropertyValueAliases.txt)."""

TABLE = '''\
"""Properties of characters that the bidirectional algorithm and joining need. Generated: do not edit.

Unicode {version}, written by `tools/make_bidi_tables.py`. All numbers are code points in hexadecimal.
The data is © Unicode, Inc., under the Unicode License V3 (`tests/data/unicode/LICENSE`).
"""

UNICODE_VERSION = "{version}"

BIDI_CLASSES = """
{bidi_classes}
"""
"""Where a run of one Bidi_Class begins, and its class, by turns (DerivedBidiClass.txt with its defaults)."""

BRACKETS = """
{brackets}
"""
"""Opening and closing paired brackets, by turns (BidiBrackets.txt)."""

CANONICAL_BRACKETS = """
{canonical_brackets}
"""
"""Paired brackets and the brackets they are canonically equivalent to, by turns."""

MIRRORED = """
{mirrored}
"""
"""Characters and their mirror images, by turns (BidiMirroring.txt)."""

JOINING_TYPES = {{
{joining_types}
}}
"""Joining_Type → its code points and ranges; all others are U (DerivedJoiningType.txt)."""

LAMS = """
{lams}
"""
"""Letters of Joining_Group Lam (DerivedJoiningGroup.txt)."""

ALEFS = """
{alefs}
"""
"""Letters of Joining_Group Alef (DerivedJoiningGroup.txt)."""
'''


def data_lines(file: Path) -> Iterator[list[str]]:
    """Yield the fields of each line of a data file, without comments."""
    for line in file.read_text(encoding="utf-8").splitlines():
        data = line.partition("#")[0]
        if data.strip():
            yield [field.strip() for field in data.split(";")]


def code_points(field: str) -> range:
    """Return the code points of a field such as 062A or 062A..062E."""
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def version_of(file: Path) -> str:
    """Return the Unicode version that the first line of a data file names."""
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    found = re.search(r"-(\d+\.\d+\.\d+)\.txt", first)
    if found is None:
        raise SystemExit(f"{file} does not begin with its name and version.")
    return found[1]


def bidi_classes(file: Path) -> list[str]:
    """Return where each run of one class begins, and the class; unassigned code points have their defaults."""
    classes = [""] * CODE_POINTS
    defaults = re.findall(r"^# @missing: (\S+); (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    stated = [(field, SHORT_NAMES[name]) for field, name in defaults]
    for field, name in [*stated, *data_lines(file)]:  # later lines win
        span = code_points(field)
        classes[span.start : span.stop] = [name] * len(span)
    before = ["", *classes]
    starts = [point for point in range(CODE_POINTS) if classes[point] != before[point]]
    return [word for start in starts for word in (f"{start:X}", classes[start])]


def brackets(file: Path) -> list[str]:
    """Return each opening bracket with its closing one."""
    return [word for opening, closing, kind in data_lines(file) if kind == "o" for word in (opening, closing)]


def canonical_brackets(words: list[str]) -> list[str]:
    """Return the brackets that are canonically equivalent to another character, with that character."""
    forms = {word: unicodedata.normalize("NFD", chr(int(word, 16))) for word in words}
    return [part for word, form in forms.items() if f"{ord(form):04X}" != word for part in (word, f"{ord(form):04X}")]


def mirrored(file: Path) -> list[str]:
    """Return each character that has a mirror image, with it."""
    return [word for character, image in data_lines(file) for word in (character, image)]


def groups(file: Path) -> dict[str, list[str]]:
    """Return the code points and ranges of each value of a property, in order."""
    found: dict[str, list[range]] = {}
    for field, name in data_lines(file):
        spans, span = found.setdefault(name, []), code_points(field)
        if spans and spans[-1].stop == span.start:
            spans[-1] = range(spans[-1].start, span.stop)
        else:
            spans.append(span)
    return {name: [written(span) for span in spans] for name, spans in sorted(found.items())}


def written(span: range) -> str:
    """Return a range of code points as the table writes it."""
    return f"{span.start:04X}" if len(span) == 1 else f"{span.start:04X}-{span.stop - 1:04X}"


def wrapped(words: list[str]) -> str:
    """Return words as lines that fit the file."""
    return textwrap.fill(" ".join(words), width=118, break_on_hyphens=False)


def table(folder: Path) -> str:
    """Return the whole module."""
    derived = folder / "extracted"
    pairs = brackets(folder / "BidiBrackets.txt")
    types = groups(derived / "DerivedJoiningType.txt")
    letters = groups(derived / "DerivedJoiningGroup.txt")
    return TABLE.format(
        version=version_of(derived / "DerivedBidiClass.txt"),
        bidi_classes=wrapped(bidi_classes(derived / "DerivedBidiClass.txt")),
        brackets=wrapped(pairs),
        canonical_brackets=wrapped(canonical_brackets(pairs)),
        mirrored=wrapped(mirrored(folder / "BidiMirroring.txt")),
        joining_types="\n".join(f'    "{name}": """\n{wrapped(words)}\n""",' for name, words in types.items()),
        lams=wrapped(letters["Lam"]),
        alefs=wrapped(letters["Alef"]),
    )


def main() -> None:
    """Write the module anew."""
    TABLES.write_text(table(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER), encoding="utf-8")
    print(TABLES)


if __name__ == "__main__":
    main()
