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

OWN_PLACES = re.compile(r"\.afgazad|quarantine|report(-[0-9]+-of-[0-9]+)?\.(html|json)", re.IGNORECASE)
"""What a batch keeps in the output folder for itself: no folder of PDFs may have such a name."""

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


def safe_path(path: str) -> str:
    """Return a PDF's path in the output folder so that it can be written.

    Each part has at most `LONGEST` bytes, ``.pdf`` aside, and the first folder is no place of the batch's own.
    """
    *folders, name = (part for part in path.split("/") if part not in ("", "."))
    if folders and OWN_PLACES.fullmatch(folders[0]):
        folders[0] = f"_{folders[0]}"
    return "/".join([*map(_cut, folders), _cut(name[:-4]) + name[-4:]])


def _cut(text: str) -> str:
    return text.encode("utf-8", "surrogatepass")[:LONGEST].decode("utf-8", "ignore")


def unique_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Return paths that no file system takes for one another: the second of two gets ``-2`` before its ending.

    Compared after normalisation and without case, folder by folder. The result depends on the order alone; a number
    is never given that an other path of the list has by itself.
    """
    wanted = tuple(paths)
    own = {same_slug(path) for path in wanted}
    taken: set[str] = set()
    last: dict[str, int] = {}  # of each name the number that was given last: all below it are taken
    unique = []
    for path in wanted:
        chosen, name = path, same_slug(path)
        number = last.get(name, 1)
        while (key := same_slug(chosen)) in taken or (number > 1 and key in own):
            number += 1
            chosen = _numbered(path, number)
        last[name] = number
        taken.add(key)
        unique.append(chosen)
    return tuple(unique)


def _numbered(path: str, number: int) -> str:
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    return f"{folder}{slash}{stem or name}-{number}{dot if stem else ''}{ending if stem else ''}"
