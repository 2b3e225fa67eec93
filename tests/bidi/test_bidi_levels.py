"""Levels and order: Unicode's own conformance tests, all of them, and what they do not reach."""

from __future__ import annotations

import importlib.util
import lzma
import random
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import bidi
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afgazad_pdf.bidi import tables
from afgazad_pdf.bidi.levels import (
    CODES,
    bidi_class,
    line_levels,
    mirrored,
    needs_ordering,
    paragraph_levels,
    resolved_levels,
    visual_order,
)

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "tests" / "data" / "unicode"
UNICODE_FILES = Path("/usr/share/unicode")

CLASS_CASES = (96_257, 96_267, 96_282, 96_355, 96_385, 96_315, 96_199, 96_181)
"""Cases of BidiTest.txt in every eighth line from the first, the second, and so on."""

CHARACTER_CASES = (22_927, 22_927, 22_927, 22_926)
"""Cases of BidiCharacterTest.txt, in the same way."""

X9 = set("\u202a\u202b\u202c\u202d\u202e\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that rule X9 removes: their place in the visual order means nothing."""

PIECES = [
    *["کتاب", "افغانستان", "می‌خواهند", "ښوونځی", "مُحمَّد", "ا", "word", "PDF", "é", "a"],
    *["12", "۱۲", "٣", "3.5", "۱۷/۰۸/۱۳۹۵", "5%", "$", "-", "+", ",", "،", ":", "/", ".", "؟", "!"],
    *["(", ")", "[", "]", "«", "»", "〈", "〉", "\u2329", "\u232a", " ", " ", "\t"],
    *["\u2066", "\u2067", "\u2068", "\u2069", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u200e", "\u200f"],
    *["\u061c", "\u200d", "\u0301", "😀"],
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
LINES = TEXTS.filter(lambda text: not any(bidi_class(character) == "B" for character in text))
DIRECTIONS = st.sampled_from(["ltr", "rtl"])

order = cache(visual_order)


# ---------------------------------------------------------------- conformance


def data_lines(name: str) -> list[str]:
    text = lzma.decompress((DATA / name).read_bytes()).decode("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


class Expected(NamedTuple):
    """What a case must give, for the characters that X9 leaves."""

    kept: list[int]
    levels: bytes
    order: list[int]


def expected(levels: str, places: str) -> Expected:
    written = levels.split()
    kept = [position for position, level in enumerate(written) if level != "x"]
    return Expected(kept, bytes(int(written[position]) for position in kept), [int(place) for place in places.split()])


def assert_result(levels: bytes, wanted: Expected, case: str) -> None:
    places = order(levels)
    if len(wanted.kept) < len(levels):
        places = [place for place in places if place in wanted.kept]
        levels = bytes([levels[position] for position in wanted.kept])
    assert levels == wanted.levels, case
    assert places == wanted.order, case


@cache
def class_cases() -> list[tuple[str, int, Expected]]:
    """Classes, the directions as three bits (found by P2, left to right, right to left), and what is right."""
    cases, levels, wanted = [], "", None
    for line in data_lines("BidiTest.txt.xz"):
        if line.startswith("@Levels:"):
            levels = line.removeprefix("@Levels:")
        elif line.startswith("@Reorder:"):
            wanted = expected(levels, line.removeprefix("@Reorder:"))
        else:
            classes, _, directions = line.partition(";")
            cases.append((classes, int(directions), wanted))
    return cases


@pytest.mark.parametrize("part", range(len(CLASS_CASES)))
def test_all_cases_of_the_bidi_test(part):
    count = 0
    for classes, directions, wanted in class_cases()[part :: len(CLASS_CASES)]:
        names = classes.split()
        for bit, base in ((1, None), (2, 0), (4, 1)):
            if directions & bit:
                count += 1
                assert_result(resolved_levels(names, base).levels, wanted, classes)

    assert count == CLASS_CASES[part]


@pytest.mark.parametrize("part", range(len(CHARACTER_CASES)))
def test_all_cases_of_the_bidi_character_test(part):
    count = 0
    for line in data_lines("BidiCharacterTest.txt.xz")[part :: len(CHARACTER_CASES)]:
        points, direction, base, levels, places = line.split(";")
        text = "".join([chr(int(point, 16)) for point in points.split()])
        found = paragraph_levels(text, ("ltr", "rtl", None)[int(direction)])
        count += 1
        assert found.base == int(base), line
        assert_result(found.levels, expected(levels, places), line)

    assert count == CHARACTER_CASES[part]


def test_no_case_is_left_out():
    assert sum(CLASS_CASES) == 770_241
    assert sum(CHARACTER_CASES) == 91_707


# ---------------------------------------------------------------- against another implementation


def displayed(text: str, base: str | None) -> str:
    levels = paragraph_levels(text, base).levels
    return "".join(text[position] for position in visual_order(levels) if text[position] not in X9)


def displayed_elsewhere(text: str, base: str | None) -> str:
    """The order of python-bidi, which does not mirror."""
    found = str(bidi.get_display(text, base_dir=None if base is None else base[0].upper()))
    return "".join(character for character in found if character not in X9)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(["ltr", "rtl", None]))
@example("(" * 70 + "ا" + ")" * 70, "ltr")
@example("\u05d0(a)b[" + "(" * 64, "rtl")
@example("\u202b" * 130 + "a ا" + "\u202c" * 130 + "b", "ltr")
@example("\u2067" * 130 + "a ا" + "\u2069" * 130 + "b", "ltr")
def test_python_bidi_agrees(text, base):
    if base is None and not text:
        return
    assert displayed(text, base) == displayed_elsewhere(text, base)


def test_python_bidi_agrees_on_long_paragraphs():
    chance = random.Random(9)
    for _ in range(300):
        text = " ".join(chance.choice(PIECES) for _ in range(chance.randrange(40, 200)))
        for base in ("ltr", "rtl"):
            assert displayed(text, base) == displayed_elsewhere(text, base)


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        *[("a", "L"), ("ب", "AL"), ("א", "R"), ("۱", "EN"), ("١", "AN"), ("+", "ES"), ("%", "ET"), (",", "CS")],
        *[
            ("\u064e", "NSM"),
            ("\u200c", "BN"),
            ("\u2029", "B"),
            ("\t", "S"),
            (" ", "WS"),
            ("(", "ON"),
            ("\u2329", "ON"),
        ],
        *[("\u202a", "LRE"), ("\u202e", "RLO"), ("\u202c", "PDF"), ("\u2068", "FSI"), ("\u2069", "PDI")],
        # Unassigned code points have the class of their neighbourhood.
        *[("\u0378", "L"), ("\u05ff", "R"), ("\u07bf", "AL"), ("\u20cf", "ET"), ("\ufffe", "BN"), ("\U0010ffff", "BN")],
        *[("\U00010fff", "R"), ("\U0001eeff", "AL"), ("\ud800", "L")],
    ],
)
def test_class_of_a_character(character, expected):
    assert bidi_class(character) == expected


def test_classes_are_those_that_python_knows():
    assigned = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) != "Cn"]

    assert [c for c in assigned if bidi_class(c) != unicodedata.bidirectional(c)] == []


def test_mirror_images():
    assert (mirrored("("), mirrored(")"), mirrored("«"), mirrored("≤")) == (")", "(", "»", "≥")
    assert mirrored("a") is None
    assert all(mirrored(mirrored(c)) == c for c in map(chr, range(0x110000)) if mirrored(c))


@pytest.mark.skipif(not UNICODE_FILES.is_dir(), reason="needs Debian's package unicode-data")
def test_the_tables_are_what_the_tool_makes():
    tool = ROOT / "tools" / "make_bidi_tables.py"
    specification = importlib.util.spec_from_file_location("make_bidi_tables", tool)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    if module.version_of(UNICODE_FILES / "BidiMirroring.txt") != tables.UNICODE_VERSION:
        pytest.skip("another version of Unicode is installed")

    assert module.table(UNICODE_FILES) == Path(tables.__file__).read_text(encoding="utf-8")


def test_the_tables_hold_no_right_to_left_letters():
    text = Path(tables.__file__).read_text(encoding="utf-8")

    assert not {bidi_class(character) for character in text} & {"R", "AL", "AN"}


# ---------------------------------------------------------------- paragraphs, lines, order


@given(TEXTS, st.sampled_from(["ltr", "rtl", None]))
def test_each_character_has_a_level(text, base):
    found = paragraph_levels(text, base)

    assert len(found.levels) == len(text)
    assert found.base in ((0, 1) if base is None else (int(base == "rtl"),))
    assert all(found.base <= level <= 127 for level in found.levels)


@given(LINES, st.sampled_from(["ltr", "rtl", None]))
def test_text_and_its_classes_have_the_same_levels(text, base):
    classes = [c if c in "()[]〈〉\u2329\u232a" else bidi_class(c) for c in text]
    brackets = [c for c in text if unicodedata.normalize("NFD", c) in tables_brackets() and c not in classes]
    if not brackets:
        assert resolved_levels(classes, None if base is None else int(base == "rtl")) == paragraph_levels(text, base)


@cache
def tables_brackets() -> frozenset[str]:
    return frozenset(chr(int(word, 16)) for word in tables.BRACKETS.split())


@given(st.lists(LINES, min_size=1, max_size=4), DIRECTIONS)
def test_each_paragraph_stands_for_itself(lines, base):
    whole = paragraph_levels("\n".join(lines), base).levels

    assert whole == bytes([int(base == "rtl")]).join(paragraph_levels(line, base).levels for line in lines)


def test_later_paragraphs_take_the_direction_of_the_first():
    assert paragraph_levels("ا.\nb.") == (1, b"\1\1\1\2\1")
    assert paragraph_levels("!\nا") == (0, b"\0\0\1")
    assert paragraph_levels("\u2067\nا\u2069") == (0, b"\0\0\1\0")
    assert paragraph_levels("") == (0, b"")


def test_what_is_removed_has_the_level_of_the_character_before():
    assert paragraph_levels("\u202ba\u200cا\u200cب\u202cc", "ltr").levels == b"\0\2\2\1\1\1\1\0"


@given(TEXTS, DIRECTIONS, st.data())
def test_lines_have_the_levels_of_their_paragraph_but_for_the_space_at_their_end(text, base, data):
    paragraph = paragraph_levels(text, base)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    levels = line_levels(text, paragraph, start, end)
    spaces = {"WS", "LRI", "RLI", "FSI", "PDI", "LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
    kept = end
    while kept > start and bidi_class(text[kept - 1]) in spaces:
        kept -= 1

    assert levels == paragraph.levels[start:kept] + bytes([paragraph.base]) * (end - kept)
    assert line_levels(text, paragraph, 0, len(text)) == paragraph.levels


def test_space_at_the_end_of_a_line_has_the_level_of_the_paragraph():
    text = "گروه abc def گروه"
    paragraph = paragraph_levels(text, "rtl")

    assert paragraph.levels[5:12] == b"\2" * 7
    assert line_levels(text, paragraph, 5, 9) == b"\2\2\2\1"


@given(st.lists(st.integers(0, 127), max_size=40))
@example([2, 2, 0])
@example([3, 4, 0, 5])
def test_order_is_that_of_the_rule(levels):
    expected = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level % 2), default=128)
    for level in range(max(levels, default=0), lowest_odd - 1, -1):
        start = 0
        while start < len(expected):
            end = start
            while end < len(expected) and levels[expected[end]] >= level:
                end += 1
            expected[start:end] = expected[start:end][::-1]
            start = max(end, start + 1)

    assert visual_order(levels) == expected


@given(TEXTS, DIRECTIONS)
def test_text_that_needs_no_ordering_is_all_at_the_base_level(text, base):
    paragraph = paragraph_levels(text, base)

    if not needs_ordering(text, base):
        assert set(paragraph.levels) <= {paragraph.base}


@given(
    st.lists(
        st.sampled_from(
            [piece for piece in PIECES if not set(piece) & set("\u2066\u2067\u2068\u202a\u202b\u202d\u202e")]
        )
    )
)
def test_without_embeddings_text_that_needs_ordering_has_other_levels(pieces):
    text = "".join(pieces)
    for base in ("ltr", "rtl"):
        paragraph = paragraph_levels(text, base)
        assert needs_ordering(text, base) == (not set(paragraph.levels) <= {paragraph.base})


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("plain words, 12%.", "ltr", False),
        ("Überschrift – 12 €", "ltr", False),
        ("word کتاب", "ltr", True),
        ("یک کتاب، (خوب)!", "rtl", False),
        ("سال ۱۳۹۵", "rtl", True),
        ("کتاب word", "rtl", True),
        ("", "rtl", False),
    ],
)
def test_needs_ordering(text, base, expected):
    assert needs_ordering(text, base) is expected


def test_classes_that_are_none_are_refused():
    with pytest.raises(TypeError):
        resolved_levels(["XX"])


def test_every_class_has_its_own_letter():
    assert len(set(CODES.values())) == len(CODES) == 23


@pytest.mark.parametrize(
    "text",
    ["(" * 50_000, "\u2068" * 30_000, "\u202b" * 50_000, " " * 50_000, "%" * 50_000, "(ا)" * 20_000, "1," * 30_000],
)
@pytest.mark.timeout(10)
def test_long_texts_of_one_kind_take_no_more_than_their_share(text):
    assert len(visual_order(paragraph_levels(text).levels)) == len(text)
