"""The sample articles, rendered: for the pictures of the README and the references of the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import afgazad_pdf as ap  # noqa: E402  the checkout's own package, also where none is installed

SAMPLES = ROOT / "samples"
REFERENCES = ROOT / "tests" / "references"


def rendered_samples(settings: ap.Settings | None = None) -> Iterator[tuple[str, ap.Rendered]]:
    """Render each sample; yields its folder's name and the result."""
    for file in sorted(SAMPLES.glob("*/article.md")):
        yield file.parent.name, ap.render_article(ap.load_article(file), settings=settings)
