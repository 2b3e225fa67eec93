r"""Characters that no article may hold: control characters and halves of characters.

Controls come from copied PDF pages and word processors; they print as boxes, and some stop XML
readers. Tab and line feed stay. Form feed, vertical tab and next line part words, so they become
a space; all others go without a trace. Direction marks such as U+200F are no controls (they are
format characters) and stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .ledger import DEPTH, Ledger

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENTS = {
    code: " " if code in (0x0B, 0x0C, 0x85) else None for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))
}
_HALF_CHARACTER = "holds {0}, one half of a character; write the whole character"


def without_controls(text: str) -> str:
    """Return the text without control characters other than tab and line feed."""
    return text.translate(_REPLACEMENTS)


def clean_text(text: str, ledger: Ledger) -> str:
    r"""Return a file's text with line ends ``\n`` and no controls; half characters are a fault."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    half = _SURROGATE.search(text)
    if half:
        ledger.stop(_HALF_CHARACTER.format(_name(half.group())), text.count("\n", 0, half.start()) + 1)
    controls = _CONTROL.findall(text)
    if not controls:
        return text
    first = _CONTROL.search(text)
    _report(controls, text.count("\n", 0, first.start()) + 1 if first else None, ledger)
    return without_controls(text)


def clean_data(data: dict[str, Any], ledger: Ledger, lines: Mapping[str, int]) -> dict[str, Any]:
    r"""Return data from JSON, TOML or YAML with every text in it cleaned.

    Escapes such as ``\u0000`` bring in characters that the file's own text does not show. Half
    characters, and keys that only this library may set, are faults named by their field.
    """
    cleaner = _Cleaner(ledger, lines)
    cleaned = cleaner.mapping(data, (), 0)
    if cleaner.controls:
        _report(cleaner.controls, None, ledger)
    return cleaned


@dataclass(slots=True)
class _Cleaner:
    ledger: Ledger
    lines: Mapping[str, int]
    controls: list[str] = field(default_factory=list)

    def value(self, value: Any, path: tuple[str, ...], depth: int) -> Any:
        if isinstance(value, str):
            return self.text(value, path)
        if isinstance(value, dict):
            return self.mapping(value, path, depth)
        if isinstance(value, list):
            return [self.value(item, (*path, str(index)), depth) for index, item in enumerate(value)]
        return value

    def mapping(self, mapping: dict[str, Any], path: tuple[str, ...], depth: int) -> dict[str, Any]:
        depth = self._deeper(mapping, path, depth)
        result = {}
        for key, item in mapping.items():
            name = self.text(key, (*path, _printable(key)))
            here = (*path, name)
            if name == "line" or here == ("path",):
                self._fault("is not a known key; lines and paths are set when the file is read", here)
            else:
                result[name] = self.value(item, here, depth)
        return result

    def text(self, text: str, path: tuple[str, ...]) -> str:
        half = _SURROGATE.search(text)
        if half:
            self._fault(_HALF_CHARACTER.format(_name(half.group())), path)
        text = _SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
        self.controls += _CONTROL.findall(text)
        return without_controls(text)

    def _deeper(self, mapping: dict[str, Any], path: tuple[str, ...], depth: int) -> int:
        """Count how many quotations, lists and spans the mapping stands in, itself included."""
        depth += mapping.get("kind") in ("quote", "list", "span")
        if depth > DEPTH:
            self.ledger.too_deep("quotations, lists and spans", self.lines.get(path[0]), ".".join((*path[:4], "…")))
        return depth

    def _fault(self, message: str, path: tuple[str, ...]) -> None:
        self.ledger.fault(message, self.lines.get(path[0]), ".".join(path))


def _report(controls: list[str], line: int | None, ledger: Ledger) -> None:
    names = sorted({_name(control) for control in controls})
    shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    count = f"{len(controls)} control character{'s were' if len(controls) > 1 else ' was'} removed"
    ledger.warn("controls-removed", f"{count} ({shown}); look whether words there still read well", line)


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _printable(key: str) -> str:
    return _SURROGATE.sub("\ufffd", without_controls(key))
