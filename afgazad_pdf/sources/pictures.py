"""Pictures of Markdown: ``![what it shows](file.jpg "Caption. *Credit.*"){.half .start}``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it.token import Token

from ..article import Figure, Runs
from .attributes import classes, language_fields
from .characters import without_controls
from .runs import trimmed

if TYPE_CHECKING:
    from .inline import InlineReader

CLASSES = ("full", "half", "bleed", "start", "end")
"""What may stand behind a picture: its size, and the side on which a half one stands."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
"""How addresses of the web begin; they stay encoded, as names of files do not."""


def figure_of(token: Token, reader: InlineReader, line: int | None) -> Figure:
    """Return the figure that a picture's token describes."""
    chosen = classes(token, CLASSES, reader.ledger, line)
    written = str(token.attrs.get("src", ""))
    picture = without_controls(written if _WEB.match(written) else unquote(written))
    if not picture:
        reader.ledger.fault("the picture has no file; write it as ![what it shows](file.jpg)", line)
    caption, credit = caption_and_credit(str(token.attrs.get("title", "")), reader, line)
    return Figure.model_validate(
        {
            "picture": picture,
            "caption": caption,
            "credit": credit,
            "alternative_text": " ".join(_letters(token.children or ()).split()),
            "size": next((size for size in ("half", "bleed") if size in chosen), "full"),
            "side": "start" if "start" in chosen else "end",
            "line": line,
            **language_fields(token.attrs, reader.ledger, line),
        }
    )


def is_only_pictures(tokens: Sequence[Token]) -> bool:
    """Say whether a paragraph holds pictures and nothing to read."""
    between = ("softbreak", "hardbreak")
    seen = {token.type for token in tokens if token.type != "text" or token.content.strip()}
    return "image" in seen and seen <= {"image", *between}


def caption_and_credit(title: str, reader: InlineReader, line: int | None) -> tuple[Runs, Runs]:
    """Split a title into the caption and the credit, which is an emphasis at its end."""
    tokens = reader.tokens_of(title) if title.strip() else []
    while tokens and tokens[-1].type in ("text", "softbreak") and not tokens[-1].content.strip():
        tokens.pop()
    credit: list[Token] = []
    if tokens and tokens[-1].type == "em_close":
        start = max(i for i, token in enumerate(tokens) if token.type == "em_open" and token.level == tokens[-1].level)
        tokens, credit = tokens[:start], tokens[start + 1 : -1]
    parts = reader.read(tokens, line), reader.read(credit, line)
    for figure in (*parts[0].figures, *parts[1].figures):
        message = f"the picture {figure.picture} stands in a caption and was left out; give it a paragraph of its own"
        reader.ledger.lose("picture-in-caption", message, line)
    return trimmed(parts[0].runs), trimmed(parts[1].runs)


def _letters(tokens: Sequence[Token]) -> str:
    """Return the letters of an alternative text, which has no marks."""
    parts = []
    for token in tokens:
        if token.type == "image":
            parts.append(_letters(token.children or ()))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type != "html_inline":
            parts.append(token.content)
    return "".join(parts)
