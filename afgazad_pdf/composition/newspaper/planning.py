"""The plan of a newspaper: front page, pages inside, colophon. Pure arithmetic on measures."""

from __future__ import annotations

from collections.abc import Sequence

from .front import place_front
from .inside import place_inside
from .modules import Piece
from .placing import Placing
from .plan import Copy, Plan


def plan_newspaper(copy: Copy) -> Plan:
    """Return where everything stands."""
    placing = Placing(copy)
    page, top = 0, place_front(placing)
    page, _ = place_inside(placing, *((1, copy.inside_top) if _full(placing) else (0, top)))
    return Plan(
        pages=page + 1,
        lead=placing.lead,
        pieces=tuple(_in_order(placing.pieces)),
        jumps=tuple(placing.jumps),
        continuations=tuple(placing.continuations),
        rules=tuple(placing.rules),
        bands=tuple(placing.bands),
        contents=placing.contents,
    )


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Put a story's picture behind its head, where it stands in the text, wherever it was placed."""
    rank = {"head": 0, "picture": 1, "column": 2}
    slugs = list(dict.fromkeys(piece.slug for piece in pieces))
    return sorted(pieces, key=lambda piece: (slugs.index(piece.slug), rank[piece.kind]))


def _full(placing: Placing) -> bool:
    """Say whether the front page ends here: it has contents, or a story goes on inside."""
    return bool(placing.copy.contents) or any(state.begun and not state.ended for state in placing.progress.values())
