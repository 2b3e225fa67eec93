"""`afgazad-pdf impose`: options reach the sheets, results are named, faults end with their exit codes."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest


@pytest.fixture
def paper(tmp_path):
    """A PDF of six pages in A5, read from the right."""
    with pikepdf.new() as pdf:
        for _ in range(6):
            pdf.add_blank_page(page_size=(419.53, 595.28))
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
        pdf.save(tmp_path / "paper.pdf", deterministic_id=True)
    return tmp_path / "paper.pdf"


def test_a_booklet_is_written_and_told(command, paper, tmp_path):
    result = command("impose", "paper.pdf")

    assert result.code == 0
    assert "paper.pdf: info: imposition-blanks: 2 blank pages fill the last sheet, at the end\n" in result.err
    assert result.err.endswith("paper-sheets.pdf (6 pages on 2 sheets, bound at the right)\n")
    with pikepdf.open(tmp_path / "paper-sheets.pdf") as pdf:
        assert [page.label for page in pdf.pages] == ["1A", "1B", "2A", "2B"]


def test_names_of_results(command, paper, tmp_path):
    (tmp_path / "out").mkdir()
    for options, name in (
        (("--dummy",), "paper-dummy.pdf"),
        (("-o", "out"), "out/paper-sheets.pdf"),
        (("-o", "b.pdf"), "b.pdf"),
    ):
        assert command("impose", "paper.pdf", "--quiet", *options).err == ""
        assert (tmp_path / name).is_file()


def test_standard_output(command, paper):
    result = command("impose", "paper.pdf", "-o", "-")

    assert result.out.startswith(b"%PDF-")
    assert "standard output (6 pages on 2 sheets" in result.err


def test_options_reach_the_sheets(command, paper):
    options = ("--signature", "4", "--binding", "left", "--duplex", "long-edge", "--sheet", "A3", "--spine", "3mm")
    out = command("impose", "paper.pdf", "-o", "-", *options, "--no-marks", "--creep", "0.1mm").out

    with pikepdf.open(io.BytesIO(out)) as pdf:
        assert [page.label for page in pdf.pages] == ["1-1A", "1-1B", "2-1A", "2-1B"]
        assert [round(float(edge)) for edge in pdf.pages[0].MediaBox] == [0, 0, 1191, 842]
        assert float(pdf.pages[0].TrimBox[2] - pdf.pages[0].TrimBox[0]) == pytest.approx(
            2 * 419.53 + 6 * 72 / 25.4, abs=0.01
        )
        assert pdf.Root.ViewerPreferences.Direction == "/L2R"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


def test_proofs_are_bound_nowhere(command, paper):
    assert "(6 pages on 2 sheets)" in command("impose", "paper.pdf", "--layout", "4-up", "--sheet", "A4", "--fit").err


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("paper.pdf", "--sheet", "A4"), 2, "is too small"),
        (("paper.pdf", "--sheet", "A9"), 2, "sheet: “A9” is not a sheet"),
        (("paper.pdf", "--creep", "thick"), 2, "creep: “thick” is not a length"),
        (("paper.pdf", "--signature", "6"), 2, "multiple of 4"),
        (("paper.pdf", "--layout", "booklet", "--signature", "8"), 2, "booklet has no signatures"),
        (("paper.pdf", "--folds", "3"), 2, "folds"),
        (("paper.pdf", "-o", "./paper.pdf"), 2, "is the document itself"),
        (("paper.pdf", "-o", "none/a.pdf"), 3, "cannot be written"),
        (("none.pdf",), 1, "none.pdf: error: does not exist"),
        ((__file__,), 1, "is not a PDF"),
    ],
)
def test_faults(options, code, message, command, paper):
    before = paper.read_bytes()
    result = command("impose", *options)

    assert result.code == code
    assert message in " ".join(result.err.split())
    assert paper.read_bytes() == before


def test_json_names_the_fault(command, tmp_path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    (entry,) = map(json.loads, command("impose", "empty.pdf", "--format", "json").err.splitlines())

    assert (entry["level"], entry["code"], entry["file"]) == ("error", "document-error", "empty.pdf")
