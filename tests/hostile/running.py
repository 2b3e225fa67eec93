"""Runs hostile inputs through the workers of a batch and says how each ended."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from afgazad_pdf.batch.limits import JobLimits
from afgazad_pdf.batch.slots import Ended, Slots, Task
from afgazad_pdf.settings import Settings

from .making import SECRET, Hostile

TRACEBACK = re.compile(r"Traceback|\b[A-Z]\w+(?:Error|Exception)\b|<module>|0x[0-9a-f]{6,}")
"""What must not stand in a message to an editor."""

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass(frozen=True)
class End:
    """How one input ended."""

    input: Hostile
    outcome: str
    """``pdf``, ``refused``, ``time``, ``memory``, or ``died``."""
    seconds: float
    memory: int
    """In bytes."""
    said: str
    """The first error, or what was refused."""
    pages: int = 0
    faults: tuple[str, ...] = ()
    """What an end must not be, in words; none is wanted."""


def run(
    inputs: Iterable[Hostile],
    folder: Path,
    root: Path,
    *,
    limits: JobLimits | None = None,
    cpu: float = 0.0,
    count: int = 2,
) -> Iterator[End]:
    """Run inputs in workers without network, each in a folder of its own, and yield their ends as they come.

    `cpu`: seconds of processor time for each; 0 for as much as a job has.
    """
    limits = limits or JobLimits()
    made: dict[int, Hostile] = {}
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)

    def tasks() -> Iterator[Task]:
        for number, one in enumerate(inputs):
            made[number] = one
            place = folder / f"{number:04}-{one.name}"
            source = one.make(place)
            settings = {key: [str(source.parent / name) for name in value] for key, value in one.settings.items()}
            publication = source.parent / "publication.toml"
            message = {
                "source": str(source),
                "shown": source.name,
                "publication": str(publication) if one.publication else None,
                "settings": Settings(**settings).model_dump(mode="json"),
                "temporary": str(place / "made.pdf"),
                "limits": limits.of(source) | ({"cpu": cpu} if cpu else {}),
                "now": 0,
            }
            yield Task(number, message)

    start = {"settings": [Settings().model_dump(mode="json")], "publications": [None], "network": False}
    with Slots(count, start, logs) as slots:
        for ended in slots.run(tasks()):
            one = made.pop(ended.number)
            place = folder / f"{ended.number:04}-{one.name}"
            yield end_of(one, ended, place)
            for file in sorted(place.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink()
            place.rmdir()


def end_of(one: Hostile, ended: Ended, place: Path) -> End:
    """Judge how an input ended."""
    made = End(one, "died", ended.seconds, ended.memory, ended.log[-200:])
    answer = ended.answer
    if answer is None:
        outcome = "time" if ended.late or ended.code in (-24, -9) else "died"
        faults = () if outcome == "time" else (f"the worker died with {ended.code}: {ended.log[-200:]}",)
        return replace(made, outcome=outcome, faults=faults)
    if "memory-error" in answer:
        return replace(made, outcome="memory", said="")
    if "environment" in answer:
        known = one.theme or one.publication
        return replace(
            made, outcome="refused", said=answer["environment"], faults=() if known else (answer["environment"],)
        )
    messages = [finding["message"] for finding in answer["findings"]]
    errors = [finding["message"] for finding in answer["findings"] if finding["level"] == "error"]
    faults = [f"it says “{message[:200]}”" for message in messages if TRACEBACK.search(message) and not one.theme]
    faults += [f"it tells the secret: {message[:200]}" for message in messages if SECRET in message]
    if "failed" in answer:
        said = "; ".join([part for part in (answer["failed"], *errors) if part])
        if not said:
            faults.append("it was refused without a word")
        if not one.theme and TRACEBACK.search(answer["failed"]):
            faults.append(f"it was refused with “{answer['failed'][:200]}”")
        return replace(made, outcome="refused", said=said, faults=tuple(faults))
    faults += faults_of((place / "made.pdf").read_bytes())
    return replace(made, outcome="pdf", said="; ".join(errors), pages=answer["pages"], faults=tuple(faults))


def faults_of(pdf: bytes) -> list[str]:
    """Return what a PDF of a hostile article holds and must not, in words."""
    faults = ["the PDF holds the secret"] if holds_secret(pdf) else []
    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-32:]:
        faults.append("the PDF is not whole")
    forbidden = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"javascript:", b"file://")
    return faults + [f"the PDF holds {address.decode()}" for address in forbidden if address in pdf]


def holds_secret(pdf: bytes) -> bool:
    """Say whether a PDF holds the secret, in the open or in a stream, also by the name of a file of the machine."""
    wanted = (SECRET.encode(), SECRET.encode("utf-16-be"), b"root:x:0")
    pieces = [pdf]
    for stream in STREAM.finditer(pdf):
        try:
            pieces.append(zlib.decompressobj().decompress(stream.group(1), 5_000_000))
        except zlib.error:
            continue
    return any(secret in piece for piece in pieces for secret in wanted)
