"""Rules for the output intent: for which press and paper the colours are meant (ISO 15930-7, 6.2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .document import Document, Fault
from .output import press_intents, read_profile

REGISTERED = re.compile(r"(FOGRA|CGATS|IFRA|JC200|JCW|SWOP|GRACoL|EUROSB|PSR)", re.IGNORECASE)
"""How names begin in the ICC's registry of characterization data (www.color.org/chardata)."""

CLASSES: Mapping[str, str] = {"mntr": "screen", "scnr": "scanner", "link": "link", "spac": "space", "abst": "abstract"}
"""What profiles that are not for output are for (ICC.1:2022, 7.2.5), in the words of messages."""


def single(document: Document) -> Iterator[Fault]:
    """Tell a file that is for no press, or for two."""
    found = press_intents(document.root)
    if not found:
        yield Fault(code="intent-missing")
    elif len(found) > 1:
        yield Fault(code="intent-repeated", values={"count": len(found)})


def named(document: Document) -> Iterator[Fault]:
    """Tell an intent that does not say its printing condition, such as FOGRA39."""
    if any(not str(intent.get("/OutputConditionIdentifier", "")).strip() for intent in press_intents(document.root)):
        yield Fault(code="intent-unnamed")


def explained(document: Document) -> Iterator[Fault]:
    """Tell a known condition without its registry, and one of no registry that is not explained (table 365)."""
    for intent in press_intents(document.root):
        name = str(intent.get("/OutputConditionIdentifier", "")).strip()
        if str(intent.get("/RegistryName", "")).strip() or not name:
            continue
        if REGISTERED.match(name):
            yield Fault(code="intent-registry-missing", values={"condition": name})
        elif not str(intent.get("/Info", "")).strip():
            yield Fault(code="intent-unexplained", values={"condition": name})


def profiled(document: Document) -> Iterator[Fault]:
    """Tell an intent without its profile, with a damaged one, or with one that is not a press's."""
    for intent in press_intents(document.root):
        profile = read_profile(intent.get("/DestOutputProfile"))
        if profile is None:
            yield Fault(code="intent-profile-missing")
        elif not profile.sound:
            yield Fault(code="intent-profile-damaged")
        elif profile.kind != "prtr":
            yield Fault(code="intent-profile-unfit", values={"kind": CLASSES.get(profile.kind, profile.kind)})
