"""Page labels: the numbers that are printed, in the page field of a reader (ISO 32000-1, 12.4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, String

_DECIMAL = re.compile(r"[1-9][0-9]{0,8}")


def page_labels(labels: Sequence[str | None]) -> Object | None:
    """Return the number tree of page labels, or None where no page has one.

    Runs of decimal numbers are ranges that are counted; other labels are prefixes of pages that are not
    counted, as PDF counts in no other digits than Latin and Roman ones.
    """
    if not any(labels):
        return None
    entries: list[Any] = []
    before: str | None = None
    for index, label in enumerate(labels):
        if not index or not _continues(before, label):
            entries += [index, _entry(label)]
        before = label
    return Dictionary(Nums=Array(entries))


def _entry(label: str | None) -> Object:
    if not label:
        return Dictionary()
    if _DECIMAL.fullmatch(label):
        return Dictionary({"/S": Name.D} | ({} if label == "1" else {"/St": int(label)}))
    return Dictionary(P=String(label))


def _continues(before: str | None, label: str | None) -> bool:
    """Say whether a label is what a reader makes of the one before."""
    if before and _DECIMAL.fullmatch(before):
        return label == str(int(before) + 1)
    return (before or None) == (label or None)
