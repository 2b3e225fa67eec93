"""Content streams and resources of pages that share a page, and what is stored once."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from afgazad_pdf.press.joining import Group, JoinedPage, Part, Placed, join
from afgazad_pdf.press.joining.contents import goes_beyond, numbers_end, resources_used, rewritten
from afgazad_pdf.press.joining.storage import Storage, end_plainly

from .whole import PLAIN_FONT, check_structure, drawn, elements, kids, opened, page_content, pairs

NAMES = {
    ("Font", "F"): "F.1",
    ("ExtGState", "F"): "G.2",
    ("XObject", "X"): "X.1",
    ("ColorSpace", "C"): "C.1",
    ("Pattern", "P"): "P.1",
    ("Shading", "S"): "S.1",
    ("Properties", "M"): "M.1",
}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("/F 12 Tf", "/F.1 12 Tf"),
        ("/F\n12.5\nTf", "/F.1\n12.5\nTf"),
        ("/F gs", "/G.2 gs"),
        ("/FF 12 Tf /F1 gs", "/FF 12 Tf /F1 gs"),
        ("/X Do/C cs /C CS", "/X.1 Do/C.1 cs /C.1 CS"),
        ("/P scn .1 .2 /P SCN", "/P.1 scn .1 .2 /P.1 SCN"),
        ("/S sh /S ri /X Dogs", "/S.1 sh /S ri /X Dogs"),
        ("/P <</MCID 3>> BDC", "/P <</MCID 10>> BDC"),
        ("/M/M BDC /P /M DP", "/M/M.1 BDC /P /M.1 DP"),
        ("/Artifact <</MCID  0/Type/F>> BDC <2f46> Tj", "/Artifact <</MCID  7/Type/F>> BDC <2f46> Tj"),
        ("/MCID 5 Tf /P/MCID BDC", "/MCID 5 Tf /P/MCID BDC"),
        ("[/F 12] 0 d 12 w", "[/F 12] 0 d 12 w"),
    ],
)
def test_names_and_numbers_are_rewritten_where_they_are_meant(content, expected):
    assert not goes_beyond(content.encode())
    assert rewritten(content.encode(), NAMES, 7) == expected.encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"(/F 12 Tf \\) /X Do) Tj /F 12 Tf", b"(/F 12 Tf \\) /X Do) Tj\n/F.1 12 Tf"),
        (b"% /F 12 Tf\n/F 12 Tf", b"/F.1 12 Tf"),
        (b"/P <</MCID 3/E (/MCID 3)>> BDC (a) Tj EMC", b"/P << /E (/MCID 3) /MCID 10 >> BDC\n(a) Tj\nEMC"),
        (b"/P <</Lang (en)/MCID 3>> BDC /F 1 Tf EMC", b"/P << /Lang (en) /MCID 10 >> BDC\n/F.1 1 Tf\nEMC"),
        (b"/#46 12 Tf", b"/F.1 12 Tf"),
        (b"/M (x) Tj /P /M BDC", b"/M (x) Tj\n/P /M.1 BDC"),
    ],
)
def test_strings_comments_and_escapes_are_no_names(content, expected):
    assert goes_beyond(content)
    assert rewritten(content, NAMES, 7) == expected


def test_an_inline_image_stays_as_it_is():
    content = b"q BI /W 1 /H 1 /BPC 8 /CS /G ID /X Do \nEI Q /X Do"

    assert goes_beyond(content)
    made = rewritten(content, NAMES, 7)
    assert b"/X Do \nEI" in made
    assert made.endswith(b"/X.1 Do")


def test_nothing_is_taken_apart_where_nothing_changes():
    content = b"% as it is\n/F 12 Tf"

    assert rewritten(content, {("Font", "F"): "F"}, 0) is content


TOKENS = st.sampled_from(
    [
        "q",
        "Q",
        "EMC",
        "BT",
        "ET",
        "/F 12 Tf",
        "/F gs",
        "/X Do",
        "/C cs",
        ".5 /P scn",
        "/S sh",
        "/P <</MCID 3>> BDC",
        "/P /M BDC",
        "<2f46> Tj",
        "[<0041>3<42>] TJ",
        "/P BMC",
        "1 0 0 1 5 6 cm",
        "/F ri",
    ]
)


@given(st.lists(TOKENS, max_size=20), st.integers(0, 500))
def test_both_ways_to_rewrite_agree(tokens, shift):
    content = "\n".join(tokens).encode()
    with_comment = b"% comment\n" + content

    assert resources_used(content) == resources_used(with_comment)
    quick, thorough = (instructions(rewritten(it, NAMES, shift)) for it in (content, with_comment))
    assert quick == thorough


def instructions(content: bytes) -> list[tuple[list[str], str]]:
    with pikepdf.new() as pdf:
        parsed = pikepdf.parse_content_stream(pdf.make_stream(content))
        return [([repr(it) for it in each.operands], str(each.operator)) for each in parsed]


def test_the_end_of_numbers_is_behind_the_greatest():
    assert numbers_end(b"/P <</MCID 3>> BDC EMC /P <</MCID 11 >> BDC EMC") == 12
    assert numbers_end(b"q Q") == 0


# ------------------------------------------------------------------ pages on pages


def joined_frames(base: bytes, *frames: bytes, left: float = 10, top: float = 20) -> pikepdf.Pdf:
    """Frames over a page, each at the same place."""
    parts = [Part(name=f"frame-{number}", pdf=data) for number, data in enumerate(frames)]
    page = JoinedPage(base=Placed("base", 0), placed=tuple(Placed(it.name, 0, left, top) for it in parts))
    groups = [Group(title=None, parts=tuple(it.name for it in parts))]
    return opened(join(Part(name="base", pdf=base), parts, [page], groups).pdf)


def test_resources_of_one_name_are_kept_apart_and_like_ones_shared():
    def fonts(base_font: str) -> dict:
        return {
            "/Font": {
                "/F1": PLAIN_FONT,
                "/F2": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(base_font)),
            }
        }

    text = b"BT /F1 9 Tf <41> Tj /F2 9 Tf <42> Tj ET"

    document = joined_frames(
        drawn(text, fonts("/Times-Roman")), drawn(text, fonts("/Courier")), drawn(text, fonts("/Symbol"))
    )

    page = document.pages[0]
    assert {name: str(font.BaseFont) for name, font in page.obj.Resources.Font.items()} == {
        "/F1": "/Helvetica",
        "/F2": "/Times-Roman",
        "/F2.1": "/Courier",
        "/F2.2": "/Symbol",
    }
    assert re.findall(rb"/(\S+) 9 Tf", page_content(page)) == [b"F1", b"F2", b"F1", b"F2.1", b"F1", b"F2.2"]


def test_resources_that_a_frame_does_not_use_stay_out():
    states = {"/ExtGState": {"/used": Dictionary(ca=0.5), "/unused": Dictionary(ca=0.1)}}

    document = joined_frames(drawn(b"q Q"), drawn(b"/used gs 0 0 9 9 re f", states))

    assert list(document.pages[0].obj.Resources.ExtGState.keys()) == ["/used"]


def test_a_frame_is_moved_and_cut_at_its_media_box_and_nothing_of_the_base_page_reaches_it():
    base = drawn(b"2 0 0 2 0 0 cm 1 0 0 rg", box=(0, 0, 300, 400))
    frame = drawn(b"0 0 999 999 re f", box=(-5, -5, 100, 50))

    document = joined_frames(base, frame, left=10, top=20)

    lines = page_content(document.pages[0]).split(b"\n")
    begin = lines.index(b"Q")
    assert lines[0] == b"q"
    # The corner at (-5, 50) comes to (10, 380).
    assert [line for line in lines[begin + 1 :] if line] == [
        b"q",
        b"1 0 0 1 15 330 cm",
        b"-5 -5 105 55 re W n",
        b"0 0 999 999 re f",
        b"Q",
    ]


def test_the_group_of_a_frame_becomes_that_of_a_page_without_one():
    def with_group(space: str) -> bytes:
        with opened(drawn(b"q Q")) as pdf:
            pdf.pages[0].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name(space))
            return saved(pdf)

    one = joined_frames(drawn(b"q Q"), with_group("/DeviceCMYK"))
    assert str(one.pages[0].obj.Group.CS) == "/DeviceCMYK"
    both = joined_frames(with_group("/DeviceGray"), with_group("/DeviceCMYK"))
    assert str(both.pages[0].obj.Group.CS) == "/DeviceGray"


def test_pages_inherit_before_they_leave_their_tree():
    with opened(drawn(b"q Q", box=(0, 0, 321, 123))) as pdf:
        pdf.Root.Pages.MediaBox = pdf.pages[0].obj.MediaBox
        del pdf.pages[0].obj["/MediaBox"]
        data = saved(pdf)

    pages = [JoinedPage(base=Placed(name, 0)) for name in ("one", "two")]
    made = join(Part(name="one", pdf=data), [Part(name="two", pdf=data)], pages, [Group(title=None, parts=("two",))])

    with opened(made.pdf) as document:
        assert [[int(edge) for edge in page.obj.MediaBox] for page in document.pages] == [[0, 0, 321, 123]] * 2


def saved(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    pdf.save(output, static_id=True)
    return output.getvalue()


# ------------------------------------------------------------------ tags made by hand


def tagged(*, role_map: str = "/P", headers: bool = False, form: bool = False) -> bytes:
    """A page with a table of one header and one cell, whose words may stand in a form."""
    words = b"/TH <</MCID 0>> BDC EMC /TD <</MCID 2>> BDC EMC"
    with opened(drawn(b"/Form Do" if form else words)) as pdf:
        page = pdf.pages[0].obj
        if form:
            drawing = pdf.make_stream(words)
            drawing.Subtype, drawing.BBox = Name.Form, Array([0, 0, 9, 9])
            page.Resources.XObject = Dictionary({"/Form": drawing})
        page.StructParents = 0
        root, table = (
            pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot)),
            pdf.make_indirect(Dictionary(S=Name.Cells)),
        )
        cells = [
            pdf.make_indirect(Dictionary(S=Name.TH, P=table, K=0, Pg=page, ID=String("head"))),
            pdf.make_indirect(Dictionary(S=Name.TD, P=table, Pg=page, C=Name.Wide)),
        ]
        cells[1].K = Array([Dictionary(Type=Name.MCR, MCID=2)])
        if headers:
            cells[1].A = Dictionary(O=Name.Table, Headers=Array([String("head")]))
        table.K, table.P = Array(cells), root
        root.K = table
        root.RoleMap = Dictionary(Cells=Name(role_map))
        root.ClassMap = Dictionary(Wide=Dictionary(O=Name.Layout, Width=len(role_map)))
        root.ParentTree = Dictionary(Nums=Array([0, Array([cells[0], None, cells[1]])]))
        pdf.Root.StructTreeRoot, pdf.Root.Lang = root, String("en")
        return saved(pdf)


@pytest.mark.parametrize("form", [False, True], ids=["page", "form"])
def test_numbers_of_marked_content_go_on_where_a_page_has_several(form):
    document = joined_frames(tagged(form=form), tagged(form=form), tagged(form=form))

    page = document.pages[0]
    content = page_content(page)
    if form:
        forms = [page.obj.Resources.XObject[f"/{name.decode()}"] for name in re.findall(rb"/(\S+) Do", content)]
        content = b"\n".join(it.read_bytes() for it in forms)
    assert [int(it) for it in re.findall(rb"/MCID (\d+)", content)] == [0, 2, 3, 5, 6, 8]
    parents = pairs(document.Root.StructTreeRoot.ParentTree)[0]
    roles = [None if it is None else str(it.S) for it in parents]
    assert roles == ["/TH", None, "/TD"] * 3
    named = []
    for element in elements(document.Root.StructTreeRoot.K):
        named += [
            it if isinstance(it, int) else int(it.MCID)
            for it in kids(element)
            if not hasattr(it, "S") or "/S" not in it
        ]
    assert named == [0, 2, 3, 5, 6, 8]


def test_headers_of_cells_name_the_header_of_their_own_part():
    document = joined_frames(tagged(), tagged(headers=True), tagged(headers=True))

    cells = [it for it in elements(document.Root.StructTreeRoot.K) if "/A" in it]
    assert [str(it.A.Headers[0]) for it in cells] == ["frame-0/head", "frame-1/head"]
    assert sorted(pairs(document.Root.StructTreeRoot.IDTree, "/Names")) == ["base/head", "frame-0/head", "frame-1/head"]


def test_roles_and_classes_that_mean_something_else_get_another_name():
    document = joined_frames(tagged(), tagged(), tagged(role_map="/Table"))

    root = document.Root.StructTreeRoot
    assert {name: str(role) for name, role in root.RoleMap.items()} == {"/Cells": "/P", "/frame-1.Cells": "/Table"}
    assert {name: int(it.Width) for name, it in root.ClassMap.items()} == {"/Wide": 2, "/frame-1.Wide": 6}
    assert [str(it.S) for it in elements(root.K) if "Cells" in str(it.S)] == ["/Cells", "/Cells", "/frame-1.Cells"]
    assert [str(it.C) for it in elements(root.K) if "/C" in it] == ["/Wide", "/Wide", "/frame-1.Wide"]


def test_tags_made_by_hand_hold_together():
    check_structure(saved(joined_frames(tagged(headers=True), tagged(headers=True))))


# ------------------------------------------------------------------ storage


def test_like_objects_become_one_down_to_their_streams():
    with pikepdf.new() as pdf:

        def font(data: bytes) -> pikepdf.Object:
            return pdf.make_indirect(Dictionary(Type=Name.Font, File=pdf.make_stream(data), Widths=Array([1, 2])))

        one, like, other = font(b"abc"), font(b"abc"), font(b"abd")
        storage = Storage(pdf)

        assert storage.settle(one).objgen == one.objgen
        assert storage.settle(like).objgen == one.objgen
        assert storage.settle(other).objgen == other.objgen
        first, second = Dictionary(F=like), Dictionary(F=one)
        storage.settle_entries(first, "/F", "/Missing")
        assert first.F.objgen == second.F.objgen


def test_strings_that_look_like_references_and_circles_are_kept_apart():
    with pikepdf.new() as pdf:
        streams = [pdf.make_stream(data) for data in (b"a", b"b")]
        looks = pdf.make_indirect(Array([String(f"{streams[0].objgen[0]} 0 R"), streams[1]]))
        refers = pdf.make_indirect(Array([streams[0], streams[1]]))
        circles = [pdf.make_indirect(Dictionary(Type=Name.Circle)) for _ in range(2)]
        for circle in circles:
            circle.Self = circle
        storage = Storage(pdf)

        settled = [storage.settle(it).objgen for it in (looks, refers, *circles)]

        assert len(set(settled)) == 4


def test_forms_with_places_of_their_own_in_the_structure_are_two():
    with pikepdf.new() as pdf:
        forms = [pdf.make_stream(b"q Q", StructParents=1, Subtype=Name.Form) for _ in range(2)]
        storage = Storage(pdf)

        assert len({storage.settle(it).objgen for it in forms}) == 2


def ending_in_return() -> bytes:
    """Content whose compressed form ends in a carriage return."""
    return next(data for data in (b"%d w\n" % number for number in range(9999)) if zlib.compress(data).endswith(b"\r"))


@pytest.mark.parametrize("parameters", [None, Dictionary(Predictor=1)], ids=["plain", "parameters"])
def test_no_stream_ends_so_that_its_length_can_be_misread(parameters):
    content = ending_in_return()
    with opened(drawn(b"")) as pdf:
        stream = pdf.make_stream(zlib.compress(content), Filter=Name.FlateDecode)
        if parameters is not None:
            stream.DecodeParms = parameters
        pdf.pages[0].obj.Contents = stream
        given = saved_as_it_is(pdf)
    assert b"\r\nendstream" in given

    page = [JoinedPage(base=Placed("one", 0))]
    made = join(Part(name="one", pdf=given), [], page, []).pdf

    assert b"\r\nendstream" not in made
    with opened(made) as document:
        assert document.pages[0].obj.Contents.read_bytes() == content
        assert [str(it) for it in document.pages[0].obj.Contents.Filter] == ["/FlateDecode", "/FlateDecode"]


def saved_as_it_is(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    options = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
    pdf.save(output, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, **options)
    return output.getvalue()


def test_data_without_a_filter_get_one_where_they_end_badly():
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"q Q\r")

        assert not end_plainly(stream).endswith(b"\r")
        assert stream.read_bytes() == b"q Q\r"
