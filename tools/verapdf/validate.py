"""Validate PDFs with veraPDF, the reference validator of PDF/A and PDF/UA: one line a file.

    python tools/verapdf/validate.py [--flavour ua1] [FILE …]

Without files the samples are rendered to build/verapdf first, and each is validated as its output
profile promises. The jars are copied to build/verapdf/jars with Maven, from the versions that pom.xml
names, when they are not there. Fails where a file breaks a rule, and with 3 where Java, Maven or its
package cannot be had.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build" / "verapdf"
JARS = BUILD / "jars"
MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"

PROMISES = (("screen", "ua1"), ("archive", "ua1"), ("archive", "3a"))
"""What the output profiles promise, by veraPDF's names of the standards (docs/archive.md)."""

NOT_HERE = 3
"""The exit code where the validator cannot run."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file and flavour."""

    file: str
    passed_rules: int
    failures: tuple[str, ...]
    """Broken rules, each with clause, test number, how often it is broken, and what it says."""

    def __str__(self) -> str:
        verdict = "passed" if not self.failures else f"FAILED {len(self.failures)} rules"
        return f"{Path(self.file).name}: {verdict} ({self.passed_rules} rules kept)" + "".join(
            f"\n    {failure}" for failure in self.failures
        )


class Unavailable(Exception):
    """veraPDF cannot be run here."""


def missing() -> tuple[str, ...]:
    """Return which of the programs that are needed are not on this machine."""
    return tuple(name for name in ("java", "mvn") if shutil.which(name) is None)


def jars() -> Path:
    """Return the folder of the jars, filled by Maven where it is not."""
    pom = HERE / "pom.xml"
    stamp = JARS / "pom.xml"
    if not stamp.exists() or stamp.read_bytes() != pom.read_bytes():
        shutil.rmtree(JARS, ignore_errors=True)
        command = ["mvn", "--quiet", "--batch-mode", "--file", str(pom), "dependency:copy-dependencies"]
        if subprocess.run([*command, f"-DoutputDirectory={JARS}"], check=False).returncode:
            raise Unavailable("Maven could not fetch it")
        shutil.copyfile(pom, stamp)
    return JARS


def validated(files: Sequence[Path], flavour: str) -> Iterator[Verdict]:
    """Validate files; `flavour` is veraPDF's name of a standard: ua1, 3a, 2b."""
    command = ["java", "-cp", f"{jars()}/*", MAIN_CLASS, "--flavour", flavour, "--format", "xml"]
    result = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    if not result.stdout:
        raise SystemExit(f"veraPDF failed: {result.stderr.strip()}")
    for job in ElementTree.fromstring(result.stdout).iterfind("jobs/job"):
        name = job.findtext("item/name") or "?"
        details = job.find("validationReport/details")
        if details is None:
            yield Verdict(name, 0, (job.findtext("taskException/exceptionMessage") or "veraPDF could not read it",))
            continue
        failures = (
            f"{rule.get('clause')}-{rule.get('testNumber')} ×{rule.get('failedChecks')}: {rule.findtext('description')}"
            for rule in details.iterfind("rule")
            if rule.get("status") == "failed"
        )
        yield Verdict(name, int(details.get("passedRules", "0")), tuple(failures))


def samples(profile: str) -> list[Path]:
    """Render every sample in an output profile; returns the PDFs."""
    sys.path.insert(0, str(ROOT / "tools"))
    from sample_articles import rendered_samples  # noqa: PLC0415  only where no files are given
    from afgazad_pdf import Settings  # noqa: PLC0415  which the line above has made known

    settings = Settings.model_validate({"profile": profile})
    return [result.write(_made(profile) / f"{name}.pdf") for name, result in rendered_samples(settings)]


def _made(name: str) -> Path:
    folder = BUILD / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main() -> int:
    """Validate and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flavour", default="ua1")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    if absent := missing():
        print(f"veraPDF was not run: {' and '.join(absent)} not found.")
        return NOT_HERE
    try:
        jars()
    except Unavailable as fault:
        print(f"veraPDF was not run: {fault}.")
        return NOT_HERE
    given = arguments.files
    verdicts = []
    for profile, flavour in ((None, arguments.flavour),) if given else PROMISES:
        print(f"{profile or 'files'}, {flavour}:")
        for verdict in validated(samples(profile) if profile else given, flavour):
            print(verdict)
            verdicts.append(verdict)
    failed = sum(bool(verdict.failures) for verdict in verdicts)
    print(f"veraPDF: {len(verdicts) - failed} passed, {failed} failed")
    return 1 if failed or not verdicts else 0


if __name__ == "__main__":
    raise SystemExit(main())
