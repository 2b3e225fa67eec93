"""What every part of the model is made from: frozen nodes, and the small checked texts that fields hold.

A link in the text is a `Target`: an address that any reader can follow, or ``article:slug``, which
refers to another article of the same issue. It is carried as the `href` of a span until the issue
is composed; where an article is printed alone, `text/references.py` leaves its words and takes
it out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from ..languages import is_language_tag

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
"""URL schemes that a link may have, besides ``#anchor``."""

REFERENCE = "article:"
"""What a link to another article of the issue begins with; its slug follows."""

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
"""Runs of white space and line ends; no-break spaces are the editor's will."""


def check_language(tag: str) -> str:
    """Accept a BCP 47 language tag."""
    if not is_language_tag(tag):
        raise ValueError(f"“{tag}” is not a language tag; write one such as fa-AF (Dari), ps (Pashto), en or de")
    return tag


def check_link(address: str) -> str:
    """Accept a link that a reader can follow from a PDF: http, https, mailto or #anchor."""
    if address.startswith("#"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in LINK_SCHEMES:
        raise ValueError(f"“{address[:80]}” cannot be linked to; begin links with https://, http://, mailto: or #")
    if not (parts.path if parts.scheme.lower() == "mailto" else parts.netloc):
        raise ValueError(f"“{address[:80]}” names no place; write the whole address, such as https://www.example.org")
    return address


def check_target(address: str) -> str:
    """Accept what `check_link` accepts, and ``article:slug``, whose slug is returned decoded and in NFC.

    Why decoded: Markdown and browsers percent-encode Persian letters in addresses (RFC 3986, 2.1),
    and a slug is compared with those that editors write.
    """
    if address[: len(REFERENCE)].lower() != REFERENCE:
        return check_link(address)
    slug = unicodedata.normalize("NFC", unquote(address[len(REFERENCE) :])).strip()
    if not slug or any(unicodedata.category(character) == "Cc" for character in slug):
        raise ValueError(f"“{address[:80]}” names no article; write its slug behind the colon, such as article:kabul")
    return REFERENCE + slug


def referred_slug(target: str | None) -> str | None:
    """Return the slug that a target refers to; None for other links, and for none."""
    return target[len(REFERENCE) :] if target is not None and target.startswith(REFERENCE) else None


def _check_one_line(text: str) -> str:
    cleaned = _SPACES.sub(" ", text).strip()
    if all(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in cleaned):
        raise ValueError("is empty; write some text or leave the field out")
    return cleaned


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


LanguageTag = Annotated[str, AfterValidator(check_language)]
Link = Annotated[str, AfterValidator(check_link)]
Target = Annotated[str, AfterValidator(check_target)]
OneLine = Annotated[str, AfterValidator(_check_one_line)]
Names = Annotated[tuple[OneLine, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[OneLine, ...])]


class Node(BaseModel):
    """A frozen piece of the model that remembers the line of the file it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: SkipJsonSchema[int | None] = Field(default=None, exclude=True, repr=False)
    """The line in the article's file, counted from 1; for findings."""


class Block(Node):
    """A block; its language and direction are the article's unless it says otherwise."""

    lang: LanguageTag | None = None
    dir: Literal["ltr", "rtl", "auto"] | None = None
