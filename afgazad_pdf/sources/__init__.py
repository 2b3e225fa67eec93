"""Sources: bytes, a text or a file become an `Article`, and every fault is named by file and line.

One module a concern: `loading` chooses the format; `front_matter` reads the fields; `markdown`
and what stands under it reads the text (`blocks`, `inline`, `pictures`, `poem`, `notes`, and
`html` with `html_blocks` for raw HTML); `structured` reads JSON and TOML; `characters` and
`links` stand at the door for all of them. What an editor should mend is collected in a `Ledger`.
`issue_file` reads the file that names a whole issue, and all its articles.

The names are imported when they are first used: a batch that finds nothing to do needs none of the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .issue_file import issue_schema, load_issue
    from .loading import Loaded, article_schema, load_article, read_article

__all__ = ["Loaded", "article_schema", "issue_schema", "load_article", "load_issue", "read_article"]

_ISSUE_NAMES = frozenset({"issue_schema", "load_issue"})


def __getattr__(name: str) -> Any:
    """Import a public name (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "issue_file" if name in _ISSUE_NAMES else "loading"
    found = globals()[name] = getattr(import_module(f".{home}", __name__), name)
    return found
