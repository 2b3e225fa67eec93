"""Inputs made to break a typesetter: hangs, floods of memory, crashes, other people's files, the network.

Each is an article of ours with what stands around it. They follow what is known to bring a layout engine down: depth,
width and repetition of HTML, style sheets, letters, pictures, drawings, fonts, files and addresses, in every format.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Any

from .making import HEAD, SECRET, Hostile, linked, markdown, picture, pipe, raw, structured, theme
from .pictures import DRAWINGS, RASTERS, encoded, jpeg
from .styles import STYLES, WORST

TEXT = "The water of the canal was shared by the hour. "


def nested(opening: str, count: int, closing: str = "") -> str:
    return opening * count + "word" + closing * count


MARKUP: dict[str, str | Callable[[], str]] = {
    "ok_baseline": TEXT * 60,
    "empty": "",
    "attrs_100k": lambda: "<div " + " ".join(f'a{n}="x"' for n in range(100_000)) + ">word</div>",
    "attrs_5k": lambda: "<div " + " ".join(f'a{n}="x"' for n in range(5000)) + ">word</div>",
    "br_100k": lambda: "<div>" + "a<br>" * 100_000 + "</div>",
    "br_1k": lambda: "a<br>" * 1000,
    "bidi_rlo_unclosed": "before \u202eafter 2020",
    "bidi_rle_1e5": lambda: "\u202b" * 100_000 + "word",
    "bidi_rli_1e5": lambda: "\u2067" * 100_000 + "word",
    "bidi_pdi_1e5": lambda: "\u2069" * 100_000 + "word",
    "bidi_alternate_1e5": lambda: "a\u0628" * 50_000,
    "bidi_alternate_words": lambda: "ab \u0628\u0646 " * 15_000,
    "bidi_nested_spans": "[a " * 20 + "]{dir=rtl}" * 20,
    "arabic_1e5_noword": lambda: "\u0628" * 100_000,
    "cjk_1e5": lambda: "\u6f22" * 100_000,
    "thai_1e5_nospace": lambda: "\u0e01" * 100_000,
    "tibetan_stack_1e5": lambda: "\u0f40" + "\u0f90" * 100_000,
    "combining_1e5": lambda: "a" + "\u0301" * 100_000,
    "combining_3e5": lambda: "a" + "\u0301" * 300_000,
    "combining_1e4_x10": lambda: ("a" + "\u0301" * 10_000) * 10,
    "combining_entities": lambda: "a" + "&#x301;" * 19_000,
    "zwj_3e5": lambda: "\u200d" * 300_000 + "word",
    "zwsp_1e5": lambda: "a\u200b" * 100_000,
    "nbsp_200k": lambda: "a\u00a0" * 200_000,
    "emoji_zwj_chain_1e4": lambda: "\U0001f468\u200d" * 10_000,
    "word_1e5": lambda: "a" * 100_000,
    "word_1e6": lambda: "a" * 990_000,
    "word_501": "a" * 501,
    "word_hyphens_1e5": lambda: "a-" * 50_000,
    "word_across_marks": lambda: "*a*b" * 4000,
    "word_2e4_in_table": lambda: "| a | b |\n|---|---|\n| " + "x" * 20_000 + " | y |\n",
    "word_1e5_in_heading": lambda: "## " + "x" * 100_000,
    "word_1e5_in_poem": lambda: "::: poem\n" + "x" * 100_000 + " / y\n:::",
    "word_1e5_in_quote": lambda: "> " + "x" * 100_000,
    "word_1e5_in_pre": lambda: "```\n" + "x" * 100_000 + "\n```",
    "word_1e5_in_caption": lambda: '![A](p.jpg "' + "x" * 100_000 + '")',
    "word_1e5_in_alternative": lambda: "![" + "x" * 100_000 + "](p.jpg)",
    "word_1e5_in_note": lambda: "a[^1]\n\n[^1]: " + "x" * 100_000,
    "word_1e5_in_link": lambda: "[" + "x" * 100_000 + "](https://example.org)",
    "word_1e5_in_initial": lambda: "<p>" + "x" * 100_000 + "</p>",
    "para_1MB": lambda: TEXT * 21_000,
    "para_100KB": lambda: TEXT * 2000,
    "text_2MB": lambda: TEXT * 42_000,
    "p_50000": lambda: "word\n\n" * 50_000,
    "p_3000": lambda: "word\n\n" * 3000,
    "lines_300k": lambda: "w\n" * 300_000,
    "spans_50000_inline": lambda: "<span>a</span> " * 50_000,
    "spans_2000_inline": lambda: "<b>a</b> " * 2000,
    "pre_1line_500k": lambda: "```\n" + "word " * 100_000 + "\n```",
    "pre_soft_hyphens": lambda: "```\n" + ("a\n \u00adb " + "x" * 60 + "\n\u00ad-c\u00adb\u00ad\n\u00ad") * 200 + "\n```",
    "separators_soft_hyphens": lambda: ("a\u2028 \u00adb " + "x" * 60 + "\u2029\u00ad-c\u00adb\u00ad\u2028\u00ad") * 200,
    "pre_spaces": lambda: "```\nx" + " " * 60_000 + "y\n```\n\na[^1]\n\n[^1]: b\n\n    ```\n    x" + " " * 60_000 + "y\n    ```",
    "spaces_wide": lambda: "x" + "\u2003" * 60_000 + "y " + "\u3000" * 60_000 + "z",
    "pre_tabs": lambda: "```\n" + "\t" * 20_000 + "x\n```",
    "headings_20000": lambda: "## a\n\n" * 20_000,
    "headings_1000": lambda: "## a\n\n" * 1000,
    "hr_15000": lambda: "---\n\n" * 15_000,
    "ids_50000": lambda: "".join(f"## a {{#n{n}}}\n\n" for n in range(20_000)),
    "ids_same": lambda: "## a {#n}\n\n" * 300 + "[a](#n)",
    "target_links_1500": lambda: "".join(f"[a](#n{n}) " for n in range(1500)),
    "links_20000": lambda: "[a](https://example.org) " * 20_000,
    "links_1500": lambda: "[a](https://example.org) " * 1500,
    "references_30000": lambda: "".join(f"[r{n}]: https://example.org\n" for n in range(15_000)) + "[r1] " * 9000,
    "notes_2000": lambda: "".join(f"a[^{n}] " for n in range(2000)) + "\n\n" + "".join(f"[^{n}]: note\n\n" for n in range(2000)),
    "notes_900": lambda: "".join(f"a[^{n}] " for n in range(900)) + "\n\n" + "".join(f"[^{n}]: note\n\n" for n in range(900)),
    "notes_nested": lambda: "^[a" * 300 + "]" * 300,
    "notes_in_notes": lambda: "".join(f"a[^{n + 1}]\n\n[^{n}]: b[^{n + 1}]\n\n" for n in range(300)) + "[^300]: c",
    "note_of_100KB": lambda: "a[^1]\n\n[^1]: " + TEXT * 2000,
    "note_calls_itself": "a[^1]\n\n[^1]: b[^1]",
    "table_rows_20000": lambda: "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
    "table_rows_1000": lambda: "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 1000,
    "table_cols_2000": lambda: "|" + "a|" * 2000 + "\n|" + "---|" * 2000 + "\n|" + "1|" * 2000,
    "table_cols_100": lambda: "|" + "a|" * 100 + "\n|" + "---|" * 100 + "\n|" + "1|" * 100,
    "table_tall_cell": lambda: "| a | b |\n|---|---|\n| " + "word " * 20_000 + "| 2 |\n",
    "table_tall_head": lambda: "| " + "word " * 5000 + " | b |\n|---|---|\n| 1 | 2 |\n",
    "table_colspan_1e9": '<table><tr><td colspan="1000000000">a</table>',
    "table_colspan_100000": '<table><tr><td colspan="100000">a</table>',
    "table_colspan_1000x100": lambda: "<table>" + '<tr><td colspan="1000">a</tr>' * 100 + "</table>",
    "table_rowspan_1e9": '<table><tr><td rowspan="1000000000">a</table>',
    "table_colspan_rowspan_max": '<table><tr><td colspan="1000" rowspan="65534">a</table>',
    "col_span_1e8": '<table><col span="100000000"><tr><td>a</table>',
    "ol_start_1e18": "1000000000000000000. a",
    "ol_start_1e6": "1000000. a\n2. b",
    "ol_html_start": '<ol start="1000000000"><li value="999999999999">a</ol>',
    "list_20000": lambda: "- a\n" * 20_000,
    "list_3000": lambda: "- a\n" * 3000,
    "nest_list_lines": lambda: "".join("  " * n + "- a\n" for n in range(200)),
    "nest_list_50": lambda: "".join("  " * n + "- a\n" for n in range(50)),
    "nest_list_inline": "- " * 3000 + "a",
    "nest_quote_200": "> " * 200 + "a",
    "nest_quote_59": "> " * 59 + "a",
    "nest_quote_50000": lambda: "> " * 50_000 + "a",
    "nest_emphasis": lambda: "*a **b " * 1500,
    "nest_brackets": lambda: "[" * 19_000,
    "nest_links": lambda: "[a](" * 1900,
    "nest_images": lambda: "![a" * 300 + "](x)" * 300,
    "stars_9000": lambda: "*" * 9000 + "a" + "*" * 9000,
    "backticks": lambda: "".join("`" * n + "a" for n in range(1, 190)),
    "ampersands": lambda: "&" * 19_000,
    "input_form": lambda: "<form>" + "<select><option>a</select>" * 1000 + "</form>",
    "iframe_object_embed": '<iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object><embed src="file:///etc/passwd">',
    "meta_refresh": '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">',
    "base_href": '<base href="file:///etc/">\n\n![A](passwd)',
    "link_attachment": '<link rel="attachment" href="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">a</a>',
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "svg_inline": "<svg><script>alert(1)</script><use href='file:///etc/passwd#x'/></svg>",
    "svg_inline_deep": lambda: "<svg>" + "<g>" * 50_000 + "</svg>",
    "math_inline": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "template_tag": "<template><b>word</b></template>{{7*7}}{% include 'article.html.j2' %}",
    "ruby_deep": lambda: "<div>" + "<ruby>a<rt>b" * 55 + "</div>",
    "unclosed_a_3000": lambda: "<div>" + "<a href='#x'><div>" * 3000,
    "unclosed_b_p_3000": lambda: "<div>" + "<b><p>" * 3000,
    "formatting_misnest_2000": lambda: "<div>" + "<b><i>x</b>y</i>" * 2000,
    "formatting_misnest_1200": lambda: "<div>" + "<b><i>x</b>y</i>" * 1200,
    "comment_unclosed": lambda: "<!--" * 4000,
    "cdata_unclosed": lambda: "<div><![CDATA[" * 4000,
    "tag_unclosed": lambda: "<a " * 19_000,
    "tag_quotes": lambda: '<a "' * 19_000,
    "nul_ctrl": "a\x00b\x01c\x0bd\x1be\x7ff\x9fg",
    "nul_entities": "a&#0;b&#1;c&#xD800;d&#xFFFE;e&#x10FFFF;",
    "noncharacters": "a\ufdd0b\ufffec\U0001fffed",
    "only_nul": "\x00" * 2000,
    "lone_surrogate_bytes": "a\ud800b",
    "unassigned": "a\u0378\U000e0fff b",
    "private_use": "a\ue000\U000f0000 b",
    "variation_selectors": lambda: "a" + "\ufe0f" * 50_000,
    "tags_characters": lambda: "a" + "\U000e0041" * 50_000,
    "soft_hyphens": lambda: "a\u00ad" * 50_000,
    "kashida_1e5": lambda: "\u0628" + "\u0640" * 100_000 + "\u0646",
    "poem_20000": lambda: "::: poem\n" + "a b / c d\n" * 20_000 + ":::",
    "poem_400": lambda: "::: poem\n" + "a b c / d e f\n" * 400 + ":::",
    "poem_slashes": lambda: "::: poem\n" + "/" * 20_000 + "\n:::",
    "poem_keys": "::: poem " + "a=" * 5000 + "\na / b\n:::",
    "pull_deep": "::: pull\n" * 300 + "a\n" + ":::\n" * 300,
    "fences": lambda: "```\n" * 15_000,
    "attributes": lambda: "[a]{lang=en} " * 1900,
    "attributes_unclosed": lambda: "[a]{" * 1900,
    "autolinks": lambda: "<http://a.b> " * 2000,
    "hard_breaks": lambda: "a\\\n" * 15_000,
    "images_20000": lambda: "![a](p.jpg)\n\n" * 20_000,
    "images_199": lambda: "![a](p.jpg)\n\n" * 199,
    "images_in_line": lambda: "![a](p.jpg) " * 190,
}  # fmt: skip
"""Name of an input: the body of an article in Markdown; p.jpg lies beside it."""

for _tag, _counts in {
    "div": (100, 200, 1000, 20_000),
    "span": (59, 100, 2000),
    "blockquote": (59, 200),
    "table": (14, 40, 300),
    "ul><li": (30, 300),
    "b": (59, 400),
}.items():
    for _count in _counts:
        _name = _tag.partition(">")[0]
        MARKUP[f"nest_{_name}_{_count}"] = lambda tag=_tag, name=_name, count=_count: (
            f"<div>{nested(f'<{tag}>', count, f'</{name}>')}</div>"
        )
for _style in ("flex", "grid", "inline-block", "table"):
    for _count in (8, 14, 20):
        MARKUP[f"nest_{_style}_{_count}"] = nested(f'<div style="display:{_style}">', _count, "</div>")
for _count in (4, 10):
    MARKUP[f"nest_columns_{_count}"] = nested('<div style="columns:2">', _count, "</div>")
    MARKUP[f"nest_float_{_count}"] = nested('<div style="float:left">', _count, "</div>")

ADDRESSES = {
    "javascript": "javascript:alert(1)",
    "javascript_case": "JaVaScRiPt:alert(1)",
    "javascript_tab": "java\tscript:alert(1)",
    "javascript_entity": "&#106;avascript&colon;alert(1)",
    "javascript_control": "\x01javascript:alert(1)",
    "vbscript": "vbscript:x",
    "data": "data:text/html,<script>alert(1)</script>",
    "file": "file:///etc/passwd",
    "file_localhost": "file://localhost/etc/passwd",
    "file_plain": "file:/etc/passwd",
    "blob": "blob:https://example.org/x",
    "path": "/etc/passwd",
    "parent": "../secret.txt",
    "share": "\\\\server\\share\\x",
    "user": "https://user:password@example.org/",
    "long": "https://example.org/" + "a" * 60_000,
}
"""Addresses that a link must not have, or that are odd."""

PICTURE_NAMES = {
    "absolute": "/etc/passwd",
    "parent": "../secret.jpg",
    "parent_deep": "a/../../secret.jpg",
    "encoded": "%2e%2e/secret.jpg",
    "encoded_twice": "%252e%252e/secret.jpg",
    "file": "file:///etc/passwd",
    "file_case": "FiLe:///etc/passwd",
    "file_localhost": "file://localhost/etc/hostname",
    "remote": "http://127.0.0.1:9/a.png",
    "remote_case": "HTTPS://127.0.0.1:9/a.png",
    "remote_schemeless": "//127.0.0.1:9/a.png",
    "metadata": "http://169.254.169.254/latest/",
    "ftp": "ftp://127.0.0.1/a.png",
    "data": "data:image/png;base64,AAAA",
    "device_zero": "/dev/zero",
    "device_up": "../../../../../../../../dev/zero",
    "device_random": "/dev/urandom",
    "process": "/proc/self/environ",
    "nul": "a%00.jpg",
    "long": "a" * 5000 + ".jpg",
    "dot": ".",
    "slash": "/",
    "home": "~/.ssh/id_rsa",
    "backslash": "..\\secret.jpg",
}
"""Names of pictures that lead elsewhere."""


def texts() -> Iterator[Hostile]:
    photo = jpeg()
    for name, body in MARKUP.items():
        yield Hostile(name, markdown(body, p_jpg=photo))
    for name, address in ADDRESSES.items():
        yield Hostile(
            f"href_{name}", markdown(f'[word](<{address}>)\n\n[ref]\n\n<a href="{address}">x</a>\n\n[ref]: <{address}>')
        )
        span = {"kind": "span", "role": "link", "href": address, "runs": "word"}
        yield Hostile(f"href_{name}_json", structured({"blocks": [{"kind": "paragraph", "runs": [span]}]}))
    for name, file in PICTURE_NAMES.items():
        yield Hostile(f"picture_{name}", markdown(f'Words.\n\n![A]({file})\n\n<img src="{file}">'))
        figure = {"kind": "figure", "picture": file, "alternative_text": "A"}
        yield Hostile(f"picture_{name}_json", structured({"blocks": [figure]}))
    for name, css in STYLES.items():
        yield Hostile(f"css_{name}", markdown(lambda css=css: styled(css() if callable(css) else css)))


def styled(css: str) -> str:
    """Return an article that brings a style sheet in every way that HTML has."""
    inner = css.partition("{")[2].partition("}")[0].replace('"', "'")[:5000]
    return f'{TEXT * 3}\n\n<style>{css}</style>\n\n<div style="{inner}"><p>word</p></div>\n\n- a\n\n1. b\n'


def front_matters() -> Iterator[Hostile]:
    def front(name: str, fields: str | Callable[[], str]) -> Hostile:
        return Hostile(
            f"front_{name}",
            raw(
                lambda: f"---\n{fields() if callable(fields) else fields}\n---\n\nword\n".encode(
                    "utf-8", "surrogatepass"
                )
            ),
        )

    yield front("aliases", "a: &a [x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a]" for n in range(9)))
    yield front("tag_python", "title: !!python/object/apply:os.system [id]")
    yield front("deep_list", lambda: "title: " + "[" * 20_000)
    yield front("long_1MB", lambda: "title: T\nsummary: " + TEXT * 20_000)
    yield front("keys_9000", lambda: "title: T\n" + "\n".join(f"k{n}: v" for n in range(9000)))
    yield front("title_501", "title: " + "a" * 501)
    yield front("title_500", "title: " + "a" * 500)
    yield front("title_rlo", 'title: "Breaking \\u202enews"')
    yield front("title_marks", lambda: "title: a" + "\u0301" * 400)
    yield front("summary_word_4000", "title: T\nsummary: " + "a" * 4000)
    yield front("summary_6000", "title: T\nsummary: " + TEXT * 130)
    yield front("authors_5000", lambda: "title: T\nauthor: [" + ", ".join("a" for _ in range(5000)) + "]")
    yield front("authors_200", lambda: "title: T\nauthor: [" + ", ".join("Name" for _ in range(200)) + "]")
    yield front("section_injection", 'title: T\nsection: "</style><script>alert(1)</script>"')
    yield front("title_template", "title: \"{{ cycler.__init__.__globals__.os.popen('id').read() }}\"")
    yield front("title_markup", 'title: "<img src=file:///etc/passwd>"')
    yield front("source_script", 'title: T\nsource: "javascript:alert(1)"')
    yield front("slug_traversal", 'title: T\nslug: "../../secret"')
    yield front("path_set", "title: T\npath: /etc/passwd")
    yield front("number_1e9_digits", lambda: "title: " + "9" * 60_000)
    yield front("date_huge", "title: T\ndate: 99999999999999999999-01-01")
    yield front("lang_long", "title: T\nlang: " + "a-" * 5000)
    yield front("fit_huge", "title: T\nfit: 999999999 pages")
    yield front("fit_one_page", "title: T\nfit: 1 page")
    yield front("surrogate", "title: T\ud800")
    yield Hostile("front_toml_deep", raw(lambda: b"+++\ntitle = " + b"[" * 50_000 + b"\n+++\nword"))
    yield Hostile("front_toml_number", raw(lambda: b"+++\ntitle = " + b"1" * 50_000 + b"\n+++\nword"))


def paragraphs(count: int) -> list[dict[str, Any]]:
    return [{"kind": "paragraph", "runs": "word"}] * count


def table(rows: int, columns: int) -> dict[str, Any]:
    cells = [{"runs": "a"}] * columns
    return {"kind": "table", "header": cells, "rows": [cells] * rows}


def deep(count: int, inner: Any, wrap: Callable[[Any], Any]) -> Any:
    for _ in range(count):
        inner = wrap(inner)
    return inner


def data_files() -> Iterator[Hostile]:
    quote = lambda inner: {"kind": "quote", "blocks": [inner]}  # noqa: E731
    span = lambda inner: {"kind": "span", "role": "emphasis", "runs": [inner]}  # noqa: E731
    word = {"kind": "paragraph", "runs": "word"}
    cases: dict[str, Callable[[], list[Any]]] = {
        "quotes_59": lambda: [deep(59, word, quote)],
        "quotes_200": lambda: [deep(200, word, quote)],
        "spans_59": lambda: [{"kind": "paragraph", "runs": [deep(59, "word", span)]}],
        "spans_300": lambda: [{"kind": "paragraph", "runs": [deep(300, "word", span)]}],
        "paragraphs_29000": lambda: paragraphs(3000),
        "paragraphs_60000": lambda: paragraphs(60_000),
        "runs_60000": lambda: [{"kind": "paragraph", "runs": ["a"] * 60_000}],
        "table_20000": lambda: [table(20_000, 1)],
        "table_wide": lambda: [table(1, 5000)],
        "surrogate": lambda: [{"kind": "paragraph", "runs": "a\ud800b"}],
        "surrogate_link": lambda: [{"kind": "paragraph", "runs": [{"kind": "span", "role": "link", "href": "https://a.b/\udfff", "runs": "a"}]}],
        "controls": lambda: [{"kind": "paragraph", "runs": "a\x00\x1b\x9f b"}],
        "list_start": lambda: [{"kind": "list", "ordered": True, "start": 10**18, "items": []}],
        "list_start_limit": lambda: [{"kind": "list", "ordered": True, "start": -(10**6), "items": [{"blocks": [word]}]}],
        "text_3MB": lambda: [{"kind": "paragraph", "runs": TEXT * 60_000}],
        "word_1e5": lambda: [{"kind": "paragraph", "runs": ["a"] * 3000}],
        "alternative_1e5": lambda: [{"kind": "figure", "picture": "p.jpg", "alternative_text": "a" * 100_000}],
        "pictures_1000": lambda: [{"kind": "figure", "picture": f"{n}.jpg"} for n in range(1000)],
        "html_in_text": lambda: [{"kind": "paragraph", "runs": "<script>alert(1)</script><img src=file:///etc/passwd>"}],
        "anchor_markup": lambda: [{"kind": "heading", "anchor": '"><script>', "runs": "word"}],
        "override_deep": lambda: [{"kind": "paragraph", "runs": [deep(59, "word", lambda inner: {"kind": "span", "direction": "rtl", "override": True, "runs": [inner]})]}],
        "notes_20000": list,
        "preformatted_bidi": lambda: [{"kind": "preformatted", "text": "\u202e" * 20_000 + "word"}],
        "poem_gap": lambda: [{"kind": "poem", "gap": "x" * 500, "stanzas": [{"verses": [{"hemistichs": ["a", "b"]}]}]}],
        "poem_width": lambda: [{"kind": "poem", "width": "999mm", "stanzas": [{"verses": [{"hemistichs": ["a", "b"]}]}]}],
    }  # fmt: skip
    for name, blocks in cases.items():
        yield Hostile(f"json_{name}", structured(lambda blocks=blocks: {"blocks": blocks()}))
    notes = lambda: {"footnotes": [{"label": str(n), "blocks": paragraphs(1)} for n in range(9000)]}  # noqa: E731
    yield Hostile("json_footnotes_9000", structured(notes))
    yield Hostile("json_deep_100000", raw(lambda: b'{"title": ' + b"[" * 100_000, "article.json"))
    yield Hostile("json_number", raw(lambda: b'{"title": ' + b"9" * 100_000 + b"}", "article.json"))
    yield Hostile("json_twins", raw(lambda: b"{" + b'"title": "T",' * 100_000 + b'"a": 1}', "article.json"))
    yield Hostile(
        "json_keys", raw(lambda: b"{" + b",".join(b'"k%d": 1' % n for n in range(200_000)) + b"}", "article.json")
    )
    yield Hostile("json_4MB_spaces", raw(lambda: b'{"title": "T"' + b" " * 4_000_000 + b"}", "article.json"))
    yield Hostile("json_6MB", raw(lambda: b'{"title": "' + b"a" * 6_000_000 + b'"}', "article.json"))
    yield Hostile(
        "toml_blocks_100000",
        raw(lambda: b'title = "T"\n' + b'[[blocks]]\nkind = "separator"\n' * 100_000, "article.toml"),
    )
    yield Hostile(
        "toml_blocks_20000",
        raw(lambda: b'title = "T"\n' + b'[[blocks]]\nkind = "separator"\n' * 20_000, "article.toml"),
    )
    yield Hostile("toml_dotted", raw(lambda: b'title = "T"\n' + b"a." * 100_000 + b"b = 1\n", "article.toml"))
    yield Hostile("toml_deep", raw(lambda: b'title = "T"\na = ' + b"[" * 100_000, "article.toml"))


def byte_files() -> Iterator[Hostile]:
    head = HEAD.encode()
    persian = "\u0622\u0628 \u062f\u0631 \u062c\u0648\u06cc \u0631\u0648\u0627\u0646 \u0628\u0648\u062f. "
    yield Hostile("bytes_invalid_utf8", raw(head + b"Gr\xfc\xdfe"))
    yield Hostile("bytes_invalid_utf8_many", raw(head + b"Gr\xfc\xdfe " * 5000))
    yield Hostile("bytes_invalid_everywhere", raw(lambda: head + b"\xff" * 3_000_000))
    yield Hostile("bytes_utf16_bom", raw((HEAD + TEXT).encode("utf-16")))
    yield Hostile("bytes_utf16_odd", raw((HEAD + TEXT).encode("utf-16") + b"\x00"))
    yield Hostile("bytes_utf32", raw((HEAD + TEXT).encode("utf-32")))
    yield Hostile("bytes_utf7", raw(head + b"+ADw-script+AD4-alert(1)"))
    yield Hostile("bytes_windows_1256", raw(head + (persian.replace("\u06cc", "\u064a") * 20).encode("cp1256")))
    yield Hostile("bytes_random_200k", raw(lambda: head + random.Random(1).randbytes(200_000)))
    yield Hostile("bytes_random_bare", raw(lambda: random.Random(2).randbytes(200_000)))
    yield Hostile("bytes_nul_5MB", raw(lambda: bytes(4_900_000)))
    yield Hostile("bytes_6MB", raw(lambda: head + b"word " * 1_200_000))
    yield Hostile("bytes_zip", raw(b"PK\x03\x04" + bytes(3000)))
    yield Hostile("bytes_gzip_bomb", raw(lambda: b"\x1f\x8b\x08" + bytes(100_000)))
    yield Hostile("bytes_bom_only", raw(b"\xef\xbb\xbf"))

    def sparse(folder):
        with (folder / "article.md").open("wb") as stream:
            stream.truncate(10_000_000_000)

    def fifo(folder):
        os.mkfifo(folder / "article.md")

    def folder_as_article(folder):
        (folder / "article.md").mkdir()

    def device(folder):
        (folder / "article.md").symlink_to("/dev/zero")

    yield Hostile("file_sparse_10GB", sparse)
    yield Hostile("file_pipe", fifo)
    yield Hostile("file_folder", folder_as_article)
    yield Hostile("file_device", device)


def files_beside() -> Iterator[Hostile]:
    for name, (file, data) in RASTERS.items():
        yield Hostile(
            name,
            picture(data, file),
            cheap=not any(word in name for word in ("bomb", "limit", "anim", "one_", "large")),
        )
    for name, data in DRAWINGS.items():
        yield Hostile(name, picture(data, "p.svg"), cheap="limit" not in name)
    many = "".join(f"![A]({n}.png)\n\n" for n in range(8))

    def pixels(folder):
        markdown(many)(folder)
        data = RASTERS["img_within_limit_1bit_png"][1]()
        for number in range(8):
            (folder / f"{number}.png").write_bytes(data)

    yield Hostile("img_all_pixels", pixels, cheap=False)
    yield Hostile("link_secret", linked(("p.jpg", "../secret.jpg")))
    yield Hostile("link_passwd", linked(("p.jpg", "/etc/passwd")))
    yield Hostile("link_device", linked(("p.jpg", "/dev/zero")))
    yield Hostile("link_folder", linked(("a", ".."), body="![A](a/secret.jpg)"))
    yield Hostile("link_root", linked(("a", "/"), body="![A](a/etc/passwd)"))
    yield Hostile("link_chain", linked(("a/b", "../.."), body="![A](a/b/secret.jpg)"))
    yield Hostile("link_self", linked(("p.jpg", "p.jpg")))
    yield Hostile("link_svg", linked(("p.svg", "../secret.txt"), body="![A](p.svg)"))
    yield Hostile("link_process", linked(("p.jpg", "/proc/self/environ")))
    yield Hostile("pipe", pipe())
    yield Hostile("pipe_svg", pipe("p.svg"))

    def sparse(folder):
        markdown("![A](p.jpg)")(folder)
        with (folder / "p.jpg").open("wb") as stream:
            stream.truncate(10_000_000_000)

    def directory(folder):
        markdown("![A](p.jpg)")(folder)
        (folder / "p.jpg").mkdir()

    yield Hostile("picture_sparse_10GB", sparse)
    yield Hostile("picture_folder", directory)
    yield Hostile("picture_fine_png", picture(lambda: encoded("PNG", "L", 6200, 6200)), cheap=False)


EXTENDED = "{% extends 'default/article.html.j2' %}"
OWN_CSS = "css/own.css.j2"


def themes() -> Iterator[Hostile]:
    folder = {"template_folders": ["theme"]}

    def page(name: str, text: str, **templates: str) -> Hostile:
        return Hostile(f"theme_{name}", theme({"article.html.j2": text, **templates}), folder, theme=True)

    for name in WORST:
        css = STYLES[name]
        sheet = css() if callable(css) else css
        yield Hostile(
            f"theme_css_{name}",
            theme({"css/theme.css.j2": "{% include 'default/css/theme.css.j2' %}\n{% raw %}" + sheet + "{% endraw %}"}),
            folder,
            theme=True,
        )
    yield page("class_walk", "{{ ''.__class__.__mro__[1].__subclasses__() }}")
    yield page("globals", "{{ cycler.__init__.__globals__.os.popen('id').read() }}")
    yield page("format", "{{ '{0.__class__}'.format(article) }}")
    yield page("range", "{% for n in range(1000000000) %}a{% endfor %}")
    yield page("string", "{{ 'a' * 10**10 }}")
    yield page("loops", "{% for n in range(99999) %}{% for m in range(9999) %}a{% endfor %}{% endfor %}")
    yield page("includes_itself", "{% include 'article.html.j2' %}")
    yield page("includes_secret", "{% include '../../secret.txt' %}")
    yield page("includes_root", "{% include '/etc/passwd' %}")
    yield page("undefined", "{{ nothing.at_all }}")
    yield page("divides", "{{ 1 // 0 }}")
    yield page("syntax", "{% for %}")
    yield page("changes_data", "{{ article.blocks.append(9) }}")
    yield page("image_file", "<html><body><img src='file:///etc/passwd'><img src='../secret.jpg'></body></html>")
    yield page(
        "attachment",
        "<html><head><link rel=attachment href='file:///etc/passwd'></head><body><a rel=attachment href='../secret.txt'>a</a></body></html>",
    )
    yield page("base", "<html><head><base href='file:///etc/'></head><body><img src='passwd'></body></html>")
    yield Hostile("theme_not_utf8", theme({"article.html.j2": b"\xff\xfe\xfd"}), folder, theme=True)
    yield Hostile("theme_toml_broken", theme({"theme.toml": "a = [" * 100}), folder, theme=True)
    yield Hostile("theme_toml_deep", theme({"theme.toml": "a = " + "[" * 50_000}), folder, theme=True)

    def template_link(target):
        def write(place):
            theme({"readme.txt": "x"})(place)
            (place / "theme" / "article.html.j2").symlink_to(target)

        return write

    yield Hostile("theme_link_secret", template_link("../../secret.txt"), folder, theme=True)
    yield Hostile("theme_link_passwd", template_link("/etc/passwd"), folder, theme=True)
    for name, data in {
        "empty": b"",
        "junk": bytes(range(256)) * 50,
        "head": b"\x00\x01\x00\x00\xff\xff" + bytes(500),
        "text": b"no font",
    }.items():
        fonts = {"font_folders": ["theme"]}
        yield Hostile(f"font_{name}", theme({"x.ttf": data}), fonts, theme=True)


def publications() -> Iterator[Hostile]:
    def paper(name: str, text: str | Callable[[], str]) -> Hostile:
        def write(folder):
            markdown("word")(folder)
            (folder / "publication.toml").write_text(text() if callable(text) else text)

        return Hostile(f"publication_{name}", write, publication=True)

    yield paper("empty", "")
    yield paper("junk", "a = [[[[")
    yield paper("deep", lambda: "a = " + "[" * 50_000)
    yield paper("6MB", lambda: "# " + "a" * 6_000_000)
    yield paper("script_name", 'default_language = "en"\n[names]\nen = "<script>alert(1)</script>"')
    yield paper("long_name", lambda: 'default_language = "en"\n[names]\nen = "' + "a" * 100_000 + '"')
    yield paper("masthead_path", 'default_language = "en"\nmasthead = "../../secret"\n[names]\nen = "N"')


TOKENS = (
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href='#x'>", "</a>", "<table>", "<tr>", "<td colspan=9999>",
    "</td>", "</table>", "<ul>", "<li>", "</ul>", "<ol start=99999999>", "<blockquote>", "</blockquote>", "<span dir=rtl>", "</span>",
    "<bdo dir=rtl>", "<br>", "<hr>", "<pre>", "</pre>", "<img src=x>", "<svg>", "</svg>", "<style>p{columns:3}</style>",
    "<div style='display:flex'>", "<div style='display:grid'>", "<div style='columns:2'>", "<span style='float:footnote'>",
    "<div style='float:left;width:1e9px'>", "<p style='position:fixed'>", "<ruby>", "<rt>", "<form>", "<select>", "<math>",
    "<template>", "<!--", "-->", "<![CDATA[", "word ", "\u0622\u0628 ", "12 ", "\u202e", "\u2069", "&amp;", "&#0;", "\n\n", "> ",
    "- ", "| a | b |\n|---|---|\n| 1 | 2 |\n", "```\n", "::: poem\na / b\n:::\n", "[^1]", "^[n]", "![a](x.jpg)", "[a](https://a.b)",
    "*", "**", "# ", "{lang=fa}", "<q>", "</q>", "<details>", "<iframe>", "<x-y>", "<p lang=ps dir=auto>",
)  # fmt: skip


def soups(count: int = 500, seed: int = 2020) -> Iterator[Hostile]:
    """Yield articles of random tags, marks and words: the same ones each time."""
    for number in range(count):
        chance = random.Random(seed * 1000 + number)
        body = "".join(chance.choices(TOKENS, k=chance.randrange(5, 60)))
        yield Hostile(f"soup_{number:03}", markdown(body))


def inputs() -> tuple[Hostile, ...]:
    """Return all inputs but the soups."""
    made = (*texts(), *front_matters(), *data_files(), *byte_files(), *files_beside(), *themes(), *publications())
    names = [one.name for one in made]
    assert len(set(names)) == len(names)
    return made


__all__ = ["HEAD", "SECRET", "Hostile", "inputs", "soups"]
