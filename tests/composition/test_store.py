"""What is kept in a folder comes back as it was, or not at all."""

from __future__ import annotations

import pytest

from afgazad_pdf.composition import FolderStore, StoredPart
from afgazad_pdf.findings import Finding, Level

FOUND = (
    Finding(level=Level.INFO, code="poem-stacked", message="متن", file="a.md", line=3),
    Finding(level=Level.ERROR, code="x", message="y", page=2, place=(1.5, 2.0)),
)
PART = StoredPart(pdf=b"%PDF-1.7\n\x00", pages=2, depths=(1.25, 0.0), findings=FOUND)
KEY = "ab" * 32


def test_a_part_comes_back_as_it_was(tmp_path):
    store = FolderStore(tmp_path / "new")
    store.put(KEY, PART)
    kept = FolderStore(tmp_path / "new").get(KEY)

    assert kept == PART
    assert [type(finding.level) for finding in kept.findings] == [Level, Level]
    assert [str(finding) for finding in kept.findings] == [str(finding) for finding in FOUND]


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_damaged_part_counts_as_missing(tmp_path, cut):
    store = FolderStore(tmp_path)
    store.put(KEY, PART)
    (file,) = tmp_path.rglob("*.part")
    file.write_bytes(file.read_bytes()[:cut])

    assert store.get(KEY) is None
