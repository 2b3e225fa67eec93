"""Themes: their templates and style sheets reach nothing outside, and their faults are told as faults of a template."""

from __future__ import annotations

import pytest

import afgazad_pdf as ap
from afgazad_pdf.errors import RenderError, TemplateError
from tests.hostile.making import SECRET


@pytest.fixture
def printed(tmp_path, make_article):
    """Print an article with a theme: a mapping of template names to texts."""

    def printed(**templates: str) -> ap.Rendered:
        folder = tmp_path / "theme"
        for name, text in templates.items():
            file = folder / {"article": "article.html.j2", "styles": "css/theme.css.j2"}[name]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (tmp_path / "secret.txt").write_text(SECRET)
        return ap.render_article(make_article("Words."), settings=ap.Settings(template_folders=(folder,)))

    return printed


OWN = "{% include 'default/css/theme.css.j2' %}\n"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "../secret.txt", "http://127.0.0.1:9/a", "data:text/css,p{}", "secret.txt"]
)
@pytest.mark.parametrize(
    "css",
    [
        "@import url({});",
        "body {{ background: url({}) }}",
        "@font-face {{ font-family: f; src: url({}) }} body {{ font-family: f }}",
        "main p {{ border-image-source: url({}) }} p::before {{ content: url({}) }}",
    ],
)
def test_a_style_sheet_loads_nothing_from_elsewhere(printed, css, address):
    result = printed(styles=css.format(address, address) + OWN)

    assert SECRET.encode() not in result.pdf
    assert "layout" in {finding.code for finding in result.findings} or "picture-undrawn" in {
        finding.code for finding in result.findings
    }


def test_a_font_of_the_machine_is_not_found_by_name(printed):
    result = printed(styles=OWN + "@font-face { font-family: f; src: local('DejaVu Sans') } main p { font-family: f }")

    assert b"DejaVu" not in result.pdf


def test_a_template_behind_a_link_out_of_the_folder_is_refused(tmp_path, make_article):
    (tmp_path / "theme").mkdir()
    (tmp_path / "secret.html").write_text(SECRET)
    (tmp_path / "theme" / "article.html.j2").symlink_to("../secret.html")

    with pytest.raises(TemplateError, match="is a symbolic link out of the template folder"):
        ap.render_article(make_article("Words."), settings=ap.Settings(template_folders=(tmp_path / "theme",)))


def test_a_template_folder_may_be_a_link_itself(tmp_path, make_article):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "foot.html.j2").write_text("{% extends 'default/foot.html.j2' %}")
    (tmp_path / "theme").symlink_to("real")

    assert ap.render_article(make_article("Words."), settings=ap.Settings(template_folders=(tmp_path / "theme",))).pages


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ cycler.__init__.__globals__ }}", "unsafe"),
        ("{{ '{0.__class__}'.format(1) }}", "unsafe"),
        ("{{ article.blocks.append(9) }}", "append"),
        ("{% for n in range(1000000000) %}{% endfor %}", "Range too big"),
        ("{% include '../../secret.txt' %}", "does not exist"),
        ("{% include 'article.html.j2' %}", "includes itself"),
        ("{{ 1 // 0 }}", "zero"),
        ("{% for %}", "article.html.j2:1"),
    ],
)
def test_what_a_template_must_not_do_is_a_template_error(printed, template, said):
    with pytest.raises(TemplateError, match=said):
        printed(article=template)


def test_a_style_sheet_that_breaks_its_reader_is_told(printed):
    with pytest.raises(RenderError, match="The theme's stylesheet cannot be read"):
        printed(styles=OWN + "a{" * 5000)
