"""Raw HTML in Markdown: what of it may stay, tag by tag; the only importer of nh3.

nh3 decides what a tag *is*, as a browser would; this module decides what it *means*. Nothing but
letters, languages, directions and links that a reader can follow comes through: no style, class,
id, script or event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import nh3

from ..article import LINK_SCHEMES, REFERENCE, Run, Runs, SpanRole, Text
from ..languages import is_language_tag
from .ledger import Ledger
from .links import followable, link_target
from .runs import Wrap, span

ROLES: dict[str, SpanRole] = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
    "cite": "emphasis",
    "u": "insertion",
    "ins": "insertion",
    "s": "deletion",
    "del": "deletion",
    "sup": "superscript",
    "sub": "subscript",
    "small": "small",
    "mark": "mark",
    "code": "code",
}
"""The tags that are a role of a span."""

INLINE = frozenset(ROLES) | {"a", "abbr", "bdi", "bdo", "br", "q", "span"}
BLOCKS = frozenset({"p", "blockquote", "ul", "ol", "li"})
ALLOWED = INLINE | BLOCKS

BOUNDARIES = frozenset(
    {
        "address",
        "article",
        "aside",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "main",
        "menu",
        "nav",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    }
)
"""Tags that go, and whose content stays as paragraphs of its own: words of two of them must not join."""

VANISHING = frozenset(
    {
        "applet",
        "audio",
        "canvas",
        "embed",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "script",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    }
)
"""Tags that go with all that they hold."""

_ATTRIBUTES = {"*": {"lang", "dir"}, "a": {"href"}}
_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED | BOUNDARIES),
    clean_content_tags=set(VANISHING),
    attributes=_ATTRIBUTES,
    url_schemes={*LINK_SCHEMES, REFERENCE.rstrip(":")},
    link_rel=None,
)
_OPENING_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(?P<name>[a-z][^\s<>/"'=]*)(?P<attributes>(?:[^<>"']++|"[^"]*"|'[^']*'){0,200}+)>""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s<>/"'=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_CLOSING_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Tag:
    """One HTML tag with the attributes that came through."""

    name: str
    attributes: dict[str, str]
    closing: bool = False


def clean(source: str) -> str:
    """Return HTML with only the allowed tags and attributes, well nested and closed."""
    return _CLEANER.clean(source)


def read_tag(source: str) -> Tag | None:
    """Return what one tag in a line of text is, by its name and cleaned attributes; None for a comment."""
    closing = _CLOSING_TAG.match(source)
    if closing:
        return Tag(closing.group(1).lower(), {}, closing=True)
    original = _tags_of(source)
    if not original:
        return None
    cleaned = _tags_of(clean(source))
    return cleaned[-1] if cleaned and cleaned[-1].name == original[0].name else Tag(original[0].name, {})


def losses(source: str, ledger: Ledger, line: int | None) -> list[str]:
    """Return the names of tags and attributes that do not come through; report forbidden links."""
    names = []
    if source.startswith(("<?", "<![")):
        names.append(source[:2] + "…>")
    for tag in _tags_of(source):
        if tag.name not in ALLOWED:
            names.append(f"<{tag.name}>")
        for name, value in tag.attributes.items():
            if tag.name == "a" and name == "href":
                link_target(value, ledger, line)
            elif not _is_kept(name, value):
                names.append(f"{name}=")
    return names


def languages_lost(source: str) -> list[str]:
    """Return the attributes `lang` and `dir` of HTML that holds no text for them, such as a lone ``<div>``."""
    return [f"{name}=" for tag in _tags_of(source) for name in tag.attributes if name in ("lang", "dir")]


def report_losses(names: list[str], ledger: Ledger, line: int | None) -> None:
    """Write one finding for all that was cleaned away in one block."""
    if names:
        shown = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
        message = f"raw HTML was taken out: {shown}; look whether the text there still reads well"
        ledger.warn("html-removed", message, line)


def wrapping(tag: Tag) -> Wrap:
    """Return how the runs inside an inline tag are wrapped."""
    lang, direction = tag.attributes.get("lang"), tag.attributes.get("dir", "").lower() or None
    if not _is_kept("lang", lang or ""):
        lang = None
    if not _is_kept("dir", direction or ""):
        direction = None

    def wrap(runs: Runs) -> tuple[Run, ...]:
        target = followable(tag.attributes.get("href", "")) if tag.name == "a" else None
        if target is not None:
            return span("link", runs, href=target, lang=lang, direction=direction)
        if tag.name in ROLES:
            return span(ROLES[tag.name], runs, lang=lang, direction=direction)
        if tag.name == "bdi":
            return span("plain", runs, lang=lang, direction=direction or "auto")
        if tag.name == "bdo" and direction in ("ltr", "rtl"):
            return span("plain", runs, lang=lang, direction=direction, override=True)
        if tag.name == "q" and runs:
            runs = (Text(text="“"), *runs, Text(text="”"))
        return span("plain", runs, lang=lang, direction=direction)

    return wrap


def block_language(attributes: dict[str, str]) -> dict[str, str]:
    """Return the language and direction of a block, as the fields of the model."""
    kept = {name: attributes[name] for name in ("lang", "dir") if name in attributes}
    return {name: value.lower() if name == "dir" else value for name, value in kept.items() if _is_kept(name, value)}


def _is_kept(name: str, value: str) -> bool:
    if name == "lang":
        return is_language_tag(value)
    return name == "dir" and value.lower() in ("ltr", "rtl", "auto")


def _tags_of(source: str) -> list[Tag]:
    """Return the opening tags of a piece of HTML, as they are written.

    Not the standard library's parser: on HTML that is broken on purpose it raises, or takes
    minutes. Where this one and nh3 see different tags, nh3 decides what stays.
    """
    return [
        Tag(match.group("name").lower(), _attributes_of(match.group("attributes")))
        for match in _OPENING_TAG.finditer(source)
        if match.group("name")
    ]


def _attributes_of(source: str) -> dict[str, str]:
    return {
        match.group("name").lower(): unescape(match.group("value").strip("\"'") if match.group("value") else "")
        for match in _ATTRIBUTE.finditer(source)
    }
