"""What a check for a press finds: a good PDF/X-4 and as many broken ones, by this program and by others at hand.

    python benchmarks/preflight.py

The files are those of tests/press/test_preflight_press.py. Nothing else that is free and runs here checks PDF/X:
page-validation and pikepdf know PDF/A and PDF/UA. So the others are qpdf (--check) and Ghostscript (interpreting
all pages), with what they say of the good file taken off; a check that stays silent is a dash. A second table says what
measuring the ink of each page of the samples takes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import afgazad_pdf as ap
from afgazad_pdf.press.preflight.document import Document, Fault, SheetPage, opened
from afgazad_pdf.press.preflight.ink import total_ink

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.press.sheet import good  # noqa: E402
from tests.press.test_preflight_press import FAULTS, faulty  # noqa: E402

OTHERS = {
    "qpdf": ["qpdf", "--check"],
    "gs": ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=nullpage"],
}


def complaint(command: list[str], file: Path) -> str:
    """Return what a program says of a file, "" where it has nothing against it."""
    result = subprocess.run([*command, str(file)], capture_output=True, text=True, errors="replace", timeout=60)
    lines = (result.stdout + result.stderr).splitlines() if result.returncode else result.stderr.splitlines()
    return " ".join(line.strip() for line in lines if line.strip())


def main() -> None:
    """Print a row for each fault, then the sums."""
    others = {name: command for name, command in OTHERS.items() if shutil.which(command[0])}
    found = dict.fromkeys(("ours", *others), 0)
    alone, seconds = 0, 0.0
    print("| fault | ours | " + " | ".join(others) + " |")
    print("|---|---|" + "---|" * len(others))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(good())
        silent = {name: complaint(command, file) for name, command in others.items()}
        assert ap.check_pdf(good(), profile="press") == ()
        for name, (code, *_) in FAULTS.items():
            data = faulty(name)
            file.write_bytes(data)
            start = time.perf_counter()
            codes = [finding.code for finding in ap.check_pdf(data, profile="press")]
            seconds += time.perf_counter() - start
            cells = [", ".join(codes) or "-"]
            found["ours"] += code in codes
            alone += codes == [code]
            for other, command in others.items():
                said = complaint(command, file)
                seen = bool(said) and said != silent[other]
                found[other] += seen
                cells.append(said[:60].replace("|", " ") if seen else "-")
            print(f"| {name} | {' | '.join(cells)} |")
    sums = " | ".join(str(found[name]) for name in found)
    print(f"| of {len(FAULTS)} | {sums} |")
    print(f"\nBy its own code and no other: {alone} of {len(FAULTS)}; {1000 * seconds / len(FAULTS):.0f} ms a file.")
    print_ink()


def print_ink() -> None:
    """Print how long the ink of each page of the samples takes to be measured, the best of five times."""
    print("\n| sample for a press | ms of CPU for the ink of each page | ms for the whole check |\n|---|---|---|")
    settings = ap.Settings(profile="press")
    for article in sorted((ROOT / "samples").glob("*/article.md")):
        data = ap.render_article(ap.load_article(article), settings=settings).pdf
        document = opened(data)
        assert isinstance(document, Document)
        pages = []
        for page in document.pages():
            assert page.nested  # which other rules need as well
            pages.append(f"{1000 * best(partial(measured, page)):.0f}")
        whole = 1000 * best(partial(ap.check_pdf, data, profile="press"))
        print(f"| {article.parent.name} | {', '.join(pages)} | {whole:.0f} |")


def measured(page: SheetPage) -> tuple[Fault, ...]:
    """Measure the ink of a page."""
    return tuple(total_ink(page))


def best(work: Callable[[], object]) -> float:
    """Return the seconds of CPU of the fastest of five times; other programs do not count."""
    seconds = []
    for _ in range(5):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    main()
