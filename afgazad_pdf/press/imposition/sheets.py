"""Sheets as pages of a PDF: each place a form, cut to what may show, and the marks around."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from ...errors import ResourceError
from ...fonts import face_coverage, load_faces
from ...languages import language
from ...text.digits import localized
from .drawing import numbers
from .dummy import dummy_page
from .geometry import Box, Paper, creep_of, joined, to_place
from .marks import marks
from .order import Binding, Place, Sheet, Side
from .pages import SourcePage
from .settings import Imposition
from .statements import document_language, intent_is_cmyk

SIDES = "AB"
"""What tells the front of a sheet from its back."""


class SheetWriter:
    """Writes sheets into a new PDF, `pdf`; `labels` names each of its pages."""

    def __init__(
        self,
        document: pikepdf.Pdf,
        pages: Sequence[SourcePage],
        paper: Paper,
        settings: Imposition,
        *,
        binding: Binding,
        creep: float,
    ) -> None:
        """Begin; `document` stays open until `pdf` is saved. `creep` is that of each fold, in pt."""
        self.pdf = pikepdf.new()
        self.labels: list[str] = []
        self._pages, self._paper, self._settings = pages, paper, settings
        self._binding, self._creep = binding, creep
        self._digits = language(document_language(document)).digits
        self._font_file = _font_with(localized("0123456789", self._digits) + "0123456789-" + SIDES)
        self._forms: dict[int, pikepdf.Object] = {}
        self._all = self.pdf.make_indirect(_colour_all(cmyk=intent_is_cmyk(document)))

    def add(self, sheet: Sheet) -> None:
        """Add a page for each side of a sheet."""
        number = str(sheet.number + 1)
        if self._settings.layout == "signatures":
            number = f"{sheet.section + 1}-{number}"
        for side, letter in zip(sheet.sides, SIDES, strict=False):
            self.labels.append(number if sheet.back is None else number + letter)
            self._add_side(side, self.labels[-1])

    def _add_side(self, side: Side, label: str) -> None:
        paper, forms = self._paper, Dictionary()
        parts = [self._placed(place, forms) for place in side]
        resources = Dictionary()
        if self._settings.marks:
            parts.append(marks(paper, label, self._font_file, folds=self._settings.is_folded))
            resources["/ColorSpace"] = Dictionary(All=self._all)
        if len(forms):
            resources["/XObject"] = forms
        content = "\n".join(part for part in parts if part)
        page = Dictionary(
            Type=Name.Page,
            MediaBox=_array(paper.media),
            BleedBox=_array(paper.trim.grown(paper.bleed).within(paper.media)),
            TrimBox=_array(paper.trim),
            Resources=resources,
            Contents=self.pdf.make_stream(content.encode()),
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))

    def _placed(self, place: Place, forms: Dictionary) -> str:
        """Return the operators that draw what stands at a place; adds the form that they need."""
        paper = self._paper
        matrix = to_place(
            paper.place(place.column, place.row), rotation=place.rotation, moved=creep_of(place, self._creep)
        )
        if self._settings.dummy:
            number = None if place.page is None else localized(str(place.page), self._digits)
            content = dummy_page(number, paper.page_width, paper.page_height, self._font_file, self._binding)
        elif place.page is not None:
            page = self._pages[place.page - 1]
            matrix = joined(joined(page.matrix, (paper.scale, 0, 0, paper.scale, 0, 0)), matrix)
            name = f"/P{place.page}"
            forms[name] = self._form(place.page)
            content = f"{name} Do"
        else:
            return ""
        window = paper.window(place.column, place.row)
        seen = f"{numbers((window.left, window.bottom, window.width, window.height))} re W n"
        return f"q {seen}\n{numbers(matrix)} cm\n{content}\nQ"

    def _form(self, number: int) -> pikepdf.Object:
        """Return a page as a form of the new PDF; what pages share, such as fonts, is copied once."""
        if number not in self._forms:
            self._forms[number] = self.pdf.copy_foreign(self._pages[number - 1].form())
        return self._forms[number]


@cache
def _font_with(characters: str) -> Path:
    """Return the file of the first bundled face that has all characters."""
    needed = frozenset(map(ord, characters))
    for face in load_faces():
        if needed <= face_coverage(face):
            return face.file
    raise ResourceError("No bundled font has the digits of the document's language.")


def _colour_all(*, cmyk: bool) -> Array:
    """Return the colour space whose ink is on every plate; on a screen it looks black (ISO 32000-1, 8.6.6.4)."""
    alternate, paper, ink = (Name.DeviceCMYK, [0] * 4, [1] * 4) if cmyk else (Name.DeviceGray, [1], [0])
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=paper, C1=ink, N=1)
    return Array([Name.Separation, Name.All, alternate, tint])


def _array(box: Box) -> Array:
    return Array([round(edge, 4) for edge in box])
