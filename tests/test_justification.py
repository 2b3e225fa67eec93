"""Lines are filled exactly, within the limits, and stretched only where a typesetter would."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import weasyprint
from hypothesis import example, given, settings
from hypothesis import strategies as st

from afgazad_pdf.fonts import load_faces
from afgazad_pdf.justification import COMFORTABLE_SPACE, FittedLine, Limits, fit_lines
from afgazad_pdf.shaping import kashida_step, ligated, spaced_width, text_width
from afgazad_pdf.text.kashida import KASHIDA, stretched, unstretched

FACES = {face.family: face.file for face in load_faces() if "Arab" in face.scripts and face.weight == 400}
STRETCHING = [family for family, file in FACES.items() if kashida_step(file)]
STIFF = [family for family, file in FACES.items() if not kashida_step(file)]
WORDS = (
    "در کشور ما باران نسیم بهار آمد خنده لاله و نرگس می‌رود خانه‌ها سَلامٌ مُحَمَّد عِلماً بدین الله اسلام کـتاب"
    " نمـاز Kabul ۱۳۹۵ سال۴ ښوونځی پښتو غوټۍ ده‌ها شمشیر نیکو گفت: «چراغ» ـ هـ مـن ئې"
).split()
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
POEMS = {
    part.splitlines()[0]: [line.split(" / ") for line in part.splitlines()[1:]]
    for part in (Path(__file__).parent / "cases" / "metres.txt").read_text("utf-8").removeprefix("# ").split("\n\n# ")
}


def fit(texts, width, family, **limits) -> tuple[FittedLine | None, ...]:
    face = FACES[family]
    return fit_lines(texts, width, face_file=face, lang="fa", direction="rtl", limits=Limits(**limits))


def natural(text: str, family: str) -> float:
    return spaced_width(text, FACES[family], lang="fa", direction="rtl")


def columns(family: str) -> list[tuple[list[str], float, tuple[FittedLine | None, ...]]]:
    """The two columns of each poem at the width of its widest hemistich."""
    found = []
    for bayts in POEMS.values():
        width = 1.03 * max(natural(half, family) for bayt in bayts for half in bayt)
        for column in zip(*bayts, strict=True):
            found.append((list(column), width, fit(column, width, family)))
    return found


# What may not be stretched, told once more and in another way than the library does: letter by letter.
NOT_ONWARDS = set("اآأإٱدذډرزژړږڑوؤةۀءۍے")
TEETH = set("بپتټثنڼیيىېئ")
HEHS, ALEFS = set("هہھة"), set("اآأإٱ")
MARKS = set("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0670")
TYPED = "ـ"


def is_forbidden(text: str, offset: int) -> bool:
    start = text.rfind(" ", 0, offset) + 1
    word = text[start:].split(" ")[0]
    if any(character.isdigit() or (character.isascii() and character.isalpha()) for character in word):
        return True
    before = [character for character in text[start:offset] if character not in MARKS]
    after = [character for character in text[offset:].split(" ")[0] if character not in MARKS]
    if not before or not after or not before[-1].isalpha() or not (after[0].isalpha() or after[0] == TYPED):
        return True
    if before[-1] in NOT_ONWARDS or after[0] == "ء":
        return True
    if TYPED in word:
        return after[0] != TYPED
    first = len(before) == 1 or not before[-2].isalpha() or before[-2] in NOT_ONWARDS
    if first and before[-1] in TEETH:
        return True
    if before[-1] == "ل" and after[0] in ALEFS:
        return True
    if before[-1] == "ل" and after[0] == "ل" and after[1:] and after[1] in HEHS:
        return True
    if before[-2:] == ["ل", "ل"] and after[0] in HEHS:
        return True
    part = word.replace("\u200c", " ").replace(":", " ").replace("«", " ").replace("»", " ").split()
    own = next(piece for piece in part if offset - start <= word.index(piece) + len(piece))
    return len([character for character in own if character not in MARKS]) < 3


@given(texts=st.lists(LINES, min_size=1, max_size=3), family=st.sampled_from(list(FACES)), ratio=st.floats(0.9, 1.6))
@settings(max_examples=300, deadline=None)
@example(texts=["سلام"], family=STRETCHING[0], ratio=1.5)
@example(texts=["مُحَمَّد عِلماً سَلامٌ"], family=STRETCHING[0], ratio=1.3)
def test_lines_fill_the_width_within_the_limits(texts, family, ratio):
    width = ratio * max(natural(text, family) for text in texts)
    space, step, limits = natural(" ", family), kashida_step(FACES[family]), Limits()
    for text, line in zip(texts, fit(texts, width, family), strict=True):
        spaces = text.count(" ")
        if line is None:
            assert not spaces or not 0.75 <= 1 + (width - natural(text, family)) / (spaces * space) <= 1.7
            continue
        assert stretched(text, line.units) == line.text
        assert unstretched(line.text) == text
        assert line.text.count(KASHIDA) == sum(line.units.values())
        assert line.width == pytest.approx(natural(line.text, family), abs=1e-6)
        filled = line.width + spaces * line.word_spacing
        if spaces:
            assert filled == pytest.approx(width, abs=1e-6)
            assert line.word_spacing == pytest.approx((line.word_space - 1) * space, abs=1e-6)
        else:
            assert -1e-6 <= width - filled < max(step, 1e-6)
            assert (line.word_space, line.word_spacing) == (1, 0)
        assert limits.narrowest_space - 1e-6 <= line.word_space <= limits.widest_space + 1e-6
        assert sum(line.units.values()) * step <= limits.kashida_per_line + 1e-6
        assert len(line.units) <= limits.places_per_line
        words = [text.count(" ", 0, offset) for offset in line.units]
        assert len(set(words)) == len(words)
        for offset, units in line.units.items():
            assert 0 < units * step <= limits.longest_kashida + 1e-6
            assert not is_forbidden(text, offset), (text[:offset], text[offset:])
            assert offset not in ligated(text, FACES[family], "fa")


@pytest.mark.parametrize("family", FACES)
def test_lines_are_as_wide_as_the_layout_engine_sets_them(family):
    size, expected = 100, {}
    paragraphs = []
    for texts, width, lines in columns(family):
        for text, line in zip(texts, lines, strict=True):
            shown, spacing = (line.text, line.word_spacing) if line else (text, 0.2)
            expected[shown] = width if line else natural(text, family) + 0.2 * text.count(" ")
            paragraphs.append(f'<p style="word-spacing: {spacing:.6f}em">{shown}</p>')
    style = (
        f"@font-face {{ font-family: face; src: url({FACES[family].as_uri()}) }} @page {{ size: 4000px }}"
        f"p {{ font: {size}px face; direction: rtl; white-space: nowrap; margin: 0 }}"
    )
    document = weasyprint.HTML(string=f"<style>{style}</style><body lang=fa>{''.join(paragraphs)}").render()

    measured = {}

    def read(box):
        if hasattr(box, "pango_layout"):
            measured[box.text] = box.width / size
        for child in getattr(box, "children", ()):
            read(child)

    for page in document.pages:
        read(page._page_box)
    assert measured.keys() == expected.keys()
    assert measured == pytest.approx(expected, abs=0.002)


@pytest.mark.parametrize("family", STRETCHING)
def test_poems_are_stretched_in_few_places_about_equally(family):
    for _, _, lines in columns(family):
        for line in filter(None, lines):
            counts = list(line.units.values())
            assert not counts or max(counts) - min(counts) <= 1
            assert not counts or line.width - natural(unstretched(line.text), family) >= 0.17


@pytest.mark.parametrize("family", STRETCHING)
def test_most_lines_of_a_poem_have_one_space(family):
    """Spaces differ by what is less than a unit, and where the kashida that there may be is used up."""
    step, space = kashida_step(FACES[family]), natural(" ", family)
    near = []
    for texts, _, lines in columns(family):
        ratios = sorted(line.word_space for line in lines if line and line.units)
        unit = step / (space * texts[0].count(" "))
        near += [abs(ratio - ratios[len(ratios) // 2]) <= 0.05 + unit for ratio in ratios]
    assert sum(near) >= 0.6 * len(near)


@pytest.mark.parametrize("family", STRETCHING)
def test_stretches_avoid_those_of_the_line_above(family):
    together = apart = 0
    for texts, width, lines in columns(family):
        together += _stacked(lines, family)
        apart += _stacked([fit([text], width, family)[0] for text in texts], family)

    assert apart >= 8
    assert together <= 0.4 * apart


def _stacked(lines, family: str) -> int:
    """How many stretches stand less than 0.9 em beside one of the line above."""
    return sum(
        any(abs(one - other) < 0.9 for one in _middles(above, family))
        for above, below in pairwise(lines)
        for other in _middles(below, family)
    )


def _middles(line: FittedLine | None, family: str) -> list[float]:
    if line is None:
        return []
    found, before = [], 0
    for offset, units in sorted(line.units.items()):
        start = line.text[: offset + before * len(KASHIDA)]
        width = natural(start + "\N{ZERO WIDTH JOINER}", family) + start.count(" ") * line.word_spacing
        found.append(width + units * kashida_step(FACES[family]) / 2)
        before += units
    return found


@cache
def _units(text: str, ratio: float, **limits: float) -> tuple[str, ...]:
    """Where a line is stretched in the first face: the letters before each stretch, back to the space."""
    family = STRETCHING[0]
    (line,) = fit([text], ratio * natural(text, family), family, **limits)
    assert line is not None
    return tuple(text[:offset].rpartition(" ")[2] for offset in sorted(line.units))


def test_seen_comes_before_other_places():
    assert _units("نور چراغ آن شب تا نسیم آمد به باغ", 1.06) == ("نس",)


def test_first_words_are_stretched_last():
    assert _units("سخن گفتم برای آن نسیم ای جان", 1.08) == ("نس",)


def test_a_typed_tatweel_is_where_the_line_is_stretched():
    assert _units("در این کشور کتـاب ما رسید و شد", 1.07) == ("کت",)


def test_nothing_is_stretched_while_spaces_are_comfortable():
    family, text = STRETCHING[0], "نسیم صبح از کشور بهار آمد"
    room = 5 * natural(" ", family)
    for ratio in (0.75, 0.9, 1.0, 1.1, COMFORTABLE_SPACE - 0.001):
        (line,) = fit([text], natural(text, family) + (ratio - 1) * room, family)
        assert line is not None
        assert line.units == {}
        assert line.word_space == pytest.approx(ratio)
    (line,) = fit([text], natural(text, family) + 0.2 * room, family)
    assert line is not None
    assert line.units != {}


def test_what_is_too_wide_or_much_too_narrow_is_refused():
    family, text = STRETCHING[0], "نسیم صبح از کشور بهار آمد"
    least = natural(text, family) - 0.25 * 5 * natural(" ", family)

    assert fit([text], least - 0.01, family) == (None,)
    assert fit([text], least + 0.01, family) != (None,)
    assert fit([text], 2 * natural(text, family), family) == (None,)
    assert fit([""], 10, family) == (None,)
    assert fit([], 10, family) == ()


def test_one_word_is_short_by_less_than_a_unit():
    for family in STRETCHING:
        step, word = kashida_step(FACES[family]), "لاله"
        for units in (0, 1, 3):
            (line,) = fit([word], natural(stretched(word, {3: units}), family) + 0.9 * step, family)
            assert line is not None
            assert line.units == ({3: units} if units else {})
        assert fit(["آرد"], natural("آرد", family) + 1.5 * step, family) == (None,)
        assert fit([word], natural(word, family) - 0.01, family) == (None,)


def test_a_face_that_has_no_kashida_uses_its_spaces():
    (family,) = STIFF
    text = "نسیم صبح از کشور بهار آمد"
    (line,) = fit([text], natural(text, family) + 0.6 * 5 * natural(" ", family), family)

    assert line is not None
    assert (line.units, line.text) == ({}, text)
    assert line.word_space == pytest.approx(1.6)


def test_limits_are_the_callers():
    family, text = STRETCHING[0], "نسیم صبح از کشور بهار آمد"
    width, step = 1.2 * natural(text, family), kashida_step(FACES[family])
    (short,) = fit([text], width, family, longest_kashida=0.6)
    (none,) = fit([text], width, family, places_per_line=0, widest_space=5)
    (little,) = fit([text], width, family, kashida_per_line=0.6, widest_space=5)

    assert short is not None
    assert max(short.units.values()) * step <= 0.6
    assert none is not None
    assert none.units == {}
    assert little is not None
    assert 0 < sum(little.units.values()) * step <= 0.6


def test_words_are_measured_as_the_engine_shapes_them_between_spaces():
    for file in FACES.values():
        parts = [text_width(part, file, lang="fa", direction="rtl") for part in ("که", " ", "بهار")]
        assert spaced_width("که بهار", file, lang="fa", direction="rtl") == pytest.approx(sum(parts))
