"""Styles that begin with what is known of them from earlier pages, and note what is worked out besides.

`KnownStyles` keeps what one stylesheet gives, `ElementStyle` and `BoxStyle` are the engine's own two kinds of style
with that in them; `cascade.py` says which element has which, and under what conditions.

Nothing is remembered that could be another value in another document: anchors, what depends on the page's size (a
stylesheet with such units is not remembered at all), values behind a message of the engine, properties that layout
writes into a style. Where layout writes a property that other styles inherit, the page says that it is `spoiled`, and
its caller lays it out in the engine's own way. Copies that layout makes of styles, to write into them, are remembered
apart from the styles themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.properties import INHERITED

from .box_values import DECISIVE, Lengths

Declared = dict[str, tuple[Any, Any]]
"""What won for an element, as the engine has it: the value and the weight of each property."""

Place = tuple[object, ...]
"""What sets an element's style apart from those of its siblings: rules that match, and its own declarations."""

STYLES_KEPT = 1500
"""Styles that are remembered for one stylesheet, about 6 kB each; the first ones, which are those of the masthead."""

PAGE_UNITS = re.compile(r"\d(?:[lsdp]?v(?:w|h|i|b|min|max))\b", re.IGNORECASE)
"""Lengths in parts of the page (CSS Values 4, 6.1.2): they depend on which page comes first."""

_WRITTEN = frozenset({"position", "float", "display", "white_space", "anchor"})
"""Properties that layout writes into the styles of elements, where others inherit them or not."""

_PLACING = frozenset({"position", "float", "display"})
"""Those of them that follow from what is declared for the element alone, by way of `specified`."""


@dataclass(slots=True)
class Known:
    """What is known of one style."""

    values: dict[str, Any] = field(default_factory=dict)
    declared: Declared | None = None
    """What won for the element, without the names that links lead to."""
    pseudo: dict[str, Declared] = field(default_factory=dict)
    """What won for its pseudo-elements."""
    inner: dict[Place, Known] = field(default_factory=dict)
    """Styles of elements and pseudo-elements in it."""
    boxes: Known | None = None
    """The style of anonymous boxes in it."""
    copied: Known | None = None
    """The copy of it that layout makes for a table, which then gets values of its own."""
    specified: dict[str, Any] = field(default_factory=dict)
    """Values before they are computed, of `_PLACING`."""
    lengths: Lengths | None = None
    """Lengths of all boxes with the style (`box_values.py`); None where they have not been asked for."""
    bare: bool | None = None
    """Whether boxes with the style have no background."""
    strut: tuple[float, float] | None = None
    """The height of lines with the style and where the baseline is in it, in CSS pixels."""
    font: Any = None
    """The font of the style, as Pango has it described."""


class KnownStyles:
    """What is known of the styles that one stylesheet gives; lives as long as the parsed stylesheet."""

    def __init__(self, stylesheet: str) -> None:
        """Begin with nothing; a stylesheet with units that depend on the page is not remembered."""
        self.usable = PAGE_UNITS.search(stylesheet) is None
        self.root = Known()
        self._count = 0

    def inner(self, known: Known | None, place: Place) -> Known | None:
        """Return what is known of an element by that of its parent; None where nothing may be remembered."""
        if known is None:
            return None
        found = known.inner.get(place)
        if found is None and (found := self._new()) is not None:
            known.inner[place] = found
        return found

    def boxes(self, known: Known) -> Known | None:
        """Return what is known of anonymous boxes in an element."""
        if known.boxes is None:
            known.boxes = self._new()
        return known.boxes

    def copied(self, known: Known) -> Known | None:
        """Return what is known of the copies of a style."""
        if known.copied is None:
            known.copied = self._new()
        return known.copied

    def _new(self) -> Known | None:
        if self._count >= STYLES_KEPT:
            return None
        self._count += 1
        return Known()


@dataclass(slots=True)
class PageStyles:
    """What all styles of one page share."""

    kept: KnownStyles
    messages: Sequence[str]
    """What the engine said so far; it grows."""
    spoiled: bool = False
    """Whether layout wrote what others inherit: the page is to be laid out in the engine's own way."""


class _Remembering:
    """What our two kinds of style do beside the engine's: begin with what is known, and note what is worked out."""

    known: Known
    page: PageStyles
    is_altered = False
    """Whether layout has written values into the style from which others follow (`box_values.py`)."""
    _working = False
    _is_copy = False
    _is_apart = False
    """Whether layout has written what others inherit into a copy."""

    def __missing__(self, key: str) -> Any:
        outer, self._working = self._working, True
        said = len(self.page.messages)
        try:
            value = super().__missing__(key)  # type: ignore[misc]
        finally:
            self._working = outer
        if len(self.page.messages) != said:
            self.page.kept.usable = False  # the next page is to be told too
        if not self.page.spoiled and (key not in _WRITTEN or self._is_certain(key)):
            self.known.values[key] = value
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        if not self._working:
            if key in DECISIVE:
                self.is_altered = True
            if (key in INHERITED or key[:2] == "__") and key not in _WRITTEN:
                if not self._is_copy or "anonymous_style" in self.__dict__:
                    self.page.spoiled = True
                else:  # nothing that depends on what is written is kept
                    self.known, self._is_apart = Known(), True
        super().__setitem__(key, value)  # type: ignore[misc]

    def _is_certain(self, key: str) -> bool:
        """Say whether a value that was worked out is the same in all documents, though layout may write another."""
        return False

    @cached_property
    def anonymous_style(self) -> AnonymousStyle:
        """The style of anonymous boxes in the element: one for all."""
        known = None if self._is_apart else self.page.kept.boxes(self.known)
        return AnonymousStyle(self) if known is None else BoxStyle(self, known, self.page)


class ElementStyle(_Remembering, ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """The style of an element or pseudo-element, with all that is known of it."""

    def __init__(self, known: Known, page: PageStyles, *arguments: Any) -> None:
        """Begin with what is known; `arguments` are those of the engine's class."""
        ComputedStyle.__init__(self, *arguments)
        self.known, self.page = known, page
        self.update(known.values)
        self.specified.update(known.specified)

    def _is_certain(self, key: str) -> bool:
        if key in _PLACING:
            self.known.specified[key] = self.specified[key]
            return True
        return key == "anchor" and key not in self.cascaded

    def copy(self) -> ComputedStyle:
        """Return a copy, as layout makes it to write into; what is worked out in it is remembered apart."""
        known = None if self._is_apart or self.page.spoiled else self.page.kept.copied(self.known)
        if known is None:
            return ComputedStyle.copy(self)
        copy = ElementStyle(
            known,
            self.page,
            self.parent_style,
            self.cascaded,
            self.pseudo_type,
            self.root_style,
            self.base_url,
            self.font_config,
            self.initial_page_sizes,
        )
        copy._is_copy = True
        copy.is_altered = self.is_altered
        copy.update(self)
        copy.specified = self.specified.copy()
        return copy


class BoxStyle(_Remembering, AnonymousStyle):  # type: ignore[misc]
    """The style of anonymous boxes in an element, with all that is known of it."""

    def __init__(self, parent_style: Any, known: Known, page: PageStyles) -> None:
        """Begin with what is known."""
        AnonymousStyle.__init__(self, parent_style)
        self.known, self.page = known, page
        self.update(known.values)

    def copy(self) -> AnonymousStyle:
        """Return a copy, as `ElementStyle` does."""
        known = None if self._is_apart or self.page.spoiled else self.page.kept.copied(self.known)
        if known is None:
            return AnonymousStyle.copy(self)
        copy = BoxStyle(self.parent_style, known, self.page)
        copy._is_copy = True
        copy.is_altered = self.is_altered
        copy.update(self)
        return copy
