"""Footnotes of the last line of a page, which the engine forgets.

Where a line must stay with those before it (`orphans`, `widows`), WeasyPrint 70 makes room for it by sending notes of
the page on to the next one. It then ends the page with that line, and never looks at the line's own notes: they are
printed nowhere. Here they go on to the next page after the others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any


def with_last_notes_sent_on(layout_lines: Callable[..., Any]) -> Callable[..., Any]:
    """Return the engine's `_linebox_layout` so that no note of a page's last line stays behind."""

    @wraps(layout_lines)
    def laid_out(context: Any, box: Any, index: int, child: Any, new_children: list[Any], *rest: Any) -> Any:
        result = layout_lines(context, box, index, child, new_children, *rest)
        abort, stop, _, _, new_footnotes, _ = result
        if stop and not abort and new_children and context.footnotes:
            called = [part.footnote for part in new_children[-1].descendants() if part.footnote in context.footnotes]
            for footnote in called:
                context.layout_footnote(footnote)
                context.report_footnote(footnote)
                new_footnotes.append(footnote)
        return result

    return laid_out
