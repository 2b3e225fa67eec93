"""A derived face bears a name of its own: two of our sources reserve theirs (OFL 1.1, condition 3).

Copyright, licence, designer and trademark notices stay; the description tells what the face comes from.
"""

from __future__ import annotations

from fontTools.ttLib import TTFont

FAMILY, UNIQUE, FULL, VERSION, POSTSCRIPT = 1, 3, 4, 5, 6
DESCRIPTION, TYPOGRAPHIC_FAMILY, VARIATIONS_PREFIX = 10, 16, 25
"""OpenType name IDs that are written anew."""

NO_VENDOR = "    "
"""OS/2 achVendID of a font whose maker has not registered one (OpenType, OS/2): it is not the source's maker."""


def rename(font: TTFont, source: str, family: str, revision: int) -> None:
    """Give a face of the family `source` the family name `family`, and a PostScript name like it."""
    names = font["name"]
    if not any(record.toUnicode().startswith(source) for record in names.names if record.nameID == FAMILY):
        raise SystemExit(f"the source's family is not {source}: {names.getDebugName(FAMILY)}")
    told = f"Derived from {source}, {names.getDebugName(VERSION)}; what was changed is told in FONTLOG.txt."
    for record in list(names.names):
        text = record.toUnicode()
        if record.nameID in (FAMILY, FULL, TYPOGRAPHIC_FAMILY):
            text = text.replace(source, family)
        elif record.nameID in (POSTSCRIPT, VARIATIONS_PREFIX):
            text = text.replace(_joined(source), _joined(family))
        elif record.nameID == VERSION:
            text = f"{text}; {family} {revision}"
        elif record.nameID == UNIQUE:
            text = f"{revision};{names.getDebugName(POSTSCRIPT).replace(_joined(source), _joined(family))}"
        elif record.nameID == DESCRIPTION:
            text = f"{text.rstrip('. ')}. {told}"
        names.setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
    font["OS/2"].achVendID = NO_VENDOR


def _joined(name: str) -> str:
    return name.replace(" ", "")
