"""How a reader finds a page: labels in the document's digits, and an outline whose titles are plain text."""

from __future__ import annotations

from typing import Any

from ..text.digits import localized
from .metadata import plain_value

Pdf = Any


def label_pages(pdf: Pdf, objects: Any, digits: str) -> None:
    """Name the pages as they are numbered on paper (ISO 32000-1, 12.4.2).

    `digits` is a CSS counter style. PDF counts in Latin digits, Roman numerals and letters only; a
    number in other digits is the prefix of a page that is not counted.
    """
    labels = objects.Array()
    if digits == "decimal":
        labels += [0, objects.Dictionary({"S": "/D"})]
    else:
        for index in range(pdf.pages["Count"]):
            labels += [index, objects.Dictionary({"P": objects.String(localized(str(index + 1), digits))})]
    pdf.catalog["PageLabels"] = objects.Dictionary({"Nums": labels})


def clean_outline(pdf: Pdf, objects: Any) -> None:
    """Take out of the outline's titles what only the page needs."""
    for item in pdf.objects:
        if isinstance(item, objects.Dictionary) and "Title" in item and "Dest" in item:
            title = item["Title"].string
            item["Title"] = objects.String(plain_value(title) or title)
