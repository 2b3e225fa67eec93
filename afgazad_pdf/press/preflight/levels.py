"""How bad each fault is."""

from __future__ import annotations

from collections.abc import Mapping

from ...findings import Level
from ...settings import Profile

LEVELS: Mapping[str, Level] = {
    "pdf-unreadable": Level.ERROR,
    "pdf-unrecognized": Level.ERROR,
    "pdf-damaged": Level.ERROR,
    "pdf-malformed": Level.ERROR,
    "pdf-locked": Level.ERROR,
    "pdf-encrypted": Level.WARNING,
    "pdf-empty": Level.ERROR,
    "content-damaged": Level.ERROR,
    "content-untagged": Level.ERROR,
    "font-not-embedded": Level.ERROR,
    "glyph-undefined": Level.ERROR,
    "text-unmapped": Level.ERROR,
    "tags-missing": Level.ERROR,
    "figure-undescribed": Level.ERROR,
    "language-missing": Level.ERROR,
    "language-invalid": Level.ERROR,
    "direction-missing": Level.WARNING,
    "direction-wrong": Level.WARNING,
    "link-broken": Level.ERROR,
    "link-page-missing": Level.ERROR,
    "link-idle": Level.WARNING,
    "bookmark-broken": Level.ERROR,
    "title-missing": Level.ERROR,
    "title-hidden": Level.WARNING,
    "metadata-missing": Level.WARNING,
    "metadata-damaged": Level.ERROR,
    "metadata-differs": Level.WARNING,
    "conformance-failed": Level.ERROR,
    "conformance-unknown": Level.ERROR,
    "version-newer": Level.ERROR,
    "identifier-missing": Level.ERROR,
    "intent-missing": Level.ERROR,
    "intent-repeated": Level.ERROR,
    "intent-unnamed": Level.ERROR,
    "intent-registry-missing": Level.WARNING,
    "intent-unexplained": Level.ERROR,
    "intent-profile-missing": Level.ERROR,
    "intent-profile-damaged": Level.ERROR,
    "intent-profile-unfit": Level.ERROR,
    "standard-unstated": Level.ERROR,
    "standard-other": Level.ERROR,
    "metadata-compressed": Level.ERROR,
    "metadata-incomplete": Level.ERROR,
    "trapped-unstated": Level.ERROR,
    "action-forbidden": Level.ERROR,
    "script-forbidden": Level.ERROR,
    "form-forbidden": Level.ERROR,
    "presentation-forbidden": Level.ERROR,
    "print-area-wrong": Level.ERROR,
    "page-separated": Level.ERROR,
    "layer-automatic": Level.ERROR,
    "layer-hidden": Level.WARNING,
    "content-external": Level.ERROR,
    "trim-missing": Level.ERROR,
    "trim-repeated": Level.ERROR,
    "boxes-disordered": Level.ERROR,
    "annotation-forbidden": Level.ERROR,
    "colour-rgb": Level.ERROR,
    "picture-rgb": Level.ERROR,
    "shading-rgb": Level.ERROR,
    "blend-space-rgb": Level.ERROR,
    "ink-rgb": Level.ERROR,
    "colour-cmyk": Level.ERROR,
    "colour-profile-damaged": Level.ERROR,
    "colour-profile-repeated": Level.ERROR,
    "transfer-function": Level.ERROR,
    "halftone-origin": Level.ERROR,
    "halftone-unfit": Level.ERROR,
    "blend-mode-unknown": Level.ERROR,
    "rendering-intent-unknown": Level.ERROR,
    "picture-jpeg-2000": Level.ERROR,
    "picture-alternates": Level.ERROR,
    "opi-forbidden": Level.ERROR,
    "reference-forbidden": Level.ERROR,
    "postscript-forbidden": Level.ERROR,
    "white-overprinted": Level.WARNING,
    "bleed-narrow": Level.WARNING,
    "bleed-missing": Level.ERROR,
    "text-near-edge": Level.WARNING,
    "resolution-low": Level.ERROR,
    "resolution-modest": Level.WARNING,
    "line-thin": Level.WARNING,
    "text-small-inks": Level.WARNING,
    "ink-heavy": Level.WARNING,
    "picture-ink-heavy": Level.WARNING,
    "ink-further": Level.WARNING,
    "ink-ambiguous": Level.WARNING,
}
"""Every code that a check can give, with how bad it is."""

PRESS_LEVELS: Mapping[str, Level] = dict.fromkeys(
    ("pdf-encrypted", "metadata-missing", "metadata-differs"), Level.ERROR
)
"""What is worse in a file for a press: PDF/X forbids it (ISO 15930-7, 6.1 and 6.3)."""


def level(code: str, profile: Profile | None) -> Level:
    """Return how bad a fault is in a file for an output profile."""
    return PRESS_LEVELS[code] if profile == "press" and code in PRESS_LEVELS else LEVELS[code]
