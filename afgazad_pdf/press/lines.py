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
    done = 0
    for is_content, group in groupby(items, key=lambda item: isinstance(item, Content)):
        pieces = list(group)
        before = items[done - 1] if done else None
        done += len(pieces)
        after = items[done] if done < len(items) else None
        run = [item for item in pieces if isinstance(item, Content)]
        if not is_content:
            yield from pieces
        elif _RIGHT_TO_LEFT.search("".join(content.text for content in run)):
            yield _spelled(run, lang, before, after)
        else:
            yield from _with_whole_words(run, lang, after)


def _with_whole_words(run: Sequence[Content], lang: str, after: Item | None) -> Iterator[Item]:
    """Yield the pieces of a left-to-right text; those that share a broken word in a Span together."""
    chain: list[Content] = []
    for content, following in zip(run, [*run[1:], after], strict=True):
        if not content.broken and not chain:
            yield content
            continue
        chain.append(content)
        if not content.broken or not isinstance(following, Content):
            yield _spelled(chain, lang, None, following)
            chain = []


def _spelled(contents: Sequence[Content], lang: str, before: Item | None, after: Item | None) -> Element:
    """Return pieces in a Span with their text.

    Where a line ends towards what stands beside them the text has a space; not where `drawn_line_ends` draws one.
    """
    text = joined_text(contents)
    if isinstance(before, Element) and _ends_instead(before) and parted(before.contents()[-1], contents[0]):
        text = f" {text}"
    begun = after.contents()[:1] if isinstance(after, Element) else (after,)
    if begun and begun[0] is not None and parted(contents[-1], begun[0]):
        text = f"{text} "
    return Element(role="Span", lang=lang, items=tuple(contents), block=False, actual_text=text)


def _ends_instead(element: Element) -> bool:
    """Say whether the last of an element's content has a text in its stead."""
    last = element.items[-1] if element.items else None
    return element.actual_text is not None or (isinstance(last, Element) and _ends_instead(last))


def drawn_line_ends(document: Element) -> set[tuple[int, int]]:
    """Return the page and number of all content after which a line ends and a space has to be drawn.

    Words that stand on two lines are parted by a space in the content (ISO 32000-1, 14.8.2.5), where no text stands in
    its stead.
    """
    ends: set[tuple[int, int]] = set()
    before: tuple[Content, bool] | None = None

    def walk(element: Element, instead: bool) -> None:
        nonlocal before
        before = None if element.block else before
        for item in element.items:
            if isinstance(item, Element):
                walk(item, instead or item.actual_text is not None)
                continue
            if before and not before[1] and parted(before[0], item):
                ends.add((before[0].page, before[0].number))
            before = (item, instead)
        before = None if element.block else before

    walk(document, False)
    return ends


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
