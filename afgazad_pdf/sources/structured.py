"""JSON and TOML: the article model written out, block by block.

Both formats bring their own data types; here they become what a person would have written in
Markdown's front matter: a date is a text until `Article` reads it in the calendar that the file
names, for TOML's own dates know the Gregorian calendar only.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from ..article import Article
from ..errors import ArticleError
from ..validation import build, read_toml
from .characters import clean_data
from .ledger import Ledger
from .notes import tell_uncalled
from .sanitize import check_data, check_toml

_JSON_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}\[\]]')
_TOML_KEY = re.compile(r"""\s*\[{0,2}\s*["']?([A-Za-z_]+)["']?\s*[=.\]]""")


def read_json(text: str, ledger: Ledger, path: Path | None, title: str | None = None) -> Article:
    """Read an article from JSON; raises ArticleError."""
    try:
        data = json.loads(text, object_pairs_hook=lambda pairs: _without_twins(pairs, ledger))
    except json.JSONDecodeError as fault:
        ledger.stop(f"is not valid JSON: {_json_sentence(fault)}", fault.lineno)
    except ValueError:  # a number of more digits than Python reads (sys.set_int_max_str_digits)
        ledger.stop("is not valid JSON: a number is too long")
    except RecursionError:
        ledger.too_deep("lists and objects")
    if not isinstance(data, dict):
        ledger.stop('must be one object: {"title": …, "blocks": […]}', 1)
    return _article(with_title(data, title), json_key_lines(text), ledger, path)


def read_toml_article(text: str, ledger: Ledger, path: Path | None, title: str | None = None) -> Article:
    """Read an article from TOML; raises ArticleError."""
    check_toml(text, ledger)
    return _article(with_title(plain_dates(parse_toml(text, ledger)), title), toml_key_lines(text), ledger, path)


def with_title(fields: dict[str, Any], title: str | None) -> dict[str, Any]:
    """Return the fields with a headline where they have none and there is one for that."""
    return fields if title is None or "title" in fields else fields | {"title": title}


def parse_toml(text: str, ledger: Ledger) -> dict[str, Any]:
    """Parse TOML; raises ArticleError with the line of the fault."""
    return read_toml(text, error=ArticleError, file=ledger.file)


def plain_dates(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with dates at the top as text, for the article to read in its calendar."""
    return {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in data.items()}


def json_key_lines(text: str) -> dict[str, int]:
    """Map the keys of the outermost object to their lines, for error messages."""
    lines: dict[str, int] = {}
    depth = 0
    line, counted = 1, 0
    for piece in _JSON_PIECE.finditer(text):
        sign = piece.group()
        depth += (sign in "{[") - (sign in "}]")
        if depth == 1 and piece.group(2):
            line += text.count("\n", counted, piece.start())
            counted = piece.start()
            lines.setdefault(piece.group(1), line)
    return lines


def toml_key_lines(text: str) -> dict[str, int]:
    """Map the article's keys to the lines on which they first stand, for error messages."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        key = _TOML_KEY.match(line)
        if key:
            lines.setdefault(key.group(1), number)
    return lines


def _article(data: dict[str, Any], lines: dict[str, int], ledger: Ledger, path: Path | None) -> Article:
    check_data(data, ledger)
    try:
        cleaned = clean_data(data, ledger, lines)
    except RecursionError:
        ledger.too_deep("lists and objects")
    ledger.raise_faults()
    article = build(Article, cleaned | {"path": path}, error=ArticleError, file=ledger.file, lines={"title": 1} | lines)
    tell_uncalled(article, ledger, lines.get("footnotes"))
    return article


def _without_twins(pairs: list[tuple[str, Any]], ledger: Ledger) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            ledger.fault("stands twice in one object; leave one of them out", field=key)
        result[key] = value
    return result


def _json_sentence(fault: json.JSONDecodeError) -> str:
    """Return what Python says, and what an editor should do where it is not plain."""
    message = fault.msg[:1].lower() + fault.msg[1:]
    if fault.msg.startswith("Expecting property name"):
        return f"{message}; check for a comma after the last field"
    if fault.msg.startswith("Invalid control character"):
        return "a line end or tab stands inside a text; write it as \\n or \\t"
    return message
