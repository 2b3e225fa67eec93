"""Which structure type an HTML element becomes: ISO 32000-1, 14.8.4, the types that PDF/UA-1 knows.

A template says otherwise with ``data-tag``: a structure type such as ``data-tag="Div"``, or
``data-tag="artifact"`` for what nobody needs to hear. A table that is no table but a way to place
things says ``role="presentation"`` (WAI-ARIA), and its rows and cells lose their roles with it.
"""

from __future__ import annotations

from typing import Any

ARTIFACT = "artifact"
"""Not a structure type: what is drawn but not read."""

ROLES = {
    "article": "Art",
    "section": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "address": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "dl": "L",
    "dt": "Lbl",
    "dd": "LBody",
    "figure": "Figure",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "figcaption": "Caption",
    "caption": "Caption",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "a": "Link",
    "q": "Quote",
    "code": "Code",
    "pre": "Code",
}
"""Elements that are not in the table have no role: what they hold belongs to the element around them."""

TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "th", "td", "caption"})

INLINE_TAGS = frozenset(
    (
        "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q s samp small "
        "span strike strong sub sup svg time tt u var {http://www.w3.org/2000/svg}svg"
    ).split()
)
"""Elements that stand in a line unless a stylesheet makes blocks of them (HTML, phrasing content)."""

IN_LINE = frozenset({"Link", "Quote", "Code", "Span", "Reference"})
"""Structure types of pieces of a line; every other one stands for a block of its own. ISO 32000-1, 14.8.4.4."""

GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote"})
"""Structure types that hold blocks and no text of their own. ISO 32000-1, 14.8.4.2."""

MIXED = frozenset({"LBody", "TD", "TH", "Caption", "Note", "Figure"})
"""Structure types that hold text, or blocks, as it comes."""

HOLDS_NOTES = frozenset({"Document", "Part", "Art", "Sect", "BlockQuote", "LBody"})
"""Where a footnote is read: after the block that calls it, in the nearest of these. Never inside a poem or table."""

HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})

LINES = HEADINGS | {"Lbl"}
"""Structure types that hold one line of text; a block in them, of an odd theme, is taken for its text."""

EMPTY_ALLOWED = frozenset({"TH", "TD", "TR"})
"""Kept without any content: a table has the same number of cells in each row."""

_NUMBERED = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}


def role_of(element: Any, tag: str) -> str | None:
    """Return the structure type of an element, ``artifact``, or None where it has none of its own.

    `tag` is the element's tag, or that of a pseudo-element as the layout engine names it (``li::marker``).
    """
    if "::" in tag:
        if tag.endswith("marker"):
            return "Lbl"  # of a list item or a footnote
        return "Reference" if tag.endswith("::footnote-call") else None
    stated: str | None = element.get("data-tag")
    if stated:
        return stated
    if tag == "table" and element.get("role") == "presentation":
        return None
    if element.get("data-flow") == "footnote":
        return "Note"
    return ROLES.get(tag)


def list_numbering(ordered: bool, style: object) -> str:
    """Return the ListNumbering of a list (ISO 32000-1, table 347) from its `list-style-type`.

    Digits of other scripts count as decimal: the attribute knows the system, not the script.
    """
    if isinstance(style, str) and style in _NUMBERED:
        return _NUMBERED[style]
    return "Decimal" if ordered and style != "none" else "None"
