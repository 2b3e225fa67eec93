"""The front matter: the lines between two ``---`` (YAML) or two ``+++`` (TOML) above the text.

YAML is read in its safest and plainest form: every value is a text, so that the country code
``no`` stays *no* and a Solar Hijri date is not taken for a Gregorian one; anchors, aliases and
tags, by which a small file can grow without bound or call Python, are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import BaseResolver

from ..article import Article
from ..validation import nearest
from .characters import clean_data
from .ledger import Ledger
from .sanitize import check_front_matter
from .structured import parse_toml, plain_dates, toml_key_lines

BODY_FIELDS = frozenset({"blocks", "footnotes"})
"""What an article says below its front matter."""

METADATA = tuple(sorted(set(Article.model_fields) - BODY_FIELDS - {"line", "path"}))
"""The keys that a front matter may have."""

YAML_DEPTH = 10
"""How deep lists and mappings may stand in each other; articles need two."""

_HINTS = {
    "mapping values are not allowed here": 'a value with a colon in it needs quotation marks: title: "Kabul: a city"',
    "found unexpected end of stream": "a quotation mark is opened and not closed",
    "could not find expected ':'": "every line is a key, a colon and a value, such as `title: Kabul`",
    "expected <block end>, but found": "check the indentation, and put values that begin with a quotation mark "
    "or a bracket wholly in quotation marks",
    "cannot start any token": "indent with spaces and not with tabs, and put values that begin with "
    "a sign such as @, % or ` in quotation marks",
    "expected ',' or": "a list in brackets needs commas and a closing bracket; put a text that begins with "
    "a bracket in quotation marks",
}
"""What PyYAML says, and what an editor should do."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of an article, and the text below them."""

    fields: dict[str, Any]
    lines: dict[str, int]
    """The line of every key, and of the opening line for keys that are missing."""
    body: str
    """The whole text with the front matter blanked out, so that line numbers stay true."""


def read_front_matter(text: str, ledger: Ledger, *, needed: bool = True) -> FrontMatter:
    """Split an article's text and read its fields; faults are raised or written in the ledger.

    Where it is not `needed`, a text without front matter is body alone.
    """
    rows = text.split("\n")
    first = next(index for index, row in enumerate(rows) if row.strip())
    fence = rows[first].rstrip()
    if fence not in ("---", "+++"):
        if not needed:
            return FrontMatter({}, {}, text)
        ledger.stop(
            "is missing, as there is no front matter; begin the file with the lines “---”, “title: A headline”, "
            "“lang: fa-AF” and “---”",
            first + 1,
            "title",
        )
    last = next((index for index in range(first + 1, len(rows)) if rows[index].rstrip() == fence), None)
    if last is None:
        ledger.stop(
            f"the front matter is not closed; write a line “{fence}” between the fields and the text", first + 1
        )
    check_front_matter("\n".join(rows[first + 1 : last]), ledger, first + 1)
    source = "\n" * (first + 1) + "\n".join(rows[first + 1 : last]) + "\n"
    fields, lines = _read_yaml(source, ledger) if fence == "---" else _read_toml(source, ledger)
    return FrontMatter(
        fields=_only_metadata(clean_data(fields, ledger, lines), lines, ledger),
        lines={"title": first + 1} | lines,
        body="\n" * (last + 1) + "\n".join(rows[last + 1 :]),
    )


def _only_metadata(fields: dict[str, Any], lines: dict[str, int], ledger: Ledger) -> dict[str, Any]:
    """Return the fields without those that have no place in front matter, which are faults."""
    for key in fields.keys() - set(METADATA):
        if key in BODY_FIELDS:
            message = "cannot stand in front matter; write the text and its notes below it"
        else:
            message = f"is not a known key; {nearest(key, METADATA)}"
        ledger.fault(message, lines.get(key), key)
    return {key: value for key, value in fields.items() if key in METADATA}


def _read_toml(source: str, ledger: Ledger) -> tuple[dict[str, Any], dict[str, int]]:
    return plain_dates(parse_toml(source, ledger)), toml_key_lines(source)


def _read_yaml(source: str, ledger: Ledger) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        node = _Composer(_plain_events(source, ledger)).get_single_node()
    except yaml.YAMLError as fault:
        ledger.stop(_yaml_sentence(fault), _yaml_line(fault, source))
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        ledger.stop("the front matter must be lines of `key: value`, such as `title: Kabul`", node.start_mark.line + 1)
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    return _value(node, ledger), lines


def _plain_events(source: str, ledger: Ledger) -> Iterator[yaml.Event]:
    """Return what YAML's parser finds; stops at anchors, aliases, tags, and nesting that no article needs."""
    depth = 0
    events = []
    for event in yaml.parse(source, Loader=yaml.BaseLoader):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            ledger.stop(
                "YAML anchors (&) and aliases (*) are not read; put values that begin so in quotation marks", line
            )
        if getattr(event, "tag", None):
            ledger.stop("YAML tags (!) are not read; put values that begin with ! in quotation marks", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > YAML_DEPTH:
            ledger.stop(f"lists and groups stand in each other more than {YAML_DEPTH} deep; write them flat", line)
        events.append(event)
    return iter(events)


class _Composer(Composer, BaseResolver):
    """Makes nodes of events that were found before, where `yaml.compose` would parse the text again."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        Composer.__init__(self)
        BaseResolver.__init__(self)
        self._events = events
        self._next = next(events, None)

    def check_event(self, *choices: type[yaml.Event]) -> bool:
        return isinstance(self._next, choices)

    def peek_event(self) -> yaml.Event | None:
        return self._next

    def get_event(self) -> yaml.Event | None:
        event, self._next = self._next, next(self._events, None)
        return event


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line + 1 if event.start_mark else None


def _value(node: yaml.Node, ledger: Ledger) -> Any:
    """Return a node as text, list or dict; None for what is empty, which lists and dicts leave out."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in ("", "~", "null") else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        items = (_value(item, ledger) for item in node.value)
        return [item for item in items if item is not None]
    return _mapping(node, ledger)


def _mapping(node: yaml.Node, ledger: Ledger) -> dict[str, Any]:
    result: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            ledger.stop("a key must be a word; put a text that begins with a bracket in quotation marks", line)
        key = key_node.value
        if key in seen:
            ledger.fault(f"stands twice, in lines {seen[key]} and {line}; leave one of them out", line, key)
        seen.setdefault(key, line)
        value = _value(value_node, ledger)
        if value is not None:
            result.setdefault(key, value)
    return result


def _yaml_sentence(fault: yaml.YAMLError) -> str:
    problem = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or "it cannot be read")
    hint = next((hint for start, hint in _HINTS.items() if start in problem), problem)
    return f"the front matter is not valid YAML: {hint}"


def _yaml_line(fault: yaml.YAMLError, source: str) -> int | None:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(fault, "position", None)
    return source.count("\n", 0, position) + 1 if isinstance(position, int) else None
