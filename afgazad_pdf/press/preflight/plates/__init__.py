"""The plates of a page, one for each ink, and how much ink lies on paper where they are all printed."""

from __future__ import annotations

from .colours import ALL, NONE, PROCESS, Separator
from .coverage import Coverage, HeavyPlace, coverage, heavy_places

__all__ = ["ALL", "NONE", "PROCESS", "Coverage", "HeavyPlace", "Separator", "coverage", "heavy_places"]
