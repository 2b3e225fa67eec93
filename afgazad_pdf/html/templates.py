"""The Jinja environment: where templates are found, what they may ask for, how their faults are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from ..article import Block, Figure, Poem, Quote, Runs, Table, plain_text
from ..errors import TemplateError
from ..languages import language
from ..resources import templates_folder
from .pull import pull_margin
from .typesetter import PlacedPicture, Typesetter, isolated
from .verses import PoemLayout

_TEMPLATE_FAULTS = (jinja2.TemplateError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError)
"""What a template can raise: the engine's own faults, and those of the Python that it may write."""


class Templates:
    """The templates of a theme, those of the given folders first."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._environment = _environment(folders)

    def fill(self, template: str, context: dict[str, Any]) -> str:
        """Fill a template; raises TemplateError with the template's file and line."""
        try:
            return self._environment.get_template(template).render(context)
        except jinja2.TemplateSyntaxError as fault:
            raise TemplateError(f"{fault.filename or fault.name}:{fault.lineno}: {fault.message}") from fault
        except jinja2.TemplateNotFound as fault:
            raise TemplateError(f"The template {fault.name} does not exist in any template folder.") from fault
        except RecursionError as fault:
            raise TemplateError(f"{_template_place(fault) or template}: the template includes itself") from fault
        except _TEMPLATE_FAULTS as fault:
            raise TemplateError(f"{_template_place(fault) or template}: {fault}") from fault


class _Folder(jinja2.FileSystemLoader):
    """Templates of a folder, none of which a symbolic link takes from elsewhere."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text; raises our TemplateError for one that lies outside the folder."""
        source, path, is_fresh = super().get_source(environment, template)
        folder = Path(self.searchpath[0])
        if not Path(path).resolve().is_relative_to(folder.resolve()):
            raise TemplateError(f"{path} is a symbolic link out of the template folder {folder}; copy the file there.")
        return source, path, is_fresh


def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Make a sandboxed environment.

    ``default/…`` names a template of the built-in theme even where a folder overrides it, so that
    an override can extend what it replaces.
    """
    built_in = jinja2.FileSystemLoader(templates_folder())
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(
            [
                *(_Folder(folder) for folder in folders),
                built_in,
                jinja2.PrefixLoader({"default": built_in}),
            ]
        ),
        autoescape=_escapes,
        undefined=jinja2.StrictUndefined,
        auto_reload=bool(folders),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {
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
    return environment


def _escapes(template: str | None) -> bool:
    """Escape everywhere but in stylesheets, where nothing of an article is ever written."""
    return template is None or not template.endswith(".css.j2")


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


def _template_place(fault: BaseException) -> str | None:
    """Find the template's file and line in a traceback; Jinja keeps them there."""
    traceback, place = fault.__traceback__, None
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            place = f"{name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
