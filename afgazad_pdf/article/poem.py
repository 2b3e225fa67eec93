"""Poems: stanzas of verses, and what an editor may say of their setting."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .nodes import Block, Node, OneLine
from .runs import Runs

PoemForm = Literal[
    "classical",
    "ghazal",
    "qasida",
    "qita",
    "masnavi",
    "rubai",
    "dobayti",
    "tarkib-band",
    "tarji-band",
    "landay",
    "free",
]
"""The forms that an editor may name; ``classical`` is any one made of bayts."""

LOOSE_FORMS = frozenset({"landay", "free"})
"""Forms whose lines keep their own width; in every other one the hemistichs are of one width."""

HemistichWidth = Annotated[str, StringConstraints(pattern=r"^(shared|\d{1,3}(\.\d+)?(mm|em))$")]
"""``62mm``; ``14em``, in em of the poem's size; or ``shared``: as wide as in the article's other shared poems."""


class Verse(Node):
    """One line of a poem: a bayt of two hemistichs, or a line of its own."""

    hemistichs: tuple[Runs, ...] = Field(min_length=1, max_length=2)
    refrain: bool = False
    """Whether the bayt comes back after each stanza (tarji-band) or closes it (tarkib-band): it is set apart."""


class Stanza(Node):
    """Verses that stand together."""

    verses: tuple[Verse, ...] = Field(min_length=1)


class Poem(Block):
    """A poem; bayts are set in two columns, all hemistichs of one width."""

    kind: Literal["poem"] = "poem"
    title: str | None = None
    poet: str | None = None
    meter: OneLine | None = None
    """A line about the metre, under the title."""
    form: PoemForm | None = None
    """None: classical where a verse has two hemistichs and the script runs from right to left, else free."""
    gap: Annotated[OneLine, Field(max_length=8)] | None = None
    """An ornament that stands between the two hemistichs of a bayt."""
    numbering: int = Field(default=0, ge=0, le=100)
    """Every how many bayts have their number in the margin: 1 for each, 5 for each fifth, 0 for none."""
    width: HemistichWidth | None = None
    """The width of a hemistich; None: from the poem itself, or as the theme says."""
    stanzas: tuple[Stanza, ...] = Field(min_length=1)
