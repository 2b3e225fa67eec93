"""Accept what the samples look like now as the reference of the tests.

Run ``make references`` after a change that is meant to change pages, look at the differences with
``git diff tests/references``, and commit them together with the change.
"""

from __future__ import annotations

from sample_articles import REFERENCES, rendered_samples

import afgazad_pdf as ap
from afgazad_pdf.preview.dump import dump
from afgazad_pdf.preview.structure import structure_text

REFERENCE_DPI = 40
"""Small on purpose: the dump holds the text, the picture only has to show that something moved."""

STRUCTURES = ("dari-water",)
"""Samples whose structure tree is a reference: one has every block but a poem."""


def main() -> None:
    """Write a dump of all pages and a small grey picture of the first page for each sample."""
    REFERENCES.mkdir(parents=True, exist_ok=True)
    for name, result in rendered_samples():
        (REFERENCES / f"{name}.txt").write_text(dump(result.pdf), encoding="utf-8")
        if name in STRUCTURES:
            (REFERENCES / f"{name}.structure.txt").write_text(structure_text(result.pdf), encoding="utf-8")
        picture = ap.preview_pages(result.pdf, dpi=REFERENCE_DPI)[0].convert("L").quantize(32)
        picture.save(REFERENCES / f"{name}.png", optimize=True)
        print(f"{name}: {result.pages} pages")


if __name__ == "__main__":
    main()
