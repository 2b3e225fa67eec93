"""One job, done in a worker: an article read, typeset, and written beside its place.

Everything that an article decides happens here, under the worker's limits. The answer is plain data; the process that
asked moves the file to its place.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..article import Article, Figure
from ..errors import AfgazadError, ContentError, RenderError, TemplateError
from ..fetching import LIST, remote, with_fetched
from ..findings import Finding, Level
from ..pipeline import render_article
from ..publication import Publication, built_in_publication, load_publication
from ..settings import LIMITS, Settings
from ..sources import read_article
from .freshness import Trace, trace
from .wire import Message

_SAMPLE = {
    "title": "Warm \u06af\u0631\u0645",
    "lang": "fa-AF",
    "blocks": [{"kind": "paragraph", "runs": ["Warm words, \u0633\u062e\u0646 \u06af\u0631\u0645\u06cc 12."]}],
}


def warm_up(start: Message) -> None:
    """Load fonts, theme and engine by typesetting a few words with each of the given settings.

    `start` holds `settings`, a list of what `Settings` dumps, and `publications`, paths or None.
    """
    article = Article.model_validate(_SAMPLE)
    for dumped in start["settings"]:
        for file in start["publications"]:
            settings = Settings.model_validate(dumped)
            render_article(article, publication=_publication(file), settings=settings)


def work(task: Message) -> Message:
    """Do one job.

    `task` holds `source`, `shown`, `publication`, `settings`, `temporary` (where the PDF is written), `limits`, and
    `now`, the file system's time; `strict` says whether a warning is a failure. The answer holds `pages`, `size` and
    `digest`, or else `failed`, a sentence; and always `findings` and `traces`. A task with
    `thumbnail` is for `drawing.draw`.
    """
    if "thumbnail" in task:
        from .drawing import draw  # the first article does not wait for what reads PDFs

        return draw(task)
    source = Path(task["source"])
    traces = [trace(source, now=task["now"])]
    findings: tuple[Finding, ...] = ()
    try:
        loaded = read_article(source)
        findings = loaded.findings
        article = with_fetched(loaded.article)
        names = (LIST, *_pictures(article)) if remote(loaded.article) else _pictures(article)
        pictures = (source.parent / name for name in names)
        traces += [trace(path, now=task["now"]) for path in pictures if _is_own(path, source.parent)]
        publication = _publication(task["publication"])
        rendered = render_article(article, publication=publication, settings=Settings.model_validate(task["settings"]))
        findings += rendered.findings
        refusal = _refusal(task, rendered.pages, len(rendered.pdf), findings)
        if refusal:
            return _failed(refusal, findings, traces)
        _write(Path(task["temporary"]), rendered.pdf)
    except ContentError as error:
        return _failed("", (*findings, *_problems(error)), traces)
    except (RenderError, TemplateError) as error:
        return _failed(str(error), findings, traces)
    except AfgazadError as error:
        return {"environment": str(error)}
    except MemoryError:
        return {"memory-error": True}
    except RecursionError:
        return _failed("its parts stand in each other too deep to be typeset", findings, traces)
    except OSError as error:
        return {"environment": f"{error.filename or task['temporary']}: {error.strerror or error}"}
    digest = sha256(rendered.pdf).hexdigest()
    return {
        "pages": rendered.pages,
        "size": len(rendered.pdf),
        "digest": digest,
        "title": rendered.title,
        "findings": [asdict(finding) for finding in findings],
        "traces": [item.row() for item in traces],
    }


def _refusal(task: Message, pages: int, size: int, findings: tuple[Finding, ...]) -> str | None:
    """Say why a PDF is not written; None where it is."""
    limits = task["limits"]
    if pages > limits["pages"]:
        return f"has {pages:,} pages; at most {limits['pages']:,} are printed"
    if size > limits["file"]:  # to write it would look like a full disk, which ends the batch
        return f"its PDF has {size:,} bytes; at most {limits['file']:,} are written"
    serious = sum(finding.level != Level.INFO for finding in findings)
    if task.get("strict") and serious:
        return f"not written, as --strict is set and it has {serious} warnings or errors"
    return None


def _pictures(article: Article) -> Iterator[str]:
    """Yield the names of pictures that lie beside the article, each once."""
    names = (block.picture for block in article.walk() if isinstance(block, Figure))
    return iter(dict.fromkeys(name for name in names if "\0" not in name and ":" not in name[:12]))


def _is_own(path: Path, folder: Path) -> bool:
    """Say whether a picture may be looked at: it is missing, or a file of bounded size reached through no link.

    All others are no pictures (`files.read_inside`), and may be devices that never end or files of other people.
    """
    inner = Path(os.path.normpath(path))
    if not inner.is_relative_to(folder):
        return False
    places = (inner, *(place for place in inner.parents if place.is_relative_to(folder) and place != folder))
    try:
        if any(place.is_symlink() for place in places):
            return False
        facts = inner.stat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(facts.st_mode) and facts.st_size <= LIMITS.picture_bytes


def _publication(file: str | None) -> Publication:
    return load_publication(Path(file)) if file else built_in_publication()


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _failed(reason: str, findings: tuple[Finding, ...], traces: list[Trace]) -> Message:
    said: list[dict[str, Any]] = [asdict(finding) for finding in findings]
    return {"failed": reason, "findings": said, "traces": [item.row() for item in traces]}


def _problems(error: ContentError) -> tuple[Finding, ...]:
    """Return the faults that stop an article as findings."""
    code = type(error).__name__
    kebab = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in code).lstrip("-")
    return tuple(
        Finding(
            level=Level.ERROR,
            code=kebab,
            message=f"{problem.field}: {problem.message}" if problem.field else problem.message,
            file=problem.file,
            line=problem.line,
        )
        for problem in error.problems
    )
