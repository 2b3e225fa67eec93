"""Text in visual order and in presentation forms, for places where nothing shapes.

A terminal without bidi, or a caption that Pillow draws letter by letter, shows Persian as single
letters in the wrong order. `visual` prepares a text for such a place. **Never** give its result
to the layout engine: Pango would order and shape it a second time, and nobody could copy it.

Letters are joined with the presentation forms of Unicode (U+FB50 to U+FEFF). Persian and Dari
have them all. Of the letters that Pashto adds, only U+06D0 (yeh with dot inside) has them. The
others have none, and arabic-reshaper knows none of them::

    U+067C teh with ring      U+0681 hah with hamza     U+0685 hah with three dots
    U+0689 dal with ring      U+0693 reh with ring      U+0696 reh with two dots
    U+069A seen with dots     U+06AB kaf with ring      U+06BC noon with ring
    U+06CD yeh with tail

They stay the letters they are, drawn alone, and their neighbours do not join to them: readable,
not beautiful. This module is the only importer of python-bidi and arabic-reshaper.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
"""Bidi classes that make a text differ from its logical order."""

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""ALM, LRM, RLM, the embeddings and overrides, the isolates (UAX#9, 2)."""

LAM_ALEF = {
    "\ufedf\ufe82": "\ufef5",  # isolated, alef with madda
    "\ufee0\ufe82": "\ufef6",  # final
    "\ufedf\ufe84": "\ufef7",  # isolated, alef with hamza above
    "\ufee0\ufe84": "\ufef8",
    "\ufedf\ufe88": "\ufef9",  # isolated, alef with hamza below
    "\ufee0\ufe88": "\ufefa",
    "\ufedf\ufe8e": "\ufefb",  # isolated, plain alef
    "\ufee0\ufe8e": "\ufefc",
}
"""Initial or medial lam and final alef → their ligature, the only one that the script demands."""

TAIL, END = "\U000e01ee", "\U000e01ef"
"""Variation selectors 255 and 256: marks that no text uses.

python-bidi gives neither levels nor indices. The pair stands behind a letter and its marks and moves
with them; where it comes out as END TAIL, the letter stands in a right-to-left run and comes after it.
"""

_HAS_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")
_NOT_SHOWN = re.compile(f"[{BIDI_CONTROLS}\u200b-\u200d\ufeff]")
_JOINERS = re.compile("[\u200c\u200d]")
_SENTINELS = re.compile(f"[{TAIL}{END}]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half characters, such as Python makes of file names that are not UTF-8; the ordering refuses them."""
_LINE_END = re.compile("(\r\n|[\n\r\x1c-\x1e\x85\u2029])")
"""Characters of bidi class B: each begins a paragraph of its own (UAX#9, 3.1.1)."""


def visual(text: str, *, base: Literal["ltr", "rtl"] | None = None) -> str:
    """Return the text as a place that neither shapes nor reorders must receive it.

    Each line is a paragraph of its own; `base` is its direction, found from its first strong
    letter where None. Zero-width non-joiners and bidi controls do their work and are then left
    out; vowel marks stay, after their letters. A text without right-to-left letters and bidi
    controls is returned as it is, the same object. Never raises for any string.
    """
    if not _needs_reordering(text):
        return text
    whole = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _SENTINELS.sub("", text))
    parts = _LINE_END.split(whole)
    return "".join(_visual_line(part, base) if index % 2 == 0 else part for index, part in enumerate(parts))


def reordered(text: str, *, base: Literal["ltr", "rtl"]) -> str:
    """Turn glyphs in visual order into letters in logical order, or the other way round.

    Only the order changes: nothing is shaped, mirrored or left out. For text that is read from
    where it was drawn; the two orders are each other's image but for rare nested numbers.
    """
    from bidi import get_display

    return str(get_display(_LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text), base_dir=base[0].upper()))


def _needs_reordering(text: str) -> bool:
    if text.isascii():
        return False
    if _HAS_CONTROL.search(text):
        return True
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text)


def _visual_line(line: str, base: Literal["ltr", "rtl"] | None) -> str:
    from bidi import get_display

    if not line:
        return line
    shaped = _JOINERS.sub("", _shape(line))
    direction = None if base is None else base[0].upper()
    ordered = str(get_display(_close_clusters(shaped), base_dir=direction))
    return _NOT_SHOWN.sub("", _open_clusters(ordered))


def _shape(line: str) -> str:
    """Write letters as presentation forms, in logical order, and lam with alef as one."""
    joined = str(_reshaper().reshape(line))
    for pair, ligature in LAM_ALEF.items():
        # Marks on the lam stay behind the ligature.
        joined = re.sub(f"{pair[0]}([\u064b-\u065f\u0670]*){pair[1]}", rf"{ligature}\1", joined)
    return joined


@cache
def _reshaper() -> ArabicReshaper:
    """Return the shaper with every option of ours said, as its defaults delete vowel marks.

    Its own ligatures are off: they include whole words, and after a ZWJ they hit wrong letters.
    """
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper(
        {
            "language": "Arabic",
            "delete_harakat": False,
            "shift_harakat_position": False,
            "delete_tatweel": False,
            "support_zwj": True,
            "support_ligatures": False,
            "use_unshaped_instead_of_isolated": False,
        }
    )


def _close_clusters(line: str) -> str:
    """Put TAIL and END behind each letter with marks, and behind each character that mirrors."""
    parts: list[str] = []
    position = 0
    while position < len(line):
        marks = _marks_at(line, position + 1)
        parts.append(line[position] + marks)
        if marks or unicodedata.mirrored(line[position]):
            parts.append(TAIL + END)
        position += 1 + len(marks)
    return "".join(parts)


def _open_clusters(line: str) -> str:
    """Take TAIL and END away; in right-to-left runs put marks behind their letter again, and mirror it.

    These are rules L3 and L4 of UAX#9, which python-bidi leaves to others.
    """
    from bidi.mirror import MIRRORED

    first, *rest = line.replace(TAIL + END, "").split(END + TAIL)
    parts = [first]
    for part in rest:
        marks = _marks_at(part, 0)
        letter, others = part[len(marks) :][:1], part[len(marks) + 1 :]
        parts += [MIRRORED.get(letter, letter), marks[::-1], others]
    return "".join(parts)


def _marks_at(line: str, start: int) -> str:
    """Return the run of marks that begins at an index; empty where a letter stands there."""
    end = start
    while end < len(line) and unicodedata.bidirectional(line[end]) == "NSM":
        end += 1
    return line[start:end]
