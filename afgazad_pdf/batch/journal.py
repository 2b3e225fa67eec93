"""The journal of a batch: one line of JSON for each thing that is finished, only ever added to.

After any death it says what was finished before; a last line that was cut off counts as not written. It is
also the batch's memory: the next batch asks it what each PDF was made of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..errors import OutputError
from ..files import write_atomically
from .freshness import Trace

FORMAT = 1
"""The version of the lines; those of another one are passed over."""

ROOM = 3
"""A journal with so many times more lines than articles is written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of one article, the last time."""

    source: str
    output: str
    outcome: str
    """`done`, `failed` or `quarantined`."""
    configuration: str
    """The name of settings, versions and theme (`freshness.configuration`)."""
    traces: tuple[Trace, ...]
    """Of everything that was read; the article first."""
    facts: dict[str, Any]
    """What the plan reads of an article, as `jobs.Facts` has it; empty where it could not be read."""
    size: int = 0
    time: int = 0
    """Of the PDF's last change, in nanoseconds."""
    digest: str = ""
    pages: int = 0
    findings: tuple[dict[str, Any], ...] = ()
    reason: str = ""
    seconds: float = 0.0
    """Of wall time that it took."""
    memory: int = 0
    """The most memory that its process held, in bytes."""

    def line(self) -> str:
        """Return the entry as a line of the journal."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(
            fields | {"format": FORMAT, "traces": [item.row() for item in self.traces]}, ensure_ascii=False
        )


class Journal:
    """The journal of one output folder, or of one shard of a batch in it; a context manager."""

    def __init__(self, file: Path, others: Iterable[Path] = ()) -> None:
        """Read what the file says, as far as it is whole; and what `others` say, which are never written."""
        self._file = file
        self._descriptor: int | None = None
        self._lines = 0
        self.entries: dict[str, Entry] = {}
        """The last entry for each article, by its file; of several journals that with the newest PDF."""
        self._whole = self._read()
        self._own = dict(self.entries)
        for other in others:
            for source, entry in Journal(other).entries.items():
                if source not in self.entries or self.entries[source].time < entry.time:
                    self.entries[source] = entry

    def __enter__(self) -> Self:
        """Open the file to add to it; raises OutputError."""
        try:
            if self._lines > ROOM * len(self._own) + 100:
                self._write_anew()
            self._descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            if not self._whole:
                os.write(self._descriptor, b"\n")
        except OSError as fault:
            raise self._fault(fault) from fault
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    def add(self, entry: Entry) -> None:
        """Write an entry, to the disk itself; raises OutputError."""
        assert self._descriptor is not None
        data = f"{entry.line()}\n".encode("utf-8", "backslashreplace")
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
            os.fdatasync(self._descriptor)
        except OSError as fault:
            raise self._fault(fault) from fault
        self.entries[entry.source] = self._own[entry.source] = entry
        self._lines += 1

    def _read(self) -> bool:
        """Read the entries; return whether the file ends with a whole line."""
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            return True
        except OSError as fault:
            raise self._fault(fault) from fault
        for row in data.split(b"\n"):
            self._lines += 1
            entry = _entry(row)
            if entry is not None:
                self.entries[entry.source] = entry
        return not data or data.endswith(b"\n")

    def _write_anew(self) -> None:
        write_atomically(self._file, _joined(self._own.values()))
        self._lines, self._whole = len(self._own), True

    def _fault(self, fault: OSError) -> OutputError:
        return OutputError(f"The journal {self._file} cannot be used: {fault.strerror or fault}.")


def _joined(entries: Iterable[Entry]) -> bytes:
    return "".join(f"{entry.line()}\n" for entry in entries).encode("utf-8", "backslashreplace")


def _entry(row: bytes) -> Entry | None:
    """Read a line; None for one that is cut off, foreign, or of another version."""
    try:
        fields = json.loads(row)
        if fields.pop("format") != FORMAT:
            return None
        fields["traces"] = tuple(Trace(*item) for item in fields["traces"])
        fields["findings"] = tuple(fields["findings"])
        return Entry(**fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
