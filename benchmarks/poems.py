"""Time the filling of twenty bayts, forty hemistichs, in each Arabic face that is bundled.

    python benchmarks/poems.py [--rounds 15]

The bayts are those of tests/cases/metres.txt, four of each metre at the width of its widest hemistich.
“Anew” is with no word measured yet, otherwise every word of them has been measured before. The figures are
CPU milliseconds, as in render.py, and the ratios are to the first face.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measuring import measure, own_cpu, print_table

from afgazad_pdf import shaping
from afgazad_pdf.fonts import Face, load_faces
from afgazad_pdf.justification import fit_lines
from afgazad_pdf.shaping import spaced_width
from afgazad_pdf.text import kashida

METRES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "metres.txt"
BAYTS_OF_EACH = 4
WIDENING = 1.04
"""The width of a hemistich by that of the widest one."""


def poems() -> list[list[tuple[str, ...]]]:
    """Return some bayts of each metre: pairs of hemistichs."""
    parts = METRES.read_text(encoding="utf-8").removeprefix("# ").split("\n\n# ")
    return [[tuple(line.split(" / ")) for line in part.splitlines()[1 : 1 + BAYTS_OF_EACH]] for part in parts]


def fill(face: Face) -> None:
    """Fill all poems, one column after the other."""
    for bayts in poems():
        halves = [half for bayt in bayts for half in bayt]
        width = WIDENING * max(spaced_width(half, face.file, lang="fa", direction="rtl") for half in halves)
        for column in zip(*bayts, strict=True):
            fit_lines(column, width, face_file=face.file, lang="fa", direction="rtl")


def fill_anew(faces: list[Face]) -> float:
    """Return the CPU seconds of the first face with nothing known but its file; all words are measured again after."""
    for cached in (shaping._shaped_word, shaping._advance, shaping.ligated, kashida._word_places):
        cached.cache_clear()
    seconds = own_cpu(partial(fill, faces[0]))
    for face in faces:
        fill(face)
    return seconds


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    faces = [face for face in load_faces() if "Arab" in face.scripts]
    candidates: dict[str, Callable[[], float]] = {}
    for face in faces:
        candidates[f"{face.family} {face.weight}"] = partial(own_cpu, partial(fill, face))
    candidates[f"{faces[0].family} {faces[0].weight}, anew"] = partial(fill_anew, faces)
    print(f"{sum(map(len, poems()))} bayts, {arguments.rounds} rounds")
    print_table(measure(candidates, arguments.rounds), next(iter(candidates)))


if __name__ == "__main__":
    main()
