"""What a check for a press finds: a good PDF/X-4 and as many broken ones, by this program and by others at hand.

    python benchmarks/preflight.py

The files are those of tests/press/test_preflight_press.py. Nothing else that is free and runs here checks PDF/X:
page-validation and pikepdf know PDF/A and PDF/UA. So the others are qpdf (--check) and Ghostscript (interpreting
all pages), with what they say of the good file taken off; a check that stays silent is a dash.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import afgazad_pdf as ap

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


if __name__ == "__main__":
    main()
