"""A C parser reads our pages as the HTML standard has it, or leaves them alone."""

from __future__ import annotations

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.page_tree import DOCTYPE, read_page
from afgazad_pdf.typesetting import prepare

HEAD = f'{DOCTYPE}\n<html lang="fa" dir="rtl">\n<head>\n  <meta charset="utf-8">\n  <title>آ &amp; b</title>\n</head>\n'


def page(body: str) -> str:
    return f"{HEAD}<body>{body}</body>\n</html>\n"


def rows(element) -> list:
    """A tree as nested lists."""
    inner = [[rows(child), child.tail or ""] for child in element]
    return [element.tag, dict(element.attrib), element.text or "", inner]


def by_the_standard(html: str) -> list:
    return rows(tinyhtml5.parse(html, namespace_html_elements=False))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>one<br>two &lt; three &amp; four&nbsp;five</p>tail",
        '<p title="a > b">x</p>',
        "<table><tr><td>a</td></tr> <tr><td>b</td></tr>\n</table>",
        "<table><colgroup><col><col></colgroup><tr><td>a</td></tr><tbody><tr><td>b</td></tr></tbody></table>",
        "<table>\n<thead><tr><th>a</th></tr></thead>\n<tr><td><table><tr><td>b</td></tr></table></td></tr></table>",
        "<ul><li>a<ol><li>b</li></ol></li></ul><dl><dt>c</dt><dd><p>d</p></dd></dl>",
        "<b><p>one <i>two</i></p></b><hr><pre>a\nb</pre>",
        '<figure><img src="a.png" alt=""><figcaption>c</figcaption></figure>',
        '<a href="#x"><div>a</div></a><span data-flow="block"><em><strong>b</strong></em></span>',
    ],
)
def test_our_pages_are_read_as_the_standard_has_it(body):
    html = page(body)

    tree = read_page(html)

    assert tree is not None
    assert rows(tree) == by_the_standard(html)


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two</p>",
        "<p><div>a</div></p>",
        "<p><ul><li>a</li></ul></p>",
        "<h1>a<h2>b</h2></h1>",
        "<a>one<a>two</a></a>",
        "<a>one<b><a>two</a></b></a>",
        "<li>a</li>",
        "<table>text<tr><td>a</td></tr></table>",
        "<table><td>a</td></table>",
        "<table><tr>text<td>a</td></tr></table>",
        "<div/>a",
        "<div>a",
        "<p>a <!-- b --> c</p>",
        "<p>&#8203;</p>",
        "<p>&hellip;</p>",
        "<pre>\na</pre>",
        "<p title='a'>b</p>",
        '<p title="a\nb">c</p>',
        '<p Title="a">b</p>',
        "<P>a</P>",
        "<p>a\r\nb</p>",
        "<br>a</br>",
        "<svg><path/></svg>",
        "<svg></svg>",
        "<button>a</button>",
        "<style>p { color: red }</style>",
        "<script>1 < 2</script>",
        "<x-y>a</x-y>",
        "<form><p>a</p></form>",
        "<p>\x0c</p>",
        "<p>\ud800</p>",
    ],
)
def test_other_pages_are_left_to_the_engine(body):
    assert read_page(page(body)) is None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>a</p>",
        "<html><head></head><body></body></html>",
        f"{DOCTYPE}<html><body></body></html>",
        f"{DOCTYPE}<html><head></head>a<body></body></html>",
        f"{DOCTYPE}<html><head><base></head><body></body></html>",
        f"{DOCTYPE}<html><head></head><body></body></html>a",
        f"{DOCTYPE}<html><head></head><body></body></html><p>a</p>",
    ],
)
def test_parts_of_pages_are_left_to_the_engine(html):
    assert read_page(html) is None


TAGS = "p div b a td tr table tbody ul li h1 span br img pre section dl dd figure thead th em colgroup".split()


@st.composite
def soup(draw, depth=0) -> str:
    """Elements in each other at random, well-formed for the most part."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        parts.append(draw(st.sampled_from(["", "a", " ", "\n", "&amp;"])))
        tag = draw(st.sampled_from(TAGS))
        if tag in ("br", "img"):
            parts.append(f"<{tag}>")
            continue
        inner = draw(soup(depth + 1)) if depth < 4 else "x"
        end = "" if draw(st.integers(0, 40)) == 0 else f"</{tag}>"
        parts.append(f"<{tag}>{inner}{end}")
    return "".join(parts) + draw(st.sampled_from(["", "z", "\n"]))


@settings(max_examples=400, deadline=None)
@given(soup())
def test_no_page_is_read_in_another_way(body):
    html = page(body)

    tree = read_page(html)

    assert tree is None or rows(tree) == by_the_standard(html)


def test_the_pages_of_the_samples_need_no_other_parser(root):
    for file in sorted(root.glob("samples/*/article.md")):
        for profile in ("screen", "press"):
            html = prepare(ap.load_article(file), ap.AFGAZAD, ap.Settings(profile=profile)).html
            tree = read_page(html)
            assert tree is not None, file
            assert rows(tree) == by_the_standard(html)


@pytest.mark.parametrize(
    ("css", "read"), [("@page { margin: 0 }", True), ("p::before { content: '&amp;' }", False), ("a &gt; b {}", False)]
)
def test_a_stylesheet_is_read_where_it_holds_no_references(css, read):
    page = f"<!DOCTYPE html><html><head><title>T</title><style>{css}</style></head><body><p>x</p></body></html>"

    root = read_page(page)

    assert (root is not None) == read
    assert root is None or root[0][1].text == css
