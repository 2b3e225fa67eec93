"""Imposition: sheets folded and read again, colour to the edge of the bleed, creep measured, files that cannot be used."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

import afgazad_pdf as ap
from afgazad_pdf.press.imposition.order import Place, Sheet, folded, section_sizes, side_by_side, with_blanks

MM = 72 / 25.4
A5 = 148 * MM, 210 * MM
BLEED = 3 * MM
DPI = 72
RED, GREEN = (230, 30, 30), (30, 180, 30)
WHITE = (255, 255, 255)


def document(pages, *, size=A5, bleed=BLEED, right=True, rotate=0, origin=(0.0, 0.0), unit=1.0, change=None) -> bytes:
    """A PDF whose odd pages are red and whose even pages are green to the edge of the bleed, with `p7` on page 7."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    width, height = (side / unit for side in (size if rotate % 180 == 0 else size[::-1]))
    left, bottom = origin
    bleed /= unit
    outer = [left - bleed, bottom - bleed, left + width + bleed, bottom + height + bleed]
    for number in range(1, pages + 1):
        colour = " ".join(str(value / 255) for value in (RED if number % 2 else GREEN))
        area = f"{outer[0] - 50} {outer[1] - 50} {width + 2 * bleed + 100} {height + 2 * bleed + 100}"
        words = f"BT /F 40 Tf {left + width / 3} {bottom + height / 2} Td (p{number}) Tj ET"
        content = f"q {colour} rg {area} re f Q {words}"
        pdf.pages.append(
            pikepdf.Page(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=Array([outer[0] - 20, outer[1] - 20, outer[2] + 20, outer[3] + 20]),
                        BleedBox=Array(outer),
                        TrimBox=Array([left, bottom, left + width, bottom + height]),
                        Rotate=rotate,
                        UserUnit=unit,
                        Resources=Dictionary(Font=Dictionary(F=font)),
                        Contents=pdf.make_stream(content.encode()),
                    )
                )
            )
        )
    if right:
        pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
        pdf.Root.Lang = pikepdf.String("fa-AF")
    if change is not None:
        change(pdf)
    output = io.BytesIO()
    pdf.save(output, deterministic_id=True)
    return output.getvalue()


def imposed(pages, *, given=None, **choices) -> ap.Imposed:
    return ap.impose_pdf(given or document(pages), ap.Imposition(**choices))


def opened(result: ap.Imposed) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(result.pdf))


# ------------------------------------------------------------------ folding paper


def turned_sideways(leaf):
    up, down = leaf
    return down, up


def turned_upwards(leaf):
    (up, up_rotation), (down, down_rotation) = leaf
    return (down, (down_rotation + 180) % 360), (up, (up_rotation + 180) % 360)


def cells(sheet: Sheet, turn: str) -> dict:
    """By column and row, the leaf that lies there: what is on its upper and, seen after a sideways turn, lower face."""
    rows = 1 + max(place.row for place in sheet.front)
    found = {}
    for place in sheet.front:
        if turn == "sideways":
            behind, more = (1 - place.column, place.row), 0
        else:
            behind, more = (place.column, rows - 1 - place.row), 180
        (back,) = (other for other in sheet.back if (other.column, other.row) == behind)
        found[place.column, place.row] = (place.page, place.rotation), (back.page, (back.rotation + more) % 360)
    return found


def pile(sheet: Sheet, turn: str, binding: str) -> list:
    """The leaves of a sheet that is folded, from the front of the book to its back."""
    leaves = cells(sheet, turn)
    columns = {}
    for column in (0, 1):
        top_down = [leaves[column, row] for row in range(len(leaves) // 2)]
        columns[column] = [top_down[-1], *(turned_upwards(leaf) for leaf in top_down[:-1])]
    near, far = (columns[0], columns[1]) if binding == "right" else (columns[1], columns[0])
    return [*near, *(turned_sideways(leaf) for leaf in reversed(far))]


def read(sheets, turn: str, binding: str) -> list:
    """The pages of a book with their rotations, in the order in which a reader meets them."""
    sections: dict[int, list] = {}
    for sheet in sheets:
        sections.setdefault(sheet.section, []).append(pile(sheet, turn, binding))
    book = []
    for sheets_of_section in sections.values():
        nest: list = []
        for leaves in reversed(sheets_of_section):
            middle = len(leaves) // 2
            nest = [*leaves[:middle], *nest, *leaves[middle:]]
        book += nest
    return [face for leaf in book for face in leaf]


@given(
    pages=st.integers(1, 200),
    binding=st.sampled_from(["left", "right"]),
    turn=st.sampled_from(["sideways", "upwards"]),
    folds=st.sampled_from([1, 2]),
    sheets_of_section=st.none() | st.integers(1, 6),
    blanks=st.sampled_from(["end", "before-back-cover"]),
)
def test_folded_sheets_read_from_the_first_page_to_the_last(pages, binding, turn, folds, sheets_of_section, blanks):
    section = None if sheets_of_section is None else sheets_of_section * 4 * folds

    sheets = folded(pages, binding=binding, turn=turn, section=section, folds=folds, blanks=blanks)

    assert read(sheets, turn, binding) == [(page, 0) for page in with_blanks(pages, 4 * folds, blanks)]
    assert all(len({place.depth for place in side if place.row == 0}) == 1 for sheet in sheets for side in sheet.sides)


@pytest.mark.parametrize("binding", ["left", "right"])
@pytest.mark.parametrize("pages", range(1, 41))
def test_every_booklet_up_to_forty_pages(pages, binding):
    for turn in ("sideways", "upwards"):
        for section in (None, 16):
            sheets = folded(pages, binding=binding, turn=turn, section=section)
            numbers = [page for page, _ in read(sheets, turn, binding)]

            assert [page for page in numbers if page is not None] == list(range(1, pages + 1))
            assert len(numbers) == -(-pages // 4) * 4


def pages_of(side) -> list:
    return [place.page for place in side]


def test_the_order_of_eight_pages():
    def sides(**choices):
        return [pages_of(side) for sheet in folded(8, **choices) for side in sheet.sides]

    assert sides(binding="right") == [[1, 8], [7, 2], [3, 6], [5, 4]]
    assert sides(binding="left") == [[8, 1], [2, 7], [6, 3], [4, 5]]
    assert sides(binding="right", turn="upwards") == [[1, 8], [2, 7], [3, 6], [4, 5]]
    assert sides(binding="left", folds=2) == [[5, 4, 8, 1], [3, 6, 2, 7]]  # a quarto as binders know it


def test_a_short_section_stands_before_the_last():
    assert section_sizes(64, 16) == (16, 16, 16, 16)
    assert section_sizes(40, 16) == (16, 8, 16)
    assert section_sizes(12, 16) == (12,)


def test_blank_pages():
    assert with_blanks(5, 8) == (1, 2, 3, 4, 5, None, None, None)
    assert with_blanks(5, 8, "before-back-cover") == (1, 2, 3, 4, None, None, None, 5)
    assert with_blanks(1, 4, "before-back-cover") == (1, None, None, None)


def test_depth_counts_from_the_outside_of_each_section():
    deep = [(sheet.section, sheet.front[0].depth) for sheet in folded(24, binding="right", section=16)]

    assert deep == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (1, 3)]


def test_proofs_read_from_the_side_of_the_binding():
    right, left = (side_by_side(5, columns=2, rows=2, binding=binding) for binding in ("right", "left"))

    assert [pages_of(sheet.front) for sheet in right] == [[2, 1, 4, 3], [None, 5, None, None]]
    assert [pages_of(sheet.front) for sheet in left] == [[1, 2, 3, 4], [5, None, None, None]]
    assert {sheet.back for sheet in (*right, *left)} == {None}


@pytest.mark.parametrize("choices", [{"section": 6}, {"section": 4, "folds": 2}, {"section": 0}])
def test_sections_that_cannot_be_folded(choices):
    with pytest.raises(ValueError, match="a section has"):
        folded(8, binding="left", **choices)
    with pytest.raises(ValueError, match="at least one page"):
        folded(0, binding="left")
    with pytest.raises(ValueError, match="at least one page"):
        side_by_side(0, columns=2, rows=1, binding="left")


# ------------------------------------------------------------------ reading the sheets back


def words_on(result: ap.Imposed) -> list[dict[int, tuple[float, float, int]]]:
    """For each side, by page number, where its word begins in pt and how it is turned."""
    output = io.BytesIO()
    with opened(result) as pdf:
        del pdf.Root.ViewerPreferences  # PDFium turns the letters of words round in files that read from the right
        pdf.save(output)
    found = []
    for page in pypdfium2.PdfDocument(output.getvalue()):
        text = page.get_textpage()
        words = {}
        for match in re.finditer(r"p(\d+)", text.get_text_range()):
            first, second = (text.get_charbox(index) for index in (match.start(), match.start() + 1))
            turned = first[0] > second[0]
            words[int(match[1])] = (first[2] if turned else first[0], (first[1] + first[3]) / 2, 180 if turned else 0)
        found.append(words)
    return found


def sheets_on_paper(result: ap.Imposed) -> list[Sheet]:
    """The sheets as the PDF shows them, with nothing taken from the arithmetic but how they are sorted."""
    rows = 1 + max(place.row for place in result.sheets[0].front)
    sides = []
    with opened(result) as pdf:
        for page, words in zip(pdf.pages, words_on(result), strict=True):
            left, bottom, right, top = map(float, page.trimbox)
            places = {(column, row): (None, 0) for column in (0, 1) for row in range(rows)}
            for number, (x, y, rotation) in words.items():
                places[int(x > (left + right) / 2), int((top - y) / ((top - bottom) / rows))] = (number, rotation)
            sides.append(
                tuple(
                    Place(page=number, column=column, row=row, rotation=rotation)
                    for (column, row), (number, rotation) in places.items()
                )
            )
    return [
        replace(sheet, front=front, back=back)
        for sheet, front, back in zip(result.sheets, sides[::2], sides[1::2], strict=True)
    ]


@pytest.mark.parametrize("binding", ["left", "right"])
@pytest.mark.parametrize("duplex", ["short-edge", "long-edge"])
@pytest.mark.parametrize(
    ("pages", "choices"),
    [(1, {}), (4, {}), (7, {}), (13, {}), (20, {"layout": "signatures", "signature": 8}), (11, {"folds": 2})],
    ids=lambda value: str(value),
)
def test_printed_sheets_read_in_order(pages, choices, duplex, binding):
    result = imposed(pages, binding=binding, duplex=duplex, **choices)
    with opened(result) as pdf:
        _, _, width, height = map(float, pdf.pages[0].mediabox)
    turn = "sideways" if (width > height) == (duplex == "short-edge") else "upwards"

    faces = read(sheets_on_paper(result), turn, binding)

    printed = [face for face in faces if face[0] is not None]
    # A blank face has no word to tell its rotation by.
    assert printed == [(page, 0) for page in range(1, pages + 1)]
    assert [page for page, _ in faces][:pages] == list(range(1, pages + 1))


def test_the_direction_of_the_document_binds_it():
    assert imposed(4).binding == "right"
    assert imposed(4, given=document(4, right=False)).binding == "left"
    assert imposed(4, binding="left").binding == "left"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pages_are_placed_as_they_are_seen(rotate):
    result = imposed(2, given=document(2, rotate=rotate, origin=(31.5, -20.0), unit=1.5), layout="2-up", marks=False)
    with opened(result) as pdf:
        trim = [float(edge) for edge in pdf.pages[0].TrimBox]
        assert trim == pytest.approx([BLEED, BLEED, BLEED + 2 * A5[0], BLEED + A5[1]], abs=0.01)
    picture = picture_of(result)
    width, height = A5
    for x, colour in ((-0.8, GREEN), (0.5, GREEN), (width - 1, GREEN), (width + 1, RED), (2 * width + 2 * MM, RED)):
        assert near(picture, BLEED + x, BLEED + height / 5, colour), x


# ------------------------------------------------------------------ colour and boxes


def picture_of(result: ap.Imposed, index: int = 0):
    return pypdfium2.PdfDocument(result.pdf)[index].render(scale=DPI / 72 * 4).to_pil().convert("RGB")


def near(picture, x: float, y: float, colour) -> bool:
    """Whether a place, in pt from the bottom left, has a colour."""
    pixel = picture.getpixel((int(x * 4), picture.height - 1 - int(y * 4)))
    return all(abs(one - other) <= 3 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("choices", [{}, {"sheet": "SRA3"}, {"folds": 2, "spine": "4mm"}], ids=str)
def test_colour_reaches_the_edge_of_the_bleed_and_ends_there(choices):
    result = imposed(8, **choices)
    picture = picture_of(result)
    with opened(result) as pdf:
        left, bottom, right, top = map(float, pdf.pages[0].TrimBox)
        assert [float(edge) for edge in pdf.pages[0].BleedBox] == pytest.approx(
            [left - BLEED, bottom - BLEED, right + BLEED, top + BLEED], abs=0.01
        )
    middle = bottom + A5[1] / 3  # page 1 stands at the left, page 8 at the right
    for inside, outside, colour in (
        ((left - BLEED + 0.5, middle), (left - BLEED - 0.5, middle), RED),
        ((right + BLEED - 0.5, middle), (right + BLEED + 0.5, middle), GREEN),
        ((left + 90, bottom - BLEED + 0.5), (left + 90, bottom - BLEED - 0.5), RED),
        ((right - 90, bottom - BLEED + 0.5), (right - 90, bottom - BLEED - 0.5), GREEN),
    ):
        assert near(picture, *inside, colour), inside
        assert near(picture, *outside, WHITE), outside


def test_pages_meet_at_the_fold_and_not_beyond():
    picture = picture_of(imposed(8, marks=False))
    fold = picture.width / 8

    assert near(picture, fold - 0.5, 300, RED)
    assert near(picture, fold + 0.5, 300, GREEN)


def test_the_room_for_milling_is_bled_into():
    result = imposed(8, layout="signatures", spine="5mm", marks=False)
    picture = picture_of(result)
    spine_edge = BLEED + A5[0]

    assert picture.width / 4 == pytest.approx(2 * (A5[0] + BLEED + 5 * MM), abs=1)
    assert near(picture, spine_edge + BLEED - 0.5, 300, RED)
    assert near(picture, spine_edge + BLEED + 0.5, 300, WHITE)


def test_sheets_are_as_large_as_they_must_be():
    with opened(imposed(4)) as pdf:
        assert [float(edge) / MM for edge in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 316, 230], abs=0.01)
    with opened(imposed(4, marks=False)) as pdf:
        assert [float(edge) / MM for edge in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 302, 216], abs=0.01)


def test_a_named_sheet_lies_as_it_fits_with_the_pages_in_its_middle():
    with opened(imposed(4, sheet="A3")) as pdf:
        assert [float(edge) / MM for edge in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 420, 297], abs=0.01)
        assert [float(edge) / MM for edge in pdf.pages[0].TrimBox] == pytest.approx([62, 43.5, 358, 253.5], abs=0.01)


def test_pages_are_scaled_where_that_is_asked_for():
    with pytest.raises(ap.SettingsError, match=r"210 × 297 mm is too small.*316\.0 × 230\.0 mm"):
        imposed(4, sheet="A4")
    result = imposed(4, given=document(4, bleed=0, size=(210 * MM, 297 * MM)), sheet="A4", fit=True, marks=False)
    with opened(result) as pdf:
        assert [float(edge) / MM for edge in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 297, 210], abs=0.01)
        assert [float(edge) / MM for edge in pdf.pages[0].TrimBox] == pytest.approx([0, 0, 297, 210], abs=0.2)
    small = imposed(4, sheet="A3", fit=True)
    with opened(small) as pdf:
        assert float(pdf.pages[0].TrimBox[2] - pdf.pages[0].TrimBox[0]) / MM == pytest.approx(296, abs=0.01)


def test_a_page_without_a_bleed_box_has_no_bleed():
    def without(pdf):
        for page in pdf.pages:
            del page.obj["/BleedBox"]

    with opened(imposed(4, given=document(4, change=without))) as pdf:
        assert pdf.pages[0].BleedBox == pdf.pages[0].TrimBox


def test_marks_stand_outside_the_bleed_in_the_colour_of_all_plates():
    result = imposed(8)
    with opened(result) as pdf:
        page = pdf.pages[0]
        assert [str(item) for item in page.Resources.ColorSpace.All[:2]] == ["/Separation", "/All"]
        left, bottom, right, top = map(float, page.BleedBox)
        content = page.Contents.read_bytes().decode().partition("/All CS 1 SCN")[2]
    points = [tuple(map(float, match)) for match in re.findall(r"([-\d.]+) ([-\d.]+) [ml] ", content)]
    assert len(points) > 30
    assert not [(x, y) for x, y in points if left < x < right and bottom < y < top]
    assert "[3 2] 0 d" in content
    with opened(imposed(8, marks=False)) as pdf:
        assert b"/All" not in pdf.pages[0].Contents.read_bytes()


# ------------------------------------------------------------------ creep


def moves(**choices) -> dict[int, float]:
    """By how much each of 16 pages moves to the right, in mm."""
    still, moved = (words_on(imposed(16, **wanted)) for wanted in ({}, choices))
    return {
        page: (after[page][0] - x) / MM
        for before, after in zip(still, moved, strict=True)
        for page, (x, _, _) in before.items()
    }


@pytest.mark.parametrize(
    ("choices", "step"), [({"creep": "0.4mm"}, 0.4), ({"creep": 0.1}, 0.1), ({"total_creep": "1.2 mm"}, 0.4)], ids=str
)
def test_inner_pages_move_to_the_spine_by_the_stated_amount(choices, step):
    found = moves(**choices)
    for page, moved in found.items():
        depth = min(page - 1, 16 - page) // 2
        towards = 1 if page % 2 else -1  # bound at the right: odd pages stand at the left of the fold
        assert moved == pytest.approx(towards * depth * step, abs=0.02), page


def test_creep_is_cut_at_the_fold_and_leaves_the_cut_where_it_was():
    result = imposed(16, total_creep="2mm", marks=False)
    picture = picture_of(result, 6)  # the innermost sheet: pages 7 and 10
    fold = picture.width / 8

    assert near(picture, fold - 0.5, 300, RED)
    assert near(picture, fold + 0.5, 300, GREEN)
    assert near(picture, 2 * MM + 0.5, 300, RED)  # what is left of the bleed, 1 mm
    assert near(picture, 2 * MM - 0.5, 300, WHITE)
    assert result.findings == ()
    with opened(result) as pdf:
        assert {tuple(map(float, page.TrimBox)) for page in pdf.pages} == {tuple(map(float, pdf.pages[0].TrimBox))}


def test_more_creep_than_bleed_is_told():
    (finding,) = imposed(16, total_creep="3.5mm").findings

    assert (finding.code, finding.level) == ("imposition-creep", "warning")
    assert "3.5 mm" in finding.message
    assert "3.0 mm" in finding.message


def test_creep_of_twice_folded_sheets_counts_every_fold():
    result = imposed(16, folds=2, creep="0.5mm")
    still, moved = words_on(imposed(16, folds=2)), words_on(result)
    depths = {place.page: place.depth for sheet in result.sheets for side in sheet.sides for place in side}

    assert sorted(set(depths.values())) == [0, 1, 2, 3]
    for before, after in zip(still, moved, strict=True):
        for page, (x, _, _) in before.items():
            assert abs(after[page][0] - x) / MM == pytest.approx(depths[page] * 0.5, abs=0.02), page


# ------------------------------------------------------------------ what the file says


XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdfuaid:part>1</pdfuaid:part><xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:2</xmpMM:InstanceID></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def for_the_press(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(b"profile", N=4)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39", DestOutputProfile=profile
            )
        ]
    )
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=pikepdf.String("آب"), Trapped=Name("/True"), CreationDate="D:20160821", GTS_PDFXVersion="PDF/X-4"
        )
    )
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9])))])


def test_what_the_document_says_of_itself_is_kept_where_it_is_true():
    result = imposed(5, given=document(5, change=for_the_press))
    with opened(result) as pdf, pdf.open_metadata() as xmp:
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.read_bytes() == b"profile"
        assert {key: str(value) for key, value in pdf.trailer.Info.items()} == {
            "/Title": "آب",
            "/Trapped": "/True",
            "/CreationDate": "D:20160821",
            "/GTS_PDFXVersion": "PDF/X-4",
        }
        assert str(pdf.Root.Lang) == "fa-AF"
        assert "/StructTreeRoot" not in pdf.Root
        assert not any("/Annots" in page.obj for page in pdf.pages)
        assert xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
        assert xmp["pdf:Trapped"] == "True"
        assert xmp["xmpMM:DocumentID"] == "uuid:1"
        assert xmp["xmpMM:InstanceID"] != "uuid:2"
        assert "pdfuaid:part" not in xmp
        assert pdf.pages[0].Resources.ColorSpace.All[2] == "/DeviceCMYK"
        assert [page.label for page in pdf.pages] == ["1A", "1B", "2A", "2B"]
        assert pdf.check_pdf_syntax() == []
    assert [finding.code for finding in result.findings] == ["imposition-blanks", "imposition-annotations"]
    assert (result.pages, result.blanks) == (5, 3)


def test_viewers_print_at_full_size_about_the_right_edge():
    for duplex, flip in (("short-edge", "/DuplexFlipShortEdge"), ("long-edge", "/DuplexFlipLongEdge")):
        with opened(imposed(8, duplex=duplex)) as pdf:
            preferences = {
                key: str(value) for key, value in pdf.Root.ViewerPreferences.items() if key != "/DisplayDocTitle"
            }
        assert preferences == {"/Direction": "/R2L", "/Duplex": flip, "/PrintScaling": "/None"}
    with opened(imposed(8, layout="2-up", binding="left")) as pdf:
        assert (pdf.Root.ViewerPreferences.Duplex, pdf.Root.ViewerPreferences.Direction) == ("/Simplex", "/L2R")


def test_labels_name_section_sheet_and_side():
    with opened(imposed(16, layout="signatures", signature=8)) as pdf:
        assert [page.label for page in pdf.pages] == ["1-1A", "1-1B", "1-2A", "1-2B", "2-1A", "2-1B", "2-2A", "2-2B"]
    with opened(imposed(16, layout="4-up")) as pdf:
        assert [page.label for page in pdf.pages] == ["1", "2", "3", "4"]


def test_fonts_are_not_doubled():
    with opened(imposed(16)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == "/Font"]
        assert len(fonts) == 1


@pytest.mark.parametrize("choices", [{}, {"dummy": True}, {"layout": "signatures", "folds": 2}], ids=str)
def test_the_same_document_gives_the_same_bytes(choices):
    given = document(9, change=for_the_press)

    assert imposed(9, given=given, **choices).pdf == imposed(9, given=given, **choices).pdf


def test_the_dummy_has_numbers_and_no_content():
    given = document(5)
    result = imposed(5, given=given, dummy=True)
    with opened(result) as pdf:
        assert len(pdf.pages) == 4
        assert not any("/XObject" in page.Resources for page in pdf.pages)
        contents = [page.Contents.read_bytes() for page in pdf.pages]
        assert pdf.check_pdf_syntax() == []
    assert result.sheets == imposed(5, given=given).sheets
    assert words_on(result) == [{}] * 4
    latin = imposed(5, given=document(5, right=False), dummy=True, binding="right")
    with opened(latin) as pdf:
        assert [page.Contents.read_bytes() for page in pdf.pages] != contents  # other digits


def test_an_article_of_ours_becomes_a_booklet(make_article):
    article = make_article(*("برف بر کوه‌ها می‌نشیند. " * 60 for _ in range(6)), title="آب", lang="fa-AF")
    pdf = ap.render_article(article, settings=ap.Settings(page_size="A5")).pdf

    result = ap.impose_pdf(pdf)

    assert result.binding == "right"
    assert result.pages > 2
    text = pypdfium2.PdfDocument(result.pdf)[0].get_textpage().get_text_range()
    assert "آب" in text or "ب" in text


# ------------------------------------------------------------------ files and choices that cannot be used


def locked(pdf_bytes: bytes, user: str) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="owner", user=user, R=6))
    return output.getvalue()


def another_size(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.TrimBox = Array([0, 0, 300, 400])


def no_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[:]


def no_area(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.TrimBox = page.obj.BleedBox = Array([0, 0, 0, 0])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"", "the file is empty"),
        (lambda: b"# An article\n", "is not a PDF"),
        (lambda: b"%PDF-1.7\nnothing", "the PDF is damaged"),
        (lambda: locked(document(4), "secret"), "locked with a password"),
        (lambda: locked(document(4), ""), "encrypted"),
        (lambda: document(4, change=no_pages), "has no pages"),
        (lambda: document(4, change=another_size), r"page 3 is 106 × 141 mm, page 1 is 148 × 210 mm"),
        (lambda: document(4, change=no_area), "page 1 has no area"),
    ],
)
def test_files_that_cannot_be_imposed(make, message, tmp_path):
    file = tmp_path / "in.pdf"
    file.write_bytes(make())

    with pytest.raises(ap.DocumentError, match=message) as caught:
        ap.impose_pdf(file)

    assert caught.value.problems[0].file == str(file)


def test_a_cut_off_file_is_mended_or_refused():
    given = document(4)
    for length in range(20, len(given), 400):
        with contextlib.suppress(ap.DocumentError):
            assert ap.impose_pdf(given[:length]).pages >= 1


def test_a_file_that_does_not_exist(tmp_path):
    with pytest.raises(ap.DocumentError, match="does not exist"):
        ap.impose_pdf(tmp_path / "none.pdf")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"layout": "signatures", "signature": 6}, "multiple of 4"),
        ({"layout": "signatures", "signature": 12, "folds": 2}, "multiple of 8"),
        ({"creep": 0.1, "total_creep": 1}, "not both"),
        ({"layout": "4-up", "creep": 0.1}, "nothing is folded"),
        ({"fit": True}, "say which one"),
        ({"creep": "much"}, "is not a length"),
        ({"sheet": "A9"}, "is not a sheet"),
        ({"creep": -1}, "greater than or equal to 0"),
    ],
)
def test_choices_that_do_not_go_together(choices, message):
    with pytest.raises(ValueError, match=message):
        ap.Imposition(**choices)


def test_lengths_have_units():
    lengths = [ap.Imposition(creep=text).creep for text in ("0.1mm", "0.01 cm", "0.1", "1pt", "0.1in")]

    assert lengths == pytest.approx([0.1, 0.1, 0.1, 25.4 / 72, 2.54])


def test_an_article_for_the_press_stays_pdf_x(make_article):
    article = make_article("A text.", title="Water")
    pdf = ap.render_article(article, settings=ap.Settings(page_size="A5", profile="press")).pdf

    with opened(ap.impose_pdf(pdf)) as sheets, sheets.open_metadata() as xmp:
        bleed, trim = sheets.pages[0].BleedBox, sheets.pages[0].TrimBox
        assert float(trim[0] - bleed[0]) == pytest.approx(BLEED, abs=0.01)
        assert sheets.Root.OutputIntents[0].DestOutputProfile.N == 4
        assert xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
        assert str(sheets.trailer.Info.Trapped) == "/False"
        assert sheets.pages[0].Resources.ColorSpace.All[2] == "/DeviceCMYK"
