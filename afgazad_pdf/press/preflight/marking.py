"""Faults drawn onto the pages where they are: a box, and the code."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pikepdf

from ...findings import Finding, Level
from .boxes import overlap
from .contents import FAULTS
from .document import Fault
from .state import Box

COLOURS: Mapping[Level, str] = {Level.ERROR: "0.85 0.05 0.1", Level.WARNING: "0.9 0.5 0", Level.INFO: "0.1 0.35 0.85"}
"""In RGB: on a screen."""

SIZE = 7.0
"""Of the letters, in pt; they are of Helvetica, which every reader has."""

LETTER = 0.56
"""About the mean width of small letters, in em; labels are made so wide."""

AROUND = 2.0
"""Between a fault and its box, in pt."""

SMALLEST = 8.0
"""A side of a box, in pt; what is smaller gets one around it."""

MOST = 400
"""Boxes on a page for one fault."""

FONT, SHEER = "/PreflightLetters", "/PreflightSheer"


def marked(data: bytes, findings: Sequence[Finding], faults: Sequence[Fault]) -> bytes | None:
    """Return the PDF with all faults on its pages; findings and faults are pairs. None where it cannot be opened."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as file:
            for number, page in enumerate(file.pages, start=1):
                own = [pair for pair in zip(findings, faults, strict=True) if (pair[1].page or 1) == number]
                if own:
                    _mark(file, page, own)
            output = io.BytesIO()
            file.save(output, encryption=False, deterministic_id=True)
    except FAULTS:
        return None
    return output.getvalue()


def _mark(file: Any, page: Any, pairs: Iterable[tuple[Finding, Fault]]) -> None:
    sheet = Box(*map(float, page.mediabox))
    edge = Box(*map(float, page.cropbox))
    drawn = ["q", f"{SHEER} gs"]
    labels: list[tuple[float, float, str, Level]] = []
    loose = 0
    for finding, fault in pairs:
        for box in fault.boxes[:MOST]:
            frame = _framed(box, edge)
            drawn.append(_rectangle(frame, COLOURS[finding.level]))
        if fault.boxes:
            frame = _framed(fault.boxes[0], edge)
            labels.append((frame.left, frame.top, finding.code, finding.level))
        else:
            labels.append((edge.left + 4, edge.top - 12 - loose * (SIZE + 3), finding.code, finding.level))
            loose += 1
    drawn += _labels(labels, edge)
    drawn.append("Q")
    page.Resources = _with_own(file, page.get("/Resources", pikepdf.Dictionary()))
    page.contents_add(b"q", prepend=True)
    page.contents_add(("Q\n" + "\n".join(drawn)).encode("ascii"))
    if "/UserUnit" not in page and sheet != edge:
        page.cropbox = [*edge]


def _framed(box: Box, edge: Box) -> Box:
    """Return the box to be drawn: around the fault, large enough to be seen, on the page."""
    across = max(AROUND, (SMALLEST - (box.right - box.left)) / 2)
    along = max(AROUND, (SMALLEST - (box.top - box.bottom)) / 2)
    left, right = (min(max(x, edge.left + 1), edge.right - 1) for x in (box.left - across, box.right + across))
    bottom, top = (min(max(y, edge.bottom + 1), edge.top - 1) for y in (box.bottom - along, box.top + along))
    return Box(left, bottom, right, top)


def _rectangle(box: Box, colour: str) -> str:
    place = f"{box.left:.2f} {box.bottom:.2f} {box.right - box.left:.2f} {box.top - box.bottom:.2f}"
    return f"{colour} RG 1 w [] 0 d {place} re S"


def _labels(labels: list[tuple[float, float, str, Level]], edge: Box) -> list[str]:
    """Return the operators for codes on grounds of their colours, none over another."""
    drawn: list[str] = []
    taken: list[Box] = []
    height = SIZE + 2
    for left, bottom, code, level in labels:
        width = len(code) * LETTER * SIZE + 4
        x = max(edge.left + 1, min(left, edge.right - width - 1))
        y = min(bottom, edge.top - height - 1)
        spot = Box(x, y, x + width, y + height)
        for _ in range(len(taken)):
            if not any(overlap(spot, other) for other in taken):
                break
            spot = spot._replace(bottom=spot.bottom - height - 0.5, top=spot.top - height - 0.5)
        taken.append(spot)
        drawn.append(f"{COLOURS[level]} rg {spot.left:.2f} {spot.bottom:.2f} {width:.2f} {height:.2f} re f")
        drawn.append(f"BT 1 g {FONT} {SIZE} Tf {spot.left + 2:.2f} {spot.bottom + 2.5:.2f} Td ({code}) Tj ET")
    return drawn


def _with_own(file: Any, resources: Any) -> Any:
    """Return the page's resources with what the marks need, apart from those of other pages."""
    own = pikepdf.Dictionary(resources)
    letters = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    plain = pikepdf.Dictionary(BM=pikepdf.Name.Normal, ca=1, CA=1, SMask=pikepdf.Name("/None"), OP=False, op=False)
    own.Font = pikepdf.Dictionary({**_entries(resources.get("/Font")), FONT: file.make_indirect(letters)})
    own.ExtGState = pikepdf.Dictionary({**_entries(resources.get("/ExtGState")), SHEER: plain})
    return own


def _entries(dictionary: Any) -> dict[str, Any]:
    return {} if dictionary is None else dict(dictionary.items())
