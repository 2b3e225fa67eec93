"""The press for which a file is meant: its output intents and their ICC profiles (ISO 15930-7, 6.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

HEADER = 128
"""Bytes of an ICC profile's header (ICC.1:2022, 7.2)."""

COMPONENTS: Mapping[str, int] = {"CMYK": 4, "RGB": 3, "GRAY": 1}


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


def press_intents(root: Any) -> list[Any]:
    """Return the output intents of a catalogue that are meant for PDF/X."""
    listed = root.get("/OutputIntents", ())
    return [item for item in listed if item.get("/S") == "/GTS_PDFX"]


def press_profile(root: Any) -> Profile | None:
    """Return the profile of the press; None where the catalogue has none, or none that can be read."""
    found = press_intents(root)
    profile = read_profile(found[0].get("/DestOutputProfile")) if found else None
    return profile if profile is not None and profile.data[36:40] == b"acsp" else None
