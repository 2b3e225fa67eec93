"""Everything that can stop a rendering, as one tree.

::

    AfgazadError
    ├── ContentError (ValueError)      a file says something that cannot be used
    │   ├── ArticleError               an article: front matter, body, fields
    │   ├── PublicationError           a publication file
    │   ├── IssueError                 an issue file, or an issue that cannot be made of it
    │   ├── SettingsError              page sizes, profiles, other choices
    │   └── DocumentError              a finished PDF: damaged, locked, pages of several sizes
    ├── TemplateError                  a template of the theme fails
    ├── RenderError                    the layout engine gave up on this article
    └── EnvironmentFault (OSError)     the machine, not the content
        ├── ResourceError              templates, fonts or system libraries are missing
        └── OutputError                the result cannot be written

Catch `AfgazadError` for all of them. An exception means "cannot go on"; what can be printed
but deserves a look is a `Finding` (see `findings.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in a file: what is wrong, where, and what would be right."""

    message: str
    """A sentence for an editor: what was found and what to write instead."""
    file: str | None = None
    """The file as the caller named it; None for text that came from no file."""
    line: int | None = None
    """The line in that file, counted from 1."""
    field: str | None = None
    """The field's path, such as ``section`` or ``blocks.3.caption``."""

    def __str__(self) -> str:
        """Return ``file:line: field: message`` with the unknown parts left out."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (place, self.field, self.message) if part)


class AfgazadError(Exception):
    """Base of every error that this library raises on purpose."""


class ContentError(AfgazadError, ValueError):
    """A file holds something that cannot be used; `problems` lists all that was found."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Keep the problems in the order in which an editor meets them in the file."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Pickle by problems, so that a worker process can hand the error to its parent."""
        return type(self), (self.problems,)


class ArticleError(ContentError):
    """An article cannot be read, or a field of it cannot be used."""


class PublicationError(ContentError):
    """A publication file cannot be read, or a field of it cannot be used."""


class IssueError(ContentError):
    """An issue file cannot be read, a field of it cannot be used, or nothing of the issue can be printed."""


class SettingsError(ContentError):
    """A setting has a value that cannot be used."""


class DocumentError(ContentError):
    """A finished PDF cannot be read or used."""


class TemplateError(AfgazadError):
    """A template is missing, has a syntax error, or uses a name that does not exist."""


class RenderError(AfgazadError):
    """The layout engine failed on this article; the message names the article."""


class EnvironmentFault(AfgazadError, OSError):
    """The machine lacks something: a library, a font, disk space, a permission."""


class ResourceError(EnvironmentFault):
    """Templates, fonts or system libraries are missing or unreadable."""


class OutputError(EnvironmentFault):
    """A result cannot be written; what stood at the place before is untouched."""
