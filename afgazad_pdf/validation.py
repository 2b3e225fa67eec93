"""From a mapping that a person wrote to a frozen model, with faults that a person understands.

Every file of the project comes through here: articles, publications, and later issues. Pydantic
says *that* a field is wrong; this module says it in words, with the file, the line and the
nearest known key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .errors import ContentError, Problem
from .files import NotAFile, TooLarge, read_file

LARGEST_FILE = 5_000_000
"""Bytes of a file that is read whole: an article, a publication, an issue."""

Model = TypeVar("Model", bound=BaseModel)

_SENTENCES = {
    "missing": "is missing; add it",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": "must be a group of `key: value` lines",
    "model_type": "must be a group of `key: value` lines",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "string_pattern_mismatch": "has a character that cannot stand there, such as / or a space at the beginning",
    "string_too_long": "is too long",
    "too_short": "needs at least one entry",
    "too_long": "has too many entries",
    "date_type": "must be a date, such as 2016-08-17",
    "union_tag_not_found": "needs `kind`, which says what it is",
}
"""What to say for pydantic's kinds of fault; kinds that are not here say their own message."""


_FORM_OF_UNION = re.compile(r"[\[(]|^(str|dict|tuple|int|float)$")
"""What pydantic writes into a fault's path for the forms that a field may have: ``dict[…]``, ``function-after[…]``."""


_BOUNDS = {
    "less_than_equal": "at most",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "greater_than": "more than",
}


def build(
    model: type[Model],
    fields: Mapping[str, Any],
    *,
    error: type[ContentError],
    file: str | None = None,
    lines: Mapping[str, int] | None = None,
) -> Model:
    """Validate `fields` as `model`.

    `lines` maps the names of fields to the lines of the file that they stand on. Raises `error`
    with one problem for each fault, in the order of the lines.
    """
    try:
        return model.model_validate(fields)
    except ValidationError as fault:
        problems = [_problem(model, details, file, lines or {}) for details in fault.errors(include_url=False)]
    # Where a field may have several forms, each form that does not fit is a fault; the first says enough.
    first_of_field: dict[str | None, Problem] = {}
    for problem in problems:
        first_of_field.setdefault(problem.field, problem)
    raise error(sorted(first_of_field.values(), key=lambda problem: problem.line or 0)) from None


def read_toml(text: str, *, error: type[ContentError], file: str | None) -> dict[str, Any]:
    """Parse TOML; a fault in it is raised as `error` with its line."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        message = "lists and tables stand in each other too deep; write them side by side"
        raise error(Problem(message=message, file=file)) from None
    except tomllib.TOMLDecodeError as fault:
        sentence, _, place = str(fault).partition(" (at line ")
        line = place.partition(",")[0]
        problem = Problem(
            message=f"is not valid TOML: {sentence}", file=file, line=int(line) if line.isdigit() else None
        )
        raise error(problem) from None
    except ValueError:  # a number of more digits than Python reads (sys.set_int_max_str_digits)
        raise error(Problem(message="is not valid TOML: a number is too long", file=file)) from None


def read_text(path: Path, *, error: type[ContentError]) -> str:
    """Read a UTF-8 file as text; a fault is raised as `error` with the file's name."""
    return decode(read_data(path, error=error), error=error, file=str(path))


def read_data(path: Path, *, error: type[ContentError], most: int = LARGEST_FILE) -> bytes:
    """Read a file of at most so many bytes; a fault is raised as `error` with the file's name."""
    try:
        return read_file(path, most)
    except FileNotFoundError:
        raise error(Problem(message="does not exist; check the name and the folder", file=str(path))) from None
    except IsADirectoryError:
        raise error(Problem(message="is a folder; name a file in it", file=str(path))) from None
    except TooLarge as fault:
        size = f"has {fault.size:,} bytes; at most {most:,} are read. Put pictures into files of their own"
        raise error(Problem(message=size, file=str(path))) from None
    except NotAFile:
        raise error(Problem(message="is a device or a pipe; name a file", file=str(path))) from None
    except OSError as fault:
        raise error(Problem(message=f"cannot be read: {fault.strerror}", file=str(path))) from fault


def decode(data: bytes, *, error: type[ContentError], file: str | None) -> str:
    """Decode UTF-8, with or without a byte order mark; all line ends become line feeds."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise error(
            Problem(
                message="is not UTF-8 text; open it in the program that wrote it and save it with the encoding UTF-8",
                file=file,
                line=line,
            )
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return a half sentence that suggests the nearest known words."""
    matches = get_close_matches(word, known, n=1, cutoff=0.6)
    if matches:
        return f"did you mean `{matches[0]}`?"
    return "known are " + ", ".join(f"`{name}`" for name in known)


def _problem(model: type[BaseModel], details: ErrorDetails, file: str | None, lines: Mapping[str, int]) -> Problem:
    path = [str(part) for part in details["loc"] if not _FORM_OF_UNION.search(str(part))]
    return Problem(
        message=_message(model, details),
        file=file,
        line=lines.get(path[0]) if path else None,
        field=".".join(path) or None,
    )


def _message(model: type[BaseModel], details: ErrorDetails) -> str:
    kind = details["type"]
    if kind == "extra_forbidden":
        owner = _model_at(model, details["loc"][:-1])
        known = tuple(sorted(_writable_fields(owner))) if owner else ()
        hint = f"; {nearest(str(details['loc'][-1]), known)}" if known else ""
        return f"is not a known key{hint}"
    if kind in ("literal_error", "union_tag_invalid"):
        context = details["ctx"]
        found = details["input"] if kind == "literal_error" else context["tag"]
        return f"“{found}” is not known; write one of {context.get('expected') or context.get('expected_tags')}"
    if kind == "value_error":
        return str(details["ctx"]["error"])
    if kind in _BOUNDS:
        return f"must be {_BOUNDS[kind]} {next(iter(details['ctx'].values()))}"
    return _SENTENCES.get(kind, details["msg"])


def _writable_fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name not in ("line", "path"))


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel] | None:
    """Follow a fault's path to the model that holds the field, or None where that is not clear."""
    candidates: tuple[type[BaseModel], ...] = (model,)
    for part in location:
        if isinstance(part, int) or _FORM_OF_UNION.search(part):
            continue
        fields = [candidate.model_fields[part] for candidate in candidates if part in candidate.model_fields]
        if fields:
            candidates = tuple(found for field in fields for found in _models_in(field.annotation))
        else:  # the tag by which one model of several was chosen
            candidates = tuple(
                one for one in candidates if "kind" in one.model_fields and one.model_fields["kind"].default == part
            )
    return candidates[0] if len(candidates) == 1 else None


def _models_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(model for argument in get_args(annotation) for model in _models_in(argument))
