"""Styles of elements, remembered from page to page: the pages of a paper look alike, and so do their styles.

WeasyPrint 70 works out anew for every document which declarations win for an element and what a hundred properties come
to. Both follow from the stylesheets, the element's `style` and `lang`, and its parent's style alone; so for one
stylesheet they are the same in every article. `known_styles.py` keeps them, and `StylesOfPage` begins with them. Styles
of pseudo-elements are made when they are asked for: the engine's own stylesheet has six for every element, of notes
and markers.

`tests/test_engine.py` says so where a new version of WeasyPrint does it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from math import inf
from types import SimpleNamespace
from typing import Any

import weasyprint.css
import weasyprint.document
from weasyprint.css import (
    ComputedStyle,
    InitialStyle,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
    preprocess_declarations,
)
from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.html import get_html_metadata

from .known_styles import PAGE_UNITS, Declared, ElementStyle, Known, KnownStyles, PageStyles, Place

__all__ = ["PAGE_STYLES", "KnownStyles", "PageStyles", "StylesOfPage"]

Sheet = tuple[Any, str, Any]
"""A stylesheet as the engine has it: parsed, with its origin, and a specificity for all of its rules or None."""

PAGE_STYLES = "afgazad_styles"
"""The attribute of a page by which its `PageStyles` are found."""

OUR_SHEETS = 2
"""Stylesheets of a page of ours: the engine's own, and the theme's."""

_MARGIN_BOXES = frozenset(
    [
        f"@{edge}-{place}"
        for edge in ("top", "bottom")
        for place in ("left-corner", "left", "center", "right", "right-corner")
    ]
    + [f"@{edge}-{place}" for edge in ("left", "right") for place in ("top", "middle", "bottom")]
)
"""The boxes in the margins of a page (CSS Paged Media 3, 6.2)."""

_SVG = "{http://www.w3.org/2000/svg}svg"
"""An element whose attributes `width` and `height` are declarations too."""

_NO_PADDING = {f"padding_{side}": ZERO_PIXELS for side in ("top", "bottom", "left", "right")}
"""Of tables whose borders are one with those of their cells (CSS 2.2, 17.6.2)."""

_NO_MARGIN = {f"margin_{side}": ZERO_PIXELS for side in ("top", "bottom", "left", "right")}
"""Of the parts of tables (CSS 2.2, 8.3)."""


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
        self._waiting: dict[Any, tuple[dict[str, Declared], Known | None]] = {}
        """What is declared for the pseudo-elements of elements; most of them are never asked for."""
        self._walk(html)

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """Return a style as the engine's own class does; that of a pseudo-element is made at the first call."""
        style = self._computed_styles.get((element, pseudo_type))
        if style is None and pseudo_type is not None and (waiting := self._waiting.get(element)):
            style = self._make_pseudo(element, pseudo_type, *waiting) if pseudo_type in waiting[0] else None
        if not isinstance(style, ElementStyle):
            return super().__call__(element, pseudo_type)
        # As the engine does, but without a note that layout has written lengths: the same ones in all documents.
        if "table" in style["display"] and style["border_collapse"] == "collapse":
            dict.update(style, _NO_PADDING)
        kind = style["display"][0]
        if len(style["display"]) == 1 and kind.startswith("table-") and "caption" not in kind:
            dict.update(style, _NO_MARGIN)
        return style

    def _make_pseudo(
        self, element: Any, pseudo_type: str, declared: Mapping[str, Declared], known: Known | None
    ) -> Any:
        inner = self._page.kept.inner(known, (pseudo_type,))
        style = self._style(inner, self._computed_styles[element, None], declared[pseudo_type], pseudo_type)
        self._keep(element, pseudo_type, style)
        return style

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """Give a page, or a box in its margins, its style; the engine calls this for each page.

        A box without content is left without one, and then is as empty (CSS Paged Media 3, 6.1); the engine's own
        stylesheet has sixteen.
        """
        declared = self._cascaded_styles.get((element, pseudo_type), {})
        if pseudo_type in _MARGIN_BOXES and "content" not in declared:
            return
        parent_style = self._computed_styles[parent, None]
        place = (pseudo_type, *((name, id(value), repr(weight)) for name, (value, weight) in declared.items()))
        # What a stylesheet of this page alone declares is gone after it, and its address may be another value's then.
        remembered = len(self._sheets) == OUR_SHEETS
        known = self._page.kept.inner(_known(parent_style), place) if remembered else None
        self._computed_styles[element, pseudo_type] = self._style(known, parent_style, declared, pseudo_type)

    def _walk(self, html: Any) -> None:
        """Give every element its style, parents before children, and then every pseudo-element."""
        styles = self._computed_styles
        shared: dict[tuple[int, Place], Any] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent_style = styles[wrapper.parent.etree_element, None] if wrapper.parent else None
            matches = [sheet.matcher.match(wrapper) for sheet, _, _ in self._sheets]
            rules = tuple([(number, match[1]) for number, found in enumerate(matches) for match in found])
            has_own = _has_own(element)
            known, declared, rest = self._won(element, parent_style, has_own, matches, rules)
            if rest:
                self._waiting[element] = rest, known
            key = (id(parent_style), rules)
            style = None if has_own else shared.get(key)
            if style is None:
                style = self._style(known, parent_style, declared, None)
                if not has_own:
                    shared[key] = style
            self._keep(element, None, style)
        for element, (rest, known) in self._waiting.items():
            for kind, rule in rest.items():
                if "anchor" in rule:
                    self._make_pseudo(element, kind, rest, known)

    def _keep(self, element: Any, pseudo_type: str | None, style: Any) -> None:
        if self._root_style is None:
            self._root_style = style
        self._computed_styles[element, pseudo_type] = style
        if style["anchor"]:
            self._targets.collect_anchor(style["anchor"])

    def _won(
        self, element: Any, parent_style: Any, has_own: bool, matches: Sequence[Any], rules: Place
    ) -> tuple[Known | None, Declared, dict[str, Declared]]:
        """Return what is known of an element, what wins for it, and what wins for its pseudo-elements."""
        place, is_named = _place(element, rules) if has_own else (rules, False)
        around = self._page.kept.root if parent_style is None else _known(parent_style)
        known = None if place is None else self._page.kept.inner(around, place)
        if known is not None and known.declared is not None and not is_named:
            return known, known.declared, known.pseudo
        declared, pseudo = self._cascaded(_own(element, self._base_url) if has_own else (), matches)
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
        return ComputedStyle(*arguments) if known is None else ElementStyle(known, self._page, *arguments)

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


def _has_own(element: Any) -> bool:
    """Say whether an element may have declarations of its own."""
    attributes = element.attrib
    if not attributes:
        return False
    return any(name in attributes for name in ("style", "lang", "id", "name")) or element.tag == _SVG


def _own(element: Any, base_url: str | None) -> list[tuple[Any, Any]]:
    """Return the declarations of an element's own with their specificity."""
    found = takewhile(lambda item: item[1] is element, find_style_attributes(element, False, base_url))
    return [(specificity, declarations) for specificity, _, declarations, _ in found]


def _place(element: Any, rules: Place) -> tuple[Place | None, bool]:
    """Return what sets the style of an element with declarations of its own apart, and whether links may lead there.

    None where there are others than those of `style`, `lang` and the names of links, or where they depend on the
    page's size.
    """
    style, lang = element.get("style"), element.get("lang")
    if element.tag == _SVG or PAGE_UNITS.search(style or ""):
        return None, False
    is_named = bool(element.get("id") or (element.tag == "a" and element.get("name")))
    return ((*rules, style or None, lang or None)), is_named


def _known(style: Any) -> Known | None:
    known: Known | None = getattr(style, "known", None)
    return known


_engine_styles = weasyprint.css.StyleFor


_engine_sheets = weasyprint.css.find_stylesheets


def _sheets(wrapper: Any, *arguments: Any) -> Iterable[Any]:
    """Return the stylesheets of a page, as the engine's function does, which asks every element whether it is one."""
    if any(str(element.tag).endswith(("style", "link")) for element in wrapper.etree_element.iter()):
        found: Iterable[Any] = _engine_sheets(wrapper, *arguments)
        return found
    return ()


def _metadata(html: Any) -> Any:
    """Return what a page says of itself, as the engine's function does, which asks every element whether it says it."""
    named = [
        SimpleNamespace(etree_element=element)
        for element in html.etree_element.iter()
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in ("title", "meta", "link")
    ]
    wrapper = SimpleNamespace(query_all=lambda *_: named)
    page = SimpleNamespace(
        etree_element=html.etree_element,
        wrapper_element=wrapper,
        base_url=html.base_url,
        url_fetcher=html.url_fetcher,
    )
    return get_html_metadata(page)


def _styles(html: Any, sheets: Sequence[Sheet], hints: bool, font_config: Any, targets: Any) -> StyleFor:
    """Answer the engine's call: remembered styles for our pages, the engine's own for all others of this process."""
    page: PageStyles | None = getattr(html, PAGE_STYLES, None)
    further = sheets[1:-1]  # of the page itself: they may say things of its sheets of paper, never of elements
    if page is None or not page.kept.usable or hints or any(sheet.matcher.order for sheet, _, _ in further):
        return _engine_styles(html, sheets, hints, font_config, targets)
    return StylesOfPage(html, sheets, font_config, targets, page)


weasyprint.css.StyleFor = _styles
weasyprint.css.find_stylesheets = _sheets
weasyprint.document.get_html_metadata = _metadata
