"""What an editor is told of an article's length: exactly what was changed, or by how much it misses it."""

from __future__ import annotations

from collections.abc import Sequence

from ..article import Fit
from ..findings import Finding, Level
from .adjustment import Adjustment
from .extent import Extent


def changed(fit: Fit, adjustment: Adjustment, natural: Extent, extent: Extent) -> Finding:
    """Name every change, with what was measured before and after."""
    parts = []
    if adjustment.text_scale != 1:
        parts.append(f"text {natural.size:.2f} → {extent.size:.2f} pt")
    if extent.pitch != natural.pitch:
        parts.append(f"lines {natural.pitch:.2f} → {extent.pitch:.2f} pt apart")
    if adjustment.word_space:
        wider = "wider" if adjustment.word_space > 0 else "narrower"
        parts.append(f"spaces between words {abs(adjustment.word_space):.2f} em {wider}")
    if adjustment.picture_scale < 1:
        parts.append(f"pictures at {adjustment.picture_scale:.0%} of their height")
    elif adjustment.picture_scale > 1:
        parts.append(f"pictures up to {adjustment.picture_scale:.0%} of their greatest height")
    message = f"set to {_wanted(fit)}: {', '.join(parts)}"
    return Finding(level=Level.INFO, code="fit-changed", message=message)


def too_long(fit: Fit, natural: int, tightest: int) -> Finding:
    """Say by how many lines an article is too long, as it is and at the tightest."""
    message = (
        f"too long for {_wanted(fit)} by {_lines(tightest)} at the tightest setting, and by {natural} as it is; it "
        f"is printed as it is. Cut {_lines(tightest)}, or give it more room"
    )
    return Finding(level=Level.WARNING, code="fit-impossible", message=message)


def too_short(fit: Fit, natural: int, loosest: int) -> Finding:
    """Say by how many lines an article is too short, as it is and at the loosest."""
    message = (
        f"too short for {_wanted(fit)} by {_lines(loosest)} at the loosest setting, and by {natural} as it is; it is "
        f"printed as it is. Add {_lines(loosest)} or a picture, or give it less room"
    )
    return Finding(level=Level.WARNING, code="fit-impossible", message=message)


def unbalanced(fit: Fit, faults: Sequence[str]) -> Finding:
    """Say what no change within the bounds could mend."""
    message = (
        f"cannot be brought to {_wanted(fit)} within the bounds: {'; '.join(faults)}. Cut or add a few lines, or "
        f"change the place of a picture"
    )
    return Finding(level=Level.WARNING, code="fit-impossible", message=message)


def _wanted(fit: Fit) -> str:
    return "balanced ends" if fit.kind == "balance" else str(fit.model_dump())


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
