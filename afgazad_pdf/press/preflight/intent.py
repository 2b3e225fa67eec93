"""Rules for the output intent: for which press and paper the colours are meant (ISO 15930-7, 6.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from .document import Document, Fault

HEADER = 128
"""Bytes of an ICC profile's header (ICC.1:2022, 7.2)."""

COMPONENTS: Mapping[str, int] = {"CMYK": 4, "RGB": 3, "GRAY": 1}

CLASSES: Mapping[str, str] = {"mntr": "screen", "scnr": "scanner", "link": "link", "spac": "space", "abst": "abstract"}


@dataclass(frozen=True, slots=True)
class Profile:
    """An ICC profile in the file."""

    data: bytes = field(repr=False)
    count: int
    """How many colorants the file says that it has."""

    @property
    def space(self) -> str:
        """The colours that it is for: CMYK, RGB, GRAY, Lab."""
        return self.data[16:20].decode("latin-1").strip()

    @property
    def kind(self) -> str:
        """Its class: ``prtr`` for a press."""
        return self.data[12:16].decode("latin-1").strip()

    @property
    def sound(self) -> bool:
        """Whether it is a profile, whole, for as many colorants as the file says."""
        whole = len(self.data) > HEADER and int.from_bytes(self.data[:4]) <= len(self.data)
        return whole and self.data[36:40] == b"acsp" and COMPONENTS.get(self.space, 3) == self.count


def read_profile(stream: Any) -> Profile | None:
    """Read a profile; None where there is no stream."""
    if not isinstance(stream, pikepdf.Stream):
        return None
    return Profile(stream.read_bytes(), int(stream.get("/N", 0)))


def press_intents(document: Document) -> list[Any]:
    """Return the output intents that are meant for PDF/X."""
    listed = document.root.get("/OutputIntents", ())
    return [item for item in listed if item.get("/S") == "/GTS_PDFX"]


def press_profile(document: Document) -> Profile | None:
    """Return the profile of the press; None where the file has none, or none that can be read."""
    found = press_intents(document)
    profile = read_profile(found[0].get("/DestOutputProfile")) if found else None
    return profile if profile is not None and profile.data[36:40] == b"acsp" else None


def single(document: Document) -> Iterator[Fault]:
    """Tell a file that is for no press, or for two."""
    found = press_intents(document)
    if not found:
        yield Fault(code="intent-missing")
    elif len(found) > 1:
        yield Fault(code="intent-repeated", values={"count": len(found)})


def named(document: Document) -> Iterator[Fault]:
    """Tell an intent that does not say its printing condition, such as FOGRA39."""
    if any(not str(intent.get("/OutputConditionIdentifier", "")).strip() for intent in press_intents(document)):
        yield Fault(code="intent-unnamed")


def profiled(document: Document) -> Iterator[Fault]:
    """Tell an intent without its profile, with a damaged one, or with one that is not a press's."""
    for intent in press_intents(document):
        profile = read_profile(intent.get("/DestOutputProfile"))
        if profile is None:
            yield Fault(code="intent-profile-missing")
        elif not profile.sound:
            yield Fault(code="intent-profile-damaged")
        elif profile.kind != "prtr":
            yield Fault(code="intent-profile-unfit", values={"kind": CLASSES.get(profile.kind, profile.kind)})
