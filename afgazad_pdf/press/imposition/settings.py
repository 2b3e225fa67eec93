"""How pages are laid on sheets: what an editor or a printer may choose, in mm."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ...errors import SettingsError
from ...settings import PAGE_SIZES, PageSize, page_size
from ...validation import nearest
from .order import BIFOLIUM, Blanks

Layout = Literal["booklet", "signatures", "2-up", "4-up"]
"""``booklet``: sheets nested in each other and stitched through the fold; ``signatures``: sections one behind the
other, sewn, or milled and glued; ``2-up`` and ``4-up``: pages beside each other, for proofs."""

Duplex = Literal["short-edge", "long-edge"]
"""About which edge of the paper sheets are turned."""

SHEET_SIZES: dict[str, PageSize] = PAGE_SIZES | {
    "SRA4": PageSize(width=225, height=320),
    "SRA3": PageSize(width=320, height=450),
    "B4": PageSize(width=250, height=353),
    "B3": PageSize(width=353, height=500),
    "A2": PageSize(width=420, height=594),
    "B2": PageSize(width=500, height=707),
}
"""Sheets in mm: pages' own sizes, and larger ones for printers (ISO 216, ISO 217)."""

MILLIMETRES = {"": 1.0, "mm": 1.0, "cm": 10.0, "pt": 25.4 / 72, "in": 25.4}

_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(mm|cm|pt|in|)\s*", re.IGNORECASE)


def _millimetres(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = _LENGTH.fullmatch(value)
    if match is None:
        raise ValueError(f"“{value}” is not a length; write a number with mm, cm, pt or in, such as 0.1mm")
    return float(match[1]) * MILLIMETRES[match[2].lower()]


def _named_sheet(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    named = {name.lower(): size for name, size in SHEET_SIZES.items()}
    try:
        return named.get(value.strip().lower()) or page_size(value)
    except SettingsError:
        known = nearest(value, tuple(SHEET_SIZES))
        raise ValueError(f"“{value}” is not a sheet; {known}, or write WIDTHxHEIGHT in mm") from None


Length = Annotated[float, BeforeValidator(_millimetres), Field(ge=0, le=50)]
"""A length in mm; a text may bear a unit, such as ``0.1mm``."""


class Imposition(BaseModel):
    """How the pages of a PDF are laid on sheets; lengths are numbers in mm, or texts such as ``0.1mm``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: Layout = "booklet"
    """A stitched ``booklet`` (the default), a book of ``signatures``, or proofs ``2-up`` or ``4-up``."""
    signature: int = Field(default=16, ge=4, le=128)
    """Pages of a section in the layout `signatures`; a multiple of 4, or of 8 where sheets are folded twice."""
    folds: Literal[1, 2] = 1
    """How often a sheet is folded: once, with two pages a side, or twice, with four."""
    binding: Literal["auto", "left", "right"] = "auto"
    """The bound edge; ``auto`` (the default) takes the right one for a PDF that says it reads from the right."""
    duplex: Duplex = "short-edge"
    """About which edge of the paper the printer turns sheets to print their backs."""
    creep: Length = 0.0
    """By how much a page moves towards the spine for each fold of paper that lies around its own: about the paper's
    thickness. By default 0."""
    total_creep: Length = 0.0
    """The same told otherwise: by how much the innermost pages move. One of the two at most."""
    spine: Length = 0.0
    """Room between a page and the fold, to be milled off before glueing. By default 0."""
    marks: bool = True
    """Whether crop marks, fold marks and sheet numbers are drawn outside the bleed."""
    sheet: Annotated[PageSize | None, BeforeValidator(_named_sheet)] = None
    """The paper: a name such as ``A3`` or ``SRA3``, or ``WIDTHxHEIGHT`` in mm; either way round. By default as large as
    the pages, bleed and marks need."""
    fit: bool = False
    """Whether pages that are too large for `sheet` are scaled down; by default that is an error."""
    blanks: Blanks = "end"
    """Where blank pages go: at the ``end`` (the default), or ``before-back-cover``: the last page stays the last."""
    dummy: bool = False
    """Whether sheets bear page numbers and arrows alone, for a model to fold."""

    @property
    def is_folded(self) -> bool:
        """Whether sheets are folded and bound."""
        return self.layout in ("booklet", "signatures")

    @property
    def columns(self) -> int:
        """Pages beside each other on one side of a sheet."""
        return 2

    @property
    def rows(self) -> int:
        """Pages above each other on one side of a sheet."""
        return self.folds if self.is_folded else 1 if self.layout == "2-up" else 2

    @model_validator(mode="after")
    def _fits_together(self) -> Imposition:
        step = BIFOLIUM * self.folds
        if self.layout == "signatures" and self.signature % step:
            raise ValueError(f"a signature of {self.signature} pages cannot be folded; take a multiple of {step}")
        if self.creep and self.total_creep:
            raise ValueError("give the creep of each fold or all of it, not both")
        if not self.is_folded and (self.creep or self.total_creep or self.spine or self.folds > 1):
            raise ValueError(f"nothing is folded in {self.layout}: leave out creep, spine and folds")
        if self.fit and self.sheet is None:
            raise ValueError("to fit pages to a sheet, say which one, such as A4")
        return self
