"""The verdict on a standard: PDF/UA-1 and PDF/A-3a, by a validator that is a package of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from ...errors import Problem, ResourceError, SettingsError
from ...settings import Profile
from .document import Document, Fault

STANDARDS: Mapping[Profile, tuple[str, ...]] = {"screen": ("ua1",), "archive": ("3a", "ua1"), "press": ()}
"""What each profile promises, by the validator's names; it knows no PDF/X, whose rules are our own."""

_PAGE = re.compile(r"\bpage (\d+)\b")
"""How the validator names a page in its messages."""

NAMES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}


def validator() -> ModuleType:
    """Return the validator; raises ResourceError where it is not installed."""
    try:
        import page
    except ImportError as fault:
        raise ResourceError(
            "Checking PDF/A and PDF/UA needs page-validation, which comes with: pip install 'afgazad-pdf[check]'. "
            "Without a profile, the other rules are checked."
        ) from fault
    return page


def prepare(profile: Profile) -> None:
    """Raise SettingsError for a profile that is not known, and ResourceError without the validator that it needs."""
    if profile not in STANDARDS:
        known = ", ".join(STANDARDS)
        raise SettingsError(Problem(field="profile", message=f"“{profile}” cannot be checked; write one of: {known}"))
    if STANDARDS[profile]:
        validator()


def verdicts(document: Document, profile: Profile) -> Iterator[Fault]:
    """Tell each rule of the profile's standards that the file breaks, once, at the first place that is known."""
    for standard in STANDARDS[profile]:
        yield from _verdict(document, standard)


def _verdict(document: Document, standard: str) -> Iterator[Fault]:
    program = validator()
    try:
        failures = program.validate_pdf_bytes(document.data, profile=standard).failures
    except program.PageError as fault:
        yield Fault(code="conformance-unknown", values={"standard": NAMES[standard], "reason": str(fault)})
        return
    counts = Counter(failure.rule_id for failure in failures)
    for rule, count in counts.items():
        first = next(failure for failure in failures if failure.rule_id == rule)
        values: dict[str, str | int] = {
            "standard": NAMES[standard],
            "rule": rule,
            "reason": first.message,
            "count": count,
        }
        yield Fault(code="conformance-failed", page=_page(document, first), values=values)


def _page(document: Document, failure: Any) -> int | None:
    """Return the page that a failure names, or whose object it names."""
    named = _PAGE.search(failure.message)
    if named is not None:
        return int(named[1])
    number = failure.object_id
    return None if number is None else document.page_numbers.get((number.object_number, number.generation))
