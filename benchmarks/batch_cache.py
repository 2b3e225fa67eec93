"""How long a batch takes where nothing, or one article, has changed among a thousand, with the real command line.

    python benchmarks/batch_cache.py [--articles 1000] [--real]

The first run is made by stand-ins that write a small PDF at once, unless `--real` asks for typesetting: what the
cache reads and compares is the same. The two runs that count are processes of the real command, five of each;
the best and the median are printed, as wall time and as processor time of all its processes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from afgazad_pdf import batch
from afgazad_pdf.batch.freshness import trace
from afgazad_pdf.cli.app import run

RUNS = 5
WANTED = {"nothing changed": 0.9, "one article changed": 2.5}
"""Seconds of wall time for 1,000 articles on an idle machine."""

ARTICLE = """---
title: {word} {number}
lang: fa-AF
date: 2016-{month:02}-{day:02}
section: {section}
---

{text}
"""
WORDS = "آب نان کتاب کوه راه شهر خبر روز شب باغ مردم خانه مکتب دریا برف زمستان کاروان سنگ چشمه درخت".split()
SECTIONS = ("politics", "history", "society", "culture")


def warm_up(start: dict[str, Any]) -> None:
    """Nothing to load."""


def work(task: dict[str, Any]) -> dict[str, Any]:
    """Write a PDF that holds nothing, in place of typesetting."""
    data = b"%PDF-1.7\n" + task.get("source", "").encode() + b"\n%%EOF\n"
    if "thumbnail" in task:
        return {"drawn": False}
    Path(task["temporary"]).write_bytes(data)
    traces = [trace(Path(task["source"]), now=task["now"]).row()]
    answer = {"pages": 1, "size": len(data), "digest": sha256(data).hexdigest(), "title": ""}
    return answer | {"findings": [], "traces": traces}


def make_articles(folder: Path, count: int) -> None:
    """Write articles of about a hundred words, all of them old enough to be told from changed ones by their time."""
    generator = random.Random(7)
    for number in range(count):
        file = folder / f"{2000 + number % 20}" / f"story-{number:05}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        words = " ".join(generator.choice(WORDS) for _ in range(100))
        fields = {"month": number % 12 + 1, "day": number % 28 + 1, "section": SECTIONS[number % len(SECTIONS)]}
        file.write_text(ARTICLE.format(word="خبر", number=number, text=words, **fields), encoding="utf-8")
        os.utime(file, (1_600_000_000, 1_600_000_000))


def measured(arguments: list[str]) -> tuple[float, float]:
    """Run the command; return its wall time and the processor time of it and its children, in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "afgazad_pdf", *arguments], check=True, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Make articles, run once, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--real", action="store_true", help="typeset in the first run")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source, output = Path(name) / "in", Path(name) / "out"
        make_articles(source, choices.articles)
        arguments = ["batch", str(source), "-o", str(output)]
        if choices.real:
            print(f"first run: {measured(arguments)[0]:.1f} s")
        else:
            batch._start, batch._trade = lambda plan: {"trade": "batch_cache"}, lambda: "batch_cache"
            run([*arguments, "--quiet", "--no-thumbnails"])
        changed = sorted(source.rglob("*.md"))[choices.articles // 2]
        for what, wanted in WANTED.items():
            times = []
            for number in range(RUNS):
                if what == "one article changed":
                    changed.write_text(changed.read_text("utf-8") + f"\n{number}\n", encoding="utf-8")
                times.append(measured(arguments))
            walls, processor = zip(*times, strict=True)
            print(
                f"{choices.articles} articles, {what}: best {min(walls):.2f} s, median {statistics.median(walls):.2f} s"
                f" (wanted {wanted} s); processor time {min(processor):.2f} s"
            )


if __name__ == "__main__":
    main()
