"""Parts joined: everything that a part has is in the whole, and nothing clashes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import page as validation
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import afgazad_pdf as ap
from afgazad_pdf.press.joining import Group, JoinedPage, Part, Placed, join
from afgazad_pdf.preview.structure import read_structure, structure_text

from .whole import (
    article_pdf,
    check_structure,
    destinations,
    elements,
    link_targets,
    opened,
    outline,
    pairs,
    part,
    places,
    words,
)

ROOT = Path(__file__).resolve().parents[3]
JARS = ROOT / "build" / "verapdf" / "jars" / "pom.xml"
STANDARDS = {
    "screen": (validation.ValidationProfile.PDF_UA_1,),
    "archive": (validation.ValidationProfile.PDF_A_3A, validation.ValidationProfile.PDF_UA_1),
}

STORY = "Story of {}[^n] with [home](#place), [there](https://part.invalid/{}#place).\n\n[^n]: Note of {}."
"""What every part of the tests of a whole paper says: its own word, a note, links inside and to another part."""

ON_SMALL_PAGES = {"text-near-edge"}
"""What `check_pdf` finds in the parts themselves, whose pages are the smallest that there are."""

NAMES = ("alpha", "beta", "gamma", "delta")
LANGS = ("en", "fa-AF", "de", "ps")


def stories(profile: str = "screen") -> list[Part]:
    """Four parts with the same anchors and notes."""
    return [
        part(name, STORY.format(name, following, name), lang=lang, profile=profile)
        for name, following, lang in zip(NAMES, (*NAMES[1:], NAMES[0]), LANGS, strict=True)
    ]


def base(profile: str = "screen", pages: int = 1) -> Part:
    """A page to place others on; it is what tells the whole's language."""
    return part("paper", "\n\n".join(["Paper."] * pages), profile=profile, size="A3")


def counted(*parts: Part) -> dict[str, int]:
    counts = {}
    for item in parts:
        with opened(item.pdf) as document:
            counts[item.name] = len(document.pages)
    return counts


def page_after_page(*parts: Part) -> list[JoinedPage]:
    return [JoinedPage(base=Placed(name, index)) for name, count in counted(*parts).items() for index in range(count)]


def one_page(paper: Part, parts: list[Part]) -> list[JoinedPage]:
    """All pages of parts on the one page of a paper, in rows of three."""
    pieces = [(name, index) for name, count in counted(*parts).items() for index in range(count)]
    frames = tuple(
        Placed(name, index, left=20 + 260 * (number % 3), top=150 + 345 * (number // 3))
        for number, (name, index) in enumerate(pieces)
    )
    return [JoinedPage(base=Placed(paper.name, 0), placed=frames)]


def in_one_group(*parts: Part, title: str | None = None) -> list[Group]:
    return [Group(title=title, parts=tuple(item.name for item in parts))]


@cache
def newspaper(profile: str = "screen") -> bytes:
    """Four stories on a page, in two groups."""
    paper, parts = base(profile), stories(profile)
    groups = [Group(title="World", parts=NAMES[:2], lang="en"), Group(title=None, parts=NAMES[2:])]
    return join(paper, parts, one_page(paper, parts), groups).pdf


@cache
def digest(profile: str = "screen") -> bytes:
    """The same stories page after page."""
    parts = stories(profile)
    groups = [Group(title="World", parts=NAMES[:2], lang="en"), Group(title=None, parts=NAMES[2:])]
    return join(parts[0], parts, page_after_page(*parts), groups).pdf


# ------------------------------------------------------------------ standards


@pytest.mark.parametrize("profile", ["screen", "archive", "press"])
@pytest.mark.parametrize("made", [digest, newspaper], ids=["pages", "frames"])
def test_the_whole_keeps_the_standards_of_its_parts(made, profile):
    pdf = made(profile)

    assert [str(finding) for finding in ap.check_pdf(pdf, profile=profile) if finding.code not in ON_SMALL_PAGES] == []
    for standard in STANDARDS.get(profile, ()):
        assert [str(it) for it in validation.validate_pdf_bytes(pdf, profile=standard).failures] == []
    with opened(pdf) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.skipif(not (JARS.exists() and shutil.which("java")), reason="veraPDF: `make verapdf` fetches it")
@pytest.mark.parametrize(("flavour", "profiles"), [("ua1", ("screen", "archive")), ("3a", ("archive",))])
def test_verapdf_passes_the_whole(flavour, profiles, tmp_path):
    files = []
    for profile in profiles:
        for made in (digest, newspaper):
            files.append(tmp_path / f"{len(files)}.pdf")
            files[-1].write_bytes(made(profile))

    validate = ROOT / "tools" / "verapdf" / "validate.py"
    command = [sys.executable, str(validate), "--flavour", flavour, *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("profile", ["screen", "archive", "press"])
def test_one_part_alone_stays_what_it_was(profile):
    alone = part("alpha", "A story[^n] that is [at home](#place).\n\n[^n]: A note.", profile=profile)

    pdf = join(alone, [alone], page_after_page(alone), []).pdf

    assert ap.check_pdf(pdf, profile=profile) == ap.check_pdf(alone.pdf, profile=profile)
    assert words(pdf, 0) == words(alone.pdf, 0)
    with opened(pdf) as document, opened(alone.pdf) as given:
        assert document.pdf_version == given.pdf_version
        assert document.Root.Metadata.read_bytes() == given.Root.Metadata.read_bytes()
        assert {k: str(v) for k, v in document.docinfo.items()} == {k: str(v) for k, v in given.docinfo.items()}
        assert outline(document) == outline(given)
        assert ("/OutputIntents" in document.Root) == (profile != "screen")
    if profile != "press":
        assert structure_text(pdf) == structure_text(alone.pdf).replace("#note", "#alpha/note")


# ------------------------------------------------------------------ pages


def test_pages_stand_in_the_order_that_is_asked_for_with_their_boxes():
    parts = [part("big", "Big words.", size="A4"), part("small", "Small words.")]
    pages = [JoinedPage(base=Placed("small", 0)), JoinedPage(base=Placed("big", 0))]

    result = join(parts[0], parts, pages, in_one_group(*parts))

    assert result.pages == 2
    assert "Small" in words(result.pdf, 0)
    assert "Big" in words(result.pdf, 1)
    with opened(result.pdf) as document:
        widths = [[round(float(sheet.obj[box][2])) for box in ("/MediaBox", "/TrimBox")] for sheet in document.pages]
    assert widths == [[255, 255], [595, 595]]


def test_boxes_of_a_base_page_for_a_press_stay():
    paper, parts = base("press"), stories("press")

    pdf = join(paper, parts, one_page(paper, parts), in_one_group(*parts)).pdf

    with opened(pdf) as document, opened(paper.pdf) as given:
        for box in ("/MediaBox", "/BleedBox", "/TrimBox"):
            assert [float(edge) for edge in document.pages[0].obj[box]] == [
                float(edge) for edge in given.pages[0].obj[box]
            ]


@pytest.mark.parametrize("profile", ["screen", "press"])
def test_frames_stand_where_they_are_placed(profile):
    paper, parts = base(profile), stories(profile)
    (sheet,) = one_page(paper, parts)

    pdf = join(paper, parts, [sheet], in_one_group(*parts)).pdf

    with opened(pdf) as document:
        _, _, _, paper_top = (float(edge) for edge in document.pages[0].trimbox)
    for item in parts:
        frame = next(it for it in sheet.placed if it.part == item.name and it.page == 0)
        with opened(item.pdf) as document:
            trim_top = float(document.pages[0].trimbox[3])
        ((left, top),) = places(item.pdf, 0, item.name)[:1]
        moved = (left + frame.left, top + paper_top - trim_top - frame.top)
        assert any(place == pytest.approx(moved, abs=0.01) for place in places(pdf, 0, item.name))
    assert sorted(words(pdf, 0)) == sorted(
        word for item in (paper, *parts) for index in range(counted(item)[item.name]) for word in words(item.pdf, index)
    )


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["1", "2", "3"], {0: {"/S": "/D"}}),
        (["4", "5", "7"], {0: {"/S": "/D", "/St": 4}, 2: {"/S": "/D", "/St": 7}}),
        (["iv", "۱۲", "الف"], {0: {"/P": "iv"}, 1: {"/P": "۱۲"}, 2: {"/P": "الف"}}),
        ([None, "1", "2"], {0: {}, 1: {"/S": "/D"}}),
        (["1", None, None], {0: {"/S": "/D"}, 1: {}}),
        (["01", "A", "A"], {0: {"/P": "01"}, 1: {"/P": "A"}}),
        ([None, None, None], None),
    ],
)
def test_labels_are_those_that_are_printed(labels, expected):
    parts = [part(name) for name in NAMES[:3]]
    pages = [JoinedPage(base=Placed(name, 0), label=label) for name, label in zip(NAMES, labels, strict=False)]

    with opened(join(parts[0], parts, pages, in_one_group(*parts)).pdf) as document:
        if expected is None:
            assert "/PageLabels" not in document.Root
        else:
            found = pairs(document.Root.PageLabels)
            as_text = {n: {k: v if isinstance(v, int) else str(v) for k, v in it.items()} for n, it in found.items()}
            assert as_text == expected
            assert [sheet.label for sheet in document.pages] == [label or "" for label in labels]


# ------------------------------------------------------------------ structure


@pytest.mark.parametrize("made", [digest, newspaper], ids=["pages", "frames"])
def test_content_links_and_elements_name_each_other(made):
    check_structure(made())


def test_the_tree_has_groups_and_parts_in_reading_order():
    root = read_structure(newspaper())
    own, (world, gamma, delta) = root.items[:-3], root.items[-3:]

    assert [item.role for item in own] == ["Div", "Art", "P"]
    assert [(world.role, world.lang), *((it.role, it.lang) for it in world.items)] == [
        ("Sect", None),
        ("Art", None),
        ("Art", "fa-AF"),
    ]
    assert [(it.role, it.lang) for it in (gamma, delta)] == [("Art", "de"), ("Art", "ps")]
    headlines = [item.text() for item in root.walk() if item.role == "H1"]
    assert headlines == ["paper", "alpha", "beta", "gamma", "delta"]
    notes = [item.identifier for item in root.walk() if item.role == "Note"]
    assert notes == ["alpha/note-1", "beta/note-1", "gamma/note-1", "delta/note-1"]


@pytest.mark.parametrize("made", [digest, newspaper], ids=["pages", "frames"])
def test_each_part_reads_as_it_did_alone(made):
    whole = [item for item in read_structure(made()).walk() if item.role == "Art"]

    for item in stories():
        alone = next(it for it in read_structure(item.pdf).walk() if it.role == "Art")
        assert alone.text() in [it.text() for it in whole]


def test_titles_and_roles_are_in_the_tree():
    one, two = part("one"), part("two")
    one = Part(name="one", pdf=one.pdf, role="Sect", title="First")
    two = Part(name="two", pdf=two.pdf, role="Div", title="Second", lang="fr")

    pdf = join(one, [two], page_after_page(one, two), in_one_group(one, two, title="گروه")).pdf

    with opened(pdf) as document:
        titled = [it for it in elements(document.Root.StructTreeRoot.K) if "/T" in it]
        assert [(str(it.S), str(it.T), str(it.get("/Lang", ""))) for it in titled] == [
            ("/Sect", "گروه", ""),
            ("/Sect", "First", ""),
            ("/Div", "Second", "fr"),
        ]


def test_a_part_that_is_but_one_element_in_its_role_has_no_other_around_it():
    whole, inner = part("whole"), part("inner")
    with opened(inner.pdf) as document:
        top = document.Root.StructTreeRoot.K
        (article,) = (it for it in top.K if it.S == "/Art")
        top.K = article
        output = io.BytesIO()
        document.save(output)
    only = Part(name="inner", pdf=output.getvalue(), role="Art", title="Inner", lang="de")

    pdf = join(whole, [only], page_after_page(whole, only), in_one_group(only)).pdf

    last = read_structure(pdf).items[-1]
    assert (last.role, last.lang) == ("Art", "de")
    assert [item.role for item in last.items] == ["H1", "P", "P", "H2", "P"]


# ------------------------------------------------------------------ links


def test_links_lead_to_their_own_parts_and_to_others():
    parts = stories()

    result = join(parts[0], parts, page_after_page(*parts), in_one_group(*parts))

    with opened(result.pdf) as document:
        found = [(words, aim) for _, words, aim in link_targets(document) if words in ("home", "there")]
        named = destinations(document)
        first_pages = {name: named[name][0] for name in NAMES}
    assert result.findings == ()
    assert found == [
        (word, f"{name}/place")
        for own, other in zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True)
        for word, name in (("home", own), ("there", other))
    ]
    counts = counted(*parts)
    assert list(first_pages.values()) == [sum(list(counts.values())[:index]) for index in range(4)]


def test_destinations_in_frames_move_with_them():
    paper, parts = base(), stories()
    (sheet,) = one_page(paper, parts)

    with opened(join(paper, parts, [sheet], in_one_group(*parts)).pdf) as document:
        moved = destinations(document)
        _, _, _, paper_top = (float(edge) for edge in document.pages[0].trimbox)
    for item in parts:
        with opened(item.pdf) as document:
            number, left, top = destinations(document)["place"]
            trim_top = float(document.pages[number].trimbox[3])
        frame = next(it for it in sheet.placed if (it.part, it.page) == (item.name, number))
        expected = (left + frame.left, top + paper_top - trim_top - frame.top)
        assert moved[f"{item.name}/place"][0] == 0
        assert moved[f"{item.name}/place"][1:] == pytest.approx(expected, abs=0.01)
        start = next(it for it in sheet.placed if (it.part, it.page) == (item.name, 0))
        assert moved[item.name][1:] == pytest.approx((start.left, paper_top - start.top), abs=0.01)


def test_links_in_frames_move_with_them():
    paper, parts = base(), stories()
    (sheet,) = one_page(paper, parts)

    def places_of(pdf: bytes, number: int) -> dict[str, list[float]]:
        with opened(pdf) as document:
            annotations = document.pages[number].obj.get("/Annots", [])
            named = [it for it in annotations if "/Dest" in it and str(it.Contents) == "there"]
            return {str(it.get("/Dest")): [float(edge) for edge in it.Rect] for it in named}

    moved = places_of(join(paper, parts, [sheet], in_one_group(*parts)).pdf, 0)

    with opened(paper.pdf) as document:
        _, _, _, paper_top = (float(edge) for edge in document.pages[0].trimbox)
    for item, following in zip(parts, (*NAMES[1:], NAMES[0]), strict=True):
        with opened(item.pdf) as document:
            (rectangle,) = (
                [float(edge) for edge in it.Rect] for it in document.pages[0].obj.Annots if str(it.Contents) == "there"
            )
            trim_top = float(document.pages[0].trimbox[3])
        frame = next(it for it in sheet.placed if (it.part, it.page) == (item.name, 0))
        up = paper_top - trim_top - frame.top
        expected = [edge + (up if index % 2 else frame.left) for index, edge in enumerate(rectangle)]
        assert moved[f"{following}/place"] == pytest.approx(expected, abs=0.01)


def test_further_names_lead_to_parts():
    text = "[a](https://part.invalid/old) [b](https://part.invalid/older#place) [c](https://part.invalid/exact)"
    one, two = part("one", text), part("two")
    targets = {"old": "two", "older": "two", "exact": "two#place", "two": "one"}

    result = join(one, [two], page_after_page(one, two), in_one_group(one, two), targets=targets)

    with opened(result.pdf) as document:
        found = [(words, aim) for _, words, aim in link_targets(document) if words in "abc"]
    assert found == [("a", "two"), ("b", "two/place"), ("c", "two/place")]
    assert result.findings == ()


def test_a_link_to_nothing_goes_and_its_words_stay():
    one = part(
        "one", "See [the missing one](https://part.invalid/missing) and [two](https://part.invalid/two#nowhere)."
    )
    two = part("two")

    result = join(one, [two], page_after_page(one, two), in_one_group(one, two))

    assert [(it.code, it.level, it.page) for it in result.findings] == [("link-target-missing", "warning", 1)] * 2
    assert "“the missing one” leads to “missing”" in result.findings[0].message
    assert "“two” leads to “#nowhere” in “two”" in result.findings[1].message
    check_structure(result.pdf)
    assert ap.check_pdf(result.pdf, profile="screen") == ()
    assert "P: See the missing one and [Link: two]." in structure_text(result.pdf)
    with opened(result.pdf) as document:
        aims = {words: aim for _, words, aim in link_targets(document)}
    assert aims["two"] == "two"
    assert "the missing one" not in aims


# ------------------------------------------------------------------ outline


def test_the_outline_has_groups_parts_and_headings():
    parts = [Part(name=it.name, pdf=it.pdf, title="Not told twice") for it in stories()]
    groups = [Group(title="World", parts=NAMES[:2]), Group(title=None, parts=NAMES[2:])]

    with opened(join(parts[0], parts, page_after_page(*parts), groups).pdf) as document:
        found = outline(document)
        closed = int(document.Root.Outlines.First.First.Count)
        numbers = [destinations(document)[name][0] for name in NAMES]
        places = [destinations(document)[f"{name}/place"][0] for name in NAMES]

    entries = [(name, numbers[index], [("Place", places[index])]) for index, name in enumerate(NAMES)]
    assert found == [("World", 0, entries[:2]), *entries[2:]]
    assert closed == -1


def test_a_part_without_an_outline_has_its_title_there():
    one, two = part("one"), part("two")
    with opened(two.pdf) as document:
        del document.Root["/Outlines"]
        output = io.BytesIO()
        document.save(output)
    pages = page_after_page(one, two)
    titled = Part(name="two", pdf=output.getvalue(), title="شماره")
    silent = Part(name="two", pdf=output.getvalue())

    with opened(join(one, [titled], pages, in_one_group(titled)).pdf) as document:
        assert outline(document)[-1] == ("شماره", 1)
    with opened(join(one, [silent], pages, in_one_group(silent)).pdf) as document:
        assert len(outline(document)) == 1


def test_entries_of_placed_parts_lead_to_the_page():
    with opened(newspaper()) as document:
        assert [entry[:2] for entry in outline(document)] == [("paper", 0), ("World", 0), ("gamma", 0), ("delta", 0)]


# ------------------------------------------------------------------ what is shared


def test_what_parts_have_alike_is_stored_once():
    one = part("one", STORY.format("one", "two", "one"))
    two = Part(name="two", pdf=one.pdf)

    pdf = join(one, [two], page_after_page(one, two), in_one_group(one, two)).pdf

    def streams(data: bytes) -> int:
        with opened(data) as document:
            return sum(
                isinstance(it, pikepdf.Stream) and str(it.get("/Type")) not in ("/XRef", "/ObjStm")
                for it in document.objects
            )

    assert streams(pdf) == streams(one.pdf)


def test_a_profile_of_a_press_is_there_once():
    parts = stories("press")

    with opened(digest("press")) as document:
        assert len(document.Root.OutputIntents) == 1
    assert len(digest("press")) < len(parts[0].pdf) * 1.5


@pytest.mark.parametrize("made", [digest, newspaper], ids=["pages", "frames"])
def test_subsets_of_one_face_have_names_of_their_own(made):
    with opened(made()) as document:
        fonts = {font.objgen: font for sheet in document.pages for font in sheet.obj.Resources.Font.values()}
        programs: dict[str, set] = {}
        for font in fonts.values():
            (descendant,) = font.DescendantFonts
            assert font.BaseFont == descendant.BaseFont == descendant.FontDescriptor.FontName
            assert re.match("/[A-Z]{6}[+]", str(font.BaseFont))
            programs.setdefault(str(font.BaseFont), set()).add(descendant.FontDescriptor.FontFile2.objgen)
    faces = [name.partition("+")[2] for name in programs]
    assert max(map(faces.count, faces)) > 1
    assert {name: len(found) for name, found in programs.items()} == dict.fromkeys(programs, 1)


def test_sources_of_all_parts_are_attached_under_their_own_names(tmp_path):
    def article(name: str, file: str) -> Part:
        folder = tmp_path / name
        folder.mkdir()
        (folder / file).write_text(f"---\ntitle: {name}\nlang: en\n---\n\nText.\n", encoding="utf-8")
        rendered = ap.render_article(ap.load_article(folder / file), settings=ap.Settings(profile="archive"))
        return Part(name=name, pdf=rendered.pdf)

    parts = [article("one", "article.md"), article("two", "article.md"), article("three", "own.md")]

    pdf = join(parts[0], parts, page_after_page(*parts), in_one_group(*parts)).pdf

    with opened(pdf) as document:
        found = pairs(document.Root.Names.EmbeddedFiles, "/Names")
        assert {name: it.EF.F.read_bytes().split()[2].decode() for name, it in found.items()} == {
            "one-article.md": "one",
            "own.md": "three",
            "two-article.md": "two",
        }
        assert all(str(it.F) == str(it.UF) == name for name, it in found.items())
        assert sorted(str(it.UF) for it in document.Root.AF) == sorted(found)
    assert ap.check_pdf(pdf, profile="archive") == ()


# ------------------------------------------------------------------ bytes


def test_the_same_parts_give_the_same_bytes_whatever_the_hash_seed(tmp_path):
    (tmp_path / "part.pdf").write_bytes(stories()[1].pdf)
    (tmp_path / "paper.pdf").write_bytes(base().pdf)
    program = (
        "import sys, hashlib; from afgazad_pdf.press.joining import *; "
        "a, b = (Part(name=n, pdf=open(f'{sys.argv[1]}/{n}.pdf', 'rb').read()) for n in ('paper', 'part')); "
        "made = join(a, [b], [JoinedPage(base=Placed('paper', 0), placed=(Placed('part', 0),))], "
        "[Group(title=None, parts=('part',))]); print(hashlib.sha256(made.pdf).hexdigest())"
    )

    def run(seed: str) -> str:
        command = [sys.executable, "-c", program, str(tmp_path)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    assert run("1") == run("2")


def test_the_identifier_is_that_of_the_content():
    one, two = part("one"), part("two")
    pages = page_after_page(one, two)

    made = [join(one, [two], order, in_one_group(one, two)).pdf for order in (pages, pages, pages[::-1])]

    identifiers = []
    for pdf in made:
        with opened(pdf) as document:
            first, second = (bytes(it) for it in document.trailer.ID)
            assert first == second
            identifiers.append(first)
    assert made[0] == made[1]
    assert identifiers[0] != identifiers[2]


def test_a_written_file_is_the_whole(tmp_path):
    one = part("one")
    result = join(one, [], page_after_page(one), [])

    assert result.write(tmp_path / "whole.pdf").read_bytes() == result.pdf


# ------------------------------------------------------------------ any arrangement


def pieces() -> list[tuple[str, int]]:
    return [(name, index) for name, count in counted(*stories()).items() for index in range(count)]


@st.composite
def arrangements(draw: st.DrawFn) -> list[JoinedPage]:
    """All pages of all stories, in any order, some placed on others, anywhere on A4 with the base page's own size."""
    order = draw(st.permutations(pieces()))
    pages: list[JoinedPage] = []
    for name, index in order:
        place = Placed(name, index, draw(st.integers(-50, 300)), draw(st.integers(-50, 300)))
        if pages and draw(st.booleans()):
            last = pages.pop()
            pages.append(JoinedPage(base=last.base, placed=(*last.placed, place)))
        else:
            pages.append(JoinedPage(base=place))
    return pages


@given(pages=arrangements(), order=st.permutations(NAMES), catalog=st.sampled_from(range(4)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_arrangement_nothing_is_lost(pages, order, catalog):
    parts = stories()

    pdf = join(parts[catalog], parts, pages, [Group(title=None, parts=tuple(order))]).pdf

    check_structure(pdf)
    where = {(it.part, it.page): number for number, page in enumerate(pages) for it in page.pieces}
    with opened(pdf) as document:
        found = destinations(document)
        for item in parts:
            assert found[item.name][0] == where[item.name, 0]
            with opened(item.pdf) as given:
                own = destinations(given)["place"][0]
            assert found[f"{item.name}/place"][0] == where[item.name, own]
        aims = [aim for _, told, aim in link_targets(document) if told in ("home", "there")]
        assert sorted(aims) == sorted(2 * [f"{name}/place" for name in NAMES])
    notes = [it.text() for it in read_structure(pdf).walk() if it.role == "Note"]
    assert notes == [it.text() for part in _ordered(parts, order) for it in _notes(part)]
    assert _letters(pdf) == "".join(_letters(part.pdf) for part in _ordered(parts, order))


def _ordered(parts: list[Part], order: tuple[str, ...]) -> list[Part]:
    return [next(item for item in parts if item.name == name) for name in order]


def _letters(pdf: bytes) -> str:
    """All that is read, without spaces, which depend on what stands beside."""
    return "".join(read_structure(pdf).text().split())


def _notes(item: Part) -> list:
    return [it for it in read_structure(item.pdf).walk() if it.role == "Note"]


# ------------------------------------------------------------------ what cannot be joined


def test_what_cannot_be_read_is_told_with_the_part():
    one = part("one")
    for data, told in ((b"", "the file is empty"), (b"no PDF", "is not a PDF")):
        broken = Part(name="broken", pdf=data)
        with pytest.raises(ap.DocumentError, match=f"broken: .*{told}"):
            join(one, [broken], page_after_page(one), in_one_group(broken))


def test_damaged_parts_are_told():
    one, two = part("one"), part("two")
    pages, groups = page_after_page(one, two), in_one_group(two)
    cut = Part(name="two", pdf=two.pdf[: len(two.pdf) // 2])
    with pytest.raises(ap.DocumentError, match=r"^two: the PDF is damaged"):
        join(one, [cut], pages, groups)

    start = two.pdf.index(b"stream\n") + 60
    garbled = Part(name="two", pdf=two.pdf[:start] + bytes(9) + two.pdf[start + 9 :])
    frames = [JoinedPage(base=Placed("one", 0), placed=(Placed("two", 0),))]
    with pytest.raises(ap.DocumentError, match=r"a part is damaged|the PDF of the part is damaged"):
        join(one, [garbled], frames, groups)


def test_parts_with_and_without_tags_do_not_mix():
    one = part("one")
    printed = Part(name="printed", pdf=article_pdf("printed", "Words.", profile="press"))

    with pytest.raises(ap.DocumentError, match="printed: the part is not tagged, while “one” is"):
        join(one, [printed], page_after_page(one, printed), in_one_group(printed))
    with pytest.raises(ap.DocumentError, match="one: the part is tagged, while “printed” is not"):
        join(printed, [one], page_after_page(one, printed), in_one_group(one))


def test_the_order_of_the_whole_is_checked():
    one, two = part("one"), part("two")
    pages, groups = page_after_page(one, two), in_one_group(one, two)
    faults = {
        "of the part “two” is not used": lambda: join(one, [two], pages[:1], groups),
        "of the part “one” is used 2 times": lambda: join(one, [two], [*pages, pages[0]], groups),
        "there is no part “three”": lambda: join(one, [two], [*pages, JoinedPage(base=Placed("three", 0))], groups),
        "has 1 pages, none with the index 1": lambda: join(
            one, [two], [*pages, JoinedPage(base=Placed("two", 1))], groups
        ),
        "“two” stands in no group": lambda: join(one, [two], pages, []),
        "“one” stands in 2 groups": lambda: join(one, [two], pages, [*groups, Group(title="T", parts=("one",))]),
        "there is no part “x”": lambda: join(one, [two], pages, [Group(title="T", parts=("x",))]),
        "2 parts have the name “one”": lambda: join(one, [Part(name="one", pdf=two.pdf)], pages, groups),
        "a whole needs a page": lambda: join(one, [], [], []),
        "cannot be the name of a part": lambda: join(Part(name="a/b", pdf=one.pdf), [], pages, groups),
    }

    for told, action in faults.items():
        with pytest.raises(ValueError, match=told):
            action()


def test_parts_are_not_changed_by_joining():
    parts = stories()
    before = [hashlib.sha256(item.pdf).digest() for item in parts]

    join(parts[0], parts, page_after_page(*parts), in_one_group(*parts))

    assert [hashlib.sha256(item.pdf).digest() for item in parts] == before
