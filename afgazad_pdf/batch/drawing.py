"""The picture of a first page, drawn in a worker, where a PDF with strangers' texts and pictures may be opened."""

from __future__ import annotations

from pathlib import Path

from ..errors import AfgazadError
from ..preview.thumbnail import thumbnail
from .wire import Message

WIDTH = 120
"""Of a picture, in pixels."""


def draw(task: Message) -> Message:
    """Draw one picture; in a worker. `task` holds `thumbnail`, the PDF's path, and `temporary`."""
    try:
        Path(task["temporary"]).write_bytes(thumbnail(Path(task["thumbnail"]), width=WIDTH))
    except (AfgazadError, OSError, MemoryError, ValueError):
        return {"drawn": False}
    return {"drawn": True}
