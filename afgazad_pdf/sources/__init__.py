"""Sources: bytes, a text or a file become an `Article`, and every fault is named by file and line.

One module a concern: `loading` chooses the format; `front_matter` reads the fields; `markdown`
and what stands under it reads the text (`blocks`, `inline`, `pictures`, `poem`, `notes`, and
`html` with `html_blocks` for raw HTML); `structured` reads JSON and TOML; `characters` and
`links` stand at the door for all of them. What an editor should mend is collected in a `Ledger`.
`issue_file` reads the file that names a whole issue, and all its articles.
"""

from __future__ import annotations

from .issue_file import issue_schema, load_issue
from .loading import Loaded, article_schema, load_article, read_article

__all__ = ["Loaded", "article_schema", "issue_schema", "load_article", "load_issue", "read_article"]
