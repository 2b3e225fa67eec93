"""The Jinja environment: where templates are found, and how their faults are told.

What templates may ask of articles is no matter of this module, so that a report is filled without what typesets:
`html/templates.py` hands its filters over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .errors import TemplateError
from .resources import templates_folder

_TEMPLATE_FAULTS = (jinja2.TemplateError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError)
"""What a template can raise: the engine's own faults, and those of the Python that it may write."""


class Templates:
    """The templates of a theme, those of the given folders first."""

    def __init__(
        self, folders: tuple[Path, ...], filters: Mapping[str, Callable[..., Any]] = MappingProxyType({})
    ) -> None:
        """Look for templates in folders; `filters` are what they may call besides Jinja's own, by their names."""
        self._environment = _environment(folders)
        self._environment.filters |= filters

    def fill(self, template: str, context: dict[str, Any]) -> str:
        """Fill a template; raises TemplateError with the template's file and line.

        Unicode's separators of lines and paragraphs become line feeds, which are spaces in HTML: browsers do not break
        at them, and the layout engine fails where one stands before a soft hyphen.
        """
        try:
            filled = self._environment.get_template(template).render(context)
            return filled.replace("\N{LINE SEPARATOR}", "\n").replace("\N{PARAGRAPH SEPARATOR}", "\n")
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
    return ImmutableSandboxedEnvironment(
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


def _escapes(template: str | None) -> bool:
    """Escape everywhere but in stylesheets, where nothing of an article is ever written."""
    return template is None or not template.endswith(".css.j2")


def _template_place(fault: BaseException) -> str | None:
    """Find the template's file and line in a traceback; Jinja keeps them there."""
    traceback, place = fault.__traceback__, None
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            place = f"{name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
