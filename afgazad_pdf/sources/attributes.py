"""Attributes in braces, such as ``{.half}`` behind a picture and ``{lang=en dir=ltr}`` behind words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from markdown_it.token import Token

from ..article import check_language
from ..validation import nearest
from .ledger import Ledger

KEPT = ("class", "lang", "dir")
"""The attributes that mean something; of others the editor is told."""

DIRECTIONS = ("ltr", "rtl", "auto")


def language_fields(attributes: Mapping[str, object], ledger: Ledger, line: int | None) -> dict[str, str]:
    """Return `lang` and `dir` where they are given; what cannot be used is a fault."""
    fields = {name: str(attributes[name]) for name in ("lang", "dir") if name in attributes}
    if "lang" in fields:
        try:
            check_language(fields["lang"])
        except ValueError as fault:
            ledger.fault(str(fault), line, "lang")
            del fields["lang"]
    if fields.get("dir", "auto") not in DIRECTIONS:
        ledger.fault(f"“{fields.pop('dir')}” is not a direction; write ltr, rtl or auto", line, "dir")
    return fields


def classes(token: Token, known: Collection[str], ledger: Ledger, line: int | None) -> set[str]:
    """Return the known classes of a token; unknown classes and attributes are findings."""
    written = str(token.attrs.get("class", "")).split()
    for name in written:
        if name not in known:
            hint = nearest(name, tuple(known)) if known else "classes are known on pictures only"
            ledger.warn("class-unknown", f"the class “{name}” is not known and was left out; {hint}", line)
    for name in token.meta.get("insecure_attrs", ()):
        message = f"the attribute “{name}” is not known and was left out; known are lang, dir and classes"
        ledger.warn("attribute-unknown", message, line)
    return set(written) & set(known)
