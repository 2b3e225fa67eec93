"""`afgazad-pdf preview`: pages as pictures."""

from __future__ import annotations

from PIL import Image


def test_pages_become_pictures(command, write_article, tmp_path):
    result = command("preview", write_article("news/article.md"), "--png", "-o", "pictures", "--dpi", "48")
    assert result.code == 0, result.err
    with Image.open(tmp_path / "pictures" / "news-1.png") as picture:
        assert picture.size == (397, 562)
        assert round(picture.info["dpi"][0]) == 48
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["news-1.png"]
    assert "(1 picture)" in result.err
    assert result.out == b""


def test_the_kind_of_preview_must_be_said(command, write_article):
    result = command("preview", write_article("a.md"))
    assert result.code == 2
    assert "--png" in result.err


def test_two_articles_of_one_name_are_refused(command, write_article, fake_pipeline):
    result = command("preview", write_article("x/a.md"), write_article("y/a.md"), "--png")
    assert result.code == 2
    assert not fake_pipeline.settings


def test_a_broken_pdf_is_a_fault_of_content(command, write_article, fake_pipeline, tmp_path):
    result = command("preview", write_article("a.md"), "--png")
    assert result.code == 1
    assert "a.md: error: The PDF cannot be previewed" in result.err
    assert not list(tmp_path.glob("*.png"))


def test_resolution_has_bounds(command, write_article):
    assert command("preview", write_article("a.md"), "--png", "--dpi", "0").code == 2
