"""The profile `archive`: PDF/A-3a and PDF/UA-1 in one file, the source inside, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image, ImageCms

import afgazad_pdf as ap

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = tuple(sorted(file.parent.name for file in (ROOT / "samples").glob("*/article.md")))
JARS = ROOT / "build" / "verapdf" / "jars" / "pom.xml"
STANDARDS = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)

ARCHIVE = ap.Settings(profile="archive")

EVERYTHING = """---
title: {title}
lang: {lang}
author: [نیلوفر پغمانی, Émile Ünal]
tags: [آب, snow]
section: {{en: A & B, fa: بخش}}
source: https://example.org/a?b=1&c=2
date: 2016-08-21
---

Text[^a] with **bold**, [a link](https://example.org) and متن فارسی ۱۲.

## برف & *snow*

{pictures}

| a | b |
|---|---|
| c | d |

::: poem
چو کشور نباشد تن من مباد / بدین بوم و بر زنده یک تن مباد
:::

> A quotation.

- one
    1. two

[^a]: A note.
"""

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><defs><linearGradient id="g">
<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".3"/></linearGradient></defs>
<rect width="200" height="100" fill="url(#g)" opacity=".5"/><text x="9" y="50">Water</text></svg>"""


@cache
def sample(name: str) -> bytes:
    return ap.render_article(ap.load_article(ROOT / "samples" / name / "article.md"), settings=ARCHIVE).pdf


@pytest.fixture
def everything(tmp_path, jpeg):
    """An article with pictures of every kind; `everything(lang)` is its file."""
    kinds = {"cmyk.jpg": ("JPEG", "CMYK"), "grey.jpg": ("JPEG", "L"), "alpha.png": ("PNG", "RGBA")}
    kinds |= {
        "palette.gif": ("GIF", "P"),
        "bits.png": ("PNG", "1"),
        "web.webp": ("WEBP", "RGB"),
        "c.tif": ("TIFF", "CMYK"),
    }
    for name, (format, mode) in kinds.items():
        (tmp_path / name).write_bytes(jpeg(format=format, mode=mode))
    (tmp_path / "drawing.svg").write_bytes(SVG)

    def written(lang: str) -> Path:
        pictures = "\n\n".join(f'![Picture]({name} "Caption. *Credit.*")' for name in (*kinds, "drawing.svg"))
        path = tmp_path / f"{lang}.md"
        title = {"fa-AF": "آب «کابل»", "en": "Snow & water"}[lang]
        path.write_text(EVERYTHING.format(title=title, lang=lang, pictures=pictures), encoding="utf-8")
        return path

    return written


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def images_in(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    streams = (item for item in document.objects if isinstance(item, pikepdf.Stream))
    return [item for item in streams if item.get("/Subtype") == "/Image"]


def failures(pdf: bytes) -> list[str]:
    return [str(item) for profile in STANDARDS for item in page.validate_pdf_bytes(pdf, profile=profile).failures]


def attached(article: ap.Article) -> tuple[str, str, bytes]:
    """The name, media type and content of the file that is attached to an article's PDF."""
    with opened(ap.render_article(article, settings=ARCHIVE).pdf) as document:
        (name,) = document.attachments
        specification = document.attachments[name].obj
        assert specification.AFRelationship == "/Source"
        assert [item.objgen for item in document.Root.AF] == [specification.objgen]
        assert str(specification.F) == str(specification.UF) == name
        file = specification.EF.F
        data = file.read_bytes()
        assert file.Params.Size == len(data)
        assert bytes(file.Params.CheckSum) == hashlib.md5(data).digest()
        return name, str(file.Subtype), data


# ------------------------------------------------------------------ the validators


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_follow_pdf_a_and_pdf_ua(name):
    assert failures(sample(name)) == []


@pytest.mark.parametrize("lang", ["fa-AF", "en"])
@pytest.mark.parametrize(
    "choices", [{}, {"columns": 2, "justify": "kashida", "initial": True}], ids=["plain", "columns"]
)
def test_every_block_and_picture_follows_pdf_a_and_pdf_ua(lang, choices, everything):
    settings = ap.Settings(profile="archive", **choices)

    assert failures(ap.render_article(ap.load_article(everything(lang)), settings=settings).pdf) == []


def test_an_article_of_a_title_alone_follows_pdf_a():
    article = ap.Article(title="T", lang="en")

    assert failures(ap.render_article(article, settings=ARCHIVE).pdf) == []


@pytest.mark.skipif(not (JARS.exists() and shutil.which("java")), reason="veraPDF: `make verapdf` fetches it")
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_verapdf_passes_samples_and_blocks(flavour, everything, tmp_path):
    printed = {name: sample(name) for name in SAMPLES}
    for lang in ("fa-AF", "en"):
        printed[lang] = ap.render_article(ap.load_article(everything(lang)), settings=ARCHIVE).pdf
    files = [tmp_path / f"{name}.pdf" for name in printed]
    for file, pdf in zip(files, printed.values(), strict=True):
        file.write_bytes(pdf)

    validate = ROOT / "tools" / "verapdf" / "validate.py"
    command = [sys.executable, str(validate), "--flavour", flavour, *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_a_letter_without_a_glyph_breaks_the_promise_and_is_told(make_article):
    result = ap.render_article(make_article("Malayalam \u0d05"), settings=ARCHIVE)

    assert failures(result.pdf) != []
    assert [finding.code for finding in result.findings] == ["glyph-missing", "archive-broken"]


def test_a_character_of_private_use_breaks_the_promise_and_is_told(make_article):
    result = ap.render_article(make_article("نشان \uf130", lang="fa-AF"), settings=ARCHIVE)

    assert failures(result.pdf) != []
    assert [(finding.code, "U+F130" in finding.message) for finding in result.findings] == [("archive-broken", True)]


# ------------------------------------------------------------------ what is in the file


def test_colours_are_those_of_srgb():
    with opened(sample("china-syria")) as document:
        (intent,) = document.Root.OutputIntents
        profile = ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes()))

        assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFA1", "sRGB IEC61966-2.1")
        assert intent.DestOutputProfile.N == 3
        assert profile.profile.xcolor_space == "RGB "


def test_the_file_says_what_it_follows():
    with opened(sample("china-syria")) as document, document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert "/Filter" not in document.Root.Metadata
        assert document.trailer.ID[0] == document.trailer.ID[1]


def test_pictures_are_not_smoothed_and_no_resource_dictionary_is_empty():
    with opened(sample("china-syria")) as document:
        images = images_in(document)
        resources = document.pages[0].Resources

        assert images
        assert not any("/Interpolate" in image for image in images)
        assert {str(key): len(value) for key, value in resources.items() if not len(value)} == {}


def test_links_are_printed():
    with opened(sample("china-syria")) as document:
        annotations = [annotation for sheet in document.pages for annotation in sheet.get("/Annots", [])]

        assert annotations
        assert {int(annotation.F) for annotation in annotations} == {4}


def test_a_picture_of_the_press_becomes_one_of_the_screen(tmp_path):
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(tmp_path / "red.jpg", quality=95)
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\n![Red](red.jpg)\n", encoding="utf-8")

    def colour(profile: str) -> tuple[str, tuple[int, ...]]:
        article = ap.load_article(tmp_path / "a.md")
        with opened(ap.render_article(article, settings=ap.Settings(profile=profile)).pdf) as document:
            (found,) = images_in(document)
            picture = pikepdf.PdfImage(found)
            return picture.colorspace, picture.as_pil_image().getpixel((20, 15))

    assert colour("screen")[0] == "/DeviceCMYK"
    space, red = colour("archive")
    assert space == "/DeviceRGB"
    assert red == pytest.approx((254, 0, 0), abs=3)


# ------------------------------------------------------------------ the source


@pytest.mark.parametrize(
    ("name", "text", "media_type"),
    [
        ("آب.md", "---\r\ntitle: آب\r\nlang: fa-AF\r\n---\r\nمتن\r\n", "/text/markdown"),
        ("a.json", '\ufeff{"title": "T",  "lang": "en"}', "/application/json"),
        ("b (1).toml", 'title = "T"\nlang = "en"', "/application/toml"),
    ],
)
def test_the_file_is_attached_byte_for_byte(name, text, media_type, tmp_path):
    (tmp_path / name).write_bytes(text.encode())

    assert attached(ap.load_article(tmp_path / name)) == (name, media_type, text.encode())


def test_what_is_attached_is_what_was_read_and_not_what_the_file_says_now(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: T\nlang: en\n---\n\nBefore.\n", encoding="utf-8")
    article = ap.load_article(path)

    path.write_text("---\ntitle: T\nlang: en\n---\n\nAfter.\n", encoding="utf-8")

    assert b"Before." in attached(article)[2]


def test_a_text_is_attached_as_it_was_given():
    text = "---\ntitle: T\nlang: en\nslug: first-snow\n---\n\nText.\n"

    assert attached(ap.load_article(text, format="markdown")) == ("first-snow.md", "/text/markdown", text.encode())


def test_an_article_made_by_a_program_is_attached_as_json(make_article):
    article = make_article("A \u2018text\u2019 – متن", date="2016-08-21", tags=["one"])

    name, media_type, data = attached(article)

    assert (name, media_type) == ("article.json", "/application/json")
    assert ap.load_article(data, format="json") == article


def test_an_article_changed_by_a_program_is_attached_as_it_is_printed():
    article = ap.load_article("---\ntitle: T\nlang: en\nslug: s\n---\n\nText.\n", format="markdown")

    name, _, data = attached(article.model_copy(update={"title": "Another"}))

    assert name == "s.json"
    assert json.loads(data)["title"] == "Another"


def test_nothing_is_attached_to_a_file_for_the_screen(make_article):
    with opened(ap.render_article(make_article("Text.")).pdf) as document:
        assert len(document.attachments) == 0
        assert "/OutputIntents" not in document.Root


@pytest.mark.parametrize("format", ["markdown", "json", "toml"])
def test_an_article_cannot_bring_an_original_of_its_own(format):
    text = {
        "markdown": "---\ntitle: T\noriginal: x\n---\nText.",
        "json": '{"title": "T", "original": {"name": "x", "format": "json", "data": "e"}}',
        "toml": 'title = "T"\n_original = "x"',
    }[format]

    with pytest.raises(ap.ArticleError, match="is not a known key"):
        ap.load_article(text, format=format)


# ------------------------------------------------------------------ the same bytes

PROGRAM = """
import hashlib, sys
import afgazad_pdf as ap
for profile in ("screen", "archive"):
    result = ap.render_article(ap.load_article(sys.argv[1]), settings=ap.Settings(profile=profile))
    print(profile, hashlib.sha256(result.pdf).hexdigest())
"""


def test_bytes_are_the_same_in_two_processes_folders_and_hash_seeds(tmp_path):
    said = set()
    for seed in ("1", "2"):
        target = tmp_path / seed / ("x" * int(seed)) / "german-silk-road"
        shutil.copytree(ROOT / "samples" / "german-silk-road", target)
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "SOURCE_DATE_EPOCH": f"{seed}00000000",
            "TZ": f"Etc/GMT-{seed}",
            "LANG": "fa_AF.UTF-8" if seed == "1" else "C",
        }
        command = [sys.executable, "-c", PROGRAM, str(target / "article.md")]
        result = subprocess.run(command, env=environment, cwd=target, capture_output=True, text=True, check=True)
        said.add(result.stdout)

    (lines,) = said
    assert len(set(lines.split())) == 4


def test_the_command_line_reads_the_day_of_what_has_none(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nText.\n", encoding="utf-8")

    def info(epoch: str) -> dict[str, str]:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "TZ": "Asia/Kabul"}
        command = [sys.executable, "-m", "afgazad_pdf", "render", "a.md", "--profile", "archive", "-q"]
        subprocess.run(command, env=environment, cwd=tmp_path, check=True)
        pdf = (tmp_path / "a.pdf").read_bytes()
        assert failures(pdf) == []
        with opened(pdf) as document:
            return {str(key): str(value) for key, value in document.docinfo.items()}

    assert info("1471737599")["/CreationDate"] == "D:20160820"  # a second before the 21st in Greenwich
    assert "/CreationDate" not in info("")


def test_a_day_that_cannot_be_read_is_wrong_usage(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nText.\n", encoding="utf-8")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "yesterday"}
    command = [sys.executable, "-m", "afgazad_pdf", "render", "a.md"]

    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 2
    assert "SOURCE_DATE_EPOCH" in result.stderr
