"""Content streams written anew: other names of resources, other numbers of marked content (ISO 32000-1, 7.8, 14.6).

The streams of this library have no literal strings, comments or inline images: in what is left, names, numbers,
hexadecimal strings and operators, one pattern finds every use of a resource. A stream that may have more
is taken apart and put together by pikepdf.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

Used = tuple[str, str]
"""A kind of resource and a name without its slash, such as ``("Font", "F1")``."""

KINDS = {
    "Tf": "Font",
    "gs": "ExtGState",
    "Do": "XObject",
    "cs": "ColorSpace",
    "CS": "ColorSpace",
    "sh": "Shading",
    "scn": "Pattern",
    "SCN": "Pattern",
    "BDC": "Properties",
    "DP": "Properties",
}
"""The kind of resource that an operator names by one of its operands (ISO 32000-1, table 33)."""

BEYOND = (b"(", b"%", b"#")
"""What begins strings, comments, and escapes in names, of which the pattern knows nothing."""

_INLINE_IMAGE = re.compile(rb"(?<![^\x00-\x20>\])])BI(?![^\x00-\x20/])")

_REGULAR, _SPACE = rb"[^\x00-\x20()<>\[\]{}/%]", rb"[\x00-\x20]+"
_END = rb"(?!" + _REGULAR + rb")"
_USE = re.compile(
    rb"/(?P<name>" + _REGULAR + rb"+)(?P<operands>" + _SPACE + rb"(?:[-+.\d]+" + _SPACE + rb")?)"
    rb"(?P<operator>" + b"|".join(operator.encode() for operator in KINDS) + rb")" + _END
    + rb"|/MCID(?P<before>" + _SPACE + rb")(?P<number>\d+)" + _END
)  # fmt: skip

_NUMBER = re.compile(rb"/MCID[\x00-\x20]+(\d+)")


def goes_beyond(data: bytes) -> bool:
    """Say whether a content stream may have something that the pattern does not know."""
    if not data.isascii() or any(mark in data for mark in BEYOND):
        return True
    return b"BI" in data and _INLINE_IMAGE.search(data) is not None


def resources_used(data: bytes) -> frozenset[Used]:
    """Return all resources that a content stream names."""
    if goes_beyond(data):
        return frozenset(use for operands, operator in _parsed(data) for use in _uses(operands, operator))
    found = _USE.finditer(data)
    return frozenset((KINDS[it["operator"].decode()], it["name"].decode("ascii")) for it in found if it["operator"])


def numbers_end(data: bytes) -> int:
    """Return a number that is greater than those of all marked content in a stream (MCID), or 0 without any."""
    return max((int(number) + 1 for number in _NUMBER.findall(data)), default=0)


def rewritten(data: bytes, names: Mapping[Used, str], shift: int) -> bytes:
    """Return a content stream with other names of resources, and `shift` added to the numbers of marked content."""
    if not shift and all(used[1] == name for used, name in names.items()):
        return data
    if goes_beyond(data):
        return _put_together(_parsed(data), names, shift)
    return _USE.sub(_replacement(names, shift), data)


def _replacement(names: Mapping[Used, str], shift: int) -> Callable[[re.Match[bytes]], bytes]:
    def replaced(found: re.Match[bytes]) -> bytes:
        if number := found["number"]:
            return b"/MCID%s%d" % (found["before"], int(number) + shift)
        name = found["name"].decode("ascii")
        name = names.get((KINDS[found["operator"].decode()], name), name)
        return b"/%s%s%s" % (name.encode("ascii"), found["operands"], found["operator"])

    return replaced


# ------------------------------------------------------------------ streams of others


def _parsed(data: bytes) -> list[tuple[Any, str]]:
    with pikepdf.new() as file:
        instructions = pikepdf.parse_content_stream(file.make_stream(data))
        return [(instruction, str(instruction.operator)) for instruction in instructions]


def _uses(instruction: Any, operator: str) -> Iterable[Used]:
    index = _index(instruction, operator)
    if index is not None:
        yield KINDS[operator], str(instruction.operands[index])[1:]


def _index(instruction: Any, operator: str) -> int | None:
    """Return which operand of an instruction names a resource."""
    if operator not in KINDS or not len(instruction.operands):
        return None
    index = 0 if operator == "Tf" else len(instruction.operands) - 1
    return index if isinstance(instruction.operands[index], Name) else None


def _put_together(parsed: list[tuple[Any, str]], names: Mapping[Used, str], shift: int) -> bytes:
    result: list[Any] = []
    for instruction, operator in parsed:
        operands = list(instruction.operands) if operator in KINDS else []
        index = _index(instruction, operator)
        if index is not None:
            name = str(operands[index])[1:]
            operands[index] = Name("/" + names.get((KINDS[operator], name), name))
        elif operator in ("BDC", "DP") and "/MCID" in operands[-1]:
            operands[-1] = Dictionary(dict(operands[-1].items()) | {"/MCID": int(operands[-1].MCID) + shift})
        else:
            result.append(instruction)
            continue
        result.append(pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator)))
    return pikepdf.unparse_content_stream(result)
