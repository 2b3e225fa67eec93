"""What the profile `press` costs: time against the screen's, and the conversion of one large photograph.

    python benchmarks/press.py [--rounds 15] [--article samples/dari-water/article.md]

Both profiles run warm, in one process, in an order that changes from round to round; pictures were converted before,
as they are for every article but the first that shows them. The photograph, of 12 megapixels in RGB, is converted in a
process of its own, whose whole memory is told.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from measuring import measure, own_cpu, print_table
from PIL import Image

import afgazad_pdf as ap
from afgazad_pdf.pictures import Picture
from afgazad_pdf.press.condition import load_condition
from afgazad_pdf.press.separation import separated

ROOT = Path(__file__).resolve().parent.parent
SIDES = 4000, 3000


def photograph() -> bytes:
    """Return a JPEG of 12 megapixels with colours and fine detail."""
    small = 400, 300
    bands = [Image.linear_gradient("L").resize(small), Image.radial_gradient("L").resize(small)]
    bands.append(Image.effect_mandelbrot(small, (-2, -1.5, 1, 1.5), 100).convert("L"))
    image = Image.blend(
        Image.merge("RGB", bands).resize(SIDES, Image.Resampling.BICUBIC),
        Image.effect_noise(SIDES, 60).convert("RGB"),
        0.2,
    )
    output = io.BytesIO()
    image.save(output, format="JPEG", quality=90)
    return output.getvalue()


def most_memory() -> float:
    """Return the most memory that this process has had, in MB; Linux alone tells."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def convert(file: Path) -> None:
    """Convert a photograph and print seconds, megabytes of this process before and at most, and the result's bytes."""
    load_condition()
    picture = Picture(data=file.read_bytes(), media_type="image/jpeg", width=SIDES[0], height=SIDES[1])
    before = most_memory()
    start = time.perf_counter()
    made = separated(picture, load_condition())
    seconds = time.perf_counter() - start
    sizes = f"{len(picture.data):,} bytes in RGB, {len(made.picture.data):,} in CMYK"
    print(f"12 megapixels: {seconds:.2f} s, at most {most_memory():.0f} MB ({before:.0f} MB before); {sizes}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--article", type=Path, default=ROOT / "samples" / "dari-water" / "article.md")
    parser.add_argument("--photograph", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.photograph:
        convert(arguments.photograph)
        return
    article = ap.load_article(arguments.article)
    profiles = {
        "screen": ap.Settings(),
        "press": ap.Settings(profile="press"),
        "press without marks": ap.Settings(profile="press", marks=False),
        "press in black": ap.Settings(profile="press", inks="grey"),
    }
    times = measure(
        {
            name: partial(own_cpu, partial(ap.render_article, article, settings=settings))
            for name, settings in profiles.items()
        },
        arguments.rounds,
    )
    print(f"{arguments.article.parent.name}, {arguments.rounds} rounds, {os.cpu_count()} cores")
    print_table(times, "screen")
    file = ROOT / "build" / "photograph.jpg"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(photograph())
    subprocess.run([sys.executable, __file__, "--photograph", str(file)], check=True)
    file.unlink()


if __name__ == "__main__":
    main()
