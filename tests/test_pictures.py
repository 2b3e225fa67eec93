"""Pictures: what can be drawn is drawn, and each fault is told by its name."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFile

import afgazad_pdf as ap
from afgazad_pdf import pictures as pictures_module
from afgazad_pdf.pictures import PictureFault, load_pictures, read_picture
from afgazad_pdf.settings import PAGE_SIZES, Limits


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
def test_formats_that_can_be_drawn(tmp_path, jpeg, file_format):
    (tmp_path / "picture").write_bytes(jpeg(format=file_format))

    picture = read_picture("picture", tmp_path)

    assert (picture.width, picture.height) == (40, 30)


def test_a_progressive_jpeg_is_complete(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(200, 200, progressive=True))

    assert read_picture("p.jpg", tmp_path).width == 200


def test_an_svg_is_drawn(tmp_path):
    (tmp_path / "p.svg").write_text('<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="http://www.w3.org/2000/svg"/>')

    assert read_picture("p.svg", tmp_path).media_type == "image/svg+xml"


@pytest.mark.parametrize("mode", ["I;16", "F", "LAB"])
def test_unusual_modes_are_converted(tmp_path, mode):
    Image.new(mode, (20, 10)).save(tmp_path / "p.tif")

    picture = read_picture("p.tif", tmp_path)

    assert picture.media_type == "image/png"
    assert Image.open(io.BytesIO(picture.data)).mode == "RGB"


def test_a_rotated_photo_is_measured_as_it_is_shown(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30)).save(tmp_path / "p.jpg", exif=exif)

    picture = read_picture("p.jpg", tmp_path)

    assert (picture.width, picture.height) == (30, 40)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
@pytest.mark.parametrize("lenient", [False, True])
def test_half_a_picture_is_damaged(tmp_path, jpeg, file_format, lenient, monkeypatch):
    """Also after a library has told Pillow to accept truncated files, as WeasyPrint does."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    data = jpeg(300, 300, format=file_format)
    (tmp_path / "p").write_bytes(data[: len(data) // 2])

    with pytest.raises(PictureFault) as fault:
        read_picture("p", tmp_path)

    assert fault.value.code in ("picture-damaged", "picture-unsupported")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.jpg", "picture-missing"),
        ("text.jpg", "picture-unsupported"),
        ("empty.jpg", "picture-unsupported"),
        ("page.pdf", "picture-unsupported"),
        ("../outside.jpg", "picture-outside"),
        ("/etc/passwd", "picture-outside"),
        ("link.jpg", "picture-outside"),
        ("https://example.org/a.jpg", "picture-remote"),
        ("//example.org/a.jpg", "picture-remote"),
        ("FILE:///etc/passwd", "picture-remote"),
        ("a\0b.jpg", "picture-missing"),
        ("folder", "picture-missing"),
        ("large.jpg", "picture-too-large"),
        ("bomb.png", "picture-too-large"),
    ],
)
def test_pictures_that_cannot_be_used(tmp_path, jpeg, name, code):
    folder = tmp_path / "article"
    folder.mkdir()
    (tmp_path / "outside.jpg").write_bytes(jpeg())
    (folder / "text.jpg").write_text("This is a text.")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "page.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (folder / "folder").mkdir()
    (folder / "large.jpg").write_bytes(jpeg() + b"\0" * 20_000_000)
    Image.new("1", (9000, 9000)).save(folder / "bomb.png")

    with pytest.raises(PictureFault) as fault:
        read_picture(name, folder)

    assert fault.value.code == code


def test_a_missing_picture_is_a_finding_and_the_page_is_made(tmp_path):
    article = ap.Article(
        title="T",
        lang="en",
        path=tmp_path / "a.md",
        blocks=[
            {"kind": "figure", "picture": "none.jpg", "alternative_text": "A", "line": 7},
            {"kind": "paragraph", "runs": "Text."},
        ],
    )

    result = ap.render_article(article)

    assert [str(finding) for finding in result.findings] == [
        f"{tmp_path}/a.md:7: error: picture-missing: the picture “none.jpg” does not exist in {tmp_path}; "
        "check the name, capital letters included"
    ]
    assert result.pages == 1


def test_a_picture_without_text_for_the_blind_is_a_finding(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg())
    article = ap.Article(title="T", lang="en", path=tmp_path / "a.md", blocks=[{"kind": "figure", "picture": "p.jpg"}])

    _, findings = load_pictures(article)

    assert [(finding.level, finding.code) for finding in findings] == [("warning", "alternative-text-missing")]


def test_the_same_picture_is_read_once(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg())
    figure = {"kind": "figure", "picture": "p.jpg", "alternative_text": "A"}
    article = ap.Article(title="T", path=tmp_path / "a.md", blocks=[figure, figure])

    pictures, findings = load_pictures(article)

    assert (list(pictures), findings) == (["p.jpg"], ())


A4 = PAGE_SIZES["A4"]


def loaded(folder, *names, size="full", **options):
    figures = [{"kind": "figure", "picture": name, "alternative_text": "A", "size": size} for name in names]
    return load_pictures(ap.Article(title="T", path=folder / "a.md", blocks=figures), **options)


@pytest.mark.parametrize(("width", "height"), [(5000, 3000), (3000, 7000), (5150, 100)])
def test_an_ordinary_photograph_is_passed_on_byte_for_byte(tmp_path, jpeg, width, height):
    data = jpeg(width, height, quality=30)
    (tmp_path / "p.jpg").write_bytes(data)

    pictures, findings = loaded(tmp_path, "p.jpg", page=A4)

    assert pictures["p.jpg"].data == data
    assert findings == ()


def test_a_photograph_far_finer_than_the_page_is_made_smaller(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(6200, 4000, quality=30))

    pictures, findings = loaded(tmp_path, "p.jpg", page=A4)
    picture = pictures["p.jpg"]

    assert (picture.width, picture.height) == (2598, 1676)
    assert Image.open(io.BytesIO(picture.data)).size == (2598, 1676)
    assert [str(finding).partition("info: ")[2] for finding in findings] == [
        "picture-reduced: the picture “p.jpg” has 6200 × 4000 pixels and was made smaller, to 2598 × 1676: 300 to the "
        "inch for the whole page"
    ]


def test_a_picture_that_fills_the_page_keeps_what_its_shorter_side_needs(tmp_path, jpeg):
    (tmp_path / "p.jpg").write_bytes(jpeg(6200, 4000, quality=30))

    pictures, _ = loaded(tmp_path, "p.jpg", size="bleed", page=A4)

    assert pictures["p.jpg"].width == 6200


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_smaller_picture_keeps_colours_profile_and_rotation(tmp_path, mode):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new(mode, (6000, 200)).save(tmp_path / "p.jpg", exif=exif, icc_profile=b"profile")

    pictures, _ = loaded(tmp_path, "p.jpg", colours="own", page=PAGE_SIZES["A5"])
    image = Image.open(io.BytesIO(pictures["p.jpg"].data))

    assert image.mode == mode
    assert image.info["icc_profile"] == b"profile"
    assert image.height > 10 * image.width
    assert image.getexif().get(0x0112, 1) == 1


def test_line_art_keeps_its_fineness(tmp_path):
    Image.new("1", (6000, 3000)).save(tmp_path / "p.png")

    assert loaded(tmp_path, "p.png", page=PAGE_SIZES["A5"])[0]["p.png"].width == 6000


def test_all_pictures_together_have_a_limit(tmp_path, jpeg):
    for name in "abc":
        (tmp_path / f"{name}.jpg").write_bytes(jpeg(100, 100, quality=30 + ord(name) % 7))

    pictures, findings = loaded(tmp_path, "a.jpg", "b.jpg", "c.jpg", limits=Limits(all_pixels=25_000))

    assert list(pictures) == ["a.jpg", "b.jpg"]
    assert [(f.level, f.code) for f in findings] == [("error", "picture-too-large")]


def test_a_picture_is_opened_once(tmp_path, jpeg, monkeypatch):
    opened = []
    read = pictures_module.read_inside
    monkeypatch.setattr(
        pictures_module, "read_inside", lambda folder, name, most: opened.append(name) or read(folder, name, most)
    )
    (tmp_path / "p.jpg").write_bytes(jpeg())

    loaded(tmp_path, "p.jpg", "p.jpg", "p.jpg")

    assert opened == ["p.jpg"]


def test_a_drawing_that_harms_is_left_out(tmp_path):
    (tmp_path / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>')

    pictures, findings = loaded(tmp_path, "p.svg")

    assert pictures == {}
    assert [(f.level, f.code) for f in findings] == [("error", "picture-unsafe")]


@pytest.mark.parametrize("change", ["scans", "frames"])
def test_a_jpeg_with_too_many_scans_or_frames_is_damaged(tmp_path, jpeg, change):
    data = jpeg(64, 64, progressive=True)
    if change == "scans":
        start = data.index(b"\xff\xda")
        end = data.index(b"\xff", start + 14)
        data = data[:end] + data[start:end] * 200 + data[end:]
    else:
        start = data.index(b"\xff\xc2")
        length = int.from_bytes(data[start + 2 : start + 4], "big") + 2
        data = data[:start] + data[start : start + length] + data[start:]
    (tmp_path / "p.jpg").write_bytes(data)

    with pytest.raises(PictureFault) as fault:
        read_picture("p.jpg", tmp_path)
    assert fault.value.code == "picture-damaged"
