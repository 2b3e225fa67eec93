"""Which rules a file is held against, by its output profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...settings import Profile
from . import boxes, colour, document, exchange, fonts, ink, intent, links, metadata, quality, rendering, structure
from .document import Document, Fault, SheetPage

DocumentRule = Callable[[Document], Iterable[Fault]]
PageRule = Callable[[SheetPage], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules for the file as a whole, and for each of its pages; each in the order in which it is told."""

    document: tuple[DocumentRule, ...]
    page: tuple[PageRule, ...]


READING = Rules(
    document=(
        document.damage,
        document.encryption,
        metadata.title,
        metadata.shown_title,
        metadata.packet,
        metadata.agreement,
        structure.language,
        structure.direction,
        structure.tagged,
        links.bookmarks,
    ),
    page=(
        document.contents,
        fonts.embedded,
        fonts.glyphs,
        fonts.mapped,
        structure.content,
        structure.figures,
        links.links,
    ),
)
"""For files that are read on screens, kept, heard."""

PRESS = Rules(
    document=(
        document.damage,
        document.encryption,
        exchange.version,
        exchange.identifier,
        intent.single,
        intent.named,
        intent.profiled,
        intent.explained,
        metadata.title,
        metadata.packet,
        metadata.agreement,
        exchange.uncompressed,
        exchange.standard,
        exchange.complete,
        exchange.trapping,
        exchange.actions,
        exchange.fields,
        exchange.presentation,
        exchange.print_areas,
        exchange.composite,
        exchange.layers,
        exchange.external,
        colour.ambiguous_inks,
    ),
    page=(
        document.contents,
        boxes.trimmed,
        boxes.ordered,
        boxes.clear,
        fonts.embedded,
        fonts.glyphs,
        colour.screen_colours,
        colour.press_colours,
        colour.profiles,
        rendering.transfer,
        rendering.halftones,
        rendering.blending,
        rendering.intents,
        rendering.jpeg_2000,
        rendering.replaced,
        rendering.white_overprint,
        boxes.bleed,
        boxes.bled,
        boxes.quiet,
        quality.resolution,
        quality.lines,
        quality.small_text,
        ink.total_ink,
        colour.further_inks,
    ),
)
"""For files that go to a press: PDF/X-4 first, then printers' advice. Nobody reads them, so tags do not matter."""


def rules_for(profile: Profile | None) -> Rules:
    """Return the rules for an output profile, or for any file."""
    return PRESS if profile == "press" else READING
