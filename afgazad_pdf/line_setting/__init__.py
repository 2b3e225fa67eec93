"""How the engine sets lines of text: each is shaped less often, drawn as it was measured, and let go of as a whole.

Nothing changes for documents with a font configuration of others: the engine's own functions serve them.
`tests/test_engine.py` says so where a new version of WeasyPrint sets lines in another way.
"""

from __future__ import annotations

import weasyprint.draw.text
import weasyprint.layout.inline
from weasyprint.text.line_break import Layout

from .attributes import OwnAttributes, with_lists_freed
from .drawing import with_kept_glyphs_drawn
from .glyphs import HeldFonts, with_glyphs_kept, with_glyphs_spaced, without_shaping_again
from .trials import with_ends_noted, with_vain_trials_spared

__all__ = ["HeldFonts", "OwnAttributes"]


def _install() -> None:
    engine_reactivate = Layout.reactivate
    Layout.setup = with_lists_freed(Layout.setup)
    Layout.get_first_line = with_ends_noted(Layout.get_first_line)
    Layout.set_text = with_vain_trials_spared(Layout.set_text)
    Layout.deactivate = with_glyphs_kept(Layout.deactivate)
    Layout.reactivate = without_shaping_again(Layout.reactivate)
    inline, drawing = weasyprint.layout.inline, weasyprint.draw.text
    inline.add_word_spacing = with_glyphs_spaced(inline.add_word_spacing)
    drawing.draw_first_line = with_kept_glyphs_drawn(drawing.draw_first_line, engine_reactivate)


_install()
