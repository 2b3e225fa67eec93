"""What hostile inputs are made from: an article's folder with whatever stands in and beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECRET = "SENTINEL-7f3a91c4"
"""Stands in files beside every article's folder, and must stand in nothing that is made."""

HEAD = "---\ntitle: Water\nlang: en\ndate: 2020-02-02\n---\n\n"

Write = Callable[[Path], None]
"""Writes an input into a folder of its own; the article is `article.md`, or the one file of that stem."""


@dataclass(frozen=True)
class Hostile:
    """One input that is made to break something."""

    name: str
    write: Write
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What is set besides; paths are relative to the input's folder."""
    publication: bool = False
    """Whether `publication.toml` beside the article is its paper."""
    cheap: bool = True
    """Whether it is refused or made in well under a second."""
    theme: bool = False
    """Whether a theme does it: themes are programs, and may be killed by the worker's limits."""

    def make(self, folder: Path) -> Path:
        """Write the input into a new folder and return the article's file; secrets lie beside it."""
        home = folder / "home"
        home.mkdir(parents=True)
        (folder / "secret.txt").write_text(SECRET)
        (folder / "secret.md").write_text(f"---\ntitle: {SECRET}\n---\n{SECRET}\n")
        (folder / "secret.jpg").write_bytes(secret_jpeg())
        self.write(home)
        return next(path for path in sorted(home.iterdir()) if path.stem == "article")


def secret_jpeg() -> bytes:
    """Return a picture whose bytes hold the secret."""
    from .pictures import jpeg

    return jpeg(24, 24, comment=SECRET.encode())


def markdown(body: str | Callable[[], str], *, head: str = HEAD, **files: bytes) -> Write:
    """Return what writes an article in Markdown, with files beside it: ``a_jpg=…`` is a.jpg."""

    def write(folder: Path) -> None:
        text = head + (body() if callable(body) else body)
        (folder / "article.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        for name, data in files.items():
            (folder / ".".join(name.rsplit("_", 1))).write_bytes(data)

    return write


def raw(data: bytes | Callable[[], bytes], name: str = "article.md") -> Write:
    """Return what writes an article's file byte by byte."""

    def write(folder: Path) -> None:
        (folder / name).write_bytes(data() if callable(data) else data)

    return write


def structured(data: Mapping[str, Any] | Callable[[], Mapping[str, Any]]) -> Write:
    """Return what writes an article in JSON."""

    def write(folder: Path) -> None:
        said = {"title": "Water", "lang": "en", **(data() if callable(data) else data)}
        (folder / "article.json").write_text(json.dumps(said), encoding="utf-8")

    return write


def picture(data: bytes | Callable[[], bytes], name: str = "p.png", body: str = "") -> Write:
    """Return what writes an article with one picture beside it."""

    def write(folder: Path) -> None:
        markdown(body or f"Words.\n\n![A picture]({name})\n")(folder)
        (folder / name).write_bytes(data() if callable(data) else data)

    return write


def linked(*pairs: tuple[str, str], body: str = "![A picture](p.jpg)\n") -> Write:
    """Return what writes an article with symbolic links: pairs of a name and where it leads."""

    def write(folder: Path) -> None:
        markdown(body)(folder)
        for name, target in pairs:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).symlink_to(target)

    return write


def pipe(name: str = "p.jpg") -> Write:
    """Return what writes an article whose picture is a pipe that nobody writes to."""

    def write(folder: Path) -> None:
        markdown(f"![A picture]({name})\n")(folder)
        os.mkfifo(folder / name)

    return write


def theme(templates: Mapping[str, str | bytes], body: str = "Words of the story.\n") -> Write:
    """Return what writes an article with a template folder, `theme`, beside it."""

    def write(folder: Path) -> None:
        markdown(body)(folder)
        for name, content in templates.items():
            file = folder / "theme" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write
