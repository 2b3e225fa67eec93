"""Joining: parts, PDFs of this library, put together into one PDF in which everything that a part has survives.

`parts` says what is joined; `copies` brings all objects into one file, `storage` keeps once what is there twice.
`sheets` makes the pages, with `contents` and `resources` where several share one; `typefaces` names their fonts.
`destinations`, `links`, `structure`, `outline`, `attachments` and `labels` each join one thing that a document has
but once.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pikepdf
from pikepdf import Dictionary

from ...errors import DocumentError, Problem
from ...findings import Finding
from .attachments import join_attachments
from .copies import FAULTS, Copies, set_pages
from .destinations import Destinations, name_tree
from .labels import page_labels
from .links import PART_ADDRESS, mend_links
from .outline import join_outline
from .parts import Group, Joined, JoinedPage, Part, Placed, all_parts, check_groups, check_pages
from .sheets import lay_pages
from .storage import Storage
from .structure import join_structure
from .typefaces import name_subsets

__all__ = ["PART_ADDRESS", "Group", "Joined", "JoinedPage", "Part", "Placed", "join"]


def join(
    catalog: Part,
    parts: Sequence[Part],
    pages: Sequence[JoinedPage],
    groups: Sequence[Group],
    *,
    targets: Mapping[str, str] = MappingProxyType({}),
) -> Joined:
    """Put parts together into one PDF.

    `catalog` is the part whose catalog, metadata, output intents and language are the whole's; it may stand
    among `parts` or not. All parts are of one output profile. Every page of every part stands on one of
    `pages`. Every part stands in one of `groups`, which are in reading order; what is in the catalog's part is read
    first where that stands in none. `targets` has further names of parts, for links to them, each with a part's
    name or with ``name#destination``.

    The same parts in the same order give the same bytes, with an identifier made from them. Raises DocumentError for
    a part that cannot be read, and ValueError where the order uses a page or part twice or never, or names one that
    is not there.
    """
    given = all_parts(catalog, parts)
    check_groups(catalog, given, groups)
    copies = Copies(given)
    check_pages(pages, {copy.part.name: len(copy.pages) for copy in copies})
    try:
        findings = _joined(copies, pages, groups, targets, catalog.name)
        data = _saved(copies.pdf)
    except FAULTS as fault:
        message = f"a part is damaged ({fault}); make the parts anew"
        raise DocumentError(Problem(message=message)) from fault
    return Joined(pdf=data, pages=len(pages), findings=findings)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    # Streams of objects and their index cannot be kept from ending in a carriage return; see `storage.end_plainly`.
    pdf.save(
        output,
        deterministic_id=True,
        compress_streams=False,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return output.getvalue()


def _joined(
    copies: Copies,
    pages: Sequence[JoinedPage],
    groups: Sequence[Group],
    targets: Mapping[str, str],
    catalog: str,
) -> tuple[Finding, ...]:
    pdf, first = copies.pdf, copies[catalog]
    storage = Storage(pdf)
    for copy in copies:
        for page in copy.pages:
            storage.settle_entries(page, "/Resources", "/Contents")
    sheets, spots = lay_pages(copies, pages, storage)
    destinations = Destinations(copies, spots)
    findings = tuple(mend_links(sheets, destinations, targets))
    if first.is_tagged:
        join_structure(copies, sheets, spots, groups, first)
    join_outline(copies, destinations, groups, first)

    names = pdf.Root.Names = Dictionary(Dests=destinations.tree())
    if files := join_attachments(copies, storage):
        names.EmbeddedFiles = name_tree(files)
    labels = page_labels([page.label for page in pages])
    for key, entry in {"/Dests": None, "/PageLabels": labels}.items():
        if entry is not None:
            pdf.Root[key] = entry
        elif key in pdf.Root:
            del pdf.Root[key]
    for intent in pdf.Root.get("/OutputIntents", ()):
        storage.settle_entries(intent, "/DestOutputProfile")
    name_subsets(sheet.page for sheet in sheets)
    set_pages(pdf, [sheet.page for sheet in sheets])
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]  # its first half would stay that of the catalog's part
    return findings
