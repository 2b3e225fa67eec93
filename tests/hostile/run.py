"""All hostile inputs through the workers of a batch, as a table.

    python -m tests.hostile.run [--soups 500] [--only NAME…] [--jobs 2] [--cpu 5] [--all]

Each must end within its limits as a PDF or a refusal that an editor understands; themes, which are programs, may be
ended by the limits of their worker. The exit code is 1 where one does not. `--all` prints every row, and not
only those that take long or much.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .inputs import inputs, soups
from .running import End, run

ROOT = Path(__file__).resolve().parent.parent.parent
LONG, LARGE = 2.0, 400_000_000
"""Seconds and bytes from which a row is printed in any case."""


def row(end: End) -> str:
    name = end.input.name[:34]
    return f"{name:34} {end.outcome:8} {end.seconds:7.2f} s {end.memory / 1e6:6.0f} MB {end.pages:5}  {end.said[:110]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--soups", type=int, default=500)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cpu", type=float, default=0.0, help="seconds of processor time for each; 0: as a job has")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    chosen = [one for one in (*inputs(), *soups(arguments.soups)) if not arguments.only or one.name in arguments.only]
    began = time.monotonic()
    ends: list[End] = []
    with tempfile.TemporaryDirectory() as folder:
        for end in run(chosen, Path(folder), ROOT, cpu=arguments.cpu, count=arguments.jobs):
            ends.append(end)
            killed = end.outcome in ("time", "memory", "died")
            if arguments.all or arguments.only or killed or end.faults or end.seconds > LONG or end.memory > LARGE:
                print(row(end), flush=True)
            for fault in end.faults:
                print(f"    FAULT: {fault}", flush=True)
    print(f"\n{len(ends)} inputs in {time.monotonic() - began:.0f} s: {dict(Counter(end.outcome for end in ends))}")
    print(
        f"killed, of articles: {[e.input.name for e in ends if e.outcome in ('time', 'memory') and not e.input.theme]}"
    )
    print(f"killed, of themes: {[e.input.name for e in ends if e.outcome in ('time', 'memory') and e.input.theme]}")
    print("slowest:", *(row(end) for end in sorted(ends, key=lambda end: -end.seconds)[:8]), sep="\n  ")
    print("largest:", *(row(end) for end in sorted(ends, key=lambda end: -end.memory)[:8]), sep="\n  ")
    return 1 if any(end.faults for end in ends) else 0


if __name__ == "__main__":
    sys.exit(main())
