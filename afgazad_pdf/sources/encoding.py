"""From bytes to text: UTF-8, and what else is certain enough to be read.

Files are UTF-8. UTF-16 says by its first bytes that it is. Persian text of old programs is in windows-1256, which
every byte can be read as; it is taken for that only where nearly all of its words then are Arabic letters and
nothing else, as no other encoding makes. A few broken places are printed as U+FFFD; with more, the file is refused.
"""

from __future__ import annotations

import codecs
import re

from .ledger import Ledger

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile("[\u0620-\u06d3]{2,}")
_FEWEST_WORDS = 20
_SURE = 0.95
"""The share of words with letters beyond ASCII that must be in Arabic letters alone."""

_ADVICE = "open it in the program that wrote it and save it with the encoding UTF-8"


def decoded(data: bytes, ledger: Ledger) -> str:
    """Return a file's text, with a finding where it is not UTF-8; raises ArticleError where it cannot be read."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf_16(data, ledger)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = _line(data, fault.start)
    old = _windows_1256(data)
    if old is not None:
        message = f"is text in the encoding windows-1256 and was read so; look at its letters, and {_ADVICE}"
        ledger.warn("text-encoding", message)
        return old
    return _with_gaps(data, line, ledger)


def _utf_16(data: bytes, ledger: Ledger) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        ledger.stop(f"is UTF-16 text that is damaged; {_ADVICE}")
    ledger.inform("text-encoding", f"is text in the encoding UTF-16 and was read so; better {_ADVICE}")
    return text


def _windows_1256(data: bytes) -> str | None:
    """Return the text where it is windows-1256 beyond doubt."""
    text = data.decode("cp1256")
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    arabic = sum(bool(_ARABIC_WORD.fullmatch(word)) for word in words)
    alone = sum(len(word) == 1 and "\u0620" <= word <= "\u06d3" for word in words)
    return text if arabic >= _FEWEST_WORDS and arabic + alone >= _SURE * len(words) else None


def _with_gaps(data: bytes, line: int, ledger: Ledger) -> str:
    """Return UTF-8 text with U+FFFD for what is broken, where that is little; else stop at the first line of it."""
    most = ledger.limits.undecoded
    if _broken_places(data, most) > most:
        ledger.stop(f"is not UTF-8 text; {_ADVICE}", line)
    message = "holds bytes that are no UTF-8 text; each place is printed as \N{REPLACEMENT CHARACTER}. Type them again"
    ledger.lose("text-undecoded", message, line)
    return data.decode("utf-8-sig", "replace")


def _broken_places(data: bytes, most: int) -> int:
    """Count the places that are not UTF-8, up to one more than `most`."""
    count, position = 0, 0
    while count <= most:
        try:
            data[position:].decode("utf-8")
        except UnicodeDecodeError as fault:
            count += 1
            position += fault.end
        else:
            break
    return count


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
