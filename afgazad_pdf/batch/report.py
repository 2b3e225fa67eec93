"""The report of a batch: `report.json` for programs and `report.html` for people, beside the PDFs.

They tell how things stand in the output folder, in the order of the plan, and hold no time of day: where nothing was
made and nothing changed, they stay as they are, byte for byte.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..files import write_atomically
from .folder import OWN, OutputFolder
from .jobs import Outcome, Result

if TYPE_CHECKING:
    from ..templating import Templates

FORMAT = 1
"""The version of report.json; it grows when a field changes its meaning or goes."""

JSON_FILE, HTML_FILE = "report.json", "report.html"
THUMBNAILS = f"{OWN}/thumbnails"
"""Where pictures of first pages lie in the output folder, each with its article's name."""

TEMPLATE = "batch/report.html.j2"

NEWS = frozenset({"made", "reason", "attempts"})
"""Fields of an article that tell of this run alone."""

SHOWN = 20
"""So many articles are named for one kind of finding in report.html; report.json has all."""


class Ending(StrEnum):
    """How a batch ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """By Ctrl-C, or by the program that called."""
    ERROR = "error"
    """By the machine: a full disk, workers that cannot start."""


def report_of(results: Iterable[Result], output: Path, ending: Ending, error: str = "") -> dict[str, Any]:
    """Return what report.json says; paths are those of the articles as they were given, and from the output folder."""
    folder = output / THUMBNAILS
    pictures = frozenset(file.name for file in folder.iterdir()) if folder.is_dir() else frozenset()
    articles = [_article(result, output, pictures) for result in results]
    return {
        "format": FORMAT,
        "program": f"afgazad_pdf {__version__}",
        "ending": ending.value,
        "error": error.replace(f"{output}/", "") or None,
        "counts": dict(sorted(Counter(article["state"] for article in articles).items())),
        "made": sum(article["made"] for article in articles),
        "articles": articles,
    }


def json_text(report: Mapping[str, Any]) -> str:
    """Return report.json, with a line for each article, so that two of them can be compared."""
    lines = ",\n".join(json.dumps(article, ensure_ascii=False) for article in report["articles"])
    head = json.dumps({name: value for name, value in report.items() if name != "articles"}, ensure_ascii=False)
    return f'{head[:-1]}, "articles": [\n{lines}\n]}}\n'


def html_text(report: Mapping[str, Any]) -> str:
    """Return report.html; raises TemplateError."""
    return prepare_page().fill(TEMPLATE, _context(report))


def _context(report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "report": report,
        "troubles": [article for article in report["articles"] if article["state"] != Outcome.DONE],
        "findings": _grouped(report["articles"]),
        "most": SHOWN,
    }


@cache
def prepare_page() -> Templates:
    """Return the templates of report.html; what this loads is not wanted where nothing is made."""
    from ..templating import Templates

    page = Templates(())
    page.fill(TEMPLATE, _context(report_of((), Path(), Ending.FINISHED)))  # read and compiled now
    return page


def write_report(results: Sequence[Result], folder: OutputFolder, ending: Ending, error: str = "") -> None:
    """Write both files, unless those that are there say the same already; raises OutputError."""
    report = report_of(results, folder.path, ending, error)
    data, page = report_file(folder, JSON_FILE), report_file(folder, HTML_FILE)
    ran = any(result.attempts for result in results)
    if not ran and page.is_file() and _standing(report) == _standing(_read(data)):
        return
    write_atomically(data, json_text(report).encode("utf-8", "backslashreplace"))
    write_atomically(page, html_text(report).encode("utf-8", "backslashreplace"))


def report_file(folder: OutputFolder, name: str = HTML_FILE) -> Path:
    """Return the place of a report; each shard of a batch has its own, such as report-2-of-8.html."""
    stem, dot, ending = name.partition(".")
    return folder.path / (f"{stem}-{folder.shard.name}{dot}{ending}" if folder.shard else name)


def _article(result: Result, output: Path, pictures: frozenset[str]) -> dict[str, Any]:
    job, cost = result.job, result.cost
    unchanged = result.outcome == Outcome.UNCHANGED
    picture = f"{job.name}.jpg"
    quarantine = result.quarantine
    return {
        "name": job.name,
        "title": job.title,
        "article": job.shown,
        "output": job.output,
        "state": (Outcome.DONE if unchanged else result.outcome).value,
        "made": result.outcome == Outcome.DONE,
        "reason": result.reason,
        "pages": result.pages,
        "attempts": result.attempts,
        "seconds": round(cost.seconds, 3) if cost else None,
        "memory": cost.memory if cost else None,
        "findings": [
            {name: value for name, value in asdict(finding).items() if value is not None} for finding in result.findings
        ],
        "quarantine": quarantine.relative_to(output).as_posix() if quarantine else None,
        "thumbnail": f"{THUMBNAILS}/{picture}" if picture in pictures else None,
    }


def _standing(report: Mapping[str, Any]) -> Any:
    """Return a report without what tells of one run alone."""
    articles = [
        {name: value for name, value in article.items() if name not in NEWS} for article in report.get("articles", ())
    ]
    return {**report, "made": None, "articles": articles}


def _read(file: Path) -> dict[str, Any]:
    """Return an earlier report.json; nothing where there is none that can be read."""
    try:
        said = json.loads(file.read_bytes())
        _standing(said)
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return {}
    return dict(said)


def _grouped(articles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings by their codes, errors first, then by how many articles have them."""
    order = {"error": 0, "warning": 1, "info": 2}
    groups: dict[tuple[str, str], list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for article in articles:
        for finding in article["findings"]:
            groups.setdefault((finding["level"], finding["code"]), []).append((article, finding))
    ranked = sorted(groups.items(), key=lambda item: (order.get(item[0][0], 3), -len(item[1]), item[0][1]))
    return [{"level": level, "code": code, "places": places} for (level, code), places in ranked]
