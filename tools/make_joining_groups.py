"""Write `afgazad_pdf/text/joining_groups.py` from the Unicode Character Database.

Run ``python tools/make_joining_groups.py [FOLDER]``. The folder is laid out as on unicode.org and in Debian's
package `unicode-data`, `/usr/share/unicode`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from make_bidi_tables import FOLDER, groups, version_of, wrapped

TABLE_FILE = Path(__file__).resolve().parent.parent / "afgazad_pdf" / "text" / "joining_groups.py"

ARABIC = (range(0x0600, 0x0700), range(0x0750, 0x0780), range(0x0870, 0x0900))
"""The blocks Arabic, Arabic Supplement, and Arabic Extended-B and -A (Blocks.txt)."""

TABLE = '''\
"""Joining_Group of the letters of the Arabic script: which letters have one shape but for their dots. Generated.

Unicode {version}, written by `tools/make_joining_groups.py`; do not edit. Code points are hexadecimal.
The data is © Unicode, Inc., under the Unicode License V3 (`tests/data/unicode/LICENSE`).
"""

JOINING_GROUPS = {{
{groups}
}}
"""Joining_Group → its code points and ranges (DerivedJoiningGroup.txt)."""
'''


def arabic(words: list[str]) -> list[str]:
    """Return the ranges that lie in the Arabic blocks."""
    return [word for word in words if any(int(word.partition("-")[0], 16) in block for block in ARABIC)]


def table(folder: Path) -> str:
    """Return the whole module."""
    file = folder / "extracted" / "DerivedJoiningGroup.txt"
    found = {name: arabic(words) for name, words in groups(file).items() if name != "No_Joining_Group"}
    return TABLE.format(
        version=version_of(file),
        groups="\n".join(f'    "{name}": "{wrapped(words)}",' for name, words in found.items() if words),
    )


def main() -> None:
    """Write the module anew."""
    TABLE_FILE.write_text(table(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER), encoding="utf-8")
    print(TABLE_FILE)


if __name__ == "__main__":
    main()
