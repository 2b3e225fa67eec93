"""The layout `newspaper`: a front page whose stories continue inside, and inner pages in columns by section."""

from __future__ import annotations

from ..composed import Composed
from ..parts import Workshop


def compose_newspaper(workshop: Workshop) -> Composed:
    """Lay out an issue as a newspaper; raises ArticleFailed."""
    raise NotImplementedError
