"""Text in visual order, for terminals and captions."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import bidi
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afgazad_pdf.bidi.visual import reordered, visual

CASES = Path(__file__).parent.parent / "cases" / "visual.txt"

CONTROLS = set("\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

# Letters that join, and that do not; a mark; digits; brackets; spaces; controls; what surprises.
PIECES = st.sampled_from(
    [*"بالهیپښآَّ۱٫אָ", *"aZ0(){}«».,-\t\n\r ", *sorted(CONTROLS), "󠇯", "󠇮", "�", "\u2029", "😀", "́", "ـ"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))
RIGHT_TO_LEFT_LETTERS = "\u0628\u062a\u0633\u0645\u0646\u0648\u06cc\u06a9\u06af\u0686"


def read_cases() -> list[Any]:
    text = re.sub("^#.*\n", "", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = [part.strip("\n") for part in re.split(r"^\.\n", text, flags=re.MULTILINE)]
    assert len(parts) % 3 == 1
    assert not parts[-1]
    return [
        pytest.param(unescaped(source), unescaped(expected), id=title)
        for title, source, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
    ]


def unescaped(text: str) -> str:
    resolved = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return resolved.replace("\\n", "\n").replace("\\r", "\r")


@pytest.mark.parametrize(("source", "expected"), read_cases())
def test_case(source, expected):
    assert visual(source) == expected


@pytest.mark.parametrize(("source", "expected"), read_cases())
def test_case_has_no_controls(source, expected):
    assert not CONTROLS & set(visual(source))


def test_base_direction_can_be_given():
    assert visual("abc \u0646\u0627\u0646", base="rtl") == "\ufee5\ufe8e\ufee7 abc"
    assert visual("\u0646\u0627\u0646 abc", base="ltr") == "\ufee5\ufe8e\ufee7 abc"


def test_text_without_right_to_left_letters_is_the_same_object():
    for text in ("", "plain", "Straße – œuvre – Ўзбек", "12.5 % (a)"):
        assert visual(text) is text


def test_environment_of_the_shaper_does_not_matter(tmp_path):
    """arabic-reshaper reads a file that an environment variable names; our options prevail."""
    settings = tmp_path / "reshaper.ini"
    settings.write_text("[ArabicReshaper]\ndelete_harakat = yes\nsupport_ligatures = yes\n", encoding="utf-8")
    program = "from afgazad_pdf.bidi.visual import visual; print(ascii(visual('\\u0645\\u064e')))"
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHON_ARABIC_RESHAPER_CONFIGURATION_FILE": str(settings), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == r"'\ufee1\u064e'"


def test_libraries_are_loaded_when_needed_only():
    program = (
        "import sys; from afgazad_pdf.bidi.visual import visual; visual('abc');"
        "print({'bidi', 'arabic_reshaper'} & set(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"


@given(TEXTS)
@example("\u064e")
@example("\u0644\u200d\u0627")
@example("(\u0628\u064e) \u0301a\u0628")
def test_never_raises_and_leaks_no_controls(text):
    shown = visual(text)
    if shown is not text:
        assert not CONTROLS & set(shown)
        assert not {"\U000e01ee", "\U000e01ef"} & set(shown)


@given(TEXTS)
def test_as_many_lines_as_before(text):
    assert len(re.findall("[\n\r\u2029]", visual(text))) == len(re.findall("[\n\r\u2029]", text))


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc", "Cf"])))
def test_latin_is_unchanged(text):
    assert visual(text) is text


@given(st.lists(st.sampled_from([*RIGHT_TO_LEFT_LETTERS, " ", "a", "b", "1", ".", "\u06f2"]), max_size=40).map("".join))
def test_agrees_with_python_bidi_where_nothing_is_mirrored(text):
    assert unicodedata.normalize("NFKC", visual(text)) == bidi.get_display(text)


@given(st.text(alphabet=RIGHT_TO_LEFT_LETTERS + " ", max_size=30))
def test_reordering_twice_gives_the_text_again(text):
    assert reordered(reordered(text, base="rtl"), base="rtl") == text
