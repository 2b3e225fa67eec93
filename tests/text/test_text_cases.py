"""Runs the text files in tests/cases/text: one file a pass, as the head of each says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from afgazad_pdf.article import Span, Text
from afgazad_pdf.text.passes import PASSES
from afgazad_pdf.text.passes.editing import passage_of

CASES = Path(__file__).parent.parent / "cases" / "text"
FUNCTIONS = dict(PASSES)

SHOWN = {"_": "\u200c", "⎵": "\u00a0", "⍽": "\u202f"}
"""What stands in the files for characters that cannot be seen."""


@dataclass
class Case:
    name: str
    lang: str
    source: str
    expected: str


def cases_of(path: Path) -> list[Case]:
    found: list[Case] = []
    rows = path.read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(rows, start=1):
        match = re.fullmatch(r"([a-zA-Z-]+) ([<=]) (.*)", row)
        if match:
            follows = match[2] == "<"
            assert not follows or rows[number].startswith("> "), f"{path}:{number} has no result"
            expected = rows[number].removeprefix("> ") if follows else match[3]
            found.append(Case(f"{path.stem}:{number}", match[1], match[3], expected))
    return found


def real(text: str) -> str:
    text = "".join(SHOWN.get(character, character) for character in text)
    return re.sub(r"\{U\+([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), text)


def visible(text: str) -> str:
    for shown, character in SHOWN.items():
        text = text.replace(character, shown)
    return text


def runs_of(source: str):
    """Make runs of a case: what stands in backticks is code, in [words]{xx} of another language."""
    runs = []
    for part in re.split(r"(`[^`]*`|\[[^\]]*\]\{[a-z-]+\})", real(source)):
        if part.startswith("`"):
            runs.append(Span(role="code", runs=(Text(text=part[1:-1]),)))
        elif match := re.fullmatch(r"\[([^\]]*)\]\{([a-z-]+)\}", part):
            runs.append(Span(lang=match[2], runs=(Text(text=match[1]),)))
        elif part:
            runs.append(Text(text=part))
    return tuple(runs)


def outcome(function, source: str, lang: str) -> str:
    passage = function(passage_of(runs_of(source), lang))
    assert function(passage) == passage, "the second time changes something"
    code = [run.runs[0].text for run in runs_of(source) if isinstance(run, Span) and run.role == "code"]
    parts = re.split("\ufffc", passage.letters)
    return visible("".join(part + (f"`{code.pop(0)}`" if code else "") for part in parts))


ALL = [case for path in sorted(CASES.glob("*.txt")) for case in cases_of(path)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    expected = visible(real(re.sub(r"\[([^\]]*)\]\{[a-z-]+\}", r"\1", case.expected)))

    assert outcome(FUNCTIONS[case.name.partition(":")[0]], case.source, case.lang) == expected


def test_every_pass_has_cases() -> None:
    assert {path.stem for path in CASES.glob("*.txt")} == set(FUNCTIONS)
    assert sum(case.name.startswith("zwnj:") for case in ALL) >= 120


def test_no_case_stands_twice() -> None:
    seen = [(case.name.partition(":")[0], case.lang, case.source) for case in ALL]

    assert sorted(set(seen)) == sorted(seen)
