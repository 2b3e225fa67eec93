"""The limits of what an article may bring: each refusal names what was found, and what is mended stays readable."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afgazad_pdf.article import Article, Figure, List, Span, plain_text
from afgazad_pdf.errors import ArticleError
from afgazad_pdf.pipeline import render_article
from afgazad_pdf.settings import LIMITS, Limits
from afgazad_pdf.sources import read_article
from afgazad_pdf.sources.letters import BREAK, break_places, broken, cleaned
from afgazad_pdf.sources.nesting import depth_of

HEAD = "---\ntitle: T\nlang: en\n---\n\n"

quick = settings(
    max_examples=120, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def refusal(body: str | bytes, format: str = "markdown", limits: Limits = LIMITS) -> str:
    with pytest.raises(ArticleError) as caught:
        read_article(body, format=format, limits=limits)
    return "\n".join(problem.message for problem in caught.value.problems)


def said(body: str, limits: Limits = LIMITS) -> list[str]:
    loaded = read_article(HEAD + body, format="markdown", limits=limits)
    return [f"{finding.level}: {finding.code}: {finding.message}" for finding in loaded.findings]


@pytest.mark.parametrize(
    ("body", "limits", "message"),
    [
        ("word " * 30, {"file_bytes": 100}, "has 177 bytes; at most 100 are read. Make several articles of it"),
        ("word " * 1000, {"text_bytes": 4000}, "has 5,027 bytes of text; at most 4,000 are set. Make several articles of it"),
        ("a\n" * 3000, {"lines": 2000}, "has 3,004 lines; at most 2,000 are read. Make several articles of it"),
        ("*a " * 2000, {"marks": 1000}, "has 2,000 signs that Markdown must read; at most 1,000 are read. Make several articles of it"),
        ("[ " * 2500, {}, "has 2,500 brackets in one paragraph; at most 2,000 are read. Make several articles of it"),
        ("a\n\n" * 50, {"elements": 40}, "has 100 blocks, list items, cells and pieces of text; at most 40 are set. Make several articles of it"),
        ("![a](b.jpg)\n\n" * 5, {"pictures": 4}, "has 5 pictures; at most 4 are set. Make several articles of it"),
        ("a^[b] " * 5, {"footnotes": 4}, "has 5 footnotes; at most 4 are set. Make several articles of it"),
        ("|a|\n|-|\n" + "|b|\n" * 5, {"table_rows": 4}, "a table has 5 rows; at most 4 are set. Part it in two"),
        ("|a|b|\n|-|-|\n|1|2|", {"table_columns": 1}, "a table has 2 columns; at most 1 are set. Part it in two"),
        (
            "x" * 5001,
            {},
            "a word has 5,001 letters (“xxxxxxxxxxxxxxxxxxxx…”); at most 5,000 are divided. Look whether spaces are missing",
        ),
        ("ab \u0628 " * 30, {"turns": 50}, "has 60 changes of direction; at most 50 are set. Make several articles of it"),
        (
            "<div " + "a=b " * 20_000 + ">x</div>",
            {},
            "an HTML tag has 80,005 characters; at most 65,536 are read. Close it, or write &lt; for the sign",
        ),
        ("<div>" * 61, {}, "HTML tags stand in each other more than 60 deep; write them side by side"),
        ("<div>" + "<b><p>" * 3000, {}, "HTML tags stand in each other more than 60 deep; write them side by side"),
        ("<div>" + "<b>x</b>" * 300 + "</div>", {"tags": 500}, "a piece of HTML has 602 tags; at most 500 are read. Write it as Markdown"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_was_found_and_the_limit(body, limits, message):
    assert refusal(HEAD + body, limits=Limits(**limits)) == message


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: " + "a" * 501, "has 501 characters; a headline has at most 500. Move the rest to `subtitle`, `summary` or the body"),
        ("title: T\nsummary: " + "a " * 3000, "has 5,999 characters; at most 5,000 are set. Move text to the body"),
        ("title: T\nauthor: [" + "a, " * 201 + "]", "has 201 entries; at most 200 are printed"),
        ("title: T\nsummary: " + "a " * 40_000, "the front matter has 80,018 characters; at most 65,536 are read. Put the text below it"),
    ],
)  # fmt: skip
def test_fields_have_limits(front, message):
    assert refusal(f"---\n{front}\n---\nword") == message


def test_footnotes_call_one_another_as_deep_as_they_can_be_set():
    def chain(count: int) -> str:
        return HEAD + "a[^1]\n\n" + "".join(f"[^{n}]: b[^{n + 1}]\n\n" for n in range(1, count)) + f"[^{count}]: c[^1]"

    message = "footnotes that call one another stand in each other more than 30 deep; write them side by side"
    assert refusal(chain(31)) == message
    assert render_article(read_article(chain(30), format="markdown").article).findings == ()
    data = {
        "title": "T",
        "blocks": [{"kind": "paragraph", "runs": [{"kind": "footnote-call", "label": "1"}]}],
        "footnotes": [
            {
                "label": str(n),
                "blocks": [{"kind": "paragraph", "runs": [{"kind": "footnote-call", "label": str(n % 69 + 1)}]}],
            }
            for n in range(1, 70)
        ],
    }
    assert refusal(json.dumps(data), "json") == message


def test_json_and_toml_have_limits_before_they_are_an_article():
    many = {"title": "T", "blocks": [{"kind": "separator"}] * 31_000}
    long = {"title": "T", "blocks": [{"kind": "paragraph", "runs": "a" * 1_000_001}]}

    assert refusal(json.dumps(many), "json").startswith("has 31,001 blocks, list items, cells and pieces of text; ")
    assert refusal(json.dumps(long), "json").startswith("has 1,000,011 letters of text; at most 1,000,000 are set")
    assert refusal("a = 1\n" * 120_001, "toml").startswith("has 120,001 lines; at most 120,000 are read")


def test_limits_of_the_model_stand_in_the_table_too():
    start = List.model_fields["start"].metadata

    assert [bound for bound in start if getattr(bound, "le", None) == LIMITS.list_start]
    assert refusal(f"---\ntitle: {'a' * (LIMITS.title + 1)}\n---\nword")


@pytest.mark.parametrize("space", ["\u2003", "\u3000", "\u2003\u3000"])
def test_spaces_without_end_are_cut(space):
    row = space * (600 // len(space))
    loaded = read_article(HEAD + f"a{row}b{row[:500]}c\n\n```\nx{' ' * 700}y\n \n{' ' * 500}z\n```", format="markdown")
    paragraph, code = loaded.article.blocks

    assert [run.text for run in paragraph.runs] == [f"a{row[:500]}b{row[:500]}c"]
    assert code.text.splitlines() == ["x" + " " * 500 + "y", " ", " " * 500 + "z"]
    assert [(f.level, f.code, f.line) for f in loaded.findings] == [("warning", "text-spaces-cut", 6)]
    assert (
        loaded.findings[0].message == "300 spaces were cut off; at most 500 in a row are printed. Set a table instead"
    )


def test_a_word_without_end_gets_chances_of_a_break():
    text = "a" * 501
    loaded = read_article(HEAD + text + " b", format="markdown")
    (block,) = loaded.article.blocks

    assert plain_text(block.runs) == BREAK.join([*["a" * 20] * 25, "a"]) + " b"
    assert [f.message for f in loaded.findings] == [
        "a word has 501 letters (“aaaaaaaaaaaaaaaaaaaa…”) and at most 500 stay whole; lines break anywhere in it. "
        "Look whether spaces are missing"
    ]
    assert said("a" * 500) == []
    assert said("\u6f22" * 900) == []


def test_a_word_may_go_through_marks_and_is_found_in_every_place():
    assert [line.split(":")[1] for line in said("*" + "a" * 300 + "*" + "b" * 300)] == [" text-word-divided"]
    long = "x" * 600
    for body in (f"## {long}", f"> {long}", f"| a |\n|---|\n| {long} |", f"```\n{long}\n```", f"a[^1]\n\n[^1]: {long}",
                 f"::: poem\n{long} / b\n:::", f"- {long}", f'![A](p.jpg "{long}")'):  # fmt: skip
        assert [line.split(":")[1] for line in said(body)] == [" text-word-divided"], body[:20]


def test_marks_on_one_letter_are_cut():
    loaded = read_article(HEAD + "a" + "\u0301" * 50 + "b and &#x1D1E;" + "&#x301;" * 50, format="markdown")

    assert plain_text(loaded.article.blocks[0].runs) == "a" + "\u0301" * 30 + "b and \u1d1e" + "\u0301" * 30
    assert [(f.level, f.code) for f in loaded.findings] == [("error", "text-marks-cut")]
    assert loaded.findings[0].message.startswith("40 combining marks and format characters were cut off; at most 30 ")


def test_codes_that_are_no_characters_go():
    loaded = read_article(HEAD + "a\ufdd0b\U0010ffffc", format="markdown")

    assert plain_text(loaded.article.blocks[0].runs) == "abc"
    assert [f.code for f in loaded.findings] == ["controls-removed"]


def test_utf_16_with_its_mark_is_read():
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        mark = {"utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}[encoding]
        loaded = read_article((mark + HEAD + "\u0622\u0628").encode(encoding), format="markdown")
        assert plain_text(loaded.article.blocks[0].runs) == "\u0622\u0628"
        assert [(f.level, f.code) for f in loaded.findings] == [("info", "text-encoding")]


def test_persian_text_of_old_programs_is_read_where_it_is_certain():
    words = (
        "\u0622\u0628 \u062f\u0631 \u062c\u0648\u064a \u0631\u0648\u0627\u0646 \u0628\u0648\u062f \u067e\u0686\u06af. "
    )
    loaded = read_article((HEAD + words * 8).encode("cp1256"), format="markdown")

    assert plain_text(loaded.article.blocks[0].runs) == (words * 8).strip()
    assert [(f.level, f.code) for f in loaded.findings] == [("warning", "text-encoding")]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Gr\u00fc\u00dfe aus K\u00f6ln, \u00c4rger \u00fcber M\u00fcll. " * 9, "latin-1"),
        ("\u041c\u043e\u0441\u043a\u0432\u0430 \u0438 \u0432\u043e\u0434\u0430. " * 30, "cp1251"),
        ("\u00e9t\u00e9 \u00e0 la mer, \u00eatre. " * 30, "cp1252"),
        ("\u0645\u0627\u0621 \u0641\u064a \u0627\u0644\u0646\u0647\u0631. " * 30, "iso8859-6"),
        ("\u03bd\u03b5\u03c1\u03cc \u03ba\u03b1\u03b9. " * 30, "iso8859-7"),
    ],
)  # fmt: skip
def test_other_encodings_are_refused_and_not_guessed(text, encoding):
    assert refusal(HEAD.encode() + text.encode(encoding)).startswith("is not UTF-8 text; ")


def test_a_few_broken_bytes_are_printed_as_such():
    loaded = read_article(HEAD.encode() + b"one \xff two", format="markdown")

    assert plain_text(loaded.article.blocks[0].runs) == "one \ufffd two"
    assert [(f.level, f.code, f.line) for f in loaded.findings] == [("error", "text-undecoded", 6)]


def test_a_large_file_is_not_read(tmp_path):
    file = tmp_path / "a.md"
    with file.open("wb") as stream:
        stream.truncate(10_000_000_000)

    with pytest.raises(ArticleError, match=r"has 10,000,000,000 bytes; at most 5,000,000 are read"):
        read_article(file)


any_text = st.text(
    alphabet=st.characters() | st.sampled_from("\u0301\u200d\u064b\ufe0f\u202e\u2069a \u0628"), max_size=300
)


@quick
@given(any_text)
def test_cleaning_is_done_when_it_is_done(text):
    once = cleaned(text, 30).text

    assert cleaned(once, 30) == cleaned(cleaned(once, 30).text, 30)
    assert cleaned(once, 30).text == once
    run = 0
    for character in once:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") else 0
        assert run <= 30


@quick
@given(st.text(alphabet="ab \u0628\u0301\u6f22", max_size=400), st.integers(25, 60))
def test_breaks_change_no_letter_and_leave_no_long_word(text, most):
    made = broken(text, break_places(text, most))

    assert made.replace(BREAK, "") == text
    assert break_places(made, most) == () or "\u0301" * 20 in made


tags = st.sampled_from(["b", "i", "em", "span", "p", "div", "blockquote", "ul", "li", "sup", "q", "a"])
words = st.sampled_from(["one", "two", "\u0622\u0628", "12"])
html = st.recursive(
    words,
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag}>", tags, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@quick
@given(html)
def test_allowed_tags_keep_their_text_in_order_and_every_limit_holds(source):
    plain = "".join(" " if letter == "<" else letter for letter in source)
    wanted = [word for word in plain.replace(">", "> ").split() if not word.endswith(">") and word]
    try:
        article = read_article(HEAD + f"<div>{source}</div>", format="markdown").article
    except ArticleError:
        return
    text = " ".join(_texts(article))
    found = [word for word in text.replace("“", " ").replace("”", " ").split() if word]

    assert [word for word in found if word in ("one", "two", "\u0622\u0628", "12")] == wanted or "".join(
        found
    ) == "".join(wanted)
    assert all(depth_of(block) <= LIMITS.depth for block in article.blocks)


def _texts(article: Article) -> list[str]:
    texts = []
    for block in article.walk():
        runs = getattr(block, "runs", None)
        if runs:
            texts.append(plain_text(runs))
    return texts


schemes = st.sampled_from(["javascript:", "JavaScript:", "java\tscript:", "vbscript:", "data:", "file:", "FILE:", "blob:", "about:", "\x01javascript:", " javascript:", "jar:", "view-source:", "http:", "https://a.b/", "mailto:", "#", "//a.b/", "\\\\a\\", "article:"])  # fmt: skip
rests = st.text(alphabet="abc/.%2e:@?#&;\\ \t\u202e", max_size=12)


@settings(quick, max_examples=400)
@given(schemes, rests)
def test_no_link_is_kept_that_a_reader_cannot_follow(scheme, rest):
    address = scheme + rest
    escaped = address.replace("\\", "\\\\").replace("<", "").replace(">", "").replace("\n", "")
    sources = [
        (HEAD + f'[word](<{escaped}>) [r] <a href="{address}">word</a>\n\n[r]: <{escaped}>\n', "markdown"),
        (
            json.dumps(
                {
                    "title": "T",
                    "blocks": [
                        {"kind": "paragraph", "runs": [{"kind": "span", "role": "link", "href": address, "runs": "a"}]}
                    ],
                }
            ),
            "json",
        ),
    ]
    for source, format in sources:
        try:
            article = read_article(source, format=format).article
        except ArticleError:
            continue
        for run in article.runs():
            if isinstance(run, Span) and run.href is not None:
                assert run.href.lower().startswith(("http://", "https://", "http:", "mailto:", "#", "article:")), (
                    run.href
                )


def test_a_picture_of_html_is_no_picture():
    article = read_article(HEAD + '<div><img src="../secret.jpg"><p>word</p></div>', format="markdown").article

    assert [block for block in article.walk() if isinstance(block, Figure)] == []
