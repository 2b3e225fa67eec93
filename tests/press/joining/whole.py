"""Parts to join, and what is read back from the whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

import afgazad_pdf as ap
from afgazad_pdf.press.joining import Part

ARTICLE = """---
title: {title}
lang: {lang}
date: 2016-08-21
---

{text}

## Place {{#place}}

Further down.
"""


@cache
def article_pdf(title: str, text: str, lang: str = "en", profile: str = "screen", size: str = "90x120") -> bytes:
    """A small article, printed; a heading in it is `#place`."""
    article = ap.read_article(ARTICLE.format(title=title, lang=lang, text=text), format="markdown").article
    return ap.render_article(article, settings=ap.Settings(profile=profile, page_size=size, marks=False)).pdf


def part(name: str, text: str = "Words.", *, lang: str = "en", **choices: str) -> Part:
    """A part whose headline is its name."""
    return Part(name=name, pdf=article_pdf(name, text, lang, **choices), lang=lang)


def drawn(
    content: bytes,
    resources: dict[str, Any] | None = None,
    *,
    box: tuple[float, ...] = (0, 0, 200, 100),
    pages: int = 1,
) -> bytes:
    """A PDF made by hand, without tags: the same content on each page."""
    with pikepdf.new() as pdf:
        made = {key: Dictionary(value) for key, value in (resources or {}).items()}
        for _ in range(pages):
            pdf.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
            page = pdf.pages[-1].obj
            page.MediaBox = Array(box)
            page.Resources = Dictionary(made)
            page.Contents = pdf.make_stream(content)
        output = io.BytesIO()
        pdf.save(output, static_id=True)
    return output.getvalue()


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def words(pdf: bytes, page: int) -> list[str]:
    """The words of a page, in the order that PDFium reads them."""
    document = pypdfium2.PdfDocument(pdf)
    return re.findall(r"\w+", document[page].get_textpage().get_text_range())


def places(pdf: bytes, page: int, searched: str) -> list[tuple[float, float]]:
    """The left and upper edge of every occurrence of a word, in pt from the page's lower left corner."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    found, result = text.search(searched, match_case=True, match_whole_word=True), []
    while (hit := found.get_next()) is not None:
        left, _, _, top = text.get_charbox(hit[0])
        result.append((left, top))
    return result


def pairs(tree: Any, key: str = "/Nums") -> dict[Any, Any]:
    """A flat number or name tree."""
    items = list(tree[key])
    assert "/Kids" not in tree
    return dict(zip((str(it) if isinstance(it, String) else it for it in items[::2]), items[1::2], strict=True))


def elements(entries: Any) -> Iterator[Any]:
    """All structure elements under one, itself first."""
    yield entries
    for kid in kids(entries):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from elements(kid)


def kids(entries: Any) -> list[Any]:
    found = entries.get("/K", [])
    return list(found) if isinstance(found, Array) else [found]


def destinations(document: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    """Of every named destination: the page, counted from 0, left and top."""
    numbers = {page.obj.objgen: index for index, page in enumerate(document.pages)}
    named = pairs(document.Root.Names.Dests, "/Names")
    return {name: (numbers[it[0].objgen], float(it[2]), float(it[3])) for name, it in named.items()}


def link_targets(document: pikepdf.Pdf) -> list[tuple[int, str, str]]:
    """Page, words and aim of every link; an explicit aim is its page's number."""
    numbers = {page.obj.objgen: str(index) for index, page in enumerate(document.pages)}
    result = []
    for index, page in enumerate(document.pages):
        for link in page.obj.get("/Annots", []):
            aim = link.get("/Dest")
            aim = str(link.A.URI) if aim is None else numbers[aim[0].objgen] if isinstance(aim, Array) else str(aim)
            result.append((index, str(link.Contents), aim))
    return result


def outline(document: pikepdf.Pdf) -> list[Any]:
    """Title and page of each entry, with a list of those under it; checks all ties and counts."""
    numbers = {page.obj.objgen: index for index, page in enumerate(document.pages)}

    def under(parent: Any) -> tuple[list[Any], int]:
        result, seen, before, item = [], 0, None, parent.get("/First")
        while item is not None:
            assert item.Parent.objgen == parent.objgen
            assert (item.Prev.objgen if "/Prev" in item else None) == before
            below, count = under(item) if "/First" in item else ([], 0)
            assert abs(int(item.get("/Count", 0))) == count
            seen += 1 + max(0, int(item.get("/Count", 0)))
            aim = item.Dest
            page = numbers[aim[0].objgen] if isinstance(aim, Array) else destinations(document)[str(aim)][0]
            result.append((str(item.Title), page, below) if below else (str(item.Title), page))
            before, last = item.objgen, item
            item = item.get("/Next")
        assert parent.Last.objgen == last.objgen
        return result, seen

    root = document.Root.Outlines
    entries, seen = under(root)
    assert root.Count == seen
    return entries


def check_structure(pdf: bytes) -> None:
    """Hold what must be of every tagged PDF: content, annotations and elements name each other, each once."""
    with opened(pdf) as document:
        root = document.Root.StructTreeRoot
        parents = pairs(root.ParentTree)
        assert sorted(parents) == list(range(len(parents)))
        assert root.ParentTreeNextKey == len(parents)
        numbers = {page.obj.objgen: index for index, page in enumerate(document.pages)}
        named: dict[tuple[int, int], tuple[int, int]] = {}
        referred: dict[tuple[int, int], tuple[int, int]] = {}
        identifiers: list[str] = []
        for element in elements(root.K):
            identifiers += [str(element.ID)] if "/ID" in element else []
            for kid in kids(element):
                if isinstance(kid, int) or "/MCID" in kid:
                    own = element if isinstance(kid, int) or "/Pg" not in kid else kid
                    key = (numbers[own.Pg.objgen], kid if isinstance(kid, int) else int(kid.MCID))
                    assert key not in named
                    named[key] = element.objgen
                elif "/Obj" in kid:
                    assert numbers[kid.Pg.objgen] is not None
                    referred[kid.Obj.objgen] = element.objgen
                else:
                    assert kid.P.objgen == element.objgen
        for index, page in enumerate(document.pages):
            drawn = [int(number) for number in re.findall(rb"/MCID (\d+)", page_content(page))]
            assert len(set(drawn)) == len(drawn)
            own = parents[int(page.obj.StructParents)] if "/StructParents" in page.obj else []
            for number in drawn:
                assert own[number].objgen == named.pop((index, number))
            for annotation in page.obj.get("/Annots", []):
                assert parents[int(annotation.StructParent)].objgen == referred.pop(annotation.objgen)
        assert not named
        assert not referred
        kinds = [str(it.get("/Type")) for it in document.objects if isinstance(it, Dictionary)]
        assert kinds.count("/Page") == len(document.pages)
        assert len(set(identifiers)) == len(identifiers)
        if identifiers:
            assert sorted(pairs(root.IDTree, "/Names")) == sorted(identifiers)


def page_content(page: pikepdf.Page) -> bytes:
    """The content of a page, all its streams together."""
    contents = page.obj.Contents
    return b"\n".join(it.read_bytes() for it in (contents if isinstance(contents, Array) else [contents]))


PLAIN_FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
