"""A way to run the command line in this process, and articles to give it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from afgazad_pdf.cli.app import run
from afgazad_pdf.findings import Finding


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


@pytest.fixture
def command(capsysbinary, monkeypatch, tmp_path):
    """Run the command line in an empty folder; returns its Outcome."""
    monkeypatch.chdir(tmp_path)
    for name in ("AFGAZAD_PDF_VISUAL", "NO_COLOR", "VTE_VERSION"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        captured = capsysbinary.readouterr()
        return Outcome(code, captured.out, captured.err.decode())

    return call


@pytest.fixture
def write_article(tmp_path):
    """Write an article file; further lines go to its front matter."""

    def write(name: str, *fields: str, title: str = "A title", body: str = "Text."):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = ["---", f"title: {title}", "lang: en", *fields, "---", "", body, ""]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def fake_pipeline(monkeypatch):
    """Replace the layout engine; what stands in `findings` and `faults` under a title happens to it."""
    from afgazad_pdf import pipeline

    class Fake:
        def __init__(self) -> None:
            self.findings: dict[str, tuple[Finding, ...]] = {}
            self.faults: dict[str, BaseException] = {}
            self.settings: list[object] = []

        def __call__(self, article, *, publication=None, settings=None):
            self.settings.append(settings)
            if article.title in self.faults:
                raise self.faults[article.title]
            findings = self.findings.get(article.title, ())
            return pipeline.Rendered(pdf=b"%PDF-fake", pages=2, title=article.title, findings=findings)

    fake = Fake()
    monkeypatch.setattr(pipeline, "render_article", fake)
    return fake
