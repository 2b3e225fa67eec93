"""The pieces of a line as they are read: split elements joined, languages in spans, drawn letters with their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .elements import Content
from .tree import Element, Item, joined_text, parted


def arranged(items: Sequence[Item], lang: str) -> Iterator[Item]:
    """Yield an element's items: split elements joined, languages in spans, drawn letters with their text."""
    for other, run in groupby(_joined(items), key=lambda item: _other_language(item, lang)):
        if other is None:
            yield from _with_text(list(run), lang)
        else:
            spanned = tuple(_with_text(list(run), other))
            match spanned:
                case [Element(role="Span") as only]:
                    yield only
                case _:
                    yield Element(role="Span", lang=other, items=spanned, block=False)


def _other_language(item: Item, lang: str) -> str | None:
    """Return the language of a text that needs a span; an element says its language itself."""
    if isinstance(item, Element) or not item.text.strip():
        return None
    return item.lang if item.lang != lang else None


def _with_text(items: Sequence[Item], lang: str) -> Iterator[Item]:
    """Yield items; where what is drawn is not the text as it reads, in a Span with the text."""
    before: Element | None = None
    for is_element, group in groupby(items, key=lambda item: isinstance(item, Element)):
        pieces = list(group)
        run = [item for item in pieces if isinstance(item, Content)]
        if is_element:
            yield from pieces
            before = next(item for item in reversed(pieces) if isinstance(item, Element))
        elif _RIGHT_TO_LEFT.search("".join(content.text for content in run)):
            yield _spelled(run, lang, before, _element_after(items, run[-1]))
        else:
            yield from _with_whole_words(run, lang)


def _element_after(items: Sequence[Item], last: Content) -> Element | None:
    after = items[items.index(last) + 1 :]
    return after[0] if after and isinstance(after[0], Element) else None


def _with_whole_words(run: Sequence[Content], lang: str) -> Iterator[Item]:
    """Yield the pieces of a left-to-right text; those that share a broken word in a Span together."""
    chain: list[Content] = []
    for content in run:
        if content.broken or chain:
            chain.append(content)
            if not content.broken:
                yield _spelled(chain, lang)
                chain = []
        else:
            yield content
    if chain:
        yield _spelled(chain, lang)


def _spelled(
    contents: Sequence[Content], lang: str, before: Element | None = None, after: Element | None = None
) -> Element:
    """Return pieces in a Span with their text; where a line ends towards the element beside it, with a space."""
    text = joined_text(contents)
    if before and (ended := before.contents()) and parted(ended[-1], contents[0]):
        text = f" {text}"
    if after and (begun := after.contents()) and parted(contents[-1], begun[0]):
        text = f"{text} "
    return Element(role="Span", lang=lang, items=tuple(contents), block=False, actual_text=text)


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of right-to-left scripts: the engine draws them from left to right, and many programs read them so."""

NOT_BY_ITSELF = frozenset({"Link", "Reference", "Figure"})
"""What also holds an annotation or a picture: its text replaces that of a span in it, not all that it holds."""


def with_own_text(element: Element) -> Element:
    """Return an element that says its text itself where a span with that text is all that it holds."""
    match element.items:
        case [Element(role="Span", actual_text=str(text), lang=lang) as only] if (
            lang == element.lang and element.role not in NOT_BY_ITSELF
        ):
            return replace(element, items=only.items, actual_text=text)
        case _:
            return element


def _joined(items: Sequence[Item]) -> list[Item]:
    """Join the pieces into which the direction pass has split an element."""
    result: list[Item] = []
    for item in items:
        last = result[-1] if result else None
        if (
            isinstance(item, Element)
            and isinstance(last, Element)
            and last.continues
            and item.continued
            and last.role == item.role
        ):
            result[-1] = replace(
                last,
                items=tuple(_joined((*last.items, *item.items))),
                annotations=(*last.annotations, *item.annotations),
                continues=item.continues,
            )
        else:
            result.append(item)
    return result
