"""Styles of elements, remembered from page to page: the pages of a paper look alike, and so do their styles.

WeasyPrint 70 works out anew for every document which declarations win for an element and what a hundred properties come
to. Both follow from the stylesheets, the element's `style` and `lang`, and its parent's style alone; so for one
stylesheet they are the same in every article. `KnownStyles` keeps them, and `StylesOfPage` begins with them.

Nothing is remembered that could be another value in another document: anchors, what depends on the page's size (a
stylesheet with such units is not remembered at all), values behind a message of the engine, properties that layout
writes into a style. Where layout writes a property that other styles inherit, the page says that it is `spoiled`, and
its caller lays it out in the engine's own way.

`tests/test_engine.py` says so where a new version of WeasyPrint does it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Any

import weasyprint.css
from weasyprint.css import (
    AnonymousStyle,
    ComputedStyle,
    InitialStyle,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
    preprocess_declarations,
)
from weasyprint.css.properties import INHERITED

Declared = dict[str, tuple[Any, Any]]
"""What won for an element, as the engine has it: the value and the weight of each property."""

Place = tuple[object, ...]
"""What sets an element's style apart from those of its siblings: rules that match, and its own declarations."""

Sheet = tuple[Any, str, Any]
"""A stylesheet as the engine has it: parsed, with its origin, and a specificity for all of its rules or None."""

PAGE_STYLES = "afgazad_styles"
"""The attribute of a page by which its `PageStyles` are found."""

OUR_SHEETS = 2
"""Stylesheets of a page of ours: the engine's own, and the theme's."""

STYLES_KEPT = 1500
"""Styles that are remembered for one stylesheet, about 6 kB each; the first ones, which are those of the masthead."""

_PAGE_UNITS = re.compile(r"\d(?:[lsdp]?v(?:w|h|i|b|min|max))\b", re.IGNORECASE)
"""Lengths in parts of the page (CSS Values 4, 6.1.2): they depend on which page comes first."""

_WRITTEN = frozenset({"position", "float", "display", "white_space", "anchor"})
"""Properties that layout writes into the styles of elements, and that are computed by way of `specified`."""


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


class KnownStyles:
    """What is known of the styles that one stylesheet gives; lives as long as the parsed stylesheet."""

    def __init__(self, stylesheet: str) -> None:
        """Begin with nothing; a stylesheet with units that depend on the page is not remembered."""
        self.usable = _PAGE_UNITS.search(stylesheet) is None
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
    _working = False

    def __missing__(self, key: str) -> Any:
        outer, self._working = self._working, True
        said = len(self.page.messages)
        try:
            value = super().__missing__(key)  # type: ignore[misc]
        finally:
            self._working = outer
        if len(self.page.messages) != said:
            self.page.kept.usable = False  # the next page is to be told too
        if key not in _WRITTEN and not self.page.spoiled:
            self.known.values[key] = value
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        if not self._working and (key in INHERITED or key[:2] == "__") and key not in _WRITTEN:
            self.page.spoiled = True
        super().__setitem__(key, value)  # type: ignore[misc]

    @cached_property
    def anonymous_style(self) -> AnonymousStyle:
        """The style of anonymous boxes in the element: one for all."""
        known = self.page.kept.boxes(self.known)
        return AnonymousStyle(self) if known is None else _BoxStyle(self, known, self.page)


class _ElementStyle(_Remembering, ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    def __init__(self, known: Known, page: PageStyles, *arguments: Any) -> None:
        ComputedStyle.__init__(self, *arguments)
        self.known, self.page = known, page
        self.update(known.values)


class _BoxStyle(_Remembering, AnonymousStyle):  # type: ignore[misc]
    def __init__(self, parent_style: Any, known: Known, page: PageStyles) -> None:
        AnonymousStyle.__init__(self, parent_style)
        self.known, self.page = known, page
        self.update(known.values)


class StylesOfPage(StyleFor):  # type: ignore[misc]
    """Says the style of each element of a page, as the engine's own class does."""

    def __init__(self, html: Any, sheets: Sequence[Sheet], font_config: Any, targets: Any, page: PageStyles) -> None:
        """Give every element its style; `sheets` are the engine's own and that of `page`."""
        self._cascaded_styles: dict[tuple[Any, str | None], Declared] = {}
        self._computed_styles: dict[tuple[Any, str | None], Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = sheets
        self.font_config = font_config
        self._page = page
        self._base_url = html.base_url
        self._targets = targets
        self._root_style: Any = None
        self._walk(html)

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """Give a page, or a box in its margins, its style; the engine calls this for each page."""
        declared = self._cascaded_styles.get((element, pseudo_type), {})
        parent_style = self._computed_styles[parent, None]
        place = (pseudo_type, *((name, id(value), repr(weight)) for name, (value, weight) in declared.items()))
        # What a stylesheet of this page alone declares is gone after it, and its address may be another value's then.
        remembered = len(self._sheets) == OUR_SHEETS
        known = self._page.kept.inner(_known(parent_style), place) if remembered else None
        self._computed_styles[element, pseudo_type] = self._style(known, parent_style, declared, pseudo_type)

    def _walk(self, html: Any) -> None:
        """Give every element its style, parents before children, and then every pseudo-element."""
        own: dict[Any, list[tuple[Any, Any]]] = {}
        for specificity, element, declarations, _ in find_style_attributes(html.etree_element, False, html.base_url):
            own.setdefault(element, []).append((specificity, declarations))
        styles = self._computed_styles
        shared: dict[tuple[int, Place], Any] = {}
        pseudo: list[tuple[Any, str, Declared, Known | None]] = []
        for wrapper in html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent_style = styles[wrapper.parent.etree_element, None] if wrapper.parent else None
            matches = [sheet.matcher.match(wrapper) for sheet, _, _ in self._sheets]
            rules = tuple([(number, match[1]) for number, found in enumerate(matches) for match in found])
            known, declared, rest = self._won(element, parent_style, own.get(element, ()), matches, rules)
            pseudo += [(element, kind, rule, known) for kind, rule in rest.items()]
            key = (id(parent_style), rules)
            style = None if element in own else shared.get(key)
            if style is None:
                style = self._style(known, parent_style, declared, None)
                if element not in own:
                    shared[key] = style
            self._keep(element, None, style)
        for element, kind, declared, known in pseudo:
            inner = self._page.kept.inner(known, (kind,))
            self._keep(element, kind, self._style(inner, styles[element, None], declared, kind))

    def _keep(self, element: Any, pseudo_type: str | None, style: Any) -> None:
        if self._root_style is None:
            self._root_style = style
        self._computed_styles[element, pseudo_type] = style
        if style["anchor"]:
            self._targets.collect_anchor(style["anchor"])

    def _won(
        self, element: Any, parent_style: Any, own: Sequence[tuple[Any, Any]], matches: Sequence[Any], rules: Place
    ) -> tuple[Known | None, Declared, dict[str, Declared]]:
        """Return what is known of an element, what wins for it, and what wins for its pseudo-elements."""
        place, is_named = _place(element, own, rules)
        around = self._page.kept.root if parent_style is None else _known(parent_style)
        known = None if place is None else self._page.kept.inner(around, place)
        if known is not None and known.declared is not None and not is_named:
            return known, known.declared, known.pseudo
        declared, pseudo = self._cascaded(own, matches)
        if known is not None and not is_named:
            known.declared, known.pseudo = declared, pseudo
        return known, declared, pseudo

    def _style(self, known: Known | None, parent_style: Any, declared: Declared, pseudo_type: str | None) -> Any:
        root_style = InitialStyle(self.font_config) if self._root_style is None else self._root_style
        arguments = (
            parent_style,
            declared,
            pseudo_type,
            root_style,
            self._base_url,
            self.font_config,
            self.initial_page_sizes,
        )
        return ComputedStyle(*arguments) if known is None else _ElementStyle(known, self._page, *arguments)

    def _cascaded(self, own: Iterable[tuple[Any, Any]], matches: Sequence[Any]) -> tuple[Declared, dict[str, Declared]]:
        """Return what wins for an element and its pseudo-elements (CSS Cascade 5, 6.1), as the engine has it."""
        declared: Declared = {}
        pseudo: dict[str, Declared] = {}
        for specificity, declarations in own:
            _declare(declared, preprocess_declarations(self._base_url, declarations), ("author", inf, specificity))
        for (sheet, origin, sheet_specificity), found in zip(self._sheets, matches, strict=True):
            for specificity, _, kind, (declarations, layer) in found:
                layer_order = inf if layer is None else sheet.layers.index(layer)
                source = (origin, layer_order, sheet_specificity or specificity)
                _declare(declared if kind is None else pseudo.setdefault(kind, {}), declarations, source)
        return declared, pseudo


def _declare(declared: Declared, declarations: Iterable[tuple[str, Any, Any]], source: tuple[str, Any, Any]) -> None:
    """Let declarations win over what they outweigh."""
    origin, layer_order, specificity = source
    for name, value, importance in declarations:
        weight = (declaration_precedence(origin, importance), layer_order, specificity)
        old = declared.get(name)
        if old is None or old[1] <= weight:
            declared[name] = value, weight


def _place(element: Any, own: Sequence[Any], rules: Place) -> tuple[Place | None, bool]:
    """Return what sets an element's style apart, and whether links may lead to the element.

    None where the element has declarations of its own from elsewhere than `style`, `lang` and the names of links, or
    where they depend on the page's size.
    """
    if not own:
        return rules, False
    style, lang = element.get("style"), element.get("lang")
    names = [element.get("id"), element.get("name") if element.tag == "a" else None]
    if sum(bool(item) for item in (style, lang, *names)) != len(own) or _PAGE_UNITS.search(style or ""):
        return None, False
    return ((*rules, style or None, lang or None)), any(names)


def _known(style: Any) -> Known | None:
    known: Known | None = getattr(style, "known", None)
    return known


_engine_styles = weasyprint.css.StyleFor


def _styles(html: Any, sheets: Sequence[Sheet], hints: bool, font_config: Any, targets: Any) -> StyleFor:
    """Answer the engine's call: remembered styles for our pages, the engine's own for all others of this process."""
    page: PageStyles | None = getattr(html, PAGE_STYLES, None)
    further = sheets[1:-1]  # of the page itself: they may say things of its sheets of paper, never of elements
    if page is None or not page.kept.usable or hints or any(sheet.matcher.order for sheet, _, _ in further):
        return _engine_styles(html, sheets, hints, font_config, targets)
    return StylesOfPage(html, sheets, font_config, targets, page)


weasyprint.css.StyleFor = _styles
