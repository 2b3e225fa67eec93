"""What is set for a text's font features, given back when the text is laid out: the engine keeps it for ever.

WeasyPrint 70 makes a list of Pango attributes for every text with font features, and never lets go of it, nor of most
of the attributes: 200 bytes for each text, 10 kB for a short article. It shares an attribute between lists that each
believe to own it, so that none could be freed. Here every list has an attribute of its own, and the layout alone
holds the list, as Pango means it (`pango_layout_set_attributes` takes a reference).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text.ffi import ffi, pango


class OwnAttributes(dict[Any, Any]):
    """Stands for a font configuration's store of attributes, and keeps none: each list gets the one made for it."""

    lent: int = 0
    """How many attributes went into lists."""

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """Return the new attribute, whatever there was before."""
        self.lent += 1
        return default


def with_lists_freed(setup: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return the engine's `Layout.setup` so that the layout it makes alone holds its list of attributes.

    Layouts of font configurations without `OwnAttributes` stay as the engine makes them.
    """

    def set_up(layout: Any, style: Any) -> None:
        features = style.font_config.font_features
        before = features.lent if isinstance(features, OwnAttributes) else None
        setup(layout, style)
        if before is not None and features.lent != before:
            attributes = pango.pango_layout_get_attributes(layout.layout)
            if attributes != ffi.NULL and holders(attributes) > 1:
                pango.pango_attr_list_unref(attributes)

    return set_up


def holders(attributes: Any) -> int:
    """Return how many references there are to a list of attributes; Pango counts them at its beginning."""
    return int(ffi.cast("unsigned int *", attributes)[0])
