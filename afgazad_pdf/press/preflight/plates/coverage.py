"""How much ink a page gets: its plates drawn by PDFium, added up pixel by pixel."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFilter, ImageMath

from ..document import SheetPage
from ..layers import Layers
from ..state import Box
from .colours import PROCESS, Separator
from .contents import written
from .shared import Shared

RESOLUTION = 72.0
"""Pixels to the inch; one is 0.35 mm wide."""

MOST_PIXELS = 3000
"""A side of what is drawn; a larger page is drawn more coarsely."""

HELD = 3
"""Pixels a side of the square on which an amount of ink must hold: 1.06 mm, a little more than 1 mm². Less dries."""

CELL = 8
"""Pixels a side of the cells by which places with too much ink are gathered."""

_drawing = threading.Lock()  # PDFium is not safe for threads


@dataclass(frozen=True, slots=True)
class Coverage:
    """The ink on a part of a page."""

    box: Box
    """The part, in pt."""
    plates: Mapping[str, Image.Image] = field(repr=False)
    """How much of each ink is printed, 255 being all of it; the first row is the upper edge."""

    @property
    def total(self) -> Image.Image:
        """All inks together, in steps of 1/255 of one ink, as whole numbers of 32 bits."""
        added = Image.new("I", next(iter(self.plates.values())).size)
        for plate in self.plates.values():
            added = ImageMath.lambda_eval(lambda names: names["sum"] + names["plate"], sum=added, plate=plate)
        return added

    @property
    def held(self) -> Image.Image:
        """The total that each pixel and its neighbours have at least, as `total`."""
        return self.total.filter(ImageFilter.MinFilter(HELD))


@dataclass(frozen=True, slots=True)
class HeavyPlace:
    """A place with more ink than is allowed."""

    box: Box
    """In pt."""
    most: float
    """The most ink in it, in percent, all inks together."""


def coverage(page: SheetPage, part: Box, plates: Sequence[str], separator: Separator, layers: Layers) -> Coverage:
    """Draw the plates of a part of a page; raises one of `contents.FAULTS` where PDFium cannot."""
    scale = min(RESOLUTION / 72, MOST_PIXELS / max(part.right - part.left, part.top - part.bottom, 1))
    with _drawing:
        document = pypdfium2.PdfDocument(_written(page, part, plates, separator, layers))
        try:
            drawn = {name: _drawn(document[number], scale) for number, name in enumerate(plates)}
        finally:
            document.close()
    return Coverage(part, drawn)


def heavy_places(inked: Coverage, limit: float) -> Iterator[HeavyPlace]:
    """Yield the places with more ink than a limit in percent, the heaviest first."""
    held = inked.held
    threshold = limit / 100 * 255
    if held.getextrema()[1] <= threshold:  # type: ignore[operator]  # it has one channel
        return
    found = [_place(inked, held, cells, threshold) for cells in _groups(_cells(held, threshold))]
    yield from sorted(found, key=lambda place: (-place.most, place.box))


def _place(inked: Coverage, held: Image.Image, cells: Sequence[tuple[int, int]], threshold: float) -> HeavyPlace:
    left, top = min(x for x, _ in cells) * CELL, min(y for _, y in cells) * CELL
    right, bottom = (max(x for x, _ in cells) + 1) * CELL, (max(y for _, y in cells) + 1) * CELL
    window = held.crop((left, top, min(right, held.width), min(bottom, held.height)))
    inside = _above(window, threshold).getbbox() or (0, 0, *window.size)
    most = window.getextrema()[1]
    across = (inked.box.right - inked.box.left) / held.width
    down = (inked.box.top - inked.box.bottom) / held.height
    # What holds on a pixel holds on its neighbours as well.
    edge = HELD // 2
    box = Box(
        inked.box.left + max(left + inside[0] - edge, 0) * across,
        inked.box.top - min(top + inside[3] + edge, held.height) * down,
        inked.box.left + min(left + inside[2] + edge, held.width) * across,
        inked.box.top - max(top + inside[1] - edge, 0) * down,
    )
    return HeavyPlace(box, 100 * float(most) / 255)  # type: ignore[arg-type]


def _above(amounts: Image.Image, threshold: float) -> Image.Image:
    above: Image.Image = ImageMath.lambda_eval(
        lambda names: names["convert"]((names["amounts"] > int(threshold)) * 255, "L"), amounts=amounts
    )
    return above


def _cells(held: Image.Image, threshold: float) -> set[tuple[int, int]]:
    """Return the cells with pixels above the threshold."""
    mask = _above(held, threshold)
    across, down = -(-mask.width // CELL), -(-mask.height // CELL)
    whole = Image.new("L", (across * CELL, down * CELL))
    whole.paste(mask)
    spread = whole.filter(ImageFilter.MaxFilter(2 * CELL - 1)).resize((across, down), Image.Resampling.NEAREST)
    candidates = [(index % across, index // across) for index, value in enumerate(spread.tobytes()) if value]
    return {(x, y) for x, y in candidates if whole.crop((x * CELL, y * CELL, (x + 1) * CELL, (y + 1) * CELL)).getbbox()}


def _groups(cells: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield cells that lie beside each other, each group in the order of its rows."""
    left = set(cells)
    while left:
        waiting = [min(left)]
        left.discard(waiting[0])
        group = []
        while waiting:
            x, y = waiting.pop()
            group.append((x, y))
            near = [(x + across, y + down) for across in (-1, 0, 1) for down in (-1, 0, 1)]
            waiting += [cell for cell in near if cell in left]
            left.difference_update(near)
        yield sorted(group, key=lambda cell: (cell[1], cell[0]))


def _written(page: SheetPage, part: Box, plates: Sequence[str], separator: Separator, layers: Layers) -> bytes:
    """Return a PDF with a page for each plate."""
    with pikepdf.new() as file:
        shared = Shared(file, plates, separator, layers)
        for plate in written(shared, page.entries, page.resources):
            made = Dictionary(
                Type=Name.Page,
                MediaBox=Array([*part]),
                Resources=plate.resources,
                Contents=file.make_indirect(pikepdf.Stream(file, plate.content)),
            )
            file.pages.append(pikepdf.Page(file.make_indirect(made)))
        output = io.BytesIO()
        file.save(output, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return output.getvalue()


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), grayscale=True, may_draw_forms=False)
    try:
        grey: Image.Image = bitmap.to_pil().convert("L")
        return grey.point(range(255, -1, -1))
    finally:
        bitmap.close()
        page.close()


__all__ = ["PROCESS", "Coverage", "HeavyPlace", "coverage", "heavy_places"]
