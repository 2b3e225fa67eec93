"""What templates may ask for: filters that give them an article's pieces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
from markupsafe import Markup, escape

from ..article import Block, Figure, Poem, Quote, Runs, Table, plain_text
from ..languages import language
from ..templating import Templates
from .pull import pull_margin
from .typesetter import PlacedPicture, Typesetter, isolated
from .verses import PoemLayout


def article_templates(folders: tuple[Path, ...]) -> Templates:
    """Return the templates of a theme, those of the given folders first, with the filters of articles."""
    return Templates(folders, FILTERS)


def _breakable(address: str) -> Markup:
    """Let a long address break after its slashes and hyphens."""
    return Markup("").join(
        escape(character) + Markup("<wbr>") if character in "/-_?&=" else escape(character) for character in address
    )


@jinja2.pass_context
def _runs(context: jinja2.runtime.Context, runs: Runs) -> Markup:
    return _setter(context).runs(runs)


@jinja2.pass_context
def _attributes(context: jinja2.runtime.Context, block: Block) -> Markup:
    return _setter(context).attributes(block)


@jinja2.pass_context
def _picture(context: jinja2.runtime.Context, figure: Figure, across: float | None = None) -> PlacedPicture | None:
    return _setter(context).picture(figure, across)


@jinja2.pass_context
def _poem(context: jinja2.runtime.Context, poem: Poem) -> PoemLayout:
    return _setter(context).poems.poem(poem)


@jinja2.pass_context
def _digits(context: jinja2.runtime.Context, block: Block) -> str:
    """Return the CSS counter style of a block's language."""
    return language(block.lang or _setter(context).article.lang or "und").digits


@jinja2.pass_context
def _pull_margin(context: jinja2.runtime.Context, quote: Quote) -> float | None:
    setter = _setter(context)
    return pull_margin(quote, setter.article, setter.look, setter.lengths)


def _column_class(table: Table, column: int) -> Markup:
    alignment = table.alignment[column] if column < len(table.alignment) else None
    return Markup(f' class="column-{alignment}"') if alignment in ("center", "end") else Markup("")


def _setter(context: jinja2.runtime.Context) -> Typesetter:
    setter: Typesetter = context["setter"]
    return setter


FILTERS: MappingProxyType[str, Callable[..., Any]] = MappingProxyType(
    {
        "pt": lambda length: f"{length:.2f}pt",
        "em": lambda length: f"{length:.3f}em",
        "breakable": _breakable,
        "isolated": isolated,
        "plain": plain_text,
        "runs": _runs,
        "attributes": _attributes,
        "picture": _picture,
        "poem": _poem,
        "column_class": _column_class,
        "digits": _digits,
        "pull_margin": _pull_margin,
    }
)
"""The filters by their names in templates."""
