"""Whether a warm worker grows: many small articles typeset by one process, and its memory after each.

    python benchmarks/batch_memory.py [--articles 2000]

The worker is not replaced meanwhile, as a batch would do it. Wanted: the mean of the second half is at most 3 % above
that of the first half, of which a tenth is left out as warming up.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from batch_cache import make_articles

from afgazad_pdf.batch import slots
from afgazad_pdf.batch.slots import Slots, Task
from afgazad_pdf.settings import Settings

LIMITS = {"wall": 600.0, "cpu": 60.0, "memory": 1_500_000_000, "file": 200_000_000, "pages": 2000}


def held(pid: int) -> int:
    """Return how much memory a process holds, in bytes (proc(5), statm)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def main() -> None:
    """Typeset, and print the growth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args().articles
    slots.JOBS_PER_WORKER = count + 1
    settings = Settings().model_dump(mode="json")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_articles(folder / "in", count)

        def tasks() -> Iterator[Task]:
            for number, file in enumerate(sorted((folder / "in").rglob("*.md"))):
                message = {"source": str(file), "shown": file.name, "publication": None, "settings": settings}
                yield Task(number, message | {"temporary": str(folder / "out.pdf"), "limits": LIMITS, "now": 0})

        start = {"settings": [settings], "publications": [None], "network": False}
        memory, workers = [], set()
        began = time.perf_counter()
        with Slots(1, start, folder) as pool:
            for ended in pool.run(tasks()):
                assert ended.answer is not None, ended
                assert ended.answer.get("pages"), ended.answer
                pid = pool._slots[0].pid
                workers.add(pid)
                memory.append(held(pid))
        seconds = time.perf_counter() - began
    warm, half = count // 10, count // 2
    first, last = statistics.mean(memory[warm:half]), statistics.mean(memory[half:])
    print(f"{count} articles in {len(workers)} worker, {seconds:.0f} s")
    for number in (0, warm, half, count - 1):
        print(f"after {number + 1:>6}: {memory[number] / 1e6:.1f} MB")
    print(f"mean of articles {warm + 1} to {half}: {first / 1e6:.1f} MB; of the rest: {last / 1e6:.1f} MB")
    print(f"growth: {100 * (last / first - 1):+.2f} % (wanted: at most 3 %)")


if __name__ == "__main__":
    main()
