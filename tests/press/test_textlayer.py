"""Units of kashida leave the ToUnicode CMaps, and nothing else does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from afgazad_pdf.press import mended_text
from afgazad_pdf.text.kashida import KASHIDA, TATWEEL

LETTER = "\N{ARABIC LETTER SHEEN}"
FATHA = "\N{ARABIC FATHA}"


def code(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


def character_map(*texts: str) -> bytes:
    entries = "".join(f"<{number:04x}> {code(text)}\n" for number, text in enumerate(texts))
    head = "/CIDInit /ProcSet findresource begin\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    return f"{head}{len(texts)} beginbfchar\n{entries}endbfchar\nendcmap".encode()


def test_a_lengthened_letter_stands_for_its_letter():
    assert mended_text(character_map(LETTER + KASHIDA * 24)) == character_map(LETTER)


def test_marks_after_the_units_stay():
    assert mended_text(character_map(LETTER + KASHIDA * 3 + FATHA)) == character_map(LETTER + FATHA)


def test_tatweels_that_an_author_typed_stay():
    text = "\N{ARABIC LETTER HEH}" + TATWEEL
    assert mended_text(character_map(TATWEEL, text)) == character_map(TATWEEL, text)
    assert mended_text(character_map(text + KASHIDA)) == character_map(text)


def test_a_unit_by_itself_stands_for_a_tatweel():
    """As in a font of the user's own: with no text PDFium would make up a character."""
    assert mended_text(character_map(KASHIDA, KASHIDA * 2)) == character_map(TATWEEL, TATWEEL * 2)


def test_ranges_are_mended_too_in_both_forms():
    long, short = code(LETTER + KASHIDA), code(LETTER)
    given_map = f"2 beginbfrange\n<0001> <0002> [{long} {short}]\n<0003> <0003> {long}\nendbfrange"

    assert mended_text(given_map.encode()).decode() == given_map.replace(long, short)


def test_letters_may_be_upper_case_hexadecimal():
    assert mended_text(b"1 beginbfchar\n<0AA8> <06340640FE00>\nendbfchar") == b"1 beginbfchar\n<0AA8> <0634>\nendbfchar"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=30))
def test_maps_without_units_are_not_touched(texts):
    plain = [text.replace(KASHIDA, "") for text in texts]
    assert mended_text(character_map(*plain)) == character_map(*plain)


@given(st.lists(st.text(st.sampled_from(LETTER + FATHA + TATWEEL + "\ufe00"), max_size=12), max_size=250))
def test_no_entry_goes_away_and_no_unit_is_left(texts):
    mended = mended_text(character_map(*texts)).decode()

    entries = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]*)>$", mended.partition("beginbfchar")[2], re.MULTILINE)
    assert [int(number, 16) for number, _ in entries] == list(range(len(texts)))
    for text, (_, written) in zip(texts, entries, strict=True):
        expected = text.replace(KASHIDA, "") or text.replace(KASHIDA, TATWEEL)
        assert bytes.fromhex(written).decode("utf-16-be") == expected
