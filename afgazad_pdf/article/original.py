"""The text that an article was read from, kept beside it for archives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["markdown", "json", "toml"]


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """A file or text as it was read, byte for byte.

    It is no part of what an article says: articles are equal whatever they were read from, so that
    originals do not tell them apart either.
    """

    name: str
    """The file's name without its folder; empty where a text was read and not a file."""
    format: Format
    data: bytes

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Original)

    def __hash__(self) -> int:
        return hash(Original)
