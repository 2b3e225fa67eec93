"""A structure tree before it is written: elements, and the content that they hold (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..text.kashida import KASHIDA
from .elements import Annotation, Artifact, Content, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A structure element."""

    role: str
    lang: str
    """The language of its text; written to the PDF where it differs from that of the element around it."""
    items: tuple[Item, ...] = ()
    block: bool = True
    """Whether it stands for a block, or for a piece of a line."""
    alternative: str | None = None
    """What is read instead of a picture, or of what has no text of its own."""
    actual_text: str | None = None
    """The text itself, where letters were drawn otherwise: stretched, or broken with a hyphen."""
    annotations: tuple[Annotation, ...] = ()
    identifier: str | None = None
    numbering: str | None = None
    """ListNumbering of a list."""
    scope: str | None = None
    """Of a header cell: ``Column`` or ``Row``."""
    columns: int = 1
    rows: int = 1
    place: Place | None = None
    """Of a picture, or of a link that the engine has not made."""
    target: Place | None = None
    """Where that link leads."""
    continued: bool = False
    continues: bool = False
    """Whether the direction pass has split what this element is made of before or after it."""

    def text(self) -> str:
        """Return the text; a picture that has none is read by its words."""
        inner = (item.text() for item in self.items if isinstance(item, Element))
        return joined_text(self.contents()) or self.alternative or " ".join(inner)

    def contents(self) -> tuple[Content, ...]:
        """Return all content in the element, in reading order."""
        return tuple(
            content for item in self.items for content in ((item,) if isinstance(item, Content) else item.contents())
        )


Item = Element | Content


@dataclass(frozen=True, slots=True)
class Structure:
    """A document's structure, and what is not part of it."""

    document: Element
    artifacts: tuple[Artifact, ...]


JOINER = "\N{ZERO WIDTH JOINER}"


def joined_text(contents: Sequence[Content]) -> str:
    """Return what was drawn in several goes as the text that it was.

    Between two lines stands a space. Without the kashida, and without the pairs of joiners by which the
    direction pass joins letters across a border.
    """
    text, before = "", None
    for content in contents:
        piece = content.text
        if text.endswith(JOINER) and piece.startswith(JOINER):
            text, piece = text[:-1], piece[1:]
        elif before is not None and parted(before, content):
            text += " "
        text += piece
        before = content
    return text.replace(KASHIDA, "")


def parted(one: Content, other: Content) -> bool:
    """Say whether the space between two pieces is not drawn: it is where a line ends."""
    drawn = one.text[-1:].isspace() or other.text[:1].isspace()
    return one.line != other.line and not one.broken and not drawn
