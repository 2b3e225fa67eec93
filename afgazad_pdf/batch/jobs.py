"""What a batch consists of: plain values that can be sent to another process."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings import Finding

if TYPE_CHECKING:
    from ..settings import Settings

PATTERN = "{slug}.pdf"
"""How PDFs are named where nobody says."""


class Outcome(StrEnum):
    """How the work on one article ended."""

    DONE = "done"
    """Its PDF is written."""
    UNCHANGED = "unchanged"
    """Its PDF was there, made of the same things."""
    FAILED = "failed"
    """Its content cannot be used; the findings say why."""
    QUARANTINED = "quarantined"
    """It went beyond its limits, or ended its process, twice."""
    PENDING = "pending"
    """The batch was stopped before its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the plan knows of an article without typesetting it."""

    title: str
    slug: str
    """As the article or its file has it; not yet made safe."""
    date: datetime.date | None
    section: str
    """The section's key, or its first label; empty without a section."""
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One article to be made into one PDF."""

    name: str
    """Its slug, unique in the batch: of its report, log and quarantine."""
    source: Path
    """The article's file, absolute."""
    shown: str
    """The file as messages name it."""
    output: str
    """Where its PDF goes, from the output folder on, with ``/``."""
    publication: Path | None
    """None for the built-in paper."""
    settings: Settings
    title: str
    """The headline, as far as the plan could read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a job used."""

    seconds: float
    """Of wall time."""
    memory: int
    """The most memory that its process held, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one job."""

    job: Job
    outcome: Outcome
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """Why it was made, failed or left out: for `--explain`, the report and the journal."""
    attempts: int = 0
    cost: Cost | None = None
    quarantine: Path | None = None
    """The folder with what is needed to look into it."""
