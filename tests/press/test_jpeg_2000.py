"""Headers of pictures in JPEG 2000, with boxes and without."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from afgazad_pdf.press.preflight.jpeg_2000 import Header, read_jpeg_2000


def written(mode: str, **options) -> bytes:
    output = io.BytesIO()
    Image.new(mode, (16, 16)).save(output, "JPEG2000", **options)
    return output.getvalue()


@pytest.mark.parametrize(
    ("mode", "channels", "number"), [("L", 1, 17), ("RGB", 3, 16), ("RGBA", 4, 16), ("LA", 2, 17), ("YCbCr", 3, 18)]
)
def test_headers_of_another_program(mode, channels, number):
    header = read_jpeg_2000(written(mode))

    assert header.depths == (8,) * channels
    assert header.opacities == (mode in ("RGBA", "LA"))
    assert [space[2] for space in header.spaces] == [number]
    assert header.is_fit(own_colours=True)


def test_a_picture_without_boxes():
    header = read_jpeg_2000(written("RGB", no_jp2=True))

    assert header == Header((8, 8, 8))
    assert header.is_fit(own_colours=False)
    assert not header.is_fit(own_colours=True)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def size(count: int, depth: int) -> bytes:
    return box(b"ihdr", struct.pack(">IIHBBBB", 9, 9, count, depth, 7, 0, 0))


def space(method: int, approximation: int, number: int) -> bytes:
    return box(b"colr", bytes([method, 0, approximation]) + struct.pack(">I", number))


@pytest.mark.parametrize(
    ("boxes", "fit"),
    [
        (size(4, 7) + space(1, 1, 12), True),
        (size(3, 15) + space(2, 0, 0), True),
        (size(5, 7) + space(1, 1, 12), False),
        (size(2, 7) + space(1, 1, 17), False),
        (size(3, 40) + space(1, 1, 16), False),
        (size(3, 255) + box(b"bpcc", bytes([7, 7, 7])) + space(1, 1, 16), True),
        (size(3, 255) + box(b"bpcc", bytes([7, 7, 3])) + space(1, 1, 16), False),
        (size(1, 7) + box(b"pclr", struct.pack(">HB3B", 2, 3, 7, 7, 7)) + space(1, 1, 16), True),
        (size(3, 7) + space(4, 0, 0), False),
        (size(3, 7) + space(1, 1, 16) + space(2, 2, 0), True),
        (size(3, 7) + space(1, 2, 16) + space(2, 2, 0), False),
        (size(3, 7), False),
    ],
)
def test_what_a_press_can_read(boxes, fit):
    assert read_jpeg_2000(box(b"jp2h", boxes)).is_fit(own_colours=True) is fit


@given(st.one_of(st.binary(max_size=200), st.builds(lambda end: written("L")[:end], st.integers(0, 200))))
def test_no_data_are_too_odd(data):
    header = read_jpeg_2000(data)

    assert header is None or header.depths is not None
