"""What an editor reads when an article cannot be used: file, line, field, and what would be right."""

from __future__ import annotations

import json

import pytest

from afgazad_pdf.errors import ArticleError
from afgazad_pdf.sources import read_article

KEYS = (
    "`author`, `calendar`, `date`, `dir`, `fit`, `lang`, `modified`, `places`, `section`, `short_title`, `slug`, `source`, `subtitle`, `summary`, "
    "`tags`, `title`, `translator`, `typography`"
)


def faults(tmp_path, source: str, name: str = "a.md") -> list[str]:
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    with pytest.raises(ArticleError) as caught:
        read_article(path)
    return [str(problem).replace(str(path), name) for problem in caught.value.problems]


MARKDOWN = {
    "Just text.\n": [
        "a.md:1: title: is missing, as there is no front matter; begin the file with the lines “---”, "
        "“title: A headline”, “lang: fa-AF” and “---”"
    ],
    "\n\n# Heading\n": [
        "a.md:3: title: is missing, as there is no front matter; begin the file with the lines “---”, "
        "“title: A headline”, “lang: fa-AF” and “---”"
    ],
    "---\ntitle: T\n\ntext\n": [
        "a.md:1: the front matter is not closed; write a line “---” between the fields and the text"
    ],
    '+++\ntitle = "T"\n---\n': [
        "a.md:1: the front matter is not closed; write a line “+++” between the fields and the text"
    ],
    "---\n---\ntext\n": ["a.md:1: title: is missing; add it"],
    "---\nlang: en\n---\ntext\n": ["a.md:1: title: is missing; add it"],
    "---\nlang: en\ntitle:\n---\ntext\n": ["a.md:3: title: is missing; add it"],
    "---\ntitle: ' '\n---\n": ["a.md:2: title: is empty; write some text or leave the field out"],
    "---\n- title\n- T\n---\n": ["a.md:2: the front matter must be lines of `key: value`, such as `title: Kabul`"],
    "---\njust words\n---\n": ["a.md:2: the front matter must be lines of `key: value`, such as `title: Kabul`"],
    "---\ntitle: T\ntitle: U\n---\n": ["a.md:3: title: stands twice, in lines 2 and 3; leave one of them out"],
    "---\ntitle: T\nsection:\n  en: a\n  en: b\n---\n": [
        "a.md:5: en: stands twice, in lines 4 and 5; leave one of them out"
    ],
    "---\ntitle: Kabul: a city\n---\n": [
        "a.md:2: the front matter is not valid YAML: a value with a colon in it needs quotation marks: "
        'title: "Kabul: a city"'
    ],
    '---\ntitle: "Kabul\nlang: en\n---\n': [
        "a.md:4: the front matter is not valid YAML: a quotation mark is opened and not closed"
    ],
    "---\ntitle: T\nlang\nx: y\n---\n": [
        "a.md:4: the front matter is not valid YAML: every line is a key, a colon and a value, such as `title: Kabul`"
    ],
    '---\ntitle: "Kabul" city\n---\n': [
        "a.md:2: the front matter is not valid YAML: check the indentation, and put values that begin with "
        "a quotation mark or a bracket wholly in quotation marks"
    ],
    "---\ntitle: T\n\tlang: en\n---\n": [
        "a.md:3: the front matter is not valid YAML: indent with spaces and not with tabs, and put values that begin "
        "with a sign such as @, % or ` in quotation marks"
    ],
    "---\ntitle: @home\n---\n": [
        "a.md:2: the front matter is not valid YAML: indent with spaces and not with tabs, and put values that begin "
        "with a sign such as @, % or ` in quotation marks"
    ],
    "---\ntitle: T\ntags: [a, b\nlang: en\n---\n": [
        "a.md:4: the front matter is not valid YAML: a list in brackets needs commas and a closing bracket; put a text "
        "that begins with a bracket in quotation marks"
    ],
    "---\ntitle: &a T\nsubtitle: *a\n---\n": [
        "a.md:2: YAML anchors (&) and aliases (*) are not read; put values that begin so in quotation marks"
    ],
    "---\ntitle: *a\n---\n": [
        "a.md:2: YAML anchors (&) and aliases (*) are not read; put values that begin so in quotation marks"
    ],
    "---\ntitle: !!python/object/apply:os.system [ls]\n---\n": [
        "a.md:2: YAML tags (!) are not read; put values that begin with ! in quotation marks"
    ],
    "---\ntitle: !!str T\n---\n": [
        "a.md:2: YAML tags (!) are not read; put values that begin with ! in quotation marks"
    ],
    "---\ntitle: T\ntags: [[[[[[[[[[a]]]]]]]]]]\n---\n": [
        "a.md:3: lists and groups stand in each other more than 10 deep; write them flat"
    ],
    "---\n[title, x]: T\n---\n": [
        "a.md:2: a key must be a word; put a text that begins with a bracket in quotation marks"
    ],
    '---\ntitle: "\ufffe"\n---\n': ["a.md:2: the front matter is not valid YAML: special characters are not allowed"],
    "---\ntitle: T\ntittle: U\n---\n": ["a.md:3: tittle: is not a known key; did you mean `title`?"],
    "---\ntitle: T\nqqq: U\n---\n": [f"a.md:3: qqq: is not a known key; known are {KEYS}"],
    "---\ntitle: T\nblocks: []\nfootnotes: []\n---\n": [
        "a.md:3: blocks: cannot stand in front matter; write the text and its notes below it",
        "a.md:4: footnotes: cannot stand in front matter; write the text and its notes below it",
    ],
    "---\nline: 3\ntitle: T\npath: /etc/passwd\n---\n": [
        "a.md:2: line: is not a known key; lines and paths are set when the file is read",
        "a.md:4: path: is not a known key; lines and paths are set when the file is read",
    ],
    "---\nlang: Pashto!\ntitle: T\ndate: 2016-02-30\nsource: javascript:x\ndir: up\n---\n": [
        "a.md:2: lang: “Pashto!” is not a language tag; write one such as fa-AF (Dari), ps (Pashto), en or de",
        "a.md:4: date: “2016-02-30” does not exist in the Gregorian calendar; February 2016 has 29 days; "
        "check the day, and `calendar:`",
        "a.md:5: source: “javascript:x” cannot be linked to; begin links with https://, http://, mailto: or #",
        "a.md:6: dir: “up” is not known; write one of 'ltr' or 'rtl'",
    ],
    "---\ntitle: T\ndate: 17 August\n---\n": [
        "a.md:3: date: “17 August” is not a date; write year-month-day, such as 2016-08-17, or "
        "day, month and year, such as 17 August 2016"
    ],
    "---\ntitle: [a, b]\nauthor: {x: y}\n---\n": ["a.md:2: title: must be a text", "a.md:3: author: must be a list"],
    "+++\ntitle = T\n+++\n": ["a.md:2: is not valid TOML: Invalid value"],
    '+++\ntitle = "T"\n\nlangg = "en"\n+++\n': ["a.md:4: langg: is not a known key; did you mean `lang`?"],
    '+++\ntitle = "T"\ndate = 2016-08-17T10:00:00\n+++\n': [
        "a.md:3: date: “2016-08-17T10:00:00” is not a date; write year-month-day, such as 2016-08-17, or "
        "day, month and year, such as 17 August 2016"
    ],
    f"+++\ntitle = {'1' * 5000}\n+++\n": ["a.md: is not valid TOML: a number is too long"],
    "---\nlangg: en\ntitle: T\n---\n\n::: ode\n:::\n": [
        "a.md:2: langg: is not a known key; did you mean `lang`?",
        "a.md:6: “::: ode” is not known; known are “::: poem” and “::: pull”",
    ],
}


@pytest.mark.parametrize("source", MARKDOWN, ids=[repr(source)[:50] for source in MARKDOWN])
def test_a_fault_in_markdown(tmp_path, source):
    assert faults(tmp_path, source) == MARKDOWN[source]


JSON = {
    "[]": ['a.json:1: must be one object: {"title": …, "blocks": […]}'],
    '"title"': ['a.json:1: must be one object: {"title": …, "blocks": […]}'],
    '{\n"title": "T",\n}': [
        "a.json:3: is not valid JSON: expecting property name enclosed in double quotes; "
        "check for a comma after the last field"
    ],
    '{"title": "a\nb"}': [
        "a.json:1: is not valid JSON: a line end or tab stands inside a text; write it as \\n or \\t"
    ],
    '{"title": "T"\n "lang": "en"}': ["a.json:2: is not valid JSON: expecting ',' delimiter"],
    '{"title": "T"} x': ["a.json:1: is not valid JSON: extra data"],
    '{"lang": "en"}': ["a.json:1: title: is missing; add it"],
    '{"title": "T",\n "lang": "x!"}': [
        "a.json:2: lang: “x!” is not a language tag; write one such as fa-AF (Dari), ps (Pashto), en or de"
    ],
    '{"title": "T", "title": "U"}': ["a.json: title: stands twice in one object; leave one of them out"],
    '{"title": "\\ud800"}': ["a.json:1: title: holds U+D800, one half of a character; write the whole character"],
    '{"title": "T",\n"blocks": [{"kind": "paragraph", "runs": ["\\udc00"]}]}': [
        "a.json:2: blocks.0.runs.0: holds U+DC00, one half of a character; write the whole character"
    ],
    '{"\\ud800": 1, "title": "T"}': [
        "a.json: \ufffd: holds U+D800, one half of a character; write the whole character"
    ],
    '{"title": "T", "path": "/etc/passwd", "line": 3}': [
        "a.json:1: path: is not a known key; lines and paths are set when the file is read",
        "a.json:1: line: is not a known key; lines and paths are set when the file is read",
    ],
    '{"title": "T", "blocks": [{"kind": "separator", "line": 3}]}': [
        "a.json:1: blocks.0.line: is not a known key; lines and paths are set when the file is read"
    ],
    '{"title": "T", "blocks": [{"kind": "paragraf"}]}': [
        "a.json:1: blocks.0: “paragraf” is not known; write one of 'paragraph', 'heading', 'figure', 'quote', 'list', "
        "'table', 'poem', 'preformatted', 'separator'"
    ],
    '{"title": "T", "blocks": [{"runs": []}]}': ["a.json:1: blocks.0: needs `kind`, which says what it is"],
    '{"title": "T", "blocks": [{"kind": "heading", "level": 7, "runs": "a"}]}': [
        "a.json:1: blocks.0.heading.level: must be at most 6"
    ],
    f'{{"title": {"1" * 5000}}}': ["a.json: is not valid JSON: a number is too long"],
    "[" * 100_000: ["a.json: lists and objects stand in each other more than 60 deep; write them side by side"],
    '{"a":' * 100_000: ["a.json: lists and objects stand in each other more than 60 deep; write them side by side"],
    '{"title": "T", "blocks":' + "[" * 900 + "]" * 900 + "}": [
        "a.json: lists and objects stand in each other more than 60 deep; write them side by side"
    ],
}


@pytest.mark.parametrize("source", JSON, ids=[source[:50] for source in JSON])
def test_a_fault_in_json(tmp_path, source):
    assert faults(tmp_path, source, "a.json") == JSON[source]


def test_quotations_too_deep_in_json(tmp_path):
    block: dict[str, object] = {"kind": "separator"}
    for _ in range(61):
        block = {"kind": "quote", "blocks": [block]}
    assert faults(tmp_path, json.dumps({"title": "T", "blocks": [block]}), "a.json") == [
        "a.json:1: blocks.0.blocks.0.…: quotations, lists and spans stand in each other more than 60 deep; "
        "write them side by side"
    ]


TOML = {
    'title = "T"\nlang =\n': ["a.toml:2: is not valid TOML: Invalid value"],
    'title = "T"\ntitle = "U"\n': ["a.toml:2: is not valid TOML: Cannot overwrite a value"],
    'lang = "en"\n': ["a.toml:1: title: is missing; add it"],
    'title = "T"\n\n[[blocks]]\nkind = "paragraf"\n': [
        "a.toml:3: blocks.0: “paragraf” is not known; write one of 'paragraph', 'heading', 'figure', 'quote', 'list', "
        "'table', 'poem', 'preformatted', 'separator'"
    ],
    "a = " + "[" * 5000: ["a.toml: lists and tables stand in each other too deep; write them side by side"],
}


@pytest.mark.parametrize("source", TOML, ids=[source[:50] for source in TOML])
def test_a_fault_in_toml(tmp_path, source):
    assert faults(tmp_path, source, "a.toml") == TOML[source]


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    source = "---\nlang: x!\n---\n[a]{dir=up}\n\n::: poem form=x\na / b\n:::\n\n![x]()\n"
    assert [fault.split(": ")[0] for fault in faults(tmp_path, source)] == [
        "a.md:1",
        "a.md:2",
        "a.md:4",
        "a.md:6",
        "a.md:10",
    ]
