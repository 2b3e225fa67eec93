"""A batch in parts, for machines that know nothing of each other.

Each part has the plan of the whole, so that all agree on the names, and makes the articles whose PDF's path falls to
it by a hash. That depends on the path alone: not on the order, the machine, or where the folders lie on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from ..errors import Problem, SettingsError

if TYPE_CHECKING:
    from .plan import Plan

MOST = 9999
"""Parts of one batch."""

_FORM = re.compile(r"(\d{1,4})/(\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of a batch."""

    number: int
    """Counted from 1."""
    count: int
    """How many parts there are."""

    def __post_init__(self) -> None:
        """Raise SettingsError where there is no such part."""
        if not 1 <= self.number <= self.count <= MOST:
            raise _fault(f"{self.number}/{self.count}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a part as the command line has it, ``2/8``; raises SettingsError."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise _fault(text)
        return cls(int(match[1]), int(match[2]))

    @property
    def name(self) -> str:
        """The part in names of files."""
        return f"{self.number}-of-{self.count}"

    def holds(self, output: str) -> bool:
        """Say whether the PDF with this path, from the output folder on, is made by this part."""
        digest = sha256(output.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1

    def part(self, plan: Plan) -> Plan:
        """Return the part of a plan that falls to this one, in the plan's order."""
        return replace(plan, jobs=tuple(job for job in plan.jobs if self.holds(job.output)))


def _fault(text: str) -> SettingsError:
    return SettingsError(
        Problem(field="shard", message=f"“{text[:40]}” is no part of a batch; write 1/8 for the first of eight")
    )
