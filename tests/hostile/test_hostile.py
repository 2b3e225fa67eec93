"""Hostile inputs: the cheap ones in this process, the worst ones in the workers of a batch; `make hostile` runs all."""

from __future__ import annotations

import random
import re
import socket

import pytest

import afgazad_pdf as ap
from afgazad_pdf.batch.limits import JobLimits
from afgazad_pdf.errors import AfgazadError, ArticleError
from afgazad_pdf.pdf import GivenFiles
from afgazad_pdf.sources import read_article

from .inputs import inputs, soups
from .making import SECRET
from .running import TRACEBACK, holds_secret, run

INPUTS = {one.name: one for one in inputs()}

READ = [
    name
    for name, one in INPUTS.items()
    if not one.theme
    and not one.publication
    and name.startswith(("front_", "json_", "bytes_", "file_", "toml_", "href_"))
]
"""Those that the door stops or cleans: reading the article says it."""

REACHING = (
    *(name for name in INPUTS if name.startswith(("link_", "picture_parent", "picture_file", "picture_remote", "picture_device"))),
    "picture_absolute", "picture_encoded", "picture_metadata", "picture_process", "iframe_object_embed", "base_href",
    "link_attachment", "meta_refresh", "css_import_file", "css_url_remote", "css_fontface_file", "href_file",
    "svgimg_image_file", "svgimg_image_remote", "svgimg_xxe_beside", "svgimg_use_beside", "svgimg_external_dtd", "pipe",
)  # fmt: skip
"""Those that want a file or an address that is not theirs."""

WORKERS = (
    "ok_baseline", "unclosed_b_p_3000", "svgimg_use_laughs", "img_bomb_13300_rgb_png", "combining_1e5", "table_rows_20000",
    "nest_div_20000", "theme_string", "theme_class_walk", "theme_link_secret", "theme_css_import_beside", "file_pipe",
    "link_device",
)  # fmt: skip


def test_there_are_more_than_250_and_each_has_a_name_of_its_own():
    assert len(INPUTS) > 500
    assert len({one.name for one in soups()}) == 500


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", READ)
def test_the_door_lets_in_or_says_why_not(name, tmp_path):
    try:
        said = [finding.message for finding in read_article(INPUTS[name].make(tmp_path / "x")).findings]
    except ArticleError as fault:
        said = [problem.message for problem in fault.problems]
        assert said
    assert [message for message in said if TRACEBACK.search(message)] == []


@pytest.fixture
def calls(monkeypatch):
    """What is asked of the network, and of the engine's fetcher."""
    made: list[str] = []
    asked = GivenFiles.fetch

    def refuse(*arguments, **options):
        made.append(repr(arguments))
        raise OSError("no network in this test")

    def record(self, url, headers=None):
        if url.removeprefix("https://article.invalid/") not in self._files:
            made.append(url)
        return asked(self, url, headers)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(GivenFiles, "fetch", record)
    return made


@pytest.mark.parametrize("name", REACHING)
def test_nothing_is_fetched_and_no_secret_is_told(name, tmp_path, calls):
    one = INPUTS[name]
    try:
        loaded = read_article(one.make(tmp_path / "x"))
        result = ap.render_article(loaded.article)
    except AfgazadError as fault:
        said, pdf = [str(fault)], b""
    else:
        said, pdf = [finding.message for finding in (*loaded.findings, *result.findings)], result.pdf

    assert calls == []
    assert not holds_secret(pdf)
    assert [message for message in said if SECRET in message or "root:" in message] == []


def test_the_secret_would_be_seen(tmp_path):
    """What the other tests look for is found where it is."""
    source = INPUTS["picture_parent"].make(tmp_path / "x")
    (source.parent / "p.jpg").write_bytes((source.parent.parent / "secret.jpg").read_bytes())
    source.write_text("---\ntitle: T\n---\n![A](p.jpg)\n")
    assert holds_secret(ap.render_article(read_article(source).article).pdf)


ADDRESS = re.compile(rb"/URI\s*\(([^)]*)\)|/S\s*/(JavaScript|Launch|GoToR|SubmitForm|ImportData)")


@pytest.mark.parametrize("name", [name for name in INPUTS if name.startswith("href_") and "long" not in name])
def test_no_link_of_a_pdf_runs_or_opens_anything(name, tmp_path):
    try:
        loaded = read_article(INPUTS[name].make(tmp_path / "x"))
    except ArticleError:
        return
    pdf = ap.render_article(loaded.article).pdf
    for address, action in ADDRESS.findall(pdf):
        assert not action
        assert address.startswith((b"http://", b"https://", b"mailto:"))
    assert b"/EmbeddedFile" not in pdf
    assert b"/Filespec" not in pdf


@pytest.mark.timeout(60)
def test_soups_of_tags_are_articles_or_article_errors(tmp_path):
    for one in soups():
        said = ""
        try:
            read_article(one.make(tmp_path / one.name))
        except ArticleError as fault:
            said = str(fault)
        assert not TRACEBACK.search(said)


@pytest.mark.parametrize("number", sorted(random.Random(7).sample(range(500), 12)))
def test_some_soups_are_printed(tmp_path, number):
    one = list(soups())[number]
    try:
        article = read_article(one.make(tmp_path / "x")).article
    except ArticleError:
        return
    assert ap.render_article(article).pdf.startswith(b"%PDF-")


@pytest.mark.timeout(170)
def test_the_worst_ones_cost_a_batch_nothing_but_themselves(tmp_path, root):
    limits = JobLimits(wall=40, wall_per_100_kb=1, memory=800_000_000)
    ends = {
        end.input.name: end for end in run((INPUTS[name] for name in WORKERS), tmp_path, root, limits=limits, cpu=8)
    }

    assert sorted(ends) == sorted(WORKERS)
    assert [fault for end in ends.values() for fault in end.faults] == []
    assert [
        name for name, end in ends.items() if end.outcome in ("time", "memory", "died") and not end.input.theme
    ] == []
    assert ends["ok_baseline"].outcome == "pdf"
    assert ends["theme_link_secret"].outcome == ends["theme_class_walk"].outcome == "refused"
