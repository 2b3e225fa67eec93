"""Pictures of a batch that are on the web: fetched first, by workers that typeset nothing."""

from __future__ import annotations

import pytest

import afgazad_pdf.batch.fetches as fetches
import afgazad_pdf.batch.versions as versions
from afgazad_pdf.batch import render_batch
from afgazad_pdf.errors import SettingsError
from tests.test_fetching import Web, png

TEXT = (
    "---\ntitle: Story {number}\nlang: en\ndate: 2020-01-01\n---\nText.\n\n![A picture](http://{host}/{number}.png)\n"
)


@pytest.fixture
def web():
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def batch(tmp_path, web, monkeypatch, root):
    """Make a batch of two articles with a picture each: `batch(fetch=[…])`."""
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.setattr(versions, "themes", lambda: lambda job: "the same")
    monkeypatch.setenv("TEST_WEB_PORT", str(web.port))
    monkeypatch.setattr(fetches, "TRADE", "tests.batch.fetching_trade")

    def batch(host="images.example.org", **options):
        for number in (1, 2):
            folder = tmp_path / "in" / f"story-{number}"
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / "article.md"
            if not file.exists():
                file.write_text(TEXT.format(number=number, host=host))
        return render_batch([tmp_path / "in"], tmp_path / "out", jobs=1, thumbnails=False, **options)

    return batch


def told(report):
    return [
        (result.outcome.value, result.reason, *(finding.code for finding in result.findings))
        for result in report.results
    ]


def test_pictures_are_fetched_once_and_missing_ones_asked_for_again(batch, web, tmp_path):
    web.serve("/1.png", png())
    web.serve("/2.png", b"", status="503 Busy")

    first = batch()
    assert web.requests == []
    second = batch(fetch=["images.example.org"])
    web.serve("/2.png", png("blue"))
    third = batch(fetch=["images.example.org"])
    fourth = batch()

    assert told(first) == [("done", "new", "picture-remote")] * 2
    assert told(second) == [
        ("done", "a picture of it is still to be fetched"),
        ("done", "a picture of it is still to be fetched", "picture-not-fetched", "picture-remote"),
    ]
    assert told(third) == [("unchanged", "unchanged"), ("done", "a picture of it is still to be fetched")]
    assert told(fourth) == [("unchanged", "unchanged")] * 2
    assert len(web.requests) == 3
    assert len(list((tmp_path / "in" / "story-1" / "pictures").glob("*.png"))) == 1


def test_a_machine_of_the_network_here_is_not_asked(batch, web, monkeypatch):
    monkeypatch.setattr(fetches, "TRADE", fetches.__name__)

    report = batch(host="127.0.0.1", fetch=["127.0.0.1"])

    assert [row[2:] for row in told(report)] == [("picture-not-fetched", "picture-remote")] * 2
    assert "leads to 127.0.0.1, which is no public address" in report.results[0].findings[0].message
    assert web.requests == []


def test_what_is_no_host_is_refused_before_anything_is_made(batch, tmp_path):
    with pytest.raises(SettingsError, match="is not a host"):
        batch(fetch=["https://images.example.org/"])
    assert not (tmp_path / "out").exists()
