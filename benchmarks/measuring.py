"""What the benchmarks share: candidates run side by side in rounds, and a table of CPU time and ratios."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable


def own_cpu(action: Callable[[], object]) -> float:
    """Return the CPU seconds that an action takes in this process."""
    gc.collect()
    start = time.process_time()
    action()
    return time.process_time() - start


def measure(candidates: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run every candidate, which returns its CPU seconds, once to warm up, then once a round in changing order."""
    for candidate in candidates.values():
        candidate()
    times: dict[str, list[float]] = {name: [] for name in candidates}
    order = list(candidates)
    shuffler = random.Random(1)
    for _ in range(rounds):
        shuffler.shuffle(order)
        for name in order:
            times[name].append(candidates[name]())
    return times


def print_table(times: dict[str, list[float]], base: str) -> None:
    """Print the median, the least, and the median of the ratios to one candidate, taken within each round."""
    print(f"{'':40}{'CPU ms':>10}{'least':>10}{'ratio':>10}")
    for name, values in times.items():
        ratio = statistics.median(value / other for value, other in zip(values, times[base], strict=True))
        print(f"{name:40}{statistics.median(values) * 1000:>10.1f}{min(values) * 1000:>10.1f}{ratio:>10.3f}")
