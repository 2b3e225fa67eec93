r"""Characters that no article may hold: control characters and halves of characters.

Controls come from copied PDF pages and word processors; they print as boxes, and some stop XML
readers. Tab and line feed stay. Form feed, vertical tab and next line part words, so they become
a space; all others go without a trace. Direction marks such as U+200F are no controls (they are
format characters) and stay.
"""

from __future__ import annotations

import re
from typing import Any

from .ledger import DEPTH, Ledger

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENTS = {
    code: " " if code in (0x0B, 0x0C, 0x85) else None
    for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))
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


def clean_data(data: dict[str, Any], ledger: Ledger) -> dict[str, Any]:
    """Return data from JSON, TOML or YAML with every text in it cleaned.

    Escapes such as ``\\u0000`` bring in characters that the file's own text does not show. Half
    characters, and keys that only this library may set, are faults named by their field.
    """
    controls: list[str] = []
    cleaned: dict[str, Any] = _clean(data, (), (0, 0), controls, ledger)
    if controls:
        _report(controls, None, ledger)
    return cleaned


def _clean(value: Any, path: tuple[str, ...], depths: tuple[int, int], controls: list[str], ledger: Ledger) -> Any:
    if isinstance(value, str):
        return _clean_string(value, path, controls, ledger)
    if isinstance(value, dict):
        depths = _deeper(value, path, depths, ledger)
        result = {}
        for key, item in value.items():
            name = _clean_string(key, (*path, _shown(key)), controls, ledger)
            if name == "line" or (name == "path" and not path):
                ledger.fault("is not a known key; lines and paths are set when the file is read", field=_dotted(path, name))
            else:
                result[name] = _clean(item, (*path, _shown(name)), depths, controls, ledger)
        return result
    if isinstance(value, list):
        return [_clean(item, (*path, str(index)), depths, controls, ledger) for index, item in enumerate(value)]
    return value


def _clean_string(text: str, path: tuple[str, ...], controls: list[str], ledger: Ledger) -> str:
    half = _SURROGATE.search(text)
    if half:
        ledger.fault(_HALF_CHARACTER.format(_name(half.group())), field=".".join(path))
        text = _SURROGATE.sub("\ufffd", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls += _CONTROL.findall(text)
    return without_controls(text)


def _deeper(
    mapping: dict[str, Any], path: tuple[str, ...], depths: tuple[int, int], ledger: Ledger
) -> tuple[int, int]:
    """Count how many blocks and spans the mapping stands in, itself included."""
    blocks, spans = depths
    kind = mapping.get("kind")
    blocks += kind in ("quote", "list")
    spans += kind == "span"
    if max(blocks, spans) > DEPTH:
        ledger.too_deep("quotations, lists or spans", field=".".join(path[:4]) + ".…")
    return blocks, spans


def _report(controls: list[str], line: int | None, ledger: Ledger) -> None:
    names = sorted({_name(control) for control in controls})
    shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    count = f"{len(controls)} control character{'s were' if len(controls) > 1 else ' was'} removed"
    ledger.warn("controls-removed", f"{count} ({shown}); look whether words there still read well", line)


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _shown(key: str) -> str:
    """Return a key as it can be printed in a message."""
    return _SURROGATE.sub("\ufffd", without_controls(key))


def _dotted(path: tuple[str, ...], name: str) -> str:
    return ".".join((*path, name))
