"""Addresses of links: which of them a reader of a PDF can follow.

markdown-it's own check is turned off: it leaves the Markdown source of a refused link on the
page. Here the words stay, the link goes, and the editor is told.
"""

from __future__ import annotations

import re

from ..article import check_target
from .characters import without_controls
from .ledger import Ledger

_IGNORED = re.compile(r"[\t\n\r]")
_EDGES = "".join(map(chr, range(0x21)))


def followable(address: str) -> str | None:
    """Return the address as the model takes it, or None where it is forbidden.

    Tabs, line ends and controls around an address are ignored before its scheme is looked at, as
    browsers do (WHATWG URL, 4.4): they serve to hide ``javascript:``.
    """
    try:
        return check_target(_IGNORED.sub("", address).strip(_EDGES))
    except ValueError:
        return None


def link_target(address: str, ledger: Ledger, line: int | None) -> str | None:
    """Return what `followable` returns; a forbidden address is also a finding."""
    target = followable(address)
    if target is None:
        shown = " ".join(without_controls(address).split())[:80]
        ledger.warn(
            "link-forbidden",
            f"the link to “{shown}” was taken out and its words stay; begin links with https://, http://, mailto: or #",
            line,
        )
    return target
