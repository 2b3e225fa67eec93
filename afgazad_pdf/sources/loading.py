"""The door: which reader a file needs, and what every source must be before one reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..article import Article, Format, Original
from ..findings import Finding
from ..settings import LIMITS, Limits
from ..validation import nearest
from .characters import clean_text
from .encoding import decoded
from .facts import MARKDOWN
from .ledger import Ledger
from .markdown import read_markdown
from .sanitize import bounded, check_bytes, read_bytes
from .structured import read_json, read_toml_article

FORMATS: dict[Format, Callable[[str, Ledger, Path | None, str | None], Article]] = {
    "markdown": read_markdown,
    "json": read_json,
    "toml": read_toml_article,
}

SUFFIXES: dict[str, Format] = {**dict.fromkeys(MARKDOWN, "markdown"), ".json": "json", ".toml": "toml"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """An article, and what an editor should look at."""

    article: Article
    findings: tuple[Finding, ...]


def read_article(
    source: str | bytes | Path,
    *,
    format: Format | None = None,
    title: str | None = None,
    limits: Limits = LIMITS,
) -> Loaded:
    """Read an article from a file, a text or bytes.

    A `Path` is a file. A `str` is a file's name where `format` is None, and the text itself where
    `format` is given. Bytes are UTF-8 and need `format`. `title` is the headline of what has none; by
    default that is a fault. What goes beyond `limits` is a fault, or is mended with a finding. Raises
    ArticleError, with file, line and field of every fault, where no article can be made of it.
    """
    path = _path_of(source, format)
    ledger = Ledger(file=None if path is None else str(path), limits=limits)
    form = _format_of(path, format, ledger)
    data = _data_of(source, path, ledger)
    text = clean_text(data if isinstance(data, str) else decoded(data, ledger), ledger)
    if not text.strip():
        ledger.stop("is empty; write at least a title and, below it, the text")
    original = Original(path.name if path else "", form, data.encode() if isinstance(data, str) else data)
    article = bounded(FORMATS[form](text, ledger, path, title), ledger)
    return Loaded(article.read_from(original), ledger.sorted_findings())


def load_article(source: str | bytes | Path, *, format: Format | None = None) -> Article:
    """Read an article as `read_article` does, and return it without the findings."""
    return read_article(source, format=format).article


def article_schema() -> dict[str, Any]:
    """Return the JSON Schema of an article file, for editors and for programs that write articles."""
    schema = Article.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Article of afgazad_pdf"}


def _path_of(source: str | bytes | Path, format: Format | None) -> Path | None:
    if isinstance(source, Path):
        return source
    if isinstance(source, str):
        return Path(source) if format is None else None
    if format is None:
        raise TypeError('bytes do not say their format; pass format="markdown", "json" or "toml"')
    return None


def _format_of(path: Path | None, format: Format | None, ledger: Ledger) -> Format:
    if format is not None:
        if format not in FORMATS:
            ledger.stop(f"“{format}” is not a format of articles; {nearest(format, tuple(FORMATS))}")
        return format
    suffix = path.suffix.lower() if path else ""
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        if path is not None and path.is_dir():
            ledger.stop("is a folder; name a file in it")
        fault = f"the ending “{suffix}” is not known" if suffix else "the name has no ending"
        ledger.stop(f"{fault}; an article's file ends in one of {known}")
    return SUFFIXES[suffix]


def _data_of(source: str | bytes | Path, path: Path | None, ledger: Ledger) -> str | bytes:
    """Return a text as it is, and a file's bytes."""
    if path is not None:
        return read_bytes(path, ledger)
    if isinstance(source, bytes):
        return check_bytes(source, ledger)
    text = str(source)
    check_bytes(text.encode("utf-8", "surrogatepass"), ledger)
    return text
