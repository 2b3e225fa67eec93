"""Exit codes: the one table that says what an error means to the shell.

====  ==========================================================
0     done
1     some content failed: an article, or a finding under `--strict`
2     wrong usage or configuration: arguments, publication, issue, settings, templates
3     the environment: a library, a font, the disk, a permission
130   interrupted (128 + SIGINT)
====  ==========================================================
"""

from __future__ import annotations

import re

from ..errors import AfgazadError, EnvironmentFault, IssueError, PublicationError, SettingsError, TemplateError

DONE = 0
CONTENT = 1
USAGE = 2
ENVIRONMENT = 3
INTERRUPTED = 130

CODES: tuple[tuple[type[Exception], int], ...] = (
    (EnvironmentFault, ENVIRONMENT),
    (PublicationError, USAGE),
    (IssueError, USAGE),
    (SettingsError, USAGE),
    (TemplateError, USAGE),
    (AfgazadError, CONTENT),
)
"""The first class that fits decides."""


def exit_code(error: AfgazadError) -> int:
    """Return the exit code for an error."""
    return next(code for kind, code in CODES if isinstance(error, kind))


def error_name(error: AfgazadError) -> str:
    """Return the error's class as a code for machines: ArticleError is ``article-error``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
