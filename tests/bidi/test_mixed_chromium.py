"""The order that we prove by our own reading of UAX #9 is the one that a browser shows."""

from __future__ import annotations

import pytest

from .mixed.chromium import PROGRAM, WITHOUT, drawn_characters
from .mixed.expected import Text
from .mixed.generator import CONTROLS, paragraphs

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=WITHOUT)

COUNT = 200

RESET = """
    html, body, p { margin: 0; font: 10pt/2 "Afgazad Sans"; font-variant-ligatures: none; }
    b, i, em, sup, sub, a, span, bdi, bdo { font: inherit; vertical-align: baseline; }
"""


@pytest.mark.parametrize("width", [6000, 240, 120])
def test_browser_agrees_with_the_reference(width, tmp_path):
    made = paragraphs(COUNT)
    blocks = [f'<p dir="{paragraph.direction}">{paragraph.html}</p>' for paragraph in made]
    drawn = drawn_characters(blocks, RESET + f".measured {{ width: {width}pt; }}", tmp_path)

    assert len(drawn) == COUNT
    for paragraph, lines in zip(made, drawn, strict=True):
        places = [at for at, character in enumerate(paragraph.text) if not CONTROLS.match(character)]
        text = Text(paragraph.text, paragraph.direction)
        assert width < 6000 or len(lines) == 1
        for line in lines:
            shown = [places[at] for at, _ in line]
            expected = [at for at, _ in text.visual(min(shown), max(shown) + 1)]
            assert shown == expected, (
                f"{paragraph.html}\nexpected {written(text, expected)}\nChromium {written(text, shown)}"
            )


def written(text: Text, places: list[int]) -> str:
    return "".join(text.text[at] for at in places)
