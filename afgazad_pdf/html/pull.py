"""Pull quotes: the width at which their lines are about equally long."""

from __future__ import annotations

from ..article import Article, Paragraph, Quote, plain_text
from ..languages import direction_of
from ..shaping import balanced_width
from .look import Geometry, Look


def pull_margin(quote: Quote, article: Article, look: Look, lengths: Geometry) -> float | None:
    """Return the room at each side of a pull quote's lines, in pt.

    None where there is nothing to balance, and for a pull quote inside another block, whose
    measure only the engine knows: the stylesheet's own room stands there.
    """
    if not any(block is quote for block in article.blocks):
        return None
    lang = quote.lang or article.lang or "und"
    direction = quote.dir if quote.dir in ("ltr", "rtl") else direction_of(lang) if quote.lang else article.direction
    pull, headline = look.values.pull, vars(look.values.headline)
    if direction == "rtl":
        size, face = pull.arabic_size, look.face(headline["arabic_face"], pull.arabic_weight)
    else:
        size, face = pull.latin_size, look.face(headline["latin_face"], 400, "italic")
    script = look.values.arabic if article.direction == "rtl" else look.values.latin
    points = lengths.text_size * script.size * size
    measure = lengths.column_measure * pull.width / points
    texts = [plain_text(block.runs) for block in quote.blocks if isinstance(block, Paragraph)]
    widths = [balanced_width(text, measure, face.file, lang=lang, direction=direction) for text in texts if text]
    balanced = [width for width in widths if width]
    return (lengths.column_measure - max(balanced) * points) / 2 if balanced and len(balanced) == len(texts) else None
