"""Words that elements divide: where their shapes do not survive it, the border moves to the word's edge.

Letters of one word can be drawn in two boxes only where each keeps the shape that it has in the whole word.
In a face that shapes a letter by its neighbours, or for two letters that are one glyph, no character asks
for these shapes from outside. A typographer then marks the whole word, and so does this module: text,
its order, links and anchors stay, an element holds a few letters more or less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ..findings import Finding, Level
from ..text.kashida import unstretched
from .elements import Element
from .joining import is_lam_alef, is_letter, is_mark
from .leaves import Leaf

Survives = Callable[[tuple[str, ...], str], bool]
"""Says whether the pieces of a word, each drawn alone and with joiners where letters join, look like the whole word.

The second argument is the language of the text (BCP 47; empty where nobody says), as fonts shape by it.
"""

RAISED_TAGS = frozenset({"sub", "sup"})
"""Elements off the baseline, to whose letters none outside joins (CSS Text 3, 7.3)."""


def always(pieces: tuple[str, ...], language: str) -> bool:
    """Take the shapes of every divided word to survive: what is known without a font."""
    return True


def is_raised_apart(one: Leaf, other: Leaf) -> bool:
    """Say whether one of two leaves stands in a sub or sup that does not hold the other."""
    return one.path != other.path and _raised(one) != _raised(other)


def with_whole_words(
    leaves: Sequence[Leaf], within: Element, survives: Survives
) -> tuple[list[Leaf], tuple[Finding, ...]]:
    """Return the leaves of a paragraph with whole words where shapes do not survive, and what an editor should know.

    A word goes to the deepest element that holds any of its letters; of several, to the one that holds most of
    them, then to the first. A link that would lose all its words forbids that. Leaves that became empty are left
    out, but for those whose element is somewhere's anchor. `within` is the element that holds the paragraph.
    """
    divided = list(_divided(leaves))
    if not divided:
        return list(leaves), ()
    holders = Counter(element for leaf in leaves if leaf.text for element in leaf.path)
    empty: set[int] = set()
    findings = []
    for members in divided:
        parts = _parts(members)
        ligated = any(is_lam_alef(*border) for border in pairwise(parts))
        if not ligated and survives(tuple(parts), _language(members[0], within)):
            continue
        target = _target(members, parts, holders)
        findings.append(_finding(unstretched("".join(parts)), moved=target is not None))
        if target is None:
            continue
        for leaf in _gathered(members, parts, target):
            lost = _lost(leaf, target, holders)
            holders.subtract(leaf.path)
            leaf.path = _as_far_as_anchors(leaf.path, lost)
            if not leaf.path:
                empty.add(id(leaf))
    return [leaf for leaf in leaves if id(leaf) not in empty], tuple(findings)


# ---------------------------------------------------------------- finding words


def _divided(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    """Yield the leaves over which each divided word spreads; a leaf may end one word and begin the next."""
    members: list[Leaf] = []
    for leaf in leaves:
        if leaf.element is None and not leaf.text:
            continue
        if members and leaf.element is None and _is_inside_word(members[-1], leaf):
            members.append(leaf)
            if _head(leaf.text) == len(leaf.text):
                continue  # the word may go on
        if len(members) > 1:
            yield members
        members = [leaf] if leaf.element is None else []
    if len(members) > 1:
        yield members


def _is_inside_word(one: Leaf, other: Leaf) -> bool:
    """Say whether a word goes on over a border: letters of a joined script on both sides, drawn from right to left."""
    if one.level != other.level or one.level % 2 == 0 or one.override != other.override:
        return False
    before = next((letter for letter in reversed(one.text) if not is_mark(letter)), "")
    return bool(before) and is_letter(before) and is_letter(other.text[0]) and not is_raised_apart(one, other)


def _parts(members: Sequence[Leaf]) -> list[str]:
    """Return the word's letters in each of its leaves."""
    first, *inner, last = (leaf.text for leaf in members)
    return [first[len(first) - _head(first[::-1]) :], *inner, last[: _head(last)]]


def _head(text: str) -> int:
    """Return how many letters and marks a text begins with."""
    return next((at for at, letter in enumerate(text) if not (is_letter(letter) or is_mark(letter))), len(text))


# ---------------------------------------------------------------- moving borders


def _target(members: Sequence[Leaf], parts: Sequence[str], holders: Counter[Element]) -> Leaf | None:
    """Return the leaf that takes the word; none where each choice would take all its words from a link."""
    letters: Counter[Element | None] = Counter()
    links: Counter[Element] = Counter()
    for leaf, part in zip(members, parts, strict=True):
        letters[_innermost(leaf)] += sum(map(is_letter, part))
        if leaf.text == part:
            links.update(element for element in leaf.path if element.get("href"))
    ending = {link for link, count in links.items() if count == holders[link]}
    allowed = [leaf for leaf in members if ending.issubset(leaf.path)]
    return max(allowed, key=lambda leaf: (len(leaf.path), letters[_innermost(leaf)]), default=None)


def _gathered(members: Sequence[Leaf], parts: Sequence[str], target: Leaf) -> Iterator[Leaf]:
    """Give the word to one of its leaves; yield those that are left without text."""
    first, last = members[0], members[-1]
    before = first.text.removesuffix(parts[0])
    after = last.text.removeprefix(parts[-1])
    for leaf in members:
        leaf.text = "".join(
            (
                before if leaf is first else "",
                "".join(parts) if leaf is target else "",
                after if leaf is last else "",
            )
        )
        if not leaf.text:
            yield leaf


def _lost(leaf: Leaf, target: Leaf, holders: Counter[Element]) -> set[Element]:
    """Return the elements that an emptied leaf alone held."""
    return {element for element in leaf.path if holders[element] == 1 and element not in target.path}


def _as_far_as_anchors(path: tuple[Element, ...], lost: set[Element]) -> tuple[Element, ...]:
    """Return the path to the innermost element that must stay, empty, for what leads to it; else an empty path."""
    ends = (at for at, element in enumerate(path, 1) if element in lost and (element.get("id") or element.get("name")))
    return path[: max(ends, default=0)]


def _finding(word: str, *, moved: bool) -> Finding:
    if moved:
        message = (
            f"a mark or link begins or ends inside “{word}”, whose letters cannot be drawn apart; "
            f"it was set to the whole word. Mark the whole word, or none of it"
        )
        return Finding(level=Level.INFO, code="border-moved", message=message)
    message = (
        f"two links meet inside “{word}”, whose letters cannot be drawn apart; "
        f"some have other shapes than in the whole word. Link the whole word to one place"
    )
    return Finding(level=Level.WARNING, code="link-divides-word", message=message)


def _innermost(leaf: Leaf) -> Element | None:
    return leaf.path[-1] if leaf.path else None


def _raised(leaf: Leaf) -> list[Element]:
    return [element for element in leaf.path if element.tag in RAISED_TAGS]


def _language(leaf: Leaf, within: Element) -> str:
    """Return the language of a leaf's text, from the nearest element that states one."""
    around = (*reversed(leaf.path), within, *within.iterancestors())
    return next((str(element.get("lang")) for element in around if element.get("lang")), "")
