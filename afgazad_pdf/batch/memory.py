"""What a batch remembers of the last one: whether there is work, and what the plan needs of articles.

Nothing heavy is imported here: where nothing has changed, nothing more is needed, and where there is work, the warm
process is started before the rest is loaded.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from .freshness import Looker
from .jobs import Facts, Outcome
from .journal import Journal


class Memory:
    """What the journal knows of articles that have not changed: facts for the plan, so that none is read again."""

    def __init__(self, journal: Journal) -> None:
        """Ask a journal."""
        self.looker = Looker()
        self._journal = journal
        self._read: dict[str, Facts] = {}

    def expects_work(self) -> bool:
        """Say whether something that was made before must be made again, before any plan; new articles aside."""
        entries = self._journal.entries.values()
        return not entries or any(
            entry.outcome == Outcome.FAILED or self.looker.changed(entry.traces) is not None for entry in entries
        )

    def facts_of(self, file: Path) -> Facts:
        """Return the facts of an article, read only where it changed."""
        entry = self._journal.entries.get(str(file))
        if entry is not None and entry.facts and self.looker.changed(entry.traces[:1]) is None:
            day = entry.facts["date"]
            return Facts(**entry.facts | {"date": datetime.date.fromisoformat(day) if day else None})
        from .plan import facts

        found = facts(file)
        self._read[str(file)] = found
        return found

    def dumped(self, file: str) -> dict[str, Any]:
        """Return the facts of an article as the journal keeps them."""
        if file in self._read:
            found = self._read[file]
            said = {name: getattr(found, name) for name in Facts.__slots__}
            return said | {"date": found.date.isoformat() if found.date else None}
        entry = self._journal.entries.get(file)
        return entry.facts if entry else {}
