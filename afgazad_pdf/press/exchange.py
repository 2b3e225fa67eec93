"""What PDF/X-4 (ISO 15930-7) wants beyond its marks: inks, an output intent, boxes, nothing that moves or links.

Numbers in comments are clauses of that standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..findings import Finding, Level
from .archive import remove_empty_resources, remove_interpolation
from .boxes import Boxes, boxes_of, write_boxes
from .colour import content_streams, convert_colours, images_in_rgb, uses_transparency
from .condition import REGISTRY, Condition, deflated_profile
from .inks import Palette
from .marks import ALL, Slug, drawn_frame, drawn_number
from .overprint import overprint_black

Pdf = Any

TOLD = 6
"""How many colours a finding names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What a PDF for a press is made with."""

    palette: Palette
    bleed: float
    """In pt."""
    slug: Slug | None
    """The line outside the pages; None for neither line nor marks."""
    dated: bool
    """Whether the document has a date."""


def make_exchange(pdf: Pdf, objects: Any, exchange: Exchange) -> tuple[Finding, ...]:
    """Make a PDF without links and tags, whose metadata say so already, a PDF/X-4."""
    unknown = convert_colours(pdf, objects, exchange.palette)
    if not exchange.palette.grey:  # with one ink there is nothing to print onto
        overprint_black(objects, content_streams(pdf, objects))
    if uses_transparency(pdf):
        _blend_in_inks(pdf, objects)
    _prepare_pages(pdf, objects, exchange)
    _name_condition(pdf, objects, exchange.palette.condition)
    remove_interpolation(pdf, objects)
    remove_empty_resources(pdf, objects)
    pdf.info["Trapped"] = "/False"
    pdf.info["GTS_PDFXVersion"] = objects.String("PDF/X-4")
    found = []
    if unknown:
        listed = ", ".join(map(str, unknown[:TOLD])) + (" and others" if len(unknown) > TOLD else "")
        message = (
            f"nobody says how these colours are printed: {listed}; they were converted by the profile "
            f"{exchange.palette.condition.description}. Name their inks in the theme's [inks] if you want others"
        )
        found.append(Finding(level=Level.INFO, code="colour-converted", message=message))
    if not exchange.dated:  # 6.3: xmp:CreateDate and xmp:ModifyDate
        found.append(_broken("PDF/X needs a date; give the article its `date`"))
    if images_in_rgb(pdf, objects):
        found.append(_broken("a picture of the theme is in colours of a screen; save it in CMYK or grey"))
    return tuple(found)


def _broken(reason: str) -> Finding:
    message = f"the file says that it is PDF/X-4 and is not: {reason}, and print it again"
    return Finding(level=Level.ERROR, code="press-broken", message=message)


def _pages(pdf: Pdf) -> list[dict[str, Any]]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]


def _blend_in_inks(pdf: Pdf, objects: Any) -> None:
    """Say that what shows through is mixed as ink (6.3, ISO 32000-1, 11.4.7)."""
    for page in _pages(pdf):
        page["Group"] = objects.Dictionary({"Type": "/Group", "S": "/Transparency", "CS": "/DeviceCMYK"})


def _prepare_pages(pdf: Pdf, objects: Any, exchange: Exchange) -> None:
    """Give the pages their boxes (6.5), cut what is drawn at the bleed, and draw the marks outside."""
    pages = _pages(pdf)
    frame = _Frame(pdf, objects, exchange.slug, pages) if exchange.slug else None
    for number, page in enumerate(pages, start=1):
        boxes = boxes_of(page["TrimBox"], exchange.bleed, marks=exchange.slug is not None)
        write_boxes(page, boxes, objects)
        page.pop("Annots", None)
        content = pdf.objects[int(page["Contents"].split()[0])]
        left, bottom, right, top = boxes.bleed
        window = f"q {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n".encode()
        content.stream = [window, *content.stream, b"Q"]
        if frame:
            content.stream += frame.around(boxes, number)


class _Frame:
    """What stands around the pages: one form for all pages of a size, and each page's number."""

    def __init__(self, pdf: Pdf, objects: Any, slug: Slug, pages: list[dict[str, Any]]) -> None:
        self.pdf, self.objects, self.slug, self.count = pdf, objects, slug, len(pages)
        self.names: dict[Boxes, str] = {}
        # All pages share their resources.
        self.resources = pdf.objects[int(pages[0]["Resources"].split()[0])]
        tint = {"FunctionType": 2, "Domain": "[0 1]", "C0": "[0 0 0 0]", "C1": "[1 1 1 1]", "N": 1}
        self.all = objects.Array(["/Separation", f"/{ALL}", "/DeviceCMYK", objects.Dictionary(tint)])
        pdf.objects[int(self.resources["ColorSpace"].split()[0])][ALL] = self.all

    def around(self, boxes: Boxes, page: int) -> list[bytes]:
        """Return the operators that draw the frame of a page; `page` is its number, counted from 1."""
        if boxes not in self.names:
            self.names[boxes] = self._made(boxes)
        return [f"/{self.names[boxes]} Do".encode(), *drawn_number(boxes, self.slug, page, self.count)]

    def _made(self, boxes: Boxes) -> str:
        spaces = self.objects.Dictionary({ALL: self.all})
        entries = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": self.objects.Array(boxes.media),
            "Resources": self.objects.Dictionary({"ColorSpace": spaces}),
        }
        form = self.objects.Stream(drawn_frame(boxes, self.slug, self.count), entries, compress=True)
        self.pdf.add_object(form)
        name = f"Marks{len(self.names)}"
        self.resources["XObject"][name] = form.reference
        return name


def _name_condition(pdf: Pdf, objects: Any, condition: Condition) -> None:
    """Say for which press the colours are meant (6.2.2)."""
    profile = objects.Stream([deflated_profile(condition)], {"N": 4, "Filter": "/FlateDecode"})
    pdf.add_object(profile)
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFX",
        "OutputConditionIdentifier": objects.String(condition.name),
        "OutputCondition": objects.String(condition.description),
        "Info": objects.String(condition.description),
        "DestOutputProfile": profile.reference,
    }
    if condition.is_registered:
        intent["RegistryName"] = objects.String(REGISTRY)
    pdf.catalog["OutputIntents"] = objects.Array([objects.Dictionary(intent)])
