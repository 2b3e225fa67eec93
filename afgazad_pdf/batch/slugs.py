"""Names of files made from what articles call themselves: safe on every file system, and each one once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ..issue import same_slug

LONGEST = 200
"""Bytes of a name in UTF-8; file systems take 255, and an ending, a number and a temporary name need room."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""

_KEPT = ("L", "M", "N")
"""General categories of characters that stay: letters, marks, numbers."""


@lru_cache(maxsize=4096)  # sections, languages and folders come again and again
def safe_slug(text: str, *, instead: str = "article") -> str:
    """Return a name for a file: letters, marks and digits of any script, hyphens, underscores and inner full stops.

    All else, the half-space too, becomes a hyphen: a name that holds a character nobody sees cannot be typed again,
    and a control of direction can make it look like another one. In NFC, at most `LONGEST` bytes, cut between
    characters; never a device's name, never hidden. `instead` where nothing is left.
    """
    folded = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    kept = "".join(
        letter if letter in "_." or unicodedata.category(letter).startswith(_KEPT) else "-" for letter in folded
    )
    name = re.sub(r"[-.]*-[-.]*|\.{2,}", "-", kept).strip("-._")
    while name and unicodedata.category(name[0]) in ("Mn", "Me", "Mc"):  # a mark without its letter
        name = name[1:].lstrip("-._")
    name = name.encode("utf-8")[:LONGEST].decode("utf-8", "ignore").strip("-._")
    name = unicodedata.normalize("NFC", name)
    return f"_{name}" if _RESERVED.fullmatch(name) else name or instead


def unique_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Return paths that no file system takes for one another: the second of two gets ``-2`` before its ending.

    Compared after normalisation and without case, folder by folder. The result depends on the order alone; a number
    is never given that an other path of the list has by itself.
    """
    wanted = tuple(paths)
    own = {same_slug(path) for path in wanted}
    taken: set[str] = set()
    unique = []
    for path in wanted:
        chosen, number = path, 1
        while same_slug(chosen) in taken or (number > 1 and same_slug(chosen) in own):
            number += 1
            chosen = _numbered(path, number)
        taken.add(same_slug(chosen))
        unique.append(chosen)
    return tuple(unique)


def _numbered(path: str, number: int) -> str:
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    return f"{folder}{slash}{stem or name}-{number}{dot if stem else ''}{ending if stem else ''}"
