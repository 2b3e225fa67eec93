"""Streams of a PDF as they are written: read back as they were, never with an end that can be misread."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pydyf
import pytest

from afgazad_pdf.streams import finish_streams


def written(*streams: pydyf.Stream) -> bytes:
    pdf = pydyf.PDF()
    page = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, 9, 9])}
    pdf.add_page(pydyf.Dictionary(page))
    for stream in streams:
        pdf.add_object(stream)
    finish_streams(pdf, pydyf)
    output = io.BytesIO()
    pdf.write(output, version=b"1.7", compress=True)
    return output.getvalue()


def contents(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return [item.read_bytes() for item in streams if item.get("/Type") not in ("/ObjStm", "/XRef")]


@pytest.mark.parametrize("compress", [True, False])
def test_streams_are_read_back_as_they_were(compress):
    parts = [b"q", "/Span", pydyf.Dictionary({"MCID": 1}), 1.5, 2, b"Q"]

    data = written(pydyf.Stream(parts, compress=compress), pydyf.Stream([], compress=compress))

    assert contents(data) == [b"q\n/Span\n<</MCID 1>>\n1.5\n2\nQ", b""]


def test_they_are_packed_at_the_usual_level():
    content = b" ".join(b"%d" % (number * number % 1009) for number in range(3000))

    data = written(pydyf.Stream([content], compress=True))

    assert zlib.compress(content) in data
    assert contents(data) == [content]


def test_the_length_is_that_of_the_data_and_entries_stay():
    stream = pydyf.Stream([b"abc"], extra={"Type": "/Metadata"})

    data = written(stream)

    assert b"/Length 3>>\nstream\nabc\nendstream" in data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Metadata" in [item.get("/Type") for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert stream.extra == {"Type": "/Metadata"}


def test_no_stream_ends_in_a_carriage_return_and_one_line_feed():
    data = written(pydyf.Stream([b"ends in one\r"]))

    assert b"ends in one\r\r\nendstream" in data
    assert contents(data) == [b"ends in one\r"]


def test_so_are_streams_that_the_library_adds_while_it_writes():
    data = written(pydyf.Stream([b"a"]))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        (table,) = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/ObjStm"]
        assert zlib.compress(table.read_bytes()) == table.read_raw_bytes()
