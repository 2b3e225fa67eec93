"""How much space an article is meant to fill: a wish for the composition of an issue."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_serializer

MOST = 99
"""Pages or columns that a wish may name."""

_WRITTEN = re.compile(r"(\d+)\s*(pages?|columns?)")


class Fit(BaseModel):
    """A length that an article is to be brought to, by bounded changes of how it is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["pages", "columns", "balance"]
    """``pages`` or ``columns``: so many of them; ``balance``: columns that end at one height."""
    count: int = Field(default=1, ge=1, le=MOST)
    """How many pages or columns; 1 where the kind is ``balance``."""

    @model_serializer
    def written(self) -> str:
        """Return the wish as an editor writes it: ``1 page``, ``2 columns``, ``balance``."""
        if self.kind == "balance":
            return self.kind
        return f"{self.count} {self.kind if self.count > 1 else self.kind.removesuffix('s')}"


def read_fit(value: Any) -> Any:
    """Read the wish that an editor writes; what is no text is left to the model.

    Raises ValueError with the forms that there are.
    """
    if not isinstance(value, str):
        return value
    words = " ".join(value.split()).lower()
    if words == "balance":
        return {"kind": "balance"}
    match = _WRITTEN.fullmatch(words)
    if match is None or not 1 <= int(match[1][:9]) <= MOST:
        raise ValueError(
            f"“{value[:40]}” is not a length; write a number up to {MOST} and what it counts, such as `1 page` or "
            f"`2 columns`, or write `balance`"
        )
    return {"kind": "pages" if match[2].startswith("page") else "columns", "count": int(match[1])}


FitText = Annotated[Fit, BeforeValidator(read_fit, json_schema_input_type=str)]
"""A `Fit` that a file gives as text."""
