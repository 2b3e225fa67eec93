"""What one job may use, by the size of what it reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from ..settings import LIMITS
from .wire import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLimits:
    """Limits that a job's process has from outside; what stands in the article has limits of its own.

    The numbers come from measurements of 284 hostile inputs: what a page needs, with a wide margin, on a machine
    that does other things too.
    """

    wall: float = 20.0
    """Seconds of wall time."""
    wall_per_100_kb: float = 20.0
    """Further seconds for each 100 KB of text."""
    memory: int = 1_500_000_000
    """Bytes of address space beyond what the warm process has."""
    file: int = 200_000_000
    """Bytes of one file that it writes."""
    pages: int = LIMITS.pages
    """Pages of the PDF."""

    def of(self, source: Path) -> Message:
        """Return the limits for one article's file as a worker gets them."""
        try:
            size = source.stat().st_size
        except OSError:
            size = 0
        seconds = self.wall + self.wall_per_100_kb * size / 100_000
        return {"wall": seconds, "cpu": seconds, "memory": self.memory, "file": self.file, "pages": self.pages}

    def message(self) -> Message:
        """Return the limits as JSON has them, for the report."""
        return asdict(self)
