"""Preflight: what is wrong with a PDF, ours or another's, before a reader or a printer finds it.

The rules are tables of functions (`rules`), each from a page or the document to faults. A rule looks at what is
painted (`document`, which `contents` interprets) or at the file's dictionaries, and gives a code, a place and
values; levels stand in `levels`, the words in the catalogues of `messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ...findings import Finding
from ...settings import Profile
from . import conformance
from .contents import FAULTS
from .document import Document, Fault, Unopened, opened
from .levels import LEVELS, level
from .marking import marked
from .messages import catalogue_language, message
from .rules import PRESS, READING, Rules, rules_for

__all__ = ["LEVELS", "Checked", "check_pdf", "checked_pdf"]

Subject = TypeVar("Subject")

DOCUMENT_RULES = tuple(dict.fromkeys((*READING.document, *PRESS.document)))
PAGE_RULES = tuple(dict.fromkeys((*READING.page, *PRESS.page)))
"""All rules there are."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A PDF that was checked."""

    findings: tuple[Finding, ...]
    _data: bytes = field(repr=False)
    _faults: tuple[Fault, ...] = field(repr=False)

    def marked_up(self) -> bytes | None:
        """Return a PDF of the same pages with a box round each fault that has a place, and its code.

        Codes without a place stand in the upper left corner of their page, or of the first one. It is for people to
        look at, not to be printed from. None where the file cannot be opened, so that there is no page to show.
        """
        return marked(self._data, self.findings, self._faults)


def check_pdf(pdf: bytes | str | Path, *, profile: Profile | None = None, lang: str = "en") -> tuple[Finding, ...]:
    """Check a PDF and return what is wrong with it: the file as a whole, page by page, then standards.

    `pdf` is a file's path, or its bytes. With a `profile` the file is held against its standards as well:
    ``screen`` is PDF/UA-1, ``archive`` PDF/A-3a and PDF/UA-1, ``press`` PDF/X-4 with printers' advice, where what
    only readers need does not matter. `lang` is the language of the messages, ``en`` or ``fa``.

    A finding has the page, counted from 1, and the place in mm from the left and upper edge of the trimmed
    page, where they are known. A file that cannot be opened is a finding, never an exception. Raises
    SettingsError for a language or profile that is not known, and ResourceError where ``screen`` or ``archive``
    is asked for and page-validation is not installed.
    """
    return checked_pdf(pdf, profile=profile, lang=lang).findings


def checked_pdf(pdf: bytes | str | Path, *, profile: Profile | None = None, lang: str = "en") -> Checked:
    """Check a PDF as `check_pdf` does, and keep what is needed to show the faults on its pages."""
    spoken = catalogue_language(lang)
    if profile is not None:
        conformance.prepare(profile)
    name = None if isinstance(pdf, bytes) else str(pdf)
    try:
        data = pdf if isinstance(pdf, bytes) else Path(pdf).read_bytes()
    except (OSError, ValueError) as fault:  # ValueError: a name with a null character
        reason = getattr(fault, "strerror", None) or str(fault)
        data = b""
        faults: tuple[Fault, ...] = (Fault(code="pdf-unreadable", values={"reason": reason}),)
    else:
        faults = tuple(_firsts(_faults(data, profile)))
    findings = tuple(_finding(fault, profile, name, spoken) for fault in faults)
    return Checked(findings, data, faults)


def _faults(data: bytes, profile: Profile | None) -> Iterator[Fault]:
    document = opened(data)
    if isinstance(document, Unopened):
        yield document.fault
        return
    with document.file:
        yield from _checked(document, rules_for(profile))
        if profile is not None:
            yield from conformance.verdicts(document, profile)


def _checked(document: Document, rules: Rules) -> Iterator[Fault]:
    for rule in rules.document:
        yield from _guarded(rule, document, None)
    for page in document.pages():
        for page_rule in rules.page:
            yield from _guarded(page_rule, page, page.number)


def _guarded(rule: Callable[[Subject], Iterable[Fault]], subject: Subject, page: int | None) -> Iterator[Fault]:
    """Yield what a rule finds; an object that is not what the standard says it is, is a fault of the file."""
    try:
        yield from rule(subject)
    except FAULTS:
        yield Fault(code="pdf-malformed", page=page, values={"rule": rule.__name__}, once=rule.__name__)


def _firsts(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Leave out what is told once and was told before."""
    told: set[tuple[str, str]] = set()
    for fault in faults:
        if fault.once is not None:
            if (fault.code, fault.once) in told:
                continue
            told.add((fault.code, fault.once))
        yield fault


def _finding(fault: Fault, profile: Profile | None, file: str | None, lang: str) -> Finding:
    return Finding(
        level=level(fault.code, profile),
        code=fault.code,
        message=message(fault.code, fault.values, lang),
        file=file,
        page=fault.page,
        place=fault.point,
    )
