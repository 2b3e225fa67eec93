"""Where finished parts of an issue are kept, so that what has not changed is not laid out again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from ..errors import OutputError
from ..files import write_atomically
from ..findings import Finding, finding_of

FORMAT = 1
"""The version of what a folder keeps; files of another one count as missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPart:
    """A part as the engine made it."""

    pdf: bytes
    pages: int
    depths: tuple[float, ...]
    """For each page, how far its lowest baseline is from its upper edge, in pt; 0 for a page without text."""
    findings: tuple[Finding, ...]


class PartStore(Protocol):
    """Keeps parts under the names that say all that they are made of (`typesetting.Prepared.key`)."""

    def get(self, key: str) -> StoredPart | None:
        """Return a part; None where it is not kept, or no longer whole."""

    def put(self, key: str, part: StoredPart) -> None:
        """Keep a part. A store that cannot keep it says nothing: it is only made again."""


class MemoryStore:
    """Keeps parts as long as the program runs."""

    def __init__(self) -> None:
        self._parts: dict[str, StoredPart] = {}

    def get(self, key: str) -> StoredPart | None:
        """Return a part; None where it is not kept."""
        return self._parts.get(key)

    def put(self, key: str, part: StoredPart) -> None:
        """Keep a part."""
        self._parts[key] = part


class FolderStore:
    """Keeps parts in a folder, one file each; files are whole or not there, and a damaged one counts as missing."""

    def __init__(self, folder: Path) -> None:
        """Keep parts in a folder, which is made when the first part is kept."""
        self._folder = folder

    def get(self, key: str) -> StoredPart | None:
        """Return a part; None where it is not kept, damaged, or of another version."""
        try:
            data = self._file(key).read_bytes()
            head, _, pdf = data.partition(b"\n")
            facts = json.loads(head)
            if facts["format"] != FORMAT or facts["digest"] != sha256(pdf).hexdigest():
                return None
            findings = tuple(finding_of(item) for item in facts["findings"])
            return StoredPart(pdf=pdf, pages=facts["pages"], depths=tuple(facts["depths"]), findings=findings)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, part: StoredPart) -> None:
        """Keep a part; where the folder cannot be written, it is made again the next time."""
        facts = {
            "format": FORMAT,
            "digest": sha256(part.pdf).hexdigest(),
            "pages": part.pages,
            "depths": part.depths,
            "findings": [asdict(item) for item in part.findings],
        }
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, json.dumps(facts, ensure_ascii=False).encode("utf-8") + b"\n" + part.pdf)
        except (OSError, OutputError):
            return

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.part"


class LayeredStore:
    """A quick store before a lasting one."""

    def __init__(self, first: PartStore, second: PartStore) -> None:
        self._first, self._second = first, second

    def get(self, key: str) -> StoredPart | None:
        """Return a part from the first store that has it."""
        part = self._first.get(key)
        if part is None and (part := self._second.get(key)) is not None:
            self._first.put(key, part)
        return part

    def put(self, key: str, part: StoredPart) -> None:
        """Keep a part in both."""
        self._first.put(key, part)
        self._second.put(key, part)
