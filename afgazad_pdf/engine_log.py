"""What the layout engine writes into its log, as findings an editor can act on."""

from __future__ import annotations

import re
import unicodedata

from .findings import Finding, Level

_MISSING_GLYPH = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]{4,6})\)$", re.DOTALL)
_UNDRAWN = re.compile(r"Failed to (?:load|render)(?: inline)?(?: SVG)? image (?:at )?'?(\S*)")
_MISSING_ANCHOR = re.compile(r"No anchor #(.*) for internal URI reference")


def finding_of(message: str) -> Finding:
    """Return a message of the engine as a finding, without file and line, which the engine does not know."""
    if match := _MISSING_GLYPH.match(message):
        character = chr(int(match[1], 16))
        name = unicodedata.name(character, "a character without a name")
        text = (
            f"no font has “{character}” (U+{match[1]}, {name}); a box is printed. Add a font that has it, or replace it"
        )
        return Finding(level=Level.ERROR, code="glyph-missing", message=text)
    if match := _MISSING_ANCHOR.search(message):
        text = (
            f"a link leads to “#{match[1]}”, but nothing in the article has that name; give a heading {{#{match[1]}}}"
        )
        return Finding(level=Level.WARNING, code="link-target-missing", message=text)
    if match := _UNDRAWN.match(message):
        text = f"a picture could not be drawn and is missing on the page ({message[:200]}); save it anew, or as PNG"
        return Finding(level=Level.ERROR, code="picture-undrawn", message=text)
    return Finding(level=Level.WARNING, code="layout", message=message)
