"""Values of boxes, worked out once for each style: few depend on the box around.

WeasyPrint 70 turns the lengths of every box into pixels one by one, as each may be a percentage of the box around it,
and does so again wherever the box goes on: on the next line, in the next column. Where none of a style's lengths is a
percentage or a sum with one, they are the same for all boxes of the style, and `known_styles.py` knows the style again.
So it is with backgrounds and borders, which nearly no box has, with the question whether a box stands in the flow,
which is asked of every box by each around it, and with the room for a line where nothing floats. The height of a line
and the font of a text follow from inherited properties, which layout writes only where `known_styles.py` sees to it.
All other boxes go through the engine's own functions.

`tests/test_engine.py` says so where a new version of WeasyPrint does it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import weasyprint.draw
from weasyprint.css import Style
from weasyprint.draw.border import draw_border as engine_draw_border
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import absolute, background, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floats
from weasyprint.text import line_break

MARGINS = tuple(f"margin_{side}" for side in ("left", "right", "top", "bottom"))
PADDINGS = tuple(f"padding_{side}" for side in ("left", "right", "top", "bottom"))
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
LEAST = ("min_width", "min_height")

RELATIVE = (*MARGINS, *PADDINGS, "width", "height", *LEAST, "max_width", "max_height")
"""Lengths that may be percentages (CSS 2.2, 8.3, 8.4, 10.2, 10.4, 10.5, 10.7)."""

RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))

PICTURES = ("border_image_source", "mask_border_source")
BACKGROUND = (*PICTURES, "background_image", "background_color", "box_shadow", "visibility")

DECISIVE = frozenset({*RELATIVE, *BORDERS, "box_sizing", "border_collapse", *RADII, *BACKGROUND})
"""Properties from which `fixed_lengths` and `is_bare` follow."""

Lengths = dict[str, Any]


def fixed_lengths(style: Any) -> Lengths | None:
    """Return the used lengths of all boxes with a style, in CSS pixels or ``auto``.

    None where one depends on the box around, or is to be shrunk by padding and borders.
    """
    if style["box_sizing"] != "content-box":
        return None
    lengths: Lengths = {}
    for name in RELATIVE:
        value = style[name]
        if value == "auto":
            lengths[name] = 0 if name in LEAST else value
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return None
    lengths |= {name: style[name] for name in BORDERS}
    return lengths


def is_bare(style: Any) -> bool:
    """Say whether boxes with a style have no background, no shadow, no picture for a border, and square corners."""
    return bool(
        all((0, "px") in style[name] for name in RADII)
        and all(style[name][0] == "none" for name in PICTURES)
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and get_color(style, "background_color").alpha == 0
    )


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box, as the engine's own function does."""
    style = box.style
    known = style.known if isinstance(box, Box) and not style.is_altered else None
    if known is None:
        _engine_resolve(box, containing_block)
        return
    lengths = known.lengths
    if lengths is None:
        lengths = known.lengths = fixed_lengths(style) or {}
    if not lengths:
        _engine_resolve(box, containing_block)
    elif style["border_collapse"] == "collapse":
        own = box.__dict__
        joined = [(name, own[name]) for name in BORDERS if name in own]  # from where cells share borders
        own.update(lengths)
        own.update(joined)
    else:
        box.__dict__.update(lengths)


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Prepare the backgrounds of a box and of those in it, as the engine's own function does."""
    own = box.style
    plain = isinstance(box, Box) and box is not page and style is None  # not a stand-in for a box elsewhere
    known = own.known if plain and not own.is_altered else None
    if known is not None and known.bare is None:
        known.bare = is_bare(own)
    if known is None or not known.bare:
        _engine_backgrounds(page, box, get_image, layout_children, style)
        return
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)
    box.__dict__.update(_BARE)


_BARE = {**dict.fromkeys(RADII, (0, 0)), "background": None}


def is_in_normal_flow(box: Any) -> bool:
    """Say whether a box stands in the flow, as the engine's own method does: nearly all do."""
    style = box.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return bool(_engine_is_in_normal_flow(box))


def draw_border(stream: Any, box: Any) -> None:
    """Draw the borders of a box, as the engine's own function does: nearly no box has any."""
    style = box.style
    known = None if style.is_altered else style.known
    if (
        known is not None
        and known.bare
        and not (box.border_top_width or box.border_right_width or box.border_bottom_width or box.border_left_width)
        and style["column_width"] == "auto"
        and style["column_count"] == "auto"
    ):
        return
    engine_draw_border(stream, box)


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[float, float, float]:
    """Return place and width of a box beside floats, as the engine's own function does; quickly where none is."""
    if outer or context.excluded_shapes or not isinstance(box, LineBox) or box.style["float"] != "none":
        found: tuple[float, float, float] = _engine_avoid_collisions(context, box, containing_block, outer)
        return found
    left = containing_block.content_box_x()
    right = left + containing_block.width - box.margin_right
    left += box.margin_left
    start = right if containing_block.style["direction"] == "rtl" else left
    return start - box.margin_left, box.border_box_y() - box.margin_top, right - left


def strut(style: Any) -> tuple[float, float]:
    """Return the height of lines with a style and where the baseline is in it, as the engine's own function does."""
    is_kept = not (getattr(style, "is_altered", True) or style.page.spoiled)  # drawings have styles of another class
    found: tuple[float, float] | None = style.known.strut if is_kept else None
    if found is None:
        found = _engine_strut(style)
        if is_kept:
            style.known.strut = found
    return found


def get_font_description(style: Any) -> Any:
    """Return the font of a style, as the engine's own function does; Pango reads the description and takes a copy."""
    is_kept = not (getattr(style, "is_altered", True) or style.page.spoiled)  # drawings have styles of another class
    found = style.known.font if is_kept else None
    if found is None:
        found = _engine_font_description(style)
        if is_kept:
            style.known.font = found
    return found


Style.is_altered = True
"""Styles that are not remembered are as if layout had written into each."""

_engine_backgrounds = background.layout_box_backgrounds
_engine_avoid_collisions = floats.avoid_collisions
_engine_resolve = percent.resolve_percentages
_engine_is_in_normal_flow = Box.is_in_normal_flow
_engine_strut: Callable[[Any], tuple[float, float]] = line_break.strut
_engine_font_description = line_break.get_font_description

for module in (absolute, block, column, floats, grid, inline, page, percent, table):
    module.resolve_percentages = resolve_percentages
background.layout_box_backgrounds = layout_box_backgrounds
weasyprint.draw.draw_border = draw_border
inline.avoid_collisions = avoid_collisions
inline.strut = strut
line_break.get_font_description = get_font_description
Box.is_in_normal_flow = is_in_normal_flow
